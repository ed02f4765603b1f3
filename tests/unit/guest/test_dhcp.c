/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dhcp.c - the DHCP server against RFC 2131's exchanges, clients that
 * cheat, and bytes that are no message. */
#include <glib.h>
#include <string.h>

#include "guest/dhcp/server.h"
#include "guest/lib/bytes.h"

enum {
    UNIT = 0x0a000001, MASK = 0xffffff00, FIRST = 0x0a00000a,
    LAST = 0x0a00000c, LEASE_S = 3600, PING_MS = 750, INSIDE = 1,
    OPTIONS = 240, ALL = -1,
};

static struct dhcp server;
static uint64_t now;
static const uint8_t own_options[] = {150, 4, 10, 0, 0, 9,
                                      66, 3, 't', 'f', 't'};

/* What was last sent, asked, told. */
static struct {
    enum dhcp_type type;
    bool everybody;
    uint8_t mac[6];
    uint32_t ip;
    struct dhcp_answer a;
} sent;
static unsigned sends, asks, asked_probe, events[DHCP_EVENT_MALFORMED + 1];
static uint32_t asked_ip;

static void send(unsigned interface, const uint8_t *mac, uint32_t ip,
                 enum dhcp_type type, const struct dhcp_answer *a)
{
    g_assert_cmpuint(interface, ==, INSIDE);
    g_assert_cmpuint(a->n, >=, DHCP_MESSAGE_MIN);
    sends++;
    sent.type = type;
    sent.everybody = !mac;
    if (mac)
        memcpy(sent.mac, mac, 6);
    sent.ip = ip;
    sent.a = *a;
}

static void ask(unsigned probe, unsigned interface, uint32_t ip)
{
    g_assert_cmpuint(interface, ==, INSIDE);
    asks++;
    asked_probe = probe;
    asked_ip = ip;
}

static void event(enum dhcp_event what, unsigned interface,
                  const struct dhcp_binding *b)
{
    (void)interface, (void)b;
    events[what]++;
}

static struct dhcp_pool pool(void)
{
    return (struct dhcp_pool){
        .on = true, .ip = UNIT, .mask = MASK, .first = FIRST, .last = LAST,
        .lease_s = LEASE_S, .ping_ms = PING_MS, .dns = {0x0a000002},
        .wins = {0x0a000003, 0x0a000004}, .domain = "example.com",
        .options = own_options, .options_n = sizeof own_options};
}

static void begin(void)
{
    const struct dhcp_calls calls = {.send = send, .ask = ask, .event = event};
    struct dhcp_pool p = pool();

    dhcp_begin(&server, &calls);
    dhcp_configure(&server, INSIDE, &p);
    now = 1000000;
    sends = asks = 0;
    memset(events, 0, sizeof events);
}

static void pass(uint64_t ms)
{
    now += ms;
    dhcp_poll(&server, now);
}

/* --- clients ----------------------------------------------------------- */

struct message {
    uint8_t data[1500];
    size_t n;
};

static void add(struct message *m, uint8_t option, const void *data,
                uint8_t n)
{
    m->data[m->n++] = option;
    m->data[m->n++] = n;
    memcpy(m->data + m->n, data, n);
    m->n += n;
}

static void add_ip(struct message *m, uint8_t option, uint32_t ip)
{
    uint8_t b[4];

    put_be32(b, ip);
    add(m, option, b, 4);
}

static struct message from(unsigned client, uint8_t type)
{
    struct message m = {.n = OPTIONS};

    m.data[0] = m.data[1] = 1;
    m.data[2] = 6;
    put_be32(m.data + 4, 0x1000 + client);
    m.data[28] = 2;
    put_be32(m.data + 30, client);
    put_be32(m.data + 236, 0x63825363);
    add(&m, DHCP_OPTION_TYPE, &type, 1);
    return m;
}

static void give(struct message *m)
{
    m->data[m->n++] = DHCP_OPTION_END;
    sends = 0;
    dhcp_input(&server, INSIDE, now, m->data, m->n);
}

