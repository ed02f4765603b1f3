/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmdline.h - reads the command line and the unit files named there. */
#ifndef PIXEMU_HOST_CMDLINE_H
#define PIXEMU_HOST_CMDLINE_H

#include "host/options.h"

/* Creates nothing.  False: *err is one line for the user; options_clear() is
 * due all the same. */
bool cmdline_parse(struct options *, int argc, char **argv, GError **err);

#endif
