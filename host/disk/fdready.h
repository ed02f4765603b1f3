/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fdready.h - waiting for a descriptor, a bounded time. */
#ifndef PIXEMU_HOST_DISK_FDREADY_H
#define PIXEMU_HOST_DISK_FDREADY_H

#include <stdbool.h>

/* Whether one of poll()'s events comes within that time; ms -1: for ever. */
bool fd_ready(int fd, short events, int ms);

#endif
