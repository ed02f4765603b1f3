/* SPDX-License-Identifier: GPL-2.0-or-later */
/* names.c - name, names: words in place of addresses. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

/* --- names ------------------------------------------------------------- */

static void names_defaults(struct config *c)
{
    c->state.use_names = true;
}

static void names_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "%s\n", c->state.use_names ? "names" : "no names");
}

const struct config_row config_names_row = {
    .name = "names",
    .defaults = names_defaults,
    .generate = names_generate,
};

static void names(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->config->state.use_names = true;
}

static void no_names(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->config->state.use_names = false;
}

/* --- name -------------------------------------------------------------- */

static void name_generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.names; i++)
        config_printf(to, "name %s %s\n", config_mask(c->state.name[i].ip, ip),
                      c->state.name[i].label);
}

const struct config_row config_name_row = {
    .name = "name",
    .generate = name_generate,
};

static void take_out(struct config_state *s, unsigned i)
{
    memmove(&s->name[i], &s->name[i + 1],
            (s->names - i - 1) * sizeof s->name[0]);
    memset(&s->name[--s->names], 0, sizeof s->name[0]);
}

/* A letter first, so that it is no address; then also digits, - and _. */
static bool is_label(const char *text)
{
    size_t n = strlen(text);

    for (const char *p = text; *p; p++) {
        char c = *p;
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

        if (!letter && (p == text || (!(c >= '0' && c <= '9') && c != '-' &&
                                      c != '_' && c != '.')))
            return false;
    }
    return n >= 1 && n <= CONFIG_LABEL_MAX;
}

static void name(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_name *to;
    uint32_t ip;

    (void)argc;
    if (!config_get_ip(cli, argv[0], &ip))
        return;
    if (!is_label(argv[1])) {
        cli_printf(cli, STR_CONFIG_BAD_LABEL "\n", CONFIG_LABEL_MAX);
        return;
    }
    for (unsigned i = s->names; i--;) {
        if (s->name[i].ip == ip || !strcmp(s->name[i].label, argv[1]))
            take_out(s, i);
    }
    if (s->names == CONFIG_NAMES_MAX) {
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_NAMES_MAX);
        return;
    }
    to = &s->name[s->names++];
    to->ip = ip;
    memcpy(to->label, argv[1], strlen(argv[1]) + 1);
}

static void no_name(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    uint32_t ip;

    (void)argc;
    if (!config_get_ip(cli, argv[0], &ip))
        return;
    for (unsigned i = s->names; i--;) {
        if (s->name[i].ip == ip)
            take_out(s, i);
    }
}

static void clear_names(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->name, 0, sizeof s->name);
    s->names = 0;
}

static void show_names(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, name_generate);
}

const struct command config_name_commands[] = {
    {"clear name", "", "No names for addresses", CLI_CONFIG,
     .run = clear_names},
    {"clear names", "", "No names for addresses", CLI_CONFIG,
     .run = clear_names},
    {"name", "<address> <name>", "A name for an address", CLI_CONFIG,
     .min_args = 2, .max_args = 2, .run = name},
    {"names", "", "Print names in place of addresses", CLI_CONFIG,
     .run = names},
    {"no name", "<address> [name]", "No name for an address", CLI_CONFIG,
     .min_args = 1, .max_args = 2, .run = no_name},
    {"no names", "", "Print addresses as they are", CLI_CONFIG,
     .run = no_names},
    {"show name", "", "Names for addresses", CLI_PRIVILEGED,
     .run = show_names},
    {"show names", "", "Names for addresses", CLI_PRIVILEGED,
     .run = show_names},
    {0},
};
