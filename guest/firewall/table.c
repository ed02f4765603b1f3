/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table.c - connections, translations and hosts: found by hash.
 *
 * The hash has a secret in it, so that nobody outside can choose packets that
 * fall together.
 */
#include "guest/firewall/hash.h"
#include "guest/firewall/inspect.h"

#include "guest/lib/string.h"

/* --- places ------------------------------------------------------------ */

/* A power of two; two or three in a bucket when all are used. */
static uint32_t buckets_for(uint32_t n)
{
    uint32_t p = 64;

    while (p < n / 2)
        p *= 2;
    return p;
}

uint32_t firewall_bytes(unsigned n)
{
    uint32_t one = sizeof(struct conn) + sizeof(struct xlate) +
                   sizeof(struct host);

    return n * one + buckets_for(n) * 6 * (uint32_t)sizeof(void *);
}

static bool pool_setup(struct pool *p, uint32_t size, uint32_t all,
                       void *(*reserve)(uint32_t))
{
    *p = (struct pool){.size = size, .all = all,
                       .memory = reserve(size * all)};
    return p->memory != NULL;
}

static void *pool_take(struct pool *p)
{
    void *it = p->free;

    if (it)
        memcpy(&p->free, it, sizeof p->free);
    else if (p->used < p->all)
        it = p->memory + p->size * p->used++;
    return it;
}

static void pool_give(struct pool *p, void *it)
{
    memcpy(it, &p->free, sizeof p->free);
    p->free = it;
}

void *table_next(const struct pool *p, uint32_t *at)
{
    return *at < p->used ? p->memory + p->size * (*at)++ : NULL;
}

bool table_setup(struct firewall *f, void *(*take)(uint32_t bytes),
                 void *(*reserve)(uint32_t bytes))
{
    uint32_t bytes;

    f->buckets = buckets_for(f->capacity);
    bytes = f->buckets * (uint32_t)sizeof(void *);
    ring_init(&f->used_xlates);
    ring_init(&f->idle_xlates);
    ring_init(&f->idle_ports);
    for (unsigned i = 0; i < CONN_LISTS; i++)
        ring_init(&f->conns[i]);
    f->ends = take(2 * bytes);
    f->by_real = take(bytes);
    f->by_seen = take(bytes);
    f->by_host = take(bytes);
    f->by_call = take(bytes);
    return f->ends && f->by_real && f->by_seen && f->by_host && f->by_call &&
           pool_setup(&f->conn_pool, sizeof(struct conn), f->capacity,
                      reserve) &&
           pool_setup(&f->xlate_pool, sizeof(struct xlate), f->capacity,
                      reserve) &&
           pool_setup(&f->host_pool, sizeof(struct host), f->capacity,
                      reserve);
}

/* --- hashes ------------------------------------------------------------ */

static uint32_t hash(const struct firewall *f, uint32_t a, uint32_t b,
                     uint32_t c)
{
    return hash_mix3(f->secret, a, b, c);
}

/* Of a packet as it arrives from this end. */
static struct end **end_bucket(const struct firewall *f, unsigned in,
                               uint8_t protocol, uint32_t from,
                               uint16_t from_port, uint32_t to,
                               uint16_t to_port)
{
    uint32_t h = hash(f, from, to, (uint32_t)from_port << 16 | to_port);

    /* The interface and the protocol decide among few. */
    h ^= in << 4 ^ protocol;
    return &f->ends[h & (2 * f->buckets - 1)];
}

static struct xlate **xlate_bucket(const struct firewall *f,
                                   struct xlate **table, uint8_t protocol,
                                   uint32_t ip, uint16_t port)
{
    return &table[hash(f, ip, protocol, port) & (f->buckets - 1)];
}

struct xlate **table_by_real(const struct firewall *f, uint8_t protocol,
                             uint32_t ip, uint16_t port)
{
    return xlate_bucket(f, f->by_real, protocol, ip, port);
}

struct xlate **table_by_seen(const struct firewall *f, uint8_t protocol,
                             uint32_t ip, uint16_t port)
{
    return xlate_bucket(f, f->by_seen, protocol, ip, port);
}

static struct host **host_bucket(const struct firewall *f, uint32_t ip)
{
    return &f->by_host[hash(f, ip, 0, 0) & (f->buckets - 1)];
}

/* --- hosts ------------------------------------------------------------- */

struct host *table_find_host(const struct firewall *f, unsigned interface,
                             uint32_t ip)
{
    struct host *h = *host_bucket(f, ip);

    while (h && (h->ip != ip || h->interface != interface))
        h = h->next;
    return h;
}

/* Who is behind the least secure interface is not an inside host. */
static bool is_licensed(const struct firewall *f, unsigned interface)
{
    for (unsigned i = 0; i < f->place->interfaces; i++) {
        if (translate_safer(f, interface, i))
            return true;
    }
    return false;
}

