/* SPDX-License-Identifier: GPL-2.0-or-later */
/* secrets.h - lines of the configuration for others to read. */
#ifndef GUEST_CONFIG_SECRETS_H
#define GUEST_CONFIG_SECRETS_H

#include <stddef.h>

/* How much longer it may become. */
enum { SECRETS_MORE = 32 };

/* The line with "<removed>" for each password, key and the like that it has;
 * what finds no room is cut off. */
void secrets_hide(const char *line, char *to, size_t room);

/* The same for a line as somebody typed it, words abbreviated. */
void secrets_hide_typed(const char *line, char *to, size_t room);

#endif
