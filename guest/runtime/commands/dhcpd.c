/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dhcpd.c - what the DHCP server has lent and counted. */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/format.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/network/dhcpd.h"

#define SINCE RELEASE(5, 2, 0)

enum { ID_TEXT = DHCP_ID_MAX * 5 / 2 + 1 };

/* 0100.a0c9.868e.43 */
static const char *id_text(const struct dhcp_client *c, char to[ID_TEXT])
{
    size_t at = 0;

    to[0] = '\0';
    for (unsigned i = 0; i < c->n; i++) {
        format(to + at, ID_TEXT - at, "%s%02x", i && i % 2 == 0 ? "." : "",
               c->id[i]);
        at += i && i % 2 == 0 ? 3 : 2;
    }
    return to;
}

static void show_binding(struct cli *cli, int argc, char **argv)
{
    const struct dhcp *d = dhcpd_server();
    uint64_t now = dhcpd_now();

    (void)argc, (void)argv;
    cli_printf(cli, "IP Address Hardware Address Lease Expiration Type\n");
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX && !cli_stopped(cli); i++) {
        const struct dhcp_binding *b = &d->binding[i];
        char id[ID_TEXT], ip[CONFIG_IP_TEXT];

        if (b->state == DHCP_BOUND)
            cli_printf(cli, "%s %s %u seconds automatic\n",
                       config_mask(b->ip, ip), id_text(&b->client, id),
                       (unsigned)(b->until > now ? (b->until - now) / 1000
                                                 : 0));
    }
}

static void rows(struct cli *cli, const uint32_t counts[DHCP_TYPES],
                 const char *bootp, bool sent)
{
    static const struct {
        const char *name;
        uint8_t type;
        bool sent;
    } table[] = {
        {"DHCPDISCOVER", DHCP_DISCOVER, false},
        {"DHCPREQUEST", DHCP_REQUEST, false},
        {"DHCPDECLINE", DHCP_DECLINE, false},
        {"DHCPRELEASE", DHCP_RELEASE, false},
        {"DHCPINFORM", DHCP_INFORM, false},
        {"DHCPOFFER", DHCP_OFFER, true},
        {"DHCPACK", DHCP_ACK, true},
        {"DHCPNAK", DHCP_NAK, true},
    };

    cli_printf(cli, "%-20s %u\n", bootp, (unsigned)counts[DHCP_BOOTP]);
    for (unsigned i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (table[i].sent == sent)
            cli_printf(cli, "%-20s %u\n", table[i].name,
                       (unsigned)counts[table[i].type]);
    }
}

static void show_statistics(struct cli *cli, int argc, char **argv)
{
    const struct dhcp *d = dhcpd_server();

    (void)argc, (void)argv;
    cli_printf(cli, "%-20s %u\n", "Address pools", dhcp_pools(d));
    cli_printf(cli, "%-20s %u\n", "Automatic bindings",
               dhcp_count(d, DHCP_BOUND));
    cli_printf(cli, "%-20s %u\n", "Expired bindings",
               (unsigned)d->counts.expired);
    cli_printf(cli, "%-20s %u\n\n", "Malformed messages",
               (unsigned)d->counts.malformed);
    cli_printf(cli, "Message              Received\n");
    rows(cli, d->counts.received, "BOOTREQUEST", false);
    cli_printf(cli, "\nMessage              Sent\n");
    rows(cli, d->counts.sent, "BOOTREPLY", true);
}

static void clear_binding(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    dhcp_clear_bindings(dhcpd_server());
}

static void clear_statistics(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    dhcp_clear_counts(dhcpd_server());
}

const struct command dhcpd_commands[] = {
    {"clear dhcpd binding", "", "Forget who has which address", CLI_CONFIG,
     .since = SINCE, .run = clear_binding},
    {"clear dhcpd statistics", "", "Count the DHCP server's messages anew",
     CLI_CONFIG, .since = SINCE, .run = clear_statistics},
    {"show dhcpd binding", "", "Who has which address", CLI_PRIVILEGED,
     .since = SINCE, .run = show_binding},
    {"show dhcpd statistics", "", "Messages of the DHCP server",
     CLI_PRIVILEGED, .since = SINCE, .run = show_statistics},
    {0},
};
