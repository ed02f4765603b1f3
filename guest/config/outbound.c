/* SPDX-License-Identifier: GPL-2.0-or-later */
/* outbound.c - outbound, apply: what may go out where no list is bound. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/string.h"

enum { LIST_MAX = 1599 };

/* --- outbound ---------------------------------------------------------- */

static const char *const actions[] = {[RULES_DENY] = "deny",
                                      [RULES_PERMIT] = "permit",
                                      [RULES_EXCEPT] = "except"};

static void outbound_generate(const struct config *c, struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT], name[SERVICE_TEXT],
        range[RULEWORK_RANGE_TEXT];

    for (unsigned i = 0; i < c->state.rules.outbounds; i++) {
        const struct rules_outbound *o = &c->state.rules.outbound[i];

        config_printf(to, "outbound %u %s %s %s ", o->list,
                      actions[o->action], config_ip(c, o->ip, ip),
                      config_mask(o->mask, mask));
        if (o->java)
            config_printf(to, "java\n");
        else
            config_printf(to, "%s %s\n",
                          rulework_range_text(&o->ports, range),
                          service_protocol_text(o->protocol, name));
    }
}

const struct config_row config_outbound_row = {.name = "outbound",
                                               .generate = outbound_generate};

static bool parse_action(struct cli *cli, const char *word, uint8_t *action)
{
    for (unsigned i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (actions[i] && cli_abbreviates(word, actions[i])) {
            *action = (uint8_t)i;
            return true;
        }
    }
    rulework_bad_word(cli, word);
    return false;
}

/* "[PORT[-PORT]|java [PROTOCOL]]" */
static bool parse_service(struct cli *cli, int argc, char **argv,
                          struct rules_outbound *o)
{
    o->java = argc && !strcasecmp(argv[0], "java");
    if (argc && !o->java && !rulework_range(cli, argv[0], &o->ports))
        return false;
    if (argc < 2 || service_protocol(argv[1], &o->protocol))
        return true;
    rulework_bad_word(cli, argv[1]);
    return false;
}

/* "LIST permit|deny|except IP [MASK [PORTS [PROTOCOL]]]" */
static bool parse_outbound(struct cli *cli, int argc, char **argv,
                           struct rules_outbound *o)
{
    uint32_t list;

    memset(o, 0, sizeof *o);
    if (!config_get_number(cli, argv[0], 1, LIST_MAX, &list) ||
        !parse_action(cli, argv[1], &o->action) ||
        !config_get_ip(cli, argv[2], &o->ip))
        return false;
    o->list = (uint16_t)list;
    o->mask = o->ip ? 0xffffffff : 0;
    if (argc > 3 && !config_get_mask(cli, argv[3], &o->mask))
        return false;
    o->ip &= o->mask;
    return argc <= 4 || parse_service(cli, argc - 4, argv + 4, o);
}

static int find_outbound(const struct rules *r, const struct rules_outbound *o)
{
    for (unsigned i = 0; i < r->outbounds; i++) {
        if (!memcmp(&r->outbound[i], o, sizeof *o))
            return (int)i;
    }
    return -1;
}

static void outbound(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_outbound o;

    if (!parse_outbound(cli, argc, argv, &o) || find_outbound(r, &o) >= 0)
        return;
    if (r->outbounds == RULES_OUTBOUNDS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_OUTBOUNDS);
        return;
    }
    r->outbound[r->outbounds++] = o;
    if (o.java && !cli->scripted)
        cli_printf(cli, "%s\n", STR_CONFIG_NO_EFFECT);
    rulework_changed(cli);
}

static void no_outbound(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_outbound o;

    if (parse_outbound(cli, argc, argv, &o))
        rulework_forget(cli, r->outbound, sizeof o, &r->outbounds,
                        find_outbound(r, &o));
}

static void clear_outbound(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->outbound, sizeof r->outbound[0],
                        &r->outbounds);
}

static void show_outbound(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, outbound_generate);
}

/* --- apply ------------------------------------------------------------- */

static void apply_generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.rules.applies; i++) {
        const struct rules_apply *a = &c->state.rules.apply[i];

        config_printf(to, "apply (%s) %u %s\n",
                      c->state.interface[a->interface].name, a->list,
                      a->destination ? "outgoing_dest" : "outgoing_src");
    }
}

const struct config_row config_apply_row = {.name = "apply",
                                            .generate = apply_generate};

/* "[(IF)] LIST outgoing_src|outgoing_dest" */
static bool parse_apply(struct cli *cli, int argc, char **argv,
                        struct rules_apply *a)
{
    char inside[] = "inside";
    char *name = argc == 3 ? argv[0] : inside;
    unsigned interface;
    uint32_t list;

    memset(a, 0, sizeof *a);
    a->destination = !strcasecmp(argv[argc - 1], "outgoing_dest");
    if (!a->destination && strcasecmp(argv[argc - 1], "outgoing_src") != 0) {
        rulework_bad_word(cli, argv[argc - 1]);
        return false;
    }
    if (!rulework_interface(cli, name, &interface) ||
        !config_get_number(cli, argv[argc - 2], 1, LIST_MAX, &list))
        return false;
    a->interface = (uint8_t)interface;
    a->list = (uint16_t)list;
    return true;
}

static int find_apply(const struct rules *r, const struct rules_apply *a)
{
    for (unsigned i = 0; i < r->applies; i++) {
        if (!memcmp(&r->apply[i], a, sizeof *a))
            return (int)i;
    }
    return -1;
}

static void apply(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_apply a;

    if (!parse_apply(cli, argc, argv, &a) || find_apply(r, &a) >= 0)
        return;
    if (r->applies == RULES_APPLIES) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_APPLIES);
        return;
    }
    r->apply[r->applies++] = a;
    rulework_changed(cli);
}

static void no_apply(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    struct rules_apply a;

    if (parse_apply(cli, argc, argv, &a))
        rulework_forget(cli, r->apply, sizeof a, &r->applies,
                        find_apply(r, &a));
}

static void clear_apply(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    (void)argc, (void)argv;
    rulework_forget_all(cli, r->apply, sizeof r->apply[0], &r->applies);
}

static void show_apply(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    config_show(cli, apply_generate);
}

#define OUTBOUND "<list> permit|deny|except <address> [mask [<port>[-<port>] " \
                 "[protocol]]]"
#define APPLY "[(<interface>)] <list> outgoing_src|outgoing_dest"

const struct command config_outbound_commands[] = {
    {"apply", APPLY, "Which outbound list an interface uses", CLI_CONFIG,
     .min_args = 2, .max_args = 3, .run = apply},
    {"clear apply", "", "No outbound list is used", CLI_CONFIG,
     .run = clear_apply},
    {"clear outbound", "", "No outbound lists", CLI_CONFIG,
     .run = clear_outbound},
    {"no apply", APPLY, "An interface uses a list no more", CLI_CONFIG,
     .min_args = 2, .max_args = 3, .run = no_apply},
    {"no outbound", OUTBOUND, "Take an entry back", CLI_CONFIG,
     .min_args = 3, .max_args = 6, .run = no_outbound},
    {"outbound", OUTBOUND, "Lists of what may go out", CLI_CONFIG,
     .min_args = 3, .max_args = 6, .run = outbound},
    {"show apply", "", "Which outbound lists are used", CLI_PRIVILEGED,
     .run = show_apply},
    {"show outbound", "", "Lists of what may go out", CLI_PRIVILEGED,
     .run = show_outbound},
    {0},
};
