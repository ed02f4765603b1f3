/* SPDX-License-Identifier: GPL-2.0-or-later */
/* objects.c - object-group: names for many addresses, ports, protocols or ICMP
 * types, and the mode in which their members are typed. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/grouporder.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

static const struct {
    const char *word, *tail, *mode;
} kinds[] = {
    [RULES_GROUP_NETWORK] = {"network", "", "(config-network)# "},
    [RULES_GROUP_SERVICE_TCP] = {"service", " tcp", "(config-service)# "},
    [RULES_GROUP_SERVICE_UDP] = {"service", " udp", "(config-service)# "},
    [RULES_GROUP_SERVICE_BOTH] = {"service", " tcp-udp",
                                  "(config-service)# "},
    [RULES_GROUP_PROTOCOL] = {"protocol", "", "(config-protocol)# "},
    [RULES_GROUP_ICMP] = {"icmp-type", "", "(config-icmp-type)# "},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

static uint8_t port_protocol(uint8_t kind)
{
    return kind == RULES_GROUP_SERVICE_TCP   ? SERVICE_TCP
           : kind == RULES_GROUP_SERVICE_UDP ? SERVICE_UDP : 0;
}

/* --- text -------------------------------------------------------------- */

static void member_line(const struct config *c, uint8_t kind,
                        const struct rules_member *m, struct config_text *to)
{
    char a[CONFIG_IP_TEXT], b[CONFIG_IP_TEXT], p[SERVICE_TEXT];

    if (m->nested) {
        config_printf(to, "  group-object %s \n",
                      c->state.rules.group[m->nested - 1].name);
    } else if (kind == RULES_GROUP_NETWORK) {
        if (m->mask == 0xffffffff)
            config_printf(to, "  network-object host %s \n",
                          config_ip(c, m->ip, a));
        else
            config_printf(to, "  network-object %s %s \n",
                          config_ip(c, m->ip, a), config_mask(m->mask, b));
    } else if (kind == RULES_GROUP_PROTOCOL) {
        config_printf(to, "  protocol-object %s \n",
                      service_protocol_text((uint8_t)m->low, p));
    } else if (kind == RULES_GROUP_ICMP) {
        config_printf(to, "  icmp-object %s \n",
                      service_icmp_text((uint8_t)m->low, p));
    } else {
        config_printf(to, m->low == m->high ? "  port-object eq %s "
                                            : "  port-object range %s ",
                      service_port_text(m->low, port_protocol(kind), p));
        if (m->low != m->high)
            config_printf(to, "%s ", service_port_text(
                                         m->high, port_protocol(kind), p));
        config_printf(to, "\n");
    }
}

static void group_lines(const struct config *c, unsigned group,
                        struct config_text *to)
{
    const struct rules *r = &c->state.rules;
    const struct rules_group *g = &r->group[group - 1];

    config_printf(to, "object-group %s %s%s\n", kinds[g->kind].word, g->name,
                  kinds[g->kind].tail);
    if (g->text)
        config_printf(to, "  description %s\n", r->text[g->text - 1]);
    for (unsigned i = 0; i < r->members; i++) {
        if (r->member[i].group == group)
            member_line(c, g->kind, &r->member[i], to);
    }
}

static void generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < RULES_GROUPS && c->state.rules.group[i].kind; i++)
        group_lines(c, i + 1, to);
}

const struct config_row config_object_row = {.name = "object-group",
                                             .since = RELEASE(6, 2, 0),
                                             .generate = generate};

/* --- object-group ------------------------------------------------------ */

/* "network NAME", "service NAME tcp|udp|tcp-udp" ...; 0: no kind, which was
 * said. */
static uint8_t parse_kind(struct cli *cli, int argc, char **argv)
{
    for (uint8_t k = RULES_GROUP_NETWORK; k < KINDS; k++) {
        bool service = kinds[k].tail[0] != '\0';

        if (cli_abbreviates(argv[0], kinds[k].word) &&
            argc == (service ? 3 : 2) &&
            (!service || !strcasecmp(argv[2], kinds[k].tail + 1)))
            return k;
    }
    cli_usage(cli, "object-group", 12);
    return 0;
}

static void enter(struct cli *cli, const char *name, uint8_t kind)
{
    format(cli->subject, sizeof cli->subject, "%s", name);
    format(cli->enter, sizeof cli->enter, "object-group %s %s%s",
           kinds[kind].word, name, kinds[kind].tail);
    cli->submode = kinds[kind].mode;
}

