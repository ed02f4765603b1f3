/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json_split.h - where one JSON value ends and the next one begins.
 *
 * QMP puts nothing between its objects.  This counts brackets; whether what
 * stands between them is JSON, the parser says (QEMU's and ours take single
 * quotes, too).  After nonsense it begins anew at the next line.
 */
#ifndef PIXEMU_HOST_CONTROL_JSON_SPLIT_H
#define PIXEMU_HOST_CONTROL_JSON_SPLIT_H

#include <glib.h>
#include <stdbool.h>

enum { JSON_SPLIT_BYTES = 65536, JSON_SPLIT_DEPTH = 32 };

struct json_split {
    GString *text;
    unsigned depth;
    char quote;   /* that began the string we are in, or 0 */
    bool escaped;
    bool skipping; /* to the end of the line */
};

enum json_split_result {
    JSON_SPLIT_MORE,
    JSON_SPLIT_VALUE, /* text holds an object or an array */
    JSON_SPLIT_BAD,   /* text says what was wrong */
};

void json_split_init(struct json_split *);
void json_split_clear(struct json_split *);
/* text is good until the next call. */
enum json_split_result json_split_byte(struct json_split *, char c);

#endif
