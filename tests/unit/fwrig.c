/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwrig.c - see fwrig.h. */
#include "tests/unit/fwrig.h"

#include <stdlib.h>
#include <string.h>

enum { ICMP = 1, TCP = 6, UDP = 17, TAKEN = 64 };

static void *taken[TAKEN];
static unsigned taken_n;

static void *take(uint32_t n)
{
    return taken_n == TAKEN ? NULL : (taken[taken_n++] = calloc(1, n));
}

uint32_t rig_below(struct rig_bits *b, uint32_t limit)
{
    if (b->bytes) {
        if (!b->n)
            return 0;
        b->n--;
        return *b->bytes++ % limit;
    }
    b->state = b->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(b->state >> 33) % limit;
}

/* --- the firewall and what it calls ------------------------------------ */

static void sent(void *far, unsigned interface, uint32_t via, uint8_t *packet,
                 size_t n)
{
    struct rig *r = far;

    r->sent++;
    r->out = interface;
    r->via = via;
    r->n = n < sizeof r->packet ? n : sizeof r->packet;
    memcpy(r->packet, packet, r->n);
}

static void kept(void *far, unsigned interface, uint8_t *packet, size_t n)
{
    struct rig *r = far;

    (void)interface, (void)packet, (void)n;
    r->kept++;
}

static void happened(void *far, const struct firewall_event *e)
{
    struct rig *r = far;

    if (r->events < RIG_EVENTS)
        r->event[r->events] = *e;
    r->events++;
}

static void told(void *far, const uint8_t *record, size_t n)
{
    struct rig *r = far;

    if (r->state)
        r->state(r, record, n);
}

static uint32_t next_random(void *far)
{
    struct rig *r = far;

    return r->random = r->random * 1103515245u + 12345;
}

static uint64_t now_us(void *far)
{
    return ((struct rig *)far)->now_us;
}

void rig_begin(struct rig *r, unsigned connections)
{
    static const struct firewall_interface interface[RIG_INTERFACES] = {
        {true, 0, 0xcb007101, 0xffffff00},   /* 203.0.113.1 */
        {true, 100, 0x0a000001, 0xffffff00}, /* 10.0.0.1 */
        {true, 50, 0xac100001, 0xffffff00},  /* 172.16.0.1 */
    };
    const struct firewall_calls calls = {
        .far = r, .send = sent, .keep = kept, .event = happened,
        .state = told, .random = next_random, .now_us = now_us};

    memset(r, 0, sizeof *r);
    r->random = 1;
    r->place.interfaces = RIG_INTERFACES;
    memcpy(r->place.interface, interface, sizeof interface);
    r->place.guards = true;
    r->place.routes = 2;
    r->place.route[0] = (struct firewall_route){
        .interface = RIG_OUTSIDE, .metric = 1, .gateway = 0xcb0071fe};
    r->place.route[1] = (struct firewall_route){
        .interface = RIG_INSIDE, .metric = 1, .ip = 0x0a010000,
        .mask = 0xffff0000, .gateway = 0x0a000002};
    r->rules.timeout_s[RULES_TIME_XLATE] = 10800;
    r->rules.timeout_s[RULES_TIME_CONN] = 3600;
    r->rules.timeout_s[RULES_TIME_HALF_CLOSED] = 600;
    r->rules.timeout_s[RULES_TIME_UDP] = 120;
    for (unsigned i = 0; i < RULES_INTERFACES; i++) {
        r->rules.fragment[i][RULES_FRAGMENT_SIZE] = 200;
        r->rules.fragment[i][RULES_FRAGMENT_CHAIN] = 24;
        r->rules.fragment[i][RULES_FRAGMENT_TIMEOUT] = 5;
    }
    r->model.place = &r->place;
    r->model.rules = &r->rules;
    r->firewall = firewall_new(connections, &calls, take, take);
    rig_configure(r);
    rig_time(r, 1000);
}

void rig_end(struct rig *r)
{
    while (taken_n)
        free(taken[--taken_n]);
    r->firewall = NULL;
}

void rig_configure(struct rig *r)
{
    firewall_configure(r->firewall, &r->place, &r->rules);
}

void rig_time(struct rig *r, uint32_t seconds)
{
    r->now = seconds;
    firewall_clock(r->firewall, seconds);
    firewall_poll(r->firewall);
    model_clock(&r->model, seconds);
}

