/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dhcpd.c - the DHCP server: pools, and what clients are told.  Options by
 * number are in dhcpoptions.c. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/dhcpoptions.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

enum {
    INSIDE = 1,
    LEASE_MIN_S = 300, LEASE_MAX_S = 2147483647,
    PING_MIN_MS = 100, PING_MAX_MS = 10000,
    RANGE = 32, /* characters of a pool */
};

#define SINCE RELEASE(5, 2, 0)

static struct config_dhcpd *settings(struct cli *cli)
{
    return &cli->unit->config->state.dhcpd;
}

static void changed(struct cli *cli)
{
    config_changed(cli->unit->config, CONFIG_PART_DHCPD, 0);
}

/* --- the text ---------------------------------------------------------- */

static void generate_pair(const struct config *c, const char *word,
                          const uint32_t ip[2], struct config_text *to)
{
    char first[CONFIG_IP_TEXT], second[CONFIG_IP_TEXT];

    if (ip[0])
        config_printf(to, "dhcpd %s %s%s%s\n", word,
                      config_ip(c, ip[0], first), ip[1] ? " " : "",
                      ip[1] ? config_ip(c, ip[1], second) : "");
}

static void generate_pools(const struct config *c, struct config_text *to)
{
    const struct config_dhcpd *d = &c->state.dhcpd;
    char first[CONFIG_IP_TEXT], last[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (d->pool[i].first)
            config_printf(to, "dhcpd address %s-%s %s\n",
                          config_mask(d->pool[i].first, first),
                          config_mask(d->pool[i].last, last),
                          c->state.interface[i].name);
    }
}

static void generate(const struct config *c, struct config_text *to)
{
    const struct config_dhcpd copy = c->state.dhcpd, *d = &copy;

    generate_pools(c, to);
    generate_pair(c, "dns", d->dns, to);
    generate_pair(c, "wins", d->wins, to);
    if (d->lease_s)
        config_printf(to, "dhcpd lease %u\n", (unsigned)d->lease_s);
    if (d->ping_ms)
        config_printf(to, "dhcpd ping_timeout %u\n", (unsigned)d->ping_ms);
    if (d->domain[0])
        config_printf(to, "dhcpd domain %s\n", d->domain);
    dhcpoptions_generate(d, to);
    if (d->auto_config)
        config_printf(to, "dhcpd auto_config %s\n",
                      c->state.interface[d->auto_interface].name);
    for (unsigned i = 0; i < c->state.interfaces; i++) {
        if (d->pool[i].on)
            config_printf(to, "dhcpd enable %s\n",
                          c->state.interface[i].name);
    }
}

const struct config_row config_dhcpd_row = {
    .name = "dhcpd",
    .since = SINCE,
    .generate = generate,
};

/* --- pools ------------------------------------------------------------- */

/* The inside, or the one that is named; until 6.3 it is always the inside. */
static bool get_interface(struct cli *cli, int argc, char **argv, unsigned *to)
{
    const struct config *c = cli->unit->config;

    *to = INSIDE;
    if (argc > 0 && !config_get_interface(cli, argv[0], to))
        return false;
    if (*to < c->state.interfaces &&
        (*to == INSIDE || c->release >= RELEASE(6, 3, 0)))
        return true;
    cli_printf(cli, "%s\n", STR_CONFIG_DHCPD_INSIDE);
    return false;
}

/* "IP[-IP]" */
static bool get_range(struct cli *cli, const char *text, uint32_t *first,
                      uint32_t *last)
{
    const char *dash = strchr(text, '-');
    char one[RANGE] = "";

    if (dash && (size_t)(dash - text) < sizeof one) {
        memcpy(one, text, (size_t)(dash - text));
        if (!config_get_ip(cli, one, first) ||
            !config_get_ip(cli, dash + 1, last))
            return false;
    } else {
        if (!config_get_ip(cli, text, first))
            return false;
        *last = *first;
    }
    if (*first && *first <= *last)
        return true;
    cli_printf(cli, STR_CONFIG_BAD_RANGE "\n", text);
    return false;
}

static bool is_host(const struct config_interface *in, uint32_t ip)
{
    return ((ip ^ in->ip) & in->mask) == 0 && (ip & ~in->mask) &&
           (ip | in->mask) != UINT32_MAX;
}

static void address(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    const struct config_interface *in;
    uint32_t first, last;
    unsigned i;

    if (!get_range(cli, argv[0], &first, &last) ||
        !get_interface(cli, argc - 1, argv + 1, &i))
        return;
    in = &c->state.interface[i];
    /* What was saved may be of a network that the interface has left. */
    if (!cli->scripted &&
        (!in->ip || !is_host(in, first) || !is_host(in, last))) {
        cli_printf(cli, STR_CONFIG_DHCPD_NETWORK "\n", in->name);
    } else if (last - first >= c->dhcpd_max) {
        cli_printf(cli, STR_CONFIG_DHCPD_MANY "\n", c->dhcpd_max);
    } else {
        settings(cli)->pool[i].first = first;
        settings(cli)->pool[i].last = last;
        changed(cli);
    }
}

/* "[RANGE] [IF]": whichever of them is there. */
static void no_address(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = settings(cli);
    unsigned i = INSIDE;

    if (argc == 2 || (argc == 1 && !(argv[0][0] >= '0' && argv[0][0] <= '9'))) {
        if (!config_get_interface(cli, argv[argc - 1], &i))
            return;
    }
    memset(&d->pool[i], 0, sizeof d->pool[i]);
    changed(cli);
}

