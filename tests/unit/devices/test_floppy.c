/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_floppy.c - the 82077AA: DOR TDR MSR DSR FIFO DIR CCR; SPECIFY, SENSE
 * DRIVE, RECALIBRATE, SENSE INTERRUPT, DUMPREG, SEEK, RELATIVE SEEK, VERSION,
 * PERPENDICULAR, CONFIGURE, LOCK, READ ID, READ, READ DELETED, READ TRACK,
 * VERIFY, WRITE, FORMAT; and the drive behind it.
 *
 * Registers of devices/floppy:
 *   modelled: 3F2h DOR; 3F4h MSR; 3F4h DSR; 3F5h FIFO; 3F7h DIR; 3F7h CCR;
 *     READ, WRITE; READ TRACK, VERIFY; FORMAT TRACK, READ ID; RECALIBRATE,
 *     SEEK, RELATIVE SEEK; SENSE INTERRUPT, SENSE DRIVE; SPECIFY, CONFIGURE,
 *     LOCK, DUMPREG, VERSION
 *   accepted: 3F3h TDR; 3F4h DSR; 3F5h FIFO; READ DELETED, WRITE DELETED;
 *     PERPENDICULAR
 *   absent: 3F0h SRA, 3F1h SRB; SCAN; drives 1 to 3; formats but 80 x 2 x 18
 *     x 512
 */
#include "tests/unit/devices/floppyrig.h"

/* --- registers, reset -------------------------------------------------- */

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(rig_in(r, MSR), ==, 0);
    g_assert_cmphex(rig_in(r, 0), ==, 0xff);
    g_assert_cmphex(rig_in(r, 1), ==, 0xff);
    rig_out(r, DOR, 0x04);
    g_assert_false(r->irq.level); /* the gate is closed */
    rig_out(r, DOR, RUN);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 8);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
    rig_out(r, MSR, 0x80); /* DSR: reset by software */
    g_assert_true(r->irq.level);
    rig_out(r, TDR, 0xff);
    g_assert_cmphex(rig_in(r, TDR), ==, 0xff);
    rig_out(r, TDR, 0);
    g_assert_cmphex(rig_in(r, TDR), ==, 0xfc);
    g_assert_cmphex(rig_in(r, DOR), ==, RUN);
}

static void test_simple_commands(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x10);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x90);
    RIG_GIVE(r, 0x94);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x10);
    RIG_GIVE(r, 0x13, 0, 0x1f, 5);
    RIG_GIVE(r, 0x12, 0x84);
    RIG_GIVE(r, 0x0e);
    g_assert_cmpuint(rig_take(r), ==, 10);
    g_assert_cmphex(r->result[4], ==, 0xaf);
    g_assert_cmphex(r->result[5], ==, 0x02);
    g_assert_cmphex(r->result[7], ==, 0x84);
    g_assert_cmphex(r->result[8], ==, 0x1f);
    g_assert_cmphex(r->result[9], ==, 5);
    RIG_GIVE(r, 0x14);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0);
    RIG_GIVE(r, 0x18); /* no such command */
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
}

static void test_lock_survives_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x13, 0, 0x0c, 7);
    RIG_GIVE(r, 0x94);
    rig_take(r);
    rig_out(r, DOR, 0);
    rig_out(r, DOR, MOTOR);
    RIG_GIVE(r, 0x0e);
    rig_take(r);
    g_assert_cmphex(r->result[8], ==, 0x0c);
    g_assert_cmpuint(r->result[9], ==, 7);
}

/* --- the head ---------------------------------------------------------- */

static void test_seek_and_recalibrate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 40);
    RIG_GIVE(r, 0x04, 0);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x28);
    RIG_GIVE(r, 0xcf, 0, 2); /* relative, inward */
    rig_settle(r);
    rig_sense(r, 0x20, 42);
    RIG_GIVE(r, 0x07, 0);
    rig_settle(r);
    rig_sense(r, 0x20, 0);
    RIG_GIVE(r, 0x04, 4);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x3c); /* track 0, head 1 */
    RIG_GIVE(r, 0x07, 1); /* no second drive */
    rig_settle(r);
    rig_sense(r, 0x71, 0);
}