static void object_group(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    uint8_t kind = parse_kind(cli, argc, argv);
    unsigned group, n = grouporder_count(r);

    if (!kind)
        return;
    group = rulework_group(r, argv[1]);
    if (group && r->group[group - 1].kind != kind) {
        cli_printf(cli, STR_CONFIG_GROUP_KIND "\n", argv[1]);
        return;
    }
    if (!group && strlen(argv[1]) > RULES_NAME_MAX) {
        rulework_bad_word(cli, argv[1]);
        return;
    }
    if (!group && n == RULES_GROUPS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_GROUPS);
        return;
    }
    if (!group) {
        r->group[n].kind = kind;
        format(r->group[n].name, sizeof r->group[n].name, "%s", argv[1]);
        rulework_changed(cli);
    }
    enter(cli, argv[1], kind);
}

/* False: an entry or another group has it. */
static bool remove_group(struct cli *cli, unsigned group)
{
    struct rules *r = rulework_rules(cli);

    if (grouporder_is_used(r, group)) {
        cli_printf(cli, STR_CONFIG_GROUP_USED "\n", r->group[group - 1].name);
        return false;
    }
    grouporder_remove(r, group);
    rulework_pack_texts(r);
    rulework_changed(cli);
    return true;
}

/* "[KIND] NAME [tcp]" */
static void no_object_group(struct cli *cli, int argc, char **argv)
{
    const char *name = argc == 1 ? argv[0] : argv[1];
    unsigned group = rulework_group(rulework_rules(cli), name);

    if (group)
        remove_group(cli, group);
    else
        cli_printf(cli, STR_CONFIG_NO_GROUP "\n", name);
}

/* From the last: what nests another stands behind it. */
static void clear_object_group(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    for (unsigned n = grouporder_count(rulework_rules(cli)); n; n--)
        remove_group(cli, n);
}

static void show_object_group(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    struct config_text to = config_to_user(cli);
    const char *only = argc == 2 && cli_abbreviates(argv[0], "id")
                           ? argv[1] : NULL;

    for (unsigned i = 0; i < grouporder_count(&c->state.rules); i++) {
        const struct rules_group *g = &c->state.rules.group[i];

        if (only ? !strcmp(only, g->name)
                 : !argc || cli_abbreviates(argv[0], kinds[g->kind].word))
            group_lines(c, i + 1, &to);
    }
}

/* --- members ----------------------------------------------------------- */

/* The group whose mode this is; 0: it is gone, or of another kind. */
static unsigned present(struct cli *cli, const char *word)
{
    const struct rules *r = rulework_rules(cli);
    unsigned group = rulework_group(r, cli->subject);

    if (!group ||
        (word && strcmp(kinds[r->group[group - 1].kind].word, word) != 0)) {
        rulework_bad_word(cli, cli->row->words);
        return 0;
    }
    return group;
}

static int find_member(const struct rules *r, const struct rules_member *m)
{
    for (unsigned i = 0; i < r->members; i++) {
        if (!memcmp(&r->member[i], m, sizeof *m))
            return (int)i;
    }
    return -1;
}

/* A member comes or, with "no", goes. */
static void set_member(struct cli *cli, const struct rules_member *m)
{
    struct rules *r = rulework_rules(cli);
    int at = find_member(r, m);

    if (!strncmp(cli->row->words, "no ", 3)) {
        if (at < 0)
            cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
        else
            rulework_take_out(r->member, sizeof *m, &r->members,
                              (unsigned)at);
    } else if (at < 0 && r->members == RULES_MEMBERS) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_MEMBERS);
    } else if (at < 0) {
        r->member[r->members++] = *m;
        grouporder_settle(r);
        rulework_pack_texts(r);
    }
    rulework_changed(cli);
}

static void network_object(struct cli *cli, int argc, char **argv)
{
    struct rules_member m;
    bool host = argc == 2 && !strcasecmp(argv[0], "host");

    memset(&m, 0, sizeof m);
    m.group = (uint16_t)present(cli, "network");
    m.mask = 0xffffffff;
    if (!m.group || !config_get_ip(cli, argv[host ? 1 : 0], &m.ip) ||
        (!host && argc == 2 && !config_get_mask(cli, argv[1], &m.mask)))
        return;
    m.ip &= m.mask;
    set_member(cli, &m);
}