static void enable(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    if (!get_interface(cli, argc, argv, &i))
        return;
    if (!settings(cli)->pool[i].first) {
        cli_printf(cli, STR_CONFIG_DHCPD_NO_POOL "\n",
                   cli->unit->config->state.interface[i].name);
        return;
    }
    settings(cli)->pool[i].on = true;
    changed(cli);
}

static void no_enable(struct cli *cli, int argc, char **argv)
{
    unsigned i;

    if (!get_interface(cli, argc, argv, &i))
        return;
    settings(cli)->pool[i].on = false;
    changed(cli);
}

/* --- what clients are told --------------------------------------------- */

static void pair(struct cli *cli, int argc, char **argv, uint32_t to[2])
{
    uint32_t ip[2] = {0};

    for (int i = 0; i < argc; i++) {
        if (!config_get_ip(cli, argv[i], &ip[i]))
            return;
        if (!ip[i]) {
            cli_printf(cli, STR_CONFIG_BAD_IP "\n", argv[i]);
            return;
        }
    }
    memcpy(to, ip, sizeof ip);
    changed(cli);
}

static void dns(struct cli *cli, int argc, char **argv)
{
    pair(cli, argc, argv, settings(cli)->dns);
}

static void no_dns(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    pair(cli, 0, argv, settings(cli)->dns);
}

static void wins(struct cli *cli, int argc, char **argv)
{
    pair(cli, argc, argv, settings(cli)->wins);
}

static void no_wins(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    pair(cli, 0, argv, settings(cli)->wins);
}

static void lease(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (config_get_number(cli, argv[0], LEASE_MIN_S, LEASE_MAX_S,
                          &settings(cli)->lease_s))
        changed(cli);
}

static void no_lease(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    settings(cli)->lease_s = 0;
    changed(cli);
}

static void ping_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (config_get_number(cli, argv[0], PING_MIN_MS, PING_MAX_MS,
                          &settings(cli)->ping_ms))
        changed(cli);
}

static void no_ping_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    settings(cli)->ping_ms = 0;
    changed(cli);
}

static void domain(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = settings(cli);
    size_t n = strlen(argv[0]);

    (void)argc;
    if (n >= sizeof d->domain) {
        cli_printf(cli, STR_CONFIG_BAD_NAME "\n", CLI_HOSTNAME_MAX);
        return;
    }
    memset(d->domain, 0, sizeof d->domain);
    memcpy(d->domain, argv[0], n);
    changed(cli);
}

static void no_domain(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = settings(cli);

    (void)argc, (void)argv;
    memset(d->domain, 0, sizeof d->domain);
    changed(cli);
}

/* What the outside's server says, for what is not given here. */
static void auto_config(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = settings(cli);
    unsigned i = 0;

    if (argc > 0 && !config_get_interface(cli, argv[0], &i))
        return;
    d->auto_config = true;
    d->auto_interface = (uint8_t)i;
    changed(cli);
}

static void no_auto_config(struct cli *cli, int argc, char **argv)
{
    struct config_dhcpd *d = settings(cli);

    (void)argc, (void)argv;
    d->auto_config = false;
    d->auto_interface = 0;
    changed(cli);
}

/* "CODE ascii|hex|ip VALUE..." */
static void option(struct cli *cli, int argc, char **argv)
{
    if (dhcpoptions_set(cli, argc, argv))
        changed(cli);
}

static void no_option(struct cli *cli, int argc, char **argv)
{
    if (!argc)
        cli_usage(cli, "no dhcpd option", 15);
    else if (dhcpoptions_remove(cli, argv[0]))
        changed(cli);
}

/* --- all of it --------------------------------------------------------- */

static void show_dhcpd(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

static void clear_dhcpd(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    memset(settings(cli), 0, sizeof *settings(cli));
    changed(cli);
}

#define BOTH(words, args, summary, min, max, since_, run_)                   \
    {"dhcpd " words, args, summary, CLI_CONFIG, .min_args = min,            \
     .max_args = max, .since = since_, .run = run_},                         \
    {"no dhcpd " words, args, summary, CLI_CONFIG, .max_args = max,         \
     .since = since_, .run = no_##run_}

const struct command config_dhcpd_commands[] = {
    {"clear dhcpd", "", "No DHCP server", CLI_CONFIG, .since = SINCE,
     .run = clear_dhcpd},
    {"dhcpd", "", "A DHCP server", CLI_CONFIG, .since = SINCE, .run = NULL},
    BOTH("address", "<address>[-<address>] [<interface>]",
         "Addresses for clients", 1, 2, SINCE, address),
    BOTH("auto_config", "[<interface>]", "Tell what another server says",
         0, 1, RELEASE(6, 0, 0), auto_config),
    BOTH("dns", "<address> [<address>]", "Name servers", 1, 2, SINCE, dns),
    BOTH("domain", "<name>", "The clients' domain", 1, 1, SINCE, domain),
    BOTH("enable", "[<interface>]", "Serve", 0, 1, SINCE, enable),
    BOTH("lease", "<seconds>", "How long an address is lent", 1, 1, SINCE,
         lease),
    BOTH("option", "<code> ascii|hex|ip <value> ...", "Another option", 3, 4,
         RELEASE(6, 2, 0), option),
    BOTH("ping_timeout", "<milliseconds>",
         "How long an address is asked for first", 1, 1, SINCE,
         ping_timeout),
    BOTH("wins", "<address> [<address>]", "NetBIOS name servers", 1, 2,
         SINCE, wins),
    {"show dhcpd", "", "The DHCP server", CLI_PRIVILEGED, .since = SINCE,
     .run = show_dhcpd},
    {0},
};
