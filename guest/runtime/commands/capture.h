/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture.h - captures as something to copy. */
#ifndef GUEST_RUNTIME_COMMANDS_CAPTURE_H
#define GUEST_RUNTIME_COMMANDS_CAPTURE_H

#include <stdbool.h>

#include "guest/cli/cli.h"

/* "capture:NAME" */
bool capture_is_source(const char *text);

/* copy capture:NAME to a server; arguments as copy's. */
void capture_copy(struct cli *, int argc, char **argv);

#endif
