/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lists.c - see lists.h. */
#include "guest/firewall/hash.h"
#include "guest/firewall/lists.h"

#include "guest/lib/string.h"

enum { PORTS_MAX = 65535, ANY_TYPE = RULES_ANY_ICMP };

/* --- looking ----------------------------------------------------------- */

static uint32_t hash_of(uint16_t shape, uint8_t protocol, uint32_t from,
                        uint32_t to, uint16_t port)
{
    return hash_mix(hash_mix3(shape, protocol, from, to), port);
}

static bool fits(const struct list_entry *e, uint8_t protocol, uint32_t from,
                 uint32_t to, uint16_t from_port, uint16_t to_port)
{
    return e->from == from && e->to == to &&
           (!e->protocol || e->protocol == protocol) &&
           from_port >= e->from_low && from_port <= e->from_high &&
           to_port >= e->to_low && to_port <= e->to_high;
}

/* The earliest of a shape that is earlier than `best`. */
static unsigned look(const struct lists *l, uint16_t number,
                     const struct packet *k, uint16_t from_port,
                     uint16_t to_port, unsigned best)
{
    const struct list_shape *s = &l->shape[number];
    uint32_t from = k->from & s->from_mask, to = k->to & s->to_mask;
    uint32_t at = l->bucket[hash_of(number, s->protocol ? k->protocol : 0,
                                    from, to, s->port ? to_port : 0) &
                            (l->buckets - 1)];

    for (; at; at = l->entry[at].next) {
        const struct list_entry *e = &l->entry[at];

        if (e->ace >= best)
            break;
        if (e->shape == number &&
            fits(e, k->protocol, from, to, from_port, to_port))
            return e->ace;
    }
    return best;
}

static void compile(struct lists *);

void lists_settle(struct lists *l)
{
    if (l->stale)
        compile(l);
}

static int first_match(struct lists *l, unsigned list, const struct packet *k)
{
    bool ports = k->protocol == IP_TCP || k->protocol == IP_UDP;
    uint16_t from_port = ports ? k->from_port : 0;
    uint16_t to_port = ports ? k->to_port : k->icmp_type;
    unsigned best = RULES_ACES;

    lists_settle(l);
    for (uint16_t s = l->head[list]; s && l->shape[s].first < best;
         s = l->shape[s].next)
        best = look(l, s, k, from_port, to_port, best);
    return best == RULES_ACES ? -1 : (int)best;
}

int lists_find(struct lists *l, unsigned list, const struct packet *k)
{
    int ace = first_match(l, list, k);

    if (ace >= 0)
        l->hits[ace]++;
    return ace;
}

bool lists_allow(struct lists *l, unsigned list, const struct packet *k)
{
    int ace = first_match(l, list, k);

    return ace >= 0 && l->rules->ace[ace].action == RULES_PERMIT;
}

bool lists_permit(struct lists *l, unsigned list, const struct packet *k)
{
    int ace = lists_find(l, list, k);

    return ace >= 0 && l->rules->ace[ace].action == RULES_PERMIT;
}

uint32_t lists_name(const struct rules *r, unsigned list)
{
    uint32_t h = 1;

    for (const char *p = r->list[list].name; *p; p++)
        h = hash_mix(h, (uint8_t)*p);
    return h ? h : 1;
}

bool lists_named_allow(struct lists *l, uint32_t name, const struct packet *k)
{
    lists_settle(l);
    for (unsigned i = 1; i < RULES_LISTS; i++) {
        if (l->name[i] == name)
            return lists_allow(l, i, k);
    }
    return false;
}

/* --- compiling --------------------------------------------------------- */

