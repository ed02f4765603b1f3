/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask.h - questions on the console. */
#ifndef GUEST_LOADER_ASK_H
#define GUEST_LOADER_ASK_H

#include <stdbool.h>
#include <stddef.h>

/* A line, edited; long ones are cut. */
void ask_line(const char *prompt, char *to, size_t n);

/* "... [n] ": true when the answer begins with y. */
bool ask_yes(const char *question);

#endif