/* The option of what was sent; NULL: it has none. */
static const uint8_t *option(uint8_t code)
{
    size_t i = OPTIONS;

    while (sent.a.data[i] != DHCP_OPTION_END) {
        g_assert_cmpuint(i, <, sent.a.n);
        if (sent.a.data[i] == code)
            return &sent.a.data[i + 1];
        i += 2u + sent.a.data[i + 1];
    }
    return NULL;
}

static uint32_t number(uint8_t code)
{
    const uint8_t *o = option(code);

    return o && o[0] == 4 ? get_be32(o + 1) : 0;
}

static uint32_t yours(void)
{
    return get_be32(sent.a.data + 16);
}

/* Address offered; 0: none. */
static uint32_t discover(unsigned client)
{
    struct message m = from(client, DHCP_DISCOVER);

    give(&m);
    if (!sends)
        pass(PING_MS);
    if (!sends)
        return 0;
    g_assert_cmpint(sent.type, ==, DHCP_OFFER);
    g_assert_cmpuint(get_be32(sent.a.data + 4), ==, 0x1000 + client);
    return yours();
}

static void request(unsigned client, uint32_t server_ip, uint32_t wanted)
{
    struct message m = from(client, DHCP_REQUEST);

    if (server_ip)
        add_ip(&m, DHCP_OPTION_SERVER, server_ip);
    add_ip(&m, DHCP_OPTION_REQUESTED, wanted);
    give(&m);
}

static void renew(unsigned client, uint32_t ip)
{
    struct message m = from(client, DHCP_REQUEST);

    put_be32(m.data + 12, ip);
    give(&m);
}

static uint32_t get_lease(unsigned client)
{
    uint32_t ip = discover(client);

    if (!ip)
        return 0;
    request(client, UNIT, ip);
    g_assert_cmpuint(sends, ==, 1);
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
    g_assert_cmpuint(yours(), ==, ip);
    return ip;
}

/* --- exchanges --------------------------------------------------------- */

static void test_lease(void)
{
    struct message m;

    begin();
    m = from(7, DHCP_DISCOVER);
    give(&m);
    g_assert_cmpuint(sends, ==, 0); /* it asks first */
    g_assert_cmpuint(asked_ip, ==, FIRST);
    pass(PING_MS - 1);
    g_assert_cmpuint(sends, ==, 0);
    pass(1);
    g_assert_cmpuint(sends, ==, 1);
    g_assert_cmpint(sent.type, ==, DHCP_OFFER);
    g_assert_cmpuint(yours(), ==, FIRST);
    g_assert_false(sent.everybody);
    g_assert_cmpuint(sent.ip, ==, FIRST);
    g_assert_cmpuint(get_be32(sent.mac + 2), ==, 7);
    request(7, UNIT, FIRST);
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
    g_assert_cmpuint(number(DHCP_OPTION_LEASE), ==, LEASE_S);
    g_assert_cmpuint(number(DHCP_OPTION_RENEW), ==, LEASE_S / 2);
    g_assert_cmpuint(number(DHCP_OPTION_REBIND), ==, LEASE_S * 7 / 8);
    g_assert_cmpuint(number(DHCP_OPTION_SERVER), ==, UNIT);
    g_assert_cmpuint(number(DHCP_OPTION_ROUTER), ==, UNIT);
    g_assert_cmpuint(number(DHCP_OPTION_MASK), ==, MASK);
    g_assert_cmpuint(number(DHCP_OPTION_DNS), ==, 0x0a000002);
    g_assert_cmpuint(number(150), ==, 0x0a000009);
    g_assert_cmpuint(option(DHCP_OPTION_WINS)[0], ==, 8);
    g_assert_cmpmem(option(DHCP_OPTION_DOMAIN) + 1, 11, "example.com", 11);
    g_assert_cmpmem(option(66) + 1, 3, "tft", 3);
    g_assert_cmpuint(events[DHCP_EVENT_GRANTED], ==, 1);
    g_assert_cmpuint(dhcp_count(&server, DHCP_BOUND), ==, 1);
    /* Who has one is offered it again, and nobody is asked. */
    asks = 0;
    g_assert_cmpuint(discover(7), ==, FIRST);
    g_assert_cmpuint(asks, ==, 0);
}

