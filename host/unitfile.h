/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unitfile.h - UNIT.ini, the options of one unit in a GLib key file.
 *
 *   [unit]
 *   model=515
 *   flash=inside.flash
 *   net1=user,tftp=images;pcap:inside.pcap
 */
#ifndef PIXEMU_HOST_UNITFILE_H
#define PIXEMU_HOST_UNITFILE_H

#include "host/options.h"

/* Whether the command line has already said it; n is a number, and only looked
 * at where the row is numbered. */
typedef bool unitfile_skip(const void *far, const struct option_row *,
                           unsigned n);

bool unitfile_is_name(const char *path);
/* Sets in the unit what the file says and skip() doesn't take away.  False:
 * *err begins with file and line. */
bool unitfile_read(const char *path, struct options *, struct unit_options *,
                   unitfile_skip *skip, const void *far, GError **err);

#endif
