/* SPDX-License-Identifier: GPL-2.0-or-later */
/* readfile.h - a file that an option names, as a whole. */
#ifndef PIXEMU_HOST_READFILE_H
#define PIXEMU_HOST_READFILE_H

#include <glib.h>

/* What option --`option` named, which should be `wanted` ("a ROM image").
 * NULL with *err set: unreadable, no regular file, or more than `most`
 * bytes. */
GBytes *readfile(const char *option, const char *path, const char *wanted,
                 gsize most, GError **err);

#endif
