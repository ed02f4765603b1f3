/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prompt.h - reads a line from the console, with the simplest of editing. */
#ifndef GUEST_NETBOOT_PROMPT_H
#define GUEST_NETBOOT_PROMPT_H

#include "guest/netboot/host.h"

enum { PROMPT_LINE = 160 };

struct prompt {
    const struct host *host;
    bool after_cr;
    size_t length;
    char line[PROMPT_LINE];
};

/* Prints `text`, reads until Enter, returns the line without it.  Backspace
 * and DEL take back a character, Ctrl-U all of them. */
char *prompt_read(struct prompt *, const char *text);

#endif
