/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage.c - see usage.h. */
#include "guest/runtime/unit/usage.h"

void usage_sample(struct usage *u, uint64_t now, uint64_t idle)
{
    unsigned i = u->count++ % USAGE_SAMPLES;

    u->sample[i].when = now;
    u->sample[i].idle = idle;
}

unsigned usage_percent(const struct usage *u, unsigned seconds)
{
    unsigned back = seconds / USAGE_EVERY_S, newest, oldest;
    uint64_t all, idle;

    if (back > USAGE_SAMPLES - 1)
        back = USAGE_SAMPLES - 1;
    if (u->count < 2)
        return 0;
    if (back > u->count - 1)
        back = u->count - 1;
    newest = (u->count - 1) % USAGE_SAMPLES;
    oldest = (u->count - 1 - back) % USAGE_SAMPLES;
    all = u->sample[newest].when - u->sample[oldest].when;
    idle = u->sample[newest].idle - u->sample[oldest].idle;
    if (all == 0 || idle > all)
        return 0;
    return (unsigned)(((all - idle) * 100 + all / 2) / all);
}
