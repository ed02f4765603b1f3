/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_firewall.c - random rules and packets, judged by a slow model. */
#include <stdlib.h>
#include <string.h>

#include "guest/firewall/view.h"
#include "tests/unit/guest/fwscene.h"

static void print_packet(unsigned in, const uint8_t *p, size_t n)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "%02x%s", p[i], i % 4 == 3 ? " " : "");
    g_test_message("in by %u: %s", in, text->str);
}

/* `changes`: the rules change, too, one packet of so many; 0: never. */
static void check_random(unsigned changes)
{
    const char *rounds = g_getenv("FIREWALL_ROUNDS");
    unsigned n = rounds ? (unsigned)atoi(rounds) : 1500, sent = 0, all = 0;

    for (unsigned seed = 1; seed <= n; seed++) {
        struct rig_bits bits = {.state = seed};

        rig_begin(&rig, 400);
        rig_random_rules(&rig, &bits);
        for (unsigned i = 0; i < 200; i++) {
            uint8_t packet[RIG_PACKET];
            unsigned in;
            size_t bytes = rig_random_packet(&rig, &bits, packet, &in);
            const char *why = rig_judged(&rig, in, packet, bytes);

            all++;
            sent += rig.sent;
            if (why) {
                print_packet(in, packet, bytes);
                print_packet(rig.out, rig.packet, rig.sent ? rig.n : 0);
                g_test_message("seed %u, packet %u: %s", seed, i, why);
                g_test_fail();
                rig_end(&rig);
                return;
            }
            if (rig_below(&bits, 8) == 0)
                rig_time(&rig, rig.now + 1 + rig_below(&bits, 40));
            if (changes && rig_below(&bits, changes) == 0)
                rig_random_change(&rig, &bits);
        }
        g_assert_cmpstr(rig_left(&rig), ==, NULL);
        rig_end(&rig);
    }
    g_test_message("%u of %u packets were sent", sent, all);
    g_assert_cmpuint(sent, >, all / 20);
}

static void test_random(void)
{
    check_random(0);
}

/* What is there stays as it is; what comes later follows the new rules. */
static void test_changing(void)
{
    check_random(20);
}

/* --- what no honest host sends ----------------------------------------- */

static void expect_drop(const uint8_t *packet, size_t n,
                        enum firewall_drop why)
{
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpuint(rig.events, ==, 1);
    g_assert_cmpint(rig.event[0].drop, ==, why);
    g_assert_cmpuint(rig.sent, ==, 0);
}

static void test_hostile(void)
{
    const struct rig_spec good = {
        .protocol = 6, .from = CLIENT, .to = CALLER, .from_port = 5,
        .to_port = 6, .flags = 2};
    struct rig_spec s = good;
    uint8_t p[RIG_PACKET];
    size_t n = rig_make(p, &s);

    scene_nat();
    expect_drop(p, 19, DROP_HEADER);
    expect_drop(p, n - 1, DROP_HEADER); /* shorter than it says */
    p[8] = 0;                           /* TTL */
    rig_seal_header(p);
    expect_drop(p, n, DROP_HEADER);
    p[8] = 64;
    expect_drop(p, n, DROP_HEADER); /* the sum is the other one's */
    n = rig_make(p, &s);
    p[0] = 0x46; /* loose source route */
    memmove(p + 24, p + 20, n - 20);
    memcpy(p + 20, "\x83\x03\x04\x00", 4);
    p[3] = (uint8_t)(n + 4);
    p[10] = p[11] = 0;
    for (unsigned i = 0, sum = 0; i < 24; i += 2) {
        sum += (unsigned)(p[i] << 8 | p[i + 1]);
        sum = (sum & 0xffff) + (sum >> 16);
        if (i == 22) {
            p[10] = (uint8_t)(~sum >> 8);
            p[11] = (uint8_t)~sum;
        }
    }
    expect_drop(p, n + 4, DROP_OPTIONS);
    s = good;
    s.to = s.from; /* land */
    expect_drop(p, rig_make(p, &s), DROP_LAND);
    s = good;
    s.from = 0x7f000001;
    expect_drop(p, rig_make(p, &s), DROP_SPOOF);
    s.from = 0x0a0000ff;
    expect_drop(p, rig_make(p, &s), DROP_SPOOF);
    s = good;
    s.to = 0xcb007101; /* the outside's own address */
    expect_drop(p, rig_make(p, &s), DROP_NOT_OURS);
    s = good;
    s.from_port = 0;
    expect_drop(p, rig_make(p, &s), DROP_TRANSPORT);
    s = good;
    s.flags = 3; /* SYN and FIN */
    expect_drop(p, rig_make(p, &s), DROP_TRANSPORT);
    s.flags = 0x10;
    expect_drop(p, rig_make(p, &s), DROP_NO_CONNECTION);
    n = rig_make(p, &good);
    p[20 + 18] ^= 1; /* urgent pointer: the sum is wrong now */
    expect_drop(p, n, DROP_CHECKSUM);
    p[20 + 18] ^= 1;
    p[32] = 0xf0; /* a header longer than the packet */
    rig_seal(p);
    expect_drop(p, n, DROP_TRANSPORT);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, p, rig_make(p, &good)), ==,
                    FIREWALL_SENT);
    rig_end(&rig);
}

