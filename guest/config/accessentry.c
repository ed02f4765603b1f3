/* SPDX-License-Identifier: GPL-2.0-or-later */
/* accessentry.c - one entry of an access list, or a conduit: words to rule and
 * back. */
#include "guest/cli/cli.h"
#include "guest/config/rulework.h"
#include "guest/config/services.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

enum { LOG_LEVEL = 6, LOG_INTERVAL = 300, LOG_INTERVAL_MAX = 600 };

/* What is left of the words. */
struct words {
    struct cli *cli;
    int left;
    char **at;
    bool wrong; /* and it was said */
};

static const struct rules *rules_of(const struct words *w)
{
    return &w->cli->unit->config->state.rules;
}

static char *next(struct words *w)
{
    if (w->left == 0) {
        if (!w->wrong)
            cli_printf(w->cli, "%s\n", STR_CONFIG_MORE_WORDS);
        w->wrong = true;
        return NULL;
    }
    w->left--;
    return *w->at++;
}

static bool take(struct words *w, const char *word)
{
    if (w->left == 0 || strcasecmp(w->at[0], word) != 0)
        return false;
    next(w);
    return true;
}

static void bad(struct words *w, const char *word)
{
    if (!w->wrong)
        rulework_bad_word(w->cli, word);
    w->wrong = true;
}

/* "object-group NAME", which may be abbreviated as "obj"; 0: none is there. */
static uint16_t take_group(struct words *w, bool (*fits)(uint8_t kind))
{
    const struct rules *r = rules_of(w);
    unsigned group;
    char *name;

    if (w->left < 2 || strlen(w->at[0]) < 3 ||
        !cli_abbreviates(w->at[0], "object-group"))
        return 0;
    group = rulework_group(r, w->at[1]);
    if (group && !fits(r->group[group - 1].kind))
        return 0;
    next(w);
    name = next(w);
    if (!group) {
        if (!w->wrong)
            cli_printf(w->cli, STR_CONFIG_NO_GROUP "\n", name);
        w->wrong = true;
    }
    return (uint16_t)group;
}

static bool is_network(uint8_t kind)
{
    return kind == RULES_GROUP_NETWORK;
}

static bool is_service(uint8_t kind)
{
    return kind >= RULES_GROUP_SERVICE_TCP &&
           kind <= RULES_GROUP_SERVICE_BOTH;
}

static bool is_protocol(uint8_t kind)
{
    return kind == RULES_GROUP_PROTOCOL;
}

static bool is_icmp(uint8_t kind)
{
    return kind == RULES_GROUP_ICMP;
}

/* --- words to rule ----------------------------------------------------- */

static void parse_protocol(struct words *w, struct rules_ace *a)
{
    char *word;

    a->icmp = RULES_ANY_ICMP;
    a->protocol_group = take_group(w, is_protocol);
    if (a->protocol_group || w->wrong)
        return;
    word = next(w);
    if (word && !service_protocol(word, &a->protocol))
        bad(w, word);
}

/* "any", "host IP", "IP MASK", "object-group NAME" */
static void parse_side(struct words *w, struct rules_side *s)
{
    char *ip, *mask;

    s->group = take_group(w, is_network);
    if (s->group || w->wrong || take(w, "any"))
        return;
    s->mask = 0xffffffff;
    if (take(w, "host")) {
        ip = next(w);
        w->wrong |= ip && !config_get_ip(w->cli, ip, &s->ip);
        return;
    }
    ip = next(w);
    mask = next(w);
    if (!mask)
        return;
    w->wrong |= !config_get_ip(w->cli, ip, &s->ip) ||
                !config_get_mask(w->cli, mask, &s->mask);
    s->ip &= s->mask;
}

static uint16_t parse_port(struct words *w, const struct rules_ace *a)
{
    char *word = next(w);
    uint16_t port = 0;

    if (word && !w->wrong && !service_port(word, a->protocol, &port)) {
        cli_printf(w->cli, STR_CONFIG_BAD_PORT "\n", word);
        w->wrong = true;
    }
    return port;
}

static const struct {
    const char *word;
    enum rules_port_op op;
} operators[] = {{"eq", RULES_PORT_EQ}, {"neq", RULES_PORT_NEQ},
                 {"lt", RULES_PORT_LT}, {"gt", RULES_PORT_GT},
                 {"range", RULES_PORT_RANGE}};

enum { OPERATORS = sizeof operators / sizeof operators[0] };

static void parse_ports(struct words *w, const struct rules_ace *a,
                        struct rules_ports *p)
{
    if (a->protocol != SERVICE_TCP && a->protocol != SERVICE_UDP)
        return;
    p->low = take_group(w, is_service);
    if (p->low || w->wrong) {
        p->op = RULES_PORT_GROUP;
        return;
    }
    for (unsigned i = 0; i < OPERATORS; i++) {
        if (!take(w, operators[i].word))
            continue;
        p->op = operators[i].op;
        p->low = parse_port(w, a);
        if (p->op == RULES_PORT_RANGE)
            p->high = parse_port(w, a);
        if (p->op == RULES_PORT_RANGE && p->low > p->high)
            bad(w, "range");
        return;
    }
}

