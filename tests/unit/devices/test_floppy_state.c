/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_floppy_state.c - the 82077AA and its drive in detail: what a reset
 * leaves, when the host may touch the FIFO, where the head is, how long the
 * diskette takes to come round.
 *
 * The registers are listed in test_floppy.c.
 */
#include "tests/unit/devices/floppyrig.h"

/* --- resets ------------------------------------------------------------ */

/* DUMPREG: PCN 0-3, SPECIFY, sectors, LOCK and PERPENDICULAR, CONFIGURE. */
static void dump_is(struct rig *r, const uint8_t want[10])
{
    RIG_GIVE(r, 0x0e);
    g_assert_cmpuint(rig_take(r), ==, 10);
    g_assert_cmpmem(r->result, 10, want, 10);
}

static void test_bus_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 9);
    RIG_GIVE(r, 0x13, 0, 0x5f, 7);
    RIG_GIVE(r, 0x12, 0xbd);
    RIG_GIVE(r, 0x94);
    rig_take(r);
    rig_out(r, TDR, 3);
    dump_is(r, (uint8_t[]){ 9, 0, 0, 0, 0xaf, 2, 0, 0xbd, 0x5f, 7 });
    fake_reset(r->fdc, RESET_BUS);
    g_assert_cmphex(rig_in(r, DOR), ==, 0);
    g_assert_cmphex(rig_in(r, MSR), ==, 0);
    g_assert_cmphex(rig_in(r, TDR), ==, 0xfc);
    rig_out(r, DOR, MOTOR);
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0 });
    /* 250 kbit/s: nothing is found on a diskette of 500. */
    RIG_GIVE(r, 0x4a, 0);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x01, 0);
}

/* 5.2.4 and the tables of 5.2: what DOR or DSR resets. */
static void test_software_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 9);
    RIG_GIVE(r, 0x13, 0, 0x5f, 7);
    RIG_GIVE(r, 0x12, 0xbf);
    rig_out(r, MSR, 0x00); /* DSR without its reset bit */
    g_assert_false(r->irq.level);
    rig_out(r, MSR, 0x80);
    g_assert_true(r->irq.level);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 0, 0x3c, 0x20, 0 });
    RIG_GIVE(r, 0x13, 0, 0x5f, 7);
    RIG_GIVE(r, 0x94);
    rig_take(r);
    rig_out(r, MSR, 0x80); /* LOCK keeps FIFO, threshold, pre-compensation */
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 0, 0xbc, 0x0f, 7 });
}

static void test_reset_ends_what_is_under_way(struct rig *r,
                                              gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    RIG_GIVE(r, 0x0f, 0, 40);
    rig_out(r, DOR, 0);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_out(r, DOR, MOTOR);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
    r->deaf = true;
    RIG_GIVE(r, 0x46, 0, 40, 0, 1, 2, 18, 0x1b, 0xff);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x10);
    rig_out(r, DOR, 0);
    g_assert_cmpuint(fake_next_alarm(&r->fb), ==, ALARM_OFF);
    rig_out(r, DOR, MOTOR);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
}

static void test_rate_of_the_dsr(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 512;
    rig_out(r, MSR, 0x02);
    rig_data(r, 0x46, 0, 0, 1, 18);
    rig_expect(r, 0x40, 0x01, 0);
    rig_out(r, MSR, 0x00);
    rig_data(r, 0x46, 0, 0, 1, 18);
    rig_expect(r, 0, 0, 0);
}

/* --- the FIFO ---------------------------------------------------------- */

static void test_fifo_out_of_turn(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    g_assert_cmphex(rig_in(r, FIFO), ==, 0xff);
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    RIG_GIVE(r, 0x10);
    rig_out(r, FIFO, 0x94); /* there is a result to be read */
    g_assert_cmpuint(r->fb.guest_errors, ==, 2);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x90);
    r->deaf = true;
    RIG_GIVE(r, 0x45, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    rig_out(r, FIFO, 0x12); /* with DMA the program does not write */
    g_assert_cmpuint(r->fb.guest_errors, ==, 3);
    i82077_terminal_count(r->fdc);
    rig_settle(r);
    rig_take(r);
    g_assert_cmphex(r->surface[0], ==, 0); /* an empty sector was written */
    i82077_terminal_count(r->fdc); /* of somebody else's transfer */
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80);
}

