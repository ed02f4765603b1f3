/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_shun.c - whose packets go nowhere: shun, for an intrusion detector or
 * somebody in a hurry.  No part of the configuration's text. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/traffic.h"

static int find_shun(const struct rules *r, uint32_t ip)
{
    for (unsigned i = 0; i < r->shuns; i++) {
        if (r->shun[i].ip == ip)
            return (int)i;
    }
    return -1;
}

/* "IP [TO FROM_PORT TO_PORT [PROTOCOL]]": all of IP is shunned; what follows
 * names a connection, which ends. */
static void shun(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_shun s = {0};
    uint32_t ports[2] = {0, 0};
    char from[FORMAT_IPV4], to[FORMAT_IPV4];

    if (!config_get_ip(cli, argv[0], &s.ip) ||
        (argc > 1 && !config_get_ip(cli, argv[1], &s.to)))
        return;
    for (int i = 2; i < argc && i < 4; i++) {
        if (!config_get_number(cli, argv[i], 0, 65535, &ports[i - 2]))
            return;
    }
    if (argc > 4 && !service_protocol(argv[4], &s.protocol)) {
        rulework_bad_word(cli, argv[4]);
        return;
    }
    s.from_port = (uint16_t)ports[0];
    s.to_port = (uint16_t)ports[1];
    if (find_shun(r, s.ip) >= 0)
        return;
    if (r->shuns == RULES_SHUNS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_SHUNS);
        return;
    }
    r->shun[r->shuns++] = s;
    rulework_changed(cli);
    if (traffic_firewall())
        firewall_shun(traffic_firewall(), &s);
    log_message(401002, format_ipv4(s.ip, from), format_ipv4(s.to, to),
                s.from_port, s.to_port);
}

static void no_shun(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    char text[FORMAT_IPV4];
    uint32_t ip;
    int at;

    (void)argc;
    if (!config_get_ip(cli, argv[0], &ip))
        return;
    at = find_shun(r, ip);
    if (at < 0) {
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
        return;
    }
    rulework_take_out(r->shun, sizeof r->shun[0], &r->shuns, (unsigned)at);
    rulework_changed(cli);
    log_message(401003, format_ipv4(ip, text));
}

static void clear_shun(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;

    (void)argc, (void)argv;
    memset(r->shun, 0, sizeof r->shun);
    r->shuns = 0;
    rulework_changed(cli);
}

static void show_shun(struct cli *cli, int argc, char **argv)
{
    const struct rules *r = &cli->unit->config->state.rules;
    char from[FORMAT_IPV4], to[FORMAT_IPV4];

    (void)argc, (void)argv;
    for (unsigned i = 0; i < r->shuns && !cli_stopped(cli); i++)
        cli_printf(cli, "Shun %s %s %u %u\n", format_ipv4(r->shun[i].ip, from),
                   format_ipv4(r->shun[i].to, to), r->shun[i].from_port,
                   r->shun[i].to_port);
}

const struct command shun_commands[] = {
    {"clear shun", "", "Nobody is shunned", CLI_CONFIG,
     .since = RELEASE(6, 0, 0), .run = clear_shun},
    {"no shun", "<address>", "Let somebody in again", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .since = RELEASE(6, 0, 0),
     .run = no_shun},
    {"show shun", "", "Whose packets go nowhere", CLI_PRIVILEGED,
     .since = RELEASE(6, 0, 0), .run = show_shun},
    {"shun", "<address> [to from-port to-port [protocol]]",
     "Whose packets go nowhere from now on", CLI_CONFIG, .min_args = 1,
     .max_args = 5, .since = RELEASE(6, 0, 0), .run = shun},
    {0},
};
