/* SPDX-License-Identifier: GPL-2.0-or-later */
/* address.c - show ip address: what is configured, what the unit has now, and
 * how it was leased. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/net/stack.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/pair/pair.h"
#include "guest/runtime/unit/strings.h"

/* --- addresses --------------------------------------------------------- */

static uint32_t configured_ip(const struct config *c, unsigned i)
{
    return c->state.interface[i].ip;
}

/* A standby unit has others than the system has. */
static uint32_t current_ip(const struct config *c, unsigned i)
{
    (void)c;
    return pair_ip(i);
}

/* Of one interface, or of all: one < 0. */
static void list(struct cli *cli, int one,
                 uint32_t (*ip_of)(const struct config *, unsigned i))
{
    const struct config *c = cli->unit->config;
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const struct config_interface *in = &c->state.interface[i];
        uint32_t has = ip_of(c, i);

        if (one >= 0 && i != (unsigned)one)
            continue;
        if (has)
            cli_printf(cli, "\tip address %s %s %s\n", in->name,
                       config_ip(c, has, ip), config_mask(in->mask, mask));
        else
            cli_printf(cli, "\tno ip address %s\n", in->name);
    }
}

/* --- leases ------------------------------------------------------------ */

static const char *const phases[] = {
    [STACK_LEASE_INIT] = "Initializing",
    [STACK_LEASE_SELECTING] = "Selecting",
    [STACK_LEASE_REQUESTING] = "Requesting",
    [STACK_LEASE_BOUND] = "Bound",
    [STACK_LEASE_RENEWING] = "Renewing",
    [STACK_LEASE_REBINDING] = "Rebinding",
};

static void show_lease(struct cli *cli, unsigned i)
{
    const char *name = cli->unit->config->state.interface[i].name;
    struct stack_lease lease = stack_leased(i);
    struct stack_lease_times t;
    char ip[CONFIG_IP_TEXT];

    if (!stack_lease_times(i, &t)) {
        cli_printf(cli, STR_NO_LEASE "\n", name);
        return;
    }
    cli_printf(cli, "Temp IP Addr:%s for peer on interface:%s\n",
               config_mask(lease.ip, ip), name);
    cli_printf(cli, "Temp sub net mask:%s\n", config_mask(lease.mask, ip));
    cli_printf(cli, "DHCP Lease server:%s, state:%u %s\n",
               config_mask(t.server, ip), (unsigned)t.phase, phases[t.phase]);
    cli_printf(cli, "DHCP Transaction id:0x%X\n", (unsigned)t.transaction);
    cli_printf(cli, "Lease:%u secs, Renewal:%u secs, Rebind:%u secs\n",
               (unsigned)t.lease_s, (unsigned)t.renewal_s,
               (unsigned)t.rebind_s);
    if (lease.gateway)
        cli_printf(cli, "Temp default-gateway addr:%s\n",
                   config_mask(lease.gateway, ip));
    cli_printf(cli, "Next timer fires after:%u secs\n", (unsigned)t.next_s);
    cli_printf(cli, "Retry count:%u\n", t.retries);
}

/* --- the command ------------------------------------------------------- */

static void show_ip_address(struct cli *cli, int argc, char **argv)
{
    unsigned i = 0;

    if (argc && !config_get_interface(cli, argv[0], &i))
        return;
    if (argc == 2) {
        if (cli->unit->release < RELEASE(6, 0, 0) ||
            !cli_abbreviates(argv[1], "dhcp"))
            cli_usage(cli, "show ip address", 15);
        else
            show_lease(cli, i);
        return;
    }
    cli_printf(cli, "System IP Addresses:\n");
    list(cli, argc ? (int)i : -1, configured_ip);
    cli_printf(cli, "Current IP Addresses:\n");
    list(cli, argc ? (int)i : -1, current_ip);
}

const struct command address_commands[] = {
    {"show ip", "", "Addresses of interfaces", CLI_PRIVILEGED,
     .run = show_ip_address},
    {"show ip address", "[interface [dhcp]]", "Addresses of interfaces",
     CLI_PRIVILEGED, .max_args = 2, .run = show_ip_address},
    {0},
};
