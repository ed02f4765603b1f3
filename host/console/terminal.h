/* SPDX-License-Identifier: GPL-2.0-or-later */
/* terminal.h - the terminal pixemu was started on: raw, and back again. */
#ifndef PIXEMU_HOST_CONSOLE_TERMINAL_H
#define PIXEMU_HOST_CONSOLE_TERMINAL_H

#include <stdbool.h>

/* Every key goes through, nothing is echoed or translated.  From the first
 * success on the old state comes back on every way out of the process,
 * crashes included, and the raw one when it goes on after a stop. */
bool terminal_raw(int fd);

/* Does nothing when not raw.  Safe in a signal handler. */
void terminal_restore(void);

bool terminal_is_raw(void);

#endif
