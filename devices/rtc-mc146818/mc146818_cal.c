/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mc146818_cal.c - how the clock chip counts seconds into years.
 *
 * Source: Motorola, "MC146818 real-time clock plus RAM", "Time,
 * calendar, and alarm locations"; "Daylight savings enable".
 * As in the chip the weekday is a counter of its own and every fourth year
 * has a February 29; the year is two digits and carries into nothing.
 */
#include "devices/rtc-mc146818/mc146818_cal.h"

#include "devices/rtc-mc146818/mc146818.h"

enum { HOUR_PM = 0x80, ALARM_ANY = 0xc0, SECONDS_A_DAY = 86400 };

static unsigned decode(const uint8_t *reg, uint8_t v)
{
    return reg[RTC_B] & RTC_B_BINARY ? v : (v >> 4) * 10u + (v & 15);
}

static uint8_t encode(const uint8_t *reg, unsigned v)
{
    if (reg[RTC_B] & RTC_B_BINARY)
        return (uint8_t)v;
    return (uint8_t)(v / 10 % 10 << 4 | v % 10);
}

static unsigned get_hour(const uint8_t *reg)
{
    uint8_t raw = reg[RTC_HOUR];

    if (reg[RTC_B] & RTC_B_24H)
        return decode(reg, raw);
    return decode(reg, raw & 0x7f) % 12 + (raw & HOUR_PM ? 12 : 0);
}

static void set_hour(uint8_t *reg, unsigned hour)
{
    if (reg[RTC_B] & RTC_B_24H) {
        reg[RTC_HOUR] = encode(reg, hour);
        return;
    }
    reg[RTC_HOUR] = encode(reg, hour % 12 ? hour % 12 : 12);
    if (hour >= 12)
        reg[RTC_HOUR] |= HOUR_PM;
}

static unsigned days_in(unsigned month, unsigned year)
{
    static const uint8_t days[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    };

    if (month == 2 && year % 4 == 0)
        return 29;
    return month >= 1 && month <= 12 ? days[month - 1] : 31;
}

static void step_day(uint8_t *reg)
{
    unsigned month = decode(reg, reg[RTC_MONTH]);
    unsigned year = decode(reg, reg[RTC_YEAR]);
    unsigned day = decode(reg, reg[RTC_DAY]) + 1;

    reg[RTC_C] = 0;
    reg[RTC_WEEKDAY] = encode(reg, decode(reg, reg[RTC_WEEKDAY]) % 7 + 1);
    if (day > days_in(month, year)) {
        day = 1;
        month++;
    }
    if (month > 12) {
        month = 1;
        year = (year + 1) % 100;
    }
    reg[RTC_DAY] = encode(reg, day);
    reg[RTC_MONTH] = encode(reg, month);
    reg[RTC_YEAR] = encode(reg, year);
}

void rtc_cal_add_days(uint8_t *reg, uint64_t days)
{
    while (days-- > 0)
        step_day(reg);
}

/*
 * The hour that follows 1:59:59.  With DSE it is 3 on the last Sunday in
 * April, and 1 once more on the last one in October; that this was done stands
 * in the byte behind register C, which no program sees, until midnight.
 */
static unsigned daylight(uint8_t *reg)
{
    unsigned month = decode(reg, reg[RTC_MONTH]);
    unsigned day = decode(reg, reg[RTC_DAY]);

    if (!(reg[RTC_B] & RTC_B_DSE) || decode(reg, reg[RTC_WEEKDAY]) != 1)
        return 2;
    if (month == 4 && day > 30 - 7)
        return 3;
    if (month == 10 && day > 31 - 7 && !reg[RTC_C]) {
        reg[RTC_C] = 1;
        return 1;
    }
    return 2;
}

void rtc_cal_step(uint8_t *reg)
{
    unsigned sec = decode(reg, reg[RTC_SEC]) + 1;
    unsigned min = decode(reg, reg[RTC_MIN]);
    unsigned hour = get_hour(reg);

    reg[RTC_SEC] = encode(reg, sec < 60 ? sec : 0);
    if (sec < 60)
        return;
    min++;
    reg[RTC_MIN] = encode(reg, min < 60 ? min : 0);
    if (min < 60)
        return;
    hour = hour == 1 ? daylight(reg) : hour + 1;
    set_hour(reg, hour < 24 ? hour : 0);
    if (hour >= 24)
        step_day(reg);
}

static bool alarm_field(const uint8_t *reg, unsigned n)
{
    return reg[n + 1] >= ALARM_ANY || reg[n + 1] == reg[n];
}

bool rtc_cal_alarm(const uint8_t *reg)
{
    return alarm_field(reg, RTC_SEC) && alarm_field(reg, RTC_MIN) &&
           alarm_field(reg, RTC_HOUR);
}

/* The civil date of a day number, after the proleptic Gregorian calendar:
 * eras of 400 years that begin on March 1. */
static void set_date(uint8_t *reg, int64_t days)
{
    int64_t since = days + 719468; /* since March 1 of year 0 */
    int64_t era = (since >= 0 ? since : since - 146096) / 146097;
    unsigned in_era = (unsigned)(since - era * 146097);
    unsigned year = (in_era - in_era / 1460 + in_era / 36524 -
                     in_era / 146096) / 365;
    unsigned in_year = in_era - (365 * year + year / 4 - year / 100);
    unsigned month = (5 * in_year + 2) / 153; /* 0 is March */
    unsigned day = in_year - (153 * month + 2) / 5 + 1;
    int64_t full = era * 400 + year + (month >= 10);

    month = month < 10 ? month + 3 : month - 9;
    reg[RTC_DAY] = encode(reg, day);
    reg[RTC_MONTH] = encode(reg, month);
    reg[RTC_YEAR] = encode(reg, (unsigned)(full % 100));
    reg[RTC_CENTURY] = encode(reg, (unsigned)(full / 100));
    /* 1 January 1970 was a Thursday, day 5. */
    reg[RTC_WEEKDAY] = encode(reg, (unsigned)(((days + 4) % 7 + 7) % 7 + 1));
}

void rtc_cal_set(uint8_t *reg, int64_t seconds)
{
    int64_t days = seconds / SECONDS_A_DAY;
    int64_t rest = seconds % SECONDS_A_DAY;

    if (rest < 0) {
        rest += SECONDS_A_DAY;
        days--;
    }
    reg[RTC_SEC] = encode(reg, (unsigned)(rest % 60));
    reg[RTC_MIN] = encode(reg, (unsigned)(rest / 60 % 60));
    set_hour(reg, (unsigned)(rest / 3600));
    set_date(reg, days);
}
