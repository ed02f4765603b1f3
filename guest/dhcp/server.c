/* SPDX-License-Identifier: GPL-2.0-or-later */
/* server.c - see server.h.  Sections are those of RFC 2131. */
#include "guest/dhcp/server.h"

#include "guest/dhcp/addresses.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    OFFER_MS = 60000,  /* an offer holds */
    TAKEN_MS = 600000, /* an address is left alone that somebody else has */
    EVERYBODY = -1,    /* 255.255.255.255 */
};

static void event(const struct dhcp *d, enum dhcp_event what,
                  unsigned interface, const struct dhcp_binding *b)
{
    if (d->calls.event)
        d->calls.event(what, interface, b);
}

static void set_state(struct dhcp *d, struct dhcp_binding *b,
                      enum dhcp_state state, uint64_t until)
{
    if (b->state == DHCP_ASKED)
        d->probes &= (uint8_t)~(1u << b->probe);
    b->state = (uint8_t)state;
    b->until = until;
    if (until < d->due)
        d->due = until;
}

/* --- answers ----------------------------------------------------------- */

static bool configured(const struct dhcp_pool *p, uint8_t option)
{
    for (size_t i = 0; i < p->options_n; i += 2u + p->options[i + 1]) {
        if (p->options[i] == option)
            return true;
    }
    return false;
}

static void add_addresses(struct dhcp_answer *a, const struct dhcp_pool *p,
                          uint8_t option, const uint32_t ip[2])
{
    uint8_t bytes[8];
    unsigned n = ip[1] ? 2 : ip[0] ? 1 : 0;

    put_be32(bytes, ip[0]);
    put_be32(bytes + 4, ip[1]);
    if (n && !configured(p, option))
        dhcp_answer_add(a, option, bytes, n * 4);
}

/* What the client may need besides an address, the most important first. */
static void add_parameters(struct dhcp_answer *a, const struct dhcp_pool *p)
{
    dhcp_answer_number(a, DHCP_OPTION_MASK, p->mask);
    if (!configured(p, DHCP_OPTION_ROUTER))
        dhcp_answer_number(a, DHCP_OPTION_ROUTER, p->ip);
    add_addresses(a, p, DHCP_OPTION_DNS, p->dns);
    if (p->domain && p->domain[0] && !configured(p, DHCP_OPTION_DOMAIN))
        dhcp_answer_add(a, DHCP_OPTION_DOMAIN, p->domain, strlen(p->domain));
    add_addresses(a, p, DHCP_OPTION_WINS, p->wins);
    for (size_t i = 0; i < p->options_n; i += 2u + p->options[i + 1])
        dhcp_answer_add(a, p->options[i], &p->options[i + 2],
                        p->options[i + 1]);
}

/* T1 and T2 are 4.4.5's. */
static void add_lease(struct dhcp_answer *a, uint32_t s)
{
    dhcp_answer_number(a, DHCP_OPTION_LEASE, s);
    dhcp_answer_number(a, DHCP_OPTION_RENEW, s / 2);
    dhcp_answer_number(a, DHCP_OPTION_REBIND, (uint32_t)(s * 7ull / 8));
}

/* Where to: 4.1.  The station is known by its message, so nobody has to ask
 * for its hardware address. */
static void answer(struct dhcp *d, unsigned interface,
                   const struct dhcp_message *m, enum dhcp_type type,
                   uint32_t ip)
{
    const struct dhcp_pool *p = &d->pool[interface];
    bool all = type == DHCP_NAK || (!m->own && (m->flags & DHCP_EVERYBODY));
    struct dhcp_answer a;

    dhcp_answer_begin(&a, m, type, p->ip, ip);
    if (type != DHCP_NAK && ip)
        add_lease(&a, p->lease_s);
    if (type != DHCP_NAK)
        add_parameters(&a, p);
    dhcp_answer_end(&a);
    d->counts.sent[type]++;
    d->calls.send(interface, all ? NULL : m->mac,
                  all ? (uint32_t)EVERYBODY : m->own ? m->own : ip, type, &a);
}

/* --- offers ------------------------------------------------------------ */

/* What is needed of a message once the probe is over. */
static void remember(struct dhcp_binding *b, const struct dhcp_message *m)
{
    b->transaction = m->transaction;
    b->flags = m->flags;
    b->room = m->room;
    memcpy(b->mac, m->mac, sizeof b->mac);
    b->client = m->client;
}

static struct dhcp_message remembered(const struct dhcp_binding *b)
{
    struct dhcp_message m = {.type = DHCP_DISCOVER,
                             .transaction = b->transaction,
                             .flags = b->flags, .room = b->room,
                             .client = b->client};

    memcpy(m.mac, b->mac, sizeof m.mac);
    return m;
}