static void test_write_by_program(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x03, 0xaf, 0x03); /* no DMA */
    RIG_GIVE(r, 0x45, 0, 0, 0, 18, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    for (unsigned i = 0; i < 512; i++) {
        g_assert_cmphex(rig_in(r, MSR), ==, 0xb0);
        rig_out(r, FIFO, (uint8_t)(i * 3));
    }
    g_assert_cmphex(rig_in(r, MSR) & 0x80, ==, 0);
    rig_settle(r);
    rig_take(r);
    rig_expect(r, 0x40, 0x80, 0);
    for (unsigned i = 0; i < 512; i++)
        g_assert_cmphex(r->surface[17 * 512 + i], ==, (uint8_t)(i * 3));
}

/* Without DMA the interrupt asks for the bytes (4.1, "non-DMA mode"). */
static void test_interrupt_asks_for_bytes(struct rig *r,
                                          gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x03, 0xaf, 0x03);
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    g_assert_false(r->asks);
    for (unsigned i = 0; i < 512; i++)
        rig_in(r, FIFO);
    g_assert_false(r->irq.level);
}

static void test_opcodes(struct rig *r, gconstpointer unused)
{
    /* SCAN in its three forms, and bits that the table of 4.0 has fixed. */
    static const uint8_t invalid[] = {
        0x11, 0xd1, 0x19, 0xd9, 0x1d, 0xdd, 0xca, 0xcd, 0x23, 0x44, 0x47,
        0x88, 0x2e, 0x90, 0x52, 0x33, 0x65, 0x69, 0xc2, 0x22, 0x62, 0x15, 0x18,
    };

    (void)unused;
    rig_ready(r);
    for (unsigned i = 0; i < G_N_ELEMENTS(invalid); i++) {
        RIG_GIVE(r, invalid[i]);
        if (rig_take(r) != 1 || r->result[0] != 0x80)
            g_error("%02x is taken for a command", invalid[i]);
    }
}

/* How drivers tell it from a 765, an 82072 and an 82078; and some of them
 * hold the interrupt of the reset back with DOR bit 3. */
static void test_told_apart(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_out(r, DOR, MOTOR & ~0x04);
    g_assert_false(r->irq.level);
    rig_out(r, MSR, 0x80); /* nothing more to reset */
    g_assert_false(r->irq.level);
    rig_out(r, MSR, 0x00);
    rig_out(r, DOR, MOTOR & ~RUN);
    rig_out(r, DOR, MOTOR & ~0x08);
    g_assert_false(r->irq.level);
    rig_out(r, DOR, MOTOR);
    g_assert_true(r->irq.level);
    for (unsigned i = 0; i < 4; i++)
        rig_sense(r, (uint8_t)(0xc0 | i), 0);
    RIG_GIVE(r, 0x08); /* that were all */
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
    RIG_GIVE(r, 0x0e);
    g_assert_cmpuint(rig_take(r), ==, 10); /* no 765 */
    RIG_GIVE(r, 0x13, 0, 0x1a, 0);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x80); /* and no 82072 refuses it */
    RIG_GIVE(r, 0x14);
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x00);
    RIG_GIVE(r, 0x10);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x90);
    RIG_GIVE(r, 0x18); /* PART ID is an 82078's */
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x80);
}

static void test_perpendicular(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x12, 0xbc); /* OW: all drives */
    RIG_GIVE(r, 0x12, 0x03); /* without: GAP and WGATE alone */
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 0, 0x3f, 0x20, 0 });
    RIG_GIVE(r, 0x12, 0x40);
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 0, 0x3c, 0x20, 0 });
}

