/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logfile.h - what the unit sends, kept in a file (--console=...,log=). */
#ifndef PIXEMU_HOST_CONSOLE_LOGFILE_H
#define PIXEMU_HOST_CONSOLE_LOGFILE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct logfile;

/* Appends to a file that exists. */
struct logfile *logfile_open(const char *path, GError **);
/* From here on the file stays. */
void logfile_start(struct logfile *);
void logfile_add(struct logfile *, uint8_t byte);
void logfile_flush(struct logfile *);
/* NULL is allowed.  Removes a file that was made for nothing. */
void logfile_close(struct logfile *);

#endif
