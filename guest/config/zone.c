/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zone.c - clock timezone, clock summer-time: how far local time is from
 * UTC. */
#include "guest/lib/zone.h"

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/config/strings.h"
#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

#define SINCE RELEASE(6, 2, 0)

enum { HOURS_MAX = 12, MINUTES_MAX = 59, FORWARD = 60, FORWARD_MAX = 1440 };

static struct zone *zone_of(struct cli *cli)
{
    return &cli->unit->config->state.zone;
}

/* What `recurring` alone means: as in the United States until 2006. */
static const struct zone_turn usual_begin = {
    .week = 1, .weekday = 0, .month = 4, .minute = 120};
static const struct zone_turn usual_end = {
    .week = ZONE_LAST_WEEK, .weekday = 0, .month = 10, .minute = 120};

/* --- the text ---------------------------------------------------------- */

static void put_turn(struct config_text *to, const struct zone_turn *t)
{
    char day[CALENDAR_NAME], month[CALENDAR_NAME];

    calendar_month_name(t->month, month);
    if (t->week == 0)
        config_printf(to, " %s %u %u", month, t->day, t->year);
    else if (t->week == ZONE_LAST_WEEK)
        config_printf(to, " last %s %s",
                      calendar_weekday_name(t->weekday, day), month);
    else
        config_printf(to, " %u %s %s", t->week,
                      calendar_weekday_name(t->weekday, day), month);
    config_printf(to, " %u:%02u", t->minute / 60u, t->minute % 60u);
}

static void put_summer(const struct zone *z, struct config_text *to)
{
    bool usual = z->forward == FORWARD &&
                 !memcmp(&z->begin, &usual_begin, sizeof z->begin) &&
                 !memcmp(&z->end, &usual_end, sizeof z->end);

    config_printf(to, "clock summer-time %s %s", z->summer,
                  z->begin.week ? "recurring" : "date");
    if (!usual) {
        put_turn(to, &z->begin);
        put_turn(to, &z->end);
    }
    if (z->forward != FORWARD)
        config_printf(to, " %u", z->forward);
    config_printf(to, "\n");
}

static void generate(const struct config *c, struct config_text *to)
{
    const struct zone copy = c->state.zone, *z = &copy;
    unsigned away = (unsigned)(z->minutes < 0 ? -z->minutes : z->minutes);

    if (z->name[0]) {
        config_printf(to, "clock timezone %s %s%u", z->name,
                      z->minutes < 0 ? "-" : "", away / 60);
        if (away % 60)
            config_printf(to, " %u", away % 60);
        config_printf(to, "\n");
    }
    if (z->summer[0])
        put_summer(z, to);
}

const struct config_row config_zone_row = {
    .name = "clock",
    .since = SINCE,
    .generate = generate,
};

/* --- parsing ----------------------------------------------------------- */

static bool get_name(struct cli *cli, const char *text,
                     char to[ZONE_NAME_MAX + 1])
{
    size_t n = strlen(text);

    for (const char *p = text; *p; p++) {
        if (!((*p | 32) >= 'a' && (*p | 32) <= 'z'))
            n = 0;
    }
    if (n == 0 || n > ZONE_NAME_MAX) {
        cli_printf(cli, STR_CONFIG_BAD_ZONE "\n", text, ZONE_NAME_MAX);
        return false;
    }
    memcpy(to, text, n);
    return true;
}

/* "h:mm", also 24:00 */
static bool get_time(const char *text, uint16_t *to)
{
    const char *colon = strchr(text, ':');
    uint32_t hours, minutes;
    char first[3] = "";

    if (!colon || colon - text > 2 || strlen(colon) != 3)
        return false;
    memcpy(first, text, (size_t)(colon - text));
    if (!parse_u32(first, &hours) || !parse_u32(colon + 1, &minutes) ||
        minutes > MINUTES_MAX || hours > 24 || (hours == 24 && minutes))
        return false;
    *to = (uint16_t)(hours * 60 + minutes);
    return true;
}

/* "WEEK WEEKDAY MONTH h:mm" */
static bool get_recurring(char **argv, struct zone_turn *t)
{
    int weekday = calendar_weekday_named(argv[1]);
    uint32_t week;

    memset(t, 0, sizeof *t);
    if (cli_abbreviates(argv[0], "last"))
        week = ZONE_LAST_WEEK;
    else if (cli_abbreviates(argv[0], "first"))
        week = 1;
    else if (!parse_u32(argv[0], &week) || week < 1 || week > ZONE_LAST_WEEK)
        return false;
    t->week = (uint8_t)week;
    t->weekday = (uint8_t)weekday;
    t->month = (uint8_t)calendar_month(argv[2]);
    return weekday >= 0 && t->month && get_time(argv[3], &t->minute);
}

