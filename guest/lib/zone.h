/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * zone.h - local time: so far east of UTC, and in summer an hour further.
 *
 * Seconds are since 1970; local ones are what a clock on the wall shows.
 */
#ifndef GUEST_LIB_ZONE_H
#define GUEST_LIB_ZONE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    ZONE_NAME_MAX = 7,
    ZONE_LAST_WEEK = 5,
};

/* When a clock is turned, by the time it shows then: on a weekday of a week of
 * a month, each year; or on a day of a month of one year. */
struct zone_turn {
    uint16_t year;    /* 0: each */
    uint8_t week;     /* 1 to 4, ZONE_LAST_WEEK; 0: by the day */
    uint8_t weekday;  /* 0 Sunday */
    uint8_t month, day;
    uint16_t minute;  /* of the day */
};

struct zone {
    char name[ZONE_NAME_MAX + 1];   /* "": UTC */
    char summer[ZONE_NAME_MAX + 1]; /* "": none */
    int16_t minutes; /* east */
    uint16_t forward; /* minutes in summer */
    struct zone_turn begin, end; /* of summer */
};

bool zone_is_summer(const struct zone *, uint32_t utc);

/* Local time, and what it is called. */
uint32_t zone_local(const struct zone *, uint32_t utc);
const char *zone_name(const struct zone *, uint32_t utc);

/* Of the hour that comes twice, the first; of that which never comes, as if
 * the clock had not been turned. */
uint32_t zone_utc(const struct zone *, uint32_t local);

/* The second at which the clock is turned in a year, by what it shows then. */
uint32_t zone_turn(const struct zone_turn *, unsigned year);

#endif
