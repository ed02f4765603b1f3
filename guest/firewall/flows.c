/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flows.c - what entries with `log` matched: a flow is told of when its first
 * packet comes, and then how often it came, at the end of each interval in
 * which it did.  One that did not is forgotten.
 *
 * Denied ones are what a stranger can make as many of as he likes: beyond
 * `deny-flow-max` no more are kept nor told, which is said once in a while.
 */
#include "guest/firewall/firewall_int.h"
#include "guest/firewall/hash.h"

#include "guest/lib/string.h"

struct flow {
    struct flow *next; /* of the same hash, or free */
    struct firewall_event told; /* what is said of it, but for counts */
    uint32_t begun, hits;       /* of this interval */
    uint16_t ace, interval;
};

enum { BUCKETS = 1024, MANY = 50000, FEW_FLOWS = 1024 };

unsigned flows_most(const struct firewall *f)
{
    return f->capacity < MANY ? FEW_FLOWS : FLOWS_MAX;
}

unsigned flows_deny_max(const struct firewall *f)
{
    unsigned most = flows_most(f), max = f->rules->deny_flow_max;

    return max && max < most ? max : most;
}

bool flows_setup(struct firewall *f, void *(*take)(uint32_t bytes),
                 void *(*reserve)(uint32_t bytes))
{
    unsigned n = flows_most(f);
    struct flow *all = reserve(n * (uint32_t)sizeof *all);

    f->flows = take(BUCKETS * (uint32_t)sizeof *f->flows);
    for (unsigned i = 0; all && i < n; i++) {
        all[i].next = f->free_flows;
        f->free_flows = &all[i];
    }
    return all && f->flows;
}

static struct flow **bucket_of(const struct firewall *f,
                               const struct packet *k, unsigned ace)
{
    uint32_t ports = (uint32_t)k->from_port << 16 | k->to_port;

    if (k->protocol == IP_ICMP)
        ports = (uint32_t)k->icmp_type << 8 | k->icmp_code;
    return &f->flows[hash_mix(hash_mix3(f->secret, k->from, k->to, ports),
                              ace) % BUCKETS];
}

static bool is_of(const struct firewall_event *e, const struct packet *k)
{
    if (e->from != k->from || e->to != k->to || e->protocol != k->protocol ||
        e->in != k->in)
        return false;
    if (k->protocol == IP_ICMP)
        return e->icmp_type == k->icmp_type && e->icmp_code == k->icmp_code;
    return e->from_port == k->from_port && e->to_port == k->to_port;
}

static struct flow *find(struct flow *p, const struct packet *k, unsigned ace)
{
    while (p && (p->ace != ace || !is_of(&p->told, k)))
        p = p->next;
    return p;
}

/* At most once in an interval of its own. */
static void alert(struct firewall *f)
{
    uint32_t s = f->rules->alert_interval ? f->rules->alert_interval
                                          : FIREWALL_ALERT_S;

    if (f->flows_alert_at && f->now < f->flows_alert_at)
        return;
    f->flows_alert_at = f->now + s;
    report_flows_full(f, flows_deny_max(f));
}

void flows_match(struct firewall *f, const struct packet *k, unsigned out,
                 unsigned ace)
{
    const struct rules_ace *a = &f->rules->ace[ace];
    struct flow **bucket = bucket_of(f, k, ace), *p = find(*bucket, k, ace);
    bool denied = a->action != RULES_PERMIT;

    if (p) {
        p->hits++;
        return;
    }
    if (!f->free_flows ||
        (denied && f->counts.denied_flows >= flows_deny_max(f))) {
        if (denied)
            alert(f);
        return;
    }
    p = f->free_flows;
    f->free_flows = p->next;
    *p = (struct flow){.next = *bucket, .begun = f->now,
                       .ace = (uint16_t)ace,
                       .interval = a->log_interval};
    if (a->log != RULES_LOG_ON)
        p->interval = FLOWS_INTERVAL_S;
    *bucket = p;
    f->counts.flows++;
    f->counts.denied_flows += denied;
    report_flow(f, k, out, a, &p->told);
}

/* One interval is over, or all is: what was counted is told. */
static bool go_on(struct firewall *f, struct flow *p, bool over)
{
    uint32_t s = f->now - p->begun;

    if (!over && s < p->interval)
        return true;
    if (p->hits)
        report_flow_again(f, &p->told, p->hits,
                          !over ? p->interval : s ? s : 1);
    over |= p->hits == 0;
    p->begun = f->now;
    p->hits = 0;
    return !over;
}

static void sweep(struct firewall *f, bool over)
{
    for (unsigned i = 0; f->counts.flows && i < BUCKETS; i++) {
        struct flow **link = &f->flows[i];

        while (*link) {
            struct flow *p = *link;

            if (go_on(f, p, over)) {
                link = &p->next;
                continue;
            }
            *link = p->next;
            f->counts.flows--;
            f->counts.denied_flows -= !p->told.permitted;
            p->next = f->free_flows;
            f->free_flows = p;
        }
    }
}

void flows_expire(struct firewall *f)
{
    if (f->flows_swept == f->now)
        return;
    f->flows_swept = f->now;
    sweep(f, false);
}

void flows_end(struct firewall *f)
{
    sweep(f, true);
}
