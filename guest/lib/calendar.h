/* SPDX-License-Identifier: GPL-2.0-or-later */
/* calendar.h - dates of the Gregorian calendar and seconds since 1970. */
#ifndef GUEST_LIB_CALENDAR_H
#define GUEST_LIB_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The years `clock set` takes. */
enum { CALENDAR_FIRST = 1993, CALENDAR_LAST = 2099, CALENDAR_TEXT = 40 };

struct date {
    unsigned year, month, day; /* month and day from 1 */
    unsigned hour, minute, second;
};

uint32_t calendar_seconds(const struct date *);
struct date calendar_date(uint32_t seconds);

/* 0 Sunday */
unsigned calendar_weekday(uint32_t seconds);

unsigned calendar_days(unsigned year, unsigned month);

/* "Jan" of 1, "Sun" of 0. */
enum { CALENDAR_NAME = 4 };
const char *calendar_month_name(unsigned month, char to[CALENDAR_NAME]);
const char *calendar_weekday_name(unsigned weekday, char to[CALENDAR_NAME]);

/* By three letters of its name or more, from 1; 0: none. */
unsigned calendar_month(const char *text);
/* Likewise, from 0; -1: none. */
int calendar_weekday_named(const char *text);

enum { CALENDAR_NO_MS = 1000 };

/* "12:34:56.789 UTC Jul 4 2003", or with the weekday's name before Jul;
 * CALENDAR_NO_MS: without the fraction.  The seconds are those of the zone. */
void calendar_text(char *to, size_t n, uint32_t seconds, unsigned ms,
                   const char *zone, bool weekday);

/* "Sep 11 2001 12:34:56" */
void calendar_stamp(char *to, size_t n, const struct date *);

/* "h:mm:ss", then day, month's name and year, day and month in any order. */
bool calendar_parse(struct date *, const char *time, const char *first,
                    const char *second, const char *year);

#endif
