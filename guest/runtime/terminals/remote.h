/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remote.h - sessions over Telnet: five at most, each on a thread of its
 * own; who, kill. */
#ifndef GUEST_RUNTIME_TERMINALS_REMOTE_H
#define GUEST_RUNTIME_TERMINALS_REMOTE_H

#include <stdbool.h>

#include "guest/cli/command.h"

/* After network_start(). */
void remote_start(void);

/* A message, in the sessions that asked for messages.  Does not wait: one
 * that is full goes without. */
void remote_show(const char *text);

/* A line, in the first session there is; false: there is none. */
bool remote_trace(const char *text);

extern const struct command remote_commands[];

#endif
