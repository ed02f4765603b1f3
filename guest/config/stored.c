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
#include "guest/cli/form.h"
#include "guest/config/config.h"
#include "guest/config/grammar.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/config/users.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* --- lines ------------------------------------------------------------- */

/* A line as it is kept, and what in it says what it is about. */
struct entry {
    unsigned kind; /* 1 and up */
    size_t keys;   /* characters */
    bool keyed;    /* further ones are a value; if not, it is all of it */
    char line[STORED_LINE_MAX + 1];
};

static const char *without_no(const char *line)
{
    return strncmp(line, "no ", 3) == 0 ? line + 3 : line;
}

/* Does the line, whose end may be a blank, begin with these words? */
static bool begins(const char *line, const char *words, size_t n)
{
    line = without_no(line);
    return strncmp(line, words, n) == 0 &&
           (line[n] == ' ' || line[n] == '\0');
}

static bool same_thing(const char *line, const struct entry *e)
{
    return begins(line, e->line, e->keys) &&
           (e->keyed || !without_no(line)[e->keys]);
}

/* The longest kind that the line begins with; 0: none. */
static unsigned kind_of(const char *line)
{
    unsigned best = 0;
    size_t best_n = 0;

    for (unsigned i = 0; stored_kinds[i].words; i++) {
        size_t n = strlen(stored_kinds[i].words);

        if (n > best_n && begins(line, stored_kinds[i].words, n)) {
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
static bool find(const struct config_state *s, const struct entry *e,
                 size_t *at)
{
    for (*at = 0; s->stored[*at]; *at += strlen(s->stored + *at) + 1) {
        unsigned k = (uint8_t)s->stored[*at];

        if (k > e->kind)
            return false;
        if (k == e->kind && same_thing(s->stored + *at + 1, e))
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

/* Behind all others of its kind. */
static bool add(struct config_state *s, const struct entry *e)
{
    size_t at = 0;

    while (s->stored[at] && (uint8_t)s->stored[at] <= e->kind)
        at += strlen(s->stored + at) + 1;
    return replace(s, at, false, e->kind, e->line);
}

static bool set(struct config_state *s, const struct entry *e)
{
    size_t at;
    bool there = find(s, e, &at);

    if (there && stored_kinds[e->kind - 1].repeats)
        return add(s, e);
    return replace(s, at, there, e->kind, e->line);
}

/* --- forms ------------------------------------------------------------- */

enum verdict { RIGHT, NO_FORM, TOO_LONG };

/* The entry of a kind's words and of others behind them. */
static enum verdict join(struct entry *e, const char *words,
                         const struct grammar_line *g, int argc)
{
    int n = format(e->line, sizeof e->line, "%s", words);

    e->kind = kind_of(words);
    e->keyed = g->keys != GRAMMAR_WHOLE;
    for (int i = 0; i < argc && n <= STORED_LINE_MAX; i++) {
        if (i == g->keys)
            e->keys = (size_t)n;
        n += format(e->line + n, sizeof e->line - (size_t)n, " %.*s",
                    (int)g->length[i], g->word[i]);
    }
    if (!e->keyed || g->keys == argc)
        e->keys = (size_t)n;
    return n <= STORED_LINE_MAX ? RIGHT : TOO_LONG;
}

static enum verdict parse(const struct cli *cli, const char *words, int argc,
                          char **argv, struct entry *e)
{
    struct grammar_line g;

    for (const struct stored_form *f = stored_forms; f->words; f++) {
        if (f->since <= cli->unit->release && !strcmp(f->words, words) &&
            grammar_match(cli, f->form, argc, argv, &g))
            return join(e, words, &g, argc);
    }
    return NO_FORM;
}

/* Of a line that is there. */
static void parse_line(const struct cli *cli, const char *line,
                       struct entry *e)
{
    const char *words = stored_kinds[kind_of(line) - 1].words;
    char copy[STORED_LINE_MAX + 1], *argv[CLI_ARGS_MAX];
    int argc = 0;

    format(copy, sizeof copy, "%s", line + strlen(words));
    for (char *p = copy; *p && argc < CLI_ARGS_MAX;) {
        *p++ = '\0';
        argv[argc++] = p;
        while (*p && *p != ' ')
            p++;
    }
    if (parse(cli, words, argc, argv, e) == RIGHT)
        return;
    e->kind = kind_of(line);
    e->keyed = false;
    e->keys = strlen(line);
    format(e->line, sizeof e->line, "%s", line);
}

/* Those with the first word that was typed; false: there are none. */
static bool print_forms(struct cli *cli, const char *words, const char *first)
{
    struct form form;
    bool any = false;

    for (const struct stored_form *f = stored_forms; f->words; f++) {
        if (f->since > cli->unit->release || strcmp(f->words, words) != 0 ||
            (first && !grammar_begins(f->form, first)))
            continue;
        form_begin(&form, cli, any);
        form_words(&form, words);
        grammar_print(&form, f->form);
        form_end(&form);
        any = true;
    }
    return any;
}

/* --- what a new unit has ----------------------------------------------- */

static bool has(uint32_t release, const struct stored_default *d)
{
    return d->since <= release && (!d->until || release < d->until);
}

static const char *default_about(const struct config *c,
                                 const struct entry *e)
{
    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (has(c->release, d) && kind_of(d->line) == e->kind &&
            same_thing(d->line, e))
            return d->line;
    }
    return NULL;
}

/* Is "no" and this what a new unit says of itself? */
static bool is_absent_by_default(const struct config *c, const char *line)
{
    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (has(c->release, d) && without_no(d->line) != d->line &&
            strcmp(without_no(d->line), line) == 0)
            return true;
    }
    return false;
}

/* Those of the kinds that begin with these words. */
static void set_defaults(struct config *c, const char *words)
{
    struct entry e = {.keyed = false};

    for (const struct stored_default *d = stored_defaults; d->line; d++) {
        if (!has(c->release, d) || !begins(d->line, words, strlen(words)))
            continue;
        format(e.line, sizeof e.line, "%s", without_no(d->line));
        e.kind = kind_of(d->line);
        e.keys = strlen(e.line);
        format(e.line, sizeof e.line, "%s", d->line);
        set(&c->state, &e);
    }
}

static void defaults(struct config *c)
{
    for (unsigned i = 0; stored_kinds[i].words; i++)
        set_defaults(c, stored_kinds[i].words);
}

static bool drop(struct config_state *s, const struct entry *e)
{
    bool found = false;
    size_t at;

    while (find(s, e, &at)) { /* as often as it was said */
        replace(s, at, true, e->kind, NULL);
        found = true;
    }
    return found;
}

/* Takes a line back: what a new unit has returns; a default itself, or that
 * of a command which is either there or not, is kept as "no ...". */
static bool take_back(struct config *c, const struct entry *e)
{
    const char *usual = default_about(c, e);
    char no[STORED_LINE_MAX + 4];
    size_t at;
    bool there;

    if (!usual)
        return drop(&c->state, e);
    there = find(&c->state, e, &at);
    if (usual == without_no(usual) && strcmp(usual, e->line) == 0) {
        format(no, sizeof no, "no %s", e->line);
        usual = no;
    }
    return replace(&c->state, at, there, e->kind, usual);
}

/* Takes back all lines that begin with these words and are there.  False:
 * there are none. */
static bool take_back_all(struct cli *cli, const char *words)
{
    struct config *c = cli->unit->config;
    const char *stored = c->state.stored;
    bool found = false;
    struct entry e;

    for (size_t at = 0; stored[at];) {
        const char *line = stored + at + 1;

        if (line == without_no(line) && begins(line, words, strlen(words))) {
            found = true;
            parse_line(cli, line, &e);
            take_back(c, &e);
            if ((uint8_t)stored[at] != e.kind || !same_thing(line, &e))
                continue; /* the next one stands here now */
        }
        at += strlen(line) + 2;
    }
    return found;
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

/* Inspections that are there; others are passed without being looked into. */
static const struct inspection {
    const char *words;
    bool guards; /* Mail Guard, DNS Guard */
} inspections[] = {
    {"fixup protocol dns", true}, {"fixup protocol ftp", false},
    {"fixup protocol http", false}, {"fixup protocol rsh", false},
    {"fixup protocol smtp", true}, {"fixup protocol tftp", false},
};

static const struct inspection *inspection_of(const char *line)
{
    for (unsigned i = 0; i < sizeof inspections / sizeof inspections[0]; i++) {
        const char *words = inspections[i].words;

        if (begins(line, words, strlen(words)))
            return &inspections[i];
    }
    return NULL;
}

/* All of these are. */
static bool is_acted_on(const struct config *c, const char *line)
{
    return begins(line, "banner", 6) || begins(line, "console timeout", 15) ||
           users_act_on(c, line);
}

void stored_keep(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    const char *words = cli->row->words, *missing;
    const struct inspection *works;
    struct entry e;

    switch (parse(cli, words, argc, argv, &e)) {
    case NO_FORM:
        if (!argc || !print_forms(cli, words, argv[0]))
            print_forms(cli, words, NULL);
        return;
    case TOO_LONG:
        cli_printf(cli, "%s\n", STR_CONFIG_LINE_TOO_LONG);
        return;
    case RIGHT:
        break;
    }
    works = inspection_of(e.line);
    missing = config_missing(c, e.line);
    if (missing)
        cli_printf(cli, STR_CONFIG_NOT_LICENSED "\n", missing);
    else if (!set(&c->state, &e))
        cli_printf(cli, "%s\n", STR_CONFIG_NO_ROOM);
    else if (!works && !is_acted_on(c, e.line))
        config_no_effect(cli, NULL);
    else if (works && works->guards)
        rulework_guards(cli);
    if (works)
        config_changed(c, CONFIG_PART_RULES, 0);
}

void stored_idle(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli_printf(cli, "%s\n", STR_CONFIG_IDLE);
}

/* A line, or all that begin with what was typed. */
void stored_forget(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    const char *words = without_no(cli->row->words);
    struct grammar_line as_typed = {.keys = GRAMMAR_WHOLE};
    struct entry e;
    bool done;

    if (parse(cli, words, argc, argv, &e) == RIGHT) {
        /* A protocol without a port is all of its lines. */
        done = take_back(c, &e) || (begins(e.line, "fixup", 5) &&
                                    take_back_all(cli, e.line));
    } else {
        for (int i = 0; i < argc; i++) {
            as_typed.word[i] = argv[i];
            as_typed.length[i] = (uint16_t)strlen(argv[i]);
        }
        done = join(&e, words, &as_typed, argc) == RIGHT &&
               take_back_all(cli, e.line);
    }
    if (!done && !cli->scripted && !is_absent_by_default(c, e.line))
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
    if (inspection_of(e.line))
        config_changed(c, CONFIG_PART_RULES, 0);
}

/* The words of the row behind "show" or "clear", and what was typed behind
 * them. */
static void listed(const struct cli *cli, int argc, char **argv,
                   char to[STORED_LINE_MAX + 1])
{
    int n = format(to, STORED_LINE_MAX + 1, "%s",
                   strchr(cli->row->words, ' ') + 1);

    for (int i = 0; i < argc && n <= STORED_LINE_MAX; i++)
        n += format(to + n, (size_t)(STORED_LINE_MAX + 1 - n), " %s",
                    argv[i]);
}

/* While a line was shown, others may have changed them all: where the first one
 * stands behind `at`. */
static size_t next_behind(const struct config_state *s, size_t at)
{
    size_t next = 0;

    while (s->stored[next] && next <= at)
        next += strlen(s->stored + next) + 1;
    return next;
}

void stored_show(struct cli *cli, int argc, char **argv)
{
    const struct config_state *s = &cli->unit->config->state;
    char words[STORED_LINE_MAX + 1];
    size_t at = 0;

    listed(cli, argc, argv, words);
    while (s->stored[at] && !cli_stopped(cli)) {
        if (begins(s->stored + at + 1, words, strlen(words))) {
            cli_printf(cli, "%s\n", s->stored + at + 1);
            at = next_behind(s, at);
        } else {
            at += strlen(s->stored + at) + 1;
        }
    }
}

/* As a new unit has it; what stays, stays in its place. */
void stored_clear(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    struct config_state *s = &c->state;
    char words[STORED_LINE_MAX + 1];
    size_t at = 0;

    listed(cli, argc, argv, words);
    while (s->stored[at]) {
        const char *line = without_no(s->stored + at + 1), *usual = NULL;
        struct entry e;

        if (begins(line, words, strlen(words))) {
            parse_line(cli, line, &e);
            usual = default_about(c, &e);
            replace(s, at, true, e.kind, usual);
            if (!usual)
                continue; /* the next one stands here now */
        }
        at += strlen(s->stored + at) + 1;
    }
    config_changed(c, CONFIG_PART_RULES, 0);
}