static void test_seek_takes_time(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    RIG_GIVE(r, 0x0f, 0, 10);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x81);
    fake_advance(&r->fb, 10 * 6 * MS - 1); /* SRT A: 6 ms */
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
    rig_sense(r, 0x20, 10);
}

static void test_disk_change(struct rig *r, gconstpointer unused)
{
    struct fake_pin lamp = {0};

    (void)unused;
    rig_ready(r);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0xff);
    rig_seek(r, 1);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    i82077_eject(r->fdc);
    rig_seek(r, 2);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0xff);
    rig_out(r, DOR, RUN); /* not selected */
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    fake_pin_connect(&r->fb, &lamp, i82077_lamp_pin(r->fdc));
    g_assert_false(i82077_lamp(r->fdc));
    rig_out(r, DOR, MOTOR);
    g_assert_true(i82077_lamp(r->fdc));
    g_assert_true(lamp.level);
    rig_out(r, DOR, RUN);
    g_assert_false(lamp.level);
}

/* --- reading ----------------------------------------------------------- */

static void test_read_sector(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 3);
    r->count = 512;
    rig_data(r, 0xe6, 3, 1, 5, 18);
    rig_expect(r, 0x04, 0, 0);
    rig_next_is(r, 3, 1, 6);
    g_assert_cmpmem(r->memory, 512, r->surface + ((3 * 2 + 1) * 18 + 4) * 512,
                    512);
}

static void test_read_over_both_heads(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 2 * DRIVE_TRACK_BYTES;
    rig_data(r, 0xe6, 0, 0, 1, 18);
    rig_expect(r, 0x00, 0, 0);
    rig_next_is(r, 1, 0, 1);
    g_assert_cmpmem(r->memory, r->count, r->surface, r->count);
}

static void test_read_without_terminal_count(struct rig *r,
                                             gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 2 * DRIVE_TRACK_BYTES;
    rig_data(r, 0x46, 0, 0, 17, 18);
    rig_expect(r, 0x40, 0x80, 0);
    g_assert_cmpuint(r->moved, ==, 1024);
}

static void test_terminal_count_in_a_sector(struct rig *r,
                                            gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 100;
    rig_data(r, 0x46, 0, 0, 2, 18);
    rig_expect(r, 0x00, 0, 0);
    rig_next_is(r, 0, 0, 3);
    g_assert_cmpmem(r->memory, 100, r->surface + 512, 100);
}

static void test_read_refused(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 512;
    rig_data(r, 0x46, 1, 0, 1, 18); /* the head is on track 0 */
    rig_expect(r, 0x40, 0x04, 0x10);
    rig_data(r, 0x46, 0, 0, 19, 19);
    rig_expect(r, 0x40, 0x04, 0);
    rig_data(r, 0x06, 0, 0, 1, 18); /* FM */
    rig_expect(r, 0x40, 0x01, 0);
    fake_write(r->fdc, "dir", 0, 2, 1); /* 250 kbit/s */
    rig_data(r, 0x46, 0, 0, 1, 18);
    rig_expect(r, 0x40, 0x01, 0);
    fake_write(r->fdc, "dir", 0, 0, 1);
    r->damaged = 3;
    rig_data(r, 0x46, 0, 0, 4, 18);
    rig_expect(r, 0x40, 0x20, 0x20);
    r->formatted = 20; /* two sectors of track 0, head 1 */
    rig_data(r, 0x46, 0, 1, 3, 18);
    rig_expect(r, 0x44, 0x04, 0);
    rig_seek(r, 1);
    rig_data(r, 0x46, 1, 0, 1, 18);
    rig_expect(r, 0x40, 0x01, 0);
}

static void test_deaf_host_overruns(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->deaf = true;
    rig_data(r, 0x46, 0, 0, 1, 18);
    rig_expect(r, 0x40, 0x10, 0);
}

static void test_no_diskette_hangs_until_reset(struct rig *r,
                                               gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    i82077_eject(r->fdc);
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 5000 * MS);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x10);
    rig_out(r, DOR, 0);
    rig_out(r, DOR, MOTOR);
    rig_sense(r, 0xc0, 0);
}

