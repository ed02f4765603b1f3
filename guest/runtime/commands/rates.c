/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rates.c - how much passes: show traffic, show perfmon. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/wire/interfaces.h"

/* --- traffic ----------------------------------------------------------- */

/* What the counters stood at when they were cleared. */
static struct {
    uint64_t when;
    uint32_t rx_frames, rx_bytes, tx_frames, tx_bytes;
} since[INTERFACES_MAX];

static void way(struct cli *cli, const char *name, uint64_t ms,
                uint32_t packets, uint32_t bytes)
{
    uint64_t passed = ms ? ms : 1;

    cli_printf(cli, "\t%s (in %u.%03u secs):\n\t\t%u packets\t%u bytes\n"
               "\t\t%u pkts/sec\t%u bytes/sec\n", name, (unsigned)(ms / 1000),
               (unsigned)(ms % 1000), (unsigned)packets, (unsigned)bytes,
               (unsigned)(packets * 1000ull / passed),
               (unsigned)(bytes * 1000ull / passed));
}

static void show_traffic(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    for (unsigned i = 0; i < interfaces_count() && !cli_stopped(cli); i++) {
        const struct interface *in = interface_at(i);
        uint64_t ms = pit_ms(clock_now() - since[i].when);

        cli_printf(cli, "%s:\n", in->config->name);
        way(cli, "received", ms, in->nic.rx_frames - since[i].rx_frames,
            in->nic.rx_bytes - since[i].rx_bytes);
        way(cli, "transmitted", ms, in->nic.tx_frames - since[i].tx_frames,
            in->nic.tx_bytes - since[i].tx_bytes);
    }
}

static void clear_traffic(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    for (unsigned i = 0; i < interfaces_count(); i++) {
        const struct i8255x *nic = &interface_at(i)->nic;

        since[i].when = clock_now();
        since[i].rx_frames = nic->rx_frames;
        since[i].rx_bytes = nic->rx_bytes;
        since[i].tx_frames = nic->tx_frames;
        since[i].tx_bytes = nic->tx_bytes;
    }
}

/* --- perfmon ----------------------------------------------------------- */

static const struct {
    const char *name;
    uint16_t at; /* of its count; 0: nothing counts it */
} rows[] = {
#define COUNT(member) offsetof(struct firewall_counts, member)
    {"Xlates", COUNT(xlates_built)},
    {"Connections", COUNT(built)},
    {"TCP Conns", COUNT(tcp_built)},
    {"UDP Conns", COUNT(udp_built)},
    {"URL Access", COUNT(urls)},
    {"URL Server Req", 0},
    {"TCP Fixup", COUNT(looked_into)},
    {"TCPIntercept", COUNT(intercepted)},
    {"HTTP Fixup", COUNT(looked_into_http)},
    {"FTP Fixup", COUNT(looked_into_ftp)},
    {"AAA Authen", 0},
    {"AAA Author", 0},
    {"AAA Account", 0},
};

static uint32_t count_at(const struct firewall_counts *c, uint16_t at)
{
    uint32_t n = 0;

    if (at)
        memcpy(&n, (const uint8_t *)c + at, sizeof n);
    return n;
}

static void show_perfmon(struct cli *cli, int argc, char **argv)
{
    uint32_t now_s = clock_seconds(), before_s;
    const struct firewall_counts *before = traffic_counted(&before_s);
    struct firewall_counts now;

    (void)argc, (void)argv;
    if (!traffic_firewall())
        return;
    now = *firewall_counts(traffic_firewall());
    cli_printf(cli, "PERFMON STATS:    Current      Average\n");
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t n = count_at(&now, rows[i].at);
        uint32_t then = count_at(before, rows[i].at);
        uint32_t passed = now_s - before_s ? now_s - before_s : 1;

        cli_printf(cli, "%-17s %6u/s     %6u/s\n", rows[i].name,
                   (unsigned)((n - then) / passed),
                   (unsigned)(n / (now_s ? now_s : 1)));
    }
}

const struct command rate_commands[] = {
    {"clear traffic", "", "Count traffic from 0 again", CLI_PRIVILEGED,
     .run = clear_traffic},
    {"show perfmon", "", "What happens in a second", CLI_PRIVILEGED,
     .run = show_perfmon},
    {"show traffic", "", "What passed each interface", CLI_PRIVILEGED,
     .run = show_traffic},
    {0},
};
