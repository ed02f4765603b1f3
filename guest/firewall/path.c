/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * path.c - the way of a packet, step by step, from the interface it comes in
 * by to the neighbour it goes out to.  A step that ends the way says so and
 * why; a drop is counted and told once.
 */
#include "guest/firewall/inspect.h"

#include "guest/lib/string.h"

enum step { GO_ON, DROP, FOR_UNIT, HELD };

enum { EVERYBODY = 0xffffffff, GROUPS = 0xe0000000, LOOPBACK = 127,
       AT_FLAGS = 6, DONT_FRAGMENT = 0x40 };

static enum step drop(struct packet *k, enum firewall_drop why)
{
    k->drop = why;
    return DROP;
}

/* --- interface check --------------------------------------------------- */

static bool is_broadcast(const struct firewall_interface *i, uint32_t ip)
{
    return ip == EVERYBODY || ip == (i->ip | ~i->mask);
}

static bool cannot_send(const struct firewall_interface *i, uint32_t ip)
{
    return ip == 0 || ip >> 24 == LOOPBACK || ip >= GROUPS || ip == i->ip ||
           is_broadcast(i, ip);
}

/* A packet for another interface's address is never answered. */
static bool cannot_receive(const struct firewall *f, unsigned in, uint32_t ip)
{
    for (unsigned i = 0; i < f->place->interfaces; i++) {
        if (i != in && f->place->interface[i].ip == ip)
            return true;
    }
    return ip == 0 || ip >> 24 == LOOPBACK || ip >= GROUPS;
}

static enum step check_interface(const struct firewall *f, struct packet *k,
                                 unsigned in, uint8_t *bytes, size_t n,
                                 size_t room)
{
    const struct firewall_interface *i = &f->place->interface[in];

    if (!packet_read(k, in, bytes, n, room))
        return DROP;
    if (in >= f->place->interfaces || !i->up || !i->ip)
        return drop(k, DROP_INTERFACE);
    if (is_broadcast(i, k->to))
        return FOR_UNIT;
    if (k->from == k->to)
        return drop(k, DROP_LAND);
    if (cannot_send(i, k->from))
        return drop(k, DROP_SPOOF);
    if (cannot_receive(f, in, k->to))
        return drop(k, DROP_NOT_OURS);
    return GO_ON;
}

/* --- fragments --------------------------------------------------------- */

/* Does what is behind the header decide where it goes, or whether? */
static bool is_looked_into(const struct firewall *f, const struct packet *k)
{
    return k->protocol == IP_ICMP ? icmp_is_error(k->icmp_type)
           : k->ports && (inspect_which(f, k->protocol, k->to_port) ||
                          inspect_which(f, k->protocol, k->from_port));
}

/* With the last fragment, k becomes the first of *whole; or all of it, where
 * that is looked into and no longer than a frame. */
static enum step gather(struct firewall *f, struct packet *k,
                        struct fragment **whole)
{
    if (packet_is_fragment(k)) {
        switch (fragments_add(f, k, whole)) {
        case FRAGMENTS_HELD:
            return HELD;
        case FRAGMENTS_DROP:
            return DROP;
        case FRAGMENTS_WHOLE:
            fragments_first(*whole, k);
        }
    }
    if (!packet_read_transport(k))
        return DROP;
    if (*whole && is_looked_into(f, k) && fragments_join(f, *whole, k))
        return packet_read_transport(k) ? GO_ON : DROP;
    return !*whole || packet_check_whole(k, fragments_sum(*whole)) ? GO_ON
                                                                   : DROP;
}

/* --- reverse path, shun ------------------------------------------------ */

static enum step check_reverse_path(const struct firewall *f,
                                    struct packet *k)
{
    unsigned back;
    uint32_t via;

    if (!f->rules->reverse_path[k->in] ||
        (route_find(f, k->from, &back, &via) && back == k->in))
        return GO_ON;
    return drop(k, DROP_REVERSE_PATH);
}

static enum step check_shun(struct firewall *f, struct packet *k)
{
    return shun_drops(f, k) ? drop(k, DROP_SHUN) : GO_ON;
}

/* --- connection look-up ------------------------------------------------ */

