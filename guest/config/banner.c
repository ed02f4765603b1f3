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

/* What a token at the beginning of the text stands for, the token passed over;
 * NULL: there is none. */
static const char *token(const struct config_state *s, const char **text)
{
    const struct {
        const char *word, *value;
    } tokens[] = {{"$(hostname)", s->cli.hostname}, {"$(domain)", s->domain}};

    for (unsigned i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        size_t n = strlen(tokens[i].word);

        if (strncmp(*text, tokens[i].word, n) == 0) {
            *text += n;
            return tokens[i].value;
        }
    }
    return NULL;
}

/* Put together before it is shown: others may change them all meanwhile. */
static void show_line(struct cli *cli, const char *line)
{
    char text[STORED_LINE_MAX + 2 * CLI_HOSTNAME_MAX] = "";
    size_t n = 0;

    while (*line && n < sizeof text - 1) {
        const char *value = token(&cli->unit->config->state, &line);

        n += (size_t)format(text + n, sizeof text - n, value ? "%s" : "%.1s",
                            value ? value : line++);
    }
    cli_printf(cli, "%s\n", text);
}

/* While one is shown, others may change them all: each is looked for anew. */
void banner_show(struct cli *cli, const char *which)
{
    const struct config_state *s = &cli->unit->config->state;
    char words[16];
    size_t n = (size_t)format(words, sizeof words, "banner %s ", which);
    const char *line;

    for (unsigned i = 0; (line = line_at(s, words, n, i)); i++)
        show_line(cli, line);
}
