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
#include <string.h>

#include "devices/floppy/i82077.h"
#include "tests/unit/fakeboard.h"

enum { DOR = 2, TDR = 3, MSR = 4, FIFO = 5 };
enum { RUN = 0x0c, MOTOR = 0x1c };
enum { BYTES = DRIVE_DISK_SECTORS * DRIVE_SECTOR_BYTES };
#define MS UINT64_C(1000000)

struct rig {
    struct fakeboard fb;
    struct device *fdc;
    struct fake_pin irq;
    /* The DMA controller: moves up to `count` bytes, TC with the last. */
    uint8_t memory[DRIVE_TRACK_BYTES * 2];
    unsigned count, moved;
    bool to_device, deaf, asks;
    /* The diskette. */
    uint8_t *surface;
    uint32_t formatted;
    int damaged; /* sector, -1: none */
    uint8_t result[10];
};

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

static void insert(struct rig *r, bool protected)
{
    struct floppy_medium m = { r, protected, formatted, surface_read,
                               surface_write };

    i82077_insert(r->fdc, &m);
}

static void settle(struct rig *r)
{
    while (fake_next_alarm(&r->fb) != ALARM_OFF)
        fake_advance_to(&r->fb, fake_next_alarm(&r->fb));
}

static uint8_t in(struct rig *r, unsigned reg)
{
    return (uint8_t)fake_read(r->fdc, "regs", reg, 1);
}

static void out(struct rig *r, unsigned reg, uint8_t v)
{
    fake_write(r->fdc, "regs", reg, v, 1);
}

static void give(struct rig *r, unsigned n, const uint8_t *bytes)
{
    for (unsigned i = 0; i < n; i++) {
        g_assert_cmphex(in(r, MSR) & 0xc0, ==, 0x80);
        out(r, FIFO, bytes[i]);
    }
}
#define GIVE(r, ...)                                                         \
    give(r, sizeof((uint8_t[]){ __VA_ARGS__ }), (uint8_t[]){ __VA_ARGS__ })

/* Fetches what there is to read and says how much that was. */
static unsigned take(struct rig *r)
{
    unsigned n = 0;

    while ((in(r, MSR) & 0xc0) == 0xc0 && n < sizeof(r->result))
        r->result[n++] = in(r, FIFO);
    g_assert_cmphex(in(r, MSR) & 0xd0, ==, 0x80);
    return n;
}

static void sense(struct rig *r, uint8_t st0, uint8_t pcn)
{
    GIVE(r, 8);
    g_assert_cmpuint(take(r), ==, 2);
    g_assert_cmphex(r->result[0], ==, st0);
    g_assert_cmpuint(r->result[1], ==, pcn);
}

static void setup(struct rig *r, gconstpointer unused)
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

/* Ready to read: reset done, motor on, 500 kbit/s, diskette in. */
static void ready(struct rig *r)
{
    insert(r, false);
    out(r, DOR, MOTOR);
    fake_write(r->fdc, "dir", 0, 0, 1);
    for (unsigned i = 0; i < 4; i++)
        sense(r, (uint8_t)(0xc0 | i), 0);
    GIVE(r, 0x03, 0xaf, 0x02);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_free(r->surface);
    fakeboard_done(&r->fb);
}

static void seek(struct rig *r, uint8_t cylinder)
{
    GIVE(r, 0x0f, 0, cylinder);
    settle(r);
    g_assert_true(r->irq.level);
    sense(r, 0x20, cylinder);
}

/* A data command; the result is in r->result. */
static void data(struct rig *r, uint8_t code, uint8_t c, uint8_t h, uint8_t s,
                 uint8_t last)
{
    r->moved = 0;
    GIVE(r, code, (uint8_t)(h << 2), c, h, s, 2, last, 0x1b, 0xff);
    settle(r);
    g_assert_true(r->irq.level);
    g_assert_cmpuint(take(r), ==, 7);
    g_assert_false(r->irq.level);
}

static void expect(struct rig *r, uint8_t st0, uint8_t st1, uint8_t st2)
{
    g_assert_cmphex(r->result[0], ==, st0);
    g_assert_cmphex(r->result[1], ==, st1);
    g_assert_cmphex(r->result[2], ==, st2);
}

static void next_is(struct rig *r, uint8_t c, uint8_t h, uint8_t s)
{
    g_assert_cmpuint(r->result[3], ==, c);
    g_assert_cmpuint(r->result[4], ==, h);
    g_assert_cmpuint(r->result[5], ==, s);
    g_assert_cmpuint(r->result[6], ==, 2);
}

