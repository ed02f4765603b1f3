/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands.h - every table of the runtime's commands, in the order of `?`. */
#ifndef GUEST_RUNTIME_COMMANDS_COMMANDS_H
#define GUEST_RUNTIME_COMMANDS_COMMANDS_H

#include "guest/cli/command.h"

extern const struct command *const runtime_command_tables[]; /* NULL ends */

extern const struct command unit_commands[];
extern const struct command version_commands[];
extern const struct command pair_commands[];
extern const struct command address_commands[];
extern const struct command interface_commands[];
extern const struct command clock_commands[];
extern const struct command resource_commands[];
extern const struct command activation_commands[];
extern const struct command copy_commands[];
extern const struct command configure_commands[];
extern const struct command flashfs_commands[];
extern const struct command setup_commands[];
extern const struct command factory_commands[];
extern const struct command logging_commands[];
extern const struct command floppy_commands[];
extern const struct command dhcpd_commands[];
extern const struct command capture_commands[];
extern const struct command traffic_commands[];
extern const struct command shun_commands[];
extern const struct command rate_commands[];
extern const struct command network_commands[];

/* Starts counting for `show cpu usage`.  On a thread. */
void resources_start(void);

#endif
