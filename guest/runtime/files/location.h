/* SPDX-License-Identifier: GPL-2.0-or-later */
/* location.h - where a station is, as people type it. */
#ifndef GUEST_RUNTIME_FILES_LOCATION_H
#define GUEST_RUNTIME_FILES_LOCATION_H

#include <stdbool.h>
#include <stdint.h>

struct cli;

/* As config_get_ip(), but a host name that `name` does not know is asked of
 * the name servers, if there are any; that may take seconds. */
bool location_get_ip(struct cli *, const char *text, uint32_t *to);

#endif
