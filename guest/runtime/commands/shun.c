/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shun.c - whose packets go nowhere: shun, for an intrusion detector or
 * somebody in a hurry.  No part of the configuration's text. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/network/traffic.h"

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

/* --- figures ----------------------------------------------------------- */

static void show_statistics(struct cli *cli, int argc, char **argv)
{
    const struct config_state *s = &cli->unit->config->state;
    const struct firewall *f = traffic_firewall();
    struct firewall_shun_view v;
    char ip[FORMAT_IPV4], time[FORMAT_HMS];
    unsigned at = 0;

    (void)argc, (void)argv;
    if (!f)
        return;
    for (unsigned i = 0; i < s->interfaces && !cli_stopped(cli); i++) {
        bool on;
        uint32_t drops = firewall_shun_drops(f, i, &on);

        cli_printf(cli, "%s=%s, cnt=%u\n", s->interface[i].name,
                   on ? "ON" : "OFF", (unsigned)drops);
    }
    while (!cli_stopped(cli) && firewall_next_shun(f, &at, &v))
        cli_printf(cli, "Shun %s cnt=%u, time=(%s)\n",
                   format_ipv4(v.ip, ip), (unsigned)v.drops,
                   format_hms(v.seconds, time));
}

static void clear_statistics(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    if (traffic_firewall())
        firewall_clear_shun_drops(traffic_firewall());
}

#define SINCE .since = RELEASE(6, 0, 0)

const struct command shun_commands[] = {
    {"clear shun", "", "Nobody is shunned", CLI_CONFIG, SINCE,
     .run = clear_shun},
    {"clear shun statistics", "", "Count the packets of shunned hosts anew",
     CLI_PRIVILEGED, SINCE, .run = clear_statistics},
    {"no shun", "<address>", "Let somebody in again", CLI_CONFIG, SINCE,
     .min_args = 1, .max_args = 1, .run = no_shun},
    {"show shun", "", "Whose packets go nowhere", CLI_PRIVILEGED, SINCE,
     .run = show_shun},
    {"show shun statistics", "", "How many packets of theirs came",
     CLI_PRIVILEGED, SINCE, .run = show_statistics},
    {"shun", "<address> [to from-port to-port [protocol]]",
     "Whose packets go nowhere from now on", CLI_CONFIG, SINCE, .min_args = 1,
     .max_args = 5, .run = shun},
    {0},
};
