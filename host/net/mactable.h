/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mactable.h - which station address was last seen behind which plug.
 *
 * A fixed table: 64 sets of 8.  A full set forgets its oldest address, so a
 * flood of invented addresses costs frames to the wrong plug, never memory.
 */
#ifndef PIXEMU_HOST_NET_MACTABLE_H
#define PIXEMU_HOST_NET_MACTABLE_H

#include <stdint.h>

enum { MACTABLE_SETS = 64, MACTABLE_WAYS = 8 };

/* IEEE 802.1D-1998 7.9.2 recommends 300 s. */
#define MACTABLE_AGE_NS (300 * UINT64_C(1000000000))

struct mactable_entry {
    uint8_t mac[6];
    uint64_t seen_ns;
    uint64_t plug; /* 0: empty */
};

/* All zero is an empty table. */
struct mactable {
    struct mactable_entry entry[MACTABLE_SETS][MACTABLE_WAYS];
};

void mactable_learn(struct mactable *, const uint8_t mac[6], uint64_t plug,
                    uint64_t now_ns);
/* 0: never seen, or too long ago. */
uint64_t mactable_find(const struct mactable *, const uint8_t mac[6],
                       uint64_t now_ns);
void mactable_forget(struct mactable *, uint64_t plug);

#endif
