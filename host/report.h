/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report.h - the lines pixemu itself says, always on standard error. */
#ifndef PIXEMU_HOST_REPORT_H
#define PIXEMU_HOST_REPORT_H

#include <glib.h>
#include <stdbool.h>

/* One line, "pixemu: " in front, no newline at the end of fmt. */
void report(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* From now on what is said by g_printerr(), which rooms below this one do, is
 * such a line, too. */
void report_for_all(void);

/* Sets *err to a line that says what is wrong and what to do.  Returns false,
 * so that a function can end with it. */
bool refuse(GError **err, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
