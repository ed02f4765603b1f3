/* SPDX-License-Identifier: GPL-2.0-or-later */
/* alias.c - alias: addresses that look like others to one interface. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

static void generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], foreign[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.rules.aliases; i++) {
        const struct rules_alias *a = &c->state.rules.alias[i];

        config_printf(to, "alias (%s) %s %s %s\n",
                      c->state.interface[a->interface].name,
                      config_ip(c, a->ip, ip),
                      config_ip(c, a->foreign, foreign),
                      config_mask(a->mask, mask));
    }
}

const struct config_row config_alias_row = {.name = "alias",
                                            .generate = generate};

/* "[(IF)] IP FOREIGN [MASK]" */
static bool parse(struct cli *cli, int argc, char **argv,
                  struct rules_alias *a)
{
    int skip = argv[0][0] == '(' ? 1 : 0;
    char inside[] = "inside";
    unsigned interface;

    memset(a, 0, sizeof *a);
    a->mask = 0xffffffff;
    if (argc - skip < 2 || argc - skip > 3) {
        cli_usage(cli, "alias", 5);
        return false;
    }
    if (!rulework_interface(cli, skip ? argv[0] : inside, &interface) ||
        !config_get_ip(cli, argv[skip], &a->ip) ||
        !config_get_ip(cli, argv[skip + 1], &a->foreign) ||
        (argc - skip == 3 && !config_get_mask(cli, argv[skip + 2], &a->mask)))
        return false;
    a->interface = (uint8_t)interface;
    a->ip &= a->mask;
    a->foreign &= a->mask;
    return true;
}

static int find(const struct rules *r, const struct rules_alias *a)
{
    for (unsigned i = 0; i < r->aliases; i++) {
        if (!memcmp(&r->alias[i], a, sizeof *a))
            return (int)i;
    }
    return -1;
}

static void alias(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_alias a;

    if (!parse(cli, argc, argv, &a) || find(r, &a) >= 0)
        return;
    if (r->aliases == RULES_ALIASES) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_ALIASES);
        return;
    }
    r->alias[r->aliases++] = a;
    rulework_changed(cli);
}

static void no_alias(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_alias a;

    if (parse(cli, argc, argv, &a))
        rulework_forget(cli, r->alias, sizeof a, &r->aliases, find(r, &a));
}

static void clear_alias(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->alias, sizeof r->alias[0], &r->aliases);
}

static void show_alias(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

#define ARGS "[(<interface>)] <address> <foreign address> [mask]"

const struct command config_alias_commands[] = {
    {"alias", ARGS, "What others look like from an interface", CLI_CONFIG,
     .min_args = 2, .max_args = 4, .run = alias},
    {"clear alias", "", "Everybody looks like himself", CLI_CONFIG,
     .run = clear_alias},
    {"no alias", ARGS, "Take an alias back", CLI_CONFIG, .min_args = 2,
     .max_args = 4, .run = no_alias},
    {"show alias", "", "What others look like", CLI_PRIVILEGED,
     .run = show_alias},
    {0},
};
