/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter.c - see filter.h. */
#include "guest/cli/filter.h"

#include <stddef.h>

#include "guest/lib/string.h"

static const struct {
    const char *word, *option;
    enum filter_kind kind;
} kinds[] = {
    {"include", NULL, FILTER_INCLUDE},
    {"exclude", NULL, FILTER_EXCLUDE},
    {"begin", NULL, FILTER_BEGIN},
    {"grep", "-v", FILTER_EXCLUDE},
    {"grep", NULL, FILTER_INCLUDE},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* The rest of the line is the text, one blank between its words. */
static bool join(struct filter *f, int argc, char **argv)
{
    size_t n = 0;

    for (int i = 0; i < argc; i++) {
        size_t word = strlen(argv[i]);

        if (n + 1 + word > FILTER_TEXT_MAX)
            return false;
        if (i)
            f->text[n++] = ' ';
        memcpy(f->text + n, argv[i], word);
        n += word;
    }
    f->text[n] = '\0';
    return n > 0;
}

bool filter_parse(struct filter *f, int argc, char **argv)
{
    f->length = 0;
    for (unsigned i = 0; argc && i < KINDS; i++) {
        unsigned used = kinds[i].option ? 2 : 1;

        if (strncasecmp(argv[0], kinds[i].word, strlen(argv[0])) != 0)
            continue;
        if (used == 2 && (argc < 2 || strcmp(argv[1], kinds[i].option)))
            continue;
        if (!join(f, argc - (int)used, argv + used))
            return false;
        f->kind = kinds[i].kind;
        return true;
    }
    return false;
}

static void finish_line(struct filter *f, bool ended)
{
    bool has, wanted;

    f->line[f->length] = '\0';
    has = strstr(f->line, f->text) != NULL;
    wanted = f->kind == FILTER_EXCLUDE ? !has : has;
    if (f->kind == FILTER_BEGIN && has)
        f->kind = FILTER_NONE;
    if (wanted) {
        for (unsigned i = 0; i < f->length; i++)
            f->put(f->far, f->line[i]);
        if (ended)
            f->put(f->far, '\n');
    }
    f->length = 0;
}

void filter_put(struct filter *f, char c)
{
    if (f->kind == FILTER_NONE)
        f->put(f->far, c);
    else if (c == '\n')
        finish_line(f, true);
    else if (f->length < FILTER_LINE_MAX)
        f->line[f->length++] = c;
}

void filter_end(struct filter *f)
{
    if (f->kind != FILTER_NONE && f->length)
        finish_line(f, false);
    f->kind = FILTER_NONE;
    f->length = 0;
}
