/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i82077.c - the diskette controller's registers and its three phases.
 *
 * A command is a byte and its parameters (command phase), what they ask for
 * (execution), and the bytes that say how it went (result).
 * Source: Intel 290166, 82077AA data sheet, AT mode (IDENT high).
 */
#include "devices/floppy/i82077_int.h"

#include <string.h>

enum { SRA, SRB, DOR, TDR, MSR, FIFO };
enum { FLOAT = 0xff, DSR_RESET = 0x80, RATE = 0x03, DIR_CHANGED = 0x80 };

/* --- pins -------------------------------------------------------------- */

struct wire *i82077_irq(struct device *dev)
{
    return &i82077_of(dev)->irq;
}

struct wire *i82077_dreq(struct device *dev)
{
    return &i82077_of(dev)->dreq;
}

void fdc_set_irq(struct i82077 *f, bool wanted)
{
    f->irq_wanted = wanted;
    wire_drive(&f->irq, wanted && (f->dor & DOR_GATE));
}

/* Software that never asked about the reset (the BSDs' probe) is told of this
 * first. */
void fdc_interrupt(struct i82077 *f)
{
    f->polled = 0;
    fdc_set_irq(f, true);
}

void fdc_set_dreq(struct i82077 *f, bool wanted)
{
    f->dreq_wanted = wanted;
    wire_drive(&f->dreq, wanted && (f->dor & DOR_GATE));
}

bool fdc_uses_dma(const struct i82077 *f)
{
    return !(f->specify[1] & 1);
}

/* --- phases ------------------------------------------------------------ */

static void tell(const struct i82077 *f, const char *what,
                 const uint8_t *bytes, unsigned n)
{
    static const char digit[] = "0123456789abcdef";
    char text[3 * 16 + 1] = "";

    for (unsigned i = 0; i < n && i < 16; i++) {
        text[3 * i] = ' ';
        text[3 * i + 1] = digit[bytes[i] >> 4];
        text[3 * i + 2] = digit[bytes[i] & 15];
        text[3 * i + 3] = 0;
    }
    device_trace(&f->dev, "%s%s", what, text);
}

void fdc_result(struct i82077 *f, const uint8_t *bytes, unsigned n)
{
    tell(f, "result", bytes, n);
    if (n)
        memcpy(f->result, bytes, n);
    f->result_bytes = n;
    f->result_taken = 0;
    f->command_bytes = 0;
    f->phase = n ? PHASE_RESULT : PHASE_COMMAND;
}

/* Seeks that ended meanwhile go on asking. */
static uint8_t take_result(struct i82077 *f)
{
    uint8_t byte = f->result[f->result_taken++];

    fdc_set_irq(f, f->seek_done);
    if (f->result_taken == f->result_bytes)
        f->phase = PHASE_COMMAND;
    return byte;
}

static void give_command(struct i82077 *f, uint8_t byte)
{
    if (f->command_bytes == 0)
        memset(f->command, 0, sizeof(f->command));
    f->command[f->command_bytes++] = byte;
    if (f->command_bytes < fdc_command_bytes(f->command[0]))
        return;
    f->phase = PHASE_EXECUTION;
    tell(f, "command", f->command, f->command_bytes);
    fdc_execute(f);
}

static uint8_t read_fifo(struct i82077 *f)
{
    if (f->phase == PHASE_RESULT)
        return take_result(f);
    if (f->phase == PHASE_EXECUTION && f->step == STEP_TO_HOST &&
        !fdc_uses_dma(f))
        return fdc_data_out(f);
    board_guest_error(&f->dev, "FIFO read while it has nothing");
    return FLOAT;
}

static void write_fifo(struct i82077 *f, uint8_t byte)
{
    if (!(f->dor & DOR_RUN))
        return;
    if (f->phase == PHASE_COMMAND)
        give_command(f, byte);
    else if (f->phase == PHASE_EXECUTION && f->step == STEP_FROM_HOST &&
             !fdc_uses_dma(f))
        fdc_data_in(f, byte);
    else
        board_guest_error(&f->dev, "FIFO written while it is read");
}

static uint8_t main_status(const struct i82077 *f)
{
    uint8_t v = f->seeking;

    if (!(f->dor & DOR_RUN))
        return 0;
    if (f->phase == PHASE_COMMAND)
        return v | MSR_RQM | (f->command_bytes ? MSR_BUSY : 0);
    v |= MSR_BUSY;
    if (f->phase == PHASE_RESULT)
        return v | MSR_RQM | MSR_DIO;
    if (fdc_uses_dma(f) || f->step == STEP_NONE)
        return v;
    if (f->step == STEP_TO_HOST)
        v |= MSR_RQM | MSR_DIO;
    else if (f->step == STEP_FROM_HOST)
        v |= MSR_RQM;
    return v | MSR_NON_DMA;
}

/* --- reset ------------------------------------------------------------- */

/* The part that stays in the state DOR bit 2 = 0 leaves it in. */
static void stop(struct i82077 *f)
{
    fdc_set_dreq(f, false);
    fdc_set_irq(f, false);
    fdc_data_reset(f);
    fdc_control_reset(f);
    f->phase = PHASE_COMMAND;
    f->command_bytes = 0;
    f->polled = 0;
}