/* --- both ends translated, and what a licence leaves out --------------- */

/* Both ends are translated: neither translation ends before the connection, and
 * nobody else gets its port. */
static void test_both_ends(void)
{
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CALLER, .to = CALLED,
                         .from_port = 2000, .to_port = 7};
    uint16_t port;

    scene_server(0);
    r->ace[0].protocol = 17;
    r->nat[r->nats++] = (struct rules_nat){
        .interface = RIG_OUTSIDE, .id = 1, .outside = true};
    r->global[r->globals++] = (struct rules_global){
        .interface = RIG_INSIDE, .id = 1, .first = 0x0a00003c,
        .last = 0x0a00003c};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 12, 4), ==, 0x0a00003c);
    port = (uint16_t)(rig_get(rig.packet + 20, 4) >> 16);
    rig_time(&rig, rig.now + 100);
    rig_time(&rig, rig.now + 10);
    g_assert_cmpuint(firewall_counts(rig.firewall)->xlates, ==, 2);
    s.from++;
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmpuint(rig_get(rig.packet + 20, 4) >> 16, !=, port);
    rig_time(&rig, rig.now + 120);
    rig_time(&rig, rig.now + 120);
    g_assert_cmpuint(firewall_counts(rig.firewall)->xlates, ==, 1);
    g_assert_cmpuint(firewall_counts(rig.firewall)->hosts, ==, 1);
    rig_end(&rig);
}

/* `sysopt connection timewait`: who comes again by the same ports has a
 * connection of his own. */
static void test_again(void)
{
    static const struct {
        unsigned in;
        uint8_t flags;
        uint32_t seq, ack;
    } steps[] = {
        {RIG_OUTSIDE, SYN, 100, 0}, {RIG_INSIDE, SYN | ACK, 900, 101},
        {RIG_OUTSIDE, ACK, 101, 0}, {RIG_OUTSIDE, FIN | ACK, 101, 0},
        {RIG_INSIDE, FIN | ACK, 901, 102}, {RIG_OUTSIDE, ACK, 102, 0},
        {RIG_OUTSIDE, SYN, 5000, 0}, {RIG_INSIDE, SYN | ACK, 7000, 5001},
        {RIG_OUTSIDE, ACK, 5001, 0},
    };
    uint32_t back = 0;

    scene_server(0);
    rig.rules.time_wait = true;
    rig_configure(&rig);
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        g_assert_cmpint(scene_call(steps[i].in, CALLER, 7, steps[i].flags,
                                   steps[i].seq,
                                   steps[i].ack ? steps[i].ack : back, ""),
                        ==, FIREWALL_SENT);
        if (steps[i].in == RIG_INSIDE)
            back = rig_get(rig.packet + 24, 4) + 1;
    }
    g_assert_cmpuint(firewall_counts(rig.firewall)->tcp_built, ==, 2);
    rig_time(&rig, rig.now + 100);
    g_assert_cmpuint(firewall_counts(rig.firewall)->connections, ==, 1);
    rig_end(&rig);
}

