/* SPDX-License-Identifier: GPL-2.0-or-later */
/* zone.c - see zone.h. */
#include "guest/lib/zone.h"

#include "guest/lib/calendar.h"

static unsigned day_of(const struct zone_turn *t, unsigned year)
{
    struct date first = {.year = year, .month = t->month, .day = 1};
    unsigned weekday = calendar_weekday(calendar_seconds(&first)), day;

    if (t->week == 0)
        return t->day;
    day = 1 + (t->weekday + 7u - weekday) % 7 + 7u * (t->week - 1u);
    while (day > calendar_days(year, t->month))
        day -= 7;
    return day;
}

uint32_t zone_turn(const struct zone_turn *t, unsigned year)
{
    struct date d = {.year = t->year ? t->year : year, .month = t->month};

    d.day = day_of(t, d.year);
    return calendar_seconds(&d) + t->minute * 60u;
}

/* South of the equator summer ends in the year after it began. */
bool zone_is_summer(const struct zone *z, uint32_t utc)
{
    uint32_t standard = utc + (uint32_t)(z->minutes * 60), begin, end;
    unsigned year = calendar_date(standard).year;

    if (!z->summer[0])
        return false;
    begin = zone_turn(&z->begin, year);
    end = zone_turn(&z->end, year) - z->forward * 60u;
    if (begin <= end)
        return standard >= begin && standard < end;
    return standard >= begin || standard < end;
}

uint32_t zone_local(const struct zone *z, uint32_t utc)
{
    return utc + (uint32_t)(z->minutes * 60) +
           (zone_is_summer(z, utc) ? z->forward * 60u : 0);
}

const char *zone_name(const struct zone *z, uint32_t utc)
{
    if (zone_is_summer(z, utc))
        return z->summer;
    return z->name[0] ? z->name : "UTC";
}

uint32_t zone_utc(const struct zone *z, uint32_t local)
{
    uint32_t standard = local - (uint32_t)(z->minutes * 60);
    uint32_t summer = standard - z->forward * 60u;

    return zone_is_summer(z, summer) ? summer : standard;
}
