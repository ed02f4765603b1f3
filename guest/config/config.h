/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * config.h - the running configuration: state, and the text made from it.
 *
 * What is configured is struct config_state and nothing else; commands change
 * it, `write terminal` is generated from it, and executing that text on the
 * defaults gives the same state again (a property that is a test).
 *
 * Each part of the configuration is a row (struct config_row): its defaults
 * and its lines.  The commands that change it are rows of the command
 * language in the same file.
 */
#ifndef GUEST_CONFIG_CONFIG_H
#define GUEST_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/cli/cli.h"
#include "guest/lib/password.h"

/* Only what was configured; no pointers, unused places are zero, so that two
 * states are the same when their bytes are. */
struct config_state {
    struct cli_settings cli;
    char passwd_hash[PASSWORD_HASH + 1];
    char domain[CLI_HOSTNAME_MAX + 1];
};

struct config {
    uint32_t release;
    struct config_state state;
};

/* Where generated text goes. */
struct config_text {
    void (*put)(void *far, char c);
    void *far;
};

void config_printf(struct config_text *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

struct config_row {
    const char *name;
    uint32_t since, until; /* releases that have it: since <= r < until; 0 */
    void (*defaults)(struct config *);
    void (*generate)(const struct config *, struct config_text *);
};

/* As a new unit of this release has it. */
void config_defaults(struct config *, uint32_t release);

/* The lines, in the order of the release. */
void config_generate(const struct config *, struct config_text *);

/* --- rows and commands, a file each ------------------------------------- */

extern const struct config_row config_enable_row, config_passwd_row,
    config_hostname_row, config_domain_row, config_pager_row,
    config_terminal_row;
extern const struct command config_basic_commands[];

#endif
