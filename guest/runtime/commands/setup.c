/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * setup.c - see setup.h.
 *
 * The answers become lines as they might be typed.  ^Z and ^C end it, and
 * nothing has changed.
 */
#include "guest/runtime/commands/setup.h"

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"

enum { ANSWER = 64, LINE = 160 };

enum question {
    PASSWORD, YEAR, MONTH, DAY, TIME, ADDRESS, MASK, HOST, DOMAIN, MANAGER,
    QUESTIONS,
};

static const struct {
    const char *prompt;
    bool is_address;
} questions[QUESTIONS] = {
    [PASSWORD] = {STR_SETUP_PASSWORD, false},
    [YEAR] = {"  Year", false},
    [MONTH] = {"  Month", false},
    [DAY] = {"  Day", false},
    [TIME] = {"  Time", false},
    [ADDRESS] = {"Inside IP address", true},
    [MASK] = {"Inside network mask", true},
    [HOST] = {"Host name", false},
    [DOMAIN] = {"Domain name", false},
    [MANAGER] = {"IP address of host running PIX Device Manager", true},
};

struct answers {
    char text[QUESTIONS][ANSWER];
};

/* In which the date is asked for. */
static const char *zone(void)
{
    const char *name;

    wallclock_local(wallclock_now(NULL), &name);
    return name;
}

/* What Enter alone means: as it is now; "": something must be typed. */
static void propose(struct answers *a)
{
    const struct config_state *s = &unit.config.state;
    struct date d = calendar_date(wallclock_local(wallclock_now(NULL), NULL));
    char stamp[CALENDAR_TEXT];

    memset(a, 0, sizeof *a);
    calendar_stamp(stamp, sizeof stamp, &d);
    format(a->text[PASSWORD], ANSWER, "%s", STR_SETUP_SAME_PASSWORD);
    format(a->text[YEAR], ANSWER, "%u", d.year);
    format(a->text[MONTH], ANSWER, "%.3s", stamp);
    format(a->text[DAY], ANSWER, "%u", d.day);
    format(a->text[TIME], ANSWER, "%u:%02u:%02u", d.hour, d.minute, d.second);
    if (s->interfaces > 1 && s->interface[1].ip) {
        config_mask(s->interface[1].ip, a->text[ADDRESS]);
        config_mask(s->interface[1].mask, a->text[MASK]);
    }
    if (strcmp(s->cli.hostname, STR_SETUP_NO_NAME) != 0)
        format(a->text[HOST], ANSWER, "%s", s->cli.hostname);
    format(a->text[DOMAIN], ANSWER, "%s", s->domain);
}

static bool is_right(enum question q, const char *text)
{
    uint32_t ip;

    return text[0] && (!questions[q].is_address || parse_ipv4(text, &ip));
}

/* False: the user has had enough. */
static bool ask(struct cli *cli, enum question q, char proposal[ANSWER])
{
    char prompt[EDITOR_PROMPT_MAX + 1], typed[ANSWER];

    format(prompt, sizeof prompt, proposal[0] ? "%s [%.40s]: " : "%s: ",
           questions[q].prompt, proposal);
    for (;;) {
        if (!cli_ask(cli, prompt, typed, sizeof typed))
            return false;
        if (!typed[0] && proposal[0])
            return true;
        if (is_right(q, typed))
            break;
    }
    memcpy(proposal, typed, sizeof typed);
    return true;
}

static bool ask_all(struct cli *cli, struct answers *a)
{
    propose(a);
    for (unsigned q = 0; q < QUESTIONS; q++) {
        if (q == YEAR)
            cli_printf(cli, "Clock (%s):\n", zone());
        if (!ask(cli, q, a->text[q]))
            return false;
    }
    return true;
}

static bool keeps_password(const struct answers *a)
{
    return !strcmp(a->text[PASSWORD], STR_SETUP_SAME_PASSWORD);
}

static void show(struct cli *cli, const struct answers *a)
{
    cli_printf(cli, "\n%s\n", STR_SETUP_RECAP);
    cli_printf(cli, "%s: %s\n", questions[PASSWORD].prompt,
               keeps_password(a) ? STR_SETUP_OLD_PASSWORD
                                 : a->text[PASSWORD]);
    cli_printf(cli, "Clock (%s): %s %s %s %s\n", zone(), a->text[TIME],
               a->text[MONTH], a->text[DAY], a->text[YEAR]);
    for (unsigned q = ADDRESS; q < QUESTIONS; q++)
        cli_printf(cli, "%s: %s\n", questions[q].prompt, a->text[q]);
    cli_printf(cli, "\n");
}

/* --- done with it ------------------------------------------------------ */

static void obey(struct cli *cli, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void obey(struct cli *cli, const char *fmt, ...)
{
    char line[LINE];
    va_list ap;

    va_start(ap, fmt);
    format_v(line, sizeof line, fmt, ap);
    va_end(ap);
    cli_execute(cli, line);
}

static void apply(struct cli *cli, const struct answers *a)
{
    enum cli_mode mode = cli->mode;
    bool scripted = cli->scripted;

    cli->mode = CLI_CONFIG;
    cli->scripted = true;
    if (!keeps_password(a))
        obey(cli, "enable password %s", a->text[PASSWORD]);
    obey(cli, "clock set %s %s %s %s", a->text[TIME], a->text[DAY],
         a->text[MONTH], a->text[YEAR]);
    obey(cli, "interface ethernet1 auto");
    obey(cli, "ip address inside %s %s", a->text[ADDRESS], a->text[MASK]);
    obey(cli, "hostname %s", a->text[HOST]);
    obey(cli, "domain-name %s", a->text[DOMAIN]);
    if (unit.release >= RELEASE(6, 0, 0)) {
        obey(cli, "http server enable");
        obey(cli, "http %s 255.255.255.255 inside", a->text[MANAGER]);
    }
    obey(cli, "write memory");
    cli->scripted = scripted;
    cli->mode = mode;
}

static void run(struct cli *cli)
{
    struct answers a;
    char typed[8];

    do {
        if (!ask_all(cli, &a))
            break;
        show(cli, &a);
        if (!cli_ask(cli, "Use this configuration and write to flash? ",
                     typed, sizeof typed))
            break;
        if (cli_abbreviates(typed, "yes")) {
            apply(cli, &a);
            break;
        }
    } while (!cli->leaving);
    memset(&a, 0, sizeof a);
}

void setup_offer(struct cli *cli)
{
    char typed[8];

    if (cli_ask(cli, "Pre-configure PIX Firewall now through interactive "
                     "prompts [yes]? ", typed, sizeof typed) &&
        (!typed[0] || cli_abbreviates(typed, "yes")))
        run(cli);
}

static void setup(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    setup_offer(cli);
}

const struct command setup_commands[] = {
    {"setup", "", "Answer the first questions", CLI_CONFIG,
     .since = RELEASE(5, 2, 0), .run = setup},
    {0},
};
