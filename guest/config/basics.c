/* SPDX-License-Identifier: GPL-2.0-or-later */
/* basics.c - names, passwords, and how a terminal is used. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* --- passwords --------------------------------------------------------- */

static void enable_defaults(struct config *c)
{
    password_hash(c->state.cli.enable_hash, "");
}

static void enable_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "enable password %s encrypted\n",
                  c->state.cli.enable_hash);
    for (unsigned i = 0; i < CLI_LEVEL_MAX; i++) {
        if (c->state.cli.level_hash[i][0])
            config_printf(to, "enable password %s level %u encrypted\n",
                          c->state.cli.level_hash[i], i);
    }
}

const struct config_row config_enable_row = {
    .name = "enable password",
    .defaults = enable_defaults,
    .generate = enable_generate,
};

static void passwd_defaults(struct config *c)
{
    password_hash(c->state.passwd_hash, "cisco");
}

static void passwd_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "passwd %s encrypted\n", c->state.passwd_hash);
}

const struct config_row config_passwd_row = {
    .name = "passwd",
    .defaults = passwd_defaults,
    .generate = passwd_generate,
};

/* "WORD" or "HASH encrypted". */
static void set_hash(struct cli *cli, char hash[PASSWORD_HASH + 1], int argc,
                     char **argv)
{
    if (argc == 1)
        password_hash(hash, argv[0]);
    else if (!cli_abbreviates(argv[1], "encrypted"))
        cli_printf(cli, "%s\n", STR_CONFIG_BAD_PASSWORD_WORD);
    else if (!password_is_hash(argv[0]))
        cli_printf(cli, "%s\n", STR_CONFIG_BAD_HASH);
    else
        memcpy(hash, argv[0], PASSWORD_HASH + 1);
}

/* "level N" behind the first `skip` words: taken out of argv; false: said
 * what is wrong. */
static bool take_level(struct cli *cli, int skip, int *argc, char **argv,
                       uint32_t *level)
{
    *level = CLI_LEVEL_MAX;
    if (*argc <= skip || cli->unit->release < RELEASE(6, 2, 0) ||
        !cli_abbreviates(argv[skip], "level"))
        return true;
    if (*argc == skip + 1) {
        cli_usage(cli, "enable password", 15);
        return false;
    }
    if (!config_get_number(cli, argv[skip + 1], 0, CLI_LEVEL_MAX, level))
        return false;
    *argc -= 2;
    for (int i = skip; i < *argc; i++)
        argv[i] = argv[i + 2];
    return true;
}

static char *hash_of_level(struct cli *cli, uint32_t level)
{
    struct cli_settings *s = &cli->unit->config->state.cli;

    return level == CLI_LEVEL_MAX ? s->enable_hash : s->level_hash[level];
}

static void enable_password(struct cli *cli, int argc, char **argv)
{
    uint32_t level;

    if (!take_level(cli, 1, &argc, argv, &level))
        return;
    if (argc > 2)
        cli_usage(cli, "enable password", 15);
    else
        set_hash(cli, hash_of_level(cli, level), argc, argv);
}

static void passwd(struct cli *cli, int argc, char **argv)
{
    set_hash(cli, cli->unit->config->state.passwd_hash, argc, argv);
}

static void no_enable_password(struct cli *cli, int argc, char **argv)
{
    int skip = argc > 0 && !cli_abbreviates(argv[0], "level");
    uint32_t level;

    if (!take_level(cli, skip, &argc, argv, &level))
        return;
    if (level == CLI_LEVEL_MAX)
        enable_defaults(cli->unit->config);
    else
        memset(hash_of_level(cli, level), 0, PASSWORD_HASH + 1);
}

static void clear_passwd(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    passwd_defaults(cli->unit->config);
}

/* --- names ------------------------------------------------------------- */

static void hostname_defaults(struct config *c)
{
    struct cli_settings *s = &c->state.cli;

    format(s->hostname, sizeof s->hostname, "%s", STR_CONFIG_HOSTNAME);
}

static void hostname_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "hostname %s\n", c->state.cli.hostname);
}

const struct config_row config_hostname_row = {
    .name = "hostname",
    .defaults = hostname_defaults,
    .generate = hostname_generate,
};

static void domain_generate(const struct config *c, struct config_text *to)
{
    if (c->state.domain[0])
        config_printf(to, "domain-name %s\n", c->state.domain);
}

const struct config_row config_domain_row = {
    .name = "domain-name",
    .generate = domain_generate,
};

static bool is_name(const char *name, bool dots)
{
    size_t n = strlen(name);

    for (const char *p = name; *p; p++) {
        char c = *p;

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(c >= '0' && c <= '9') && c != '-' && !(dots && c == '.'))
            return false;
    }
    return n >= 1 && n <= CLI_HOSTNAME_MAX;
}

/* Nothing of the old one is left behind. */
static void set_name(struct cli *cli, char name[CLI_HOSTNAME_MAX + 1],
                     const char *to, bool dots)
{
    if (!is_name(to, dots)) {
        cli_printf(cli, STR_CONFIG_BAD_NAME "\n", CLI_HOSTNAME_MAX);
        return;
    }
    memset(name, 0, CLI_HOSTNAME_MAX + 1);
    memcpy(name, to, strlen(to));
}

