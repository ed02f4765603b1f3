/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_stats.c - statistical counters and their three sizes.
 *
 * Source: OSDM 6.3.2.4 and configure byte 6.  Counters are 32 bits wide and
 * wrap; those for collisions and other cable troubles stay 0 here.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

void i8255x_count(struct i8255x *s, unsigned counter)
{
    s->stats[counter]++;
}

/* As the configuration is now, not as it was when the address was loaded.
 * The TCO bit of the 82559 asks for all of them, whatever the other says:
 * Intel's and FreeBSD's drivers leave that one on "standard", Linux's does
 * not, and all three wait for the completion word behind the last counter. */
static unsigned dumped(const struct i8255x *s)
{
    if (s->part->chip == I82559 && (s->config[6] & B6_TCO_STATS))
        return STATS_ALL;
    if (i8255x_is_557(s) || (s->config[6] & B6_STANDARD_STATS))
        return STATS_STANDARD;
    return STATS_EXTENDED;
}

void i8255x_stats_dump(struct i8255x *s, bool reset)
{
    uint8_t area[(STATS_ALL + 1) * 4];
    unsigned n = dumped(s);

    for (unsigned i = 0; i < n; i++)
        put_le32(area + 4 * i, s->stats[i]);
    put_le32(area + 4 * n, reset ? DUMP_RESET_DONE : DUMP_DONE);
    if (!i8255x_store(s, s->dump_address, area, 4 * (n + 1)))
        board_guest_error(&s->fn.dev, "counters dumped to %08x: no memory",
                          (unsigned)s->dump_address);
    if (reset)
        memset(s->stats, 0, sizeof s->stats);
}
