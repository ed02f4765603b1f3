/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strip.c - see strip.h. */
#include "guest/password/strip.h"

#include "guest/config/frame.h"
#include "guest/lib/string.h"

static bool begins(const char *line, size_t n, const char *with)
{
    size_t m = strlen(with);

    return n >= m && !strncmp(line, with, m);
}

/* The words from `at` on: "telnet console RADIUS". */
static bool second_is_console(const char *at, size_t n)
{
    const char *word = memchr(at, ' ', n);
    size_t left = word ? n - (size_t)(word - at) : 0;

    return word && begins(word, left, " console");
}

bool strip_is_password(const char *line, size_t n)
{
    static const char aaa[] = "aaa authentication ";

    if (begins(line, n, "enable password ") || begins(line, n, "passwd "))
        return true;
    return begins(line, n, aaa) &&
           second_is_console(line + sizeof aaa - 1, n - (sizeof aaa - 1));
}

/* Length of a line, its end included. */
static size_t line_bytes(const char *at, size_t left)
{
    const char *end = memchr(at, '\n', left);

    return end ? (size_t)(end - at) + 1 : left;
}

unsigned strip_list(const char *text,
                    void (*each)(void *far, const char *line, size_t n),
                    void *far)
{
    unsigned found = 0;
    size_t left, n;
    const char *at = frame_lines(text, &left);

    for (; left; at += n, left -= n) {
        size_t shown;

        n = line_bytes(at, left);
        shown = at[n - 1] == '\n' ? n - 1 : n;
        if (!strip_is_password(at, shown))
            continue;
        each(far, at, shown);
        found++;
    }
    return found;
}

void strip(char *text)
{
    size_t left, n, kept = 0;
    char *to = text + (frame_lines(text, &left) - text), *at = to;
    uint8_t digest[MD5_BYTES];
    char tail[FRAME_TAIL];

    for (; left; at += n, left -= n) {
        n = line_bytes(at, left);
        if (strip_is_password(at, n))
            continue;
        memmove(to + kept, at, n);
        kept += n;
    }
    frame_digest(to, kept, digest);
    frame_tail(digest, tail);
    memcpy(to + kept, tail, strlen(tail) + 1);
}
