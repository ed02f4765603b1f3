/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring.c - rings of what is used: it goes to the end, the first is the one
 * that was used longest ago. */
#include <stddef.h>

#include "guest/firewall/firewall_int.h"

void ring_init(struct ring *r)
{
    r->before = r->after = r;
}

void ring_add(struct ring *to, struct ring *r)
{
    r->before = to->before;
    r->after = to;
    r->before->after = r;
    to->before = r;
}

void ring_out(struct ring *r)
{
    r->before->after = r->after;
    r->after->before = r->before;
    ring_init(r);
}

struct ring *ring_first(const struct ring *r)
{
    return r->after == r ? NULL : r->after;
}