/* "DAY MONTH YEAR h:mm" or "MONTH DAY YEAR h:mm" */
static bool get_date(char **argv, struct zone_turn *t)
{
    struct date d;

    memset(t, 0, sizeof *t);
    if (!calendar_parse(&d, "0:00:00", argv[0], argv[1], argv[2]))
        return false;
    t->year = (uint16_t)d.year;
    t->month = (uint8_t)d.month;
    t->day = (uint8_t)d.day;
    return get_time(argv[3], &t->minute);
}

/* "recurring [BEGIN END [OFFSET]]" or "date BEGIN END [OFFSET]" */
static bool get_summer(int argc, char **argv, struct zone *z)
{
    enum { TURN = 4 };
    bool recurring = cli_abbreviates(argv[0], "recurring");
    bool date = cli_abbreviates(argv[0], "date");
    bool (*get)(char **, struct zone_turn *) = recurring ? get_recurring
                                                         : get_date;
    uint32_t forward = FORWARD;

    z->begin = usual_begin;
    z->end = usual_end;
    argc--;
    argv++;
    if (argc == 2 * TURN + 1 && (!parse_u32(argv[2 * TURN], &forward) ||
                                 !forward || forward > FORWARD_MAX))
        return false;
    z->forward = (uint16_t)forward;
    if (argc == 0)
        return recurring;
    if ((argc != 2 * TURN && argc != 2 * TURN + 1) || (!recurring && !date))
        return false;
    return get(argv, &z->begin) && get(argv + TURN, &z->end);
}

/* --- commands ---------------------------------------------------------- */

/* "ZONE HOURS [MINUTES]" */
static void timezone(struct cli *cli, int argc, char **argv)
{
    bool west = argv[1][0] == '-';
    uint32_t hours, minutes = 0;
    struct zone z = *zone_of(cli);

    memset(z.name, 0, sizeof z.name);
    if (!get_name(cli, argv[0], z.name) ||
        !config_get_number(cli, argv[1] + west, 0, HOURS_MAX, &hours) ||
        (argc > 2 &&
         !config_get_number(cli, argv[2], 0, MINUTES_MAX, &minutes)))
        return;
    minutes += hours * 60;
    z.minutes = (int16_t)(west ? -(int)minutes : (int)minutes);
    *zone_of(cli) = z;
}

static void no_timezone(struct cli *cli, int argc, char **argv)
{
    struct zone *z = zone_of(cli);

    (void)argc, (void)argv;
    memset(z->name, 0, sizeof z->name);
    z->minutes = 0;
}

static void summer_time(struct cli *cli, int argc, char **argv)
{
    struct zone z = *zone_of(cli);

    memset(z.summer, 0, sizeof z.summer);
    if (!get_name(cli, argv[0], z.summer))
        return;
    if (get_summer(argc - 1, argv + 1, &z))
        *zone_of(cli) = z;
    else
        cli_usage(cli, "clock summer-time", 17);
}

static void no_summer_time(struct cli *cli, int argc, char **argv)
{
    struct zone *z = zone_of(cli);

    (void)argc, (void)argv;
    memset(z->summer, 0, sizeof z->summer);
    memset(&z->begin, 0, sizeof z->begin);
    memset(&z->end, 0, sizeof z->end);
    z->forward = 0;
}

static void clear_clock(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    memset(zone_of(cli), 0, sizeof *zone_of(cli));
}

#define ZONE_ARGS "<zone> [-]<hours> [<minutes>]"
#define SUMMER_ARGS                                                         \
    "<zone> recurring [<week> <weekday> <month> <hh:mm> <week> <weekday> "  \
    "<month> <hh:mm> [<offset>]] | <zone> date <day> <month> <year> "       \
    "<hh:mm> <day> <month> <year> <hh:mm> [<offset>]"

const struct command config_zone_commands[] = {
    {"clear clock", "", "Time is UTC", CLI_CONFIG, .since = SINCE,
     .run = clear_clock},
    {"clock summer-time", SUMMER_ARGS, "When clocks are turned", CLI_CONFIG,
     .since = SINCE, .min_args = 2, .max_args = 11, .run = summer_time},
    {"clock timezone", ZONE_ARGS, "How far local time is from UTC",
     CLI_CONFIG, .since = SINCE, .min_args = 2, .max_args = 3,
     .run = timezone},
    {"no clock summer-time", "[...]", "Clocks are not turned", CLI_CONFIG,
     .since = SINCE, .max_args = CLI_ARGS_MAX, .run = no_summer_time},
    {"no clock timezone", "[...]", "Time is UTC", CLI_CONFIG, .since = SINCE,
     .max_args = CLI_ARGS_MAX, .run = no_timezone},
    {0},
};
