/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_configure.c - configure net, configure http. */
#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/config/save.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/install.h"
#include "guest/runtime/source.h"
#include "guest/runtime/transfer.h"

/* The lines are added to what runs. */
static void configure_from(struct cli *cli, struct source *from)
{
    struct transfer t;

    if (source_fetch(cli, from, &t, install_largest()))
        save_execute_copy(cli, t.file, t.bytes);
    transfer_end(cli);
}

static void configure_net(struct cli *cli, int argc, char **argv)
{
    struct source from = {0};

    if (source_net(cli, argc ? argv[0] : "", &from))
        configure_from(cli, &from);
}

/* No word follows `configure` that is a command. */
static void configure_http(struct cli *cli, int argc, char **argv)
{
    struct source from = {0};

    if (argc == 0)
        cli_usage(cli, "configure", 9);
    else if (!source_is_http(argv[0]))
        cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
    else if (source_http(cli, argv[0], &from))
        configure_from(cli, &from);
}

const struct command configure_commands[] = {
    {"configure net", "[[<location>]:[<pathname>]]",
     "Add what a TFTP server has", CLI_PRIVILEGED, .max_args = 1,
     .run = configure_net},
    {"configure",
     "http[s]://[<user>:<password>@]<location>[:<port>]/<pathname>",
     "Add what a web server has", CLI_PRIVILEGED, .since = RELEASE(6, 2, 0),
     .max_args = 1, .run = configure_http},
    {0},
};
