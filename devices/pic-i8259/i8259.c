/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8259.c - Intel 8259A programmable interrupt controller.
 *
 * Source: Intel 231468-003, "8259A/8259A-2 programmable interrupt controller";
 * paragraph titles below are its own.  ELCR: Intel 290550, PIIX, "4D0h/4D1h".
 * Not modelled: the direction of the SP/EN pin in buffered mode (there are no
 * bus buffers here), and the third INTA cycle of an 8085, which an x86 never
 * makes.
 */
#include "devices/pic-i8259/i8259.h"

enum { LEVELS = 8, NONE = -1 };

enum icw1 {
    ICW1_IC4 = 0x01,
    ICW1_SNGL = 0x02,
    ICW1_ADI = 0x04, /* 8085: call address interval, 1 = four bytes */
    ICW1_LTIM = 0x08,
    ICW1_MARK = 0x10, /* with A0 = 0: this is ICW1 */
};

enum icw4 {
    ICW4_UPM = 0x01, /* 8086 mode */
    ICW4_AEOI = 0x02,
    ICW4_SFNM = 0x10,
};

enum ocw3 {
    OCW3_RIS = 0x01,
    OCW3_RR = 0x02,
    OCW3_POLL = 0x04,
    OCW3_MARK = 0x08, /* with A0 = 0 and no ICW1_MARK: OCW3, not OCW2 */
    OCW3_SMM = 0x20,
    OCW3_ESMM = 0x40,
};

enum stage { DORMANT, WANT_ICW2, WANT_ICW3, WANT_ICW4, READY };

struct slave {
    uint8_t (*ack)(void *slave, unsigned cas);
    void *slave;
};

struct i8259 {
    struct device dev;
    struct wire intr;
    struct slave slave[LEVELS];
    bool master; /* the SP pin: somebody is attached below */

    uint8_t lines; /* IR0-7 as they are */
    uint8_t edges; /* edge latches; always within `lines` */
    uint8_t imr, isr;
    uint8_t icw1, icw2, icw3, icw4;
    uint8_t stage;
    uint8_t lowest; /* the level of lowest priority */
    bool read_isr, poll, special_mask, rotate_on_aeoi;
    bool intr_level;
    uint8_t elcr, elcr_writable;
};

static struct i8259 *pic_of(struct device *dev)
{
    return (struct i8259 *)dev;
}

static uint8_t bit(unsigned level)
{
    return (uint8_t)(1u << level);
}

static uint8_t level_triggered(const struct i8259 *p)
{
    return p->icw1 & ICW1_LTIM ? 0xff : p->elcr;
}

/* An edge request lasts only as long as its line stays high ("Edge and level
 * triggered modes"), a level request is the line. */
static uint8_t irr(const struct i8259 *p)
{
    return p->edges | (p->lines & level_triggered(p));
}

static bool has_slave(const struct i8259 *p, unsigned level)
{
    return p->master && !(p->icw1 & ICW1_SNGL) && (p->icw3 & bit(level));
}

/* The level in `set` that comes first in the present rotation. */
static int first_of(const struct i8259 *p, uint8_t set)
{
    for (unsigned i = 1; i <= LEVELS; i++) {
        unsigned level = (p->lowest + i) % LEVELS;

        if (set & bit(level))
            return (int)level;
    }
    return NONE;
}

/*
 * The request that would be acknowledged now.  A level in service holds back
 * itself and what is below, except: masked levels under "Special mask mode",
 * and further requests of the same slave under "Special fully nested mode".
 */
static int pending(const struct i8259 *p)
{
    uint8_t requests = irr(p) & ~p->imr;
    uint8_t serving = p->special_mask ? p->isr & ~p->imr : p->isr;

    for (unsigned i = 1; i <= LEVELS; i++) {
        unsigned level = (p->lowest + i) % LEVELS;
        bool again = (p->icw4 & ICW4_SFNM) && has_slave(p, level);
        bool in_service = serving & bit(level);

        if ((requests & bit(level)) && (!in_service || again))
            return (int)level;
        if (in_service)
            return NONE;
    }
    return NONE;
}

