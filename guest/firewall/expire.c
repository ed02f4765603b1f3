/* SPDX-License-Identifier: GPL-2.0-or-later */
/* expire.c - connections and translations end in the order in which they were
 * last used: a ring is sorted by that. */
#include <stddef.h>

#include "guest/firewall/firewall_int.h"
#include "guest/firewall/inspect.h"

static uint32_t timeout_of(const struct firewall *f, enum rules_timeout time)
{
    uint32_t s = f->rules->timeout_s[time];

    return s ? s : UINT32_MAX;
}

static uint32_t patience(const struct firewall *f, unsigned list)
{
    switch (list) {
    case LIST_EMBRYONIC:
        return EMBRYONIC_S;
    case LIST_HALF_CLOSED:
        return timeout_of(f, RULES_TIME_HALF_CLOSED);
    case LIST_TIME_WAIT:
        return TIME_WAIT_S;
    case LIST_UDP:
        return timeout_of(f, RULES_TIME_UDP);
    default:
        return timeout_of(f, RULES_TIME_CONN);
    }
}

static enum firewall_end end_of(unsigned list)
{
    return list == LIST_EMBRYONIC ? END_SYN_TIMEOUT
           : list == LIST_HALF_CLOSED ? END_FIN_TIMEOUT
           : list == LIST_TIME_WAIT ? END_FINS : END_IDLE;
}

static void expire_xlates(struct firewall *f, struct ring *ring,
                          uint32_t limit)
{
    struct xlate *x;

    while ((x = (struct xlate *)(void *)ring_first(ring)) &&
           f->now - x->last >= limit) {
        if (expect_waits(f, x))
            table_xlate_used(f, x);
        else
            table_end_xlate(f, x);
    }
}

void expire_idle(struct firewall *f)
{
    struct conn *c;

    if (f->standby)
        return; /* the active unit knows when something was used */
    for (unsigned i = 0; i < CONN_LISTS; i++) {
        while ((c = (struct conn *)(void *)ring_first(&f->conns[i])) &&
               f->now - c->last >= patience(f, i))
            table_end(f, c, end_of(i));
    }
    expire_xlates(f, &f->idle_xlates, timeout_of(f, RULES_TIME_XLATE));
    expire_xlates(f, &f->idle_ports, PORT_XLATE_S);
}

/* In the order that `floodguard` is known for: those that end, those that did
 * not begin, those that are idle; the oldest of each. */
bool expire_for_room(struct firewall *f)
{
    static const enum conn_list order[] = {LIST_HALF_CLOSED, LIST_EMBRYONIC,
                                           LIST_OPEN};

    for (unsigned i = 0; i < sizeof order / sizeof order[0]; i++) {
        struct conn *c = (struct conn *)(void *)
            ring_first(&f->conns[order[i]]);

        if (!c || (order[i] == LIST_OPEN && f->now - c->last < RECLAIM_S))
            continue;
        table_end(f, c, end_of(order[i]));
        return true;
    }
    return false;
}