static struct host *take_host(struct firewall *f, unsigned interface,
                              uint32_t ip, enum firewall_drop *why)
{
    struct host *h = table_find_host(f, interface, ip), **bucket;
    bool licensed = is_licensed(f, interface);

    if (h)
        return h;
    *why = DROP_HOSTS;
    if (licensed && f->place->hosts && f->counts.hosts >= f->place->hosts)
        return NULL;
    *why = DROP_MEMORY;
    h = pool_take(&f->host_pool);
    if (!h)
        return NULL;
    *h = (struct host){.ip = ip, .interface = (uint8_t)interface,
                       .born = f->now, .live = true, .licensed = licensed};
    bucket = host_bucket(f, ip);
    h->next = *bucket;
    *bucket = h;
    f->counts.hosts += licensed;
    report_host(f, h, true);
    return h;
}

/* Nobody knows it any more? */
static void leave_host(struct firewall *f, struct host *h)
{
    struct host **link = host_bucket(f, h->ip);

    if (h->connections || h->xlates)
        return;
    while (*link != h)
        link = &(*link)->next;
    *link = h->next;
    report_host(f, h, false);
    h->live = false;
    f->counts.hosts -= h->licensed;
    pool_give(&f->host_pool, h);
}

/* --- translations ------------------------------------------------------ */

/* Where it stands says whether it is used. */
static void place_xlate(struct firewall *f, struct xlate *x)
{
    bool used = x->fixed || x->connections;

    ring_out(&x->idle);
    ring_add(used ? &f->used_xlates
                  : x->protocol ? &f->idle_ports : &f->idle_xlates, &x->idle);
}

void table_xlate_used(struct firewall *f, struct xlate *x)
{
    x->last = f->now;
    if (!x->fixed && !x->connections)
        place_xlate(f, x);
}

struct xlate *table_xlate(struct firewall *f, const struct xlate *filled,
                          enum firewall_drop *why)
{
    struct host *h = take_host(f, filled->in, filled->ip, why);
    struct xlate *x = h ? pool_take(&f->xlate_pool) : NULL;
    struct xlate **real, **seen;

    if (!x) {
        *why = h ? DROP_MEMORY : *why;
        if (h)
            leave_host(f, h);
        return NULL;
    }
    *x = *filled;
    ring_init(&x->idle);
    x->host = h;
    x->last = x->born = f->now;
    x->live = true;
    h->xlates++;
    h->max = x->max;
    h->max_embryonic = x->embryonic;
    real = table_by_real(f, x->protocol, x->ip, x->port);
    seen = table_by_seen(f, x->protocol, x->seen, x->seen_port);
    x->next_real = *real;
    *real = x;
    x->next_seen = *seen;
    *seen = x;
    place_xlate(f, x);
    f->counts.xlates_built++;
    if (++f->counts.xlates > f->counts.most_xlates)
        f->counts.most_xlates = f->counts.xlates;
    report_xlate(f, x, true);
    state_xlate(f, x, true);
    return x;
}

void table_end_xlate(struct firewall *f, struct xlate *x)
{
    struct xlate **link = table_by_real(f, x->protocol, x->ip,
                                       x->port);

    while (*link != x)
        link = &(*link)->next_real;
    *link = x->next_real;
    link = table_by_seen(f, x->protocol, x->seen, x->seen_port);
    while (*link != x)
        link = &(*link)->next_seen;
    *link = x->next_seen;
    report_xlate(f, x, false);
    state_xlate(f, x, false);
    expect_forget(f, x);
    x->host->xlates--;
    leave_host(f, x->host);
    ring_out(&x->idle);
    x->live = false;
    pool_give(&f->xlate_pool, x);
    f->counts.xlates--;
}

/* --- connections ------------------------------------------------------- */

struct conn *table_conn_of(struct end *e)
{
    return (struct conn *)(void *)((uint8_t *)(e - e->index) -
                                   offsetof(struct conn, end));
}

struct end *table_find(const struct firewall *f, unsigned in,
                       const struct packet *k)
{
    struct end *e = *end_bucket(f, in, k->protocol, k->from, k->from_port,
                                k->to, k->to_port);

    for (; e; e = e->next) {
        const struct end *other = e->index ? e - 1 : e + 1;

        if (e->ip == k->from && e->port == k->from_port &&
            other->seen == k->to && other->seen_port == k->to_port &&
            e->interface == in && table_conn_of(e)->protocol == k->protocol)
            return e;
    }
    return NULL;
}

static struct end **bucket_of(const struct firewall *f, const struct conn *c,
                              unsigned i)
{
    const struct end *e = &c->end[i], *other = &c->end[!i];

    return end_bucket(f, e->interface, c->protocol, e->ip, e->port,
                      other->seen, other->seen_port);
}

/* --- who called whom --------------------------------------------------- */

static struct conn **call_bucket(const struct firewall *f, uint32_t from,
                                 uint32_t to)
{
    return &f->by_call[hash(f, from, to, 1) & (f->buckets - 1)];
}

