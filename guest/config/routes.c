/* SPDX-License-Identifier: GPL-2.0-or-later */
/* routes.c - route, arp. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { ARP_TIMEOUT_S = 14400, ARP_TIMEOUT_MIN_S = 60,
       ARP_TIMEOUT_MAX_S = 1215752 };

/* Takes row i out of an array of n; the free place is zero. */
static void take_out(void *rows, size_t size, unsigned *n, unsigned i)
{
    uint8_t *at = (uint8_t *)rows + i * size;

    memmove(at, at + size, (*n - i - 1) * size);
    --*n;
    memset((uint8_t *)rows + *n * size, 0, size);
}

static void changed(struct cli *cli, enum config_part part)
{
    config_changed(cli->unit->config, part, 0);
}

/* --- route ------------------------------------------------------------- */

static bool is_leased_route(const struct config_interface *in)
{
    return in->dhcp && in->setroute && in->gateway;
}

bool config_route_at(const struct config *c, unsigned n,
                     struct config_route *to)
{
    const struct config_state *s = &c->state;

    if (n < s->routes) {
        *to = s->route[n];
        return true;
    }
    n -= s->routes;
    for (unsigned i = 0; i < s->interfaces; i++) {
        if (is_leased_route(&s->interface[i]) && n-- == 0) {
            *to = (struct config_route){
                .interface = (uint8_t)i, .metric = 1,
                .gateway = s->interface[i].gateway};
            return true;
        }
    }
    return false;
}

static void route_generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], gateway[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.routes; i++) {
        const struct config_route *r = &c->state.route[i];

        config_printf(to, "route %s %s %s %s %u\n",
                      c->state.interface[r->interface].name,
                      config_ip(c, r->ip, ip), config_mask(r->mask, mask),
                      config_ip(c, r->gateway, gateway), r->metric);
    }
}

const struct config_row config_route_row = {
    .name = "route",
    .generate = route_generate,
};

/* "IF IP MASK [GATEWAY [METRIC]]" */
static bool parse_route(struct cli *cli, int argc, char **argv,
                        struct config_route *r)
{
    uint32_t metric = 1;
    unsigned i;

    memset(r, 0, sizeof *r);
    if (!config_get_interface(cli, argv[0], &i) ||
        !config_get_ip(cli, argv[1], &r->ip) ||
        !config_get_mask(cli, argv[2], &r->mask) ||
        (argc > 3 && !config_get_ip(cli, argv[3], &r->gateway)) ||
        (argc > 4 && !config_get_number(cli, argv[4], 1, 255, &metric)))
        return false;
    r->interface = (uint8_t)i;
    r->metric = (uint8_t)metric;
    if (r->ip & ~r->mask) {
        cli_printf(cli, STR_CONFIG_BAD_NETWORK "\n", argv[1], argv[2]);
        return false;
    }
    return true;
}

static void route(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_route r;

    if (!parse_route(cli, argc, argv, &r))
        return;
    for (unsigned i = 0; i < s->routes; i++) {
        const struct config_route *old = &s->route[i];

        if (old->ip == r.ip && old->mask == r.mask &&
            (old->gateway == r.gateway || old->metric == r.metric)) {
            cli_printf(cli, "Route already exists\n");
            return;
        }
    }
    if (r.gateway == 0) {
        cli_printf(cli, STR_CONFIG_BAD_IP "\n", argv[3]);
    } else if (s->routes == CONFIG_ROUTES_MAX) {
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_ROUTES_MAX);
    } else {
        s->route[s->routes++] = r;
        changed(cli, CONFIG_PART_ROUTES);
    }
}

static void no_route(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_route r;
    bool found = false;

    if (!parse_route(cli, argc, argv, &r))
        return;
    for (unsigned i = s->routes; i--;) {
        const struct config_route *old = &s->route[i];

        if (old->interface != r.interface || old->ip != r.ip ||
            old->mask != r.mask || (argc > 3 && old->gateway != r.gateway))
            continue;
        take_out(s->route, sizeof s->route[0], &s->routes, i);
        found = true;
    }
    if (found)
        changed(cli, CONFIG_PART_ROUTES);
    else
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_ROUTE);
}

static void clear_route(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->route, 0, sizeof s->route);
    s->routes = 0;
    changed(cli, CONFIG_PART_ROUTES);
}

static void show_connected(struct cli *cli)
{
    const struct config *c = cli->unit->config;
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], own[CONFIG_IP_TEXT];

    for (unsigned i = 0; i < c->state.interfaces; i++) {
        const struct config_interface *in = &c->state.interface[i];

        if (in->ip)
            cli_printf(cli, "\t%s %s %s %s 1 CONNECT static\n", in->name,
                       config_ip(c, in->ip & in->mask, ip),
                       config_mask(in->mask, mask),
                       config_ip(c, in->ip, own));
    }
}

