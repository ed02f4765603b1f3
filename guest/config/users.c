/* SPDX-License-Identifier: GPL-2.0-or-later */
/* users.c - see users.h; username, login, logout. */
#include "guest/config/users.h"

#include <stddef.h>

#include "guest/config/config.h"
#include "guest/config/stored.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

enum { TRIES = 3, LEVEL = 2, PASSWORD_ROOM = 65 };

static const char back_door[] = "pix";

/* --- the text ---------------------------------------------------------- */

static void print_user(const struct config_user *u, struct config_text *to)
{
    config_printf(to, "username %s ", u->name);
    if (u->hash[0])
        config_printf(to, "password %s encrypted", u->hash);
    else
        config_printf(to, "nopassword");
    config_printf(to, " privilege %u\n", u->level);
}

static void generate(const struct config *c, struct config_text *to)
{
    for (unsigned i = 0; i < c->state.users; i++)
        print_user(&c->state.user[i], to);
}

const struct config_row config_user_row = {
    .name = "username",
    .since = RELEASE(6, 2, 0),
    .generate = generate,
};

/* --- who is known ------------------------------------------------------ */

static struct config_user *find(struct config_state *s, const char *name)
{
    for (unsigned i = 0; i < s->users; i++) {
        if (!strcmp(s->user[i].name, name))
            return &s->user[i];
    }
    return NULL;
}

static void forget(struct config_state *s, struct config_user *u)
{
    size_t behind = (size_t)(&s->user[s->users] - u - 1);

    memmove(u, u + 1, behind * sizeof *u);
    memset(&s->user[--s->users], 0, sizeof *u);
}

bool users_known(const struct config *c, const char *name,
                 const char *password, unsigned *level)
{
    const struct config_state *s = &c->state;

    for (unsigned i = 0; i < s->users; i++) {
        const struct config_user *u = &s->user[i];

        if (strcmp(u->name, name) != 0)
            continue;
        *level = u->level;
        return u->hash[0] ? password_matches_user(u->hash, password, name)
                          : password[0] == '\0';
    }
    *level = CLI_LEVEL_MAX;
    return !s->users && !strcmp(name, back_door) &&
           password_matches(s->cli.enable_hash, password);
}

/* Up to three times; false: said so. */
static bool ask(struct cli *cli, char name[CLI_USER_MAX + 1], unsigned *level)
{
    char password[PASSWORD_ROOM];

    for (unsigned i = 0; i < TRIES; i++) {
        bool known;

        if (!cli_ask(cli, STR_USERS_NAME, name, CLI_USER_MAX + 1) ||
            !cli_ask_secret(cli, STR_USERS_PASSWORD, password,
                            sizeof password))
            return false;
        known = users_known(cli->unit->config, name, password, level);
        memset(password, 0, sizeof password);
        if (known) {
            log_message(611101, name);
            return true;
        }
        log_message(611102, name);
        cli_printf(cli, "%s\n", STR_USERS_WRONG);
    }
    cli_printf(cli, "%s\n", STR_USERS_DENIED);
    return false;
}

static void set_level(struct cli *cli, const char *name, unsigned level)
{
    char before[CLI_WHO];

    log_message(502103, name[0] ? name : cli_who(cli, before), cli->level,
                level);
    format(cli->user, sizeof cli->user, "%s", name);
    cli_set_level(cli, level);
}

/* --- doors ------------------------------------------------------------- */

bool users_act_on(const struct config *c, const char *line)
{
    static const char *const acted_on[] = {
        "aaa authentication enable console LOCAL",
        "aaa authentication http console LOCAL",
        "aaa authentication serial console LOCAL",
        "aaa authentication telnet console LOCAL",
        "aaa authorization command LOCAL",
    };

    for (unsigned i = 0; i < sizeof acted_on / sizeof acted_on[0]; i++) {
        if (!strcmp(line, acted_on[i]))
            return c->release >= RELEASE(6, 2, 0);
    }
    return false;
}

static bool has_line(const struct config *c, const char *wanted)
{
    const char *line = NULL;

    while ((line = stored_next(&c->state, "aaa", line))) {
        if (!strcmp(line, wanted))
            return users_act_on(c, line);
    }
    return false;
}

bool users_asked(const struct config *c, const char *door)
{
    char wanted[64];

    format(wanted, sizeof wanted, "aaa authentication %s console LOCAL", door);
    return has_line(c, wanted);
}

bool users_levels_count(const struct config *c)
{
    return has_line(c, "aaa authorization command LOCAL");
}

bool users_log_in(struct cli *cli)
{
    char name[CLI_USER_MAX + 1];
    unsigned level;

    if (!ask(cli, name, &level))
        return false;
    format(cli->user, sizeof cli->user, "%s", name);
    return true;
}

enum cli_verdict users_enable(struct cli *cli, unsigned level)
{
    char name[CLI_USER_MAX + 1];
    unsigned his;

