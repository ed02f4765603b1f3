/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_floppy_bits.c - the 82077AA and its drive: bits of its registers, what
 * its pins do at the end of things, and odd parameters.
 *
 * The registers are listed in test_floppy.c.
 */
#include "tests/unit/devices/floppyrig.h"

/* In reset the FIFO hears nothing; a command is busy from its first byte. */
static void test_busy(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_out(r, DOR, 0);
    rig_out(r, FIFO, 0x0f);
    rig_out(r, DOR, RUN);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
    rig_out(r, FIFO, 0x03);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x90);
}

/* Of CCR two bits are the rate. */
static void test_rate_bits(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 512;
    fake_write(r->fdc, "dir", 0, 0xfc, 1);
    rig_data(r, 0x46, 0, 0, 1, 18);
    rig_expect(r, 0, 0, 0);
    g_assert_cmphex(i82077_dma_read(r->fdc), ==, 0xff); /* nothing asked */
}

/* The lamp is that of a selected drive whose motor is on. */
static void test_lamp(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_out(r, DOR, MOTOR);
    g_assert_true(i82077_lamp(r->fdc));
    rig_out(r, DOR, MOTOR | 1);
    g_assert_false(i82077_lamp(r->fdc));
    rig_out(r, DOR, RUN);
    g_assert_false(i82077_lamp(r->fdc));
}

/* Table 4-9: SRT in milliseconds, at each of the four rates. */
static void test_step_rates(struct rig *r, gconstpointer unused)
{
    static const uint64_t ten_steps_ns[] = {
        60 * MS, 100 * MS, 120 * MS, 30 * MS };

    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    for (uint8_t rate = 0; rate < 4; rate++) {
        uint64_t before = r->fb.now_ns;

        fake_write(r->fdc, "dir", 0, rate, 1);
        RIG_GIVE(r, 0x0f, 0, rate % 2 ? 0 : 10);
        rig_settle(r);
        g_assert_cmpuint(r->fb.now_ns - before, ==, ten_steps_ns[rate]);
        rig_sense(r, 0x20, rate % 2 ? 0 : 10);
    }
}

/* 79 pulses reach track 0 from 78 and 79, not from 80. */
static void test_recalibrate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    for (uint8_t from = 78; from <= 80; from++) {
        rig_seek(r, from);
        RIG_GIVE(r, 0x07, 0);
        rig_settle(r);
        rig_sense(r, from < 80 ? 0x20 : 0x70, 0);
    }
    RIG_GIVE(r, 0x07, 0);
    rig_settle(r);
    rig_sense(r, 0x20, 0);
}

/* SEEK tells of the head it was given; SENSE INTERRUPT ends the interrupt
 * itself, before its answer is read. */
static void test_sense(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_out(r, DOR, MOTOR);
    RIG_GIVE(r, 0x08);
    g_assert_false(r->irq.level);
    rig_take(r);
    for (unsigned i = 1; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x0f, 4, 3);
    g_assert_true(r->irq.level);
    RIG_GIVE(r, 0x08);
    g_assert_false(r->irq.level);
    g_assert_cmpuint(rig_take(r), ==, 2);
    g_assert_cmphex(r->result[0], ==, 0x20);
}

/* A seek that nobody asked about is forgotten by a reset. */
static void test_reset_forgets(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 512;
    rig_data(r, 0x46, 0, 0, 1, 9);
    RIG_GIVE(r, 0x13, 0, 0xdf, 7); /* bit 7 is none of CONFIGURE's */
    RIG_GIVE(r, 0x0e);
    rig_take(r);
    g_assert_cmphex(r->result[6], ==, 9);
    g_assert_cmphex(r->result[8], ==, 0x5f);
    RIG_GIVE(r, 0x0f, 0, 5);
    rig_settle(r);
    rig_out(r, MSR, 0x80);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x08);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
    fake_reset(r->fdc, RESET_BUS);
    rig_out(r, DOR, MOTOR);
    RIG_GIVE(r, 0x0e);
    rig_take(r);
    g_assert_cmphex(r->result[6], ==, 0);
}

