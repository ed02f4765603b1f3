/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pair_int.h - what the files of the pair are to each other. */
#ifndef GUEST_RUNTIME_PAIR_PAIR_INT_H
#define GUEST_RUNTIME_PAIR_PAIR_INT_H

#include "guest/runtime/pair/pair.h"

/* --- copy.c: the configuration to and from the mate --------------------- */

/* False: there is not enough memory. */
bool pair_copy_setup(struct failover_self *);
void pair_copy_digest(void *far, uint8_t to[WIRE_DIGEST]);
const char *pair_copy_text(void *far, uint32_t *n);
void pair_copy_text_done(void *far);
void pair_copy_apply(void *far, enum failover_work, const char *text,
                     uint32_t n);
/* On the pair's own thread. */
void pair_copy_work(void);
/* What is there now is known: what differs from it was typed. */
void pair_copy_note(void);
/* What was typed, of a COMMAND, without its secrets. */
enum { PAIR_SHOWN = 200 };
const char *pair_copy_shown(const char *line, char to[PAIR_SHOWN]);

/* --- events.c: console and log ------------------------------------------ */

/* For a message to the mate. */
void pair_events_no_room(void);
void pair_events_add(void *far, enum failover_event, unsigned value);
/* On the pair's own thread: says what there is to say. */
void pair_events_print(void);
void pair_events_restart(void *far);

/* --- debug.c: debug fover ----------------------------------------------- */

void pair_debug_event(enum failover_event, unsigned value);
void pair_debug_seen(void *far, enum failover_seen, unsigned channel,
                     const uint8_t *message, size_t n);

/* --- state.c: connections and translations ------------------------------ */

size_t pair_state_record(void *far, bool first, uint8_t to[WIRE_RECORD]);
bool pair_state_take(void *far, const uint8_t *record, size_t n,
                     uint8_t mark);
void pair_state_sweep(void *far, uint8_t mark);
/* Tells the firewall what the unit is, and whether somebody listens. */
void pair_state_look(void);

/* --- cable.c ------------------------------------------------------------ */

void pair_cable_open(void);
void pair_cable_send(void *far, const uint8_t *bytes, size_t n);
int pair_cable_byte(void); /* -1: no more */
enum failover_cable pair_cable_state(void);
/* The end that is plugged in is the secondary's. */
bool pair_cable_is_secondary(void);

/* Something for the pair's own thread. */
void pair_wake(void);

#endif
