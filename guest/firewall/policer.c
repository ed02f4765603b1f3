/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policer.c - see policer.h.  1 Mbit/s is one bit in a microsecond. */
#include "guest/firewall/policer.h"

bool policer_takes(struct policer *p, unsigned mbit, uint64_t now_us,
                   uint32_t bytes)
{
    uint64_t back = (now_us - p->then) * mbit;
    uint32_t bits = bytes * 8;

    p->then = now_us;
    p->spent = back < p->spent ? p->spent - (uint32_t)back : 0;
    if (bits > POLICER_BURST_US * mbit - p->spent)
        return false;
    p->spent += bits;
    return true;
}
