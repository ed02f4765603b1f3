/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * form.h - how commands are written, a form a line.
 *
 * A form that is longer than the terminal is wide goes on in the next row,
 * which begins between two words, or behind a bar of a choice that is longer
 * than a row.
 */
#ifndef GUEST_CLI_FORM_H
#define GUEST_CLI_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "guest/cli/cli.h"

/* One that is being printed. */
struct form {
    struct cli *cli;
    size_t width;  /* columns that may be used */
    size_t column; /* where the next word begins */
};

/* "Usage:", or blanks as many: `next` is for a form below another one. */
void form_begin(struct form *, struct cli *, bool next);
/* More of it; words in a text are parted by blanks. */
void form_word(struct form *, const char *word, size_t length);
void form_words(struct form *, const char *text);
void form_end(struct form *);

#endif