static void set_intr(struct i8259 *p, bool level)
{
    if (level == p->intr_level)
        return;
    p->intr_level = level;
    wire_drive(&p->intr, level);
}

static void update(struct i8259 *p)
{
    set_intr(p, p->stage == READY && pending(p) != NONE);
}

/* INTA or its stand-in, the read after a poll command: the level goes into
 * service.  INT falls in between, which gives the master a new edge when the
 * slave has more to say. */
static void accept(struct i8259 *p, unsigned level)
{
    p->edges &= ~bit(level);
    if (!(p->icw4 & ICW4_AEOI))
        p->isr |= bit(level);
    else if (p->rotate_on_aeoi)
        p->lowest = (uint8_t)level;
    set_intr(p, false);
}

static uint8_t vector(const struct i8259 *p, unsigned level)
{
    if (p->icw4 & ICW4_UPM)
        return (p->icw2 & 0xf8) | level;
    /* An 8085's CALL: an x86 takes the second byte, the low address. */
    if (p->icw1 & ICW1_ADI)
        return (p->icw1 & 0xe0) | level << 2;
    return (p->icw1 & 0xc0) | level << 3;
}

uint8_t i8259_intr_ack(struct device *dev)
{
    struct i8259 *p = pic_of(dev);
    int level = p->stage == READY ? pending(p) : NONE;
    uint8_t vec;

    /* "the 8259A will issue an interrupt level 7", its ISR bit not set. */
    if (level == NONE)
        return vector(p, 7);
    accept(p, (unsigned)level);
    if (!has_slave(p, (unsigned)level))
        vec = vector(p, (unsigned)level);
    else if (p->slave[level].ack)
        vec = p->slave[level].ack(p->slave[level].slave, (unsigned)level);
    else
        vec = 0xff;
    update(p);
    return vec;
}

uint8_t i8259_slave_ack(void *chip, unsigned cas)
{
    struct i8259 *p = pic_of(chip);

    if (!(p->icw1 & ICW1_SNGL) && (p->icw3 & 7) != cas)
        return 0xff;
    return i8259_intr_ack(chip);
}

/* "Poll command": the next read, whatever its address, is the INTA. */
static uint8_t poll(struct i8259 *p)
{
    int level = p->stage == READY ? pending(p) : NONE;

    p->poll = false;
    if (level == NONE)
        return 0;
    accept(p, (unsigned)level);
    update(p);
    return 0x80 | (uint8_t)level;
}

/* "Initialization command word 1": what it does at once. */
static void write_icw1(struct i8259 *p, uint8_t val)
{
    p->icw1 = val;
    p->edges = 0;
    p->imr = 0;
    p->isr = 0;
    p->lowest = 7;
    p->icw3 = 7; /* the slave address is 7 until ICW3 */
    p->icw4 = 0;
    p->special_mask = p->read_isr = p->poll = p->rotate_on_aeoi = false;
    p->stage = WANT_ICW2;
}

static void next_stage(struct i8259 *p)
{
    if (p->stage == WANT_ICW2 && !(p->icw1 & ICW1_SNGL))
        p->stage = WANT_ICW3;
    else if (p->stage != WANT_ICW4 && (p->icw1 & ICW1_IC4))
        p->stage = WANT_ICW4;
    else
        p->stage = READY;
    if (p->stage == READY && !(p->icw4 & ICW4_UPM))
        board_guest_error(&p->dev, "initialised for an 8085");
}

/* A1: the rest of the initialisation, then OCW1, the mask. */
static void write_high(struct i8259 *p, uint8_t val)
{
    switch (p->stage) {
    case WANT_ICW2:
        p->icw2 = val;
        break;
    case WANT_ICW3:
        p->icw3 = val;
        break;
    case WANT_ICW4:
        p->icw4 = val;
        break;
    default:
        p->imr = val;
        return;
    }
    next_stage(p);
}

/* "A non-specific EOI command": the highest level in service, but never one
 * that is masked in special mask mode. */
static int end_of_interrupt(struct i8259 *p)
{
    uint8_t set = p->special_mask ? p->isr & ~p->imr : p->isr;
    int level = first_of(p, set);

    if (level != NONE)
        p->isr &= ~bit((unsigned)level);
    return level;
}

