/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * users.h - people whom this unit knows by name, and the doors at which it
 * asks for a name.
 *
 * `aaa authentication DOOR console LOCAL` puts somebody at a door: "serial",
 * "telnet", "enable", "http".  Where no user is configured the user is "pix",
 * his password the enable password: whoever locked himself out comes in so.
 */
#ifndef GUEST_CONFIG_USERS_H
#define GUEST_CONFIG_USERS_H

#include <stdbool.h>

#include "guest/cli/cli.h"

struct config;

/* Is a name asked for at this door? */
bool users_asked(const struct config *, const char *door);

/* Does a level decide which commands there are? */
bool users_levels_count(const struct config *);

/* Is that line of `aaa` one that is acted on? */
bool users_act_on(const struct config *, const char *line);

/* Name and password are right; *level is his then. */
bool users_known(const struct config *, const char *name,
                 const char *password, unsigned *level);

/* Asks for name and password; the session is his then, on the level it had.
 * False: he is not known here. */
bool users_log_in(struct cli *);

/* For struct cli_unit. */
enum cli_verdict users_enable(struct cli *, unsigned level);

#endif
