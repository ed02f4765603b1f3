/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mc146818.c - real-time clock: index and data ports, registers A-D,
 * interrupts; with the 128 bytes of its successors (DS12887, PIIX).
 *
 * Source: Motorola, "MC146818 real-time clock plus RAM", with the 32.768 kHz
 * time base.  The registers are brought up to date when somebody
 * looks; alarms wake the chip only for an interrupt that is enabled.
 * Not modelled: the SQW pin (not wired on a PC; its enable reads back), and
 * time bases other than 010b in register A, with which the clock stands.
 * The time is the board's when the battery memory is lent; what a guest sets
 * lasts as long as the board, not as long as the memory.
 */
#include "devices/rtc-mc146818/mc146818.h"

#include "devices/rtc-mc146818/mc146818_cal.h"

enum {
    A_UIP = 0x80,
    A_DV = 0x70,
    A_DV_RUN = 0x20,
    A_RS = 0x0f,
    A_USUAL = 0x26, /* running, 1024 Hz */
};
enum {
    C_IRQF = 0x80,
    C_PF = 0x40,
    C_AF = 0x20,
    C_UF = 0x10,
};
enum { D_VRT = 0x80, INDEX_NMI = 0x80 };

/* "Update cycle": UIP rises 244 us before the cycle of 1984 us, at whose end
 * the new time is there. */
enum { UPDATE_NS = (244 + 1984) * 1000 };
enum { NS_PER_S = 1000000000, DIVIDER_HZ = 32768, SECONDS_A_DAY = 86400 };

struct rtc {
    struct device dev;
    struct wire irq, nmi_mask;
    uint8_t *reg; /* the battery's memory */
    uint8_t own[RTC_CMOS_SIZE]; /* until there is one */
    uint8_t index;
    uint8_t flags; /* C_PF, C_AF, C_UF */
    uint64_t second_ns; /* when the present second began */
    uint64_t divider_ns; /* when a second began; the periodic rate's origin */
    uint64_t periods;    /* of it that are accounted for */
    struct alarm alarm;
};

static struct rtc *rtc_of(struct device *dev)
{
    return (struct rtc *)dev;
}

static bool runs(const struct rtc *r)
{
    return (r->reg[RTC_A] & A_DV) == A_DV_RUN;
}

static bool is_set(const struct rtc *r)
{
    return r->reg[RTC_B] & RTC_B_SET;
}

/* The periodic rate, in ticks of 32,768 Hz; 0: none.  "Periodic interrupt
 * rate". */
static uint64_t period(const struct rtc *r)
{
    unsigned rs = r->reg[RTC_A] & A_RS;

    if (!rs || !runs(r))
        return 0;
    return 1u << (rs < 3 ? rs + 6 : rs - 1);
}

/* Periods ended at `now`.  They end half a period off the rise of UIP
 * ("Update cycle"), which is UPDATE_NS before a second. */
static uint64_t periods_at(const struct rtc *r, uint64_t now)
{
    uint64_t ns = now - r->divider_ns + UPDATE_NS;
    uint64_t ticks = ns / NS_PER_S * DIVIDER_HZ +
                     ns % NS_PER_S * DIVIDER_HZ / NS_PER_S;

    return (ticks + period(r) / 2) / period(r);
}

static uint64_t next_period_ns(const struct rtc *r)
{
    uint64_t tick = (r->periods + 1) * period(r) - period(r) / 2;
    uint64_t ns = tick / DIVIDER_HZ * NS_PER_S +
                  (tick % DIVIDER_HZ * NS_PER_S + DIVIDER_HZ - 1) /
                      DIVIDER_HZ;

    return r->divider_ns + ns - UPDATE_NS;
}

static void update_irq(struct rtc *r)
{
    uint8_t enables = r->reg[RTC_B] & (C_PF | C_AF | C_UF);

    wire_drive(&r->irq, r->flags & enables);
}

/* Lets the seconds pass that have.  An alarm matches within any day, so of
 * more than one day only the last is counted out. */
static void pass_seconds(struct rtc *r, uint64_t seconds)
{
    if (seconds > SECONDS_A_DAY) {
        rtc_cal_add_days(r->reg, seconds / SECONDS_A_DAY - 1);
        seconds -= (seconds / SECONDS_A_DAY - 1) * SECONDS_A_DAY;
    }
    while (seconds-- > 0) {
        rtc_cal_step(r->reg);
        r->flags |= C_UF;
        if (rtc_cal_alarm(r->reg))
            r->flags |= C_AF;
    }
}

static void sync(struct rtc *r)
{
    uint64_t now = board_now(&r->dev);
    uint64_t seconds = (now - r->second_ns) / NS_PER_S;

    if (!runs(r))
        return;
    r->second_ns += seconds * NS_PER_S;
    if (!is_set(r))
        pass_seconds(r, seconds);
    if (period(r)) {
        uint64_t periods = periods_at(r, now);

        if (periods != r->periods)
            r->flags |= C_PF;
        r->periods = periods;
    }
    update_irq(r);
}