/* --- registers, reset -------------------------------------------------- */

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(in(r, MSR), ==, 0);
    g_assert_cmphex(in(r, 0), ==, 0xff);
    g_assert_cmphex(in(r, 1), ==, 0xff);
    out(r, DOR, 0x04);
    g_assert_false(r->irq.level); /* the gate is closed */
    out(r, DOR, RUN);
    g_assert_true(r->irq.level);
    g_assert_cmphex(in(r, MSR), ==, 0x80);
    for (unsigned i = 0; i < 4; i++)
        sense(r, (uint8_t)(0xc0 | i), 0);
    GIVE(r, 8);
    g_assert_cmpuint(take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
    out(r, MSR, 0x80); /* DSR: reset by software */
    g_assert_true(r->irq.level);
    out(r, TDR, 0xff);
    g_assert_cmphex(in(r, TDR), ==, 0xff);
    out(r, TDR, 0);
    g_assert_cmphex(in(r, TDR), ==, 0xfc);
    g_assert_cmphex(in(r, DOR), ==, RUN);
}

static void test_simple_commands(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    GIVE(r, 0x10);
    g_assert_cmpuint(take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x90);
    GIVE(r, 0x94);
    take(r);
    g_assert_cmphex(r->result[0], ==, 0x10);
    GIVE(r, 0x13, 0, 0x1f, 5);
    GIVE(r, 0x12, 0x84);
    GIVE(r, 0x0e);
    g_assert_cmpuint(take(r), ==, 10);
    g_assert_cmphex(r->result[4], ==, 0xaf);
    g_assert_cmphex(r->result[5], ==, 0x02);
    g_assert_cmphex(r->result[7], ==, 0x84);
    g_assert_cmphex(r->result[8], ==, 0x1f);
    g_assert_cmphex(r->result[9], ==, 5);
    GIVE(r, 0x14);
    take(r);
    g_assert_cmphex(r->result[0], ==, 0);
    GIVE(r, 0x18); /* no such command */
    g_assert_cmpuint(take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x80);
}

static void test_lock_survives_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    GIVE(r, 0x13, 0, 0x0c, 7);
    GIVE(r, 0x94);
    take(r);
    out(r, DOR, 0);
    out(r, DOR, MOTOR);
    GIVE(r, 0x0e);
    take(r);
    g_assert_cmphex(r->result[8], ==, 0x0c);
    g_assert_cmpuint(r->result[9], ==, 7);
}

/* --- the head ---------------------------------------------------------- */

static void test_seek_and_recalibrate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    seek(r, 40);
    GIVE(r, 0x04, 0);
    g_assert_cmpuint(take(r), ==, 1);
    g_assert_cmphex(r->result[0], ==, 0x28);
    GIVE(r, 0xcf, 0, 2); /* relative, inward */
    settle(r);
    sense(r, 0x20, 42);
    GIVE(r, 0x07, 0);
    settle(r);
    sense(r, 0x20, 0);
    GIVE(r, 0x04, 4);
    take(r);
    g_assert_cmphex(r->result[0], ==, 0x3c); /* track 0, head 1 */
    GIVE(r, 0x07, 1); /* no second drive */
    settle(r);
    sense(r, 0x71, 0);
}

static void test_seek_takes_time(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    ready(r);
    GIVE(r, 0x0f, 0, 10);
    g_assert_cmphex(in(r, MSR), ==, 0x81);
    fake_advance(&r->fb, 10 * 6 * MS - 1); /* SRT A: 6 ms */
    g_assert_false(r->irq.level);
    fake_advance(&r->fb, 1);
    g_assert_true(r->irq.level);
    g_assert_cmphex(in(r, MSR), ==, 0x80);
    sense(r, 0x20, 10);
}

static void test_disk_change(struct rig *r, gconstpointer unused)
{
    struct fake_pin lamp = {0};

    (void)unused;
    ready(r);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0xff);
    seek(r, 1);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    i82077_eject(r->fdc);
    seek(r, 2);
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0xff);
    out(r, DOR, RUN); /* not selected */
    g_assert_cmphex(fake_read(r->fdc, "dir", 0, 1), ==, 0x7f);
    fake_pin_connect(&r->fb, &lamp, i82077_lamp_pin(r->fdc));
    g_assert_false(i82077_lamp(r->fdc));
    out(r, DOR, MOTOR);
    g_assert_true(i82077_lamp(r->fdc));
    g_assert_true(lamp.level);
    out(r, DOR, RUN);
    g_assert_false(lamp.level);
}

