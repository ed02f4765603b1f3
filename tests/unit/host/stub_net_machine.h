/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub_net_machine.h - a loop and a unit for the tests of host/net/: the
 * clock is the real one, everything else is counters and a list of frames.
 */
#ifndef PIXEMU_TESTS_UNIT_STUB_NET_MACHINE_H
#define PIXEMU_TESTS_UNIT_STUB_NET_MACHINE_H

#include <glib.h>

#include "machine/loop.h"
#include "machine/machine.h"

enum { STUB_PORTS = 3 };

struct loop {
    struct clock *clock;
    GQueue work; /* struct loop_work */
    unsigned kicks, outside;
};

struct unit {
    struct {
        struct port_far far;
        bool attached, link;
        bool full; /* it takes no frames */
        unsigned link_changes;
        GPtrArray *got; /* GBytes, frames received */
    } port[STUB_PORTS];
};

/* What was asked for until now; false: nothing. */
bool stub_work(struct loop *);
/* Does work, serves events and alarms that are due until there are none. */
void stub_settle(struct loop *);
/* Advances virtual time, from alarm to alarm. */
void stub_run_until(struct loop *, uint64_t at_ns);
/* Serves events of this computer until done() or so many seconds went by,
 * which is false. */
bool stub_wait_long(struct loop *, unsigned seconds, bool (*done)(void *far),
                    void *far);
/* Five. */
bool stub_wait(struct loop *, bool (*done)(void *far), void *far);

struct unit *stub_unit_new(void);
void stub_unit_free(struct unit *);
void stub_unit_send(struct unit *, unsigned port, const void *frame, size_t n);

/* A folder of the test's own, and its end with all that is in it. */
char *stub_folder(void);
void stub_folder_remove(char *folder);

#endif