static void test_traces(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->fdc->traced = true;
    RIG_GIVE(r, 0x04, 0x05);
    g_assert_cmpstr(r->fb.last_trace, ==, "result 2d");
    g_assert_cmpuint(r->fb.traces, ==, 2);
    rig_take(r);
}

/* --- the head ---------------------------------------------------------- */

static unsigned head_is_over(struct rig *r)
{
    RIG_GIVE(r, 0x4a, 0);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    return r->result[3];
}

static void test_head_moves(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0xcf, 0, 5); /* RELATIVE SEEK inward */
    rig_settle(r);
    rig_sense(r, 0x20, 5);
    g_assert_cmpuint(head_is_over(r), ==, 5);
    RIG_GIVE(r, 0x8f, 0, 2);
    rig_settle(r);
    rig_sense(r, 0x20, 3);
    g_assert_cmpuint(head_is_over(r), ==, 3);
    RIG_GIVE(r, 0x8f, 0, 3); /* to track 0 is far enough ... */
    rig_settle(r);
    rig_sense(r, 0x20, 0);
    RIG_GIVE(r, 0xcf, 0, 1);
    rig_settle(r);
    rig_sense(r, 0x20, 1);
    RIG_GIVE(r, 0x8f, 0, 2); /* ... and outward of it an equipment check */
    rig_settle(r);
    rig_sense(r, 0x70, 0xff);
    g_assert_cmpuint(head_is_over(r), ==, 0);
    RIG_GIVE(r, 0x07, 0);
    rig_settle(r);
    rig_sense(r, 0x20, 0);
    RIG_GIVE(r, 0xcf, 0, 3);
    rig_settle(r);
    rig_sense(r, 0x20, 3);
    RIG_GIVE(r, 0x04, 0);
    rig_take(r);
    g_assert_cmphex(r->result[0], ==, 0x28);
}

/* SEEK steps either way, drives side by side; each end is told of. */
static void test_seeks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 9);
    rig_seek(r, 3);
    g_assert_cmpuint(head_is_over(r), ==, 3);
    RIG_GIVE(r, 0x0f, 0, 4);
    RIG_GIVE(r, 0x0f, 2, 5);
    rig_settle(r);
    RIG_GIVE(r, 0x88); /* no way to ask */
    g_assert_cmpuint(rig_take(r), ==, 1);
    g_assert_true(r->irq.level);
    rig_sense(r, 0x20, 4);
    g_assert_true(r->irq.level); /* there is one more */
    rig_sense(r, 0x22, 5);
    g_assert_false(r->irq.level);
    RIG_GIVE(r, 0x0f, 1, 7);
    RIG_GIVE(r, 0x0f, 3, 8);
    rig_settle(r);
    dump_is(r, (uint8_t[]){ 4, 7, 5, 8, 0xaf, 2, 0, 0, 0x20, 0 });
}

/* CONFIGURE with EIS: data commands seek by themselves, either way. */
static void test_implied_seek(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    RIG_GIVE(r, 0x13, 0, 0x40, 0);
    r->count = 512;
    for (unsigned i = 0; i < 3; i++) {
        static const uint8_t to[] = { 5, 2, 2 };

        rig_data(r, 0x46, to[i], 0, 1, 18);
        rig_expect(r, 0, 0, 0);
        g_assert_cmpmem(r->memory, 512, r->surface + to[i] * 36 * 512, 512);
        g_assert_cmpuint(head_is_over(r), ==, to[i]);
    }
}

static void verify(struct rig *r, uint8_t code, uint8_t unit, uint8_t last,
                   uint8_t count)
{
    RIG_GIVE(r, code, unit, 0, 0, 3, 2, last, 0x1b, count);
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
}

/* VERIFY with EC reads as many sectors as its last byte says, without up to
 * the last one: table 5-7. */
