/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gates.c - see gates.h. */
#include "guest/runtime/gates.h"

#include <stddef.h>

#include "guest/lib/string.h"

enum feature { DES, TRIPLE_DES, CUT_THROUGH, WEBSENSE, FAILOVER };

static const char *const names[] = {
    [DES] = "VPN-DES",
    [TRIPLE_DES] = "VPN-3DES",
    [CUT_THROUGH] = "Cut-through Proxy",
    [WEBSENSE] = "Websense",
    [FAILOVER] = "Failover",
};

/* A line that begins so and, where one is named, has this word. */
static const struct {
    const char *begins, *word;
    enum feature needs;
} gates[] = {
    {"isakmp policy", "3des", TRIPLE_DES},
    {"isakmp policy", "des", DES},
    {"isakmp enable", NULL, DES},
    {"crypto ipsec", "esp-3des", TRIPLE_DES},
    {"crypto ipsec", "esp-des", DES},
    {"crypto map", "interface", DES},
    {"http server enable", NULL, DES},
    {"aaa authentication include", NULL, CUT_THROUGH},
    {"aaa authorization include", NULL, CUT_THROUGH},
    {"url-server", NULL, WEBSENSE},
    {"filter url", NULL, WEBSENSE},
    {"failover", NULL, FAILOVER}, /* the others are only remembered */
};

enum { GATES = sizeof gates / sizeof gates[0] };

static bool has_word(const char *line, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = line; (at = strstr(at, word)); at++) {
        if ((at == line || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
            return true;
    }
    return false;
}

static bool licensed(const struct licence *l, enum feature needs)
{
    switch (needs) {
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

const char *gates_missing(const struct licence *l, const char *line)
{
    for (unsigned i = 0; i < GATES; i++) {
        size_t n = strlen(gates[i].begins);

        if (strncmp(line, gates[i].begins, n) != 0 ||
            (line[n] != ' ' && line[n] != '\0') ||
            (gates[i].word && !has_word(line, gates[i].word)) ||
            licensed(l, gates[i].needs))
            continue;
        return names[gates[i].needs];
    }
    return NULL;
}