/* Routes may have changed since the connection looked. */
static bool find_vias(const struct firewall *f, struct conn *c)
{
    for (unsigned i = 0; i < 2; i++) {
        unsigned out;

        c->end[i].via = 0;
        if (!route_find(f, c->end[i].ip, &out, &c->end[i].via) ||
            out != c->end[i].interface)
            c->end[i].via = 0;
    }
    c->via_made = f->made;
    return true;
}

/* The packet is of a connection, whose other end gets it. */
static enum step pass(struct firewall *f, struct end *from, struct packet *k,
                      struct way *w)
{
    struct end *to = from->index ? from - 1 : from + 1;
    struct conn *c = table_conn_of(from);
    /* DNS Guard: a question has one answer. */
    bool over = k->protocol == IP_UDP && from->index == 1 &&
                from->port == 53 && f->place->guards;
    bool held;

    if (c->via_made != f->made)
        find_vias(f, c);
    if (!to->via)
        return drop(k, DROP_NO_ROUTE);
    w->out = to->interface;
    w->via = to->via;
    if (c->asking && !intercept_hear(f, c, from->index, k))
        return HELD;
    c->bytes += (uint32_t)k->whole_n;
    table_touch(f, c);
    if (c->inspection && !c->asking &&
        !inspect(f, c, from->index, k, &held))
        return held ? HELD : drop(k, DROP_INSPECTION);
    packet_readdress(k, from->seen, from->seen_port, to->ip, to->port);
    if (k->protocol == IP_TCP)
        tcp_pass(f, c, from->index, k);
    else if (over)
        table_end(f, c, END_IDLE);
    return GO_ON;
}

/* --- access ------------------------------------------------------------ */

static enum step check_access(struct firewall *f, struct packet *k,
                              const struct way *w)
{
    enum firewall_drop why = access_check(f, k, w);

    return why ? drop(k, why) : GO_ON;
}

/* --- translation ------------------------------------------------------- */

