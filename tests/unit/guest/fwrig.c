/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwrig.c - see fwrig.h. */
#include "tests/unit/guest/fwrig.h"

#include <stdlib.h>
#include <string.h>

#include "guest/firewall/view.h"

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

static bool closed(void *far)
{
    return ((struct rig *)far)->closed;
}

void rig_begin(struct rig *r, unsigned connections)
{
    static const struct firewall_interface interface[RIG_INTERFACES] = {
        {true, 0, 0xcb007101, 0xffffff00, 0},   /* 203.0.113.1 */
        {true, 100, 0x0a000001, 0xffffff00, 0}, /* 10.0.0.1 */
        {true, 50, 0xac100001, 0xffffff00, 0},  /* 172.16.0.1 */
    };
    const struct firewall_calls calls = {
        .far = r, .send = sent, .keep = kept, .event = happened,
        .state = told, .random = next_random, .now_us = now_us,
        .closed = closed};

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

static bool every(void *far, const struct firewall_xlate_view *x)
{
    (void)far, (void)x;
    return true;
}

void rig_clear_xlates(struct rig *r)
{
    firewall_end_xlates(r->firewall, every, NULL);
    model_clear_xlates(&r->model);
}

const char *rig_left(struct rig *r)
{
    const struct firewall_counts *n = firewall_counts(r->firewall);

    rig_time(r, r->now + 1000000);
    rig_clear_xlates(r);
    return n->connections || n->tcp_connections || n->embryonic
               ? "connections are left"
           : n->xlates ? "translations are left"
           : n->hosts ? "hosts are left"
           : n->fragments ? "fragments are left" : NULL;
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

uint32_t rig_get(const uint8_t *p, unsigned n)
{
    uint32_t v = 0;

    while (n--)
        v = v << 8 | *p++;
    return v;
}

void rig_put(uint8_t *p, uint32_t v, unsigned n)
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
    rig_put(p + 10, 0, 2);
    rig_put(p + 10, ~add_up(p, 20, 0), 2);
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
    rig_put(p + at, 0, 2);
    rig_put(p + at, ~add_up(p + 20, n, p[9] == ICMP ? 0 : pseudo), 2);
    if (p[9] == UDP && !p[at] && !p[at + 1])
        rig_put(p + at, 0xffff, 2); /* 0 would mean that there is none */
}

size_t rig_make(uint8_t *p, const struct rig_spec *s)
{
    size_t head = s->protocol == TCP ? 20
                  : s->protocol == UDP || s->protocol == ICMP ? 8 : 0;
    size_t n = 20 + head + s->n;

    memset(p, 0, 20 + head);
    p[0] = 0x45;
    rig_put(p + 2, (uint32_t)n, 2);
    p[8] = 64;
    p[9] = s->protocol;
    rig_put(p + 12, s->from, 4);
    rig_put(p + 16, s->to, 4);
    if (s->protocol == TCP || s->protocol == UDP) {
        rig_put(p + 20, s->from_port, 2);
        rig_put(p + 22, s->to_port, 2);
    }
    if (s->protocol == UDP)
        rig_put(p + 24, (uint32_t)(8 + s->n), 2);
    if (s->protocol == ICMP) {
        p[20] = s->type;
        p[21] = s->code;
        rig_put(p + 24, s->from_port, 2);
    }
    if (s->protocol == TCP) {
        rig_put(p + 24, s->seq, 4);
        rig_put(p + 28, s->ack, 4);
        p[32] = 0x50;
        p[33] = s->flags;
    }
    if (s->n)
        memcpy(p + 20 + head, s->data, s->n);
    rig_seal(p);
    return n;
}