/* Inside hosts beyond the licence are told of and go nowhere. */
static void test_hosts(void)
{
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .to = CALLER, .from_port = 1,
                         .to_port = 2};

    scene_nat();
    rig.place.hosts = 10;
    rig_configure(&rig);
    for (unsigned i = 0; i < 12; i++) {
        s.from = HOST + i;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i < 10 ? FIREWALL_SENT : FIREWALL_DROPPED);
    }
    g_assert_cmpint(rig.event[0].drop, ==, DROP_HOSTS);
    rig_time(&rig, rig.now + 1000); /* connections, then translations */
    rig_time(&rig, rig.now + 1000);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* Who was connected before stays so. */
static void test_closed(void)
{
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 17,
                         .from_port = 1, .to_port = 2};

    scene_nat();
    for (unsigned i = 0; i < 3; i++) {
        s.from_port = 1 + i % 2;
        rig.closed = i > 0;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i == 1 ? FIREWALL_DROPPED : FIREWALL_SENT);
    }
    g_assert_cmpuint(firewall_counts(rig.firewall)->drop[DROP_CLOSED], ==, 1);
    rig_end(&rig);
}

/* A limited licence: to the bit, over a while and in a burst. */
static void test_policer(void)
{
    enum { BYTES = 1000, MBIT = 10, BURST = 62500 / BYTES };
    static uint8_t data[BYTES - 28], packet[RIG_PACKET];
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 17,
                         .from_port = 1, .to_port = 2, .data = data,
                         .n = sizeof data};
    size_t n = rig_make(packet, &s);
    unsigned sent = 0;

    scene_nat();
    rig.place.mbit = MBIT;
    rig_configure(&rig);
    rig.now_us = 5000000;
    for (unsigned i = 0; i < 100; i++)
        sent += rig_packet(&rig, RIG_INSIDE, packet, n) == FIREWALL_SENT;
    g_assert_cmpuint(sent, ==, BURST);
    /* Ten seconds at twice the rate: every other one. */
    for (unsigned i = 0; i < 25000; i++) {
        rig.now_us += 400;
        sent += rig_packet(&rig, RIG_INSIDE, packet, n) == FIREWALL_SENT;
    }
    g_assert_cmpuint(sent, ==, BURST + 12500);
    g_assert_cmpint(rig.event[0].drop == DROP_RATE ||
                        rig.sent == 1, ==, true);
    g_assert_cmpuint(firewall_counts(rig.firewall)->drop[DROP_RATE], ==,
                     25100 - sent);
    /* At half of it, all. */
    for (unsigned i = 0; i < 1000; i++) {
        rig.now_us += 1600;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                        FIREWALL_SENT);
    }
    rig_end(&rig);
}

/* In 64 MB there is room for this many. */
static void test_many(void)
{
    enum { MANY = 50000 };
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CLIENT, .to_port = 2};
    const struct firewall_counts *n;

    rig_begin(&rig, MANY);
    rig.rules.nat[rig.rules.nats++] = (struct rules_nat){
        .interface = RIG_INSIDE};
    rig_configure(&rig);
    n = firewall_counts(rig.firewall);
    for (unsigned i = 0; i < MANY + 10; i++) {
        s.to = 0x08000000 + i % 5;
        s.from_port = (uint16_t)(1 + i / 5);
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i < MANY ? FIREWALL_SENT : FIREWALL_DROPPED);
    }
    g_assert_cmpuint(n->connections, ==, MANY);
    g_assert_cmpint(rig.event[0].drop, ==, DROP_MEMORY);
    rig_time(&rig, rig.now + 120);
    g_assert_cmpuint(n->connections, ==, 0);
    rig_end(&rig);
}

