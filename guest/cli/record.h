/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.h - messages about what users type. */
#ifndef GUEST_CLI_RECORD_H
#define GUEST_CLI_RECORD_H

#include <stddef.h>

#include "guest/cli/cli.h"

enum { RECORD_TEXT = 160 };

/* The command in full, secrets left out. */
void record_text(const struct command *, int argc, char **argv,
                 char to[RECORD_TEXT]);

/* A session obeyed that; what it was allowed to is its mode before. */
void record_obeyed(const struct cli *, enum cli_mode before,
                   const char *text);

#endif