static void parse_type(struct words *w, struct rules_ace *a)
{
    if (a->protocol != SERVICE_ICMP || w->left == 0)
        return;
    a->icmp_group = take_group(w, is_icmp);
    if (!a->icmp_group && !w->wrong && service_icmp(w->at[0], &a->icmp))
        next(w);
}

static bool is_level(const char *word, uint8_t *level)
{
    uint32_t n;

    if (!parse_u32(word, &n)) {
        for (n = 0; log_level_name(n) && strcasecmp(word, log_level_name(n));)
            n++;
    }
    if (n < LOG_LEVELS)
        *level = (uint8_t)n;
    return n < LOG_LEVELS;
}

/* "log [[disable|default] | [LEVEL] [interval SECONDS]]" */
static void parse_log(struct words *w, struct rules_ace *a)
{
    uint32_t n;

    if (!take(w, "log"))
        return;
    if (take(w, "default"))
        return;
    a->log = RULES_LOG_DEFAULT;
    if (take(w, "disable")) {
        a->log = RULES_LOG_OFF;
        return;
    }
    if (w->left == 0)
        return;
    a->log = RULES_LOG_ON;
    a->log_level = LOG_LEVEL;
    a->log_interval = LOG_INTERVAL;
    if (is_level(w->at[0], &a->log_level))
        next(w);
    if (take(w, "interval")) {
        char *word = next(w);

        if (word && config_get_number(w->cli, word, 1, LOG_INTERVAL_MAX, &n))
            a->log_interval = (uint16_t)n;
        else
            w->wrong = true;
    }
}

bool rulework_parse_entry(struct cli *cli, int argc, char **argv,
                          bool conduit, struct rules_ace *a)
{
    struct words w = {.cli = cli, .left = argc, .at = argv};
    char *action = next(&w);

    if (action && cli_abbreviates(action, "permit"))
        a->action = RULES_PERMIT;
    else if (!action || !cli_abbreviates(action, "deny"))
        bad(&w, action ? action : "");
    parse_protocol(&w, a);
    parse_side(&w, conduit ? &a->to : &a->from);
    parse_ports(&w, a, conduit ? &a->to_ports : &a->from_ports);
    parse_side(&w, conduit ? &a->from : &a->to);
    parse_ports(&w, a, conduit ? &a->from_ports : &a->to_ports);
    parse_type(&w, a);
    if (!conduit && cli->unit->release >= RELEASE(6, 3, 0))
        parse_log(&w, a);
    if (w.left)
        bad(&w, w.at[0]);
    return !w.wrong;
}

/* --- rule to words ----------------------------------------------------- */

static const char *group_name(const struct config *c, unsigned group)
{
    return c->state.rules.group[group - 1].name;
}

static void put_side(const struct config *c, const struct rules_side *s,
                     struct config_text *to)
{
    char ip[CONFIG_IP_TEXT], mask[CONFIG_IP_TEXT];

    if (s->group)
        config_printf(to, "object-group %s ", group_name(c, s->group));
    else if (s->mask == 0)
        config_printf(to, "any ");
    else if (s->mask == 0xffffffff)
        config_printf(to, "host %s ", config_ip(c, s->ip, ip));
    else
        config_printf(to, "%s %s ", config_ip(c, s->ip, ip),
                      config_mask(s->mask, mask));
}

static void put_ports(const struct config *c, const struct rules_ace *a,
                      const struct rules_ports *p, struct config_text *to)
{
    char port[SERVICE_TEXT];

    if (p->op == RULES_PORT_ANY)
        return;
    if (p->op == RULES_PORT_GROUP) {
        config_printf(to, "object-group %s ", group_name(c, p->low));
        return;
    }
    config_printf(to, "%s %s ", operators[p->op - RULES_PORT_EQ].word,
                  service_port_text(p->low, a->protocol, port));
    if (p->op == RULES_PORT_RANGE)
        config_printf(to, "%s ",
                      service_port_text(p->high, a->protocol, port));
}

static void put_log(const struct rules_ace *a, struct config_text *to)
{
    if (a->log == RULES_LOG_NONE)
        return;
    config_printf(to, "log ");
    if (a->log == RULES_LOG_OFF)
        config_printf(to, "disable ");
    if (a->log == RULES_LOG_ON)
        config_printf(to, "%u interval %u ", a->log_level, a->log_interval);
}

void rulework_entry(const struct config *c, const struct rules_ace *a,
                    bool conduit, struct config_text *to)
{
    char text[SERVICE_TEXT];

    config_printf(to, "%s ", a->action == RULES_PERMIT ? "permit" : "deny");
    if (a->protocol_group)
        config_printf(to, "object-group %s ",
                      group_name(c, a->protocol_group));
    else
        config_printf(to, "%s ", service_protocol_text(a->protocol, text));
    put_side(c, conduit ? &a->to : &a->from, to);
    put_ports(c, a, conduit ? &a->to_ports : &a->from_ports, to);
    put_side(c, conduit ? &a->from : &a->to, to);
    put_ports(c, a, conduit ? &a->from_ports : &a->to_ports, to);
    if (a->icmp_group)
        config_printf(to, "object-group %s ", group_name(c, a->icmp_group));
    else if (a->icmp != RULES_ANY_ICMP)
        config_printf(to, "%s ", service_icmp_text(a->icmp, text));
    put_log(a, to);
}