static void test_broadcast(void)
{
    struct message m;

    begin();
    m = from(1, DHCP_DISCOVER);
    put_be16(m.data + 10, DHCP_EVERYBODY);
    give(&m);
    pass(PING_MS);
    g_assert_true(sent.everybody);
    g_assert_cmpuint(sent.ip, ==, (uint32_t)ALL);
}

static void test_somebody_is_there(void)
{
    struct message m;

    begin();
    m = from(1, DHCP_DISCOVER);
    give(&m);
    g_assert_cmpuint(asked_ip, ==, FIRST);
    dhcp_answered(&server, asked_probe, now + 5);
    g_assert_cmpuint(events[DHCP_EVENT_TAKEN], ==, 1);
    g_assert_cmpuint(asked_ip, ==, FIRST + 1);
    pass(PING_MS + 5);
    g_assert_cmpuint(yours(), ==, FIRST + 1);
    g_assert_cmpuint(discover(2), ==, FIRST + 2);
    g_assert_cmpuint(discover(3), ==, 0);
    g_assert_cmpuint(events[DHCP_EVENT_NO_ADDRESS], ==, 1);
    pass(600000); /* not for ever */
    g_assert_cmpuint(discover(3), !=, 0);
}

static void test_renew_expire_release(void)
{
    struct message m;
    uint32_t ip;

    begin();
    ip = get_lease(1);
    pass(LEASE_S / 2 * 1000);
    renew(1, ip);
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
    g_assert_cmpuint(sent.ip, ==, ip);
    g_assert_cmpuint(get_be32(sent.a.data + 12), ==, ip);
    pass(LEASE_S * 1000 - 1);
    g_assert_cmpuint(dhcp_count(&server, DHCP_BOUND), ==, 1);
    pass(1);
    g_assert_cmpuint(dhcp_count(&server, DHCP_BOUND), ==, 0);
    g_assert_cmpuint(server.counts.expired, ==, 1);
    g_assert_cmpuint(events[DHCP_EVENT_RELEASED], ==, 1);
    /* Others get others, as long as there are any. */
    g_assert_cmpuint(get_lease(2), ==, FIRST + 1);
    g_assert_cmpuint(get_lease(1), ==, ip);
    m = from(1, DHCP_RELEASE);
    put_be32(m.data + 12, ip);
    give(&m);
    g_assert_cmpuint(sends, ==, 0);
    g_assert_cmpuint(dhcp_count(&server, DHCP_BOUND), ==, 1);
    g_assert_cmpuint(get_lease(3), ==, FIRST + 2);
    g_assert_cmpuint(get_lease(4), ==, ip); /* given back longest ago */
    g_assert_cmpuint(get_lease(5), ==, 0);
}

static void test_nak(void)
{
    begin();
    get_lease(1);
    request(2, UNIT, FIRST); /* was never offered */
    g_assert_cmpint(sent.type, ==, DHCP_NAK);
    g_assert_true(sent.everybody);
    g_assert_cmpuint(yours(), ==, 0);
    g_assert_null(option(DHCP_OPTION_LEASE));
    request(1, 0, 0xc0a80105); /* of another network */
    g_assert_cmpint(sent.type, ==, DHCP_NAK);
    request(1, 0, FIRST + 1); /* another one's */
    g_assert_cmpint(sent.type, ==, DHCP_NAK);
    renew(2, FIRST); /* the first client's */
    g_assert_cmpint(sent.type, ==, DHCP_NAK);
    request(1, 0, FIRST);
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
}