enum firewall_verdict rig_packet(struct rig *r, unsigned in,
                                 const uint8_t *packet, size_t n)
{
    uint8_t room[RIG_PACKET + 64];
    enum firewall_verdict v;

    r->sent = r->events = 0;
    memcpy(room + 16, packet, n);
    v = firewall_packet(r->firewall, in, room + 16, n,
                        sizeof room - 16 - n);
    if (v == FIREWALL_FOR_UNIT && memcmp(room + 16, packet, n) != 0)
        abort();
    return v;
}

const char *rig_judged(struct rig *r, unsigned in, const uint8_t *packet,
                       size_t n)
{
    struct model_result result = {.verdict = rig_packet(r, in, packet, n),
                                  .packet = r->packet};

    /* A packet that is held may have been answered. */
    if (r->sent != (result.verdict == FIREWALL_SENT) &&
        result.verdict != FIREWALL_HELD)
        return "sent more or less than it says";
    /* What answered it is not to be answered: the model knows no more. */
    if (result.verdict == FIREWALL_HELD)
        r->n = 0;
    result.out = r->out;
    result.via = r->via;
    result.n = r->n;
    return model_judge(&r->model, in, packet, n, &result);
}

/* --- packets ----------------------------------------------------------- */

static void put(uint8_t *p, uint32_t v, unsigned n)
{
    while (n--) {
        p[n] = (uint8_t)v;
        v >>= 8;
    }
}

static uint32_t add_up(const uint8_t *p, size_t n, uint32_t s)
{
    for (size_t i = 0; i < n; i++)
        s += i % 2 ? p[i] : (uint32_t)p[i] << 8;
    while (s >> 16)
        s = (s & 0xffff) + (s >> 16);
    return s;
}

void rig_seal_header(uint8_t *p)
{
    put(p + 10, 0, 2);
    put(p + 10, ~add_up(p, 20, 0), 2);
}

void rig_seal(uint8_t *p)
{
    size_t total = (size_t)(p[2] << 8 | p[3]);
    size_t n = total >= 20 && total <= RIG_PACKET ? total - 20 : 0;
    uint32_t pseudo = add_up(p + 12, 8, p[9] + (uint32_t)n);
    unsigned at = p[9] == TCP ? 36 : p[9] == UDP ? 26 : p[9] == ICMP ? 22 : 0;

    rig_seal_header(p);
    if (!at || n + 20 < at + 2u)
        return;
    put(p + at, 0, 2);
    put(p + at, ~add_up(p + 20, n, p[9] == ICMP ? 0 : pseudo), 2);
}

size_t rig_make(uint8_t *p, const struct rig_spec *s)
{
    size_t head = s->protocol == TCP ? 20
                  : s->protocol == UDP || s->protocol == ICMP ? 8 : 0;
    size_t n = 20 + head + s->n;

    memset(p, 0, 20 + head);
    p[0] = 0x45;
    put(p + 2, (uint32_t)n, 2);
    p[8] = 64;
    p[9] = s->protocol;
    put(p + 12, s->from, 4);
    put(p + 16, s->to, 4);
    if (s->protocol == TCP || s->protocol == UDP) {
        put(p + 20, s->from_port, 2);
        put(p + 22, s->to_port, 2);
    }
    if (s->protocol == UDP)
        put(p + 24, (uint32_t)(8 + s->n), 2);
    if (s->protocol == ICMP) {
        p[20] = s->type;
        p[21] = s->code;
        put(p + 24, s->from_port, 2);
    }
    if (s->protocol == TCP) {
        put(p + 24, s->seq, 4);
        put(p + 28, s->ack, 4);
        p[32] = 0x50;
        p[33] = s->flags;
    }
    if (s->n)
        memcpy(p + 20 + head, s->data, s->n);
    rig_seal(p);
    return n;
}

/* --- random rules ------------------------------------------------------ */