/* For flags that would interrupt and are not up yet. */
static void set_alarm(struct rtc *r)
{
    uint8_t waits = r->reg[RTC_B] & ~r->flags;
    uint64_t at = ALARM_OFF;

    if (runs(r) && !is_set(r) && (waits & (C_AF | C_UF)))
        at = r->second_ns + NS_PER_S;
    if (period(r) && (waits & C_PF) && next_period_ns(r) < at)
        at = next_period_ns(r);
    if (at == ALARM_OFF)
        board_alarm_cancel(&r->alarm);
    else
        board_alarm_set(&r->alarm, at);
}

static void ring(struct device *dev)
{
    sync(rtc_of(dev));
    set_alarm(rtc_of(dev));
}

/* "Divider control": while 11xb holds it in reset time stands; the first
 * second after its release ends half a second later. */
static void write_a(struct rtc *r, uint8_t val)
{
    uint64_t now = board_now(&r->dev);
    bool ran = runs(r);

    r->reg[RTC_A] = val & ~A_UIP;
    if (runs(r) && !ran)
        r->second_ns = r->divider_ns = now - NS_PER_S / 2;
    if (period(r))
        r->periods = periods_at(r, now);
}

static void write_b(struct rtc *r, uint8_t val)
{
    if (val & RTC_B_SET)
        val &= ~RTC_B_UIE;
    r->reg[RTC_B] = val;
}

static void data_write(struct rtc *r, uint8_t val)
{
    sync(r);
    switch (r->index) {
    case RTC_A:
        write_a(r, val);
        break;
    case RTC_B:
        write_b(r, val);
        break;
    case RTC_C:
    case RTC_D:
        break;
    default:
        r->reg[r->index] = val;
        break;
    }
    update_irq(r);
    set_alarm(r);
}

static uint8_t read_a(const struct rtc *r)
{
    uint64_t gone = board_now(&r->dev) - r->second_ns;
    bool uip = runs(r) && !is_set(r) && gone >= NS_PER_S - UPDATE_NS;

    return r->reg[RTC_A] | (uip ? A_UIP : 0);
}

/* Reading clears every flag and lets go of the interrupt. */
static uint8_t read_c(struct rtc *r)
{
    uint8_t val = r->flags;

    if (val & r->reg[RTC_B])
        val |= C_IRQF;
    r->flags = 0;
    update_irq(r);
    set_alarm(r);
    return val;
}

static uint8_t data_read(struct rtc *r)
{
    sync(r);
    switch (r->index) {
    case RTC_A:
        return read_a(r);
    case RTC_C:
        return read_c(r);
    case RTC_D:
        return D_VRT;
    default:
        return r->reg[r->index];
    }
}

/* Port 70h cannot be read back. */
static uint32_t regs_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)width;
    return off ? data_read(rtc_of(dev)) : 0xff;
}

static void regs_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct rtc *r = rtc_of(dev);

    (void)width;
    if (off) {
        data_write(r, (uint8_t)val);
        return;
    }
    r->index = val & ~INDEX_NMI;
    wire_drive(&r->nmi_mask, val & INDEX_NMI);
}

static void set_clock(struct rtc *r)
{
    r->second_ns = r->divider_ns = board_now(&r->dev);
    rtc_cal_set(r->reg, board_calendar(&r->dev));
}

void rtc_attach(struct device *dev, uint8_t *cmos)
{
    struct rtc *r = rtc_of(dev);

    r->reg = cmos;
    if (!(cmos[RTC_D] & D_VRT)) { /* the battery was just put in */
        cmos[RTC_A] = A_USUAL;
        cmos[RTC_B] = RTC_B_24H;
    }
    /* The memory of a unit that was switched off while setting its clock. */
    cmos[RTC_B] &= ~(RTC_B_SET | RTC_B_PIE | RTC_B_AIE | RTC_B_UIE);
    cmos[RTC_D] = D_VRT;
    set_clock(r);
    if (period(r))
        r->periods = periods_at(r, board_now(dev));
    set_alarm(r);
}

struct wire *rtc_irq(struct device *dev)
{
    return &rtc_of(dev)->irq;
}

struct wire *rtc_nmi_mask(struct device *dev)
{
    return &rtc_of(dev)->nmi_mask;
}

static void init(struct device *dev)
{
    alarm_init(&rtc_of(dev)->alarm, dev, ring);
    rtc_attach(dev, rtc_of(dev)->own);
}

/* "RESET": the enables and flags, never time or memory, which live on the
 * battery.  A PC ties it to power-good and to the bus. */
static void reset(struct device *dev, enum reset kind)
{
    struct rtc *r = rtc_of(dev);

    (void)kind;
    sync(r);
    r->reg[RTC_B] &= ~(RTC_B_PIE | RTC_B_AIE | RTC_B_UIE | RTC_B_SQWE);
    r->flags = 0;
    r->index = 0;
    wire_drive(&r->nmi_mask, false);
    update_irq(r);
    set_alarm(r);
}

static const struct window rtc_windows[] = {
    [RTC_REGS] = { "regs", SPACE_PORT, 2, 1, regs_read, regs_write },
    { 0 },
};

const struct device_class mc146818_class = {
    .name = "mc146818",
    .summary = "Motorola MC146818 real-time clock",
    .size = sizeof(struct rtc),
    .windows = rtc_windows,
    .init = init,
    .reset = reset,
};