struct conn *table_call(const struct firewall *f, uint32_t from, uint32_t to)
{
    return *call_bucket(f, from, to);
}

static void add_call(const struct firewall *f, struct conn *c)
{
    c->call = call_bucket(f, c->end[0].ip, c->end[1].ip);
    c->next_call = *c->call;
    if (c->next_call)
        c->next_call->call = &c->next_call;
    *c->call = c;
}

static void end_call(struct conn *c)
{
    *c->call = c->next_call;
    if (c->next_call)
        c->next_call->call = c->call;
}

/* --- connections come and go ------------------------------------------- */

static void count_conn(struct firewall *f, const struct conn *c)
{
    f->counts.built++;
    if (++f->counts.connections > f->counts.most_connections)
        f->counts.most_connections = f->counts.connections;
    if (c->protocol == IP_UDP) {
        f->counts.udp_built++;
        return;
    }
    f->counts.tcp_built++;
    f->counts.tcp_connections++;
    f->counts.embryonic++;
    c->host->tcp++;
    c->host->embryonic++;
}

static struct conn *take_conn(struct firewall *f)
{
    struct conn *c = pool_take(&f->conn_pool);

    if (!c && f->place->guards && f->rules->flood_guard && expire_for_room(f))
        c = pool_take(&f->conn_pool);
    return c;
}

struct conn *table_conn(struct firewall *f, const struct conn *filled,
                        enum firewall_drop *why)
{
    const struct end *safe = &filled->end[filled->safe];
    struct conn *c = take_conn(f); /* first: it may end a host */
    struct host *h = c ? take_host(f, safe->interface, safe->ip, why) : NULL;

    if (!h) {
        if (c)
            pool_give(&f->conn_pool, c);
        else
            *why = DROP_MEMORY;
        return NULL;
    }
    *c = *filled;
    c->host = h;
    c->born = c->last = f->now;
    c->live = true;
    for (unsigned i = 0; i < 2; i++) {
        struct end **bucket = bucket_of(f, c, i);

        c->end[i].index = (uint8_t)i;
        c->end[i].next = *bucket;
        *bucket = &c->end[i];
    }
    ring_add(&f->conns[c->list], &c->ring);
    if (c->safe == 0)
        add_call(f, c);
    h->connections++;
    for (unsigned i = 0; i < 2; i++) {
        if (c->xlate[i] && c->xlate[i]->connections++ == 0)
            place_xlate(f, c->xlate[i]);
    }
    count_conn(f, c);
    c->number = f->counts.built;
    report_conn(f, c, END_NONE);
    return c;
}

void table_touch(struct firewall *f, struct conn *c)
{
    if (c->last == f->now)
        return;
    c->last = f->now;
    ring_out(&c->ring);
    ring_add(&f->conns[c->list], &c->ring);
}

static void one_less_embryonic(struct firewall *f, struct host *h)
{
    f->counts.embryonic--;
    if (--h->embryonic < h->max_embryonic)
        h->flooded = false;
}

void table_move(struct firewall *f, struct conn *c, enum conn_list list)
{
    if (c->list == LIST_EMBRYONIC && list != LIST_EMBRYONIC)
        one_less_embryonic(f, c->host);
    c->list = (uint8_t)list;
    c->last = f->now;
    ring_out(&c->ring);
    ring_add(&f->conns[list], &c->ring);
    state_conn(f, c, true);
}

/* A connection of it is over; NULL: it had none. */
static void leave_xlate(struct firewall *f, struct xlate *x)
{
    if (!x)
        return;
    x->last = f->now;
    if (--x->connections == 0)
        place_xlate(f, x);
}

void table_end(struct firewall *f, struct conn *c, enum firewall_end why)
{
    for (unsigned i = 0; i < 2; i++) {
        struct end **link = bucket_of(f, c, i);

        while (*link != &c->end[i])
            link = &(*link)->next;
        *link = c->end[i].next;
    }
    report_conn(f, c, why);
    state_conn(f, c, false);
    if (c->inspection)
        inspect_forget(f, c);
    if (c->protocol == IP_TCP) {
        f->counts.tcp_connections--;
        c->host->tcp--;
    }
    if (c->list == LIST_EMBRYONIC)
        one_less_embryonic(f, c->host);
    f->counts.connections--;
    c->host->connections--;
    leave_xlate(f, c->xlate[0]);
    leave_xlate(f, c->xlate[1]);
    if (c->safe == 0)
        end_call(c);
    leave_host(f, c->host);
    ring_out(&c->ring);
    c->live = false;
    pool_give(&f->conn_pool, c);
}

void table_drop_xlate(struct firewall *f, struct xlate *x)
{
    struct conn *c;

    for (uint32_t at = 0;
         x->connections && (c = table_next(&f->conn_pool, &at));) {
        if (c->live && (c->xlate[0] == x || c->xlate[1] == x))
            table_end(f, c, END_XLATE);
    }
    table_end_xlate(f, x);
}
