/* SPDX-License-Identifier: GPL-2.0-or-later */
/* biosfile.h - the contents of the ROM. */
#ifndef PIXEMU_HOST_BIOSFILE_H
#define PIXEMU_HOST_BIOSFILE_H

#include <glib.h>

/* path NULL: the one built or installed with it.  NULL with *err set when there
 * is none that fits into the ROM. */
GBytes *biosfile_read(const char *path, GError **err);

#endif