/* Shapes stand in the order in which their first entries do. */
static uint16_t shape_for(struct lists *l, const struct rules_ace *a,
                          unsigned ace, const struct list_entry *e,
                          uint32_t from_mask, uint32_t to_mask)
{
    uint16_t *link = &l->head[a->list];
    bool protocol = e->protocol != 0, port = e->to_low == e->to_high;

    for (; *link; link = &l->shape[*link].next) {
        const struct list_shape *s = &l->shape[*link];

        if (s->from_mask == from_mask && s->to_mask == to_mask &&
            s->protocol == protocol && s->port == port)
            return *link;
    }
    if (l->shapes + 1 == LISTS_SHAPES)
        return 0;
    *link = ++l->shapes;
    l->shape[*link] = (struct list_shape){
        .from_mask = from_mask, .to_mask = to_mask, .protocol = protocol,
        .port = port, .first = (uint16_t)ace, .list = (uint8_t)a->list};
    return *link;
}

struct work {
    struct lists *l;
    unsigned ace;
    uint32_t from_mask, to_mask;
    struct list_entry e;
};

/* Entries are added from first to last: each goes behind those there. */
static void add(struct work *w)
{
    struct lists *l = w->l;
    struct list_entry *e;
    uint32_t *link;

    w->e.shape = shape_for(l, &l->rules->ace[w->ace], w->ace, &w->e,
                           w->from_mask, w->to_mask);
    if (!w->e.shape || l->used == l->capacity) {
        l->too_long = true;
        return;
    }
    e = &l->entry[++l->used];
    *e = w->e;
    e->ace = (uint16_t)w->ace;
    e->next = 0;
    link = &l->bucket[hash_of(e->shape, e->protocol, e->from, e->to,
                              l->shape[e->shape].port ? e->to_low : 0) &
                      (l->buckets - 1)];
    e->next = *link;
    *link = l->used;
}

/* --- taking groups apart ----------------------------------------------- */

static uint64_t bit(unsigned group)
{
    return 1ull << (group - 1);
}

/* Which groups belong to which.  The configuration has those that are nested
 * before those that nest them, where the second pass finds nothing more. */
static void find_within(struct lists *l)
{
    const struct rules *r = l->rules;
    bool more;

    _Static_assert((int)RULES_GROUPS <= 64, "a bit for each");
    for (unsigned g = 1; g <= RULES_GROUPS; g++)
        l->within[g] = bit(g);
    do {
        more = false;
        for (unsigned i = 0; i < r->members; i++) {
            const struct rules_member *m = &r->member[i];
            uint64_t with = m->nested ? l->within[m->nested] : 0;

            more |= (with & ~l->within[m->group]) != 0;
            l->within[m->group] |= with;
        }
    } while (more);
}

/* The next member of a group or of what belongs to it; NULL: no more.  Each
 * comes once, by however many ways it belongs there. */
static const struct rules_member *next_member(const struct lists *l,
                                              unsigned group, unsigned *at)
{
    const struct rules *r = l->rules;

    while (*at < r->members) {
        const struct rules_member *m = &r->member[(*at)++];

        if (!m->nested && l->within[group] & bit(m->group))
            return m;
    }
    return NULL;
}

/* Calls `then` for each member, those of nested groups too. */
static void each(struct work *w, unsigned group,
                 void (*then)(struct work *, const struct rules_member *))
{
    const struct rules_member *m;
    unsigned at = 0;

    while (!w->l->too_long && (m = next_member(w->l, group, &at)))
        then(w, m);
}

static const struct rules_ace *ace_of(const struct work *w)
{
    return &w->l->rules->ace[w->ace];
}

static void to_ports(struct work *w, uint16_t low, uint16_t high)
{
    if (low > high)
        return;
    w->e.to_low = low;
    w->e.to_high = high;
    add(w);
}

static void to_port_member(struct work *w, const struct rules_member *m)
{
    to_ports(w, m->low, m->high);
}