static void test_protection(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_insert(r, true);
    RIG_GIVE(r, 0x04, 0);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x78);
    i82077_eject(r->fdc);
    RIG_GIVE(r, 0x04, 0);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x38);
}

/* A host that does not fetch has as long as a sector is; then the request is
 * taken back.  With the gate of DOR shut it is never made. */
static void test_overrun(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    r->deaf = true;
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    while (!r->asks)
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
    g_assert_cmpuint(fake_next_alarm(&r->fb) - r->fb.now_ns, ==,
                     DRIVE_SECTOR_NS);
    rig_settle(r);
    g_assert_false(r->asks);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x10, 0);
    rig_out(r, DOR, MOTOR & ~0x08);
    r->deaf = false;
    r->count = 512;
    r->moved = 0;
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    rig_settle(r);
    g_assert_cmpuint(r->moved, ==, 0);
    g_assert_false(r->irq.level);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x10, 0);
}

/* The gate of DOR is in DREQ's way as long as it is shut, and no longer. */
static void test_gate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->deaf = true;
    r->count = 512;
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 1, 0x1b, 0xff);
    while (!r->asks)
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
    rig_out(r, DOR, MOTOR & ~0x08);
    g_assert_false(r->asks);
    r->deaf = false;
    rig_out(r, DOR, MOTOR);
    g_assert_cmpuint(r->moved, ==, 512);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0, 0, 0);
}

/* Nothing comes by on a diskette that has stopped meanwhile. */
static void test_motor_off(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    RIG_GIVE(r, 0x4a, 0);
    rig_out(r, DOR, RUN);
    rig_settle(r);
    g_assert_false(r->irq.level);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x10);
}

/* EOT is the sector to end with: one that begins behind it goes on to what is
 * not there.  H is compared with the mark. */
static void test_parameters(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = sizeof r->memory;
    rig_data(r, 0x46, 0, 0, 17, 3);
    g_assert_cmpuint(r->moved, ==, 1024);
    rig_expect(r, 0x40, 0x04, 0);
    RIG_GIVE(r, 0x46, 0, 0, 1, 1, 2, 18, 0x1b, 0xff);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x04, 0);
}

/* FORMAT fills with the byte it is given. */
static void test_filler(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    for (uint8_t i = 0; i < 18; i++)
        memcpy(r->memory + 4 * i, (uint8_t[]){ 0, 0, i + 1, 2 }, 4);
    r->to_device = true;
    r->count = 18 * 4;
    RIG_GIVE(r, 0x4d, 0, 2, 18, 0x54, 0x5a);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0, 0, 0);
    for (unsigned i = 0; i < DRIVE_TRACK_BYTES; i++)
        g_assert_cmphex(r->surface[i], ==, 0x5a);
}

/* Behind the last cylinder there is nothing, whatever the diskette says. */
static void test_last_cylinder(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->formatted = DRIVE_DISK_SECTORS + 36;
    rig_seek(r, 80);
    RIG_GIVE(r, 0x4a, 0);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x01, 0);
}

#define TEST(name, fn) \
    g_test_add("/floppy/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("msr-busy-from-the-first-byte", test_busy);
    TEST("ccr-has-two-bits", test_rate_bits);
    TEST("the-lamp-is-the-selected-drives", test_lamp);
    TEST("specify-at-four-rates", test_step_rates);
    TEST("recalibrate-makes-79-steps", test_recalibrate);
    TEST("sense-interrupt-ends-it", test_sense);
    TEST("a-reset-forgets-seeks", test_reset_forgets);
    TEST("st3-protection-needs-a-diskette", test_protection);
    TEST("an-overrun-takes-dreq-back", test_overrun);
    TEST("the-gate-is-in-dreqs-way", test_gate);
    TEST("a-motor-that-stops-brings-no-mark", test_motor_off);
    TEST("eot-and-h-are-compared", test_parameters);
    TEST("format-has-its-filler", test_filler);
    TEST("there-are-80-cylinders", test_last_cylinder);
    return g_test_run();
}
