/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i82077_control.c - the table of commands, and those that move no data.
 *
 * Source: Intel 290166, 82077AA data sheet, section 5.
 */
#include "devices/floppy/i82077_int.h"

enum { STEPS_MAX = 79, VERSION = 0x90, MS = 1000000 };
enum { RELATIVE_INWARD = 0x40, LOCK_BIT = 0x80 };

/* --- seeks ------------------------------------------------------------- */

/* SPECIFY's step rate: 16 - SRT milliseconds at 500 kbit/s, twice that at
 * 250 (table 5-9). */
static uint64_t step_ns(const struct i82077 *f)
{
    static const uint8_t scale[] = { 6, 10, 12, 3 }; /* tenths of ... 0.6 */
    uint64_t srt = 16u - (f->specify[0] >> 4);

    return srt * scale[f->rate] * MS / 6;
}

/* Behind a seek the head's bit of ST0 is 0 (5.2.4). */
static void seek_told(struct i82077 *f, unsigned unit, uint8_t st0)
{
    f->seeking &= (uint8_t)~(1u << unit);
    f->seek_done |= (uint8_t)(1u << unit);
    f->seek_st0[unit] = st0 | (uint8_t)unit;
    fdc_interrupt(f);
}

/* The interrupt comes when the last step was made. */
static void seek_ends(struct i82077 *f, unsigned unit, uint8_t st0,
                      unsigned steps)
{
    fdc_result(f, NULL, 0);
    f->seek_st0[unit] = st0;
    f->seeking |= (uint8_t)(1u << unit);
    if (board_authentic(&f->dev))
        board_alarm_set(&f->seek_alarm[unit],
                        board_now(&f->dev) + steps * step_ns(f));
    else
        seek_told(f, unit, st0);
}

static void seek_rings(struct i82077 *f, unsigned unit)
{
    seek_told(f, unit, f->seek_st0[unit]);
}

static unsigned step_to(struct i82077 *f, unsigned unit, uint8_t cylinder)
{
    unsigned steps = 0;

    while (f->pcn[unit] != cylinder) {
        bool inward = f->pcn[unit] < cylinder;
        f->pcn[unit] += inward ? 1 : -1;
        drive_step(&f->drive[unit], inward);
        steps++;
    }
    return steps;
}

static void seek(struct i82077 *f)
{
    unsigned unit = fdc_unit(f);

    seek_ends(f, unit, ST0_SEEK_END, step_to(f, unit, f->command[2]));
}

/* Bit 6 of the command says which way; the count is not a cylinder.  Outward
 * of track 0 is an error. */
static void relative_seek(struct i82077 *f)
{
    unsigned unit = fdc_unit(f), steps = f->command[2];
    bool inward = f->command[0] & RELATIVE_INWARD;
    uint8_t st0 = ST0_SEEK_END;
    struct drive *d = &f->drive[unit];

    for (unsigned i = 0; i < steps; i++) {
        if (!inward && d->present && d->track == 0)
            st0 |= ST0_ABNORMAL | ST0_EQUIPMENT;
        drive_step(d, inward);
    }
    f->pcn[unit] += inward ? (uint8_t)steps : (uint8_t)-steps;
    seek_ends(f, unit, st0, steps);
}

static void recalibrate(struct i82077 *f)
{
    unsigned unit = fdc_unit(f), steps = 0;
    struct drive *d = &f->drive[unit];
    bool there;

    while (steps < STEPS_MAX && !(d->present && d->track == 0)) {
        drive_step(d, false);
        steps++;
    }
    there = d->present && d->track == 0;
    f->pcn[unit] = 0;
    seek_ends(f, unit,
              there ? ST0_SEEK_END
                    : ST0_ABNORMAL | ST0_SEEK_END | ST0_EQUIPMENT, steps);
}

/* --- what tells -------------------------------------------------------- */

static void invalid(struct i82077 *f)
{
    fdc_result(f, (uint8_t[]){ ST0_INVALID }, 1);
}

static void sense_interrupt(struct i82077 *f)
{
    if (f->polled) {
        unsigned unit = FDC_DRIVES - f->polled--;
        fdc_set_irq(f, false);
        fdc_result(f, (uint8_t[]){ ST0_POLLED | (uint8_t)unit, f->pcn[unit] },
                   2);
        return;
    }
    for (unsigned unit = 0; unit < FDC_DRIVES; unit++)
        if (f->seek_done & 1u << unit) {
            f->seek_done &= (uint8_t)~(1u << unit);
            fdc_set_irq(f, f->seek_done);
            fdc_result(f, (uint8_t[]){ f->seek_st0[unit], f->pcn[unit] }, 2);
            return;
        }
    invalid(f);
}

static void sense_drive(struct i82077 *f)
{
    const struct drive *d = &f->drive[fdc_unit(f)];
    uint8_t st3 = (f->command[1] & 7) | ST3_READY | ST3_TWO_SIDES;

    if (d->present && d->track == 0)
        st3 |= ST3_TRACK0;
    if (d->present && d->loaded && d->medium.protected)
        st3 |= ST3_PROTECTED;
    fdc_result(f, &st3, 1);
}

