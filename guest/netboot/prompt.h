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

/* The same in steps, for who has something else to do meanwhile: prints
 * `text` and begins an empty line; takes a character, true when `line` is
 * complete; prints another text of the same width, and the line again. */
void prompt_begin(struct prompt *, const char *text);
bool prompt_key(struct prompt *, int c);
void prompt_again(struct prompt *, const char *text);

#endif
