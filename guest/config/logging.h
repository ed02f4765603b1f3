/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logging.h - levels of messages as they are typed. */
#ifndef GUEST_CONFIG_LOGGING_H
#define GUEST_CONFIG_LOGGING_H

#include <stdbool.h>
#include <stdint.h>

/* "3", "errors", "err"; false: none of them. */
bool logging_level(const char *text, uint8_t *to);

#endif
