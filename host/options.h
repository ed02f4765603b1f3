/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * options.h - what pixemu was asked for, as data, and the rows of what can be
 * asked.
 *
 * What describes one unit stands in struct unit_options, the rest belongs to
 * the process.
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
    char *name;  /* of a hub's segment; a number on a unit, which is ... */
    unsigned interface;
    char *port;  /* for net_plug() */
    char *where; /* "lab.ini:3: ", or "" for the command line */
};

struct unit_options {
    char *file;                /* NULL: not from a unit file */
    char *flash;               /* NULL: in memory */
    char *name;                /* never NULL once parsed */
    const struct model *model; /* NULL: what the flash says, else a 525 */
    unsigned ram_mib;          /* 0: the model's */
    int cpu;                   /* -1: the model's */
    bool serial_given;
    enum flash_card card;
    bool card_given;
    uint32_t serial;
    char *bios;    /* NULL: the one that came with it */
    char *gdb;     /* NULL: none; for gdb_open() */
    char *option_rom; /* NULL: the socket is empty */
    char *control; /* NULL: none; a path */
    char *cable;   /* NULL: no failover cable; a path */
    enum cable_role cable_role; /* of our end */
    char *floppy;  /* NULL: no diskette in the drive; a path */
    char *kernel;  /* NULL: none; then initrd and append are, too */
    char *initrd;
    char *append;
    GArray *nets;  /* struct net_option */
    uint8_t mac[UNIT_PORTS_MAX][6];
    bool eeprom_erased[UNIT_PORTS_MAX]; /* --mac=N:erased */
    enum ether_card slot[MODEL_SLOTS_MAX];
    unsigned slot_beyond; /* a card is for this one, which no chassis has;
                             0: none is */
    struct console_spec console;
    bool paused;
    bool panel;
};

struct options {
    enum clock_mode clock;
    bool authentic;
    bool hub; /* no unit; the nets are those of the first of `units` */
    int64_t calendar_base;
    uint64_t seed;
    bool seed_given;
    unsigned trace;   /* kinds of machine/trace.h, or-ed */
    char *trace_file; /* NULL: standard error */
    const char *where; /* for net_option.where, while options are read */
    GPtrArray *units; /* struct unit_options; one or more once parsed */
    bool help;
    char *answer; /* --help and the like: print this and leave */
};

/* What an option is. */
enum {
    OPTION_UNIT = 0,     /* on the command line: of every unit */
    OPTION_SINGLE = 1,   /* what two units can't have in common: an error on
                            the command line of several */
    OPTION_KEY = 2,      /* in a unit file only */
    OPTION_PROCESS = 4,  /* on the command line only */
    OPTION_NUMBERED = 8, /* a value begins with "N:"; in a unit file N ends
                            the key, and semicolons separate values */
    OPTION_HUB = 16,     /* of a hub as well */
};

struct option_row {
    const char *name;
    char letter;         /* 0: none */
    const char *metavar; /* NULL: takes no value */
    const char *help;
    /* False: *err is one line for the user. */
    bool (*set)(struct options *, struct unit_options *, const char *value,
                GError **err);
    unsigned is; /* OPTION_* */
};

extern const struct option_row option_rows[]; /* ends with a NULL name */

void options_init(struct options *);
void options_clear(struct options *);
/* What can be judged only when every option is there. */
bool options_check(const struct options *, const struct unit_options *,
                   GError **err);
/* What follows the number of an OPTION_NUMBERED value; NULL: has none. */
const char *options_number(const char *value, unsigned *n);
/* The same where it is an interface's; NULL: refused, with the example. */
const char *options_interface(const char *option, const char *example,
                              const char *value, unsigned *n, GError **err);
/* One of which nothing is known yet. */
struct unit_options *options_add_unit(struct options *);

#endif
