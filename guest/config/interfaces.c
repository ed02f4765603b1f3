/* SPDX-License-Identifier: GPL-2.0-or-later */
/* interfaces.c - interface, mtu, ip address. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum {
    MTU = 1500,
    LOOPBACK = 0x7f000001,
    RETRY = 4, /* and the bounds of it */
    RETRY_MAX = 16,
};

const char *const config_speeds[] = {
    "auto", "10baset", "10full", "100basetx", "100full", "aui", "bnc", NULL,
};

static struct config_interface *at(struct cli *cli, unsigned i)
{
    return &cli->unit->config->state.interface[i];
}

/* --- interface --------------------------------------------------------- */

static void interface_defaults(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        struct config_interface *in = &c->state.interface[i];

        format(in->title, sizeof in->title, "ethernet%u", i);
        in->shutdown = true;
    }
}

static void interface_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const struct config_interface *in = &c->state.interface[i];

        config_printf(to, "interface %s %s%s\n", in->title,
                      config_speeds[in->speed],
                      in->shutdown ? " shutdown" : "");
    }
}

/* From 6.2 on these lines stand at the top. */
const struct config_row config_interface_first_row = {
    .name = "interface",
    .since = RELEASE(6, 2, 0),
    .defaults = interface_defaults,
    .generate = interface_generate,
};
const struct config_row config_interface_later_row = {
    .name = "interface",
    .until = RELEASE(6, 2, 0),
    .defaults = interface_defaults,
    .generate = interface_generate,
};

static bool parse_speed(const char *text, uint8_t *to)
{
    for (unsigned i = 0; config_speeds[i]; i++) {
        if (!strcasecmp(text, config_speeds[i])) {
            *to = (uint8_t)i;
            return true;
        }
    }
    return false;
}

/* "interface e0 [speed] [shutdown]": without `shutdown` it is up. */
static void interface(struct cli *cli, int argc, char **argv)
{
    struct config_interface *in;
    bool shutdown = false;
    uint8_t speed;
    unsigned i;

    if (!config_get_interface(cli, argv[0], &i))
        return;
    in = at(cli, i);
    speed = in->speed;
    for (int a = 1; a < argc; a++) {
        if (a == argc - 1 && cli_abbreviates(argv[a], "shutdown")) {
            shutdown = true;
        } else if (a != 1 || !parse_speed(argv[a], &speed)) {
            cli_printf(cli, STR_CONFIG_BAD_SPEED "\n", argv[a]);
            cli_usage(cli, "interface", 9);
            return;
        }
    }
    in->speed = speed;
    in->shutdown = shutdown;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

/* --- mtu --------------------------------------------------------------- */

static void mtu_defaults(struct config *c)
{
    for (unsigned i = 0; i < c->state.interfaces; i++)
        c->state.interface[i].mtu = MTU;
}

static void mtu_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++)
        config_printf(to, "mtu %s %u\n", c->state.interface[i].name,
                      c->state.interface[i].mtu);
}

const struct config_row config_mtu_row = {
    .name = "mtu",
    .defaults = mtu_defaults,
    .generate = mtu_generate,
};

static void set_mtu(struct cli *cli, unsigned i, uint32_t mtu)
{
    at(cli, i)->mtu = (uint16_t)mtu;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

static void mtu(struct cli *cli, int argc, char **argv)
{
    uint32_t n;
    unsigned i;

    (void)argc;
    if (config_get_interface(cli, argv[0], &i) &&
        config_get_number(cli, argv[1], CONFIG_MTU_MIN, CONFIG_MTU_MAX, &n))
        set_mtu(cli, i, n);
}

static void no_mtu(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (config_get_interface(cli, argv[0], &i))
        set_mtu(cli, i, MTU);
}

static void show_mtu(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, mtu_generate);
}

/* --- ip address -------------------------------------------------------- */

static void dhcp_line(const struct config_interface *in,
                      struct config_text *to)
{
    config_printf(to, "ip address %s dhcp%s", in->name,
                  in->setroute ? " setroute" : "");
    if (in->retry != RETRY)
        config_printf(to, " retry %u", in->retry);
    config_printf(to, "\n");
}

static void fixed_line(const struct config *c,
                       const struct config_interface *in,
                       struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    config_printf(to, "ip address %s", in->name);
    if (in->ip)
        config_printf(to, " %s %s", config_ip(c, in->ip, ip),
                      config_mask(in->mask, mask));
    if (in->pppoe)
        config_printf(to, " pppoe%s", in->setroute ? " setroute" : "");
    config_printf(to, "\n");
}

/* Without one an interface had 127.0.0.1 until `no ip address` came. */
static void address_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const struct config_interface *in = &c->state.interface[i];

        if (in->dhcp)
            dhcp_line(in, to);
        else if (in->ip || in->pppoe)
            fixed_line(c, in, to);
        else if (c->release >= RELEASE(6, 2, 0))
            config_printf(to, "no ip address %s\n", in->name);
        else
            config_printf(to, "ip address %s 127.0.0.1 255.255.255.255\n",
                          in->name);
    }
}

const struct config_row config_address_row = {
    .name = "ip address",
    .generate = address_generate,
};

