/* SPDX-License-Identifier: GPL-2.0-or-later */
/* values.h - reading what people write: numbers, names, addresses, dates. */
#ifndef PIXEMU_HOST_VALUES_H
#define PIXEMU_HOST_VALUES_H

#include <stdbool.h>
#include <stdint.h>

/* Decimal, or hexadecimal behind 0x; nothing before, nothing after. */
bool value_number(const char *text, uint64_t min, uint64_t max,
                  uint64_t *number);

/* Six bytes as 00:90:27:01:02:03, with dashes, or as 0090.2701.0203.  A group
 * address and all zero are no address of a station. */
bool value_mac(const char *text, uint8_t mac[6]);

/* utc, localtime, or an ISO 8601 moment (UTC unless it says otherwise), as
 * seconds since 1970 on the unit's clock. */
bool value_calendar(const char *text, int64_t *seconds);

/* The control character of "^A", "ctrl-a" or "none" (-1). */
bool value_escape(const char *text, int *byte);

/* The place of text in names (NULL at the end), or -1. */
int value_name(const char *text, const char *const *names);

/* The name that text probably meant, or NULL. */
const char *value_nearest(const char *text, const char *const *names);

/* "; did you mean X?", or "; it is one of A, B, C".  For g_free(). */
char *value_hint(const char *text, const char *const *names);

#endif