static void hostname(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_name(cli, cli->unit->settings->hostname, argv[0], false);
}

static void no_hostname(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    set_name(cli, cli->unit->settings->hostname, STR_CONFIG_HOSTNAME, false);
}

static void domain_name(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    set_name(cli, cli->unit->config->state.domain, argv[0], true);
}

static void no_domain_name(struct cli *cli, int argc, char **argv)
{
    struct config_state *s = &cli->unit->config->state;

    (void)argc, (void)argv;
    memset(s->domain, 0, sizeof s->domain);
}

/* --- terminals --------------------------------------------------------- */

static void pager_defaults(struct config *c)
{
    c->state.cli.lines = CLI_LINES;
}

static void pager_generate(const struct config *c, struct config_text *to)
{
    if (c->state.cli.lines)
        config_printf(to, "pager lines %u\n", c->state.cli.lines);
    else
        config_printf(to, "no pager\n");
}

const struct config_row config_pager_row = {
    .name = "pager",
    .defaults = pager_defaults,
    .generate = pager_generate,
};

static void terminal_defaults(struct config *c)
{
    c->state.cli.width = CLI_WIDTH;
}

static void terminal_generate(const struct config *c, struct config_text *to)
{
    config_printf(to, "terminal width %u\n", c->state.cli.width);
}

const struct config_row config_terminal_row = {
    .name = "terminal width",
    .defaults = terminal_defaults,
    .generate = terminal_generate,
};

/* "pager", "pager N" and "pager lines N". */
static void pager(struct cli *cli, int argc, char **argv)
{
    uint32_t *lines = &cli->unit->settings->lines;

    if (argc == 0)
        *lines = CLI_LINES;
    else if (argc == 2 && !cli_abbreviates(argv[0], "lines"))
        cli_usage(cli, "pager", 5);
    else
        config_get_number(cli, argv[argc - 1], 0, CLI_LINES_MAX, lines);
}

static void no_pager(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->unit->settings->lines = 0;
}

static void show_pager(struct cli *cli, int argc, char **argv)
{
    unsigned lines = cli->unit->settings->lines;

    (void)argc, (void)argv;
    if (lines)
        cli_printf(cli, "pager lines %u\n", lines);
    else
        cli_printf(cli, "no pager\n");
}

static void terminal_width(struct cli *cli, int argc, char **argv)
{
    (void)argc;
    config_get_number(cli, argv[0], CLI_WIDTH_MIN, CLI_WIDTH_MAX,
                      &cli->unit->settings->width);
}

/* Of this session alone. */
static void terminal_monitor(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->monitor = true;
}

static void terminal_no_monitor(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli->monitor = false;
}

static void show_terminal(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli_printf(cli, STR_CONFIG_TERMINAL "\n", cli->unit->settings->width,
               cli->monitor ? "" : "no ");
}

const struct command config_basic_commands[] = {
    {"clear", "", "Take parts of the configuration or figures back",
     CLI_PRIVILEGED, .run = NULL},
    {"clear passwd", "", "The Telnet password of a new unit", CLI_CONFIG,
     .run = clear_passwd},
    {"domain-name", "<name>", "Give this unit a domain", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = domain_name},
    {"enable password", "<password> [level <level>] [encrypted]",
     "Change the password of privileged commands", CLI_CONFIG, .min_args = 1,
     .max_args = 4, .run = enable_password},
    {"hostname", "<newname>", "Give this unit a name", CLI_CONFIG,
     .min_args = 1, .max_args = 1, .run = hostname},
    {"no", "", "Take a line of the configuration back", CLI_PRIVILEGED,
     .run = NULL},
    {"no domain-name", "[name]", "No domain", CLI_CONFIG, .max_args = 1,
     .run = no_domain_name},
    {"no enable password", "[password] [level <level>]", "Just Enter",
     CLI_CONFIG, .max_args = 4, .run = no_enable_password},
    {"no hostname", "[name]", "The name of a new unit", CLI_CONFIG,
     .max_args = 1, .run = no_hostname},
    {"no pager", "", "Never stop output", CLI_PRIVILEGED, .run = no_pager},
    {"pager", "[lines] [number]", "Stop output after so many lines",
     CLI_PRIVILEGED, .max_args = 2, .run = pager},
    {"passwd", "<password> [encrypted]", "Change the Telnet password",
     CLI_CONFIG, .min_args = 1, .max_args = 2, .run = passwd},
    {"password", "<password> [encrypted]", "Change the Telnet password",
     CLI_CONFIG, .min_args = 1, .max_args = 2, .run = passwd},
    {"show pager", "", "Lines of a page", CLI_PRIVILEGED, .run = show_pager},
    {"show terminal", "", "How wide the terminal is", CLI_PRIVILEGED,
     .run = show_terminal},
    {"terminal", "", "Set how wide the terminal is", CLI_PRIVILEGED,
     .run = NULL},
    {"terminal monitor", "", "Show messages in this session",
     CLI_PRIVILEGED, .run = terminal_monitor},
    {"terminal no monitor", "", "Show none", CLI_PRIVILEGED,
     .run = terminal_no_monitor},
    {"terminal width", "<columns>", "Columns of the terminal",
     CLI_PRIVILEGED, .min_args = 1, .max_args = 1, .run = terminal_width},
    {0},
};