static void show_route(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], gateway[CONFIG_IP_TEXT];
    struct config_route r;

    (void)argc, (void)argv;
    for (unsigned i = 0; config_route_at(c, i, &r); i++)
        cli_printf(cli, "\t%s %s %s %s %u %s static\n",
                   c->state.interface[r.interface].name,
                   config_ip(c, r.ip, ip), config_mask(r.mask, mask),
                   config_ip(c, r.gateway, gateway), r.metric,
                   i < c->state.routes ? "OTHER" : "DHCP");
    show_connected(cli);
}

/* --- arp --------------------------------------------------------------- */

static void arp_defaults(struct config *c)
{
    c->state.arp_timeout_s = ARP_TIMEOUT_S;
}

static void arp_generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mac[CONFIG_MAC_TEXT];

    for (unsigned i = 0; i < c->state.arps; i++) {
        const struct config_arp *a = &c->state.arp[i];

        config_printf(to, "arp %s %s %s%s\n",
                      c->state.interface[a->interface].name,
                      config_ip(c, a->ip, ip), config_mac(a->mac, mac),
                      a->alias ? " alias" : "");
    }
    config_printf(to, "arp timeout %u\n", (unsigned)c->state.arp_timeout_s);
}

const struct config_row config_arp_row = {
    .name = "arp",
    .defaults = arp_defaults,
    .generate = arp_generate,
};

static void forget_arp(struct config_state *s, unsigned interface,
                       uint32_t ip)
{
    for (unsigned i = s->arps; i--;) {
        if (s->arp[i].interface == interface && s->arp[i].ip == ip)
            take_out(s->arp, sizeof s->arp[0], &s->arps, i);
    }
}

static void arp(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_arp a;
    unsigned i;

    memset(&a, 0, sizeof a);
    if (!config_get_interface(cli, argv[0], &i) ||
        !config_get_ip(cli, argv[1], &a.ip))
        return;
    a.interface = (uint8_t)i;
    a.alias = argc == 4;
    if (!config_parse_mac(argv[2], a.mac) ||
        (argc == 4 && !cli_abbreviates(argv[3], "alias"))) {
        cli_usage(cli, "arp", 3);
        return;
    }
    forget_arp(s, i, a.ip);
    if (s->arps == CONFIG_ARPS_MAX)
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_ARPS_MAX);
    else
        s->arp[s->arps++] = a;
    changed(cli, CONFIG_PART_ARPS);
}

static void no_arp(struct cli *cli, int argc, char **argv)
{
    uint32_t ip;
    unsigned i;

    (void)argc;
    if (!config_get_interface(cli, argv[0], &i) ||
        !config_get_ip(cli, argv[1], &ip))
        return;
    forget_arp(&cli->unit->config->state, i, ip);
    changed(cli, CONFIG_PART_ARPS);
}

static void arp_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    if (config_get_number(cli, argv[0], ARP_TIMEOUT_MIN_S, ARP_TIMEOUT_MAX_S,
                          &cli->unit->config->state.arp_timeout_s))
        changed(cli, CONFIG_PART_ARPS);
}

static void no_arp_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    arp_defaults(cli->unit->config);
    changed(cli, CONFIG_PART_ARPS);
}

static void show_arp_timeout(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli_printf(cli, "arp timeout %u\n",
               (unsigned)cli->unit->config->state.arp_timeout_s);
}

const struct command config_route_commands[] = {
    {"arp", "<interface> <address> <mac> [alias]",
     "A station's hardware address", CLI_CONFIG, .min_args = 3,
     .max_args = 4, .run = arp},
    {"arp timeout", "<seconds>", "How long learned addresses are believed",
     CLI_CONFIG, .min_args = 1, .max_args = 1, .run = arp_timeout},
    {"clear route", "", "No routes but the interfaces' own", CLI_CONFIG,
     .run = clear_route},
    {"no arp", "<interface> <address> [mac] [alias]",
     "Forget a station's hardware address", CLI_CONFIG, .min_args = 2,
     .max_args = 4, .run = no_arp},
    {"no arp timeout", "[seconds]", "14400 again", CLI_CONFIG, .max_args = 1,
     .run = no_arp_timeout},
    {"no route", "<interface> <network> <mask> [gateway] [metric]",
     "Take a route back", CLI_CONFIG, .min_args = 3, .max_args = 5,
     .run = no_route},
    {"route", "<interface> <network> <mask> <gateway> [metric]",
     "Where packets to a network go", CLI_CONFIG, .min_args = 4,
     .max_args = 5, .run = route},
    {"show arp timeout", "", "How long learned addresses are believed",
     CLI_PRIVILEGED, .run = show_arp_timeout},
    {"show route", "", "Where packets go", CLI_PRIVILEGED, .run = show_route},
    {0},
};
