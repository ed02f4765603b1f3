/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * clock.c - INT 1Ah: ticks, and the calendar of the MC146818.
 *
 * Source: IBM PS/2 BIOS Interface Technical Reference, INT 1Ah; Motorola
 * MC146818 data sheet.
 */
#include "bios/real/real.h"
#include "guest/i386/cmos.h"
#include "guest/i386/pit.h"

enum {
    SECONDS = 0x00,
    MINUTES = 0x02,
    HOURS = 0x04,
    DAY = 0x07,
    MONTH = 0x08,
    YEAR = 0x09,
    STATUS_A = 0x0a,
    STATUS_B = 0x0b,
    STATUS_D = 0x0d,
    CENTURY = 0x32,
    A_UPDATING = 0x80,
    B_SUMMER = 0x01,
    B_24_HOURS = 0x02,
    B_SET = 0x80,
    D_VALID = 0x80,
    HOUR_S = 3600,
    MINUTE_S = 60,
};

static unsigned from_bcd(uint8_t v)
{
    return (unsigned)(v >> 4) * 10 + (v & 15);
}

static bool updating(void)
{
    return cmos_read(STATUS_A) & A_UPDATING;
}

static bool running(void)
{
    return cmos_read(STATUS_D) & D_VALID;
}

static void read_ticks(struct real_frame *f)
{
    uint32_t ticks = bda32(BDA_TICKS);

    set_word(&f->ecx, (uint16_t)(ticks >> 16));
    set_word(&f->edx, (uint16_t)ticks);
    set_low(&f->eax, bda8(BDA_MIDNIGHT));
    bda8(BDA_MIDNIGHT) = 0;
}

static void set_ticks(struct real_frame *f)
{
    bda32(BDA_TICKS) = f->ecx << 16 | (uint16_t)f->edx;
    bda8(BDA_MIDNIGHT) = 0;
}

static void read_time(struct real_frame *f)
{
    set_high(&f->ecx, cmos_read(HOURS));
    set_low(&f->ecx, cmos_read(MINUTES));
    set_high(&f->edx, cmos_read(SECONDS));
    set_low(&f->edx, cmos_read(STATUS_B) & B_SUMMER);
    set_high(&f->eax, 0);
}

static void read_date(struct real_frame *f)
{
    set_high(&f->ecx, cmos_read(CENTURY));
    set_low(&f->ecx, cmos_read(YEAR));
    set_high(&f->edx, cmos_read(MONTH));
    set_low(&f->edx, cmos_read(DAY));
    set_high(&f->eax, 0);
}

static void set_time(struct real_frame *f)
{
    uint8_t b = cmos_read(STATUS_B);

    cmos_write(STATUS_B, b | B_SET);
    cmos_write(HOURS, high(f->ecx));
    cmos_write(MINUTES, low(f->ecx));
    cmos_write(SECONDS, high(f->edx));
    b = (uint8_t)((b & ~(B_SET | B_SUMMER)) | B_24_HOURS |
                  (f->edx & B_SUMMER));
    cmos_write(STATUS_B, b);
    set_high(&f->eax, 0);
}

static void set_date(struct real_frame *f)
{
    uint8_t b = cmos_read(STATUS_B);

    cmos_write(STATUS_B, b | B_SET);
    cmos_write(CENTURY, high(f->ecx));
    cmos_write(YEAR, low(f->ecx));
    cmos_write(MONTH, high(f->edx));
    cmos_write(DAY, low(f->edx));
    cmos_write(STATUS_B, b & (uint8_t)~B_SET);
    set_high(&f->eax, 0);
}

/* Functions 02h to 05h. */
static enum real_answer calendar(struct real_frame *f)
{
    static void (*const functions[])(struct real_frame *) = {
        read_time, set_time, read_date, set_date,
    };

    if (!running()) {
        set_flag(f, FLAG_CARRY, true);
        return REAL_DONE;
    }
    if (updating())
        return REAL_WAIT; /* 2 ms; the next tick comes later */
    functions[high(f->eax) - 2](f);
    set_flag(f, FLAG_CARRY, false);
    return REAL_DONE;
}

enum real_answer clock_service(struct real_frame *f)
{
    switch (high(f->eax)) {
    case 0x00:
    case 0x01:
        if (high(f->eax) == 0x00)
            read_ticks(f);
        else
            set_ticks(f);
        set_high(&f->eax, 0);
        set_flag(f, FLAG_CARRY, false);
        return REAL_DONE;
    case 0x02:
    case 0x03:
    case 0x04:
    case 0x05:
        return calendar(f);
    case 0xb1:
        return pcibios_service(f);
    default:
        set_flag(f, FLAG_CARRY, true);
        return REAL_DONE;
    }
}

void clock_open(void)
{
    uint32_t s = from_bcd(cmos_read(HOURS)) * HOUR_S +
                 from_bcd(cmos_read(MINUTES)) * MINUTE_S +
                 from_bcd(cmos_read(SECONDS));

    /* PIT_HZ / 65536 ticks a second, in 32 bits. */
    bda32(BDA_TICKS) = s * 18 + s * (PIT_HZ % 65536) / 65536;
    bda8(BDA_MIDNIGHT) = 0;
}
