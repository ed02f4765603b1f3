/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interface.c - show interface, clear interface. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/unit/report.h"
#include "guest/runtime/wire/interfaces.h"

static const char *up(bool yes)
{
    return yes ? "up" : "down";
}

static void head(struct cli *cli, const struct interface *in)
{
    const struct config_interface *c = in->config;
    uint32_t now = pair_ip((unsigned)(in - interface_at(0)));
    char mac[REPORT_MAC_TEXT], ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    report_mac(mac, sizeof mac, in->nic.mac);
    cli_printf(cli, "interface %s \"%s\" is %s, line protocol is %s\n",
               c->title, c->name,
               c->shutdown ? "administratively down" : up(in->on),
               up(in->link.up));
    cli_printf(cli, "  Hardware is %s ethernet, address is %s\n",
               i8255x_name(in->nic.revision), mac);
    if (now)
        cli_printf(cli, "  IP address %s, subnet mask %s\n",
                   config_mask(now, ip), config_mask(c->mask, mask));
    cli_printf(cli, "  MTU %u bytes, BW %u Kbit %s duplex\n", c->mtu,
               in->link.up ? in->link.mbps * 1000 : 10000,
               in->link.full_duplex ? "full" : "half");
}

/* --- counters ---------------------------------------------------------- */

/* All of 32 bits: they are taken apart as a table. */
struct figures {
    struct i8255x_counters chip;
    uint32_t rx_frames, rx_bytes, tx_frames, tx_bytes, broadcasts, giants,
        no_block;
};

enum { FIGURES = sizeof(struct figures) / sizeof(uint32_t) };

/* What they were when they were cleared. */
static struct figures cleared[INTERFACES_MAX];

static struct figures count(struct interface *in)
{
    struct figures f = {
        .rx_frames = in->nic.rx_frames, .rx_bytes = in->nic.rx_bytes,
        .tx_frames = in->nic.tx_frames, .tx_bytes = in->nic.tx_bytes,
        .broadcasts = in->broadcasts, .giants = in->giants,
        .no_block = in->no_block};

    if (in->on)
        i8255x_count(&in->nic, &f.chip);
    return f;
}

/* Since they were cleared; those of a chip that began anew meanwhile, since
 * then. */
static struct figures figures(struct interface *in)
{
    struct figures f = count(in);
    uint32_t now[FIGURES], before[FIGURES];

    memcpy(now, &f, sizeof f);
    memcpy(before, &cleared[in - interface_at(0)], sizeof f);
    for (unsigned i = 0; i < FIGURES; i++)
        now[i] -= before[i] <= now[i] ? before[i] : 0;
    memcpy(&f, now, sizeof f);
    return f;
}

static void clear_interface(struct cli *cli, int argc, char **argv)
{
    unsigned one = 0;

    if (argc && !config_get_interface(cli, argv[0], &one))
        return;
    for (unsigned i = 0; i < interfaces_count(); i++) {
        if (!argc || i == one)
            cleared[i] = count(interface_at(i));
    }
}

/* What the chip alone knows is its; what passed through the driver is the
 * driver's, in bytes too. */
static void received(struct cli *cli, const struct figures *f)
{
    const struct i8255x_counters *c = &f->chip;
    unsigned errors = c->rx_crc + c->rx_alignment + c->rx_overrun +
                      c->rx_short;

    cli_printf(cli, "\t%u packets input, %u bytes, %u no buffer\n",
               (unsigned)f->rx_frames, (unsigned)f->rx_bytes,
               (unsigned)(c->rx_resource + f->no_block));
    cli_printf(cli, "\tReceived %u broadcasts, %u runts, %u giants\n",
               (unsigned)f->broadcasts, (unsigned)c->rx_short,
               (unsigned)f->giants);
    cli_printf(cli, "\t%u input errors, %u CRC, %u frame, %u overrun, "
               "0 ignored, 0 abort\n",
               errors, (unsigned)c->rx_crc, (unsigned)c->rx_alignment,
               (unsigned)c->rx_overrun);
}

static void sent(struct cli *cli, const struct figures *f)
{
    const struct i8255x_counters *c = &f->chip;
    unsigned errors = c->tx_max_collisions + c->tx_late_collisions +
                      c->tx_underruns + c->tx_lost_carrier;

    cli_printf(cli, "\t%u packets output, %u bytes, %u underruns\n",
               (unsigned)f->tx_frames, (unsigned)f->tx_bytes,
               (unsigned)c->tx_underruns);
    cli_printf(cli, "\t%u output errors, %u collisions, "
               "0 interface resets\n", errors, (unsigned)c->tx_collisions);
    cli_printf(cli, "\t0 babbles, %u late collisions, %u deferred\n",
               (unsigned)c->tx_late_collisions, (unsigned)c->tx_deferred);
    cli_printf(cli, "\t%u lost carrier, 0 no carrier\n",
               (unsigned)c->tx_lost_carrier);
}

static void queues(struct cli *cli, const struct interface *in)
{
    unsigned sending = in->nic.tx_in - in->nic.tx_out;

    cli_printf(cli, "\tinput queue (curr/max blocks): "
               "hardware (%u/%u) software (%u/%u)\n",
               in->on ? I8255X_RX_RING : 0, in->on ? I8255X_RX_RING : 0,
               in->in.n, in->in.most);
    cli_printf(cli, "\toutput queue (curr/max blocks): "
               "hardware (%u/%u) software (%u/%u)\n", sending,
               in->on ? I8255X_TX_RING : 0, in->out.n, in->out.most);
}

static void show_one(struct cli *cli, struct interface *in)
{
    struct figures f = figures(in);

    head(cli, in);
    received(cli, &f);
    sent(cli, &f);
    queues(cli, in);
}

static void show_interface(struct cli *cli, int argc, char **argv)
{
    if (argc == 1) {
        unsigned i;

        if (config_get_interface(cli, argv[0], &i))
            show_one(cli, interface_at(i));
        return;
    }
    for (unsigned i = 0; i < interfaces_count() && !cli_stopped(cli); i++)
        show_one(cli, interface_at(i));
}

const struct command interface_commands[] = {
    {"clear interface", "[name]", "Counters from 0 again", CLI_PRIVILEGED,
     .max_args = 1, .run = clear_interface},
    {"show interface", "[name]", "Links, addresses and counters",
     CLI_PRIVILEGED, .max_args = 1, .run = show_interface},
    {0},
};
