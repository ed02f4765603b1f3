/* SPDX-License-Identifier: GPL-2.0-or-later */
/* banner.c - see banner.h. */
#include "guest/config/banner.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/stored.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* NULL: there are not that many. */
static const char *line_at(const struct config_state *s, const char *words,
                           size_t words_n, unsigned i)
{
    const char *line = NULL;

    while ((line = stored_next(s, "banner", line))) {
        if (!strncmp(line, words, words_n) && i-- == 0)
            return line + words_n;
    }
    return NULL;
}

/* While one is shown, others may change them all: each is looked for anew. */
void banner_show(struct cli *cli, const char *which)
{
    const struct config_state *s = &cli->unit->config->state;
    char words[16];
    size_t n = (size_t)format(words, sizeof words, "banner %s ", which);
    const char *line;

    for (unsigned i = 0; (line = line_at(s, words, n, i)); i++)
        cli_printf(cli, "%s\n", line);
}