/* Out of reset the chip polls its four drives and tells of each (5.2.4);
 * CONFIGURE's bit against it does not survive a reset. */
static void start(struct i82077 *f)
{
    f->polled = FDC_DRIVES;
    fdc_set_irq(f, true);
}

static void set_dor(struct i82077 *f, uint8_t v)
{
    bool ran = f->dor & DOR_RUN, lit = i82077_lamp(&f->dev);

    f->dor = v;
    if (lit != i82077_lamp(&f->dev))
        wire_drive(&f->lamp, !lit);
    for (unsigned i = 0; i < FDC_DRIVES; i++)
        drive_motor(&f->drive[i], v & DOR_MOTOR0 << i, board_now(&f->dev));
    if (!(v & DOR_RUN))
        stop(f);
    else if (!ran && (v & DOR_RUN))
        start(f);
    else {
        fdc_set_irq(f, f->irq_wanted);
        fdc_set_dreq(f, f->dreq_wanted);
    }
}

static void set_dsr(struct i82077 *f, uint8_t v)
{
    f->rate = v & RATE;
    if ((v & DSR_RESET) && (f->dor & DOR_RUN)) {
        stop(f);
        start(f);
    }
}

/* --- registers --------------------------------------------------------- */

static uint32_t regs_read(struct device *dev, uint32_t off, unsigned width)
{
    struct i82077 *f = i82077_of(dev);

    (void)width;
    switch (off) {
    case DOR:
        return f->dor;
    case TDR:
        return f->tape | (FLOAT & ~3u);
    case MSR:
        return main_status(f);
    case FIFO:
        return read_fifo(f);
    default: /* SRA and SRB are there in PS/2 mode only */
        return FLOAT;
    }
}

static void regs_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct i82077 *f = i82077_of(dev);
    uint8_t v = (uint8_t)val;

    (void)width;
    if (off == DOR)
        set_dor(f, v);
    else if (off == TDR)
        f->tape = v & 3;
    else if (off == MSR)
        set_dsr(f, v);
    else if (off == FIFO)
        write_fifo(f, v);
}

/* Only bit 7 is the controller's; the rest was a fixed disk's. */
static uint32_t dir_read(struct device *dev, uint32_t off, unsigned width)
{
    const struct i82077 *f = i82077_of(dev);
    unsigned unit = f->dor & DOR_DRIVE;
    const struct drive *d = &f->drive[unit];
    bool selected = f->dor & DOR_MOTOR0 << unit;

    (void)off;
    (void)width;
    return (FLOAT & ~DIR_CHANGED) |
           (selected && (!d->present || d->changed) ? DIR_CHANGED : 0);
}

static void dir_write(struct device *dev, uint32_t off, uint32_t val,
                      unsigned width)
{
    (void)off;
    (void)width;
    i82077_of(dev)->rate = val & RATE;
}

/* --- board ------------------------------------------------------------- */

uint8_t i82077_dma_read(struct device *dev)
{
    struct i82077 *f = i82077_of(dev);

    return f->step == STEP_TO_HOST ? fdc_data_out(f) : FLOAT;
}

void i82077_dma_write(struct device *dev, uint8_t byte)
{
    struct i82077 *f = i82077_of(dev);

    if (f->step == STEP_FROM_HOST)
        fdc_data_in(f, byte);
}

void i82077_insert(struct device *dev, const struct floppy_medium *medium)
{
    if (i82077_of(dev)->drive[0].loaded)
        i82077_eject(dev);
    drive_insert(&i82077_of(dev)->drive[0], medium);
}

void i82077_eject(struct device *dev)
{
    drive_eject(&i82077_of(dev)->drive[0]);
    fdc_data_diskette_gone(i82077_of(dev));
}

bool i82077_lamp(const struct device *dev)
{
    const struct i82077 *f = i82077_of((struct device *)(uintptr_t)dev);

    return (f->dor & DOR_DRIVE) == 0 && (f->dor & DOR_MOTOR0);
}

struct wire *i82077_lamp_pin(struct device *dev)
{
    return &i82077_of(dev)->lamp;
}

static void init(struct device *dev)
{
    struct i82077 *f = i82077_of(dev);

    f->drive[0].present = true;
    f->drive[0].changed = true;
    fdc_control_init(f);
    fdc_data_init(f);
}

static void reset(struct device *dev, enum reset kind)
{
    struct i82077 *f = i82077_of(dev);

    (void)kind;
    set_dor(f, 0);
    f->tape = 0;
    f->rate = 2; /* 250 kbit/s */
    f->lock = false;
    f->configure = CONFIG_NO_FIFO;
    f->pretrack = f->perpendicular = f->last = 0;
    memset(f->specify, 0, sizeof(f->specify));
}

static const struct window windows[] = {
    [I82077_REGS] = { "regs", SPACE_PORT, 6, 1, regs_read, regs_write },
    [I82077_DIR] = { "dir", SPACE_PORT, 1, 1, dir_read, dir_write },
    { 0 },
};

const struct device_class i82077_class = {
    .name = "i82077aa",
    .summary = "diskette controller and drive",
    .size = sizeof(struct i82077),
    .windows = windows,
    .init = init,
    .reset = reset,
};
