/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwrig.h - a firewall of three interfaces (outside, inside, dmz) with random
 * rules, packets for it, and the model beside it. */
#ifndef TESTS_UNIT_FWRIG_H
#define TESTS_UNIT_FWRIG_H

#include "tests/unit/guest/fwmodel.h"

enum { RIG_OUTSIDE, RIG_INSIDE, RIG_DMZ, RIG_INTERFACES, RIG_PACKET = 2048,
       RIG_EVENTS = 64 };

/* Where bits come from: a generator's state, or a fuzzer's bytes. */
struct rig_bits {
    uint64_t state;
    const uint8_t *bytes; /* NULL: state */
    size_t n;
};

uint32_t rig_below(struct rig_bits *, uint32_t limit);

struct rig {
    struct firewall *firewall;
    struct firewall_place place;
    struct rules rules;
    struct model model;
    uint32_t now, random;
    uint64_t now_us; /* of the policer */
    bool closed;     /* to new connections */
    /* What came out last. */
    unsigned sent, kept, out;
    uint32_t via;
    uint8_t packet[RIG_PACKET];
    size_t n;
    /* May be set: takes what state.h tells. */
    void (*state)(struct rig *, const uint8_t *record, size_t n);
    unsigned events;
    struct firewall_event event[RIG_EVENTS];
};

/* Addresses, timeouts, no rules yet. */
void rig_begin(struct rig *, unsigned connections);
void rig_end(struct rig *);
void rig_configure(struct rig *); /* after changes of rules and place */
void rig_time(struct rig *, uint32_t seconds);
void rig_clear_xlates(struct rig *); /* with their connections */

/* Much later, and without translations: NULL: all memory was given back. */
const char *rig_left(struct rig *);

/* A packet goes in; the bytes given stay as they are. */
enum firewall_verdict rig_packet(struct rig *, unsigned in,
                                 const uint8_t *packet, size_t n);

/* The same, judged by the model; NULL: both agree. */
const char *rig_judged(struct rig *, unsigned in, const uint8_t *packet,
                       size_t n);

/* --- packets ----------------------------------------------------------- */

struct rig_spec {
    uint32_t from, to, seq, ack;
    uint16_t from_port, to_port;
    uint8_t protocol, flags, type, code;
    const void *data;
    size_t n;
};

/* Its length, in a buffer of RIG_PACKET. */
size_t rig_make(uint8_t *to, const struct rig_spec *);
uint32_t rig_get(const uint8_t *, unsigned bytes); /* in network order */
void rig_put(uint8_t *, uint32_t, unsigned bytes);
void rig_seal(uint8_t *packet); /* checksums anew */
void rig_seal_header(uint8_t *packet);

/* --- at random --------------------------------------------------------- */

uint32_t rig_host(struct rig_bits *, unsigned interface);
uint32_t rig_any_host(struct rig_bits *); /* and stranger addresses */
void rig_random_rules(struct rig *, struct rig_bits *);
void rig_random_change(struct rig *, struct rig_bits *);
size_t rig_random_packet(struct rig *, struct rig_bits *, uint8_t *packet,
                         unsigned *in);

#endif
