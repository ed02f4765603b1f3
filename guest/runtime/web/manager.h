/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manager.h - serves the device manager that is in flash, over TLS, to those
 * the configuration permits. */
#ifndef GUEST_RUNTIME_WEB_MANAGER_H
#define GUEST_RUNTIME_WEB_MANAGER_H

#include <stdbool.h>

struct image;

/* After network_start(). */
void manager_start(void);

/* The header of the device manager in flash; false: there is none. */
bool manager_there(struct image *);

#endif
