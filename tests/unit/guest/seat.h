/* SPDX-License-Identifier: GPL-2.0-or-later */
/* seat.h - a keyboard and a screen at a unit that has a few commands. */
#ifndef TESTS_UNIT_SEAT_H
#define TESTS_UNIT_SEAT_H

#include <glib.h>

#include "guest/cli/cli.h"

extern struct seat {
    struct cli cli;
    struct cli_unit unit;
    struct cli_settings settings;
    const char *keys; /* still to be typed */
    GString *out;     /* the screen, since the last typing */
    char ran[128];    /* what the last command was, and its arguments */
    bool confirmed;
} seat;

/* The command language's own rows and the seat's: NULL ends. */
extern const struct command *const seat_tables[];

/* A unit of release 6.2(1) without a password. */
void seat_begin(void);

/* Types keys until there are no more, or the session ends. */
void seat_type(const char *keys);

bool seat_saw(const char *text);

#endif
