/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtcrig.h - an MC146818 with its battery on a fake board. */
#ifndef PIXEMU_TESTS_RTCRIG_H
#define PIXEMU_TESTS_RTCRIG_H

#include "devices/rtc-mc146818/mc146818.h"
#include "tests/unit/devices/fakeboard.h"

enum { SECOND = 1000000000 };

/* Saturday, 28 February 2004, 23:59:50. */
enum { LEAP_EVE = 1078012790 };

struct rig {
    struct fakeboard fb;
    struct device *rtc;
    struct fake_pin irq, nmi;
    uint8_t cmos[RTC_CMOS_SIZE];
};

/* A test's fixture: LEAP_EVE by the board's calendar, a new battery. */
void rig_setup(struct rig *r, gconstpointer unused);
void rig_teardown(struct rig *r, gconstpointer unused);
/* A register by its index. */
uint8_t rig_get(struct rig *r, uint8_t index);
void rig_put(struct rig *r, uint8_t index, uint8_t val);
/* BCD: yymmdd and hhmmss. */
void rig_expect(struct rig *r, uint32_t date, uint32_t time);
void rig_set_time(struct rig *r, uint32_t date, uint8_t weekday,
                  uint32_t time);

#endif
