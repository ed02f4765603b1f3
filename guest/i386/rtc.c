/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtc.c - see rtc.h; 24 hours and BCD, as the chip of a PC is used. */
#include "guest/i386/rtc.h"

#include "guest/i386/cmos.h"

enum {
    SECONDS = 0x00,
    MINUTES = 0x02,
    HOURS = 0x04,
    WEEKDAY = 0x06,
    DAY = 0x07,
    MONTH = 0x08,
    YEAR = 0x09,
    REGISTER_A = 0x0a,
    REGISTER_B = 0x0b,
    CENTURY = 0x32,
    A_UPDATING = 0x80,
    B_SET = 0x80,
    B_BINARY = 0x04,
    B_24_HOURS = 0x02,
    /* Reads that an update (2 ms) lasts at most, and then some. */
    PATIENCE = 100000,
};

static uint8_t get(uint8_t index)
{
    uint8_t v = cmos_read(index);

    return (uint8_t)((v >> 4) * 10 + (v & 15));
}

static void put(uint8_t index, unsigned v)
{
    cmos_write(index, (uint8_t)(v / 10 << 4 | v % 10));
}

bool rtc_read(struct rtc_time *t)
{
    for (int i = 0; i < PATIENCE; i++) {
        uint8_t second;

        if (cmos_read(REGISTER_A) & A_UPDATING)
            continue;
        second = get(SECONDS);
        t->minute = get(MINUTES);
        t->hour = get(HOURS);
        t->weekday = get(WEEKDAY);
        t->day = get(DAY);
        t->month = get(MONTH);
        t->year = (uint16_t)(get(CENTURY) * 100 + get(YEAR));
        t->second = get(SECONDS);
        if (t->second == second && !(cmos_read(REGISTER_A) & A_UPDATING))
            break;
    }
    return t->month >= 1 && t->month <= 12 && t->day >= 1 && t->day <= 31 &&
           t->hour < 24 && t->minute < 60 && t->second < 60 &&
           t->year >= 1970;
}

void rtc_write(const struct rtc_time *t)
{
    uint8_t b = (uint8_t)((cmos_read(REGISTER_B) | B_24_HOURS) & ~B_BINARY);

    cmos_write(REGISTER_B, b | B_SET);
    put(SECONDS, t->second);
    put(MINUTES, t->minute);
    put(HOURS, t->hour);
    put(WEEKDAY, t->weekday);
    put(DAY, t->day);
    put(MONTH, t->month);
    put(YEAR, t->year % 100);
    put(CENTURY, t->year / 100);
    cmos_write(REGISTER_B, (uint8_t)(b & ~B_SET));
}
