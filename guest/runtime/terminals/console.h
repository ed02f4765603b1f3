/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.h - the console port as threads use it: they wait, nothing gets
 * lost. */
#ifndef GUEST_RUNTIME_TERMINALS_CONSOLE_H
#define GUEST_RUNTIME_TERMINALS_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

void console_open(void);

/* As struct cli_io wants them; far is not used. */
void console_put(void *far, char c);
int console_get(void *far);
bool console_interrupted(void *far);

/* Who says that nobody is to type now: keys wait. */
void console_on_read(bool (*is_held)(void));

/* A key; -1: none came until then. */
int console_get_until(uint64_t moment);

/* "\n" becomes "\r\n". */
void console_printf(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* A line that comes by itself, from a thread with something else to do: lost
 * where the terminal takes nothing for a second, as one that was stopped. */
void console_tell(const char *line);

/* Returns when everything has left the chip, or that second is over. */
void console_drain(void);

#endif
