/* SPDX-License-Identifier: GPL-2.0-or-later */
/* form.c - see form.h. */
#include "guest/cli/form.h"

#include "guest/cli/strings.h"
#include "guest/lib/string.h"

enum { LEAD = sizeof STR_USAGE - 1, LEAD_MORE = sizeof STR_USAGE_MORE - 1 };

void form_begin(struct form *f, struct cli *cli, bool next)
{
    cli_printf(cli, "%s", next ? STR_USAGE_NEXT : STR_USAGE);
    f->cli = cli;
    /* There are terminals that are in the next row behind the last column. */
    f->width = cli->unit->settings->width - 1;
    f->column = LEAD;
}

static void next_row(struct form *f)
{
    cli_printf(f->cli, "\n%s", STR_USAGE_MORE);
    f->column = LEAD_MORE;
}

static void put(struct form *f, const char *text, size_t n)
{
    cli_printf(f->cli, "%.*s", (int)n, text);
    f->column += n;
}

/* So much of a word fits, up to behind a bar; 0: nothing does. */
static size_t fitting(const struct form *f, const char *word, size_t n)
{
    size_t left = f->column < f->width ? f->width - f->column : 0;

    if (n <= left)
        return n;
    while (left && word[left - 1] != '|')
        left--;
    return left;
}

void form_word(struct form *f, const char *word, size_t length)
{
    if (f->column > LEAD) {
        if (f->column + 1 + length > f->width)
            next_row(f);
        else
            put(f, " ", 1);
    }
    while (length) {
        size_t n = fitting(f, word, length);

        if (n == 0 && f->column > LEAD_MORE) {
            next_row(f);
            continue;
        }
        if (n == 0)
            n = length; /* nowhere to be broken */
        put(f, word, n);
        word += n;
        length -= n;
    }
}

void form_words(struct form *f, const char *text)
{
    while (*text) {
        const char *end = strchr(text, ' ');
        size_t n = end ? (size_t)(end - text) : strlen(text);

        if (n)
            form_word(f, text, n);
        text += n + (end != NULL);
    }
}

void form_end(struct form *f)
{
    cli_printf(f->cli, "\n");
}