/* --- what `show conn` says ---------------------------------------------- */

static const char *flags(void)
{
    static struct firewall_conn_view v;
    uint32_t at = 0;

    return firewall_next_conn(rig.firewall, &at, &v) ? v.flags : "over";
}

/* Called from outside, through all that a connection can be. */
static void test_flags_inbound(void)
{
    uint32_t seen = 0; /* the host's first number, as the caller knows it */
    const struct {
        unsigned from;
        uint8_t flags;
        uint32_t seq, ack; /* of the caller; the host's behind the first */
        const char *text, *want;
    } steps[] = {
        {RIG_OUTSIDE, SYN, 5, 0, "", "SaAB"},
        {RIG_INSIDE, SYN | ACK, 0, 6, "", "aB"},
        {RIG_OUTSIDE, ACK, 6, 1, "", "UB"},
        {RIG_OUTSIDE, ACK, 6, 1, "x", "UIB"},
        {RIG_INSIDE, ACK, 1, 7, "y", "UIOB"},
        {RIG_INSIDE, FIN | ACK, 2, 7, "", "UfIOB"},
        {RIG_OUTSIDE, ACK, 7, 3, "", "URIOB"},
        {RIG_OUTSIDE, FIN | ACK, 7, 3, "", "URFIOB"},
        {RIG_INSIDE, ACK, 3, 8, "", "over"},
    };

    scene_server(0);
    for (unsigned i = 0; i < G_N_ELEMENTS(steps); i++) {
        bool in = steps[i].from == RIG_INSIDE;

        g_assert_cmpint(
            scene_call(steps[i].from, CALLER, 9, steps[i].flags,
                       steps[i].seq + (in ? 9000 : 0),
                       steps[i].ack + (in ? 0 : seen), steps[i].text), ==,
            FIREWALL_SENT);
        if (i == 1)
            seen = (uint32_t)rig_get(rig.packet + 24, 4);
        g_assert_cmpstr(flags(), ==, steps[i].want);
    }
    rig_end(&rig);
}

static void test_flags_outbound(void)
{
    uint32_t seen;

    scene_server(0);
    scene_call(RIG_INSIDE, CALLER, 4000, SYN, 9000, 0, "");
    seen = (uint32_t)rig_get(rig.packet + 24, 4);
    g_assert_cmpstr(flags(), ==, "saA");
    scene_call(RIG_OUTSIDE, CALLER, 4000, SYN | ACK, 5, seen + 1, "");
    g_assert_cmpstr(flags(), ==, "A");
    scene_call(RIG_INSIDE, CALLER, 4000, ACK, 9001, 6, "");
    g_assert_cmpstr(flags(), ==, "U");
    scene_call(RIG_OUTSIDE, CALLER, 4000, FIN | ACK, 6, seen + 1, "");
    g_assert_cmpstr(flags(), ==, "UF");
    scene_call(RIG_INSIDE, CALLER, 4000, ACK, 9001, 7, "");
    g_assert_cmpstr(flags(), ==, "Ur");
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/as-the-model-says", test_random);
    g_test_add_func("/firewall/rules-that-change", test_changing);
    g_test_add_func("/firewall/hostile-packets", test_hostile);
    g_test_add_func("/firewall/licensed-throughput", test_policer);
    g_test_add_func("/firewall/both-ends-translated", test_both_ends);
    g_test_add_func("/firewall/again-by-the-same-ports", test_again);
    g_test_add_func("/firewall/inside-hosts", test_hosts);
    g_test_add_func("/firewall/closed-to-new-connections", test_closed);
    g_test_add_func("/firewall/fifty-thousand-connections", test_many);
    g_test_add_func("/firewall/flags-inbound", test_flags_inbound);
    g_test_add_func("/firewall/flags-outbound", test_flags_outbound);
    return g_test_run();
}