static const uint32_t hosts[RIG_INTERFACES][6] = {
    {0xcb007105, 0xcb007106, 0x08080808, 0x08080404, 0xc6336401, 0xcb0071fe},
    {0x0a000005, 0x0a000006, 0x0a000007, 0x0a010203, 0x0a010204, 0x0a000002},
    {0xac100005, 0xac100006, 0xac100007, 0xac100008, 0xac100009, 0xac10000a},
};
/* What translations give, and stranger ones. */
static const uint32_t others[] = {
    0xcb00710a, 0xcb00710b, 0xcb007114, 0xcb007115, 0xcb00711e, 0xcb00711f,
    0xac100032, 0xac100033, 0xac10003c, 0xcb007101, 0x0a000001, 0xac100001,
    0xcb0071ff, 0xffffffff, 0x7f000001, 0, 0xe0000001, 0xf0000000};
static const uint16_t ports[] = {80, 25, 53, 1024, 1025, 40000, 512, 7, 1, 23};
static const uint32_t masks[] = {0, 0xff000000, 0xffff0000, 0xffffff00,
                                 0xffffffff, 0xfffffffe};

#define PICK(b, list) ((list)[rig_below(b, sizeof(list) / sizeof((list)[0]))])

static uint32_t any_host(struct rig_bits *b)
{
    if (rig_below(b, 4) == 0)
        return PICK(b, others);
    return PICK(b, hosts[rig_below(b, RIG_INTERFACES)]);
}

static struct rules_side random_side(struct rig_bits *b, const struct rules *r)
{
    struct rules_side s = {.mask = PICK(b, masks)};

    s.ip = any_host(b) & s.mask;
    if (r->members && rig_below(b, 4) == 0)
        s = (struct rules_side){.group = 1};
    return s;
}

static struct rules_ports random_ports(struct rig_bits *b,
                                       const struct rules *r)
{
    struct rules_ports p = {.op = (uint8_t)rig_below(b, 7)};

    if (p.op == RULES_PORT_ANY)
        return p;
    p.low = PICK(b, ports);
    if (p.op == RULES_PORT_RANGE)
        p.high = (uint16_t)(p.low + rig_below(b, 1000));
    if (p.op == RULES_PORT_GROUP && !r->members)
        p.op = RULES_PORT_EQ;
    else if (p.op == RULES_PORT_GROUP)
        p.low = 2;
    return p;
}

static void random_ace(struct rules *r, struct rig_bits *b, uint16_t list)
{
    static const uint8_t protocols[] = {0, ICMP, TCP, UDP, TCP, UDP, 47};
    struct rules_ace *a = &r->ace[r->aces++];

    *a = (struct rules_ace){
        .list = list, .action = rig_below(b, 3) ? RULES_PERMIT : RULES_DENY,
        .protocol = PICK(b, protocols), .icmp = RULES_ANY_ICMP};
    if (rig_below(b, 12) == 0)
        a->action = RULES_REMARK;
    a->from = random_side(b, r);
    a->to = random_side(b, r);
    if (a->protocol == ICMP && rig_below(b, 2))
        a->icmp = rig_below(b, 2) ? 8 : 0;
    if (a->protocol == TCP || a->protocol == UDP) {
        a->from_ports = rig_below(b, 3) ? (struct rules_ports){0}
                                        : random_ports(b, r);
        a->to_ports = rig_below(b, 2) ? (struct rules_ports){0}
                                      : random_ports(b, r);
    }
    if (r->members && rig_below(b, 8) == 0) {
        a->protocol = 0;
        a->protocol_group = 3;
        a->icmp = RULES_ANY_ICMP;
        a->from_ports = a->to_ports = (struct rules_ports){0};
    }
}

static void random_groups(struct rules *r, struct rig_bits *b)
{
    static const uint8_t kinds[] = {RULES_GROUP_NETWORK,
                                    RULES_GROUP_SERVICE_BOTH,
                                    RULES_GROUP_PROTOCOL, RULES_GROUP_NETWORK};

    for (unsigned i = 0; i < 4; i++)
        r->group[i].kind = kinds[i];
    for (unsigned i = 0; i < 8; i++) {
        struct rules_member *m = &r->member[r->members++];

        m->group = (uint16_t)(1 + rig_below(b, 4));
        if (m->group == 1 && rig_below(b, 3) == 0) {
            m->nested = 4;
        } else if (kinds[m->group - 1] == RULES_GROUP_NETWORK) {
            m->mask = PICK(b, masks);
            m->ip = any_host(b) & m->mask;
        } else if (m->group == 3) {
            m->low = m->high = rig_below(b, 2) ? TCP : UDP;
        } else {
            m->low = PICK(b, ports);
            m->high = (uint16_t)(m->low + rig_below(b, 30));
        }
    }
}

