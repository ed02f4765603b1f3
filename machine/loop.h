/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * loop.h - the process's one loop: GLib events, alarms, processor slices.
 *
 * Everything runs on the thread that called loop_run().  Host code attaches
 * ordinary GSources to the default main context, or asks for work; both are
 * served between slices, before time may move.
 */
#ifndef PIXEMU_MACHINE_LOOP_H
#define PIXEMU_MACHINE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "machine/clock.h"
#include "machine/trace.h"

struct loop;
struct unit;

/* What is to be done between slices; in the order in which it was asked for,
 * and without a look at this computer's events. */
struct loop_work {
    void (*serve)(void *far);
    void *far;
    bool asked; /* the loop's */
};

struct loop *loop_new(enum clock_mode);
void loop_free(struct loop *); /* after every unit */
struct clock *loop_clock(struct loop *);
/* What its units and segments tell those who listen; lent, NULL: nothing.
 * Before the first of them. */
void loop_set_trace(struct loop *, const struct trace *);
const struct trace *loop_trace(const struct loop *);

/* Returns the status given to loop_quit(). */
int loop_run(struct loop *);
void loop_quit(struct loop *, int status);

/* Once, soon; work that was asked for already is not asked for twice.  What
 * serve() asks for comes in the next round. */
void loop_ask(struct loop *, struct loop_work *);
void loop_forget(struct loop *, struct loop_work *);

/* Something waits for the loop (a queued frame, say): ends the present
 * slice.  From the loop's thread only. */
void loop_kick(struct loop *);

/* The same, but the processor may go on for 50 us of wall time, so that what
 * comes in a burst (bytes of a cable) is served together; it ends its slice
 * earlier when it halts.  At once under HOLD, where a delay of the wall must
 * not count. */
void loop_kick_soon(struct loop *);

/* A frame crossed an outside port, a key came in: warp follows the wall for
 * the next 50 ms. */
void loop_note_outside(struct loop *);

/* While held > 0 (a failover cable to another process), warp follows the
 * wall. */
void loop_pin_to_wall(struct loop *, bool on);

/* HOLD: lets time run up to until_ns; `reached` is called from the loop once
 * it is there.  False: a run is already under way, or until_ns is past. */
bool loop_hold_until(struct loop *, uint64_t until_ns,
                     void (*reached)(void *far), void *far);

#endif