static void set_address(struct cli *cli, unsigned i, uint32_t ip,
                        uint32_t mask)
{
    struct config_interface *in = at(cli, i);

    in->ip = ip;
    in->mask = mask;
    in->gateway = 0;
    in->dhcp = in->pppoe = in->setroute = false;
    in->retry = 0;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

/* An address of a host, not of its network or of everybody there. */
static bool is_host(uint32_t ip, uint32_t mask)
{
    return ip >> 24 != 0 && ip >> 24 < 224 &&
           (~mask < 2 || ((ip & ~mask) != 0 && (ip | mask) != 0xffffffff));
}

/* "[setroute] [retry N]": asked for anew each time it is typed. */
static void address_by_dhcp(struct cli *cli, unsigned i, int argc,
                            char **argv)
{
    bool setroute = argc > 0 && cli_abbreviates(argv[0], "setroute");
    uint32_t retry = RETRY;
    int at_retry = setroute ? 1 : 0;

    if (argc > at_retry &&
        (argc != at_retry + 2 || !cli_abbreviates(argv[at_retry], "retry"))) {
        cli_usage(cli, "ip address", 10);
        return;
    }
    if (argc > at_retry &&
        !config_get_number(cli, argv[at_retry + 1], RETRY, RETRY_MAX, &retry))
        return;
    set_address(cli, i, 0, 0);
    at(cli, i)->dhcp = true;
    at(cli, i)->setroute = setroute;
    at(cli, i)->retry = (uint8_t)retry;
    config_changed(cli->unit->config, CONFIG_PART_INTERFACE, i);
}

/* "pppoe [setroute]" at the end of the line, since 6.2: taken off it.  The
 * setting to be is *pppoe and *setroute. */
static void take_pppoe(struct cli *cli, int *argc, char **argv, bool *pppoe,
                       bool *setroute)
{
    int n = *argc;

    *pppoe = *setroute = false;
    if (cli->unit->release < RELEASE(6, 2, 0))
        return;
    if (n > 2 && cli_abbreviates(argv[n - 1], "setroute") &&
        cli_abbreviates(argv[n - 2], "pppoe")) {
        *setroute = true;
        n--;
    }
    if (n > 1 && cli_abbreviates(argv[n - 1], "pppoe")) {
        *pppoe = true;
        *argc = n - 1;
    }
}

static void set_pppoe(struct cli *cli, unsigned i, bool setroute)
{
    at(cli, i)->pppoe = true;
    at(cli, i)->setroute = setroute;
    config_no_effect(cli, "pppoe");
}

/* "A [MASK]": false: said what is wrong. */
static bool get_host(struct cli *cli, int argc, char **argv, uint32_t *ip,
                     uint32_t *mask)
{
    if (!config_get_ip(cli, argv[0], ip))
        return false;
    *mask = config_natural_mask(*ip);
    if (argc == 2 && !config_get_mask(cli, argv[1], mask))
        return false;
    if (*ip == LOOPBACK)
        *ip = *mask = 0;
    else if (!is_host(*ip, *mask)) {
        cli_printf(cli, STR_CONFIG_BAD_IP "\n", argv[0]);
        return false;
    }
    return true;
}

static void ip_address(struct cli *cli, int argc, char **argv)
{
    uint32_t ip = 0, mask = 0;
    bool pppoe, setroute;
    unsigned i;

    if (!config_get_interface(cli, argv[0], &i))
        return;
    if (cli->unit->release >= RELEASE(6, 0, 0) &&
        cli_abbreviates(argv[1], "dhcp")) {
        address_by_dhcp(cli, i, argc - 2, argv + 2);
        return;
    }
    take_pppoe(cli, &argc, argv, &pppoe, &setroute);
    if (argc > 3 || (argc < 2 && !pppoe)) {
        cli_usage(cli, "ip address", 10);
        return;
    }
    if (argc > 1 && !get_host(cli, argc - 1, argv + 1, &ip, &mask))
        return;
    set_address(cli, i, ip, mask);
    if (pppoe)
        set_pppoe(cli, i, setroute);
}

static void no_ip_address(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    (void)argc;
    if (config_get_interface(cli, argv[0], &i))
        set_address(cli, i, 0, 0);
}

const struct command config_interface_commands[] = {
    {"interface", "<hardware> [auto|10baset|10full|100basetx|100full|aui|bnc] "
     "[shutdown]",
     "Switch an interface on or off, choose its speed", CLI_CONFIG,
     .min_args = 1, .max_args = 3, .run = interface},
    {"ip", "", "Addresses of interfaces", CLI_CONFIG, .run = NULL},
    {"ip address", "<interface> {[address [mask]] [pppoe [setroute]] | "
     "dhcp [setroute] [retry <times>]}", "Give one an address", CLI_CONFIG,
     .min_args = 2, .max_args = 5, .run = ip_address},
    {"mtu", "<interface> <bytes>", "The longest packet of an interface",
     CLI_CONFIG, .min_args = 2, .max_args = 2, .run = mtu},
    {"no ip address", "<interface> [address] [mask]", "Take an address back",
     CLI_CONFIG, .min_args = 1, .max_args = 5, .run = no_ip_address},
    {"no mtu", "<interface> [bytes]", "1500 again", CLI_CONFIG,
     .min_args = 1, .max_args = 2, .run = no_mtu},
    {"show mtu", "", "Longest packets", CLI_PRIVILEGED, .run = show_mtu},
    {0},
};
