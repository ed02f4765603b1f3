/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rtcrig.c - see rtcrig.h. */
#include "tests/unit/devices/rtcrig.h"

void rig_setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->fb.calendar = LEAP_EVE;
    r->rtc = fake_new(&r->fb, &mc146818_class, "rtc");
    fake_pin_connect(&r->fb, &r->irq, rtc_irq(r->rtc));
    fake_pin_connect(&r->fb, &r->nmi, rtc_nmi_mask(r->rtc));
    rtc_attach(r->rtc, r->cmos);
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

uint8_t rig_get(struct rig *r, uint8_t index)
{
    fake_write(r->rtc, "regs", 0, index, 1);
    return (uint8_t)fake_read(r->rtc, "regs", 1, 1);
}

void rig_put(struct rig *r, uint8_t index, uint8_t val)
{
    fake_write(r->rtc, "regs", 0, index, 1);
    fake_write(r->rtc, "regs", 1, val, 1);
}

void rig_expect(struct rig *r, uint32_t date, uint32_t time)
{
    uint32_t got_date = (uint32_t)rig_get(r, 9) << 16 | rig_get(r, 8) << 8 |
                        rig_get(r, 7);
    uint32_t got_time = (uint32_t)rig_get(r, 4) << 16 | rig_get(r, 2) << 8 |
                        rig_get(r, 0);

    g_assert_cmphex(got_date, ==, date);
    g_assert_cmphex(got_time, ==, time);
}

void rig_set_time(struct rig *r, uint32_t date, uint8_t weekday,
                  uint32_t time)
{
    uint8_t b = rig_get(r, 0x0b);

    rig_put(r, 0x0b, b | 0x80);
    rig_put(r, 9, (uint8_t)(date >> 16));
    rig_put(r, 8, (uint8_t)(date >> 8));
    rig_put(r, 7, (uint8_t)date);
    rig_put(r, 6, weekday);
    rig_put(r, 4, (uint8_t)(time >> 16));
    rig_put(r, 2, (uint8_t)(time >> 8));
    rig_put(r, 0, (uint8_t)time);
    rig_put(r, 0x0b, b);
}