/* "eq PORT", "range PORT PORT" */
static void port_object(struct cli *cli, int argc, char **argv)
{
    bool range = argc == 3 && !strcasecmp(argv[0], "range");
    struct rules_member m;
    uint8_t protocol;

    memset(&m, 0, sizeof m);
    m.group = (uint16_t)present(cli, "service");
    if (!m.group)
        return;
    protocol = port_protocol(rulework_rules(cli)->group[m.group - 1].kind);
    if ((!range && (argc != 2 || strcasecmp(argv[0], "eq") != 0)) ||
        !service_port(argv[1], protocol, &m.low) ||
        !service_port(argv[argc - 1], protocol, &m.high) || m.low > m.high)
        cli_usage(cli, "port-object", 11);
    else
        set_member(cli, &m);
}

static void number_object(struct cli *cli, const char *word,
                          bool (*parse)(const char *, uint8_t *),
                          const char *text)
{
    struct rules_member m;
    uint8_t n;

    memset(&m, 0, sizeof m);
    m.group = (uint16_t)present(cli, word);
    if (!m.group)
        return;
    if (!parse(text, &n)) {
        rulework_bad_word(cli, text);
        return;
    }
    m.low = m.high = n;
    set_member(cli, &m);
}

static void protocol_object(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    number_object(cli, "protocol", service_protocol, argv[0]);
}

static void icmp_object(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    number_object(cli, "icmp-type", service_icmp, argv[0]);
}

static void group_object(struct cli *cli, int argc, char **argv)
{
    const struct rules *r = rulework_rules(cli);
    struct rules_member m;

    (void)argc;
    memset(&m, 0, sizeof m);
    m.group = (uint16_t)present(cli, NULL);
    m.nested = (uint16_t)rulework_group(r, argv[0]);
    if (!m.group)
        return;
    if (!m.nested || r->group[m.nested - 1].kind != r->group[m.group - 1].kind)
        cli_printf(cli, STR_CONFIG_NO_GROUP "\n", argv[0]);
    else if (grouporder_reaches(r, m.nested, m.group))
        cli_printf(cli, STR_CONFIG_GROUP_LOOP "\n", argv[0]);
    else
        set_member(cli, &m);
}

static void description(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);
    unsigned group = present(cli, NULL);
    char text[RULES_TEXT_MAX + 1] = "";
    int n = 0;

    for (int i = 0; i < argc && n < (int)sizeof text; i++)
        n += format(text + n, sizeof text - (size_t)n, i ? " %s" : "%s",
                    argv[i]);
    if (!group)
        return;
    if (n >= (int)sizeof text) {
        cli_printf(cli, "%s\n", STR_CONFIG_LINE_TOO_LONG);
        return;
    }
    r->group[group - 1].text = 0;
    rulework_pack_texts(r);
    if (n) {
        r->group[group - 1].text = rulework_text(r, text);
        rulework_pack_texts(r);
    }
    rulework_changed(cli);
}

static void no_description(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    description(cli, 0, NULL);
}

#define MEMBER(words_, args_, min_, max_, run_)                            \
    {words_, args_, "A member of the group", CLI_GROUP, .min_args = min_,  \
     .max_args = max_, .run = run_},                                       \
    {"no " words_, args_, "Take a member out", CLI_GROUP, .min_args = min_, \
     .max_args = max_, .run = run_}

const struct command config_object_commands[] = {
    {"clear object-group", "", "No groups that nothing uses", CLI_CONFIG,
     .max_args = 0, .since = RELEASE(6, 2, 0), .run = clear_object_group},
    {"description", "<text>", "What the group is for", CLI_GROUP,
     .min_args = 1, .max_args = CLI_ARGS_MAX, .run = description},
    MEMBER("group-object", "<name>", 1, 1, group_object),
    MEMBER("icmp-object", "<type>", 1, 1, icmp_object),
    MEMBER("network-object", "host <address>|<address> <mask>", 1, 2,
           network_object),
    {"no description", "[text]", "Say nothing of the group", CLI_GROUP,
     .max_args = CLI_ARGS_MAX, .run = no_description},
    {"no object-group", "[kind] <name>", "Take a group back", CLI_CONFIG,
     .min_args = 1, .max_args = 3, .since = RELEASE(6, 2, 0),
     .run = no_object_group},
    {"object-group", "network|protocol|icmp-type <name> | service <name> "
     "tcp|udp|tcp-udp", "A name for many", CLI_CONFIG, .min_args = 2,
     .max_args = 3, .since = RELEASE(6, 2, 0), .run = object_group},
    MEMBER("port-object", "eq <port>|range <port> <port>", 2, 3, port_object),
    MEMBER("protocol-object", "<protocol>", 1, 1, protocol_object),
    {"show object-group", "[kind|id <name>]", "Groups and their members",
     CLI_PRIVILEGED, .max_args = 2, .since = RELEASE(6, 2, 0),
     .run = show_object_group},
    {0},
};
