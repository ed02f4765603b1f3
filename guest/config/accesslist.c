/* SPDX-License-Identifier: GPL-2.0-or-later */
/* accesslist.c - access-list and conduit. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

#include <stddef.h>

enum { DENY_FLOWS_MAX = 4096, ALERT_MAX = 3600 };

/* --- lists ------------------------------------------------------------- */

static int make_list(struct cli *cli, const char *name)
{
    int at = rulework_list(cli->unit->config, name);
    struct rules *r = rulework_rules(cli);

    if (at >= 0)
        return at;
    if (strlen(name) > RULES_NAME_MAX) {
        rulework_bad_word(cli, name);
        return -1;
    }
    for (int i = 1; i < RULES_LISTS; i++) {
        if (r->list[i].name[0])
            continue;
        format(r->list[i].name, sizeof r->list[i].name, "%s", name);
        return i;
    }
    cli_printf(cli, STR_CONFIG_FULL "\n", RULES_LISTS - 1);
    return -1;
}

/* Where a list begins, or would.  Lists stand behind each other by number; of
 * thousands of entries half is left with every step. */
static unsigned first_of(const struct rules *r, unsigned list)
{
    unsigned low = 0, high = r->aces;

    while (low < high) {
        unsigned middle = (low + high) / 2;

        if (r->ace[middle].list < list)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static unsigned length_of(const struct rules *r, unsigned list)
{
    return first_of(r, list + 1) - first_of(r, list);
}

/* Lists have no gaps: those behind take one number less. */
static void forget_list(struct rules *r, unsigned list)
{
    unsigned first = first_of(r, list), n = length_of(r, list);

    memmove(&r->ace[first], &r->ace[first + n],
            (r->aces - first - n) * sizeof r->ace[0]);
    r->aces -= n;
    memset(&r->ace[r->aces], 0, n * sizeof r->ace[0]);
    if (list == RULES_CONDUITS)
        return;
    for (unsigned i = 0; i < r->aces; i++)
        r->ace[i].list -= r->ace[i].list > list;
    memmove(&r->list[list], &r->list[list + 1],
            (RULES_LISTS - 1 - list) * sizeof r->list[0]);
    memset(&r->list[RULES_LISTS - 1], 0, sizeof r->list[0]);
    for (unsigned i = 0; i < RULES_INTERFACES; i++) {
        if (r->bound[i] == list)
            r->bound[i] = 0;
        r->bound[i] -= r->bound[i] > list;
    }
    for (unsigned i = r->nats; i--;) {
        if (r->nat[i].list == list + 1)
            rulework_take_out(r->nat, sizeof r->nat[0], &r->nats, i);
        else
            r->nat[i].list -= r->nat[i].list > list + 1;
    }
    for (unsigned i = r->static_count; i--;) {
        if (r->statics[i].list == list + 1)
            rulework_take_out(r->statics, sizeof r->statics[0],
                              &r->static_count, i);
        else
            r->statics[i].list -= r->statics[i].list > list + 1;
    }
}

/* --- entries ----------------------------------------------------------- */

static bool same(const struct rules_ace *a, const struct rules_ace *b)
{
    struct rules_ace x, y;

    if (a->from.ip != b->from.ip || a->to.ip != b->to.ip)
        return false;
    x = *a;
    y = *b;
    /* What is logged makes no other entry of it. */
    x.log = x.log_level = y.log = y.log_level = 0;
    x.log_interval = y.log_interval = 0;
    x.text = y.text = 0;
    return memcmp(&x, &y, sizeof x) == 0;
}

static bool logs_the_same(const struct rules_ace *a,
                          const struct rules_ace *b)
{
    return a->log == b->log && a->log_level == b->log_level &&
           a->log_interval == b->log_interval;
}

static bool remarks_the_same(const struct rules *r, const struct rules_ace *a,
                             const struct rules_ace *b)
{
    return a->text && !strcmp(r->text[a->text - 1], r->text[b->text - 1]);
}

static int find_entry(const struct rules *r, const struct rules_ace *a)
{
    const struct rules_ace *e = &r->ace[first_of(r, a->list)],
                           *end = e + length_of(r, a->list);

    if (a->action == RULES_REMARK) {
        while (e < end && !remarks_the_same(r, e, a))
            e++;
    } else {
        while (e < end && !same(e, a))
            e++;
    }
    return e < end ? (int)(e - r->ace) : -1;
}

static void insert(struct rules *r, unsigned at, const struct rules_ace *a)
{
    memmove(&r->ace[at + 1], &r->ace[at],
            (r->aces - at) * sizeof r->ace[0]);
    r->ace[at] = *a;
    r->aces++;
    if (a->text)
        rulework_pack_texts(r);
}

/* line: 1 and up, 0: behind the others. */
static void add_entry(struct cli *cli, const struct rules_ace *a,
                      uint32_t line)
{
    struct rules *r = rulework_rules(cli);
    unsigned first = first_of(r, a->list), n = length_of(r, a->list);
    int there = a->action == RULES_REMARK ? -1 : find_entry(r, a);

    if (there >= 0 && !logs_the_same(&r->ace[there], a)) {
        r->ace[there] = *a;
    } else if (there >= 0) {
        cli_printf(cli, "ACE not added. Possible duplicate entry\n");
        return;
    } else if (r->aces == RULES_ACES) {
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_ACES);
        return;
    } else {
        insert(r, first + (line && line <= n ? line - 1 : n), a);
    }
    rulework_changed(cli);
}

/* One without entries is none. */
static void add_to_list(struct cli *cli, const struct rules_ace *a,
                        uint32_t line)
{
    add_entry(cli, a, line);
    if (length_of(rulework_rules(cli), a->list) == 0)
        forget_list(rulework_rules(cli), a->list);
}

static void remove_entry(struct cli *cli, const struct rules_ace *a)
{
    struct rules *r = rulework_rules(cli);
    int at = find_entry(r, a);

    if (at < 0) {
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
        return;
    }
    rulework_take_out(r->ace, sizeof r->ace[0], &r->aces, (unsigned)at);
    if (a->list != RULES_CONDUITS && length_of(r, a->list) == 0)
        forget_list(r, a->list);
    rulework_changed(cli);
}

/* "remark TEXT": its words, one blank between them. */
static bool parse_remark(struct cli *cli, int argc, char **argv,
                         struct rules_ace *a)
{
    char text[RULES_TEXT_MAX + 1] = "";
    int n = 0;

    for (int i = 1; i < argc && n < (int)sizeof text; i++)
        n += format(text + n, sizeof text - (size_t)n, i > 1 ? " %s" : "%s",
                    argv[i]);
    if (n == 0 || n >= (int)sizeof text) {
        cli_printf(cli, "%s\n", STR_CONFIG_LINE_TOO_LONG);
        return false;
    }
    a->action = RULES_REMARK;
    a->text = rulework_text(rulework_rules(cli), text);
    if (!a->text)
        cli_printf(cli, STR_CONFIG_FULL "\n", RULES_TEXTS);
    return a->text != 0;
}

/* --- access-list ------------------------------------------------------- */

static void list_generate(const struct config *c, struct config_text *to)
{
    const struct rules *r = &c->state.rules;

    if (r->compiled)
        config_printf(to, "access-list compiled\n");
    if (r->deny_flow_max)
        config_printf(to, "access-list deny-flow-max %u\n", r->deny_flow_max);
    if (r->alert_interval)
        config_printf(to, "access-list alert-interval %u\n",
                      r->alert_interval);
    for (unsigned i = first_of(r, 1); i < r->aces; i++) {
        const struct rules_ace *a = &r->ace[i];

        config_printf(to, "access-list %s ", r->list[a->list].name);
        if (a->action == RULES_REMARK)
            config_printf(to, "remark %s ", r->text[a->text - 1]);
        else
            rulework_entry(c, a, false, to);
        config_printf(to, "\n");
    }
}

const struct config_row config_access_list_row = {
    .name = "access-list", .generate = list_generate};

/* "NAME [line N] permit|deny|remark ..."; *line stays 0 without one. */
static bool parse_list(struct cli *cli, int *argc, char ***argv,
                       uint32_t *line, bool *remark)
{
    uint32_t release = cli->unit->release;

    --*argc;
    ++*argv;
    if (*argc > 2 && release >= RELEASE(6, 3, 0) &&
        cli_abbreviates((*argv)[0], "line")) {
        if (!config_get_number(cli, (*argv)[1], 1, RULES_ACES, line))
            return false;
        *argc -= 2;
        *argv += 2;
    }
    *remark = *argc > 0 && release >= RELEASE(6, 2, 0) &&
              cli_abbreviates((*argv)[0], "remark");
    return true;
}

static void obey_list(struct cli *cli, int argc, char **argv, bool take_back)
{
    const char *name = argv[0];
    struct rules_ace a;
    uint32_t line = 0;
    bool remark;
    int list;

    memset(&a, 0, sizeof a);
    if (!parse_list(cli, &argc, &argv, &line, &remark))
        return;
    if (remark ? !parse_remark(cli, argc, argv, &a)
               : !rulework_parse_entry(cli, argc, argv, false, &a))
        return;
    list = take_back ? rulework_list(cli->unit->config, name)
                     : make_list(cli, name);
    a.list = (uint16_t)list;
    if (list >= 0 && !take_back)
        add_to_list(cli, &a, line);
    else if (list >= 0)
        remove_entry(cli, &a);
    else if (take_back)
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", name);
    if (remark)
        rulework_pack_texts(rulework_rules(cli));
}

/* "deny-flow-max N", "alert-interval SECONDS"; without a number the usual.
 * False: a list's name. */
static bool set_flows(struct cli *cli, int argc, char **argv)
{
    bool most = !strcasecmp(argv[0], "deny-flow-max");
    uint32_t n = 0;

    if (cli->unit->release < RELEASE(6, 3, 0) || argc > 2 ||
        (!most && strcasecmp(argv[0], "alert-interval") != 0))
        return false;
    if (argc == 2 && !config_get_number(cli, argv[1], 1,
                                        most ? DENY_FLOWS_MAX : ALERT_MAX, &n))
        return true;
    if (most)
        rulework_rules(cli)->deny_flow_max = (uint16_t)n;
    else
        rulework_rules(cli)->alert_interval = (uint16_t)n;
    rulework_changed(cli);
    return true;
}

static void access_list(struct cli *cli, int argc, char **argv)
{
    if (argc == 2 && set_flows(cli, argc, argv))
        return;
    if (argc == 1 && cli_abbreviates(argv[0], "compiled"))
        rulework_rules(cli)->compiled = true;
    else if (argc == 1)
        cli_usage(cli, "access-list", 11);
    else
        obey_list(cli, argc, argv, false);
}

static void drop_list(struct cli *cli, const char *name)
{
    int list = rulework_list(cli->unit->config, name);

    if (list < 0) {
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", name);
        return;
    }
    forget_list(rulework_rules(cli), (unsigned)list);
    rulework_pack_texts(rulework_rules(cli));
    rulework_changed(cli);
}

static void no_access_list(struct cli *cli, int argc, char **argv)
{
    if (set_flows(cli, 1, argv))
        return;
    if (argc == 1 && !strcasecmp(argv[0], "compiled"))
        rulework_rules(cli)->compiled = false;
    else if (argc == 1)
        drop_list(cli, argv[0]);
    else
        obey_list(cli, argc, argv, true);
}

static void clear_counters(struct cli *cli, const char *name)
{
    int list = name ? rulework_list(cli->unit->config, name) : 0;

    if (list < 0)
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", name);
    else
        config_changed(cli->unit->config, CONFIG_PART_HITS, (unsigned)list);
}

/* "[NAME] counters"; a list may be called so, or "c". */
static bool is_counters(const struct cli *cli, int argc, char **argv)
{
    return argc && cli_abbreviates(argv[argc - 1], "counters") &&
           (argc == 2 || rulework_list(cli->unit->config, argv[0]) < 0);
}

static void clear_access_list(struct cli *cli, int argc, char **argv)
{
    struct rules *r = rulework_rules(cli);

    if (is_counters(cli, argc, argv)) {
        clear_counters(cli, argc == 2 ? argv[0] : NULL);
        return;
    }
    if (argc == 2) {
        rulework_bad_word(cli, argv[1]);
        return;
    }
    if (argc) {
        drop_list(cli, argv[0]);
        return;
    }
    while (r->list[1].name[0])
        forget_list(r, 1);
    rulework_pack_texts(r);
    rulework_changed(cli);
}

/* --- conduit ----------------------------------------------------------- */

static void conduit_generate(const struct config *c, struct config_text *to)
{
    const struct rules *r = &c->state.rules;

    for (unsigned i = 0; i < length_of(r, RULES_CONDUITS); i++) {
        config_printf(to, "conduit ");
        rulework_entry(c, &r->ace[i], true, to);
        config_printf(to, "\n");
    }
}

const struct config_row config_conduit_row = {.name = "conduit",
                                              .generate = conduit_generate};

static void conduit(struct cli *cli, int argc, char **argv)
{
    struct rules_ace a;

    memset(&a, 0, sizeof a);
    if (rulework_parse_entry(cli, argc, argv, true, &a))
        add_entry(cli, &a, 0);
}

static void no_conduit(struct cli *cli, int argc, char **argv)
{
    struct rules_ace a;

    memset(&a, 0, sizeof a);
    if (rulework_parse_entry(cli, argc, argv, true, &a))
        remove_entry(cli, &a);
}

static void clear_conduit(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    forget_list(rulework_rules(cli), RULES_CONDUITS);
    rulework_changed(cli);
}

/* --- rows -------------------------------------------------------------- */

#define ENTRY "<protocol> <source> [ports] <destination> [ports] [type]"
#define R(major, minor) RELEASE(major, minor, 0)

const struct command config_access_commands[] = {
    {"access-list", "<name> [line <n>] permit|deny " ENTRY " [log ...]",
     "Lists of what may pass", CLI_CONFIG, .min_args = 1,
     .max_args = CLI_ARGS_MAX, .since = R(5, 0), .run = access_list},
    {"clear access-list", "[name] [counters]", "Take lists back", CLI_CONFIG,
     .max_args = 2, .since = R(5, 0), .run = clear_access_list},
    {"clear conduit", "", "Nothing comes in by a conduit", CLI_CONFIG,
     .run = clear_conduit},
    {"conduit", "permit|deny <protocol> <global> [ports] <foreign> [ports] "
     "[type]", "What may come in", CLI_CONFIG, .min_args = 4,
     .max_args = CLI_ARGS_MAX, .run = conduit},
    {"no access-list", "<name> [permit|deny " ENTRY "]",
     "Take a list or an entry back", CLI_CONFIG, .min_args = 1,
     .max_args = CLI_ARGS_MAX, .since = R(5, 0), .run = no_access_list},
    {"no conduit", "permit|deny <protocol> <global> [ports] <foreign> "
     "[ports] [type]", "Take a conduit back", CLI_CONFIG, .min_args = 4,
     .max_args = CLI_ARGS_MAX, .run = no_conduit},
    {0},
};
