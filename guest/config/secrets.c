/* SPDX-License-Identifier: GPL-2.0-or-later */
/* secrets.c - see secrets.h. */
#include "guest/config/secrets.h"

#include <stdbool.h>

#include "guest/lib/string.h"

/* In lines that begin with `first`, what is `behind` the word `key`: 1 is the
 * next.  Before word `from` stand names, which may look like the key. */
static const struct {
    const char *first;
    unsigned from;
    const char *key;
    unsigned behind;
} rows[] = {
    {"aaa-server", 2, "host", 2},
    {"auto-update", 1, "server", 1}, /* user:password@ in it */
    {"crypto", 4, "ah", 2},
    {"crypto", 4, "authenticator", 1},
    {"crypto", 4, "cipher", 1},
    {"enable", 1, "password", 1},
    {"failover", 2, "key", 1},
    {"isakmp", 1, "key", 1},
    {"ntp", 2, "md5", 1},
    {"passwd", 0, "passwd", 1},
    {"password", 0, "password", 1}, /* as it may be typed */
    {"rip", 2, "md5", 1},
    {"rip", 2, "text", 1},
    {"snmp-server", 1, "community", 1},
    {"username", 2, "password", 1},
    {"vpdn", 3, "password", 1},
    {"vpnclient", 3, "password", 1},
    {"vpngroup", 2, "password", 1},
};

static const char *skip_blanks(const char *p)
{
    while (*p == ' ')
        p++;
    return p;
}

static size_t word_length(const char *p)
{
    size_t n = 0;

    while (p[n] && p[n] != ' ' && p[n] != '\n')
        n++;
    return n;
}

/* The whole word; of a line that was typed as much of it as tells it. */
static bool is_word(const char *p, size_t n, const char *word, bool typed)
{
    return n && (typed ? n <= strlen(word) : n == strlen(word)) &&
           !strncasecmp(p, word, n);
}

/* How many words behind this one, the nth of the line, one is secret; 0:
 * none. */
static unsigned secret_behind(const char *line, const char *p, size_t n,
                              unsigned nth, bool typed)
{
    const char *first = skip_blanks(line);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (nth >= rows[i].from && is_word(p, n, rows[i].key, typed) &&
            is_word(first, word_length(first), rows[i].first, typed))
            return rows[i].behind;
    }
    return 0;
}

struct room {
    char *to;
    size_t n;
};

static void put(struct room *r, const char *from, size_t n)
{
    if (n >= r->n)
        n = r->n - 1;
    memcpy(r->to, from, n);
    r->to += n;
    r->n -= n;
    *r->to = '\0';
}

static void hide(const char *line, char *to, size_t room, bool typed)
{
    static const char removed[] = "<removed>";
    struct room r = {to, room};
    unsigned secret = 0; /* the number of that word */
    const char *p = line;

    *to = '\0';
    for (unsigned nth = 0;; nth++) {
        size_t blanks = (size_t)(skip_blanks(p) - p);
        size_t n = word_length(p + blanks);
        bool hidden = nth && nth == secret;

        put(&r, p, blanks);
        p += blanks;
        if (!n)
            break;
        put(&r, hidden ? removed : p, hidden ? sizeof removed - 1 : n);
        if (!hidden && secret <= nth)
            secret = nth + secret_behind(line, p, n, nth, typed);
        p += n;
    }
    put(&r, p, strlen(p));
}

void secrets_hide(const char *line, char *to, size_t room)
{
    hide(line, to, room, false);
}

void secrets_hide_typed(const char *line, char *to, size_t room)
{
    hide(line, to, room, true);
}
