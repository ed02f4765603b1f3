/* SPDX-License-Identifier: GPL-2.0-or-later */
/* statics.c - static: fixed translations. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

/* "static (inside,outside) tcp 1.2.3.4 www 10.1.1.1 8080 netmask ... 0 0" */
static void line(const struct config *c, const struct rules_static *s,
                 struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], port[SERVICE_TEXT];

    config_printf(to, "static (%s,%s) ", c->state.interface[s->real].name,
                  c->state.interface[s->mapped].name);
    if (s->protocol)
        config_printf(to, "%s ", s->protocol == SERVICE_TCP ? "tcp" : "udp");
    config_printf(to, "%s ",
                  s->own ? "interface" : config_ip(c, s->mapped_ip, ip));
    if (s->protocol)
        config_printf(to, "%s ", service_port_text(s->mapped_port,
                                                   s->protocol, port));
    if (s->list)
        config_printf(to, "access-list %s",
                      c->state.rules.list[s->list - 1].name);
    else
        config_printf(to, "%s", config_ip(c, s->real_ip, ip));
    if (s->protocol && !s->list)
        config_printf(to, " %s", service_port_text(s->real_port, s->protocol,
                                                   port));
    if (s->dns)
        config_printf(to, " dns");
    if (!s->list)
        config_printf(to, " netmask %s", config_mask(s->mask, ip));
    config_printf(to, " %u %u%s\n", (unsigned)s->connections,
                  (unsigned)s->embryonic,
                  s->norandomseq ? " norandomseq" : "");
}

static void generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.rules.static_count; i++)
        line(c, &c->state.rules.statics[i], to);
}

const struct config_row config_static_row = {.name = "static",
                                             .generate = generate};

/* --- parsing ----------------------------------------------------------- */

/* "(REAL,MAPPED)" */
static bool parse_pair(struct cli *cli, char *text, struct rules_static *s)
{
    char *comma = strchr(text, ',');
    size_t n = strlen(text);
    unsigned real, mapped;

    if (n < 5 || text[0] != '(' || text[n - 1] != ')' || !comma) {
        rulework_bad_word(cli, text);
        return false;
    }
    text[n - 1] = *comma = '\0';
    if (!config_get_interface(cli, text + 1, &real) ||
        !config_get_interface(cli, comma + 1, &mapped))
        return false;
    s->real = (uint8_t)real;
    s->mapped = (uint8_t)mapped;
    if (real != mapped)
        return true;
    rulework_bad_word(cli, comma + 1);
    return false;
}

static bool parse_port(struct cli *cli, const char *text,
                       const struct rules_static *s, uint16_t *port)
{
    if (service_port(text, s->protocol, port) && *port)
        return true;
    cli_printf(cli, STR_CONFIG_BAD_PORT "\n", text);
    return false;
}

/* "REAL [PORT]" or "access-list NAME"; how many words that were, 0: wrong. */
static int parse_real(struct cli *cli, int argc, char **argv,
                      struct rules_static *s)
{
    int list;

    if (argc > 1 && cli->unit->release >= RELEASE(6, 3, 0) &&
        cli_abbreviates(argv[0], "access-list")) {
        list = rulework_list(cli->unit->config, argv[1]);
        if (list < 0)
            cli_printf(cli, STR_CONFIG_NO_LIST "\n", argv[1]);
        s->list = (uint16_t)(list + 1);
        return list < 0 ? 0 : 2;
    }
    if (argc < (s->protocol ? 2 : 1)) {
        cli_usage(cli, "static", 6);
        return 0;
    }
    if (!config_get_ip(cli, argv[0], &s->real_ip) ||
        (s->protocol && !parse_port(cli, argv[1], s, &s->real_port)))
        return 0;
    return s->protocol ? 2 : 1;
}

/* "MAPPED [PORT]" and that; how many words that were, 0: wrong. */
static int parse_addresses(struct cli *cli, int argc, char **argv,
                           struct rules_static *s)
{
    int mapped = s->protocol ? 2 : 1, real;

    if (argc <= mapped) {
        cli_usage(cli, "static", 6);
        return 0;
    }
    s->own = cli_abbreviates(argv[0], "interface");
    if ((!s->own && !config_get_ip(cli, argv[0], &s->mapped_ip)) ||
        (s->protocol && !parse_port(cli, argv[1], s, &s->mapped_port)))
        return 0;
    real = parse_real(cli, argc - mapped, argv + mapped, s);
    return real ? mapped + real : 0;
}

/* "[dns] [netmask MASK] [MAX [EMBRYONIC]] [norandomseq]" */
static bool parse_rest(struct cli *cli, int argc, char **argv,
                       struct rules_static *s)
{
    struct rulework_options o = {.mask = 0xffffffff,
                                 .netmask_is_one = !s->list};

