/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_clock.c - clock set, show clock. */
#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/runtime/calendar.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/wallclock.h"

static void clock_set(struct cli *cli, int argc, char **argv)
{
    struct date d;

    (void)argc;
    if (calendar_parse(&d, argv[0], argv[1], argv[2], argv[3]))
        wallclock_set(calendar_seconds(&d));
    else
        cli_printf(cli, STR_CLOCK_USAGE "\n", CALENDAR_FIRST, CALENDAR_LAST);
}

static void show_clock(struct cli *cli, int argc, char **argv)
{
    char text[CALENDAR_TEXT];

    (void)argc;
    (void)argv;
    wallclock_text(text, sizeof text, false);
    cli_printf(cli, "%s\n", text);
}

const struct command clock_commands[] = {
    {"clock", "", "Set date and time", CLI_PRIVILEGED, .run = NULL},
    {"clock set", "<hh:mm:ss> {<day> <month> | <month> <day>} <year>",
     "Set date and time, UTC", CLI_PRIVILEGED, .min_args = 4, .max_args = 4,
     .run = clock_set},
    {"show clock", "", "Date and time", CLI_PRIVILEGED, .run = show_clock},
    {0},
};
