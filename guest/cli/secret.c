/* SPDX-License-Identifier: GPL-2.0-or-later */
/* secret.c - see secret.h. */
#include "guest/cli/secret.h"

#include <stdbool.h>
#include <stddef.h>

#include "guest/lib/string.h"

/* The last c in [from, end); NULL: none. */
static char *find_last(char *from, char *end, char c)
{
    while (end > from) {
        if (*--end == c)
            return end;
    }
    return NULL;
}

/* Behind "http:", "https://" and whatever else stands in front of a user. */
static char *after_scheme(char *word, char *end)
{
    char *colon = memchr(word, ':', (size_t)(end - word));

    if (!colon || (strncasecmp(word, "http", 4) != 0 &&
                   strncmp(colon, "://", 3) != 0))
        return NULL;
    do
        colon++;
    while (*colon == '/');
    return colon;
}

static bool is_port(const char *from, const char *end)
{
    while (from < end && *from >= '0' && *from <= '9')
        from++;
    return from == end;
}

/* A password with a '/' in it is not right, but hidden all the same.  Returns
 * the new end of the word. */
static char *hide_in_word(char *word, char *end)
{
    char *from = after_scheme(word, end), *slash, *colon, *at;

    if (!from || from >= end)
        return end;
    slash = memchr(from, '/', (size_t)(end - from));
    colon = memchr(from, ':', (size_t)(end - from));
    at = find_last(from, slash ? slash : end, '@');
    if (!at && colon && slash && colon < slash && !is_port(colon + 1, slash))
        at = find_last(from, end, '@');
    if (!at || !colon || colon > at)
        return end;
    memmove(colon, at, strlen(at) + 1);
    return end - (at - colon);
}

void secret_hide(char *line)
{
    while (*line) {
        char *end = line;

        while (*end && *end != ' ')
            end++;
        end = hide_in_word(line, end);
        line = *end ? end + 1 : end;
    }
}
