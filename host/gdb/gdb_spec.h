/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb_spec.h - what is written behind --gdb=: tcp:HOST:PORT or unix:PATH. */
#ifndef PIXEMU_HOST_GDB_GDB_SPEC_H
#define PIXEMU_HOST_GDB_GDB_SPEC_H

#include <glib.h>
#include <stdbool.h>

bool gdb_spec_check(const char *spec, GError **err);

#endif
