/* SPDX-License-Identifier: GPL-2.0-or-later */
/* translation.c - nat, global, static. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { ID_MAX = 2147483647, POOL_MAX = 65536 };

static const char *name_of(const struct config *c, unsigned interface)
{
    return c->state.interface[interface].name;
}

/* --- nat --------------------------------------------------------------- */

static void nat_line(const struct config *c, const struct rules_nat *t,
                     struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    config_printf(to, "nat (%s) %u ", name_of(c, t->interface),
                  (unsigned)t->id);
    if (t->list)
        config_printf(to, "access-list %s",
                      c->state.rules.list[t->list - 1].name);
    else
        config_printf(to, "%s %s", config_ip(c, t->ip, ip),
                      config_mask(t->mask, mask));
    config_printf(to, "%s%s", t->dns ? " dns" : "",
                  t->outside ? " outside" : "");
    if (t->id || !t->list)
        config_printf(to, " %u %u%s", (unsigned)t->connections,
                      (unsigned)t->embryonic,
                      t->norandomseq ? " norandomseq" : "");
    config_printf(to, "\n");
}

static void nat_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.rules.nats; i++)
        nat_line(c, &c->state.rules.nat[i], to);
}

/* Without a mask: everything, a network of its class, or one host. */
static uint32_t guess_mask(uint32_t ip)
{
    uint32_t natural = config_natural_mask(ip);

    return ip & ~natural ? 0xffffffff : natural;
}

/* The list that nat goes by; ids but 0 are 6.3's. */
static bool parse_nat_list(struct cli *cli, const char *name,
                           struct rules_nat *t)
{
    int list = rulework_list(cli->unit->config, name);

    if (t->id && cli->unit->release < RELEASE(6, 3, 0))
        cli_printf(cli, STR_CONFIG_NAT_LIST "\n", name);
    else if (list < 0)
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", name);
    else
        t->list = (uint16_t)(list + 1);
    return t->list != 0;
}

/* "IP [MASK]" or "access-list NAME"; how many words that were, 0: wrong. */
static int parse_nat_who(struct cli *cli, int argc, char **argv,
                         struct rules_nat *t)
{
    if (argc > 1 && cli_abbreviates(argv[0], "access-list"))
        return parse_nat_list(cli, argv[1], t) ? 2 : 0;
    if (!config_get_ip(cli, argv[0], &t->ip))
        return 0;
    t->mask = guess_mask(t->ip);
    if (argc < 2 || argv[1][0] < '0' || argv[1][0] > '9') {
        t->ip &= t->mask;
        return 1;
    }
    if (!config_get_mask(cli, argv[1], &t->mask))
        return 0;
    t->ip &= t->mask;
    return 2;
}

/* "(IF) ID WHO [dns] [outside] [norandomseq] [MAX [EMBRYONIC]]" */
static bool parse_nat(struct cli *cli, int argc, char **argv,
                      struct rules_nat *t)
{
    struct rulework_options o = {.outside_is_one = true};
    unsigned interface;
    int used;

    memset(t, 0, sizeof *t);
    if (!rulework_interface(cli, argv[0], &interface) ||
        !config_get_number(cli, argv[1], 0, ID_MAX, &t->id))
        return false;
    t->interface = (uint8_t)interface;
    used = parse_nat_who(cli, argc - 2, argv + 2, t);
    if (!used ||
        !rulework_options(cli, argc - 2 - used, argv + 2 + used, &o))
        return false;
    t->outside = o.outside;
    if (t->list && t->id == 0)
        return true; /* exempt: nothing else is about it */
    t->dns = o.dns;
    t->norandomseq = o.norandomseq;
    t->connections = o.connections;
    t->embryonic = o.embryonic;
    return true;
}

static int find_nat(const struct rules *r, const struct rules_nat *t)
{
    for (unsigned i = 0; i < r->nats; i++) {
        const struct rules_nat *n = &r->nat[i];

        if (n->interface == t->interface && n->list == t->list &&
            n->ip == t->ip && n->mask == t->mask && n->id == t->id &&
            n->outside == t->outside)
            return (int)i;
    }
    return -1;
}

static void nat(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    char ip[CONFIG_IP_TEXT];
    struct rules_nat t;
    int at;

    if (!parse_nat(cli, argc, argv, &t))
        return;
    at = find_nat(r, &t);
    if (at < 0 && r->nats == RULES_NATS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_NATS);
        return;
    }
    r->nat[at < 0 ? (int)r->nats++ : at] = t;
    if (t.embryonic)
        rulework_guards(cli);
    if (!cli->scripted && t.id == 0 && !t.list)
        cli_printf(cli, t.ip ? "nat 0 %s will be identity translated for "
                               "outbound\n"
                             : "nat 0 %s will be non-translated\n",
                   config_mask(t.ip, ip));
    rulework_changed(cli);
}

static void no_nat(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_nat t;

    if (!parse_nat(cli, argc, argv, &t))
        return;
    rulework_forget(cli, r->nat, sizeof t, &r->nats,
                    find_nat(r, &t));
}

static void clear_nat(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->nat, sizeof r->nat[0], &r->nats);
}

/* --- global ------------------------------------------------------------ */

static void global_line(const struct config *c, const struct rules_global *g,
                        struct config_text *to)
{
    char first[CONFIG_IP_TEXT], last[CONFIG_IP_TEXT];

