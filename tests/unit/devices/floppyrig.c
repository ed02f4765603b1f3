/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floppyrig.c - see floppyrig.h. */
#include "tests/unit/devices/floppyrig.h"

static uint32_t formatted(void *far)
{
    return ((struct rig *)far)->formatted;
}

static bool surface_read(void *far, uint32_t sector, uint8_t *data)
{
    struct rig *r = far;

    memcpy(data, r->surface + sector * 512, 512);
    return (int)sector != r->damaged;
}

static bool surface_write(void *far, uint32_t sector, const uint8_t *data)
{
    struct rig *r = far;

    g_assert_cmpuint(sector, <, DRIVE_DISK_SECTORS);
    memcpy(r->surface + sector * 512, data, 512);
    if (sector >= r->formatted)
        r->formatted = sector + 1;
    return (int)sector != r->damaged;
}

static void dreq(void *sink, unsigned n, bool level)
{
    struct rig *r = sink;

    (void)n;
    r->asks = level;
    while (r->asks && !r->deaf && r->moved < r->count) {
        if (r->to_device)
            i82077_dma_write(r->fdc, r->memory[r->moved]);
        else
            r->memory[r->moved] = i82077_dma_read(r->fdc);
        if (++r->moved == r->count)
            i82077_terminal_count(r->fdc);
    }
}

void rig_insert(struct rig *r, bool protected)
{
    struct floppy_medium m = { r, protected, formatted, surface_read,
                               surface_write };

    i82077_insert(r->fdc, &m);
}

void rig_settle(struct rig *r)
{
    while (fake_next_alarm(&r->fb) != ALARM_OFF)
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
}

uint8_t rig_in(struct rig *r, unsigned reg)
{
    return (uint8_t)fake_read(r->fdc, "regs", reg, 1);
}

void rig_out(struct rig *r, unsigned reg, uint8_t v)
{
    fake_write(r->fdc, "regs", reg, v, 1);
}

void rig_give(struct rig *r, unsigned n, const uint8_t *bytes)
{
    for (unsigned i = 0; i < n; i++) {
        g_assert_cmphex(rig_in(r, MSR) & 0xc0, ==, 0x80);
        rig_out(r, FIFO, bytes[i]);
    }
}

unsigned rig_take(struct rig *r)
{
    unsigned n = 0;

    while ((rig_in(r, MSR) & 0xc0) == 0xc0 && n < sizeof(r->result))
        r->result[n++] = rig_in(r, FIFO);
    g_assert_cmphex(rig_in(r, MSR) & 0xd0, ==, 0x80);
    return n;
}

void rig_sense(struct rig *r, uint8_t st0, uint8_t pcn)
{
    RIG_GIVE(r, 8);
    g_assert_cmpuint(rig_take(r), ==, 2);
    g_assert_cmphex(r->result[0], ==, st0);
    g_assert_cmpuint(r->result[1], ==, pcn);
}

void rig_setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    memset(r, 0, sizeof(*r));
    fakeboard_init(&r->fb);
    r->surface = g_malloc(BYTES);
    for (unsigned i = 0; i < BYTES; i++)
        r->surface[i] = (uint8_t)(i / 512 * 7 + i);
    r->formatted = DRIVE_DISK_SECTORS;
    r->damaged = -1;
    r->fdc = fake_new(&r->fb, &i82077_class, "fdc");
    fake_pin_connect(&r->fb, &r->irq, i82077_irq(r->fdc));
    *i82077_dreq(r->fdc) = (struct wire){ dreq, r, 0 };
}

void rig_ready(struct rig *r)
{
    rig_insert(r, false);
    rig_out(r, DOR, MOTOR);
    fake_write(r->fdc, "dir", 0, 0, 1);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x03, 0xaf, 0x02);
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_free(r->surface);
    fakeboard_done(&r->fb);
}

void rig_seek(struct rig *r, uint8_t cylinder)
{
    RIG_GIVE(r, 0x0f, 0, cylinder);
    rig_settle(r);
    g_assert_true(r->irq.level);
    rig_sense(r, 0x20, cylinder);
}

void rig_data(struct rig *r, uint8_t code, uint8_t c, uint8_t h, uint8_t s,
                 uint8_t last)
{
    r->moved = 0;
    RIG_GIVE(r, code, (uint8_t)(h << 2), c, h, s, 2, last, 0x1b, 0xff);
    rig_settle(r);
    g_assert_true(r->irq.level);
    g_assert_cmpuint(rig_take(r), ==, 7);
    g_assert_false(r->irq.level);
}

void rig_expect(struct rig *r, uint8_t st0, uint8_t st1, uint8_t st2)
{
    g_assert_cmphex(r->result[0], ==, st0);
    g_assert_cmphex(r->result[1], ==, st1);
    g_assert_cmphex(r->result[2], ==, st2);
}

void rig_next_is(struct rig *r, uint8_t c, uint8_t h, uint8_t s)
{
    g_assert_cmpuint(r->result[3], ==, c);
    g_assert_cmpuint(r->result[4], ==, h);
    g_assert_cmpuint(r->result[5], ==, s);
    g_assert_cmpuint(r->result[6], ==, 2);
}
