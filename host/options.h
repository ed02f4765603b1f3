/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - the command line as data.
 *
 * What describes one unit stands in struct unit_options, the rest belongs to
 * the process.  Reading them looks at no file and creates nothing.
 */
#ifndef PIXEMU_HOST_OPTIONS_H
#define PIXEMU_HOST_OPTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "host/console/console.h"
#include "machine/clock.h"
#include "machine/machine.h"

struct net_option {
    unsigned interface;
    char *port; /* for net_plug() */
};

struct unit_options {
    char *flash;               /* NULL: in memory */
    char *name;                /* never NULL once parsed */
    const struct model *model; /* NULL: what the flash says, else a 525 */
    unsigned ram_mib;          /* 0: the model's */
    int cpu;                   /* -1: the model's */
    bool serial_given;
    uint32_t serial;
    char *bios;    /* NULL: the one beside the program */
    char *control; /* NULL: none; a path */
    GArray *nets;  /* struct net_option */
    uint8_t mac[UNIT_PORTS_MAX][6];
    struct console_spec console;
    bool paused;
};

struct options {
    enum clock_mode clock;
    bool authentic;
    int64_t calendar_base;
    struct unit_options unit;
    char *answer; /* --help and the like: print this and leave */
};

/* False: *err is one line for the user; options_clear() is due all the
 * same. */
bool options_parse(struct options *, int argc, char **argv, GError **err);
void options_clear(struct options *);

#endif