static void offer(struct dhcp *d, struct dhcp_binding *b,
                  const struct dhcp_message *m, uint64_t now)
{
    if (b->state != DHCP_BOUND)
        set_state(d, b, DHCP_OFFERED, now + OFFER_MS);
    answer(d, b->interface, m, DHCP_OFFER, b->ip);
}

/* Is somebody at the address that the client would get? */
static void probe(struct dhcp *d, struct dhcp_binding *b, uint64_t now)
{
    unsigned n = 0;

    while (n < DHCP_PROBES_MAX && (d->probes & 1u << n))
        n++;
    if (n == DHCP_PROBES_MAX) { /* the client will come again */
        set_state(d, b, DHCP_EXPIRED, now);
        return;
    }
    set_state(d, b, DHCP_ASKED, now + d->pool[b->interface].ping_ms);
    d->probes |= (uint8_t)(1u << n);
    b->probe = (uint8_t)n;
    d->calls.ask(n, b->interface, b->ip);
}

static void discover(struct dhcp *d, unsigned interface,
                     const struct dhcp_message *m, uint64_t now)
{
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);
    bool known = b && b->state != DHCP_EXPIRED;

    if (!b)
        b = addresses_choose(d, interface, m->requested);
    if (!b) {
        event(d, DHCP_EVENT_NO_ADDRESS, interface, NULL);
        return;
    }
    remember(b, m);
    if (!known)
        probe(d, b, now);
    else if (b->state != DHCP_ASKED)
        offer(d, b, m, now);
}

void dhcp_answered(struct dhcp *d, unsigned number, uint64_t now)
{
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        struct dhcp_binding *b = &d->binding[i];
        struct dhcp_message m;

        if (b->state != DHCP_ASKED || b->probe != number)
            continue;
        m = remembered(b);
        event(d, DHCP_EVENT_TAKEN, b->interface, b);
        memset(&b->client, 0, sizeof b->client);
        set_state(d, b, DHCP_TAKEN, now + TAKEN_MS);
        discover(d, b->interface, &m, now);
        return;
    }
}

/* --- requests ---------------------------------------------------------- */

static void grant(struct dhcp *d, struct dhcp_binding *b,
                  const struct dhcp_message *m, uint64_t now)
{
    bool anew = b->state != DHCP_BOUND;

    remember(b, m);
    set_state(d, b, DHCP_BOUND,
              now + d->pool[b->interface].lease_s * 1000ull);
    if (anew)
        event(d, DHCP_EVENT_GRANTED, b->interface, b);
    answer(d, b->interface, m, DHCP_ACK, b->ip);
}

/* 4.3.2, SELECTING: it takes our offer, or another server's. */
static void request_offered(struct dhcp *d, unsigned interface,
                            const struct dhcp_message *m, uint64_t now)
{
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);

    if (m->server != d->pool[interface].ip) {
        if (b && (b->state == DHCP_OFFERED || b->state == DHCP_ASKED))
            set_state(d, b, DHCP_EXPIRED, now);
    } else if (b && b->ip == m->requested &&
               (b->state == DHCP_OFFERED || b->state == DHCP_BOUND)) {
        grant(d, b, m, now);
    } else {
        answer(d, interface, m, DHCP_NAK, 0);
    }
}

/* INIT-REBOOT: it had an address and is here again.  Who is not known is not
 * answered, as another server may know him. */
static void request_again(struct dhcp *d, unsigned interface,
                          const struct dhcp_message *m, uint64_t now)
{
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);

    if (!addresses_on_network(&d->pool[interface], m->requested) ||
        (b && b->ip != m->requested))
        answer(d, interface, m, DHCP_NAK, 0);
    else if (b && b->state != DHCP_ASKED)
        grant(d, b, m, now);
}

/* RENEWING, REBINDING.  Of a lease from before a restart nothing is known: it
 * goes on if its address is nobody else's. */
static void request_more(struct dhcp *d, unsigned interface,
                         const struct dhcp_message *m, uint64_t now)
{
    const struct dhcp_pool *p = &d->pool[interface];
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);

    if (b && b->ip == m->own && b->state != DHCP_ASKED) {
        grant(d, b, m, now);
    } else if (!addresses_on_network(p, m->own) ||
               addresses_find(d, interface, m->own)) {
        answer(d, interface, m, DHCP_NAK, 0);
    } else if (!b && addresses_in_pool(p, m->own)) {
        b = addresses_place(d, interface, m->own);
        if (b)
            grant(d, b, m, now);
    }
}

static void request(struct dhcp *d, unsigned interface,
                    const struct dhcp_message *m, uint64_t now)
{
    if (m->server)
        request_offered(d, interface, m, now);
    else if (m->own)
        request_more(d, interface, m, now);
    else if (m->requested)
        request_again(d, interface, m, now);
}

