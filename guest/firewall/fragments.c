/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fragments.c - virtual reassembly: the fragments of a packet wait until all
 * are there, the packet is judged by its first, and all go the same way, each
 * as it came but for addresses (RFC 791, 1858, 3128).
 */
#include "guest/firewall/firewall_int.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    AT_LENGTH = 2, AT_ID = 4, AT_FRAGMENT = 6, AT_SUM = 10,
    MORE = 0x2000, OFFSET = 0x1fff,
    PAYLOAD_MAX = 65535 - IP_HEADER, FIRST_MIN = 8, FIRST_MIN_TCP = 20,
    ETHERNET = 14, FRAME_MTU = 1500, SPARE = 64,
};

struct fragment {
    struct fragment *next;     /* of the same packet, by offset */
    struct fragment *next_set; /* of the first of each */
    uint32_t from, to;
    uint32_t born, count, last_end; /* of a set; last_end 0: not yet */
    uint32_t offset, length;
    uint16_t id;
    uint8_t protocol, in;
    size_t n;
    uint8_t room[ETHERNET + 2];
    uint8_t packet[FRAGMENT_BYTES + SPARE];
};

bool fragments_setup(struct firewall *f, void *(*reserve)(uint32_t bytes))
{
    struct fragment *all = reserve(FRAGMENTS_MAX * (uint32_t)sizeof *all);

    f->fragments = NULL;
    f->free_fragments = NULL;
    for (unsigned i = 0; all && i < FRAGMENTS_MAX; i++) {
        all[i].next = f->free_fragments;
        f->free_fragments = &all[i];
    }
    return all != NULL;
}

/* --- sets -------------------------------------------------------------- */

static struct fragment **find_set(struct firewall *f, const struct packet *k)
{
    struct fragment **link = &f->fragments;
    uint16_t id = get_be16(k->bytes + AT_ID);

    for (; *link; link = &(*link)->next_set) {
        const struct fragment *s = *link;

        if (s->id == id && s->from == k->from && s->to == k->to &&
            s->protocol == k->protocol && s->in == k->in)
            break;
    }
    return link;
}

static struct fragment *take_out(struct fragment **link)
{
    struct fragment *set = *link;

    *link = set->next_set;
    return set;
}

static void give_back(struct firewall *f, struct fragment *set)
{
    while (set) {
        struct fragment *next = set->next;

        set->next = f->free_fragments;
        f->free_fragments = set;
        f->counts.fragments--;
        f->fragments_of[set->in]--;
        set = next;
    }
}

/* A set's facts move with its first place. */
static void copy_facts(struct fragment *to, const struct fragment *from)
{
    to->next_set = from->next_set;
    to->born = from->born;
    to->count = from->count;
    to->last_end = from->last_end;
}

static bool overlaps(const struct fragment *set, uint32_t offset,
                     uint32_t length, bool *again)
{
    *again = false;
    for (; set; set = set->next) {
        if (set->offset == offset && set->length == length)
            *again = true;
        if (offset < set->offset + set->length &&
            set->offset < offset + length)
            return true;
    }
    return false;
}

static bool complete(const struct fragment *set)
{
    uint32_t end = 0, last = set->last_end;

    for (; set && set->offset == end; set = set->next)
        end += set->length;
    return !set && last && end == last;
}

/* --- one more ---------------------------------------------------------- */

static enum firewall_drop check(const struct packet *k, uint32_t offset,
                                uint32_t length, bool more)
{
    uint32_t least = k->protocol == IP_TCP ? FIRST_MIN_TCP : FIRST_MIN;

    if (length == 0 || offset + length > PAYLOAD_MAX || (more && length % 8) ||
        k->n > FRAGMENT_BYTES || (offset == 0 && length < least) ||
        (offset == 8 && k->protocol == IP_TCP))
        return DROP_FRAGMENT;
    return DROP_NONE;
}

/* Of `fragment`, which is Frag Guard's. */
static bool is_beyond(const struct firewall *f, struct packet *k,
                      enum rules_fragment bound, uint32_t n)
{
    k->limit = f->rules->fragment[k->in][bound];
    return f->place->guards && n >= k->limit;
}

static struct fragment *copy(struct firewall *f, struct packet *k,
                             uint32_t offset)
{
    struct fragment *p = f->free_fragments;

    if (!p || is_beyond(f, k, RULES_FRAGMENT_SIZE, f->fragments_of[k->in]))
        return NULL;
    f->free_fragments = p->next;
    f->counts.fragments++;
    f->fragments_of[k->in]++;
    memset(p, 0, offsetof(struct fragment, room));
    p->from = k->from;
    p->to = k->to;
    p->id = get_be16(k->bytes + AT_ID);
    p->protocol = k->protocol;
    p->in = k->in;
    p->n = k->n;
    p->offset = offset;
    p->length = (uint32_t)k->transport_n;
    memcpy(p->packet, k->bytes, k->n);
    return p;
}

/* Into its place; the first of a set holds the set's facts. */
static void insert(struct fragment **link, struct fragment *p, bool more)
{
    struct fragment *set = *link, **at = link;

    if (!set || p->offset < set->offset) {
        if (set)
            copy_facts(p, set);
        p->next = set;
        *link = p;
    } else {
        for (at = &set->next; *at && (*at)->offset < p->offset;)
            at = &(*at)->next;
        p->next = *at;
        *at = p;
    }
    (*link)->count++;
    if (!more)
        (*link)->last_end = p->offset + p->length;
}