static bool begins(const struct packet *k)
{
    return k->protocol != IP_TCP ||
           (k->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN || k->proved;
}

static bool is_counted(const struct packet *k)
{
    return k->protocol == IP_TCP || k->protocol == IP_UDP;
}

/* What is known of a connection when its first packet has passed. */
static struct conn *connect(struct firewall *f, const struct packet *k,
                            const struct way *w, enum firewall_drop *why)
{
    bool out = translate_safer(f, k->in, w->out);
    const struct xlate *safe = out ? w->source : w->xlate;
    struct conn c = {
        .protocol = k->protocol, .safe = out ? 0 : 1,
        .inspection = inspect_which(f, k->protocol, w->to_port),
        .list = k->protocol == IP_TCP ? LIST_EMBRYONIC : LIST_UDP,
        .xlate = {w->source, w->xlate},
        .end = {{.interface = k->in, .ip = k->from, .port = k->from_port,
                 .seen = w->seen, .seen_port = w->seen_port},
                {.interface = (uint8_t)w->out, .ip = w->to,
                 .port = w->to_port, .seen = k->to,
                 .seen_port = k->to_port}}};

    if (k->protocol == IP_TCP && !(safe && safe->norandomseq))
        c.end[c.safe].delta = f->calls.random(f->calls.far);
    c.via_made = f->made - 1;
    return table_conn(f, &c, why);
}

/* ICMP and other protocols: no connection, only addresses. */
static enum step pass_alone(struct firewall *f, struct packet *k,
                            const struct way *w)
{
    if (w->source)
        table_xlate_used(f, w->source);
    if (w->xlate)
        table_xlate_used(f, w->xlate);
    packet_readdress(k, w->seen, w->seen_port, w->to, w->to_port);
    return GO_ON;
}

/* What a message about it wants to say; a flood is told of when it begins. */
static void note_limit(struct firewall *f, struct packet *k,
                       const struct way *w, enum firewall_drop why)
{
    bool out = translate_safer(f, k->in, w->out);
    struct host *h = out ? table_find_host(f, k->in, k->from)
                         : table_find_host(f, w->out, w->to);

    if (!h)
        return;
    k->limit = why == DROP_EMBRYONIC ? h->max_embryonic : h->max;
    k->used = why == DROP_EMBRYONIC ? h->embryonic : h->tcp;
    if (why == DROP_EMBRYONIC && !h->flooded)
        report_embryonic(f, k, h, w->out);
    h->flooded |= why == DROP_EMBRYONIC;
}

static enum step begin(struct firewall *f, struct packet *k, struct way *w)
{
    enum firewall_drop why;
    struct conn *c;
    unsigned out;

    if (is_counted(k) && f->calls.closed && f->calls.closed(f->calls.far))
        return drop(k, DROP_CLOSED);
    if (!route_find(f, w->to, &out, &w->via) || out != w->out)
        return drop(k, DROP_NO_ROUTE);
    why = translate(f, k, w);
    if (why == DROP_LIMIT || why == DROP_EMBRYONIC)
        note_limit(f, k, w, why);
    if (why == DROP_EMBRYONIC && !translate_safer(f, k->in, w->out) &&
        intercept_answer(f, k))
        return HELD;
    if (why)
        return drop(k, why);
    if (!is_counted(k))
        return pass_alone(f, k, w);
    c = connect(f, k, w, &why);
    if (!c)
        return drop(k, why);
    if (!k->proved)
        return pass(f, &c->end[0], k, w);
    find_vias(f, c);
    intercept_ask(f, c, k);
    return HELD;
}

/* --- for this unit ----------------------------------------------------- */

/* `icmp`: without a line for the interface everybody is answered. */
static enum step check_icmp(const struct firewall *f, struct packet *k)
{
    bool any = false;

    for (unsigned i = 0; k->protocol == IP_ICMP && i < f->rules->icmps; i++) {
        const struct rules_icmp *r = &f->rules->icmp[i];

        if (r->interface != k->in)
            continue;
        any = true;
        if (((k->from ^ r->ip) & r->mask) == 0 &&
            (r->type == RULES_ANY_ICMP || r->type == k->icmp_type))
            return r->action == RULES_PERMIT ? FOR_UNIT
                                             : drop(k, DROP_ICMP_TO_UNIT);
    }
    return any ? drop(k, DROP_ICMP_TO_UNIT) : FOR_UNIT;
}

/* --- ICMP errors ------------------------------------------------------- */

/* They need permission, as all ICMP does. */
static enum step about_another(struct firewall *f, struct packet *k,
                               struct way *w)
{
    struct about about;
    unsigned out;
    enum step s;

    if (!icmp_find(f, k, w, &about))
        return k->to == f->place->interface[k->in].ip
                   ? check_icmp(f, k) : drop(k, DROP_ICMP_ERROR);
    s = check_access(f, k, w);
    if (s != GO_ON)
        return s;
    if (!route_find(f, w->to, &out, &w->via) || out != w->out)
        return drop(k, DROP_NO_ROUTE);
    icmp_rewrite(k, w, &about);
    return GO_ON;
}

/* --- the way ----------------------------------------------------------- */

/* A packet that belongs to nothing yet. */
static enum step first_of_many(struct firewall *f, struct packet *k,
                               struct way *w)
{
    enum step s;

    if (k->protocol == IP_ICMP && icmp_is_error(k->icmp_type))
        return about_another(f, k, w);
    if (!(begins(k) && expect_find(f, k, w)) &&
        !translate_destination(f, k, w))
        return k->drop ? DROP : check_icmp(f, k);
    k->proved = k->protocol == IP_TCP && intercept_proves(f, k);
    if (!begins(k))
        return drop(k, DROP_NO_CONNECTION);
    s = check_access(f, k, w);
    return s == GO_ON ? begin(f, k, w) : s;
}

/* Its connection; one that both have said the end of gives way when he who
 * began it begins anew with the same ports. */
static struct end *find_conn(struct firewall *f, const struct packet *k)
{
    struct end *from = is_counted(k) ? table_find(f, k->in, k) : NULL;

    if (from && from->index == 0 && from->fin && from[1].fin &&
        (k->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
        table_end(f, table_conn_of(from), END_FINS);
        from = table_find(f, k->in, k);
    }
    return from;
}

static enum step go(struct firewall *f, struct packet *k, struct way *w,
                    struct fragment **whole)
{
    struct end *from;
    enum step s = gather(f, k, whole);

    if (s == GO_ON)
        s = check_reverse_path(f, k);
    if (s == GO_ON)
        s = check_shun(f, k);
    if (s != GO_ON)
        return s;
    from = find_conn(f, k);
    return from ? pass(f, from, k, w) : first_of_many(f, k, w);
}

/* Who sent a packet that must not go in pieces is told of it as he knows it:
 * the stack, which would cut it, sees only what it was translated to. */
static enum step check_length(struct firewall *f, struct packet *k,
                              const uint8_t was[ICMP_QUOTE], unsigned out)
{
    unsigned mtu = f->place->interface[out].mtu;

    if (!mtu || k->n <= mtu || !(was[AT_FLAGS] & DONT_FRAGMENT))
        return GO_ON;
    icmp_too_long(f, k->in, was, mtu);
    return drop(k, DROP_TOO_LONG);
}

/* Frag Guard's and the licence's.  What is dropped here is lost as on a wire:
 * it was judged and counted as one that passes, and its sender sends it
 * again. */
static enum step check_rates(struct firewall *f, struct packet *k,
                             const struct fragment *whole, unsigned out)
{
    unsigned mbit = f->place->mbit;
    uint32_t n = whole ? fragments_bytes(whole) : (uint32_t)k->n;

    if (whole && !fragments_rate(f, k, out))
        return drop(k, DROP_FRAGMENTS);
    if (!mbit || policer_takes(&f->policer, mbit,
                               f->calls.now_us(f->calls.far), n))
        return GO_ON;
    return drop(k, DROP_RATE);
}

/* `service resetinbound`: who may not connect is told so. */
static void answer_drop(struct firewall *f, const struct packet *k,
                        unsigned out)
{
    unsigned back;
    uint32_t via;

    if ((k->drop != DROP_LIST && k->drop != DROP_IMPLICIT) ||
        k->protocol != IP_TCP || !f->rules->reset_inbound ||
        translate_safer(f, k->in, out) || (k->flags & TCP_RST) ||
        !route_find(f, k->from, &back, &via) || back != k->in)
        return;
    tcp_refuse(f, k, via);
}

/* What the steps say, done. */
static enum firewall_verdict finish(struct firewall *f, struct packet *k,
                                    const struct way *w, enum step s)
{
    switch (s) {
    case GO_ON:
        f->counts.sent++;
        f->calls.send(f->calls.far, w->out, w->via, k->bytes, k->n);
        return FIREWALL_SENT;
    case FOR_UNIT:
        f->counts.for_unit++;
        return FIREWALL_FOR_UNIT;
    case HELD:
        return FIREWALL_HELD;
    default:
        report_drop(f, k, w->out);
        answer_drop(f, k, w->out);
        return FIREWALL_DROPPED;
    }
}

/* The fragments behind the first. */
static enum firewall_verdict finish_set(struct firewall *f,
                                        struct fragment *set,
                                        const struct packet *k,
                                        const struct way *w,
                                        enum firewall_verdict v)
{
    if (v == FIREWALL_SENT)
        fragments_follow(f, set, k, w->out, w->via);
    if (v == FIREWALL_FOR_UNIT)
        fragments_keep(f, set);
    fragments_give(f, set);
    return v == FIREWALL_FOR_UNIT ? FIREWALL_HELD : v;
}

enum firewall_verdict firewall_packet(struct firewall *f, unsigned interface,
                                      uint8_t *bytes, size_t n, size_t room)
{
    struct way w = {.out = interface};
    struct fragment *whole = NULL;
    uint8_t was[ICMP_QUOTE] = {0};
    enum firewall_verdict v;
    struct packet k;
    enum step s = check_interface(f, &k, interface, bytes, n, room);

    f->counts.packets++;
    memcpy(was, bytes, n < sizeof was ? n : sizeof was);
    if (s == GO_ON)
        s = go(f, &k, &w, &whole);
    if (s == GO_ON && !whole)
        s = check_length(f, &k, was, w.out);
    if (s == GO_ON)
        s = check_rates(f, &k, whole, w.out);
    v = finish(f, &k, &w, s);
    return whole ? finish_set(f, whole, &k, &w, v) : v;
}

enum firewall_verdict firewall_own_packet(struct firewall *f,
                                          unsigned interface, uint8_t *bytes,
                                          size_t n, size_t room)
{
    const struct way w = {.out = interface};
    struct fragment *whole = NULL;
    enum firewall_verdict v;
    struct packet k;
    enum step s = packet_read(&k, interface, bytes, n, room)
                      ? gather(f, &k, &whole) : DROP;

    if (s == GO_ON)
        s = check_shun(f, &k);
    if (s == GO_ON)
        s = check_icmp(f, &k);
    v = finish(f, &k, &w, s);
    return whole ? finish_set(f, whole, &k, &w, v) : v;
}
