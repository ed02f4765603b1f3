/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trust.c - whether the certificates of web servers are checked: a command of
 * our own, shown only when it was used. */
#include <stddef.h>

#include "guest/config/config.h"
#include "guest/lib/release.h"

static void generate(const struct config *c, struct config_text *to)
{
    if (c->state.no_ca_check)
        config_printf(to, "no ca check\n");
}

const struct config_row config_trust_row = {
    .name = "ca check",
    .since = RELEASE(6, 2, 0),
    .generate = generate,
};

static void ca_check(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->config->state.no_ca_check = false;
}

static void no_ca_check(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->config->state.no_ca_check = true;
}

const struct command config_trust_commands[] = {
    {"ca", "", "Who may vouch for others, and keys of this unit", CLI_CONFIG,
     .since = RELEASE(5, 0, 0), .run = NULL},
    {"ca check", "", "Check who web servers are", CLI_CONFIG,
     .since = RELEASE(6, 2, 0), .run = ca_check},
    {"no ca check", "", "Take any web server for the one that is meant",
     CLI_CONFIG, .since = RELEASE(6, 2, 0), .run = no_ca_check},
    {0},
};
