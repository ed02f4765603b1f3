/* SPDX-License-Identifier: GPL-2.0-or-later */
/* grouporder.c - see grouporder.h. */
#include "guest/config/grouporder.h"

#include <stdint.h>

#include "guest/config/rulework.h"
#include "guest/lib/string.h"

/* Calls visit() with every place that names a group; 0 names none. */
static void each_reference(struct rules *r,
                           void (*visit)(uint16_t *group, void *far),
                           void *far)
{
    for (unsigned i = 0; i < r->members; i++) {
        visit(&r->member[i].group, far);
        visit(&r->member[i].nested, far);
    }
    for (unsigned i = 0; i < r->aces; i++) {
        struct rules_ace *a = &r->ace[i];

        visit(&a->protocol_group, far);
        visit(&a->icmp_group, far);
        visit(&a->from.group, far);
        visit(&a->to.group, far);
        if (a->from_ports.op == RULES_PORT_GROUP)
            visit(&a->from_ports.low, far);
        if (a->to_ports.op == RULES_PORT_GROUP)
            visit(&a->to_ports.low, far);
    }
}

struct move {
    unsigned from, to; /* to 0: it goes away */
    unsigned uses;
};

static void count_use(uint16_t *group, void *far)
{
    struct move *m = far;

    m->uses += *group == m->from;
}

static void renumber(uint16_t *group, void *far)
{
    const struct move *m = far;

    if (*group == m->from)
        *group = (uint16_t)m->to;
    else if (*group > m->from)
        --*group;
}

unsigned grouporder_count(const struct rules *r)
{
    unsigned n = 0;

    while (n < RULES_GROUPS && r->group[n].kind)
        n++;
    return n;
}

static void sort_members(struct rules *r)
{
    for (unsigned i = 1; i < r->members; i++) {
        struct rules_member m = r->member[i];
        unsigned at = i;

        for (; at && r->member[at - 1].group > m.group; at--)
            r->member[at] = r->member[at - 1];
        r->member[at] = m;
    }
}

static void put_last(struct rules *r, unsigned group)
{
    unsigned n = grouporder_count(r);
    struct rules_group g = r->group[group - 1];
    struct move m = {group, n, 0};

    memmove(&r->group[group - 1], &r->group[group],
            (n - group) * sizeof g);
    r->group[n - 1] = g;
    each_reference(r, renumber, &m);
    sort_members(r);
}

void grouporder_settle(struct rules *r)
{
    sort_members(r);
    for (unsigned i = 0; i < r->members; i++) {
        if (r->member[i].nested > r->member[i].group) {
            put_last(r, r->member[i].group);
            i = (unsigned)-1;
        }
    }
}

/* The way from the last to the first meets all. */
bool grouporder_reaches(const struct rules *r, unsigned from, unsigned to)
{
    bool reached[RULES_GROUPS + 1] = {false};

    reached[from] = true;
    for (unsigned i = r->members; i--;) {
        if (r->member[i].nested && reached[r->member[i].group])
            reached[r->member[i].nested] = true;
    }
    return reached[to];
}

static unsigned members_of(const struct rules *r, unsigned group)
{
    unsigned n = 0;

    for (unsigned i = 0; i < r->members; i++)
        n += r->member[i].group == group;
    return n;
}

bool grouporder_is_used(struct rules *r, unsigned group)
{
    struct move m = {group, 0, 0};

    each_reference(r, count_use, &m);
    return m.uses > members_of(r, group);
}

void grouporder_remove(struct rules *r, unsigned group)
{
    struct move m = {group, 0, 0};

    for (unsigned i = r->members; i--;) {
        if (r->member[i].group == group)
            rulework_take_out(r->member, sizeof r->member[0], &r->members, i);
    }
    memmove(&r->group[group - 1], &r->group[group],
            (RULES_GROUPS - group) * sizeof r->group[0]);
    memset(&r->group[RULES_GROUPS - 1], 0, sizeof r->group[0]);
    each_reference(r, renumber, &m);
}
