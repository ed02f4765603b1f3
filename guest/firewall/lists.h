/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lists.h - access lists, compiled so that long ones cost what short ones do.
 *
 * Every entry becomes entries without groups: a protocol or any, two networks,
 * ranges of ports.  Those with the same pair of masks, and with the same of
 * protocol and destination port fixed, make a shape; within a shape an entry
 * is found by hash (Srinivasan, Suri, Varghese: Packet Classification using
 * Tuple Space Search, 1999).  Shapes are looked at in the order of their first
 * entry, until none can have an earlier one.
 */
#ifndef GUEST_FIREWALL_LISTS_H
#define GUEST_FIREWALL_LISTS_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/firewall/packet.h"
#include "guest/firewall/rules.h"

enum { LISTS_SHAPES = 2048, LISTS_ENTRIES = 16384 };

struct list_entry {
    uint32_t from, to;
    uint16_t from_low, from_high, to_low, to_high;
    uint16_t ace, shape;
    uint32_t next; /* of the same hash, not earlier; 0: none */
    uint8_t protocol;
};

struct list_shape {
    uint32_t from_mask, to_mask;
    uint16_t next;  /* of the same list, not earlier; 0: none */
    uint16_t first; /* its first entry's ACE */
    uint8_t list;
    bool protocol, port; /* fixed: they are part of the hash */
};

struct lists {
    const struct rules *rules;
    struct list_entry *entry; /* from 1 */
    uint32_t *bucket;
    uint32_t capacity, used, buckets;
    struct list_shape shape[LISTS_SHAPES]; /* from 1 */
    uint16_t shapes, head[RULES_LISTS];
    uint32_t name[RULES_LISTS]; /* lists_name(); 0: no list */
    char label[RULES_LISTS][RULES_NAME_MAX + 1]; /* what it is called */
    bool too_long; /* not everything fitted: the rest is denied */
    unsigned fit;  /* entries that did */
    bool stale;    /* to be compiled before it is asked */
    /* Bit g - 1: group g belongs to it, by whatever groups in between. */
    uint64_t within[RULES_GROUPS + 1];
    uint32_t digest[RULES_ACES], hits[RULES_ACES];
    unsigned counted; /* of both */
};

bool lists_setup(struct lists *, uint32_t entries,
                 void *(*take)(uint32_t bytes));
uint32_t lists_bytes(uint32_t entries);

/* The rules are others now; hit counts stay with their entries. */
void lists_change(struct lists *, const struct rules *);

/* Number of the first entry that matches, which is counted; -1: none. */
int lists_find(struct lists *, unsigned list, const struct packet *);

bool lists_permit(struct lists *, unsigned list, const struct packet *);

/* The same, and nothing is counted. */
bool lists_allow(struct lists *, unsigned list, const struct packet *);

/* A list's name as a number, which stays when its index changes; never 0. */
uint32_t lists_name(const struct rules *, unsigned list);
/* As they are now: hits[] and `fit` are those of the present rules. */
void lists_settle(struct lists *);

/* lists_allow() by that; false: there is no such list any more. */
bool lists_named_allow(struct lists *, uint32_t name, const struct packet *);

#endif
