/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * system.c - INT 15h: memory, A20, waiting.
 *
 * Sources: IBM PS/2 BIOS Interface Technical Reference, INT 15h (2400h-2403h,
 * 86h, 87h, 88h, C0h, C1h); Advanced Configuration and Power Interface 1.0,
 * 14.1 (E820h); Intel 82371SB data sheet (port 92h).
 */
#include "bios/real/real.h"
#include "guest/i386/cmos.h"
#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    PARAMETER_ERROR = 0x80,
    NOT_SUPPORTED = 0x86,
    A20 = 0x02,
    KEYBOARD = 0x64,
    KEYBOARD_DATA = 0x60,
    KEYBOARD_FULL = 0x01,    /* a byte is there to be read */
    KEYBOARD_BUSY = 0x02,
    KEYBOARD_OUTPUT = 0xd0,  /* read its output port */
    KEYBOARD_A20_OFF = 0xdd,
    MIB = 1 << 20,
    KIB_MOST = 0xfc00,       /* 63 MiB, as PCs say for what is more */
    KIB_BELOW_16M = 0x3c00,
    MOVE_WORDS_MOST = 0x8000,
};

/* Where the two chips of an AT's A20 gate stand; either opens it. */
static bool keyboard_a20(void)
{
    if (inb(KEYBOARD) & (KEYBOARD_FULL | KEYBOARD_BUSY))
        return true; /* somebody is talking to it */
    outb(KEYBOARD, KEYBOARD_OUTPUT);
    if (!(inb(KEYBOARD) & KEYBOARD_FULL))
        return true;
    return inb(KEYBOARD_DATA) & A20;
}

static enum real_answer a20(struct real_frame *f)
{
    switch (low(f->eax)) {
    case 0x00:
        outb(KEYBOARD, KEYBOARD_A20_OFF);
        f->port92 &= (uint16_t)~A20;
        break;
    case 0x01:
        f->port92 |= A20;
        break;
    case 0x02:
        set_low(&f->eax, f->port92 & A20 || keyboard_a20());
        set_word(&f->ecx, 0); /* the keyboard controller is ready */
        break;
    case 0x03:
        set_word(&f->ebx, 3); /* keyboard controller and port 92h */
        break;
    default:
        return real_status(f, NOT_SUPPORTED, true);
    }
    return real_status(f, 0, false);
}

/* --- waiting ----------------------------------------------------------- */

/* The periodic interrupt of the MC146818 at 1024 Hz, as in an AT. */
enum {
    RTC_A = 0x0a,
    RTC_B = 0x0b,
    RTC_C = 0x0c,
    RTC_32768HZ_1024HZ = 0x26,
    RTC_PERIODIC = 0x40,
    PERIOD_US = 976,
    EOI = 0x20,
    MASTER = 0x20,
    SLAVE = 0xa0,
};

static bool waiting;
static uint32_t periods;

static void periodic(bool on)
{
    uint8_t b = cmos_read(RTC_B);

    cmos_write(RTC_A, RTC_32768HZ_1024HZ);
    cmos_write(RTC_B, on ? b | RTC_PERIODIC : b & (uint8_t)~RTC_PERIODIC);
    cmos_read(RTC_C);
}

static enum real_answer wait(struct real_frame *f)
{
    if (!waiting) {
        periods = (f->ecx << 16 | (uint16_t)f->edx) / PERIOD_US + 1;
        waiting = true;
        periodic(true);
    }
    if (periods)
        return REAL_WAIT;
    waiting = false;
    periodic(false);
    return real_status(f, 0, false);
}

enum real_answer wait_interrupt(void)
{
    if (cmos_read(RTC_C) & RTC_PERIODIC && periods)
        periods--;
    outb(SLAVE, EOI);
    outb(MASTER, EOI);
    return REAL_DONE;
}

/* --- memory ------------------------------------------------------------ */

struct descriptor {
    uint16_t limit, base_low;
    uint8_t base_middle, access, limit_high, base_high;
};

static void *described(const struct descriptor *d)
{
    return (void *)((uint32_t)d->base_high << 24 |
                    (uint32_t)d->base_middle << 16 | d->base_low);
}

