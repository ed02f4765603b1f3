/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stub_machine.h - a unit without a machine, for tests of host/: it echoes
 * what it receives, and the test sees and sets the rest.
 */
#ifndef PIXEMU_TESTS_STUB_MACHINE_H
#define PIXEMU_TESTS_STUB_MACHINE_H

#include <glib.h>

#include "machine/loop.h"
#include "machine/machine.h"

struct unit {
    enum unit_state state;
    struct console_far console;
    void (*event)(void *far, enum unit_event, bool by_guest);
    void *event_far;
    GString *received;
    unsigned breaks, garbled;
    unsigned readies; /* unit_console_ready() */
    unsigned baud;
    unsigned room; /* of the receiver; not counted down */
    bool echoes;
    bool drive;                /* it has one */
    bool loaded;               /* `medium` is in it */
    struct floppy_medium medium;
    bool lamp[UNIT_LAMP_DRIVE + 1];
    const struct model *model; /* NULL: nobody asks */
    unsigned ports;
    struct unit_port_place place[UNIT_PORTS_MAX];
    bool port_lamp[UNIT_PORTS_MAX][PORT_LAMP_SPEED + 1];
};

struct loop {
    struct clock *clock;
    bool quit;
    int status;
    unsigned kicks;
    uint64_t until_ns;
    void (*reached)(void *far);
    void *reached_far;
};

struct unit *stub_unit_new(void);

/* The held clock arrives at what loop_hold_until() asked for. */
void stub_loop_arrive(struct loop *);

/* Serves every source that is ready. */
void stub_loop_serve(void);

#endif
