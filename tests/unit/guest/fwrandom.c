/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwrandom.c - rules and packets for fwrig.h's firewall, at random. */
#include <string.h>

#include "tests/unit/guest/fwrig.h"

enum { ICMP = 1, TCP = 6, UDP = 17, LISTS = 4 };

/* --- random rules ------------------------------------------------------ */

static const uint32_t hosts[RIG_INTERFACES][6] = {
    {0xcb007105, 0xcb007106, 0x08080808, 0x08080404, 0xc6336401, 0xcb0071fe},
    {0x0a000005, 0x0a000006, 0x0a000007, 0x0a010203, 0x0a010204, 0x0a000002},
    {0xac100005, 0xac100006, 0xac100007, 0xac100008, 0xac100009, 0xac10000a},
};
/* What translations give, and stranger ones. */
static const uint32_t others[] = {
    0xcb00710a, 0xcb00710b, 0xcb007114, 0xcb007115, 0xcb00711e, 0xcb00711f,
    0xac100032, 0xac100033, 0xac10003c, 0xcb007101, 0x0a000032, 0x0a000033,
    0x0a00003c, 0x0a000063, 0x0a000001, 0xac100001,
    0xcb0071ff, 0xffffffff, 0x7f000001, 0, 0xe0000001, 0xf0000000};
static const uint16_t ports[] = {80, 25, 53, 1024, 1025, 40000, 512, 7, 1, 23};
static const uint32_t masks[] = {0, 0xff000000, 0xffff0000, 0xffffff00,
                                 0xffffffff, 0xfffffffe};

#define PICK(b, list) ((list)[rig_below(b, sizeof(list) / sizeof((list)[0]))])

uint32_t rig_host(struct rig_bits *b, unsigned interface)
{
    return PICK(b, hosts[interface]);
}

uint32_t rig_any_host(struct rig_bits *b)
{
    if (rig_below(b, 4) == 0)
        return PICK(b, others);
    return PICK(b, hosts[rig_below(b, RIG_INTERFACES)]);
}

static struct rules_side random_side(struct rig_bits *b, const struct rules *r)
{
    struct rules_side s = {.mask = PICK(b, masks)};

    s.ip = rig_any_host(b) & s.mask;
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
    if (rig_below(b, 5) == 0) { /* what a static line may go by */
        a->protocol = TCP;
        a->from = (struct rules_side){.ip = PICK(b, hosts[1 + rig_below(b, 2)]),
                                      .mask = 0xffffffff};
        a->from_ports = (struct rules_ports){.op = RULES_PORT_EQ,
                                             .low = PICK(b, ports)};
        return;
    }
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
            m->ip = rig_any_host(b) & m->mask;
        } else if (m->group == 3) {
            m->low = m->high = rig_below(b, 2) ? TCP : UDP;
        } else {
            m->low = PICK(b, ports);
            m->high = (uint16_t)(m->low + rig_below(b, 30));
        }
    }
}

static uint16_t any_list(struct rig_bits *b)
{
    return (uint16_t)(1 + 1 + rig_below(b, LISTS - 1));
}

static void random_nats(struct rules *r, struct rig_bits *b)
{
    unsigned n = rig_below(b, 5);

    while (n--) {
        struct rules_nat *t = &r->nat[r->nats++];
        bool outside = rig_below(b, 5) == 0;

        *t = (struct rules_nat){
            .interface = (uint8_t)(outside ? rig_below(b, 3)
                                           : 1 + rig_below(b, 2)),
            .outside = outside, .id = rig_below(b, 3),
            .mask = PICK(b, masks), .norandomseq = rig_below(b, 2)};
        t->ip = hosts[t->interface][rig_below(b, 4)] & t->mask;
        if (rig_below(b, 4) == 0)
            t->connections = 1 + rig_below(b, 4);
        if (rig_below(b, 4) == 0)
            t->embryonic = 1 + rig_below(b, 4);
        if (rig_below(b, 3) == 0) {
            t->list = any_list(b);
            t->ip = t->mask = 0;
        }
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
        {.interface = 1, .first = 0x0a000032, .last = 0x0a000033},
        {.interface = 1, .first = 0x0a00003c, .last = 0x0a00003c},
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
        {.real = 0, .mapped = 1, .mapped_ip = 0x0a00003c,
         .real_ip = 0x08080808, .mask = 0xffffffff},
        {.real = 1, .mapped = 0, .mapped_ip = 0xcb00711e, .protocol = TCP,
         .mapped_port = 80, .real_port = 25, .real_ip = 0x0a000007,
         .mask = 0xffffffff},
        {.real = 1, .mapped = 0, .mapped_ip = 0xcb007115, .protocol = UDP,
         .mapped_port = 53, .real_port = 53, .real_ip = 0x0a000005,
         .mask = 0xffffffff},
    };

    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct rules_static *s = &r->statics[r->static_count];

        if (rig_below(b, 2))
            continue;
        *s = kinds[i];
        s->norandomseq = rig_below(b, 2);
        if (rig_below(b, 3) == 0)
            s->embryonic = 1 + rig_below(b, 3);
        if (rig_below(b, 3) == 0)
            s->list = any_list(b);
        r->static_count++;
    }
}

