/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fixups.c - what the lines of `fixup protocol` mean to the firewall. */
#include "guest/config/fixups.h"

#include "guest/config/stored.h"
#include "guest/lib/format.h"
#include "guest/lib/release.h"
#include "guest/lib/string.h"

enum { WORDS = 4, WORD = 24 };

static const struct {
    const char *word;
    uint8_t inspection;
    uint16_t port; /* where none is given */
} rows[] = {{"dns", FIX_DNS, 53}, {"ftp", FIX_FTP, 21},
            {"http", FIX_HTTP, 80}, {"rsh", FIX_RSH, 514},
            {"smtp", FIX_SMTP, 25}, {"tftp", FIX_TFTP, 69}};

/* Words behind "fixup protocol"; how many. */
static unsigned split(const char *line, char to[WORDS][WORD + 1])
{
    unsigned n = 0;

    while (*line && n < WORDS) {
        size_t i = 0;

        while (*line == ' ')
            line++;
        for (; line[i] && line[i] != ' '; i++) {
            if (i < WORD)
                to[n][i] = line[i];
        }
        to[n][i < WORD ? i : WORD] = '\0';
        line += i;
        n += i > 0;
    }
    return n;
}

/* "21", "1718-1719" */
static bool parse_ports(char *text, struct firewall_fixup *f)
{
    char *dash = strchr(text, '-');
    uint32_t low, high;

    if (dash)
        *dash = '\0';
    if (!parse_u32(text, &low) || low > 65535 ||
        (dash && (!parse_u32(dash + 1, &high) || high > 65535)))
        return false;
    f->low = (uint16_t)low;
    f->high = dash ? (uint16_t)high : f->low;
    return true;
}

static void add(char words[WORDS][WORD + 1], unsigned n,
                struct firewall_place *to, unsigned *used)
{
    struct firewall_fixup f = {0};
    uint32_t longest;

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(words[0], rows[i].word) != 0)
            continue;
        f.inspection = rows[i].inspection;
        f.low = f.high = rows[i].port;
    }
    if (f.inspection == FIX_DNS) {
        if (n == 3 && parse_u32(words[2], &longest) && longest <= 65535)
            to->dns_longest = (uint16_t)longest;
    } else if (n > 1 && strcmp(words[n - 1], "strict") != 0 &&
               !parse_ports(words[n - 1], &f)) {
        return;
    }
    if (f.inspection && *used + 1 < FIREWALL_FIXUPS)
        to->fixup[(*used)++] = f;
}

/* What stands behind "fixup protocol". */
static void add_line(const char *line, struct firewall_place *to,
                     unsigned *used)
{
    char words[WORDS][WORD + 1];
    unsigned n = split(line, words);

    if (n)
        add(words, n, to, used);
}

void fixups_read(const struct config *c, struct firewall_place *to)
{
    const char *line = NULL;
    unsigned used = 0;

    memset(to->fixup, 0, sizeof to->fixup);
    to->dns_longest = 0;
    /* Before there was a line for it, DNS was always looked into. */
    if (c->release < RELEASE(6, 3, 0))
        add_line("dns maximum-length 512", to, &used);
    while ((line = stored_next(&c->state, "fixup protocol", line)))
        add_line(line + strlen("fixup protocol"), to, &used);
}