static void decline(struct dhcp *d, unsigned interface,
                    const struct dhcp_message *m, uint64_t now)
{
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);

    if (!b || b->ip != m->requested || m->server != d->pool[interface].ip)
        return;
    event(d, DHCP_EVENT_TAKEN, interface, b);
    memset(&b->client, 0, sizeof b->client);
    set_state(d, b, DHCP_TAKEN, now + TAKEN_MS);
}

static void release(struct dhcp *d, unsigned interface,
                    const struct dhcp_message *m, uint64_t now)
{
    struct dhcp_binding *b = addresses_of_client(d, interface, &m->client);

    if (!b || b->ip != m->own || b->state != DHCP_BOUND)
        return;
    event(d, DHCP_EVENT_RELEASED, interface, b);
    set_state(d, b, DHCP_EXPIRED, now);
}

void dhcp_input(struct dhcp *d, unsigned interface, uint64_t now,
                const uint8_t *data, size_t n)
{
    struct dhcp_message m;

    if (interface >= DHCP_INTERFACES_MAX || !d->pool[interface].on)
        return;
    if (!dhcp_parse(data, n, &m)) {
        d->counts.malformed++;
        event(d, DHCP_EVENT_MALFORMED, interface, NULL);
        return;
    }
    d->counts.received[m.type]++;
    if (d->calls.heard)
        d->calls.heard(interface, &m);
    if (m.relay)
        return;
    dhcp_poll(d, now); /* nobody is known to have what he has not any more */
    if (m.type == DHCP_DISCOVER)
        discover(d, interface, &m, now);
    else if (m.type == DHCP_REQUEST)
        request(d, interface, &m, now);
    else if (m.type == DHCP_DECLINE)
        decline(d, interface, &m, now);
    else if (m.type == DHCP_RELEASE)
        release(d, interface, &m, now);
    else if (m.type == DHCP_INFORM &&
             addresses_on_network(&d->pool[interface], m.own))
        answer(d, interface, &m, DHCP_ACK, 0);
}

/* --- time -------------------------------------------------------------- */

static void end_state(struct dhcp *d, struct dhcp_binding *b, uint64_t now)
{
    struct dhcp_message m = remembered(b);

    switch (b->state) {
    case DHCP_ASKED: /* nobody answered */
        offer(d, b, &m, now);
        return;
    case DHCP_BOUND:
        d->counts.expired++;
        event(d, DHCP_EVENT_RELEASED, b->interface, b);
        set_state(d, b, DHCP_EXPIRED, now);
        return;
    default:
        memset(b, 0, sizeof *b);
    }
}

uint32_t dhcp_poll(struct dhcp *d, uint64_t now)
{
    if (now >= d->due) {
        d->due = UINT64_MAX;
        for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
            struct dhcp_binding *b = &d->binding[i];

            if (b->state == DHCP_FREE || b->state == DHCP_EXPIRED)
                continue;
            if (b->until <= now)
                end_state(d, b, now);
            if (b->state != DHCP_FREE && b->state != DHCP_EXPIRED &&
                b->until < d->due)
                d->due = b->until;
        }
    }
    if (d->due <= now)
        return 0;
    return d->due - now < DHCP_NEVER ? (uint32_t)(d->due - now) : DHCP_NEVER;
}

/* --- set-up ------------------------------------------------------------ */

void dhcp_begin(struct dhcp *d, const struct dhcp_calls *calls)
{
    memset(d, 0, sizeof *d);
    d->calls = *calls;
    d->due = UINT64_MAX;
}

void dhcp_configure(struct dhcp *d, unsigned interface,
                    const struct dhcp_pool *p)
{
    d->pool[interface] = *p;
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        struct dhcp_binding *b = &d->binding[i];

        if (b->state == DHCP_FREE || b->interface != interface ||
            addresses_in_pool(p, b->ip))
            continue;
        set_state(d, b, DHCP_FREE, UINT64_MAX);
        memset(b, 0, sizeof *b);
    }
}

void dhcp_clear_bindings(struct dhcp *d)
{
    memset(d->binding, 0, sizeof d->binding);
    d->probes = 0;
    d->due = UINT64_MAX;
}

void dhcp_clear_counts(struct dhcp *d)
{
    memset(&d->counts, 0, sizeof d->counts);
}

unsigned dhcp_count(const struct dhcp *d, enum dhcp_state state)
{
    unsigned n = 0;

    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++)
        n += d->binding[i].state == state;
    return n;
}

unsigned dhcp_pools(const struct dhcp *d)
{
    unsigned n = 0;

    for (unsigned i = 0; i < DHCP_INTERFACES_MAX; i++)
        n += d->pool[i].first != 0;
    return n;
}
