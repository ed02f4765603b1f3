/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * console.h - the far end of a unit's console cable.
 *
 * Between the unit and the outside stand two queues.  What comes in waits
 * until the unit's receiver has room; what the unit sends waits until the
 * outside takes it.  Nothing is dropped while there is somebody to take it.
 */
#ifndef PIXEMU_HOST_CONSOLE_CONSOLE_H
#define PIXEMU_HOST_CONSOLE_CONSOLE_H

#include <glib.h>
#include <stdbool.h>

#include "machine/loop.h"
#include "machine/machine.h"

struct console;
struct console_class; /* class.h */

/* --console and --escape. */
struct console_spec {
    const struct console_class *cls;
    int escape; /* a control character, -1: none */
    char *address; /* behind "KIND:", NULL for a kind without */
    bool wait;     /* power on when the first client is there */
    char *log;     /* NULL: none */
    unsigned baud; /* 0: as the unit's */
};

void console_spec_init(struct console_spec *);
void console_spec_clear(struct console_spec *);
/* May be called again; the last one counts. */
bool console_spec_parse(struct console_spec *, const char *text, GError **);
bool console_spec_is_stdio(const struct console_spec *);
char *console_help(void); /* g_free() it */

/* Opens the outside.  `leave` is called when the person there wants the
 * program to end. */
struct console *console_open(const struct console_spec *, struct loop *,
                             void (*leave)(void *far), void *far, GError **);
/* Plugs the cable in; from here on bytes flow. */
void console_attach(struct console *, struct unit *);
void console_free(struct console *); /* sends what is queued, for a while */

/* ,wait was asked for and nobody has come: `arrived` is called once, when
 * somebody does.  False: no reason to wait. */
bool console_await(struct console *, void (*arrived)(void *far), void *far);

/* The unit runs again, or was reset: it may have room for what waits. */
void console_go_on(struct console *);
/* Takes in now everything that has already been written to us. */
void console_catch_up(struct console *);
/* Hands out now what the unit has sent, as far as it is taken. */
void console_flush(struct console *);

/* A second terminal on the same cable: hears what the unit sends, and types.
 * NULL: nobody listens any more. */
void console_listen(struct console *,
                    void (*heard)(void *far, const uint8_t *, size_t n),
                    void *far);
void console_type(struct console *, const uint8_t *, size_t n);
void console_type_break(struct console *);

/* As in QEMU's query-chardev; g_free() it. */
char *console_describe(const struct console *);
/* Whether somebody is still there to type. */
bool console_open_end(const struct console *);

#endif