static void test_exchanged_in_a_search(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    rig_insert(r, false); /* ejects the one before */
    fake_advance(&r->fb, 5000 * MS);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x10);
    rig_out(r, DOR, 0);
    rig_out(r, DOR, MOTOR);
    rig_sense(r, 0xc0, 0);
}

static void test_reading_takes_time(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    fake_advance_to(&r->fb, 1000 * MS); /* the index hole, at full speed */
    r->count = 512;
    r->moved = 0;
    RIG_GIVE(r, 0x46, 0, 0, 0, 10, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 10 * DRIVE_SECTOR_NS - 1);
    g_assert_cmpuint(r->moved, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->moved, ==, 512);
    rig_take(r);
    /* Not before the motor has its speed. */
    rig_out(r, DOR, RUN);
    rig_out(r, DOR, MOTOR);
    r->moved = 0;
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, DRIVE_SPIN_UP_NS - 1);
    g_assert_cmpuint(r->moved, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->moved, ==, 512);
}

static void test_read_by_program(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x03, 0xaf, 0x03); /* no DMA */
    RIG_GIVE(r, 0x46, 0, 0, 0, 18, 2, 18, 0x1b, 0xff);
    rig_settle(r); /* the sector goes by */
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x10, 0);
    RIG_GIVE(r, 0x46, 0, 0, 0, 18, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    for (unsigned i = 0; i < 512; i++) {
        g_assert_cmphex(rig_in(r, MSR), ==, 0xf0);
        g_assert_cmphex(rig_in(r, FIFO), ==, r->surface[17 * 512 + i]);
    }
    rig_settle(r);
    rig_take(r);
    rig_expect(r, 0x40, 0x80, 0);
}

static void test_read_id(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 7);
    RIG_GIVE(r, 0x4a, 4);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x04, 0, 0);
    g_assert_cmpuint(r->result[3], ==, 7);
    g_assert_cmpuint(r->result[4], ==, 1);
    g_assert_cmpuint(r->result[5], >=, 1);
    g_assert_cmpuint(r->result[5], <=, 18);
    r->formatted = 0;
    RIG_GIVE(r, 0x4a, 0);
    rig_settle(r);
    rig_take(r);
    rig_expect(r, 0x40, 0x01, 0);
}

static void test_other_reads(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = DRIVE_TRACK_BYTES;
    rig_data(r, 0x42, 0, 0, 9, 18); /* READ TRACK begins with sector 1 */
    rig_expect(r, 0, 0, 0);
    g_assert_cmpmem(r->memory, r->count, r->surface, r->count);
    r->count = 1024;
    rig_data(r, 0x4c, 0, 0, 1, 18); /* no deleted mark: read, and told */
    rig_expect(r, 0, 0, 0x40);
    g_assert_cmpuint(r->moved, ==, 512);
    rig_data(r, 0x56, 0, 0, 1, 18); /* VERIFY moves nothing */
    rig_expect(r, 0, 0, 0);
    g_assert_cmpuint(r->moved, ==, 0);
}

/* --- writing ----------------------------------------------------------- */

static void test_write(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 79);
    memset(r->memory, 0x5a, sizeof(r->memory));
    r->to_device = true;
    r->count = 700; /* one sector and a part; the rest becomes zero */
    rig_data(r, 0x45, 79, 1, 17, 18);
    rig_expect(r, 0x04, 0, 0);
    const uint8_t *last = r->surface + (DRIVE_DISK_SECTORS - 2) * 512;
    g_assert_cmpmem(last, 700, r->memory, 700);
    for (unsigned i = 700; i < 1024; i++)
        g_assert_cmphex(last[i], ==, 0);
    memset(r->memory, 0xa5, sizeof(r->memory));
    r->count = 512;
    rig_data(r, 0x49, 79, 1, 18, 18); /* the mark is not kept */
    rig_expect(r, 0x04, 0, 0);
    g_assert_cmpmem(last + 512, 512, r->memory, 512);
}

