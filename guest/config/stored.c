/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stored.c - see stored.h.
 *
 * All lines lie behind each other in config_state's stored[], each as the
 * number of its kind (1 and up) and its text with a zero behind; a 0 in place
 * of a kind ends them.  They are sorted by kind.
 */
#include "guest/config/stored.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* --- lines ------------------------------------------------------------- */

static const char *without_no(const char *line)
{
    return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

/* The first `words` words of a text; all of it when there are fewer. */
static size_t first_words(const char *text, unsigned words)
{
    size_t n = 0;

    for (unsigned i = 0; i < words && text[n]; i++) {
        while (text[n] == ' ')
            n++;
        while (text[n] && text[n] != ' ')
            n++;
    }
    return n;
}

/* Are two lines of a kind about the same thing? */
static bool same_thing(const struct stored_kind *kind, const char *a,
                       const char *b)
{
    size_t skip = strlen(kind->words), n;

    a = without_no(a);
    b = without_no(b);
    if (kind->keys == STORED_WHOLE)
        return strcmp(a, b) == 0;
    n = first_words(a + skip, kind->keys);
    return first_words(b + skip, kind->keys) == n &&
           strncmp(a, b, skip + n) == 0;
}

/* The longest kind that the line begins with. */
static unsigned kind_of(const char *line)
{
    unsigned best = 0;
    size_t best_n = 0;

    line = without_no(line);
    for (unsigned i = 0; stored_kinds[i].words; i++) {
        size_t n = strlen(stored_kinds[i].words);

        if (n > best_n && strncmp(line, stored_kinds[i].words, n) == 0 &&
            (line[n] == ' ' || line[n] == '\0')) {
            best = i + 1;
            best_n = n;
        }
    }
    return best;
}

static size_t used(const struct config_state *s)
{
    size_t at = 0;

    while (s->stored[at])
        at += strlen(s->stored + at) + 1;
    return at;
}

/* Where the line about the same thing stands, or where it would. */
static bool find(const struct config_state *s, unsigned kind,
                 const char *line, size_t *at)
{
    for (*at = 0; s->stored[*at]; *at += strlen(s->stored + *at) + 1) {
        unsigned k = (uint8_t)s->stored[*at];

        if (k > kind)
            return false;
        if (k == kind &&
            same_thing(&stored_kinds[kind - 1], s->stored + *at + 1, line))
            return true;
    }
    return false;
}

/* What stands at `at` gives way to a line; NULL: to nothing.  False: full. */
static bool replace(struct config_state *s, size_t at, bool there,
                    unsigned kind, const char *line)
{
    size_t end = used(s), old = there ? strlen(s->stored + at) + 1 : 0;
    size_t n = line ? strlen(line) + 2 : 0;

    if (end - old + n >= sizeof s->stored)
        return false;
    memmove(s->stored + at + n, s->stored + at + old, end - at - old);
    if (line) {
        s->stored[at] = (char)kind;
        memcpy(s->stored + at + 1, line, n - 1);
    }
    if (old > n)
        memset(s->stored + end - old + n, 0, old - n);
    return true;
}

static bool set(struct config_state *s, const char *line)
{
    unsigned kind = kind_of(line);
    size_t at;
    bool there = find(s, kind, line, &at);

    return replace(s, at, there, kind, line);
}

/* --- what a new unit has ----------------------------------------------- */

static bool has(uint32_t release, const struct stored_default *d)
{
    return d->since <= release && (!d->until || release < d->until);
}

static const char *default_about(const struct config *c, unsigned kind,
                                 const char *line)
{
    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (has(c->release, d) && kind_of(d->line) == kind &&
            same_thing(&stored_kinds[kind - 1], d->line, line))
            return d->line;
    }
    return NULL;
}

static void defaults(struct config *c)
{
    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (has(c->release, d))
            set(&c->state, d->line);
    }
}

/* Takes a line back: what a new unit has returns; a default itself, or that
 * of a command which is either there or not, is kept as "no ...". */
static bool take_back(struct config *c, const char *line)
{
    unsigned kind = kind_of(line);
    const char *usual = default_about(c, kind, line);
    char no[STORED_LINE_MAX + 4];
    size_t at;
    bool there = find(&c->state, kind, line, &at);

    if (!usual)
        return there && replace(&c->state, at, true, kind, NULL);
    if (usual == without_no(usual) && strcmp(usual, line) == 0) {
        format(no, sizeof no, "no %s", line);
        usual = no;
    }
    return replace(&c->state, at, there, kind, usual);
}

/* --- text -------------------------------------------------------------- */

static void generate(const struct config *c, struct config_text *to,
                     enum stored_place place)
{
    const struct config_state *s = &c->state;

    for (size_t at = 0; s->stored[at]; at += strlen(s->stored + at) + 1) {
        if (stored_kinds[(uint8_t)s->stored[at] - 1].place == place)
            config_printf(to, "%s\n", s->stored + at + 1);
    }
}

#define ROW(name_, place_)                                             \
    static void generate_##name_(const struct config *c,               \
                                 struct config_text *to)               \
    {                                                                  \
        generate(c, to, place_);                                       \
    }                                                                  \
    const struct config_row config_stored_##name_##_row = {            \
        .name = #name_, .generate = generate_##name_}

ROW(guard, STORED_GUARD);
ROW(pdm, STORED_PDM);
ROW(nat, STORED_NAT);
ROW(rest, STORED_REST);
ROW(snmp, STORED_SNMP);
ROW(vpn, STORED_VPN);
ROW(shell, STORED_SHELL);

static void generate_fixup(const struct config *c, struct config_text *to)
{
    generate(c, to, STORED_FIXUP);
}