static void random_nats(struct rules *r, struct rig_bits *b)
{
    unsigned n = rig_below(b, 4);

    while (n--) {
        struct rules_nat *t = &r->nat[r->nats++];

        *t = (struct rules_nat){
            .interface = (uint8_t)(1 + rig_below(b, 2)), .id = rig_below(b, 3),
            .mask = PICK(b, masks), .norandomseq = rig_below(b, 2)};
        t->ip = hosts[t->interface][rig_below(b, 4)] & t->mask;
        if (rig_below(b, 4) == 0)
            t->connections = 1 + rig_below(b, 4);
        if (rig_below(b, 4) == 0)
            t->embryonic = 1 + rig_below(b, 4);
        if (rig_below(b, 5) == 0)
            *t = (struct rules_nat){.interface = t->interface, .list = 2};
    }
}

static void random_globals(struct rules *r, struct rig_bits *b)
{
    static const struct rules_global kinds[] = {
        {.interface = 0, .first = 0xcb00710a, .last = 0xcb00710b},
        {.interface = 0, .first = 0xcb007114, .last = 0xcb007114},
        {.interface = 0, .first = 0xcb007115, .last = 0xcb007115},
        {.interface = 0, .own = true},
        {.interface = 2, .first = 0xac100032, .last = 0xac100033},
        {.interface = 2, .own = true},
    };

    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (rig_below(b, 2))
            continue;
        r->global[r->globals] = kinds[i];
        r->global[r->globals++].id = 1 + rig_below(b, 2);
    }
}

static void random_statics(struct rules *r, struct rig_bits *b)
{
    static const struct rules_static kinds[] = {
        {.real = 1, .mapped = 0, .mapped_ip = 0xcb00711e,
         .real_ip = 0x0a000006, .mask = 0xffffffff},
        {.real = 2, .mapped = 0, .mapped_ip = 0xcb00711f,
         .real_ip = 0xac100006, .mask = 0xffffffff},
        {.real = 1, .mapped = 0, .own = true, .protocol = TCP,
         .mapped_port = 25, .real_port = 80, .real_ip = 0x0a000005,
         .mask = 0xffffffff},
        {.real = 1, .mapped = 2, .mapped_ip = 0x0a000000,
         .real_ip = 0x0a000000, .mask = 0xffffff00},
        {.real = 2, .mapped = 1, .mapped_ip = 0x0a000007,
         .real_ip = 0xac100007, .mask = 0xffffffff},
        {.real = 1, .mapped = 0, .mapped_ip = 0xcb007115, .protocol = UDP,
         .mapped_port = 53, .real_port = 53, .real_ip = 0x0a000005,
         .mask = 0xffffffff},
    };

    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (rig_below(b, 2))
            continue;
        r->statics[r->static_count] = kinds[i];
        r->statics[r->static_count].norandomseq = rig_below(b, 2);
        if (rig_below(b, 3) == 0)
            r->statics[r->static_count].embryonic = 1 + rig_below(b, 3);
        r->static_count++;
    }
}

/* At the end of a list, where much should pass. */
static void permit_rest(struct rules *r, uint16_t list)
{
    r->ace[r->aces++] = (struct rules_ace){
        .list = list, .action = RULES_PERMIT, .icmp = RULES_ANY_ICMP};
}

void rig_random_rules(struct rig *rig, struct rig_bits *b)
{
    struct rules *r = &rig->rules;
    bool open = rig_below(b, 3);

    rig->place.guards = rig_below(b, 4);

    if (rig_below(b, 2))
        random_groups(r, b);
    for (uint16_t list = 0; list < 4; list++) {
        unsigned n = rig_below(b, 10);

        while (n--)
            random_ace(r, b, list);
        if (open && list != 1)
            permit_rest(r, list);
    }
    for (uint8_t i = 1; open && i < RIG_INTERFACES; i++)
        r->nat[r->nats++] = (struct rules_nat){.interface = i, .id = 1};
    random_nats(r, b);
    random_globals(r, b);
    random_statics(r, b);
    for (unsigned i = 0; i < RIG_INTERFACES; i++) {
        if (rig_below(b, 2))
            r->bound[i] = (uint16_t)(2 + rig_below(b, 2));
        r->reverse_path[i] = rig_below(b, 4) == 0;
    }
    if (rig_below(b, 4) == 0)
        r->shun[r->shuns++].ip = any_host(b);
    if (rig_below(b, 3) == 0)
        r->icmp[r->icmps++] = (struct rules_icmp){
            .interface = (uint8_t)rig_below(b, 3), .type = 8,
            .action = (uint8_t)rig_below(b, 2)};
    rig_configure(rig);
}

