/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * filter.h - "| include TEXT" and its like: which lines of an answer are
 * wanted.
 *
 * Characters go in, those of wanted lines come out through put().  TEXT is
 * searched as it stands, upper and lower case told apart.
 */
#ifndef GUEST_CLI_FILTER_H
#define GUEST_CLI_FILTER_H

#include <stdbool.h>

enum filter_kind {
    FILTER_NONE,
    FILTER_INCLUDE,
    FILTER_EXCLUDE,
    FILTER_BEGIN, /* everything from the first line that has it */
};

enum {
    FILTER_LINE_MAX = 1023, /* a longer line is cut off */
    FILTER_TEXT_MAX = 127,
};

struct filter {
    void (*put)(void *far, char c);
    void *far;
    enum filter_kind kind;
    char text[FILTER_TEXT_MAX + 1];
    unsigned length; /* of the line that has begun */
    char line[FILTER_LINE_MAX + 1];
};

/* The words behind the bar: "include TEXT...", "exclude", "begin", "grep",
 * "grep -v", abbreviated as always.  False: they say nothing of the kind. */
bool filter_parse(struct filter *, int argc, char **argv);

void filter_put(struct filter *, char c);

/* The answer has ended, and the next one is not filtered. */
void filter_end(struct filter *);

#endif