/* 87h: CX words, between the memory of two descriptors of a table. */
static enum real_answer move(struct real_frame *f)
{
    const struct descriptor *table = real_pointer(f->es, f->esi);
    unsigned words = (uint16_t)f->ecx;

    if (words > MOVE_WORDS_MOST)
        return real_status(f, PARAMETER_ERROR, true);
    memmove(described(&table[3]), described(&table[2]), words * 2);
    return real_status(f, 0, false);
}

static uint32_t kib_above_1m(void)
{
    return (cmos_ram_bytes() - MIB) / 1024;
}

static enum real_answer size_88(struct real_frame *f)
{
    uint32_t kib = kib_above_1m();

    set_word(&f->eax, (uint16_t)(kib < KIB_MOST ? kib : KIB_MOST));
    set_flag(f, FLAG_CARRY, false);
    return REAL_DONE;
}

/* E801h: KiB below 16 MiB, then units of 64 KiB above. */
static enum real_answer size_e801(struct real_frame *f)
{
    uint32_t kib = kib_above_1m();
    uint16_t below = (uint16_t)(kib < KIB_BELOW_16M ? kib : KIB_BELOW_16M);
    uint16_t above = (uint16_t)((kib - below) / 64);

    set_word(&f->eax, below);
    set_word(&f->ecx, below);
    set_word(&f->ebx, above);
    set_word(&f->edx, above);
    set_flag(f, FLAG_CARRY, false);
    return REAL_DONE;
}

/* --- the map ----------------------------------------------------------- */

struct range {
    uint64_t base, bytes;
    uint32_t type;
} __attribute__((packed));

enum { RAM = 1, RESERVED = 2, RANGES = 5, SMAP = 0x534d4150 };

static enum real_answer map(struct real_frame *f)
{
    const uint64_t ebda = bda16(BDA_EBDA) * 16u;
    const struct range ranges[RANGES] = {
        { 0, ebda, RAM },
        { ebda, 0xa0000 - ebda, RESERVED },
        { 0xe0000, 0x20000, RESERVED }, /* the ROM */
        { MIB, cmos_ram_bytes() - MIB, RAM },
        { 0xfffe0000, 0x20000, RESERVED }, /* the ROM again */
    };
    uint32_t i = f->ebx;

    if (f->edx != SMAP || f->ecx < sizeof(ranges[0]) || i >= RANGES)
        return real_status(f, NOT_SUPPORTED, true);
    memcpy(real_pointer(f->es, f->edi), &ranges[i], sizeof(ranges[0]));
    f->eax = SMAP;
    f->ecx = sizeof(ranges[0]);
    f->ebx = i + 1 < RANGES ? i + 1 : 0;
    set_flag(f, FLAG_CARRY, false);
    return REAL_DONE;
}

/* --- C0h --------------------------------------------------------------- */

/* An AT with two interrupt controllers (40h), a clock (20h) and an extended
 * BIOS data area (04h). */
static const uint8_t configuration[10]
    __attribute__((section(".real.tables"))) = { 8, 0, 0xfc, 1, 0, 0x64 };

static enum real_answer tables(struct real_frame *f)
{
    f->es = 0xf000;
    set_word(&f->ebx, (uint16_t)(uintptr_t)configuration);
    return real_status(f, 0, false);
}

static enum real_answer data_area(struct real_frame *f)
{
    f->es = bda16(BDA_EBDA);
    set_flag(f, FLAG_CARRY, false);
    return REAL_DONE;
}

enum real_answer system_service(struct real_frame *f)
{
    switch (high(f->eax)) {
    case 0x24:
        return a20(f);
    case 0x86:
        return wait(f);
    case 0x87:
        return move(f);
    case 0x88:
        return size_88(f);
    case 0xc0:
        return tables(f);
    case 0xc1:
        return data_area(f);
    case 0xe8:
        if (low(f->eax) == 0x01)
            return size_e801(f);
        if (low(f->eax) == 0x20)
            return map(f);
        break;
    }
    return real_status(f, NOT_SUPPORTED, true);
}