/* --- reading ----------------------------------------------------------- */

static void test_read_sector(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    seek(r, 3);
    r->count = 512;
    data(r, 0xe6, 3, 1, 5, 18);
    expect(r, 0x04, 0, 0);
    next_is(r, 3, 1, 6);
    g_assert_cmpmem(r->memory, 512, r->surface + ((3 * 2 + 1) * 18 + 4) * 512,
                    512);
}

static void test_read_over_both_heads(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->count = 2 * DRIVE_TRACK_BYTES;
    data(r, 0xe6, 0, 0, 1, 18);
    expect(r, 0x00, 0, 0);
    next_is(r, 1, 0, 1);
    g_assert_cmpmem(r->memory, r->count, r->surface, r->count);
}

static void test_read_without_terminal_count(struct rig *r,
                                             gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->count = 2 * DRIVE_TRACK_BYTES;
    data(r, 0x46, 0, 0, 17, 18);
    expect(r, 0x40, 0x80, 0);
    g_assert_cmpuint(r->moved, ==, 1024);
}

static void test_terminal_count_in_a_sector(struct rig *r,
                                            gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->count = 100;
    data(r, 0x46, 0, 0, 2, 18);
    expect(r, 0x00, 0, 0);
    next_is(r, 0, 0, 3);
    g_assert_cmpmem(r->memory, 100, r->surface + 512, 100);
}

static void test_read_refused(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->count = 512;
    data(r, 0x46, 1, 0, 1, 18); /* the head is on track 0 */
    expect(r, 0x40, 0x04, 0x10);
    data(r, 0x46, 0, 0, 19, 19);
    expect(r, 0x40, 0x04, 0);
    data(r, 0x06, 0, 0, 1, 18); /* FM */
    expect(r, 0x40, 0x01, 0);
    fake_write(r->fdc, "dir", 0, 2, 1); /* 250 kbit/s */
    data(r, 0x46, 0, 0, 1, 18);
    expect(r, 0x40, 0x01, 0);
    fake_write(r->fdc, "dir", 0, 0, 1);
    r->damaged = 3;
    data(r, 0x46, 0, 0, 4, 18);
    expect(r, 0x40, 0x20, 0x20);
    r->formatted = 20; /* two sectors of track 0, head 1 */
    data(r, 0x46, 0, 1, 3, 18);
    expect(r, 0x44, 0x04, 0);
    seek(r, 1);
    data(r, 0x46, 1, 0, 1, 18);
    expect(r, 0x40, 0x01, 0);
}

static void test_deaf_host_overruns(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->deaf = true;
    data(r, 0x46, 0, 0, 1, 18);
    expect(r, 0x40, 0x10, 0);
}

static void test_no_diskette_hangs_until_reset(struct rig *r,
                                               gconstpointer unused)
{
    (void)unused;
    ready(r);
    i82077_eject(r->fdc);
    GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 5000 * MS);
    g_assert_cmphex(in(r, MSR), ==, 0x10);
    out(r, DOR, 0);
    out(r, DOR, MOTOR);
    sense(r, 0xc0, 0);
}

static void test_exchanged_in_a_search(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    insert(r, false); /* ejects the one before */
    fake_advance(&r->fb, 5000 * MS);
    g_assert_cmphex(in(r, MSR), ==, 0x10);
    out(r, DOR, 0);
    out(r, DOR, MOTOR);
    sense(r, 0xc0, 0);
}

static void test_reading_takes_time(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.authentic = true;
    ready(r);
    fake_advance_to(&r->fb, 1000 * MS); /* the index hole, at full speed */
    r->count = 512;
    r->moved = 0;
    GIVE(r, 0x46, 0, 0, 0, 10, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 10 * DRIVE_SECTOR_NS - 1);
    g_assert_cmpuint(r->moved, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->moved, ==, 512);
    take(r);
    /* Not before the motor has its speed. */
    out(r, DOR, RUN);
    out(r, DOR, MOTOR);
    r->moved = 0;
    GIVE(r, 0x46, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, DRIVE_SPIN_UP_NS - 1);
    g_assert_cmpuint(r->moved, ==, 0);
    fake_advance(&r->fb, 1);
    g_assert_cmpuint(r->moved, ==, 512);
}