static void test_write_refused(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->to_device = true;
    r->count = 512;
    r->damaged = 0;
    rig_data(r, 0x45, 0, 0, 1, 18);
    rig_expect(r, 0x40, 0x20, 0x20);
    rig_insert(r, true);
    rig_data(r, 0x45, 0, 0, 1, 18);
    rig_expect(r, 0x40, 0x02, 0);
    g_assert_cmpuint(r->moved, ==, 0);
    RIG_GIVE(r, 0x04, 0);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x78);
}

static void test_pulled_out_in_a_write(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uint8_t before = r->surface[0];

    rig_ready(r);
    r->deaf = r->to_device = true;
    RIG_GIVE(r, 0x45, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    for (unsigned i = 0; i < 511; i++)
        i82077_dma_write(r->fdc, 0x77);
    i82077_eject(r->fdc);
    i82077_dma_write(r->fdc, 0x77);
    rig_settle(r);
    rig_take(r);
    rig_expect(r, 0x40, 0x01, 0);
    g_assert_cmphex(r->surface[0], ==, before);
}

/* The motor stops before the sector is on the diskette. */
static void test_motor_stops_in_a_write(struct rig *r, gconstpointer unused)
{
    uint8_t before = r->surface[0];

    (void)unused;
    rig_ready(r);
    r->deaf = r->to_device = true;
    RIG_GIVE(r, 0x45, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    rig_out(r, DOR, RUN);
    for (unsigned i = 0; i < 512; i++)
        i82077_dma_write(r->fdc, 0x77);
    rig_settle(r);
    rig_take(r);
    rig_expect(r, 0x40, 0x01, 0);
    g_assert_cmphex(r->surface[0], ==, before);
}

/* Track 80 can be reached, but has no place on the diskette. */
static void test_format_beyond(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 80);
    memcpy(r->memory, (uint8_t[]){ 80, 0, 1, 2 }, 4);
    r->to_device = true;
    r->count = 4;
    r->moved = 0;
    RIG_GIVE(r, 0x4d, 0, 2, 1, 0x54, 0xf6);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x20, 0x20);
    g_assert_cmpuint(r->formatted, ==, DRIVE_DISK_SECTORS);
}

static void test_format(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->formatted = 0;
    rig_ready(r);
    for (unsigned i = 0; i < 18; i++)
        memcpy(r->memory + 4 * i, (uint8_t[]){ 0, 0, (uint8_t)(i + 1), 2 }, 4);
    r->to_device = true;
    r->count = 72;
    r->moved = 0;
    RIG_GIVE(r, 0x4d, 0, 2, 18, 0x54, 0xf6);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0, 0, 0);
    g_assert_cmpuint(r->moved, ==, 72);
    g_assert_cmpuint(r->formatted, ==, 18);
    for (unsigned i = 0; i < DRIVE_TRACK_BYTES; i++)
        g_assert_cmphex(r->surface[i], ==, 0xf6);
}

/* --- */

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        { "reset", test_reset },
        { "simple-commands", test_simple_commands },
        { "lock", test_lock_survives_reset },
        { "seek", test_seek_and_recalibrate },
        { "seek-time", test_seek_takes_time },
        { "disk-change", test_disk_change },
        { "read-sector", test_read_sector },
        { "read-both-heads", test_read_over_both_heads },
        { "read-no-tc", test_read_without_terminal_count },
        { "read-tc-in-sector", test_terminal_count_in_a_sector },
        { "read-refused", test_read_refused },
        { "overrun", test_deaf_host_overruns },
        { "no-diskette", test_no_diskette_hangs_until_reset },
        { "exchanged", test_exchanged_in_a_search },
        { "read-time", test_reading_takes_time },
        { "read-by-program", test_read_by_program },
        { "read-id", test_read_id },
        { "other-reads", test_other_reads },
        { "write", test_write },
        { "write-refused", test_write_refused },
        { "pulled-out", test_pulled_out_in_a_write },
        { "motor-stops", test_motor_stops_in_a_write },
        { "format", test_format },
        { "format-beyond", test_format_beyond },
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/floppy/", tests[i].name, NULL);
        g_test_add(path, struct rig, NULL, rig_setup, tests[i].run,
                   rig_teardown);
        g_free(path);
    }
    return g_test_run();
}
