/* SPDX-License-Identifier: GPL-2.0-or-later */
/* configrig.h - a configuration of three interfaces with somebody who types
 * lines at it, and a flash that keeps its text. */
#ifndef TESTS_UNIT_CONFIGRIG_H
#define TESTS_UNIT_CONFIGRIG_H

#include <glib.h>

#include "guest/config/config.h"

enum { RIG_PARTS = CONFIG_PART_RULES + 1 };

struct rig_flash {
    char text[CONFIG_TEXT_LEAST + 1];
    int length;
    const char *why; /* it fails */
};

extern struct config rig_config;
extern struct cli_unit rig_unit;
extern struct cli rig_cli;
extern GString *rig_out;         /* what the last line said */
extern const char *rig_keys;     /* what is typed when a command asks */
extern struct rig_flash rig_flash;
extern unsigned rig_changes[RIG_PARTS];

/* The rows every test has, and those of the firewall's rules: NULL ends. */
extern const struct command *const rig_config_tables[],
    *const rig_rule_tables[];

/* A new unit of this release, with nothing in its flash. */
void rig_begin(uint32_t release);

/* Types a line; what it prints is the result. */
const char *rig_say(const char *line);

char *rig_generate(void); /* to be freed */
bool rig_has_line(const char *line);

/* Erased and configured with its own text, it is what it was. */
void rig_check_property(void);

#endif