    if (!rulework_options(cli, argc, argv, &o))
        return false;
    s->mask = s->protocol || s->own || s->list ? 0xffffffff : o.mask;
    s->mapped_ip &= s->mask;
    s->real_ip &= s->mask;
    s->dns = o.dns;
    s->norandomseq = o.norandomseq;
    s->connections = o.connections;
    s->embryonic = o.embryonic;
    return true;
}

static bool parse(struct cli *cli, int argc, char **argv,
                  struct rules_static *s)
{
    int used;

    memset(s, 0, sizeof *s);
    if (!parse_pair(cli, argv[0], s))
        return false;
    argv++;
    argc--;
    if (argc && !strcasecmp(argv[0], "tcp"))
        s->protocol = SERVICE_TCP;
    if (argc && !strcasecmp(argv[0], "udp"))
        s->protocol = SERVICE_UDP;
    if (s->protocol) {
        argv++;
        argc--;
    }
    used = parse_addresses(cli, argc, argv, s);
    return used && parse_rest(cli, argc - used, argv + used, s);
}

/* --- commands ---------------------------------------------------------- */

/* But for limits. */
static bool same(const struct rules_static *a, const struct rules_static *b)
{
    return a->real == b->real && a->mapped == b->mapped &&
           a->protocol == b->protocol && a->own == b->own &&
           a->mapped_ip == b->mapped_ip && a->real_ip == b->real_ip &&
           a->mapped_port == b->mapped_port &&
           a->real_port == b->real_port && a->mask == b->mask &&
           a->list == b->list;
}

/* Would both stand for the same packets? */
static bool overlaps(const struct rules_static *a,
                     const struct rules_static *b)
{
    uint32_t mask = a->mask & b->mask;

    return !a->list && !b->list && a->mapped == b->mapped &&
           a->own == b->own &&
           ((a->mapped_ip ^ b->mapped_ip) & mask) == 0 &&
           (!a->protocol || !b->protocol ||
            (a->protocol == b->protocol && a->mapped_port == b->mapped_port));
}

static int find(const struct rules *r, const struct rules_static *s)
{
    for (unsigned i = 0; i < r->static_count; i++) {
        if (same(&r->statics[i], s))
            return (int)i;
    }
    return -1;
}

/* The last line is the one that was typed. */
static void warn_of_overlap(struct cli *cli, const struct rules *r)
{
    const struct rules_static *last = &r->statics[r->static_count - 1];
    struct config_text to = config_to_user(cli);

    for (unsigned i = 0; i < r->static_count - 1; i++) {
        const struct rules_static copy = r->statics[i];

        if (!overlaps(&copy, last))
            continue;
        config_printf(&to, "%s\n    ", STR_CONFIG_STATIC_OVERLAPS);
        line(cli->unit->config, &copy, &to);
        return;
    }
}

static void fix(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_static s;
    int at;

    if (!parse(cli, argc, argv, &s))
        return;
    at = find(r, &s);
    if (at < 0 && r->static_count == RULES_STATICS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_STATICS);
        return;
    }
    r->statics[at < 0 ? (int)r->static_count++ : at] = s;
    rulework_changed(cli);
    if (at < 0 && !cli->scripted)
        warn_of_overlap(cli, r);
    if (s.embryonic)
        rulework_guards(cli);
}

static void no_static(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;
    struct rules_static s;

    if (!parse(cli, argc, argv, &s))
        return;
    rulework_forget(cli, r->statics, sizeof s, &r->static_count,
                    find(r, &s));
}

static void clear_static(struct cli *cli, int argc, char **argv)
{
    struct rules *r = &cli->unit->config->state.rules;

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->statics, sizeof r->statics[0],
                        &r->static_count);
}

static void show_static(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, generate);
}

#define ARGS "(<real>,<mapped>) [tcp|udp] <address>|interface [port] " \
             "<address> [port]|access-list <list> [dns] [netmask <mask>] " \
             "[connections [embryonic]] [norandomseq]"

const struct command config_static_commands[] = {
    {"clear static", "", "No fixed translations", CLI_CONFIG,
     .run = clear_static},
    {"no static", ARGS, "Take a fixed translation back", CLI_CONFIG,
     .min_args = 3, .max_args = 12, .run = no_static},
    {"show static", "", "Fixed translations", CLI_PRIVILEGED,
     .run = show_static},
    {"static", ARGS, "A fixed translation", CLI_CONFIG, .min_args = 3,
     .max_args = 12, .run = fix},
    {0},
};