    if (!users_asked(cli->unit->config, "enable"))
        return CLI_ASK_PASSWORD;
    if (!ask(cli, name, &his))
        return CLI_REFUSED;
    set_level(cli, name, his < level ? his : level);
    return CLI_GRANTED;
}

/* --- commands ---------------------------------------------------------- */

static bool is_name(const char *name)
{
    size_t n = strlen(name);

    for (const char *p = name; *p; p++) {
        if (*p < '!' || *p > '~' || *p == '?')
            return false;
    }
    return n >= 1 && n <= CLI_USER_MAX;
}

/* "nopassword | password P [encrypted]", then "[privilege N]".  False: said
 * what is wrong. */
static bool parse(struct cli *cli, int argc, char **argv,
                  struct config_user *u)
{
    uint32_t level = LEVEL;
    int at = 0;

    if (argc > 0 && cli_abbreviates(argv[0], "nopassword")) {
        at = 1;
    } else if (argc > 1 && cli_abbreviates(argv[0], "password")) {
        at = 2;
        if (argc > 2 && cli_abbreviates(argv[2], "encrypted")) {
            at = 3;
            if (!password_is_hash(argv[1])) {
                cli_printf(cli, "%s\n", STR_CONFIG_BAD_HASH);
                return false;
            }
            memcpy(u->hash, argv[1], sizeof u->hash);
        } else {
            password_hash_user(u->hash, argv[1], u->name);
        }
    }
    if (at == 0 || (argc != at && (argc != at + 2 ||
                                   !cli_abbreviates(argv[at], "privilege")))) {
        cli_usage(cli, "username", 8);
        return false;
    }
    if (argc > at &&
        !config_get_number(cli, argv[at + 1], 0, CLI_LEVEL_MAX, &level))
        return false;
    u->level = (uint8_t)level;
    return true;
}

static void username(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_user u = {.level = 0}, *there;

    if (!is_name(argv[0])) {
        cli_printf(cli, STR_USERS_BAD_NAME "\n", CLI_USER_MAX);
        return;
    }
    memcpy(u.name, argv[0], strlen(argv[0]));
    if (!parse(cli, argc - 1, argv + 1, &u))
        return;
    there = find(s, u.name);
    if (!there && s->users == CONFIG_USERS_MAX) {
        cli_printf(cli, STR_CONFIG_FULL "\n", CONFIG_USERS_MAX);
        return;
    }
    if (!there) {
        there = &s->user[s->users++];
        if (!cli->scripted)
            log_message(502101, u.name, u.level, u.hash[0] ? u.hash : "*");
    }
    *there = u;
}

static void no_username(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;
    struct config_user *u = find(s, argv[0]);

    (void)argc;
    if (!u) {
        cli_printf(cli, STR_USERS_NOBODY "\n", argv[0]);
        return;
    }
    log_message(502102, u->name, u->level, u->hash[0] ? u->hash : "*");
    forget(s, u);
}

static void clear_username(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->user, 0, sizeof s->user);
    s->users = 0;
}

static void show_username(struct cli *cli, int argc, char **argv)
{
    const struct config_state *s = &cli->unit->config->state;
    struct config_text to = config_to_user(cli);

    for (unsigned i = 0; i < s->users; i++) {
        if (!argc || !strcmp(argv[0], s->user[i].name))
            print_user(&s->user[i], &to);
    }
}

static void login(struct cli *cli, int argc, char **argv)
{
    char name[CLI_USER_MAX + 1];
    unsigned level;

    (void)argc, (void)argv;
    if (ask(cli, name, &level))
        set_level(cli, name, level);
}

/* Whoever comes next is nobody yet. */
static void logout(struct cli *cli, int argc, char **argv)
{
    char who[CLI_WHO];

    (void)argc, (void)argv;
    log_message(611103, cli_who(cli, who));
    cli->user[0] = '\0';
    cli_set_level(cli, CLI_LEVEL_USER);
    editor_forget(&cli->editor);
    if (strcmp(cli->from, "console") != 0 ||
        users_asked(cli->unit->config, "serial"))
        cli->leaving = true;
}

#define R_6_2 RELEASE(6, 2, 0)

const struct command config_user_commands[] = {
    {"clear username", "", "Nobody is known by name", CLI_CONFIG,
     .since = R_6_2, .run = clear_username},
    {"login", "", "Say who you are", CLI_ANY, .since = R_6_2, .run = login},
    {"logout", "", "Be nobody again", CLI_ANY, .since = R_6_2,
     .run = logout},
    {"no username", "<name> [...]", "Forget somebody", CLI_CONFIG,
     .min_args = 1, .max_args = 6, .since = R_6_2, .run = no_username},
    {"show username", "[name]", "Who is known by name", CLI_PRIVILEGED,
     .max_args = 1, .since = R_6_2, .run = show_username},
    {"username", "<name> {nopassword | password <password> [encrypted]} "
     "[privilege <level>]", "Somebody, and what he may do", CLI_CONFIG,
     .min_args = 2, .max_args = 6, .since = R_6_2, .run = username},
    {0},
};
