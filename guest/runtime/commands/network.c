/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.c - ping, show arp, clear arp. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/i386/cpu.h"
#include "guest/net/echo.h"
#include "guest/net/stack.h"
#include "guest/net/stations.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/location.h"
#include "guest/runtime/network/network.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

/* --- ping -------------------------------------------------------------- */

enum { PROBES = 3, PROBE_BYTES = 100, PATIENCE_MS = 1000 };

static void answered(void *far)
{
    thread_signal(far);
}

/* Waits for the answer; how many milliseconds that took. */
static unsigned wait_for(struct echo *e, struct event *event)
{
    uint64_t began = clock_now(),
             until = began + CLOCK_SECONDS(PATIENCE_MS) / 1000;
    uint32_t flags = cpu_save();

    while (!e->answered && clock_now() < until)
        thread_wait(event, until);
    cpu_restore(flags);
    return (unsigned)pit_ms(clock_now() - began);
}

static void probe(struct cli *cli, struct echo *e, struct event *event,
                  uint32_t ip)
{
    char text[CONFIG_IP_TEXT];
    unsigned ms;

    echo_send(e, ip, PROBE_BYTES);
    interfaces_kick();
    ms = wait_for(e, event);
    config_ip(cli->unit->config, ip, text);
    if (e->answered)
        cli_printf(cli, "\t%s response received -- %ums\n", text, ms);
    else
        cli_printf(cli, "\t%s NO response received -- %ums\n", text,
                   PATIENCE_MS);
}

/* "[IF] IP": routes decide the interface, which is only looked at. */
static void ping(struct cli *cli, int argc, char **argv)
{
    struct event event = {0};
    struct echo e;
    unsigned interface;
    uint32_t ip;

    if ((argc == 2 && !config_get_interface(cli, argv[0], &interface)) ||
        !location_get_ip(cli, argv[argc - 1], &ip))
        return;
    echo_begin(&e, answered, &event);
    clock_fine(true);
    for (unsigned i = 0; i < PROBES && !cli_stopped(cli) &&
                         !cli_interrupted(cli); i++)
        probe(cli, &e, &event, ip);
    clock_fine(false);
    echo_end(&e);
}

/* --- arp --------------------------------------------------------------- */

static void show_arp(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    struct station s;
    unsigned at = 0;

    (void)argc, (void)argv;
    while (stations_next(&at, &s) && !cli_stopped(cli)) {
        char ip[CONFIG_IP_TEXT], mac[REPORT_MAC_TEXT];

        report_mac(mac, sizeof mac, s.mac);
        cli_printf(cli, "\t%s %s %s\n", c->state.interface[s.interface].name,
                   config_ip(c, s.ip, ip), mac);
    }
}

static void clear_arp(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    network_apply(CONFIG_PART_ARPS, 0);
}

const struct command network_commands[] = {
    {"clear arp", "", "Forget learned hardware addresses", CLI_PRIVILEGED,
     .run = clear_arp},
    {"ping", "[interface] <address>", "Ask whether a station is there",
     CLI_PRIVILEGED, .min_args = 1, .max_args = 2, .run = ping},
    {"show arp", "", "Hardware addresses that are known", CLI_PRIVILEGED,
     .run = show_arp},
    {0},
};