/* "Operation control word 2": R, SL and EOI are bits 7, 6 and 5. */
static void write_ocw2(struct i8259 *p, uint8_t val)
{
    unsigned level = val & 7;
    int ended;

    switch (val >> 5) {
    case 0: /* rotate in automatic EOI mode: clear */
    case 4: /* set */
        p->rotate_on_aeoi = val >> 7;
        break;
    case 1: /* non-specific EOI */
        end_of_interrupt(p);
        break;
    case 5: /* rotate on non-specific EOI */
        ended = end_of_interrupt(p);
        if (ended != NONE)
            p->lowest = (uint8_t)ended;
        break;
    case 3: /* specific EOI */
        p->isr &= ~bit(level);
        break;
    case 7: /* rotate on specific EOI */
        p->isr &= ~bit(level);
        p->lowest = (uint8_t)level;
        break;
    case 6: /* set priority */
        p->lowest = (uint8_t)level;
        break;
    default: /* 2: no operation */
        break;
    }
}

static void write_ocw3(struct i8259 *p, uint8_t val)
{
    if (val & OCW3_ESMM)
        p->special_mask = val & OCW3_SMM;
    p->poll = val & OCW3_POLL;
    if (!p->poll && (val & OCW3_RR))
        p->read_isr = val & OCW3_RIS;
}

static void regs_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i8259 *p = pic_of(dev);

    (void)width;
    if (off)
        write_high(p, (uint8_t)val);
    else if (val & ICW1_MARK)
        write_icw1(p, (uint8_t)val);
    else if (val & OCW3_MARK)
        write_ocw3(p, (uint8_t)val);
    else
        write_ocw2(p, (uint8_t)val);
    update(p);
}

static uint32_t regs_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i8259 *p = pic_of(dev);

    (void)width;
    if (p->poll)
        return poll(p);
    if (off)
        return p->imr;
    return p->read_isr ? p->isr : irr(p);
}

static void elcr_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i8259 *p = pic_of(dev);

    (void)off;
    (void)width;
    p->elcr = val & p->elcr_writable;
    p->edges &= ~p->elcr;
    update(p);
}

static uint32_t elcr_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)off;
    (void)width;
    return pic_of(dev)->elcr;
}

void i8259_set_ir(void *chip, unsigned n, bool level)
{
    struct i8259 *p = pic_of(chip);
    uint8_t line = bit(n % LEVELS);

    if (level == !!(p->lines & line))
        return;
    p->lines ^= line;
    if (!level)
        p->edges &= ~line;
    else if (!(level_triggered(p) & line))
        p->edges |= line;
    update(p);
}

struct wire *i8259_intr(struct device *dev)
{
    return &pic_of(dev)->intr;
}

void i8259_attach_slave(struct device *master, unsigned ir,
                        uint8_t (*ack)(void *slave, unsigned cas),
                        void *slave)
{
    struct i8259 *p = pic_of(master);

    p->master = true;
    p->slave[ir % LEVELS] = (struct slave){ ack, slave };
}

void i8259_set_elcr_writable(struct device *dev, uint8_t mask)
{
    pic_of(dev)->elcr_writable = mask;
}

/* The part has no reset pin; the ISA bridge it lives in has.  Until it is
 * initialised it asks for nothing. */
static void i8259_reset(struct device *dev, enum reset kind)
{
    struct i8259 *p = pic_of(dev);

    (void)kind;
    write_icw1(p, 0);
    p->stage = DORMANT;
    p->elcr = 0;
    update(p);
}

static const struct window i8259_windows[] = {
    [I8259_REGS] = { "regs", SPACE_PORT, 2, 1, regs_read, regs_write },
    [I8259_ELCR] = { "elcr", SPACE_PORT, 1, 1, elcr_read, elcr_write },
    { 0 },
};

const struct device_class i8259_class = {
    .name = "i8259",
    .summary = "Intel 8259A interrupt controller",
    .size = sizeof(struct i8259),
    .windows = i8259_windows,
    .reset = i8259_reset,
};
