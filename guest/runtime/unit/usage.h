/* SPDX-License-Identifier: GPL-2.0-or-later */
/* usage.h - how busy the processor was: samples of how long it halted. */
#ifndef GUEST_RUNTIME_UNIT_USAGE_H
#define GUEST_RUNTIME_UNIT_USAGE_H

#include <stdint.h>

enum {
    USAGE_EVERY_S = 5,
    USAGE_SAMPLES = 61, /* five minutes, both ends included */
};

struct usage {
    struct {
        uint64_t when, idle; /* any unit, the same for both */
    } sample[USAGE_SAMPLES];
    unsigned count; /* samples ever taken */
};

/* To be called every USAGE_EVERY_S: time now, and how much of it since the
 * beginning the processor had nothing to do. */
void usage_sample(struct usage *, uint64_t now, uint64_t idle);

/* Percent busy over the last `seconds`, or over what there is; rounded. */
unsigned usage_percent(const struct usage *, unsigned seconds);

#endif
