/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wallclock.c - see wallclock.h. */
#include "guest/runtime/unit/wallclock.h"

#include "guest/i386/rtc.h"
#include "guest/lib/calendar.h"
#include "guest/lib/zone.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/unit.h"

static uint32_t base; /* date and time ... */
static uint64_t at;   /* ... at this count of the clock */

void wallclock_setup(void)
{
    struct rtc_time t;

    at = clock_now();
    if (rtc_read(&t)) {
        struct date d = {t.year, t.month, t.day, t.hour, t.minute, t.second};

        base = calendar_seconds(&d);
    }
}

uint32_t wallclock_now(unsigned *ms)
{
    uint64_t counts = clock_now() - at;

    if (ms)
        *ms = (unsigned)(counts % PIT_HZ * 1000 / PIT_HZ);
    return base + (uint32_t)(counts / PIT_HZ);
}

uint32_t wallclock_exact(uint32_t *us)
{
    uint64_t counts = clock_now() - at;

    *us = (uint32_t)(counts % PIT_HZ * 1000000 / PIT_HZ);
    return base + (uint32_t)(counts / PIT_HZ);
}

void wallclock_set(uint32_t seconds)
{
    struct date d = calendar_date(seconds);
    struct rtc_time t = {
        .year = (uint16_t)d.year,
        .month = (uint8_t)d.month,
        .day = (uint8_t)d.day,
        .hour = (uint8_t)d.hour,
        .minute = (uint8_t)d.minute,
        .second = (uint8_t)d.second,
        .weekday = (uint8_t)(calendar_weekday(seconds) + 1),
    };

    rtc_write(&t);
    base = seconds;
    at = clock_now();
}

uint32_t wallclock_local(uint32_t seconds, const char **zone)
{
    const struct zone *z = &unit.config.state.zone;

    if (zone)
        *zone = zone_name(z, seconds);
    return zone_local(z, seconds);
}

void wallclock_text(char *to, size_t n, bool weekday)
{
    const char *zone;
    unsigned ms;
    uint32_t seconds = wallclock_now(&ms);

    seconds = wallclock_local(seconds, &zone);
    calendar_text(to, n, seconds, ms, zone, weekday);
}
