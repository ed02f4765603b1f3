/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * privileges.c - see privileges.h.
 *
 * A command is its first word.  What begins with "show" or "clear" is that of
 * the word behind; the rest, "no ..." too, is to configure it.
 */
#include "guest/config/privileges.h"

#include <stddef.h>

#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/config/users.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

static const char *const whats[] = {
    [CONFIG_PRIVILEGE_ANY] = NULL,
    [CONFIG_PRIVILEGE_SHOW] = "show",
    [CONFIG_PRIVILEGE_CLEAR] = "clear",
    [CONFIG_PRIVILEGE_CONFIGURE] = "configure",
};

/* --- the text ---------------------------------------------------------- */

static void print(const struct config_privilege *p, struct config_text *to)
{
    config_printf(to, "privilege ");
    if (whats[p->what])
        config_printf(to, "%s ", whats[p->what]);
    config_printf(to, "level %u ", p->level);
    if (p->mode)
        config_printf(to, "mode %s ",
                      p->mode == CLI_ENABLE ? "enable" : "configure");
    config_printf(to, "command %s\n", p->command);
}

static void generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.privileges; i++)
        print(&c->state.privilege[i], to);
}

const struct config_row config_privilege_row = {
    .name = "privilege",
    .since = RELEASE(6, 2, 0),
    .generate = generate,
};

/* --- what a command takes ---------------------------------------------- */

static bool begins(const char *words, const char *word)
{
    size_t n = strlen(word);

    return strncmp(words, word, n) == 0 && words[n] == ' ';
}

/* What is done by a row, to which command; of the latter *n letters. */
static uint8_t what_of(const struct command *row, const char **command,
                       size_t *n)
{
    uint8_t what = CONFIG_PRIVILEGE_CONFIGURE;

    *command = row->words;
    if (begins(row->words, "show"))
        what = CONFIG_PRIVILEGE_SHOW;
    else if (begins(row->words, "clear"))
        what = CONFIG_PRIVILEGE_CLEAR;
    if (what != CONFIG_PRIVILEGE_CONFIGURE || begins(row->words, "no"))
        *command = strchr(row->words, ' ') + 1;
    for (*n = 0; (*command)[*n] && (*command)[*n] != ' '; ++*n)
        ;
    return what;
}

/* How closely an entry fits: the more is said in it; 0: not at all. */
static unsigned fits(const struct config_privilege *p, uint8_t what,
                     uint8_t mode, const char *command, size_t n)
{
    if (strlen(p->command) != n || strncmp(p->command, command, n) != 0 ||
        (p->what && p->what != what) || (p->mode && p->mode != mode))
        return 0;
    return 1 + (p->what ? 2u : 0u) + (p->mode ? 1u : 0u);
}

static unsigned level_of(const struct config_state *s,
                         const struct command *row, uint8_t mode)
{
    unsigned level = row->modes & CLI_USER ? 0 : CLI_LEVEL_MAX, best = 0;
    const char *command;
    size_t n;
    uint8_t what = what_of(row, &command, &n);

    for (unsigned i = 0; i < s->privileges; i++) {
        unsigned close = fits(&s->privilege[i], what, mode, command, n);

        if (close > best) {
            best = close;
            level = s->privilege[i].level;
        }
    }
    return level;
}

bool privileges_allow(const struct cli *cli, const struct command *row)
{
    const struct config *c = cli->unit->config;

    return cli->scripted || cli->level == CLI_LEVEL_MAX ||
           !users_levels_count(c) ||
           cli->level >= level_of(&c->state, row, (uint8_t)cli->mode);
}

/* --- commands ---------------------------------------------------------- */

static bool exists(const struct cli *cli, const char *command)
{
    for (unsigned t = 0; cli->unit->tables[t]; t++) {
        for (const struct command *r = cli->unit->tables[t]; r->words; r++) {
            const char *word;
            size_t n;

            what_of(r, &word, &n);
            if (strlen(command) == n && strncmp(word, command, n) == 0 &&
                r->since <= cli->unit->release)
                return true;
        }
    }
    return false;
}

/* "level N", "mode M", "command C": the word at `at` and its value. */
static bool parse_pair(struct cli *cli, char **argv, int at,
                       struct config_privilege *p)
{
    const char *word = argv[at], *value = argv[at + 1];
    uint32_t level;

    if (cli_abbreviates(word, "level")) {
        if (!config_get_number(cli, value, 0, CLI_LEVEL_MAX, &level))
            return false;
        p->level = (uint8_t)level;
        return true;
    }
    if (cli_abbreviates(word, "mode")) {
        p->mode = cli_abbreviates(value, "enable") ? CLI_ENABLE
                  : cli_abbreviates(value, "configure") ? CLI_CONFIG : 0;
        if (p->mode)
            return true;
    } else if (!cli_abbreviates(word, "command")) {
        value = word;
    } else if (exists(cli, value)) {
        memset(p->command, 0, sizeof p->command);
        format(p->command, sizeof p->command, "%s", value);
        return true;
    }
    cli_printf(cli, STR_CONFIG_BAD_WORD "\n", value);
    return false;
}

/* "[show|clear|configure] level N [mode enable|configure] command C", these
 * in any order.  False: said what is wrong. */