/* Calls `then` for each range of what an operator means. */
static void ranges(struct work *w, const struct rules_ports *p,
                   void (*then)(struct work *, uint16_t low, uint16_t high))
{
    switch (p->op) {
    case RULES_PORT_ANY:
        then(w, 0, PORTS_MAX);
        break;
    case RULES_PORT_EQ:
        then(w, p->low, p->low);
        break;
    case RULES_PORT_NEQ:
        if (p->low > 0)
            then(w, 0, (uint16_t)(p->low - 1));
        if (p->low < PORTS_MAX)
            then(w, (uint16_t)(p->low + 1), PORTS_MAX);
        break;
    case RULES_PORT_LT:
        if (p->low > 0)
            then(w, 0, (uint16_t)(p->low - 1));
        break;
    case RULES_PORT_GT:
        if (p->low < PORTS_MAX)
            then(w, (uint16_t)(p->low + 1), PORTS_MAX);
        break;
    default:
        then(w, p->low, p->high);
    }
}

/* Whose ports are looked at: TCP's and UDP's; of ICMP the type stands in
 * their place. */
static void with_to_ports(struct work *w)
{
    const struct rules_ace *a = ace_of(w);
    uint8_t protocol = w->e.protocol;

    if (a->protocol == IP_ICMP && a->icmp_group)
        each(w, a->icmp_group, to_port_member);
    else if (a->protocol == IP_ICMP && a->icmp != ANY_TYPE)
        to_ports(w, a->icmp, a->icmp);
    else if (protocol != IP_TCP && protocol != IP_UDP)
        to_ports(w, 0, PORTS_MAX);
    else if (a->to_ports.op == RULES_PORT_GROUP)
        each(w, a->to_ports.low, to_port_member);
    else
        ranges(w, &a->to_ports, to_ports);
}

static void from_ports(struct work *w, uint16_t low, uint16_t high)
{
    w->e.from_low = low;
    w->e.from_high = high;
    with_to_ports(w);
}

static void from_port_member(struct work *w, const struct rules_member *m)
{
    from_ports(w, m->low, m->high);
}

static void with_from_ports(struct work *w)
{
    const struct rules_ace *a = ace_of(w);
    uint8_t protocol = w->e.protocol;

    if (protocol != IP_TCP && protocol != IP_UDP)
        from_ports(w, 0, PORTS_MAX);
    else if (a->from_ports.op == RULES_PORT_GROUP)
        each(w, a->from_ports.low, from_port_member);
    else
        ranges(w, &a->from_ports, from_ports);
}

static void to_network(struct work *w, const struct rules_member *m)
{
    w->to_mask = m->mask;
    w->e.to = m->ip & m->mask;
    with_from_ports(w);
}

/* One side of an entry, as the member of a group that it is or has. */
static void side(struct work *w, const struct rules_side *s,
                 void (*then)(struct work *, const struct rules_member *))
{
    struct rules_member only = {.ip = s->ip, .mask = s->mask};

    if (s->group)
        each(w, s->group, then);
    else
        then(w, &only);
}

static void from_network(struct work *w, const struct rules_member *m)
{
    w->from_mask = m->mask;
    w->e.from = m->ip & m->mask;
    side(w, &ace_of(w)->to, to_network);
}

static void with_protocol(struct work *w, const struct rules_member *m)
{
    w->e.protocol = (uint8_t)m->low;
    side(w, &ace_of(w)->from, from_network);
}

static bool is_empty(const struct lists *l, unsigned group)
{
    unsigned at = 0;

    return group && !next_member(l, group, &at);
}

/* Then it matches nothing, and need not be taken apart to find that out. */
static bool has_empty_group(const struct lists *l, const struct rules_ace *a)
{
    const struct rules_ports *from = &a->from_ports, *to = &a->to_ports;

    return is_empty(l, a->protocol_group) || is_empty(l, a->icmp_group) ||
           is_empty(l, a->from.group) || is_empty(l, a->to.group) ||
           (from->op == RULES_PORT_GROUP && is_empty(l, from->low)) ||
           (to->op == RULES_PORT_GROUP && is_empty(l, to->low));
}

