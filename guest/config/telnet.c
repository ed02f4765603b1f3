/* SPDX-License-Identifier: GPL-2.0-or-later */
/* telnet.c - who may come in by Telnet; the TFTP server's place. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

enum { TIMEOUT_MIN = 5, TIMEOUT_MAX = 1440, INSIDE = 1 };

/* --- telnet ------------------------------------------------------------ */

static void telnet_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.telnets; i++)
        config_print_permit(c, &c->state.telnet[i], "telnet ", to);
}

const struct config_row config_telnet_row = {
    .name = "telnet",
    .generate = telnet_generate,
};

static void timeout_defaults(struct config *c)
{
    c->state.telnet_timeout_min = TIMEOUT_MIN;
}

static void timeout_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "telnet timeout %u\n",
                  (unsigned)c->state.telnet_timeout_min);
}

const struct config_row config_telnet_timeout_row = {
    .name = "telnet timeout",
    .defaults = timeout_defaults,
    .generate = timeout_generate,
};

static void telnet(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    config_permit(cli, argc, argv, s->telnet, &s->telnets);
}

static void no_telnet(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    config_no_permit(cli, argc, argv, s->telnet, &s->telnets);
}

static void clear_telnet(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->telnet, 0, sizeof s->telnet);
    s->telnets = 0;
    timeout_defaults(cli->unit->config);
}

static void telnet_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    config_get_number(cli, argv[0], 1, TIMEOUT_MAX,
                      &cli->unit->config->state.telnet_timeout_min);
}

static void show_telnet(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    struct config_text to = config_to_user(cli);

    (void)argc, (void)argv;
    for (unsigned i = 0; i < c->state.telnets; i++)
        config_print_permit(c, &c->state.telnet[i], "", &to);
}

static void show_telnet_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, timeout_generate);
}

/* --- tftp-server ------------------------------------------------------- */

static void tftp_generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT];

    if (c->state.tftp_server)
        config_printf(to, "tftp-server %s %s %s\n",
                      c->state.interface[c->state.tftp_interface].name,
                      config_ip(c, c->state.tftp_server, ip),
                      c->state.tftp_path);
}

const struct config_row config_tftp_row = {
    .name = "tftp-server",
    .generate = tftp_generate,
};

static void no_tftp_server(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    s->tftp_interface = 0;
    s->tftp_server = 0;
    memset(s->tftp_path, 0, sizeof s->tftp_path);
}

/* "[IF] IP PATH" */
static void tftp_server(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    size_t n = strlen(argv[argc - 1]);
    unsigned i = INSIDE;
    uint32_t ip;

    if ((argc == 3 && !config_get_interface(cli, argv[0], &i)) ||
        !config_get_ip(cli, argv[argc - 2], &ip))
        return;
    if (n > CONFIG_PATH_MAX || i >= s->interfaces || ip == 0) {
        cli_usage(cli, "tftp-server", 11);
        return;
    }
    no_tftp_server(cli, 0, NULL);
    s->tftp_interface = (uint8_t)i;
    s->tftp_server = ip;
    memcpy(s->tftp_path, argv[argc - 1], n);
}

static void show_tftp_server(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, tftp_generate);
}

const struct command config_telnet_commands[] = {
    {"clear telnet", "", "Nobody may come in by Telnet", CLI_CONFIG,
     .run = clear_telnet},
    {"clear tftp-server", "", "No TFTP server", CLI_CONFIG,
     .run = no_tftp_server},
    {"no telnet", "<address> [mask] [interface]",
     "Whom to keep out of Telnet", CLI_CONFIG, .min_args = 1, .max_args = 3,
     .run = no_telnet},
    {"no tftp-server", "[interface] [address] [path]", "No TFTP server",
     CLI_CONFIG, .max_args = 3, .run = no_tftp_server},
    {"show telnet", "", "Who may come in by Telnet", CLI_PRIVILEGED,
     .run = show_telnet},
    {"show telnet timeout", "", "Minutes until an idle session ends",
     CLI_PRIVILEGED, .run = show_telnet_timeout},
    {"show tftp-server", "", "Where copies come from", CLI_PRIVILEGED,
     .run = show_tftp_server},
    {"telnet", "<address> [mask] [interface]", "Who may come in by Telnet",
     CLI_CONFIG, .min_args = 1, .max_args = 3, .run = telnet},
    {"telnet timeout", "<minutes>", "When an idle session ends", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = telnet_timeout},
    {"tftp-server", "[interface] <address> <path>",
     "Where copies come from", CLI_CONFIG, .min_args = 2, .max_args = 3,
     .run = tftp_server},
    {0},
};
