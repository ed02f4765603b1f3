/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * factory.c - configure factory-default.
 *
 * What the small units come with: a DHCP server inside, an address from one
 * outside, the device manager.
 */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

enum {
    ADDRESS = 0xc0a80101, /* 192.168.1.1 */
    MASK = 0xffffff00,
    POOL = 32, /* addresses, 128 from 6.3 on */
    POOL_6_3 = 128,
    LINE = 96,
};

/* %1: the unit; %2: the mask; %3, %4: first and last of the pool; %5: the
 * network.  Which of them a line has, in this order. */
static const struct {
    const char *format;
    const char *uses;
} lines[] = {
    {"clear configure all", ""},
    {"interface ethernet0 auto", ""},
    {"interface ethernet1 auto", ""},
    {"ip address outside dhcp setroute", ""},
    {"ip address inside %s %s", "um"},
    {"global (outside) 1 interface", ""},
    {"nat (inside) 1 0.0.0.0 0.0.0.0 0 0", ""},
    {"http server enable", ""},
    {"http %s %s inside", "nm"},
    {"dhcpd address %s-%s inside", "fl"},
    {"dhcpd lease 3600", ""},
    {"dhcpd ping_timeout 750", ""},
    {"dhcpd auto_config outside", ""},
    {"dhcpd enable inside", ""},
};

enum { LINES = sizeof lines / sizeof lines[0] };

static bool is_small(void)
{
    static const char *const titles[] = {"PIX-501", "PIX-506", "PIX-506E"};

    for (unsigned i = 0; unit.platform && i < 3; i++) {
        if (!strcmp(unit.platform->title, titles[i]))
            return true;
    }
    return false;
}

/* As many as the licence and the network behind the unit's own address have. */
static uint32_t last_of_pool(uint32_t ip, uint32_t mask)
{
    uint32_t most = unit.release < RELEASE(6, 3, 0) ? POOL : POOL_6_3;
    uint32_t room = (ip | ~mask) - 1 - ip;

    if (most > unit.config.dhcpd_max)
        most = unit.config.dhcpd_max;
    return ip + (room < most ? room : most);
}

static uint32_t value(char use, uint32_t ip, uint32_t mask)
{
    switch (use) {
    case 'u':
        return ip;
    case 'm':
        return mask;
    case 'f':
        return ip + 1;
    case 'l':
        return last_of_pool(ip, mask);
    default:
        return ip & mask;
    }
}

static void apply(struct cli *cli, uint32_t ip, uint32_t mask)
{
    enum cli_mode mode = cli->mode;
    bool scripted = cli->scripted;

    cli->mode = CLI_CONFIG;
    cli->scripted = true;
    for (unsigned i = 0; i < LINES; i++) {
        char line[LINE], a[CONFIG_IP_TEXT] = "", b[CONFIG_IP_TEXT] = "";
        const char *uses = lines[i].uses;

        if (uses[0]) {
            config_mask(value(uses[0], ip, mask), a);
            config_mask(value(uses[1], ip, mask), b);
        }
        format(line, sizeof line, lines[i].format, a, b);
        cli_execute(cli, line);
    }
    cli->scripted = scripted;
    cli->mode = mode;
}

static void factory_default(struct cli *cli, int argc, char **argv)
{
    uint32_t ip = ADDRESS, mask = MASK;

    if (!is_small()) {
        cli_printf(cli, STR_FACTORY_NOT_HERE "\n", unit_platform_title());
        return;
    }
    if (argc > 0) {
        if (!config_get_ip(cli, argv[0], &ip))
            return;
        mask = config_natural_mask(ip);
    }
    if (argc > 1 && !config_get_mask(cli, argv[1], &mask))
        return;
    if (~mask < 3 || (ip & ~mask) == 0 || (ip | mask) >= 0xfffffffe)
        cli_printf(cli, STR_FACTORY_NO_ROOM "\n");
    else
        apply(cli, ip, mask);
}

const struct command factory_commands[] = {
    {"configure factory-default", "[<inside address> [<mask>]]",
     "The configuration this unit came with", CLI_PRIVILEGED, .max_args = 2,
     .since = RELEASE(6, 2, 0), .run = factory_default},
    {0},
};