    config_printf(to, "global (%s) %u ", name_of(c, g->interface),
                  (unsigned)g->id);
    if (g->own)
        config_printf(to, "interface");
    else if (g->first == g->last)
        config_printf(to, "%s", config_ip(c, g->first, first));
    else /* a name may have a dash in it */
        config_printf(to, "%s-%s", config_mask(g->first, first),
                      config_mask(g->last, last));
    if (g->mask)
        config_printf(to, " netmask %s", config_mask(g->mask, last));
    config_printf(to, "\n");
}

static void global_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.rules.globals; i++)
        global_line(c, &c->state.rules.global[i], to);
}

/* "IP-IP" is taken apart in place. */
static bool parse_range(struct cli *cli, char *text, struct rules_global *g)
{
    char *dash = strchr(text, '-');
    uint32_t named;

    /* A name may have a dash in it. */
    if (dash && !(text[0] >= '0' && text[0] <= '9'))
        dash = NULL;
    if (dash)
        *dash = '\0';
    if (!config_get_ip(cli, text, &named) ||
        (dash && !config_get_ip(cli, dash + 1, &g->last)))
        return false;
    g->first = named;
    if (!dash)
        g->last = named;
    if (named && g->last >= named && g->last - named < POOL_MAX)
        return true;
    cli_printf(cli, STR_CONFIG_BAD_RANGE "\n", text);
    return false;
}

/* "(IF) ID IP[-IP] [netmask MASK]" or "(IF) ID interface" */
static bool parse_global(struct cli *cli, int argc, char **argv,
                         struct rules_global *g)
{
    unsigned interface;

    memset(g, 0, sizeof *g);
    if (!rulework_interface(cli, argv[0], &interface) ||
        !config_get_number(cli, argv[1], 1, ID_MAX, &g->id))
        return false;
    g->interface = (uint8_t)interface;
    g->own = argc == 3 && cli_abbreviates(argv[2], "interface");
    if (g->own)
        return true;
    if (!parse_range(cli, argv[2], g))
        return false;
    if (argc == 3)
        return true;
    if (argc == 5 && cli_abbreviates(argv[3], "netmask"))
        return config_get_mask(cli, argv[4], &g->mask);
    cli_usage(cli, "global", 6);
    return false;
}

static int find_global(const struct rules *r, const struct rules_global *g)
{
    for (unsigned i = 0; i < r->globals; i++) {
        const struct rules_global *n = &r->global[i];

        if (n->interface == g->interface && n->id == g->id &&
            n->own == g->own && n->first == g->first && n->last == g->last)
            return (int)i;
    }
    return -1;
}

static void say_global(struct cli *cli, const struct rules_global *g)
{
    char ip[CONFIG_IP_TEXT];

    if (g->own)
        cli_printf(cli, "%s interface address added to PAT pool\n",
                   name_of(cli->unit->config, g->interface));
    else if (g->first == g->last)
        cli_printf(cli, "Global %s will be Port Address Translated\n",
                   config_mask(g->first, ip));
}

static void global(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_global g;
    int at;

    if (!parse_global(cli, argc, argv, &g))
        return;
    at = find_global(r, &g);
    if (at < 0 && r->globals == RULES_GLOBALS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_GLOBALS);
        return;
    }
    r->global[at < 0 ? (int)r->globals++ : at] = g;
    if (!cli->scripted)
        say_global(cli, &g);
    rulework_changed(cli);
}

static void no_global(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_global g;

    if (!parse_global(cli, argc, argv, &g))
        return;
    rulework_forget(cli, r->global, sizeof g, &r->globals,
                    find_global(r, &g));
}

static void clear_global(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->global, sizeof r->global[0], &r->globals);
}

/* --- rows -------------------------------------------------------------- */

const struct config_row config_nat_row = {.name = "nat",
                                          .generate = nat_generate};
const struct config_row config_global_row = {.name = "global",
                                             .generate = global_generate};

static void show_nat(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, nat_generate);
}

static void show_global(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, global_generate);
}

#define NAT_ARGS "(<interface>) <id> <address> [mask]|access-list <list> " \
                 "[dns] [outside] [norandomseq] [connections [embryonic]]"

const struct command config_translation_commands[] = {
    {"clear global", "", "No addresses for those who go out", CLI_CONFIG,
     .run = clear_global},
    {"clear nat", "", "Nobody's addresses are translated", CLI_CONFIG,
     .run = clear_nat},
    {"global", "(<interface>) <id> <address>[-<address>] [netmask <mask>] | "
     "interface", "Addresses for those who go out", CLI_CONFIG, .min_args = 3,
     .max_args = 5, .run = global},
    {"nat", NAT_ARGS, "Whose addresses are translated", CLI_CONFIG,
     .min_args = 3, .max_args = 9, .run = nat},
    {"no global", "(<interface>) <id> <address>[-<address>] | interface",
     "Take addresses back", CLI_CONFIG, .min_args = 3, .max_args = 5,
     .run = no_global},
    {"no nat", NAT_ARGS, "Whose addresses stay as they are", CLI_CONFIG,
     .min_args = 3, .max_args = 9, .run = no_nat},
    {"show global", "", "Addresses for those who go out", CLI_PRIVILEGED,
     .run = show_global},
    {"show nat", "", "Whose addresses are translated", CLI_PRIVILEGED,
     .run = show_nat},
    {0},
};