const struct config_row config_stored_fixup_row = {
    .name = "fixup",
    .defaults = defaults,
    .generate = generate_fixup,
};

const char *stored_next(const struct config_state *s, const char *words,
                        const char *after)
{
    unsigned kind = kind_of(words);
    size_t at = after ? (size_t)(after - s->stored) + strlen(after) + 1 : 0;

    for (; s->stored[at]; at += strlen(s->stored + at) + 1) {
        const char *line = s->stored + at + 1;

        if ((uint8_t)s->stored[at] == kind && line == without_no(line))
            return line;
    }
    return NULL;
}

/* --- commands ---------------------------------------------------------- */

/* The line in full: words of the kind, then the arguments. */
static bool join(struct cli *cli, const char *words, int argc, char **argv,
                 char line[STORED_LINE_MAX + 1])
{
    int n = format(line, STORED_LINE_MAX + 1, "%s", words);

    for (int i = 0; i < argc && n <= STORED_LINE_MAX; i++)
        n += format(line + n, (size_t)(STORED_LINE_MAX + 1 - n), " %s",
                    argv[i]);
    if (n <= STORED_LINE_MAX)
        return true;
    cli_printf(cli, "%s\n", STR_CONFIG_LINE_TOO_LONG);
    return false;
}

/* Inspections that are there; others are passed without being looked into. */
static const struct inspection {
    const char *begins;
    bool guards; /* Mail Guard, DNS Guard */
} inspections[] = {
    {"fixup protocol dns ", true}, {"fixup protocol ftp ", false},
    {"fixup protocol http ", false}, {"fixup protocol rsh ", false},
    {"fixup protocol smtp ", true}, {"fixup protocol tftp ", false},
};

static const struct inspection *inspection_of(const char *line)
{
    for (unsigned i = 0; i < sizeof inspections / sizeof inspections[0]; i++) {
        const char *begins = inspections[i].begins;

        if (!strncmp(line, begins, strlen(begins)))
            return &inspections[i];
    }
    return NULL;
}

void stored_keep(struct cli *cli, int argc, char **argv)
{
    const struct config *c = cli->unit->config;
    const struct inspection *works;
    const char *missing = NULL;
    char line[STORED_LINE_MAX + 1];

    if (!join(cli, cli->row->words, argc, argv, line))
        return;
    works = inspection_of(line);
    if (c->missing)
        missing = c->missing(line);
    if (missing)
        cli_printf(cli, STR_CONFIG_NOT_LICENSED "\n", missing);
    else if (!set(&cli->unit->config->state, line))
        cli_printf(cli, "%s\n", STR_CONFIG_NO_ROOM);
    else if (!works && !cli->scripted)
        cli_printf(cli, "%s\n", STR_CONFIG_NO_EFFECT);
    else if (works && works->guards)
        rulework_guards(cli);
    if (works)
        config_changed(c, CONFIG_PART_RULES, 0);
}

void stored_forget(struct cli *cli, int argc, char **argv)
{
    char line[STORED_LINE_MAX + 1];

    if (!join(cli, without_no(cli->row->words), argc, argv, line))
        return;
    if (!take_back(cli->unit->config, line) && !cli->scripted)
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
    if (inspection_of(line))
        config_changed(cli->unit->config, CONFIG_PART_RULES, 0);
}

#define KEEP(words_, summary_, since_)                                      \
    {words_, "...", summary_, CLI_CONFIG, .max_args = CLI_ARGS_MAX,         \
     .since = since_, .run = stored_keep},                                  \
    {"no " words_, "...", summary_, CLI_CONFIG, .max_args = CLI_ARGS_MAX,   \
     .since = since_, .run = stored_forget}

#define R(major, minor) RELEASE(major, minor, 0)

const struct command config_stored_commands[] = {
    KEEP("aaa", "Who must say who he is", R(4, 2)),
    KEEP("aaa-server", "Servers that know users", R(4, 2)),
    KEEP("alias", "Addresses that overlap", 0),
    KEEP("apply", "Which outbound list is used", 0),
    KEEP("auth-prompt", "What users are asked", 0),
    KEEP("console timeout", "When an idle console ends", R(6, 3)),
    KEEP("crypto", "IPSec", R(5, 0)),
    KEEP("established", "Connections that others permit", 0),
    KEEP("filter", "URLs, Java and ActiveX", 0),
    KEEP("fixup protocol", "Protocols that are looked into", 0),
    KEEP("ip audit", "Signatures of attacks", R(5, 2)),
    KEEP("ip local", "Pools of addresses", R(5, 0)),
    KEEP("isakmp", "Keys for IPSec", R(5, 0)),
    KEEP("ntp", "Servers of the time", R(6, 2)),
    KEEP("outbound", "Lists of what may go out", 0),
    KEEP("pdm history", "Figures for the device manager", R(6, 1)),
    KEEP("pdm location", "Networks for the device manager", R(6, 0)),
    KEEP("rip", "Learn routes", 0),
    KEEP("snmp-server community", "The word that reads", 0),
    KEEP("snmp-server contact", "Who looks after this unit", 0),
    KEEP("snmp-server enable", "Traps", 0),
    KEEP("snmp-server host", "Who may read", 0),
    KEEP("snmp-server location", "Where this unit is", 0),
    KEEP("ssh", "Who may come in by SSH", R(5, 2)),
    KEEP("ssh timeout", "When an idle SSH session ends", R(5, 2)),
    KEEP("timeout uauth", "Idle users", 0),
    KEEP("url-server", "Servers that judge URLs", 0),
    KEEP("vpdn", "PPTP and PPPoE", R(5, 1)),
    KEEP("vpngroup", "Groups of VPN clients", R(5, 1)),
    {0},
};
