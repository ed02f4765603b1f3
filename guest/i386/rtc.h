/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtc.h - the clock chip as a clock (Motorola MC146818 data sheet). */
#ifndef GUEST_I386_RTC_H
#define GUEST_I386_RTC_H

#include <stdbool.h>
#include <stdint.h>

struct rtc_time {
    uint16_t year; /* with the century */
    uint8_t month, day, hour, minute, second;
    uint8_t weekday; /* 1 Sunday */
};

/* The time as it stood at one moment.  False: what the chip holds is no
 * time. */
bool rtc_read(struct rtc_time *);

/* Sets it; the next second begins one second later. */
void rtc_write(const struct rtc_time *);

#endif