static void test_unknown(void)
{
    begin();
    request(9, 0, FIRST + 1); /* another server may know him */
    g_assert_cmpuint(sends, ==, 0);
    renew(9, FIRST + 1); /* ours, from before a restart */
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
    renew(8, 0x0a000063); /* never ours */
    g_assert_cmpuint(sends, ==, 0);
    discover(3);
    request(3, 0x0a000063, 0x0a000070); /* takes another server's */
    g_assert_cmpuint(sends, ==, 0);
    g_assert_cmpuint(dhcp_count(&server, DHCP_OFFERED), ==, 0);
}

static void test_decline_inform(void)
{
    struct message m;
    uint32_t ip;

    begin();
    ip = get_lease(1);
    m = from(1, DHCP_DECLINE);
    add_ip(&m, DHCP_OPTION_SERVER, UNIT);
    add_ip(&m, DHCP_OPTION_REQUESTED, ip);
    give(&m);
    g_assert_cmpuint(dhcp_count(&server, DHCP_TAKEN), ==, 1);
    g_assert_cmpuint(get_lease(1), ==, FIRST + 1);
    m = from(5, DHCP_INFORM);
    put_be32(m.data + 12, 0x0a000063);
    give(&m);
    g_assert_cmpint(sent.type, ==, DHCP_ACK);
    g_assert_cmpuint(sent.ip, ==, 0x0a000063);
    g_assert_cmpuint(yours(), ==, 0);
    g_assert_null(option(DHCP_OPTION_LEASE));
    g_assert_nonnull(option(DHCP_OPTION_DNS));
}

static void test_not_ours(void)
{
    struct message m;

    begin();
    m = from(1, DHCP_DISCOVER);
    put_be32(m.data + 24, 0x0a000063); /* a relay's */
    give(&m);
    m = from(1, DHCP_DISCOVER);
    m.n = OPTIONS; /* BOOTP */
    give(&m);
    g_assert_cmpuint(asks + sends, ==, 0);
    g_assert_cmpuint(server.counts.received[DHCP_BOOTP], ==, 1);
    m = from(1, DHCP_DISCOVER);
    m.data[m.n++] = DHCP_OPTION_REQUESTED;
    m.data[m.n++] = 200; /* beyond the end */
    give(&m);
    m = from(1, DHCP_DISCOVER);
    add(&m, DHCP_OPTION_REQUESTED, "abc", 3);
    give(&m);
    m = from(1, DHCP_DISCOVER);
    m.data[2] = 16;
    give(&m);
    g_assert_cmpuint(server.counts.malformed, ==, 3);
    g_assert_cmpuint(asks + sends, ==, 0);
}

/* Options also stand where the names of host and file do not. */
static void test_overload(void)
{
    struct message m;
    uint8_t both = 3;

    begin();
    m = from(1, DHCP_DISCOVER);
    add(&m, DHCP_OPTION_OVERLOAD, &both, 1);
    m.data[108] = DHCP_OPTION_REQUESTED;
    m.data[109] = 4;
    put_be32(m.data + 110, FIRST + 2);
    m.data[114] = m.data[44] = DHCP_OPTION_END;
    give(&m);
    g_assert_cmpuint(asked_ip, ==, FIRST + 2);
}

static void test_identity(void)
{
    uint8_t id[200] = {255, 1, 2, 3};
    struct message m;

    begin();
    for (unsigned i = 0; i < 2; i++) { /* alike but for the last byte */
        id[199] = (uint8_t)i;
        m = from(1, DHCP_DISCOVER);
        add(&m, DHCP_OPTION_CLIENT, id, sizeof id);
        give(&m);
        pass(PING_MS);
        g_assert_cmpuint(yours(), ==, FIRST + i);
    }
}

static void test_room(void)
{
    uint8_t many[] = {0x02, 0x3f}; /* 575: less than all take */
    struct message m;

    begin();
    m = from(1, DHCP_DISCOVER);
    add(&m, DHCP_OPTION_MAX, many, 2);
    give(&m);
    pass(PING_MS);
    g_assert_cmpuint(sent.a.n, <=, 548);
    g_assert_nonnull(option(66));
}

