/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version.h - which pixemu this is. */
#ifndef PIXEMU_HOST_VERSION_H
#define PIXEMU_HOST_VERSION_H

enum { VERSION_MAJOR = 0, VERSION_MINOR = 1, VERSION_MICRO = 0 };
#define VERSION "0.1.0"

#endif
