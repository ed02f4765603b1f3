/* SPDX-License-Identifier: GPL-2.0-or-later */
/* banner.c - see banner.h. */
#include "guest/config/banner.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/stored.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

void banner_show(struct cli *cli, const char *which)
{
    const char *line = NULL;
    char words[16];
    int n = format(words, sizeof words, "banner %s ", which);

    while ((line = stored_next(&cli->unit->config->state, "banner", line))) {
        if (!strncmp(line, words, (size_t)n))
            cli_printf(cli, "%s\n", line + n);
    }
}
