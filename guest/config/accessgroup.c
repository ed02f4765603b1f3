/* SPDX-License-Identifier: GPL-2.0-or-later */
/* accessgroup.c - which list of access decides at which interface. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

static uint16_t *bound(struct cli *cli)
{
    return cli->unit->config->state.rules.bound;
}

static void group_generate(const struct config *c, struct config_text *to)
{
    const struct rules *r = &c->state.rules;

    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (r->bound[i])
            config_printf(to, "access-group %s in interface %s\n",
                          r->list[r->bound[i]].name,
                          c->state.interface[i].name);
    }
}

const struct config_row config_access_group_row = {
    .name = "access-group", .generate = group_generate};

/* "NAME in interface IF" */
static bool parse_group(struct cli *cli, char **argv, unsigned *list,
                        unsigned *interface)
{
    int found = rulework_list(cli->unit->config, argv[0]);

    if (strcasecmp(argv[1], "in") != 0 ||
        !cli_abbreviates(argv[2], "interface")) {
        cli_usage(cli, "access-group", 12);
        return false;
    }
    if (found < 0) {
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", argv[0]);
        return false;
    }
    *list = (unsigned)found;
    return config_get_interface(cli, argv[3], interface);
}

static void access_group(struct cli *cli, int argc, char **argv)
{
    unsigned list, interface;

    (void)argc;
    if (!parse_group(cli, argv, &list, &interface))
        return;
    bound(cli)[interface] = (uint16_t)list;
    rulework_changed(cli);
}

static void no_access_group(struct cli *cli, int argc, char **argv)
{
    unsigned list, interface;

    (void)argc;
    if (!parse_group(cli, argv, &list, &interface))
        return;
    if (bound(cli)[interface] == list)
        bound(cli)[interface] = 0;
    else
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
    rulework_changed(cli);
}

static void clear_access_group(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    memset(bound(cli), 0, sizeof cli->unit->config->state.rules.bound);
    rulework_changed(cli);
}

static void show_access_group(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, group_generate);
}

#define R(major, minor) RELEASE(major, minor, 0)

const struct command config_access_group_commands[] = {
    {"access-group", "<list> in interface <interface>",
     "Which list an interface uses", CLI_CONFIG, .min_args = 4,
     .max_args = 4, .since = R(5, 0), .run = access_group},
    {"clear access-group", "", "No interface uses a list", CLI_CONFIG,
     .since = R(5, 0), .run = clear_access_group},
    {"no access-group", "<list> in interface <interface>",
     "The security levels decide again", CLI_CONFIG, .min_args = 4,
     .max_args = 4, .since = R(5, 0), .run = no_access_group},
    {"show access-group", "", "Which list an interface uses", CLI_PRIVILEGED,
     .since = R(5, 0), .run = show_access_group},
    {0},
};
