/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_floppy_drivers.c - the 82077AA as drivers of other makes use it: what
 * they write in which order, and which answers they go by.  Facts about them,
 * none of their text.
 *
 * Families: the BSDs'; UEFI's; ELKS'.  Linux' reads a diskette in
 * tests/foreign/linux_diskette.t.
 */
#include "tests/unit/devices/floppyrig.h"

static void ccr(struct rig *r, uint8_t rate)
{
    fake_write(r->fdc, "dir", 0, rate, 1);
}

static bool changed(struct rig *r)
{
    return fake_read(r->fdc, "dir", 0, 1) & 0x80;
}

/* Reads n sectors by DMA from one on; they are the diskette's. */
static void reads(struct rig *r, uint8_t code, uint8_t c, uint8_t h,
                  uint8_t s, unsigned n)
{
    r->count = n * 512;
    rig_data(r, code, c, h, s, 18);
    g_assert_cmphex(r->result[0] & 0xf8, ==, 0);
    g_assert_cmpuint(r->moved, ==, n * 512);
    g_assert_cmpmem(r->memory, n * 512,
                    r->surface + ((c * 2 + h) * 18 + s - 1) * 512, n * 512);
}

/*
 * The BSDs'.
 */

/* Whether there is a controller, and a drive: the answers that a reset leaves
 * behind are not fetched.  What comes after RECALIBRATE is the drive's. */
static void bsd_probe(struct rig *r)
{
    rig_out(r, DOR, 0);
    rig_out(r, DOR, 0x04);
    RIG_GIVE(r, 0x03, 0xdf, 0x02);
    rig_out(r, DOR, 0x14);
    fake_advance(&r->fb, 250 * MS);
    RIG_GIVE(r, 0x07, 0);
    fake_advance(&r->fb, 2000 * MS);
    rig_sense(r, 0x20, 0);
    rig_out(r, DOR, 0x04);
}

/* Its way out of every mistake. */
static void bsd_reset(struct rig *r)
{
    rig_out(r, DOR, 0);
    fake_advance(&r->fb, MS / 10);
    rig_out(r, DOR, MOTOR);
    g_assert_true(r->irq.level);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x07, 0);
    rig_settle(r);
    g_assert_true(r->irq.level);
    rig_sense(r, 0x20, 0);
}

static void bsd_seek(struct rig *r, uint8_t cylinder)
{
    RIG_GIVE(r, 0x03, 0xdf, 0x02);
    rig_seek(r, cylinder);
}

static void test_bsd(struct rig *r, gconstpointer authentic)
{
    r->fb.authentic = authentic;
    rig_insert(r, false);
    bsd_probe(r);
    rig_out(r, DOR, MOTOR);
    fake_advance(&r->fb, 1000 * MS);
    bsd_reset(r);
    ccr(r, 0);
    reads(r, 0x66, 0, 0, 1, 18);
    bsd_seek(r, 40);
    reads(r, 0x66, 40, 1, 7, 3);
    r->damaged = (40 * 2 + 1) * 18 + 8; /* it starts over, and goes on */
    r->count = 18 * 512;
    rig_data(r, 0x66, 40, 1, 1, 18);
    g_assert_cmphex(r->result[0] & 0xf8, ==, 0x40);
    bsd_reset(r);
    r->damaged = -1;
    bsd_seek(r, 40);
    reads(r, 0x66, 40, 1, 1, 18);
}

/* An interrupt that has another cause ends the polling after a reset: nothing
 * of it is left to ask for. */
static void test_polling_ends(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_insert(r, false);
    rig_out(r, DOR, MOTOR);
    ccr(r, 0);
    rig_sense(r, 0xc0, 0);
    reads(r, 0x46, 0, 0, 1, 1);
    RIG_GIVE(r, 0x08);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
}

/*
 * UEFI's: it waits for times, not for interrupts.
 */

static void uefi_reset(struct rig *r)
{
    rig_out(r, DOR, 0);
    fake_advance(&r->fb, MS / 2);
    rig_out(r, DOR, RUN);
    fake_advance(&r->fb, 2 * MS);
    g_assert_cmphex(rig_in(r, MSR) & 0x1f, ==, 0);
    ccr(r, 0);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x03, 0xdf, 0x02);
}

