/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clears.c - parts of the configuration as a new unit has them, and single
 * lines of it shown. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/save.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

static void interfaces_changed(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++)
        config_changed(c, CONFIG_PART_INTERFACE, i);
    config_changed(c, CONFIG_PART_RULES, 0);
}

/* --- interfaces -------------------------------------------------------- */

static void forget_addresses(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        struct config_interface *in = &c->state.interface[i];

        in->ip = in->mask = in->gateway = 0;
        in->dhcp = in->pppoe = in->setroute = false;
        in->retry = 0;
    }
}

static void forget_names(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++)
        memset(c->state.interface[i].name, 0,
               sizeof c->state.interface[i].name);
    config_nameif_row.defaults(c);
}

static void clear_ip_address(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    forget_addresses(cli->unit->config);
    interfaces_changed(cli->unit->config);
}

static void clear_mtu(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_mtu_row.defaults(cli->unit->config);
    interfaces_changed(cli->unit->config);
}

static void clear_nameif(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    forget_names(cli->unit->config);
    interfaces_changed(cli->unit->config);
}

/* --- much at once ------------------------------------------------------ */

static void clear_all(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;

    (void)argc, (void)argv;
    config_defaults(c, c->release, c->state.interfaces);
    for (unsigned i = 0; i < c->state.interfaces; i++)
        config_changed(c, CONFIG_PART_INTERFACE, i);
    config_changed_parts(c);
}

/* Interfaces, their names, addresses and lengths, and the routes. */
static void clear_primary(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    struct config_state *s = &c->state;

    (void)argc, (void)argv;
    for (unsigned i = 0; i < s->interfaces; i++) {
        s->interface[i].speed = 0;
        s->interface[i].shutdown = true;
    }
    forget_addresses(c);
    forget_names(c);
    config_mtu_row.defaults(c);
    memset(s->route, 0, sizeof s->route);
    s->routes = 0;
    interfaces_changed(c);
    config_changed(c, CONFIG_PART_ROUTES, 0);
}

/* A release may not have all of them. */
static void obey_if_there(struct cli *cli, const char *words)
{
    struct command_scope scope = cli_scope(cli);
    char line[32], copy[32], *blank, *argv[2];
    struct command_match match;

    format(line, sizeof line, "%s", words);
    format(copy, sizeof copy, "%s", words);
    blank = strchr(copy, ' ');
    *blank = '\0';
    argv[0] = copy;
    argv[1] = blank + 1;
    if (command_find(&scope, 2, argv, &match) == COMMAND_FOUND &&
        match.used == 2)
        cli_execute(cli, line);
}

/* Who may come through or in, and by what addresses. */
static void clear_secondary(struct cli *cli, int argc, char **argv)
{
    static const char *const parts[] = {
        "clear aaa-server", "clear alias", "clear access-list",
        "clear apply", "clear conduit", "clear global", "clear outbound",
        "clear static", "clear telnet", "clear url-server"};

    (void)argc, (void)argv;
    for (unsigned i = 0; i < sizeof parts / sizeof parts[0]; i++)
        obey_if_there(cli, parts[i]);
}

/* --- small settings ---------------------------------------------------- */

static void clear_pager(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->settings->lines = CLI_LINES;
}

static void show_domain(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, config_domain_row.generate);
}

static void show_enable(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, config_enable_row.generate);
}

static void show_hostname(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, config_hostname_row.generate);
}

static void show_passwd(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, config_passwd_row.generate);
}

/* Both words are written in the manuals. */
#define CLEAR(part_, summary_, run_)                                        \
    {"clear config " part_, "", summary_, CLI_CONFIG, .run = run_},         \
    {"clear configure " part_, "", summary_, CLI_CONFIG, .run = run_}

const struct command config_clear_commands[] = {
    CLEAR("all", "The configuration of a new unit", clear_all),
    CLEAR("primary", "Interfaces and routes of a new unit", clear_primary),
    CLEAR("secondary", "Nobody may come through or in", clear_secondary),
    {"clear ip address", "", "No interface has an address", CLI_CONFIG,
     .run = clear_ip_address},
    {"clear mtu", "", "1500 everywhere", CLI_CONFIG, .run = clear_mtu},
    {"clear nameif", "", "Names and levels of a new unit", CLI_CONFIG,
     .run = clear_nameif},
    {"clear pager", "", "24 lines a page", CLI_PRIVILEGED,
     .run = clear_pager},
    {"show domain-name", "", "The domain", CLI_PRIVILEGED,
     .run = show_domain},
    {"show enable", "", "Passwords of privileged commands", CLI_PRIVILEGED,
     .run = show_enable},
    {"show hostname", "", "The unit's name", CLI_PRIVILEGED,
     .run = show_hostname},
    {"show passwd", "", "The Telnet password", CLI_PRIVILEGED,
     .run = show_passwd},
    {0},
};