static void test_pool_moves(void)
{
    struct dhcp_pool p = pool();

    begin();
    get_lease(1);
    get_lease(2);
    p.first = FIRST + 1;
    dhcp_configure(&server, INSIDE, &p);
    g_assert_cmpuint(dhcp_count(&server, DHCP_BOUND), ==, 1);
    p.on = false;
    dhcp_configure(&server, INSIDE, &p);
    renew(2, FIRST + 1);
    g_assert_cmpuint(sends, ==, 0);
}

/* --- chance ------------------------------------------------------------ */

static void assert_no_two(void)
{
    unsigned asked = 0;

    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        const struct dhcp_binding *a = &server.binding[i];

        if (a->state == DHCP_FREE)
            continue;
        asked += a->state == DHCP_ASKED;
        g_assert_cmpuint(a->ip, >=, FIRST);
        g_assert_cmpuint(a->ip, <=, LAST);
        for (unsigned j = i + 1; j < DHCP_BINDINGS_MAX; j++)
            g_assert_true(server.binding[j].state == DHCP_FREE ||
                          server.binding[j].ip != a->ip);
    }
    g_assert_cmpuint((unsigned)__builtin_popcount(server.probes), ==, asked);
}

static void any_message(GRand *chance)
{
    unsigned client = (unsigned)g_rand_int_range(chance, 0, 6);
    uint32_t ip = FIRST - 1 + (uint32_t)g_rand_int_range(chance, 0, 5);
    struct message m = from(client,
                            (uint8_t)g_rand_int_range(chance, 0, 10));

    if (g_rand_boolean(chance))
        add_ip(&m, DHCP_OPTION_REQUESTED, ip);
    if (g_rand_boolean(chance))
        add_ip(&m, DHCP_OPTION_SERVER, g_rand_boolean(chance) ? UNIT : ip);
    if (g_rand_boolean(chance))
        put_be32(m.data + 12, ip);
    if (g_rand_int_range(chance, 0, 4) == 0)
        m.data[g_rand_int_range(chance, 0, (gint32)m.n)] ^=
            (uint8_t)g_rand_int(chance);
    if (g_rand_int_range(chance, 0, 8) == 0)
        m.n = (size_t)g_rand_int_range(chance, 0, (gint32)m.n);
    give(&m);
}

static void test_chance(void)
{
    GRand *chance = g_rand_new_with_seed(4711);

    begin();
    for (unsigned i = 0; i < 200000; i++) {
        any_message(chance);
        if (asks && g_rand_int_range(chance, 0, 3) == 0)
            dhcp_answered(&server, asked_probe, now);
        pass((uint64_t)g_rand_int_range(chance, 0, 4) == 0
                 ? (uint64_t)g_rand_int_range(chance, 0, 4000000) : 100);
        if (i % 16 == 0)
            assert_no_two();
    }
    g_assert_cmpuint(server.counts.sent[DHCP_ACK], >, 1000);
    g_rand_free(chance);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dhcp/lease", test_lease);
    g_test_add_func("/dhcp/broadcast", test_broadcast);
    g_test_add_func("/dhcp/somebody-is-there", test_somebody_is_there);
    g_test_add_func("/dhcp/renew-expire-release", test_renew_expire_release);
    g_test_add_func("/dhcp/nak", test_nak);
    g_test_add_func("/dhcp/unknown", test_unknown);
    g_test_add_func("/dhcp/decline-inform", test_decline_inform);
    g_test_add_func("/dhcp/not-ours", test_not_ours);
    g_test_add_func("/dhcp/overload", test_overload);
    g_test_add_func("/dhcp/identity", test_identity);
    g_test_add_func("/dhcp/room", test_room);
    g_test_add_func("/dhcp/pool-moves", test_pool_moves);
    g_test_add_func("/dhcp/chance", test_chance);
    return g_test_run();
}
