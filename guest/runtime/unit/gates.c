/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gates.c - see gates.h. */
#include "guest/runtime/unit/gates.h"

#include <stddef.h>

#include "guest/config/peers.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/strings.h"

enum feature { NOTHING, DES, TRIPLE_DES, CUT_THROUGH, WEBSENSE, FAILOVER };

static const char *const names[] = {
    [DES] = "VPN-DES",
    [TRIPLE_DES] = "VPN-3DES",
    [CUT_THROUGH] = "Cut-through Proxy",
    [WEBSENSE] = "Websense",
    [FAILOVER] = "Failover",
};

/* A line that begins so and, where one is named, has this word, or one that
 * begins with what stands in front of its '*'. */
static const struct {
    const char *begins, *word;
    enum feature needs;
} gates[] = {
    {"isakmp policy", "3des", TRIPLE_DES},
    {"isakmp policy", "aes*", TRIPLE_DES},
    {"isakmp policy", "des", DES},
    {"isakmp enable", NULL, DES},
    {"crypto ipsec", "esp-3des", TRIPLE_DES},
    {"crypto ipsec", "esp-aes*", TRIPLE_DES},
    {"crypto ipsec", "esp-des", DES},
    {"crypto map", "interface", DES},
    {"vpnclient enable", NULL, DES},
    {"http server enable", NULL, DES},
    {"ssh timeout", NULL, NOTHING}, /* there by default */
    {"ssh", NULL, DES},
    {"aaa accounting", NULL, CUT_THROUGH},
    {"aaa authentication include", NULL, CUT_THROUGH},
    {"aaa authentication match", NULL, CUT_THROUGH},
    {"aaa authorization include", NULL, CUT_THROUGH},
    {"aaa authorization match", NULL, CUT_THROUGH},
    {"virtual", NULL, CUT_THROUGH},
    {"url-block", NULL, WEBSENSE},
    {"url-cache", NULL, WEBSENSE},
    {"url-server", NULL, WEBSENSE},
    {"filter ftp", NULL, WEBSENSE},
    {"filter https", NULL, WEBSENSE},
    {"filter url", NULL, WEBSENSE},
    {"failover", NULL, FAILOVER}, /* the others are only remembered */
};

enum { GATES = sizeof gates / sizeof gates[0] };

static bool has_word(const char *line, const char *word)
{
    size_t n = strlen(word);
    bool begins = word[n - 1] == '*';

    n -= begins;
    for (const char *at = line; (at = strchr(at, ' '));) {
        at++;
        if (strncmp(at, word, n) == 0 &&
            (begins || at[n] == ' ' || at[n] == '\0'))
            return true;
    }
    return false;
}

static bool licensed(const struct licence *l, enum feature needs)
{
    switch (needs) {
    case NOTHING:
        return true;
    case DES:
        return l->des || l->triple_des;
    case TRIPLE_DES:
        return l->triple_des;
    case CUT_THROUGH:
        return l->cut_through;
    case WEBSENSE:
        return l->websense;
    case FAILOVER:
        return l->failover && l->type != LICENCE_RESTRICTED;
    }
    return true;
}

static const char *missing_feature(const struct licence *l, const char *line)
{
    for (unsigned i = 0; i < GATES; i++) {
        size_t n = strlen(gates[i].begins);

        if (strncmp(line, gates[i].begins, n) != 0 ||
            (line[n] != ' ' && line[n] != '\0') ||
            (gates[i].word && !has_word(line, gates[i].word)))
            continue;
        if (gates[i].needs == NOTHING)
            return NULL;
        if (licensed(l, gates[i].needs))
            continue;
        return names[gates[i].needs];
    }
    return NULL;
}

/* One peer too many. */
static const char *missing_peer(const struct licence *l,
                                const struct config_state *s,
                                const char *line)
{
    static char text[24];
    unsigned peers;

    if (!l->peers)
        return NULL;
    peers = peers_with(s, line);
    if (peers <= l->peers || peers == peers_with(s, ""))
        return NULL;
    format(text, sizeof text, STR_GATES_PEER, peers);
    return text;
}

const char *gates_missing(const struct licence *l,
                          const struct config_state *s, const char *line)
{
    const char *missing = missing_feature(l, line);

    return missing ? missing : missing_peer(l, s, line);
}
