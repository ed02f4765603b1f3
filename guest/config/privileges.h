/* SPDX-License-Identifier: GPL-2.0-or-later */
/* privileges.h - which level of privilege a command takes. */
#ifndef GUEST_CONFIG_PRIVILEGES_H
#define GUEST_CONFIG_PRIVILEGES_H

#include <stdbool.h>

#include "guest/cli/cli.h"

/* For struct cli_unit: whoever is at this session may use that row.  Levels
 * count from `aaa authorization command LOCAL` on; before it whoever came in
 * may do everything. */
bool privileges_allow(const struct cli *, const struct command *row);

#endif