static bool parse(struct cli *cli, int argc, char **argv,
                  struct config_privilege *p)
{
    bool has_level = false;

    memset(p, 0, sizeof *p);
    for (int at = 0; at < argc; at++) {
        uint8_t what = CONFIG_PRIVILEGE_SHOW;

        for (; what <= CONFIG_PRIVILEGE_CONFIGURE; what++) {
            if (strlen(argv[at]) > 1 && cli_abbreviates(argv[at], whats[what]))
                break;
        }
        if (what <= CONFIG_PRIVILEGE_CONFIGURE &&
            !cli_abbreviates(argv[at], "command")) {
            p->what = what;
        } else if (at + 1 == argc) {
            break;
        } else {
            has_level |= cli_abbreviates(argv[at], "level");
            if (!parse_pair(cli, argv, at++, p))
                return false;
        }
    }
    if (has_level && p->command[0])
        return true;
    cli_usage(cli, "privilege", 9);
    return false;
}

static struct config_privilege *find(struct config_state *s,
                                     const struct config_privilege *p)
{
    for (unsigned i = 0; i < s->privileges; i++) {
        struct config_privilege *q = &s->privilege[i];

        if (!strcmp(q->command, p->command) && q->what == p->what &&
            q->mode == p->mode)
            return q;
    }
    return NULL;
}

static void privilege(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_privilege p, *there;

    if (!parse(cli, argc, argv, &p))
        return;
    there = find(s, &p);
    if (there)
        *there = p;
    else if (s->privileges < CONFIG_PRIVILEGES_MAX)
        s->privilege[s->privileges++] = p;
    else
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_PRIVILEGES_MAX);
}

static void no_privilege(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_privilege p, *there;

    if (!parse(cli, argc, argv, &p))
        return;
    there = find(s, &p);
    if (!there) {
        cli_printf(cli, "%s\n", STR_CONFIG_NO_SUCH_LINE);
        return;
    }
    memmove(there, there + 1,
            (size_t)(&s->privilege[s->privileges] - there - 1) * sizeof p);
    memset(&s->privilege[--s->privileges], 0, sizeof p);
}

static void clear_privilege(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->privilege, 0, sizeof s->privilege);
    s->privileges = 0;
}

/* --- showing ----------------------------------------------------------- */

/* Is there an earlier row of the same command, to which the same is done? */
static bool is_told(const struct cli *cli, const struct command *row)
{
    struct command_scope scope = cli_scope(cli);
    const struct command *r = NULL;
    const char *command, *other;
    size_t n, other_n;
    uint8_t what = what_of(row, &command, &n);

    while ((r = command_next(&scope, "", 0, r)) && r != row) {
        if (r->run && what_of(r, &other, &other_n) == what && other_n == n &&
            strncmp(command, other, n) == 0)
            return true;
    }
    return false;
}

/* Of every command; a level or a command may be asked for. */
static void show_all(struct cli *cli, unsigned level, const char *wanted)
{
    const struct config_state *s = &cli->unit->config->state;
    struct command_scope scope = cli_scope(cli);
    const struct command *row = NULL;
    struct config_text to = config_to_user(cli);

    while ((row = command_next(&scope, "", 0, row)) && !cli_stopped(cli)) {
        struct config_privilege p = {
            .level = (uint8_t)level_of(s, row, CLI_CONFIG)};
        const char *command;
        size_t n;

        p.what = what_of(row, &command, &n);
        if (!row->run || n > CONFIG_COMMAND_MAX ||
            (level <= CLI_LEVEL_MAX && p.level != level))
            continue;
        memcpy(p.command, command, n);
        if ((!wanted || !strcmp(wanted, p.command)) && !is_told(cli, row))
            print(&p, &to);
    }
}

static void show_privilege(struct cli *cli, int argc, char **argv)
{
    enum { ANY = CLI_LEVEL_MAX + 1 };
    uint32_t level;

    if (argc == 1 && cli_abbreviates(argv[0], "all")) {
        show_all(cli, ANY, NULL);
    } else if (argc == 2 && cli_abbreviates(argv[0], "command")) {
        show_all(cli, ANY, argv[1]);
    } else if (argc == 2 && cli_abbreviates(argv[0], "level")) {
        if (config_get_number(cli, argv[1], 0, CLI_LEVEL_MAX, &level))
            show_all(cli, level, NULL);
    } else {
        cli_usage(cli, "show privilege", 14);
    }
}

#define R_6_2 RELEASE(6, 2, 0)
#define ARGS                                                        \
    "[show|clear|configure] level <level> [mode enable|configure] " \
    "command <command>"

const struct command config_privilege_commands[] = {
    {"clear privilege", "", "Levels as they always were", CLI_CONFIG,
     .since = R_6_2, .run = clear_privilege},
    {"no privilege", ARGS, "The level it always was", CLI_CONFIG,
     .min_args = 1, .max_args = 7, .since = R_6_2, .run = no_privilege},
    {"privilege", ARGS, "The level that a command takes", CLI_CONFIG,
     .min_args = 1, .max_args = 7, .since = R_6_2, .run = privilege},
    {"show privilege", "all | command <command> | level <level>",
     "Levels that commands take", CLI_PRIVILEGED, .max_args = 2,
     .since = R_6_2, .run = show_privilege},
    {0},
};
