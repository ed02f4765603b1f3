/* SPDX-License-Identifier: GPL-2.0-or-later */
/* common.h - what the tools share: messages, options, texts. */
#ifndef TOOLS_COMMON_H
#define TOOLS_COMMON_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "guest/licence/licence.h"

/* One line on standard error, the program's name in front; status 1. */
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A word after the program's name: `pixkey make`. */
struct tool_command {
    const char *name;
    const char *summary;
    /* argv[0] is the command; returns the exit status. */
    int (*run)(int argc, char **argv);
};

/* Does what the command line asks for: a command (the last row has no name),
 * --help or --version. */
int tool_main(int argc, char **argv, const char *summary,
              const struct tool_command *commands);

/* GLib's parser for one command, its mistakes as die().  (*argv)[0] is the
 * command; `arguments` is what follows the options in the help. */
void tool_options(int *argc, char ***argv, const GOptionEntry *entries,
                  const char *arguments, const char *summary);

/* Decimal or 0x; dies unless it is a number from min to max. */
uint64_t tool_number(const char *option, const char *text, uint64_t min,
                     uint64_t max);

/* What --serial says; dies unless it is one a unit can have. */
uint32_t tool_serial(const char *text);

/* "6.2", "6.2(1)"; dies otherwise.  *maintenance is 0 if not given. */
void tool_release(const char *option, const char *text, unsigned *major,
                  unsigned *minor, unsigned *maintenance);

/* A whole file; dies if it can't be read. */
char *tool_read(const char *path, size_t *n);

/* The rows of `Licensed Features`, and the line of a key. */
void print_licence(const struct licence *);
void print_key(const char *label, const uint32_t key[4]);

#endif