static void compile_ace(struct lists *l, unsigned i)
{
    const struct rules_ace *a = &l->rules->ace[i];
    struct rules_member only = {.low = a->protocol};
    struct work w = {.l = l, .ace = i};

    if (a->action == RULES_REMARK || has_empty_group(l, a))
        return;
    if (a->protocol_group)
        each(&w, a->protocol_group, with_protocol);
    else
        with_protocol(&w, &only);
}

/* Chains were built newest first. */
static void turn_chains(struct lists *l)
{
    for (uint32_t b = 0; b < l->buckets; b++) {
        uint32_t turned = 0, at = l->bucket[b];

        while (at) {
            uint32_t next = l->entry[at].next;

            l->entry[at].next = turned;
            turned = at;
            at = next;
        }
        l->bucket[b] = turned;
    }
}

/* --- hit counts -------------------------------------------------------- */

static uint32_t digest_of(const struct rules *r, const struct rules_ace *a)
{
    const uint8_t *p = (const uint8_t *)a;
    uint32_t h = lists_name(r, a->list);

    for (unsigned i = sizeof a->list; i < sizeof *a; i++)
        h = hash_mix(h, p[i]);
    return h;
}

/* Entries that were there before keep their counts; mostly few come or go, so
 * the search goes on where the last one was found. */
static void keep_hits(struct lists *l)
{
    static uint32_t old_digest[RULES_ACES], old_hits[RULES_ACES];
    unsigned old = l->counted, at = 0;

    memcpy(old_digest, l->digest, old * sizeof old_digest[0]);
    memcpy(old_hits, l->hits, old * sizeof old_hits[0]);
    l->counted = l->rules->aces;
    for (unsigned i = 0; i < l->counted; i++) {
        unsigned tries = 0;

        l->digest[i] = digest_of(l->rules, &l->rules->ace[i]);
        l->hits[i] = 0;
        while (tries < old && old_digest[at] != l->digest[i]) {
            at = at + 1 < old ? at + 1 : 0;
            tries++;
        }
        if (tries == old)
            continue;
        l->hits[i] = old_hits[at];
        at = at + 1 < old ? at + 1 : 0;
    }
}

static void compile(struct lists *l)
{
    memset(l->bucket, 0, l->buckets * sizeof l->bucket[0]);
    memset(l->head, 0, sizeof l->head);
    l->used = 0;
    l->shapes = 0;
    l->too_long = false;
    l->stale = false;
    keep_hits(l);
    find_within(l);
    for (unsigned i = 1; i < RULES_LISTS; i++) {
        l->name[i] = l->rules->list[i].name[0] ? lists_name(l->rules, i) : 0;
        memcpy(l->label[i], l->rules->list[i].name, sizeof l->label[i]);
    }
    for (l->fit = 0; l->fit < l->rules->aces; l->fit++) {
        compile_ace(l, l->fit);
        if (l->too_long)
            break;
    }
    turn_chains(l);
}

/* --- set-up ------------------------------------------------------------ */

static uint32_t buckets_for(uint32_t entries)
{
    uint32_t n = 64;

    while (n < entries)
        n *= 2;
    return n;
}

uint32_t lists_bytes(uint32_t entries)
{
    return (entries + 1) * (uint32_t)sizeof(struct list_entry) +
           buckets_for(entries) * (uint32_t)sizeof(uint32_t) + 64;
}

bool lists_setup(struct lists *l, uint32_t entries,
                 void *(*take)(uint32_t bytes))
{
    l->capacity = entries;
    l->buckets = buckets_for(entries);
    l->entry = take((entries + 1) * (uint32_t)sizeof l->entry[0]);
    l->bucket = take(l->buckets * (uint32_t)sizeof l->bucket[0]);
    return l->entry && l->bucket;
}

void lists_change(struct lists *l, const struct rules *r)
{
    l->rules = r;
    l->stale = true;
}
