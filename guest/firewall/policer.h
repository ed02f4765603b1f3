/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policer.h - no more than so much in a second: a bucket of tokens.
 *
 * A bit that passes takes a token; tokens come at the licensed rate, and those
 * of POLICER_BURST_US are kept at most, so that a transfer at that rate is not
 * hurt by frames that come close together.  A packet for which there are not
 * enough is dropped and takes none.
 */
#ifndef GUEST_FIREWALL_POLICER_H
#define GUEST_FIREWALL_POLICER_H

#include <stdbool.h>
#include <stdint.h>

enum { POLICER_BURST_US = 50000 };

struct policer {
    uint64_t then;  /* microseconds, at the last packet */
    uint32_t spent; /* bits that have not come back yet */
};

/* mbit: per second, of IP packets with their headers; up to 1000. */
bool policer_takes(struct policer *, unsigned mbit, uint64_t now_us,
                   uint32_t bytes);

#endif
