/* SPDX-License-Identifier: GPL-2.0-or-later */
/* commands.c - the list of tables, and the commands about the whole unit. */
#include "guest/runtime/commands.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/i386/restart.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/console.h"
#include "guest/runtime/interfaces.h"
#include "guest/runtime/unit.h"

const struct command *const runtime_command_tables[] = {
    cli_basic_commands, unit_commands, version_commands, interface_commands,
    NULL,
};

/* The ROM says `Rebooting...` when it begins again. */
static void reload(struct cli *cli, int argc, char **argv)
{
    if (argc == 1 && !cli_abbreviates(argv[0], "noconfirm")) {
        cli_usage(cli, "reload", 6);
        return;
    }
    if (argc == 0 && !cli_confirm(cli, STR_CONFIRM_RELOAD))
        return;
    cli_printf(cli, "\n");
    interfaces_stop();
    console_drain();
    restart();
}

static bool is_hostname(const char *name)
{
    size_t n = strlen(name);

    for (const char *p = name; *p; p++) {
        char c = *p;

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return n >= 1 && n <= CLI_HOSTNAME_MAX;
}

static void hostname(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (is_hostname(argv[0]))
        format(cli->unit->hostname, sizeof cli->unit->hostname, "%s",
               argv[0]);
    else
        cli_printf(cli, STR_BAD_HOSTNAME "\n", CLI_HOSTNAME_MAX);
}

const struct command unit_commands[] = {
    {"hostname", "<newname>", "Give this unit a name", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = hostname},
    {"reload", "[noconfirm]", "Halt and start the unit again", CLI_PRIVILEGED,
     .max_args = 1, .run = reload},
    {"show", "", "Show what the unit is and does", CLI_ANY, .run = NULL},
    {0},
};