static void test_verify_counts(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    verify(r, 0x56, 0x80, 18, 4);
    rig_expect(r, 0, 0, 0);
    rig_next_is(r, 0, 0, 7);
    verify(r, 0x56, 0x80, 18, 17); /* one more than there are */
    rig_expect(r, 0x40, 0x80, 0);
    verify(r, 0x56, 0, 10, 0xff);
    rig_expect(r, 0, 0, 0);
    rig_next_is(r, 1, 0, 1);
    verify(r, 0xd6, 0x80, 18, 0); /* 256, on two sides */
    rig_expect(r, 0x40, 0x80, 0);
    verify(r, 0xd6, 0, 18, 0xff);
    rig_expect(r, 0, 0, 0);
    rig_next_is(r, 1, 0, 1);
    verify(r, 0x56, 0, 19, 0xff);
    rig_expect(r, 0x40, 0x04, 0);
}

/* Tables 4-4 and 4-5: none of our sectors has a deleted mark. */
static void test_skip(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 1024;
    rig_data(r, 0x4c, 0, 0, 5, 18); /* read, and the address stays */
    rig_expect(r, 0, 0, 0x40);
    rig_next_is(r, 0, 0, 5);
    g_assert_cmpuint(r->moved, ==, 512);
    rig_data(r, 0x6c, 0, 0, 5, 6); /* both skipped */
    rig_expect(r, 0x40, 0x80, 0x40);
    g_assert_cmpuint(r->moved, ==, 0);
    rig_data(r, 0x66, 0, 0, 5, 18); /* READ has nothing to skip */
    rig_expect(r, 0, 0, 0);
    g_assert_cmpmem(r->memory, 1024, r->surface + 4 * 512, 1024);
}

/* Byte 7 of DUMPREG is the last command's; N comes back as it was given. */
static void test_what_a_command_leaves(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    r->count = 512;
    rig_data(r, 0x46, 0, 0, 1, 17);
    g_assert_cmpuint(r->result[6], ==, 2);
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 17, 0, 0x20, 0 });
    RIG_GIVE(r, 0x46, 0, 0, 0, 1, 3, 9, 0x1b, 0xff); /* of 1024 bytes */
    rig_settle(r);
    g_assert_cmpuint(rig_take(r), ==, 7);
    rig_expect(r, 0x40, 0x04, 0);
    g_assert_cmpuint(r->result[6], ==, 3);
    RIG_GIVE(r, 0x4a, 0);
    rig_settle(r);
    rig_take(r);
    g_assert_cmpuint(r->result[6], ==, 2);
    RIG_GIVE(r, 0x4d, 0, 1, 26, 0x1b, 0xe5); /* nobody feeds it */
    r->deaf = true;
    rig_settle(r);
    rig_take(r);
    dump_is(r, (uint8_t[]){ 0, 0, 0, 0, 0xaf, 2, 26, 0, 0x20, 0 });
}

/* DIR is the selected drive's, and only while its motor is on. */
static void test_change_lines(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_ready(r);
    rig_seek(r, 1);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    rig_out(r, DOR, MOTOR | 1); /* drive 1, motor 0 */
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    rig_out(r, DOR, RUN | 0x20 | 1); /* drive 1 and its motor: nobody */
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0xff);
}

/* A mark that is not the one of its place is told, and nothing written. */
static void test_strange_marks(struct rig *r, gconstpointer unused)
{
    static const uint8_t marks[][4] = {
        { 1, 0, 1, 2 }, { 0, 1, 1, 2 }, { 0, 0, 0, 2 }, { 0, 0, 19, 2 },
        { 0, 0, 1, 3 },
    };

    (void)unused;
    rig_ready(r);
    r->to_device = true;
    r->count = 4;
    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        memcpy(r->memory, marks[i], 4);
        r->moved = 0;
        RIG_GIVE(r, 0x4d, 0, 2, 1, 0x54, 0xf6);
        rig_settle(r);
        g_assert_cmpuint(rig_take(r), ==, 7);
        g_assert_cmpuint(r->fb.guest_errors, ==, i + 1);
        g_assert_cmphex(r->surface[0], ==, 0);
        g_assert_cmphex(r->surface[1], ==, 1);
    }
}

