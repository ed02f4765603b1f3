/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frame.c - see frame.h. */
#include "guest/config/frame.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/release.h"
#include "guest/lib/string.h"

/* The first line that begins so; a remark may have the same words in it.
 * NULL: none. */
static const char *find_line(const char *text, const char *begin)
{
    while (text && strncmp(text, begin, strlen(begin)) != 0) {
        text = strchr(text, '\n');
        if (text)
            text++;
    }
    return text;
}

const char *frame_lines(const char *text, size_t *n)
{
    const char *begin = find_line(text, FRAME_VERSION), *end;

    begin = begin ? strchr(begin, '\n') : NULL;
    begin = begin ? begin + 1 : text;
    end = find_line(begin, FRAME_CHECKSUM);
    *n = end ? (size_t)(end - begin) : strlen(begin);
    return begin;
}

static uint32_t number_of(const char **text)
{
    uint32_t n = 0;

    while (**text >= '0' && **text <= '9')
        n = n * 10 + (uint32_t)(*(*text)++ - '0');
    if (**text)
        ++*text;
    return n;
}

uint32_t frame_release(const char *text, char words[FRAME_RELEASE])
{
    const char *at = find_line(text, FRAME_VERSION);
    uint32_t major, minor;

    if (!at)
        return 0;
    at += sizeof FRAME_VERSION - 1;
    for (size_t i = 0; i < FRAME_RELEASE; i++) {
        words[i] = i < FRAME_RELEASE - 1 && at[i] > ' ' ? at[i] : '\0';
        if (!words[i])
            break;
    }
    major = number_of(&at);
    minor = number_of(&at);
    return RELEASE(major, minor, number_of(&at));
}

bool frame_is(const char *line)
{
    return line[0] == ':' ||
           !strncmp(line, FRAME_VERSION, sizeof FRAME_VERSION - 1) ||
           !strncmp(line, FRAME_CHECKSUM, sizeof FRAME_CHECKSUM - 1);
}

void frame_digest(const char *lines, size_t n, uint8_t to[MD5_BYTES])
{
    struct md5 md5;

    md5_begin(&md5);
    md5_add(&md5, lines, n);
    md5_end(&md5, to);
}

void frame_tail(const uint8_t digest[MD5_BYTES], char to[FRAME_TAIL])
{
    format(to, FRAME_TAIL, FRAME_CHECKSUM "%08x%08x%08x%08x\n: end\n",
           (unsigned)get_be32(digest), (unsigned)get_be32(digest + 4),
           (unsigned)get_be32(digest + 8), (unsigned)get_be32(digest + 12));
}
