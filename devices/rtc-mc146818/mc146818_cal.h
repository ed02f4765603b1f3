/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mc146818_cal.h - the calendar of the clock chip: its ten time and alarm
 * registers as it keeps them, in the data mode register B asks for.  Private
 * to this folder.
 */
#ifndef PIXEMU_DEVICES_MC146818_CAL_H
#define PIXEMU_DEVICES_MC146818_CAL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    RTC_SEC,
    RTC_SEC_ALARM,
    RTC_MIN,
    RTC_MIN_ALARM,
    RTC_HOUR,
    RTC_HOUR_ALARM,
    RTC_WEEKDAY, /* Sunday is 1 */
    RTC_DAY,
    RTC_MONTH,
    RTC_YEAR,
    RTC_A,
    RTC_B,
    RTC_C,
    RTC_D,
};

enum rtc_b {
    RTC_B_DSE = 0x01,
    RTC_B_24H = 0x02,
    RTC_B_BINARY = 0x04,
    RTC_B_SQWE = 0x08,
    RTC_B_UIE = 0x10,
    RTC_B_AIE = 0x20,
    RTC_B_PIE = 0x40,
    RTC_B_SET = 0x80,
};

/* Below, reg is the chip's memory, whose reg[RTC_B] chooses the data mode. */

/* Sets time and date, and the century byte, from seconds since 1970. */
void rtc_cal_set(uint8_t *reg, int64_t seconds);
/* One second, or whole days, later. */
void rtc_cal_step(uint8_t *reg);
void rtc_cal_add_days(uint8_t *reg, uint64_t days);
/* Whether the time is one the alarm registers ask for. */
bool rtc_cal_alarm(const uint8_t *reg);

#endif