static void random_aliases(struct rules *r, struct rig_bits *b)
{
    static const struct rules_alias kinds[] = {
        {1, 0x0a000063, 0x08080404, 0xffffffff},
        {1, 0xcb00711f, 0xac100006, 0xffffffff},
        {1, 0xc0a80000, 0xc6336400, 0xffffff00},
        {2, 0x0a000033, 0x08080808, 0xffffffff},
    };

    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (rig_below(b, 3) == 0)
            r->alias[r->aliases++] = kinds[i];
    }
}

static struct rules_range random_range(struct rig_bits *b)
{
    struct rules_range range = {0, 0};

    if (rig_below(b, 3))
        range.low = range.high = PICK(b, ports);
    if (range.low && rig_below(b, 3) == 0)
        range.high = (uint16_t)(range.low + rig_below(b, 500));
    return range;
}

static void random_established(struct rules *r, struct rig_bits *b)
{
    unsigned n = rig_below(b, 4);

    while (n--) {
        struct rules_established *e = &r->established[r->established_count++];

        *e = (struct rules_established){
            .protocol = rig_below(b, 2) ? TCP : UDP,
            .to_port = random_range(b).low,
            .from_port = rig_below(b, 2) ? 0 : random_range(b).low};
        if (rig_below(b, 3)) {
            e->to_protocol = rig_below(b, 2) ? TCP : UDP;
            e->to = random_range(b);
        }
        if (rig_below(b, 3) == 0) {
            e->from_protocol = rig_below(b, 2) ? TCP : UDP;
            e->from = random_range(b);
        }
    }
}

static void random_outbounds(struct rules *r, struct rig_bits *b)
{
    static const uint8_t protocols[] = {0, 0, TCP, UDP, ICMP};
    unsigned n = rig_below(b, 8);

    while (n--) {
        struct rules_outbound *o = &r->outbound[r->outbounds++];
        struct rules_side s = {.mask = PICK(b, masks)};

        s.ip = rig_any_host(b) & s.mask;
        *o = (struct rules_outbound){
            .list = (uint16_t)(1 + rig_below(b, 2)),
            .action = rig_below(b, 2) ? RULES_DENY : RULES_PERMIT,
            .protocol = PICK(b, protocols), .ip = s.ip, .mask = s.mask,
            .ports = random_range(b), .java = rig_below(b, 20) == 0};
        if (rig_below(b, 4) == 0)
            o->action = RULES_EXCEPT;
    }
    for (n = rig_below(b, 4); n--;)
        r->apply[r->applies++] = (struct rules_apply){
            .interface = (uint8_t)(1 + rig_below(b, 2)),
            .destination = rig_below(b, 2),
            .list = (uint16_t)(1 + rig_below(b, 2))};
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
    for (uint16_t list = 0; list < LISTS; list++) {
        unsigned n = rig_below(b, 10);

        r->list[list].name[0] = (char)(list ? 'a' + list : 0);

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
    random_aliases(r, b);
    random_established(r, b);
    if (rig_below(b, 3) == 0)
        random_outbounds(r, b);
    for (unsigned i = 0; i < RIG_INTERFACES; i++) {
        if (rig_below(b, 2))
            r->bound[i] = (uint16_t)(2 + rig_below(b, 2));
        r->reverse_path[i] = rig_below(b, 4) == 0;
    }
    r->time_wait = rig_below(b, 3) == 0;
    if (rig_below(b, 4) == 0)
        r->shun[r->shuns++].ip = rig_any_host(b);
    if (rig_below(b, 3) == 0)
        r->icmp[r->icmps++] = (struct rules_icmp){
            .interface = (uint8_t)rig_below(b, 3), .type = 8,
            .action = (uint8_t)rig_below(b, 2)};
    rig_configure(rig);
}

/* Somebody at the console changes a thing. */
void rig_random_change(struct rig *rig, struct rig_bits *b)
{
    struct rules *r = &rig->rules;
    struct firewall_interface *dmz = &rig->place.interface[RIG_DMZ];
    struct rules_list name = r->list[1];

    switch (rig_below(b, 11)) {
    case 0:
        r->nats = 0;
        random_nats(r, b);
        break;
    case 1:
        r->globals = 0;
        random_globals(r, b);
        break;
    case 2:
        r->static_count = 0;
        random_statics(r, b);
        break;
    case 3:
        r->aliases = 0;
        random_aliases(r, b);
        break;
    case 4: /* lists change their numbers, and one its contents */
        r->list[1] = r->list[2];
        r->list[2] = name;
        break;
    case 5:
        if (r->aces)
            r->ace[rig_below(b, r->aces)].action = RULES_DENY;
        break;
    case 6:
        r->outbounds = r->applies = r->established_count = 0;
        random_outbounds(r, b);
        random_established(r, b);
        break;
    case 7: /* cables and addresses */
        dmz->up = !dmz->up;
        break;
    case 8:
        dmz->ip ^= 2;
        break;
    case 9:
        rig->place.route[0].gateway ^= 1;
        break;
    default:
        rig_clear_xlates(rig);
    }
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
    s.from = rig_below(b, 12) ? PICK(b, hosts[*in]) : rig_any_host(b);
    s.to = rig_below(b, 3) ? rig_any_host(b) : PICK(b, others);
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
