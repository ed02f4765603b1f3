/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clock.c - clock set, show clock; zones are guest/config's. */
#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/lib/calendar.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/wallclock.h"

static void clock_set(struct cli *cli, int argc, char **argv)
{
    struct date d;

    (void)argc;
    if (calendar_parse(&d, argv[0], argv[1], argv[2], argv[3]))
        wallclock_set(zone_utc(&cli->unit->config->state.zone,
                               calendar_seconds(&d)));
    else
        cli_printf(cli, STR_CLOCK_USAGE "\n", CALENDAR_FIRST, CALENDAR_LAST);
}

/* The moment at which the clock is turned, by what it shows then. */
static void show_turn(struct cli *cli, const char *word,
                      const struct zone_turn *t, const char *zone)
{
    uint32_t now = wallclock_local(wallclock_now(NULL), NULL);
    char text[CALENDAR_TEXT];

    calendar_text(text, sizeof text, zone_turn(t, calendar_date(now).year),
                  CALENDAR_NO_MS, zone, true);
    cli_printf(cli, "Summer time %s %s\n", word, text);
}

static void show_clock(struct cli *cli, int argc, char **argv)
{
    const struct zone *z = &cli->unit->config->state.zone;
    char text[CALENDAR_TEXT];

    if (argc && (cli->unit->release < RELEASE(6, 2, 0) ||
                 !cli_abbreviates(argv[0], "detail"))) {
        cli_usage(cli, "show clock", 10);
        return;
    }
    wallclock_text(text, sizeof text, argc > 0);
    cli_printf(cli, "%s\n", text);
    if (!argc || !z->summer[0])
        return;
    show_turn(cli, "starts", &z->begin, z->name[0] ? z->name : "UTC");
    show_turn(cli, "ends", &z->end, z->summer);
}

const struct command clock_commands[] = {
    {"clock", "", "Date and time", CLI_PRIVILEGED, .run = show_clock},
    {"clock set", "<hh:mm:ss> {<day> <month> | <month> <day>} <year>",
     "Set date and time", CLI_PRIVILEGED, .min_args = 4, .max_args = 4,
     .run = clock_set},
    {"show clock", "[detail]", "Date and time", CLI_PRIVILEGED, .max_args = 1,
     .run = show_clock},
    {0},
};
