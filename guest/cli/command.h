/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command.h - a row of the command language.
 *
 * A row without run() is a heading: it stands in the list that `?` prints and
 * has further rows below it ("show" and "show version").  Several rows with the
 * same words are forms of one command: the first that runs gets all of them.
 * The table ends with a row without words.
 */
#ifndef GUEST_CLI_COMMAND_H
#define GUEST_CLI_COMMAND_H

#include <stdint.h>

#include "guest/lib/release.h"

struct cli;

enum cli_mode {
    CLI_USER = 1,
    CLI_ENABLE = 2,
    CLI_CONFIG = 4,
    CLI_GROUP = 8, /* inside a mode of its own, as of object-group */
};

/* What works at '#' also works at '(config)#'. */
enum {
    CLI_PRIVILEGED = CLI_ENABLE | CLI_CONFIG,
    CLI_ANY = CLI_USER | CLI_ENABLE | CLI_CONFIG,
};

struct command {
    const char *words;   /* "show version"; each word may be abbreviated */
    const char *args;    /* usage after the words, "" if there is none */
    const char *summary; /* one line for `?` and `help` */
    uint8_t modes;       /* set of enum cli_mode */
    uint8_t min_args, max_args;
    uint32_t since;      /* as RELEASE(); 0: every release has it */
    void (*run)(struct cli *, int argc, char **argv); /* words left out */
};

enum command_verdict {
    COMMAND_FOUND,
    COMMAND_UNKNOWN,
    COMMAND_AMBIGUOUS,
};

struct command_match {
    const struct command *row; /* NULL: words of rows, but no row of its own */
    const char *words;         /* begins with the words that were meant ... */
    unsigned length;           /* ... this many characters of it */
    int used;                  /* how many of argv they are */
};

/* The rows a user in this mode of this release has. */
struct command_scope {
    const struct command *const *tables; /* ends with NULL */
    uint8_t mode;
    uint32_t release;
};

/* Takes as many of argv as are words of a command; the others are its
 * arguments.  *match is set when FOUND. */
enum command_verdict command_find(const struct command_scope *, int argc,
                                  char **argv, struct command_match *match);

/* The rows that begin with the first `length` characters of `words`, one at
 * a time: begin with NULL; NULL again at the end. */
const struct command *command_next(const struct command_scope *,
                                   const char *words, unsigned length,
                                   const struct command *after);

#endif
