/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peers.c - see peers.h. */
#include "guest/config/peers.h"

#include <stdbool.h>
#include <stddef.h>

#include "guest/config/config.h"
#include "guest/config/stored.h"
#include "guest/lib/string.h"

/* Which word of a line is a peer's address, counted from 0, where another
 * word says so. */
static const struct {
    const char *begins, *says;
    unsigned at;
} places[] = {
    {"isakmp key ", " address ", 4},
    {"isakmp peer ", " ip ", 3},
    {"crypto map ", " set peer ", 6},
};

/* NULL: none; its length is *n. */
static const char *word(const char *line, unsigned at, size_t *n)
{
    while (at-- > 0) {
        line = strchr(line, ' ');
        if (!line)
            return NULL;
        line++;
    }
    for (*n = 0; line[*n] && line[*n] != ' '; ++*n)
        ;
    return line;
}

static const char *peer_of(const char *line, size_t *n)
{
    for (unsigned i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!strncmp(line, places[i].begins, strlen(places[i].begins)) &&
            strstr(line, places[i].says))
            return word(line, places[i].at, n);
    }
    return NULL;
}

/* The next line of IPSec. */
static const char *next(const struct config_state *s, const char **kind,
                        const char *line)
{
    line = stored_next(s, *kind, line);
    if (!line && strcmp(*kind, "crypto") == 0) {
        *kind = "isakmp";
        line = stored_next(s, *kind, NULL);
    }
    return line;
}

/* Does a line before `end` (NULL: any line) speak of this one? */
static bool before(const struct config_state *s, const char *peer, size_t n,
                   const char *end)
{
    const char *kind = "crypto", *line = NULL;
    size_t other_n;

    while ((line = next(s, &kind, line)) && line != end) {
        const char *other = peer_of(line, &other_n);

        if (other && other_n == n && strncmp(other, peer, n) == 0)
            return true;
    }
    return false;
}

unsigned peers_with(const struct config_state *s, const char *line)
{
    const char *kind = "crypto", *at = NULL, *peer;
    unsigned count = 0;
    size_t n;

    while ((at = next(s, &kind, at))) {
        peer = peer_of(at, &n);
        count += peer && !before(s, peer, n, at);
    }
    peer = peer_of(line, &n);
    return count + (peer && !before(s, peer, n, NULL));
}
