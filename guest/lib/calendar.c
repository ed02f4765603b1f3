/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.c - see calendar.h. */
#include "guest/lib/calendar.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { DAY = 86400, THURSDAY = 4, SHORTEST = 3, MONTHS = 12, WEEKDAYS = 7 };

static const char *const months[] = {
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december"};
static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
static const char *const weekdays[] = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday"};
static const char weekday_names[] = "SunMonTueWedThuFriSat";

static bool leap(unsigned year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned calendar_days(unsigned year, unsigned month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && leap(year));
}

static unsigned days_of_year(unsigned year)
{
    return leap(year) ? 366 : 365;
}

uint32_t calendar_seconds(const struct date *d)
{
    uint32_t days = d->day - 1;

    for (unsigned y = 1970; y < d->year; y++)
        days += days_of_year(y);
    for (unsigned m = 1; m < d->month; m++)
        days += calendar_days(d->year, m);
    return days * DAY + d->hour * 3600 + d->minute * 60 + d->second;
}

struct date calendar_date(uint32_t seconds)
{
    uint32_t days = seconds / DAY, rest = seconds % DAY;
    struct date d = {.year = 1970, .month = 1, .hour = rest / 3600,
                     .minute = rest / 60 % 60, .second = rest % 60};

    for (; days >= days_of_year(d.year); d.year++)
        days -= days_of_year(d.year);
    for (; days >= calendar_days(d.year, d.month); d.month++)
        days -= calendar_days(d.year, d.month);
    d.day = days + 1;
    return d;
}

unsigned calendar_weekday(uint32_t seconds)
{
    return (seconds / DAY + THURSDAY) % 7;
}

const char *calendar_month_name(unsigned month, char to[CALENDAR_NAME])
{
    format(to, CALENDAR_NAME, "%.3s", names + 3 * (month - 1));
    return to;
}

const char *calendar_weekday_name(unsigned weekday, char to[CALENDAR_NAME])
{
    format(to, CALENDAR_NAME, "%.3s", weekday_names + 3 * weekday);
    return to;
}

void calendar_text(char *to, size_t n, uint32_t seconds, unsigned ms,
                   const char *zone, bool weekday)
{
    struct date d = calendar_date(seconds);
    char month[CALENDAR_NAME], day[CALENDAR_NAME], fraction[5] = "";

    if (ms < CALENDAR_NO_MS)
        format(fraction, sizeof fraction, ".%03u", ms);
    calendar_weekday_name(calendar_weekday(seconds), day);
    format(to, n, "%02u:%02u:%02u%s %s %s%s%s %u %u", d.hour, d.minute,
           d.second, fraction, zone, weekday ? day : "", weekday ? " " : "",
           calendar_month_name(d.month, month), d.day, d.year);
}

void calendar_stamp(char *to, size_t n, const struct date *d)
{
    format(to, n, "%.3s %02u %u %02u:%02u:%02u", names + 3 * (d->month - 1),
           d->day, d->year, d->hour, d->minute, d->second);
}

static bool parse_time(struct date *d, const char *text)
{
    uint32_t part[3] = {0};

    for (unsigned i = 0; i < 3; i++) {
        char digits[3] = {0};
        unsigned n = 0;

        while (n < 2 && text[n] >= '0' && text[n] <= '9') {
            digits[n] = text[n];
            n++;
        }
        if (!parse_u32(digits, &part[i]) || text[n] != (i < 2 ? ':' : '\0'))
            return false;
        text += n + 1;
    }
    d->hour = part[0];
    d->minute = part[1];
    d->second = part[2];
    return d->hour < 24 && d->minute < 60 && d->second < 60;
}

/* Which of n names three letters or more begin; n: none. */
static unsigned named(const char *const *of, unsigned n, const char *text)
{
    size_t letters = strlen(text);
    unsigned i = 0;

    while (i < n && (letters < SHORTEST || letters > strlen(of[i]) ||
                     strncasecmp(text, of[i], letters) != 0))
        i++;
    return i;
}

unsigned calendar_month(const char *text)
{
    unsigned i = named(months, MONTHS, text);

    return i < MONTHS ? i + 1 : 0;
}

int calendar_weekday_named(const char *text)
{
    unsigned i = named(weekdays, WEEKDAYS, text);

    return i < WEEKDAYS ? (int)i : -1;
}

bool calendar_parse(struct date *d, const char *time, const char *first,
                    const char *second, const char *year)
{
    unsigned month = calendar_month(first);
    const char *day_text = month ? second : first;
    uint32_t day, y;

    if (!month)
        month = calendar_month(second);
    if (!month || !parse_time(d, time) || !parse_u32(day_text, &day) ||
        !parse_u32(year, &y) || y < CALENDAR_FIRST || y > CALENDAR_LAST ||
        day < 1 || day > calendar_days(y, month))
        return false;
    d->year = y;
    d->month = month;
    d->day = day;
    return true;
}