static void test_read_by_program(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    GIVE(r, 0x03, 0xaf, 0x03); /* no DMA */
    GIVE(r, 0x46, 0, 0, 0, 18, 2, 18, 0x1b, 0xff);
    settle(r); /* the sector goes by */
    g_assert_cmpuint(take(r), ==, 7);
    expect(r, 0x40, 0x10, 0);
    GIVE(r, 0x46, 0, 0, 0, 18, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    for (unsigned i = 0; i < 512; i++) {
        g_assert_cmphex(in(r, MSR), ==, 0xf0);
        g_assert_cmphex(in(r, FIFO), ==, r->surface[17 * 512 + i]);
    }
    settle(r);
    take(r);
    expect(r, 0x40, 0x80, 0);
}

static void test_read_id(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    seek(r, 7);
    GIVE(r, 0x4a, 4);
    settle(r);
    g_assert_cmpuint(take(r), ==, 7);
    expect(r, 0x04, 0, 0);
    g_assert_cmpuint(r->result[3], ==, 7);
    g_assert_cmpuint(r->result[4], ==, 1);
    g_assert_cmpuint(r->result[5], >=, 1);
    g_assert_cmpuint(r->result[5], <=, 18);
    r->formatted = 0;
    GIVE(r, 0x4a, 0);
    settle(r);
    take(r);
    expect(r, 0x40, 0x01, 0);
}

static void test_other_reads(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->count = DRIVE_TRACK_BYTES;
    data(r, 0x42, 0, 0, 9, 18); /* READ TRACK begins with sector 1 */
    expect(r, 0, 0, 0);
    g_assert_cmpmem(r->memory, r->count, r->surface, r->count);
    r->count = 1024;
    data(r, 0x4c, 0, 0, 1, 18); /* no deleted mark: read, and told */
    expect(r, 0, 0, 0x40);
    g_assert_cmpuint(r->moved, ==, 512);
    data(r, 0x56, 0, 0, 1, 18); /* VERIFY moves nothing */
    expect(r, 0x40, 0x80, 0);
    g_assert_cmpuint(r->moved, ==, 0);
}

/* --- writing ----------------------------------------------------------- */

static void test_write(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    seek(r, 79);
    memset(r->memory, 0x5a, sizeof(r->memory));
    r->to_device = true;
    r->count = 700; /* one sector and a part; the rest becomes zero */
    data(r, 0x45, 79, 1, 17, 18);
    expect(r, 0x04, 0, 0);
    const uint8_t *last = r->surface + (DRIVE_DISK_SECTORS - 2) * 512;
    g_assert_cmpmem(last, 700, r->memory, 700);
    for (unsigned i = 700; i < 1024; i++)
        g_assert_cmphex(last[i], ==, 0);
}

static void test_write_refused(struct rig *r, gconstpointer unused)
{
    (void)unused;
    ready(r);
    r->to_device = true;
    r->count = 512;
    r->damaged = 0;
    data(r, 0x45, 0, 0, 1, 18);
    expect(r, 0x40, 0x20, 0x20);
    insert(r, true);
    data(r, 0x45, 0, 0, 1, 18);
    expect(r, 0x40, 0x02, 0);
    g_assert_cmpuint(r->moved, ==, 0);
    GIVE(r, 0x04, 0);
    take(r);
    g_assert_cmphex(r->result[0], ==, 0x78);
}

static void test_pulled_out_in_a_write(struct rig *r, gconstpointer unused)
{
    (void)unused;
    uint8_t before = r->surface[0];

    ready(r);
    r->deaf = r->to_device = true;
    GIVE(r, 0x45, 0, 0, 0, 1, 2, 18, 0x1b, 0xff);
    fake_advance(&r->fb, 1);
    for (unsigned i = 0; i < 511; i++)
        i82077_dma_write(r->fdc, 0x77);
    i82077_eject(r->fdc);
    i82077_dma_write(r->fdc, 0x77);
    settle(r);
    take(r);
    expect(r, 0x40, 0x01, 0);
    g_assert_cmphex(r->surface[0], ==, before);
}

static void test_format(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->formatted = 0;
    ready(r);
    for (unsigned i = 0; i < 18; i++)
        memcpy(r->memory + 4 * i, (uint8_t[]){ 0, 0, (uint8_t)(i + 1), 2 }, 4);
    r->to_device = true;
    r->count = 72;
    r->moved = 0;
    GIVE(r, 0x4d, 0, 2, 18, 0x54, 0xf6);
    settle(r);
    g_assert_cmpuint(take(r), ==, 7);
    expect(r, 0, 0, 0);
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
        { "format", test_format },
    };

    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/floppy/", tests[i].name, NULL);
        g_test_add(path, struct rig, NULL, setup, tests[i].run, teardown);
        g_free(path);
    }
    return g_test_run();
}