static enum fragments_verdict refuse(struct firewall *f, struct packet *k,
                                     struct fragment **link,
                                     enum firewall_drop why)
{
    if (link && *link)
        give_back(f, take_out(link));
    k->drop = why;
    return FRAGMENTS_DROP;
}

enum fragments_verdict fragments_add(struct firewall *f, struct packet *k,
                                     struct fragment **whole)
{
    uint16_t word = get_be16(k->bytes + AT_FRAGMENT);
    uint32_t offset = (word & OFFSET) * 8u;
    uint32_t length = (uint32_t)k->transport_n;
    struct fragment **link = find_set(f, k), *p;
    enum firewall_drop why = check(k, offset, length, word & MORE);
    bool again;

    if (why)
        return refuse(f, k, link, why);
    if (overlaps(*link, offset, length, &again))
        return refuse(f, k, again ? NULL : link, DROP_FRAGMENT);
    if (*link && (((*link)->last_end && offset > (*link)->last_end) ||
                  (!(word & MORE) && (*link)->last_end)))
        return refuse(f, k, link, DROP_FRAGMENT);
    if (!*link && offset && f->place->guards && f->rules->frag_guard)
        return refuse(f, k, NULL, DROP_FRAGMENT); /* the first comes first */
    if (*link && is_beyond(f, k, RULES_FRAGMENT_CHAIN, (*link)->count)) {
        k->long_chain = true;
        return refuse(f, k, link, DROP_FRAGMENTS);
    }
    p = copy(f, k, offset);
    if (!p)
        return refuse(f, k, NULL, DROP_FRAGMENTS);
    if (!*link)
        p->born = f->now;
    insert(link, p, word & MORE);
    if (!complete(*link))
        return FRAGMENTS_HELD;
    *whole = take_out(link);
    return FRAGMENTS_WHOLE;
}

/* --- all are there ----------------------------------------------------- */

void fragments_first(struct fragment *set, struct packet *k)
{
    packet_read(k, set->in, set->packet, set->n, SPARE);
    k->whole_n = set->last_end;
}

bool fragments_join(struct firewall *f, struct fragment *set,
                    struct packet *k)
{
    if (set->last_end > FRAME_MTU - IP_HEADER)
        return false;
    for (const struct fragment *p = set->next; p; p = p->next)
        memcpy(k->transport + p->offset, p->packet + IP_HEADER, p->length);
    give_back(f, set->next);
    set->next = NULL;
    k->n = set->n = IP_HEADER + set->last_end;
    k->room = sizeof set->packet - k->n;
    k->transport_n = k->whole_n;
    put_be16(k->bytes + AT_LENGTH, (uint16_t)k->n);
    put_be16(k->bytes + AT_FRAGMENT, 0);
    put_be16(k->bytes + AT_SUM, 0);
    put_be16(k->bytes + AT_SUM,
             (uint16_t)~packet_sum(k->bytes, IP_HEADER, 0));
    return true;
}

/* The others, as the first went. */
void fragments_follow(struct firewall *f, struct fragment *set,
                      const struct packet *first, unsigned out, uint32_t via)
{
    for (struct fragment *p = set->next; p; p = p->next) {
        struct packet k;

        packet_read(&k, p->in, p->packet, p->n, 0);
        packet_readdress_rest(&k, first->from, first->to);
        f->calls.send(f->calls.far, out, via, k.bytes, k.n);
    }
}

void fragments_keep(struct firewall *f, struct fragment *set)
{
    for (; set; set = set->next)
        f->calls.keep(f->calls.far, set->in, set->packet, set->n);
}

uint16_t fragments_sum(const struct fragment *set)
{
    uint16_t sum = 0;

    for (; set; set = set->next)
        sum = packet_sum(set->packet + IP_HEADER, set->length, sum);
    return sum;
}

uint32_t fragments_bytes(const struct fragment *set)
{
    uint32_t n = 0;

    for (; set; set = set->next)
        n += (uint32_t)set->n;
    return n;
}

void fragments_give(struct firewall *f, struct fragment *set)
{
    give_back(f, set);
}

bool fragments_rate(struct firewall *f, struct packet *k, unsigned out)
{
    struct host *h = table_find_host(f, out, k->to);

    if (!h || !f->place->guards || !f->rules->frag_guard)
        return true;
    if (h->sets_at != f->now)
        h->sets = 0;
    h->sets_at = f->now;
    k->limit = GUARDED_SETS;
    return ++h->sets <= GUARDED_SETS;
}

/* --- time -------------------------------------------------------------- */

void fragments_expire(struct firewall *f)
{
    struct fragment **link = &f->fragments;

    while (*link) {
        struct fragment *set = *link;
        struct packet k;

        if (f->now - set->born <
            f->rules->fragment[set->in][RULES_FRAGMENT_TIMEOUT]) {
            link = &set->next_set;
            continue;
        }
        fragments_first(set, &k);
        k.drop = DROP_FRAGMENT_AGE;
        report_drop(f, &k, k.in);
        give_back(f, take_out(link));
    }
}