/* --- time -------------------------------------------------------------- */

static uint64_t took(struct rig *r, uint8_t sector)
{
    uint64_t from = r->fb.now_ns;

    r->moved = 0;
    r->count = 512;
    RIG_GIVE(r, 0x46, 0, 0, 0, sector, 2, 18, 0x1b, 0xff);
    rig_settle(r);
    rig_take(r);
    return r->fb.now_ns - from;
}

/* One mark after the other, each as long as a sector takes to pass (and what
 * is left of a turn behind the last). */
static void test_marks_come_round(struct rig *r, gconstpointer unused)
{
    unsigned last = 0;

    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    fake_advance_to(&r->fb, 1000 * MS);
    for (unsigned i = 0; i < 40; i++) {
        uint64_t from = r->fb.now_ns;

        RIG_GIVE(r, 0x4a, 0);
        rig_settle(r);
        rig_take(r);
        g_assert_cmpuint(r->result[5], ==, last ? last % 18 + 1 : 2);
        last = r->result[5];
        g_assert_cmpuint(r->fb.now_ns - from, >=, DRIVE_SECTOR_NS);
        g_assert_cmpuint(r->fb.now_ns - from, <, DRIVE_SECTOR_NS + 18);
    }
}

static void test_a_miss_costs_a_turn(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    fake_advance_to(&r->fb, 1000 * MS);
    g_assert_cmpuint(took(r, 3), ==, 3 * DRIVE_SECTOR_NS);
    g_assert_cmpuint(took(r, 4), ==, DRIVE_SECTOR_NS); /* the very next */
    g_assert_cmpuint(took(r, 4), ==, DRIVE_REVOLUTION_NS);
    g_assert_cmpuint(took(r, 0), >, DRIVE_REVOLUTION_NS); /* second pulse */
    g_assert_cmpuint(took(r, 0), <=, 2 * DRIVE_REVOLUTION_NS);
    rig_expect(r, 0x40, 0x04, 0);
    rig_out(r, MSR, 0x02);
    fake_advance(&r->fb, 50 * MS);
    RIG_GIVE(r, 0x4a, 0);
    fake_advance(&r->fb, 349 * MS);
    g_assert_cmphex(rig_in(r, MSR), ==, 0x10);
    fake_advance(&r->fb, 1 * MS);
    rig_take(r);
    rig_expect(r, 0x40, 0x01, 0);
}

static void test_motor_starts_once(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    rig_ready(r);
    fake_advance_to(&r->fb, 1000 * MS);
    rig_out(r, DOR, MOTOR); /* is on already */
    g_assert_cmpuint(took(r, 1), ==, DRIVE_SECTOR_NS);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        { "bus-reset", test_bus_reset },
        { "software-reset", test_software_reset },
        { "reset-ends-all", test_reset_ends_what_is_under_way },
        { "dsr-rate", test_rate_of_the_dsr },
        { "fifo-out-of-turn", test_fifo_out_of_turn },
        { "write-by-program", test_write_by_program },
        { "interrupt-without-dma", test_interrupt_asks_for_bytes },
        { "opcodes", test_opcodes },
        { "told-apart", test_told_apart },
        { "perpendicular", test_perpendicular },
        { "traces", test_traces },
        { "head", test_head_moves },
        { "seeks", test_seeks },
        { "implied-seek", test_implied_seek },
        { "verify-count", test_verify_counts },
        { "skip", test_skip },
        { "what-a-command-leaves", test_what_a_command_leaves },
        { "change-lines", test_change_lines },
        { "strange-marks", test_strange_marks },
        { "marks-come-round", test_marks_come_round },
        { "a-miss-costs-a-turn", test_a_miss_costs_a_turn },
        { "motor-starts-once", test_motor_starts_once },
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        g_autofree char *path = g_strconcat("/state/", tests[i].name, NULL);

        g_test_add(path, struct rig, NULL, rig_setup, tests[i].run,
                   rig_teardown);
    }
    return g_test_run();
}
