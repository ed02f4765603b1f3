/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * state.h - translations and TCP connections as records that another firewall
 * with the same rules takes, so that it can go on where this one stopped.
 *
 * docs/failover.md, Records, has their bytes.  A connection is told when both
 * sides have agreed to it, a translation when it is there.
 */
#ifndef GUEST_FIREWALL_STATE_H
#define GUEST_FIREWALL_STATE_H

#include "guest/firewall/firewall.h"

enum { STATE_RECORD_MAX = 84 };

enum state_kind { STATE_XLATE = 1, STATE_TCP, STATE_NO_XLATE, STATE_NO_TCP };

/* What becomes of a record. */
enum state_verdict {
    STATE_TAKEN,
    STATE_MALFORMED,      /* bytes that mean nothing here */
    STATE_NOT_CONFIGURED, /* a translation that no rule would make */
    STATE_NO_XLATE_FOR,   /* a connection whose translation is not there */
    STATE_NO_PLACE,       /* memory, or what is allowed, is used up */
};

/* Changes go to struct firewall_calls' state() from now on, or no longer;
 * http: those of connections to port 80, too. */
void state_tell(struct firewall *, bool on, bool http);

/* Everything there is, one after the other: translations first.  Begins as
 * zero; things may come and go meanwhile. */
struct state_walk {
    bool conns;
    uint32_t at;
};

/* Bytes of the next record; 0: that was all. */
size_t state_next(const struct firewall *, struct state_walk *,
                  uint8_t to[STATE_RECORD_MAX]);

/* Both addresses and ports of a TCP record: who began, who answered. */
struct state_ends {
    uint32_t ip[2];
    uint16_t port[2];
};

struct state_ends state_ends(const uint8_t record[STATE_RECORD_MAX]);

/* What an XLATE record is about, of which state_take() made something but
 * STATE_MALFORMED. */
struct state_mapping {
    bool fixed;    /* a static */
    bool port;     /* of one port, not of a whole address */
    uint32_t real, mapped;
    uint16_t mapped_port;
    unsigned mapped_interface;
};

struct state_mapping state_mapping(const uint8_t record[STATE_RECORD_MAX]);

/* Takes over what a record says, marked with the round it came in: any number
 * but 0, which what was made here has. */
enum state_verdict state_take(struct firewall *, const uint8_t *record,
                              size_t n, uint8_t round);

/* Forgets everything that does not have the mark of this round. */
void state_sweep(struct firewall *, uint8_t round);

/* A standby unit's firewall holds what the active one's does: nothing ends
 * because of its age, and nobody is told of events.  When it becomes active,
 * idle times are what they were there. */
void state_standby(struct firewall *, bool standby);

#endif