static void version(struct i82077 *f)
{
    fdc_result(f, (uint8_t[]){ VERSION }, 1);
}

static void dump_registers(struct i82077 *f)
{
    fdc_result(f, (uint8_t[]){ f->pcn[0], f->pcn[1], f->pcn[2], f->pcn[3],
                               f->specify[0], f->specify[1], f->last,
                               (f->lock ? LOCK_BIT : 0) | f->perpendicular,
                               f->configure, f->pretrack }, 10);
}

/* --- what sets --------------------------------------------------------- */

static void specify(struct i82077 *f)
{
    f->specify[0] = f->command[1];
    f->specify[1] = f->command[2];
    fdc_result(f, NULL, 0);
}

static void configure(struct i82077 *f)
{
    f->configure = f->command[2] & 0x7f;
    f->pretrack = f->command[3];
    fdc_result(f, NULL, 0);
}

/* The bits of the drives count only with OW set (5.2). */
static void perpendicular(struct i82077 *f)
{
    uint8_t v = f->command[1];

    f->perpendicular = (v & 0x80) ? v & 0x3f : (f->perpendicular & 0x3c) |
                                                   (v & 3);
    fdc_result(f, NULL, 0);
}

static void lock(struct i82077 *f)
{
    f->lock = f->command[0] & LOCK_BIT;
    fdc_result(f, (uint8_t[]){ f->lock ? 0x10 : 0 }, 1);
}

/* --- the table --------------------------------------------------------- */

static const struct row {
    uint8_t mask, code, bytes;
    void (*run)(struct i82077 *);
} rows[] = {
    { 0x1f, CMD_READ, 9, fdc_data_command },
    { 0x1f, CMD_READ_DELETED, 9, fdc_data_command },
    { 0x3f, CMD_WRITE, 9, fdc_data_command },
    { 0x3f, CMD_WRITE_DELETED, 9, fdc_data_command },
    { 0xbf, CMD_READ_TRACK, 9, fdc_data_command },
    { 0x1f, CMD_VERIFY, 9, fdc_data_command },
    { 0xbf, CMD_FORMAT, 6, fdc_data_command },
    { 0xbf, CMD_READ_ID, 2, fdc_read_id },
    { 0xff, 0x03, 3, specify },
    { 0xff, 0x04, 2, sense_drive },
    { 0xff, 0x07, 2, recalibrate },
    { 0xff, 0x08, 1, sense_interrupt },
    { 0xff, 0x0e, 1, dump_registers },
    { 0xff, 0x0f, 3, seek },
    { 0xbf, 0x8f, 3, relative_seek },
    { 0xff, 0x10, 1, version },
    { 0xff, 0x12, 2, perpendicular },
    { 0xff, 0x13, 4, configure },
    { 0x7f, 0x14, 1, lock },
};

static const struct row *find(uint8_t first)
{
    for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if ((first & rows[i].mask) == rows[i].code)
            return &rows[i];
    return NULL;
}

unsigned fdc_command_bytes(uint8_t first)
{
    const struct row *row = find(first);

    return row ? row->bytes : 1;
}

/* After a reset the four polled answers are to be fetched first (5.2.4): other
 * commands are taken all the same. */
void fdc_execute(struct i82077 *f)
{
    const struct row *row = find(f->command[0]);

    if (row)
        row->run(f);
    else
        invalid(f);
}

/* --- life -------------------------------------------------------------- */

#define RINGS(n)                                                             \
    static void rings##n(struct device *dev)                                 \
    {                                                                        \
        seek_rings(i82077_of(dev), n);                                       \
    }
RINGS(0)
RINGS(1)
RINGS(2)
RINGS(3)
#undef RINGS

void fdc_control_init(struct i82077 *f)
{
    static void (*const ring[FDC_DRIVES])(struct device *) = {
        rings0, rings1, rings2, rings3 };

    for (unsigned i = 0; i < FDC_DRIVES; i++)
        alarm_init(&f->seek_alarm[i], &f->dev, ring[i]);
}

/* LOCK keeps FIFO, threshold and pre-compensation start over a reset by
 * software (5.2). */
void fdc_control_reset(struct i82077 *f)
{
    for (unsigned i = 0; i < FDC_DRIVES; i++)
        board_alarm_cancel(&f->seek_alarm[i]);
    f->seeking = f->seek_done = 0;
    for (unsigned i = 0; i < FDC_DRIVES; i++)
        f->pcn[i] = 0;
    f->perpendicular &= 0x3c;
    if (!f->lock) {
        f->configure = CONFIG_NO_FIFO;
        f->pretrack = 0;
    } else {
        f->configure &= (uint8_t)~(CONFIG_IMPLIED_SEEK | CONFIG_NO_POLL);
    }
}
