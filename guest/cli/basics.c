/* SPDX-License-Identifier: GPL-2.0-or-later */
/* basics.c - the commands that move between modes, and help. */
#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

enum { TRIES = 3, PASSWORD_MAX = 64 };

/* Which level is wanted; false: said why not. */
static bool get_level(struct cli *cli, int argc, char **argv, uint32_t *level)
{
    if (argc && (cli->unit->release < RELEASE(6, 2, 0) ||
                 !parse_u32(argv[0], level) || *level > CLI_LEVEL_MAX)) {
        cli_usage(cli, cli->row->words, (unsigned)strlen(cli->row->words));
        return false;
    }
    return true;
}

/* A level's password's hash; false: it has none, and said so. */
static bool find_hash(struct cli *cli, const uint32_t *level,
                      const char **hash)
{
    const struct cli_settings *s = cli->unit->settings;

    *hash = *level == CLI_LEVEL_MAX ? s->enable_hash : s->level_hash[*level];
    if (!(*hash)[0])
        cli_printf(cli, STR_NO_LEVEL "\n", (unsigned)*level);
    return (*hash)[0];
}

static void enable(struct cli *cli, int argc, char **argv)
{
    char typed[PASSWORD_MAX + 1];
    const char *hash;
    uint32_t level = CLI_LEVEL_MAX;

    if (!get_level(cli, argc, argv, &level) ||
        (cli->unit->enable &&
         cli->unit->enable(cli, level) != CLI_ASK_PASSWORD) ||
        !find_hash(cli, &level, &hash))
        return;
    for (int i = 0; i < TRIES; i++) {
        bool ok;

        if (!cli_ask_secret(cli, STR_PASSWORD, typed, sizeof typed))
            return;
        ok = password_matches(hash, typed);
        memset(typed, 0, sizeof typed);
        if (ok) {
            cli->user[0] = '\0';
            cli_set_level(cli, level);
            return;
        }
        cli_printf(cli, "%s\n", STR_BAD_PASSWORD);
    }
    cli_printf(cli, "%s\n", STR_DENIED);
    log_message(308001, (unsigned)TRIES, cli->from);
}

static void disable(struct cli *cli, int argc, char **argv)
{
    uint32_t level = CLI_LEVEL_USER;

    if (get_level(cli, argc, argv, &level))
        cli_set_level(cli, level < cli->level ? level : CLI_LEVEL_USER);
}

static void show_curpriv(struct cli *cli, int argc, char **argv)
{
    static const char *const marks[] = {
        [CLI_USER] = "P_UNPR", [CLI_ENABLE] = "P_PRIV",
        [CLI_CONFIG] = "P_PRIV P_CONF"};
    char who[CLI_WHO];

    (void)argc;
    (void)argv;
    cli_printf(cli, "Username : %s\nCurrent privilege level : %u\n"
               "Current Mode/s : %s\n", cli_who(cli, who), cli->level,
               marks[cli->mode]);
}

static void configure_terminal(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    cli->mode = CLI_CONFIG;
    if (!cli->scripted)
        log_message(111007, cli->from, "terminal");
}

/* From '#' a real unit of 6.x logs off, whatever textbooks say. */
static void leave(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    if (cli->submode) {
        cli->submode = NULL;
        return;
    }
    if (cli->mode == CLI_CONFIG) {
        cli->mode = CLI_ENABLE;
        if (!cli->scripted)
            log_message(111005, cli->from);
        return;
    }
    cli_printf(cli, "\n%s\n\n", STR_LOGOFF);
    cli->leaving = true;
}

/* Another form of a command that is listed already is not. */
static bool is_first(const struct command_scope *scope,
                     const struct command *row)
{
    const struct command *other = NULL;

    do
        other = command_next(scope, "", 0, other);
    while (strcmp(other->words, row->words) != 0);
    return other == row;
}

static void help_list(struct cli *cli)
{
    struct command_scope scope = cli_scope(cli);
    const struct command *row = NULL;

    while ((row = command_next(&scope, "", 0, row))) {
        if (!strchr(row->words, ' ') && is_first(&scope, row))
            cli_printf(cli, "%-15s %s\n", row->words, row->summary);
    }
}

static void help(struct cli *cli, int argc, char **argv)
{
    struct command_scope scope = cli_scope(cli);
    const struct command *row = NULL;
    struct command_match match;

    if (argc == 0) {
        help_list(cli);
        return;
    }
    if (command_find(&scope, argc, argv, &match) != COMMAND_FOUND) {
        cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
        return;
    }
    cli_printf(cli, "\n%s\n\n", STR_HELP_USAGE);
    cli_forms(cli, match.words, match.length);
    cli_printf(cli, "\n%s\n\n", STR_HELP_DESCRIPTION);
    while ((row = command_next(&scope, match.words, match.length, row)))
        cli_printf(cli, "%-23s %s\n", row->words, row->summary);
    cli_printf(cli, "\n");
}

/* Oldest first. */
static void show_history(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    (void)argv;
    for (unsigned back = EDITOR_HISTORY; back; back--) {
        const char *line = editor_history(&cli->editor, back);

        if (line)
            cli_printf(cli, "  %s\n", line);
    }
}

const struct command cli_basic_commands[] = {
    {"enable", "[level]", "Turn on privileged commands",
     CLI_USER | CLI_ENABLE, .max_args = 1, .run = enable},
    {"disable", "[level]", "Go back to unprivileged commands",
     CLI_PRIVILEGED, .max_args = 1, .run = disable},
    {"configure", "", "Change the configuration", CLI_PRIVILEGED, .run = NULL},
    {"configure terminal", "", "Change the configuration from here",
     CLI_PRIVILEGED, .run = configure_terminal},
    {"exit", "", "Leave this mode, or log off", CLI_ANY, .run = leave},
    {"help", "[command]", "List the commands, or explain one", CLI_ANY,
     .max_args = CLI_ARGS_MAX, .run = help},
    {"show curpriv", "", "What this session may do", CLI_ANY,
     .since = RELEASE(6, 2, 0), .run = show_curpriv},
    {"show history", "", "The lines typed last", CLI_ANY, .run = show_history},
    {"quit", "", "Leave this mode, or log off", CLI_ANY, .run = leave},
    {0},
};
