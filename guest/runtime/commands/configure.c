/* SPDX-License-Identifier: GPL-2.0-or-later */
/* configure.c - configure net, configure http, write net. */
#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/config/save.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/stack.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/install.h"
#include "guest/runtime/files/source.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/unit/strings.h"

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

struct place {
    struct cli *cli;
    const struct source *to;
};

struct rest {
    const char *text;
    uint32_t n;
};

static size_t fetch(void *far, uint8_t *to, size_t room)
{
    struct rest *r = far;
    size_t n = r->n < room ? r->n : room;

    memcpy(to, r->text, n);
    r->text += n;
    r->n -= (uint32_t)n;
    return n;
}

/* As save_elsewhere() wants it. */
static const char *put_net(void *far, const char *text, uint32_t n)
{
    const struct place *p = far;
    struct rest rest = {text, n};
    char ip[CONFIG_IP_TEXT];
    unsigned interface = 0;
    const char *why;
    uint32_t via;

    stack_find_route(p->to->ip, &interface, &via);
    cli_printf(p->cli, STR_WRITE_NET "\n", p->to->name,
               config_mask(p->to->ip, ip), interface);
    log_message(111001, p->cli->from, p->to->name);
    why = transfer_tftp_put(p->cli, p->to->ip, p->to->name, fetch, &rest);
    transfer_end(p->cli);
    log_message(111004, p->cli->from, why ? "FAILED" : "OK");
    return why;
}

static void write_net(struct cli *cli, int argc, char **argv)
{
    struct source to = {0};
    struct place place = {cli, &to};

    if (source_net(cli, argc ? argv[0] : "", &to))
        save_elsewhere(cli, put_net, &place);
}

const struct command configure_commands[] = {
    {"configure net", "[[<location>]:[<pathname>]]",
     "Add what a TFTP server has", CLI_PRIVILEGED, .max_args = 1,
     .run = configure_net},
    {"configure",
     "http[s]://[<user>:<password>@]<location>[:<port>]/<pathname>",
     "Add what a web server has", CLI_PRIVILEGED, .since = RELEASE(6, 2, 0),
     .max_args = 1, .run = configure_http},
    {"write net", "[[<location>]:[<pathname>]]",
     "Save the configuration on a TFTP server", CLI_PRIVILEGED,
     .max_args = 1, .run = write_net},
    {0},
};