static void uefi_seek(struct rig *r, uint8_t from, uint8_t to)
{
    RIG_GIVE(r, 0x0f, 0, to);
    fake_advance(&r->fb, (uint64_t)(abs(to - from) + 1) * 4 * MS);
    rig_sense(r, 0x20, to);
}

static void test_uefi(struct rig *r, gconstpointer authentic)
{
    r->fb.authentic = authentic;
    uefi_reset(r);
    rig_out(r, DOR, MOTOR);
    fake_advance(&r->fb, 4 * MS);
    RIG_GIVE(r, 0x07, 0);
    fake_advance(&r->fb, 250 * MS);
    rig_sense(r, 0x20, 0);
    g_assert_true(changed(r)); /* a step does not help: none is in */
    uefi_seek(r, 0, 1);
    g_assert_true(changed(r));
    rig_insert(r, true);
    RIG_GIVE(r, 0x07, 0);
    fake_advance(&r->fb, 250 * MS);
    rig_sense(r, 0x20, 0);
    g_assert_false(changed(r));
    RIG_GIVE(r, 0x04, 0);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0] & 0x40, ==, 0x40); /* write protected */
    uefi_seek(r, 0, 79);
    reads(r, 0xe6, 79, 0, 1, 36); /* both sides at once */
    RIG_GIVE(r, 0x07, 0);
    fake_advance(&r->fb, 250 * MS); /* as long as it gives 79 steps */
    rig_sense(r, 0x20, 0);
}

/*
 * ELKS': its controller is configured before each transfer, a track is read
 * whole, and a changed diskette is shaken out of its change line.
 */

static void elks_reset(struct rig *r)
{
    rig_out(r, DOR, MOTOR & ~0x04);
    rig_out(r, DOR, MOTOR);
    g_assert_true(r->irq.level);
    for (unsigned i = 0; i < 4; i++) {
        RIG_GIVE(r, 0x08);
        rig_take(r);
    }
    RIG_GIVE(r, 0x03, 0xaf, 0x06);
}

static void elks_configure(struct rig *r)
{
    RIG_GIVE(r, 0x13, 0, 0x1a, 0);
    RIG_GIVE(r, 0x12, 0);
    ccr(r, 0);
}

static void test_elks(struct rig *r, gconstpointer authentic)
{
    r->fb.authentic = authentic;
    rig_insert(r, false);
    elks_reset(r);
    RIG_GIVE(r, 0x10);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x90);
    elks_configure(r);
    fake_advance(&r->fb, 500 * MS);
    g_assert_true(changed(r));
    RIG_GIVE(r, 0x07, 0); /* at 0 already: no step, so it goes to 1 */
    rig_settle(r);
    rig_sense(r, 0x20, 0);
    RIG_GIVE(r, 0x0f, 0, 1);
    rig_settle(r);
    rig_sense(r, 0x20, 1);
    g_assert_false(changed(r));
    for (uint8_t track = 0; track < 80; track += 79) {
        elks_configure(r);
        RIG_GIVE(r, 0x0f, 4, track);
        rig_settle(r);
        rig_sense(r, 0x20, track);
        reads(r, 0xe6, track, 1, 1, 18);
    }
    elks_configure(r);
    memset(r->memory, 0xe5, 1024);
    r->to_device = true;
    r->count = 1024;
    rig_data(r, 0xc5, 79, 1, 4, 18);
    g_assert_cmphex(r->result[0] & 0xf8, ==, 0);
    r->to_device = false;
    reads(r, 0xe6, 79, 1, 4, 2);
    g_assert_cmphex(r->memory[1023], ==, 0xe5);
}

#define TEST(name, fn) \
    g_test_add("/floppy/drivers/" name "-fast", struct rig, NULL, \
               rig_setup, fn, rig_teardown); \
    g_test_add("/floppy/drivers/" name "-authentic", struct rig, \
               GINT_TO_POINTER(1), rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("bsd", test_bsd);
    TEST("uefi", test_uefi);
    TEST("elks", test_elks);
    g_test_add("/floppy/drivers/polling-ends", struct rig, NULL, rig_setup,
               test_polling_ends, rig_teardown);
    return g_test_run();
}