/* --- random packets ---------------------------------------------------- */

/* What answers the packet that came out last. */
static struct rig_spec answer(const struct rig *r, struct rig_bits *b)
{
    static const uint8_t flags[] = {0x12, 0x10, 0x10, 0x11, 0x18, 0x04, 0x11};
    const uint8_t *p = r->packet;
    struct rig_spec s = {
        .from = (uint32_t)p[16] << 24 | p[17] << 16 | p[18] << 8 | p[19],
        .to = (uint32_t)p[12] << 24 | p[13] << 16 | p[14] << 8 | p[15],
        .protocol = p[9], .from_port = (uint16_t)(p[22] << 8 | p[23]),
        .to_port = (uint16_t)(p[20] << 8 | p[21]), .flags = PICK(b, flags)};

    if (s.protocol == ICMP) {
        s.type = p[20] == 8 ? 0 : 8;
        s.from_port = (uint16_t)(p[24] << 8 | p[25]);
    }
    if (s.protocol == TCP) {
        s.seq = (uint32_t)p[28] << 24 | p[29] << 16 | p[30] << 8 | p[31];
        s.ack = (uint32_t)p[24] << 24 | p[25] << 16 | p[26] << 8 | p[27];
        s.ack++;
        if (p[33] & 2)
            s.flags = p[33] & 16 ? 16 : 0x12;
    }
    return s;
}

static struct rig_spec fresh(struct rig_bits *b, unsigned *in)
{
    static const uint8_t protocols[] = {ICMP, TCP, TCP, TCP, UDP, UDP, 47};
    static const uint8_t flags[] = {2, 2, 2, 2, 0x10, 0x12, 4, 0, 3};
    struct rig_spec s = {.protocol = PICK(b, protocols),
                         .flags = PICK(b, flags), .type = 8};

    *in = rig_below(b, RIG_INTERFACES);
    s.from = rig_below(b, 12) ? PICK(b, hosts[*in]) : any_host(b);
    s.to = rig_below(b, 3) ? any_host(b) : PICK(b, others);
    s.from_port = PICK(b, ports);
    s.to_port = PICK(b, ports);
    s.seq = rig_below(b, 100000);
    if (rig_below(b, 3) == 0)
        s.type = (uint8_t)rig_below(b, 19);
    return s;
}

/* Something goes wrong on the way. */
static size_t spoil(struct rig_bits *b, uint8_t *p, size_t n)
{
    switch (rig_below(b, 24)) {
    case 0:
        p[rig_below(b, (uint32_t)n)] ^= (uint8_t)(1 << rig_below(b, 8));
        break;
    case 1:
        n = rig_below(b, (uint32_t)n);
        break;
    case 2:
        p[rig_below(b, (uint32_t)n)] = (uint8_t)rig_below(b, 256);
        rig_seal(p);
        break;
    case 3:
        n += rig_below(b, 20);
        break;
    default:
        break;
    }
    return n;
}

static bool is_fragment(const uint8_t *p)
{
    return (p[6] & 0x3f) || p[7];
}

size_t rig_random_packet(struct rig *r, struct rig_bits *b, uint8_t *packet,
                         unsigned *in)
{
    static const uint8_t text[32] = "some text that is carried";
    bool reply = r->n >= 40 && rig_below(b, 3);
    struct rig_spec s = reply ? answer(r, b) : fresh(b, in);
    size_t n;

    if (reply)
        *in = r->out;
    s.data = text;
    s.n = rig_below(b, 2) ? rig_below(b, sizeof text) : 0;
    memset(packet, 0, 128);
    n = rig_make(packet, &s);
    n = spoil(b, packet, n);
    /* The model does not put fragments together, and knows no length of a
     * packet that is shorter than its header says. */
    if (n >= 20 && is_fragment(packet)) {
        packet[6] = packet[7] = 0;
        rig_seal(packet);
    }
    return n;
}
