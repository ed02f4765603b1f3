/* SPDX-License-Identifier: GPL-2.0-or-later */
/* http.c - the server of the device manager, and who may use it. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/release.h"
#include "guest/lib/string.h"

#define SINCE RELEASE(6, 0, 0)

static void generate(const struct config *c, struct config_text *to)
{
    if (c->state.http_server)
        config_printf(to, "http server enable\n");
    for (unsigned i = 0; i < c->state.https; i++)
        config_print_permit(c, &c->state.http[i], "http ", to);
}

const struct config_row config_http_row = {
    .name = "http",
    .since = SINCE,
    .generate = generate,
};

static void http_server(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    const char *missing = config_missing(c, "http server enable");

    (void)argc, (void)argv;
    if (missing)
        cli_printf(cli, STR_CONFIG_NOT_LICENSED "\n", missing);
    else
        c->state.http_server = true;
}

static void no_http_server(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->config->state.http_server = false;
}

static void http(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    config_permit(cli, argc, argv, s->http, &s->https);
}

static void no_http(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    config_no_permit(cli, argc, argv, s->http, &s->https);
}

static void clear_http(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->http, 0, sizeof s->http);
    s->https = 0;
    s->http_server = false;
}

static void show_http(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

const struct command config_http_commands[] = {
    {"clear http", "", "Nobody uses the device manager", CLI_CONFIG,
     .since = SINCE, .run = clear_http},
    {"http", "<address> [<mask>] [<interface>]",
     "Who may use the device manager", CLI_CONFIG, .since = SINCE,
     .min_args = 1, .max_args = 3, .run = http},
    {"http server enable", "", "Serve the device manager", CLI_CONFIG,
     .since = SINCE, .run = http_server},
    {"no http", "<address> [<mask>] [<interface>]",
     "Who may not use the device manager", CLI_CONFIG, .since = SINCE,
     .min_args = 1, .max_args = 3, .run = no_http},
    {"no http server enable", "", "Do not serve the device manager",
     CLI_CONFIG, .since = SINCE, .run = no_http_server},
    {"show http", "", "The device manager and who may use it",
     CLI_PRIVILEGED, .since = SINCE, .run = show_http},
    {0},
};
