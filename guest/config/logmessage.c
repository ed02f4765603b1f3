/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logmessage.c - single messages: left out, or of another level. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/logging.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

static struct log_settings *settings(struct cli *cli)
{
    return &cli->unit->config->state.log;
}

/* --- the text ---------------------------------------------------------- */

static void generate(const struct config *c, struct config_text *to)
{
    const struct log_settings *s = &c->state.log;

    for (unsigned i = 0; i < s->changes; i++) {
        const struct log_change *m = &s->change[i];

        if (m->level != LOG_NEVER)
            config_printf(to, "logging message %u level %s\n",
                          (unsigned)m->number, log_level_name(m->level));
        if (m->off)
            config_printf(to, "no logging message %u\n",
                          (unsigned)m->number);
    }
}

const struct config_row config_log_message_row = {
    .name = "logging message",
    .generate = generate,
};

/* --- what is changed --------------------------------------------------- */

/* As it is now, changed or not. */
static struct log_change look(const struct log_settings *s, uint32_t number)
{
    for (unsigned i = 0; i < s->changes; i++) {
        if (s->change[i].number == number)
            return s->change[i];
    }
    return (struct log_change){.number = number, .level = LOG_NEVER};
}

static void forget(struct log_settings *s, uint32_t number)
{
    for (unsigned i = 0; i < s->changes; i++) {
        if (s->change[i].number != number)
            continue;
        memmove(&s->change[i], &s->change[i + 1],
                (s->changes - i - 1) * sizeof s->change[0]);
        memset(&s->change[--s->changes], 0, sizeof s->change[0]);
        return;
    }
}

/* In ascending order; one that is as it always was is not kept. */
static void set(struct cli *cli, const struct log_change *to)
{
    struct log_settings *s = settings(cli);
    unsigned at;

    forget(s, to->number);
    if (!to->off && to->level == LOG_NEVER)
        return;
    if (s->changes == LOG_CHANGES_MAX) {
        cli_printf(cli, STR_CONFIG_FULL "\n", LOG_CHANGES_MAX);
        return;
    }
    at = s->changes++;
    for (; at > 0 && s->change[at - 1].number > to->number; at--)
        s->change[at] = s->change[at - 1];
    s->change[at] = *to;
}

/* False: said that there is none. */
static bool get_number(struct cli *cli, const char *text, uint32_t *number)
{
    if (parse_u32(text, number) && log_level_of(*number) != LOG_NEVER)
        return true;
    cli_printf(cli, STR_CONFIG_NO_MESSAGE "\n", text);
    return false;
}

/* "N", "N level L"; with "no" the message is left out, or has its own level
 * again. */
static void message(struct cli *cli, int argc, char **argv)
{
    bool no = strncmp(cli->row->words, "no ", 3) == 0;
    struct log_change change;
    uint32_t number;

    if (!get_number(cli, argv[0], &number))
        return;
    change = look(settings(cli), number);
    if (argc == 1) {
        change.off = no;
    } else if (cli->unit->release < RELEASE(6, 3, 0) ||
               !cli_abbreviates(argv[1], "level") || (argc == 2 && !no)) {
        cli_usage(cli, "logging message", 15);
        return;
    } else if (no) {
        change.level = LOG_NEVER;
    } else if (!logging_level(argv[2], &change.level)) {
        cli_printf(cli, STR_CONFIG_BAD_LEVEL "\n", argv[2]);
        return;
    }
    if (change.level == log_level_of(number))
        change.level = LOG_NEVER;
    set(cli, &change);
}

/* All of them are sent again, at the levels that were set. */
static void clear_disabled(struct cli *cli, int argc, char **argv)
{
    struct log_settings *s = settings(cli);

    (void)argc, (void)argv;
    for (unsigned i = s->changes; i-- > 0;) {
        struct log_change change = s->change[i];

        change.off = false;
        set(cli, &change);
    }
}

/* --- showing ----------------------------------------------------------- */

static void show_disabled(struct cli *cli, int argc, char **argv)
{
    const struct log_settings *s = settings(cli);

    (void)argc, (void)argv;
    for (unsigned i = 0; i < s->changes; i++) {
        if (s->change[i].off)
            cli_printf(cli, "no logging message %u\n",
                       (unsigned)s->change[i].number);
    }
}

static void show_one(struct cli *cli, const struct log_change *m)
{
    struct config_text to = config_to_user(cli);

    config_printf(&to, "syslog %u: default-level %s", (unsigned)m->number,
                  log_level_name(log_level_of(m->number)));
    if (m->level != LOG_NEVER)
        config_printf(&to, ", current-level %s", log_level_name(m->level));
    config_printf(&to, " (%s)\n", m->off ? "disabled" : "enabled");
}

/* Those that were changed, a single one, or all. */
static void show_message(struct cli *cli, int argc, char **argv)
{
    const struct log_settings *s = settings(cli);
    struct log_change m;
    uint32_t number;

    if (argc && cli_abbreviates(argv[0], "all")) {
        for (unsigned i = 0; (number = log_number(i)) && !cli_stopped(cli);
             i++) {
            m = look(s, number);
            show_one(cli, &m);
        }
    } else if (argc) {
        if (!get_number(cli, argv[0], &number))
            return;
        m = look(s, number);
        show_one(cli, &m);
    } else {
        for (unsigned i = 0; i < s->changes; i++)
            show_one(cli, &s->change[i]);
    }
}

const struct command config_log_message_commands[] = {
    {"clear logging disabled", "", "All messages again", CLI_CONFIG,
     .run = clear_disabled},
    {"logging message", "<number> [level <level>]", "A single message",
     CLI_CONFIG, .min_args = 1, .max_args = 3, .run = message},
    {"no logging message", "<number> [level <level>]", "A single message",
     CLI_CONFIG, .min_args = 1, .max_args = 3, .run = message},
    {"show logging disabled", "", "Messages that are left out",
     CLI_PRIVILEGED, .run = show_disabled},
    {"show logging message", "[<number> | all]",
     "Levels of messages, and which are left out", CLI_PRIVILEGED,
     .max_args = 1, .run = show_message},
    {0},
};
