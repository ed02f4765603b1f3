/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_stratacard.c - the registers of the 16 MiB card (docs/hardware.md), the
 * guest's driver on the same card, and guest/flashfs on that driver, supply
 * cuts included.
 *
 * Registers of devices/flash-strata:
 *   modelled: 300h block; 302h word; 304h byte; 306h data; 308h control; 30Ah
 *     status
 */
#define _GNU_SOURCE /* memmem() */
#include <glib.h>
#include <setjmp.h>
#include <string.h>

#include "devices/board-id/board_id.h"
#include "devices/flash-strata/stratacard.h"
#include "guest/flashfs/flashfs.h"
#include "tests/unit/devices/fakeboard.h"

enum { US = 1000, MS = 1000 * 1000, BYTES = 16 << 20, BLOCK = 128 * 1024 };

static struct fakeboard board;
static struct device *card, *id;
static uint8_t *array;
static uint8_t locks[32];

/* The supply fails after so many accesses; 0: never. */
static unsigned cut_after;
static jmp_buf cut;

static void time_passes(uint64_t ns)
{
    fake_advance(&board, ns);
    if (cut_after > 0 && --cut_after == 0)
        longjmp(cut, 1);
}

#define GUEST_I386_IO_H
static void outw(uint16_t port, uint16_t val)
{
    time_passes(US);
    fake_port_write(&board, port, val, 2);
}

static uint16_t inw(uint16_t port)
{
    time_passes(US);
    return (uint16_t)fake_port_read(&board, port, 2);
}

#include "guest/drivers/flashcard.c"
#include "guest/drivers/flashcard_strata.c"

void flashcard_at29(struct flashcard *f, unsigned chips)
{
    (void)f;
    (void)chips;
    g_assert_not_reached();
}

static void rest(void *far, unsigned microseconds)
{
    (void)far;
    time_passes((uint64_t)microseconds * US);
}

/* --- fixture ----------------------------------------------------------- */

static void setup(gconstpointer authentic)
{
    const struct board_id_facts facts = {0x0525, 2, 0x6405, 0x12345678};

    fakeboard_init(&board);
    board.authentic = authentic;
    array = g_malloc(BYTES);
    memset(array, 0xff, BYTES);
    memset(locks, 0, sizeof locks);
    cut_after = 0;
    card = fake_new(&board, &stratacard_class, "flash");
    stratacard_attach(card, array, BYTES, locks);
    board_map(card, 0, 0x300, true);
    id = fake_new(&board, &board_id_class, "board-id");
    board_id_attach(id, &facts);
    board_map(id, 0, 0x30c, true);
}

static void teardown(void)
{
    fakeboard_done(&board);
    g_free(array);
}

static void reg(unsigned offset, uint16_t val)
{
    fake_write(card, "stratacard", offset, val, 2);
}

static uint16_t reg_get(unsigned offset)
{
    return (uint16_t)fake_read(card, "stratacard", offset, 2);
}

/* As the original's BIOS does it: a read cycle, a write cycle. */
static uint16_t read_at(uint32_t offset)
{
    reg(0, (uint16_t)(offset % 0x800000 >> 17));
    reg(2, (uint16_t)(offset >> 1));
    reg(4, 0);
    reg(8, offset >= 0x800000 ? 0x28 : 0x08);
    return reg_get(6);
}

static void write_at(uint32_t offset, uint16_t val)
{
    unsigned bank = offset >= 0x800000 ? 0x20 : 0;

    reg(0, (uint16_t)(offset % 0x800000 >> 17));
    reg(2, (uint16_t)(offset >> 1));
    reg(4, 0);
    reg(6, val);
    reg(8, (uint16_t)(bank | 0x14));
    reg(8, (uint16_t)(bank | 0x10));
}

/* --- the card ---------------------------------------------------------- */

static void test_cycles(void)
{
    static const uint32_t at[] = {0,        2,        0x1fffe,  0x20000,
                                  0x7ffffe, 0x800000, 0xfffffe};

    setup(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++) {
        write_at(at[i], 0x40);
        write_at(at[i], (uint16_t)(0x1200 + i));
        write_at(at[i], 0xff);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++) {
        g_assert_cmphex(read_at(at[i]), ==, 0x1200 + i);
        g_assert_cmphex(array[at[i]], ==, i);
        g_assert_cmphex(array[at[i] + 1], ==, 0x12);
    }
    write_at(0x800000, 0x90);
    g_assert_cmphex(read_at(0x800000), ==, 0x0089);
    g_assert_cmphex(read_at(0x800002), ==, 0x0015);
    g_assert_cmphex(read_at(0), ==, 0x1200); /* the other chip */
    teardown();
}

static void test_registers(void)
{
    setup(NULL);
    reg(8, 0);
    reg(6, 0x1234);
    g_assert_cmphex(reg_get(6), ==, 0x1234); /* output not enabled */
    g_assert_cmphex(reg_get(0), ==, 0xffff); /* write-only */
    g_assert_cmphex(reg_get(2), ==, 0xffff);
    g_assert_cmphex(reg_get(4), ==, 0xffff);
    g_assert_cmphex(reg_get(8), ==, 0xffff);
    reg(6, 0x40);
    reg(8, 0x04);
    reg(8, 0x00); /* the card is not selected */
    g_assert_cmphex(read_at(0), ==, 0xffff);
    fake_write(card, "stratacard", 6, 0x34, 1);
    fake_write(card, "stratacard", 7, 0x12, 1);
    reg(8, 0);
    g_assert_cmphex(reg_get(6), ==, 0x1234);
    g_assert_cmphex(fake_read(card, "stratacard", 7, 1), ==, 0x12);
    array[0] = 0x5a;
    fake_write(card, "stratacard", 7, 0x0878, 2); /* and control's low byte */
    g_assert_cmphex(reg_get(6), ==, 0xff5a);
    reg(8, 0);
    g_assert_cmphex(reg_get(6), ==, 0x7834);
    teardown();
}

static void test_one_chip(void)
{
    setup(NULL);
    stratacard_attach(card, array, BYTES / 2, locks);
    array[0] = array[0x800000] = 0;
    g_assert_cmphex(read_at(0), ==, 0xff00);
    g_assert_cmphex(read_at(0x800000), ==, 0xffff);
    write_at(0x800000, 0x90);
    g_assert_cmphex(read_at(0), ==, 0xff00);
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    teardown();
}

static void test_ready(void)
{
    setup(GINT_TO_POINTER(1));
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    write_at(0x820000, 0x20);
    write_at(0x820000, 0xd0);
    g_assert_cmphex(reg_get(0xa), ==, 0);
    fake_reset(card, RESET_BUS); /* the chip goes on */
    fake_advance(&board, 999 * MS);
    g_assert_cmphex(reg_get(0xa), ==, 0);
    fake_advance(&board, MS);
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    g_assert_cmpuint(fake_next_alarm(&board), ==, ALARM_OFF);
    write_at(0x20000, 0x20); /* either chip */
    write_at(0x20000, 0xd0);
    g_assert_cmphex(reg_get(0xa), ==, 0);
    board.now_ns += 1000 * (uint64_t)MS; /* and no alarm was in time */
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    teardown();
}

/* What nobody looks at is done nevertheless. */
static void test_alarm(void)
{
    setup(GINT_TO_POINTER(1));
    array[0x20000 + BLOCK - 1] = 0;
    write_at(0x20000, 0x20);
    write_at(0x20000, 0xd0);
    g_assert_cmphex(array[0x20000 + BLOCK - 1], ==, 0);
    fake_advance(&board, 500 * MS);
    g_assert_cmphex(array[0x20000 + BLOCK - 1], ==, 0xff);
    write_at(0x20000, 0x40);
    g_assert_cmpuint(board.guest_errors, ==, 1); /* still busy */
    fake_reset(card, RESET_POWER);
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    g_assert_cmphex(read_at(0x20000), ==, 0xffff);
    teardown();
}

static void test_words_across_registers(void)
{
    setup(NULL);
    reg(8, 0);
    reg(6, 0x1234);
    g_assert_cmphex(fake_read(card, "stratacard", 5, 2), ==, 0x34ff);
    g_assert_cmphex(fake_read(card, "stratacard", 7, 2), ==, 0xff12);
    write_at(0, 0x40);
    reg(6, 0x0034);
    reg(8, 0x14);
    fake_write(card, "stratacard", 7, 0x1056, 2); /* data, then the strobe */
    g_assert_cmphex(array[0] | array[1] << 8, ==, 0x5634);
    fake_reset(card, RESET_BUS);
    g_assert_cmphex(reg_get(6), ==, 0);
    teardown();
}

static void test_power_off(void)
{
    setup(GINT_TO_POINTER(1));
    write_at(0, 0x20);
    write_at(0, 0xd0);
    fake_reset(card, RESET_POWER);
    g_assert_cmpuint(fake_next_alarm(&board), ==, ALARM_OFF);
    teardown();
}

static void test_tells(void)
{
    setup(NULL);
    card->traced = true;
    write_at(0x820000, 0x20);
    write_at(0x820000, 0xd0);
    g_assert_cmpstr(board.last_trace, ==,
                    "chip 1: 65536 words from 010000 on erased");
    write_at(0x24, 0x40);
    write_at(0x24, 0x1234);
    g_assert_cmpstr(board.last_trace, ==,
                    "chip 0: 1 words from 000012 on programmed");
    write_at(0, 0x60);
    write_at(0, 0x01);
    g_assert_cmpstr(board.last_trace, ==, "chip 0: block locks changed");
    g_assert_cmpuint(board.traces, ==, 3);
    teardown();
}

/* --- the guest's driver on it ------------------------------------------ */

static void test_find(gconstpointer authentic)
{
    struct flashcard f;

    setup(authentic);
    g_assert_true(flashcard_find(&f, rest, NULL));
    g_assert_cmpstr(f.part, ==, "i28F640J5");
    g_assert_cmpuint(f.chips, ==, 2);
    g_assert_cmpuint(f.flash.bytes, ==, BYTES);
    g_assert_cmphex(f.serial, ==, 0x12345678);
    g_assert_cmphex(f.strap, ==, 0x0525);
    teardown();
}

static void fill(uint8_t *sector, uint8_t seed)
{
    for (unsigned i = 0; i < 256; i++)
        sector[i] = (uint8_t)(seed + i * 3);
}

static void test_driver(gconstpointer authentic)
{
    struct flashcard f;
    uint8_t sector[256], is[256];

    setup(authentic);
    flashcard_find(&f, rest, NULL);
    fill(sector, 9);
    g_assert_true(f.flash.program(&f.flash, 0x9fff00, sector));
    g_assert_cmpmem(array + 0x9fff00, 256, sector, 256);
    g_assert_true(f.flash.read(&f.flash, 0x9fff01, is, 253)); /* crooked */
    g_assert_cmpmem(is, 253, sector + 1, 253);
    fill(sector, 10); /* not erased */
    g_assert_false(f.flash.program(&f.flash, 0x9fff00, sector));
    g_assert_true(f.flash.erase(&f.flash, 0x9e0000));
    g_assert_cmphex(array[0x9fff00], ==, 0xff);
    g_assert_true(f.flash.program(&f.flash, 0x9fff00, sector));
    g_assert_false(f.flash.program(&f.flash, 0x80, sector));
    g_assert_false(f.flash.program(&f.flash, BYTES, sector));
    g_assert_false(f.flash.erase(&f.flash, 0x10000));
    g_assert_false(f.flash.erase(&f.flash, BYTES));
    g_assert_false(f.flash.read(&f.flash, BYTES - 1, is, 2));
    g_assert_cmpuint(board.guest_errors, ==, 0);
    teardown();
}

static void test_locked(void)
{
    struct flashcard f;
    uint8_t sector[256] = {0};

    setup(NULL);
    flashcard_find(&f, rest, NULL);
    locks[8] = 1; /* the first block of the second chip */
    g_assert_false(f.flash.program(&f.flash, 0x800000, sector));
    g_assert_false(f.flash.erase(&f.flash, 0x800000));
    g_assert_true(f.flash.program(&f.flash, 0x820000, sector));
    teardown();
}

/* The processor is reset at every access of a write and an erasure. */
static void test_find_after_reset(void)
{
    struct flashcard f;
    uint8_t sector[256];

    setup(GINT_TO_POINTER(1));
    fill(sector, 1);
    for (unsigned n = 1; n < 400; n += 3) {
        flashcard_find(&f, rest, NULL);
        if (setjmp(cut) == 0) {
            cut_after = n;
            f.flash.erase(&f.flash, 0);
            f.flash.program(&f.flash, 0, sector);
        }
        cut_after = 0;
        fake_reset(card, RESET_BUS);
        g_assert_true(flashcard_find(&f, rest, NULL));
        g_assert_cmpuint(f.chips, ==, 2);
    }
    teardown();
}

/* --- files on it ------------------------------------------------------- */

static enum flashfs_status open_files(struct flashcard *f, struct flashfs *fs)
{
    g_assert_true(flashcard_find(f, rest, NULL));
    return flashfs_open(fs, &f->flash, &flashfs_layout3);
}

static bool holds(struct flashfs *fs, enum flashfs_file file,
                  const char *want)
{
    char is[1024];
    uint32_t n;

    return flashfs_get(fs, file, is, sizeof is, &n) == FLASHFS_GOOD &&
           n == strlen(want) && memcmp(is, want, n) == 0;
}

static bool is_in_flash(const char *text)
{
    size_t n = strlen(text);

    for (size_t i = 0; i + n <= BYTES; i++)
        if (!memcmp(array + i, text, n))
            return true;
    return false;
}

static void test_files(gconstpointer authentic)
{
    static const struct {
        enum flashfs_file file;
        const char *first, *second;
    } row[] = {
        {FLASHFS_CONFIG, "config", "CONFIG of more"},
        {FLASHFS_PRIVATE, "private", "PRIVATE"},
        {FLASHFS_SEED, "seed", "SEED"},
        {FLASHFS_CRASH, "crash", "CRASH"},
    };
    uint32_t key[4] = {1, 2, 3, 4}, is[4];
    struct flashcard f;
    struct flashfs fs;

    setup(authentic);
    g_assert_cmpint(open_files(&f, &fs), ==, FLASHFS_ABSENT);
    g_assert_cmpint(flashfs_format(&fs, true), ==, FLASHFS_GOOD);
    g_assert_cmpint(flashfs_key_set(&fs, key), ==, FLASHFS_GOOD);
    for (unsigned times = 0; times < 3; times++)
        for (unsigned i = 0; i < G_N_ELEMENTS(row); i++) {
            const char *text = times % 2 ? row[i].second : row[i].first;

            g_assert_cmpint(flashfs_set(&fs, row[i].file, text,
                                        (uint32_t)strlen(text)),
                            ==, FLASHFS_GOOD);
        }
    g_assert_cmpint(open_files(&f, &fs), ==, FLASHFS_GOOD);
    for (unsigned i = 0; i < G_N_ELEMENTS(row); i++)
        g_assert_true(holds(&fs, row[i].file, row[i].first));
    g_assert_cmpint(flashfs_key_get(&fs, is), ==, FLASHFS_GOOD);
    g_assert_cmpmem(is, sizeof is, key, sizeof key);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_GOOD);
    g_assert_false(is_in_flash("onfig"));
    g_assert_false(is_in_flash("ONFIG"));
    g_assert_true(holds(&fs, FLASHFS_PRIVATE, "private"));
    teardown();
}

/* Longer than a slot has room for, twice into each: what goes on elsewhere is
 * erased as the slot is. */
static void test_long(void)
{
    enum { MOST = 400000 };
    g_autofree char *text = g_malloc(MOST), *is = g_malloc(MOST);
    struct flashcard f;
    struct flashfs fs;

    setup(NULL);
    open_files(&f, &fs);
    for (unsigned i = 0; i < 4; i++) {
        uint32_t n, length = MOST - i * 100000;

        for (uint32_t k = 0; k < length; k++)
            text[k] = (char)('a' + (k * 7 + i) % 26);
        g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, text, length), ==,
                        FLASHFS_GOOD);
        g_assert_cmpint(flashfs_get(&fs, FLASHFS_CONFIG, is, MOST, &n), ==,
                        FLASHFS_GOOD);
        g_assert_cmpmem(is, n, text, length);
    }
    g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "short", 5), ==,
                    FLASHFS_GOOD);
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_CONFIG), ==, FLASHFS_GOOD);
    for (uint32_t at = 0x800000; at < 0xa00000; at++)
        g_assert_cmpuint(array[at], ==, 0xff);
    teardown();
}

/* To each earlier layout and back: nothing is left where it was. */
static void test_convert(void)
{
    static const struct flashfs_layout *const layouts[] = {&flashfs_layout1,
                                                           &flashfs_layout2};
    struct flashcard f;
    struct flashfs fs;

    for (unsigned i = 0; i < G_N_ELEMENTS(layouts); i++) {
        uint8_t *where;

        setup(NULL);
        open_files(&f, &fs);
        for (unsigned times = 0; times < 3; times++)
            g_assert_cmpint(flashfs_set(&fs, FLASHFS_CONFIG, "a text of it",
                                        12), ==, FLASHFS_GOOD);
        g_assert_cmpint(flashfs_convert(&fs, layouts[i], NULL), ==,
                        FLASHFS_GOOD);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, "a text of it"));
        where = memmem(array, BYTES, "a text of it", 12);
        g_assert_nonnull(where);
        g_assert_null(memmem(where + 1, (size_t)(array + BYTES - where - 1),
                             "a text of it", 12));
        g_assert_cmpint(flashfs_convert(&fs, &flashfs_layout3, NULL), ==,
                        FLASHFS_GOOD);
        g_assert_cmpint(open_files(&f, &fs), ==, FLASHFS_GOOD);
        g_assert_true(holds(&fs, FLASHFS_CONFIG, "a text of it"));
        teardown();
    }
}

/* An image over another one: every block is erased once. */
static void test_image(void)
{
    enum { N = 3 * BLOCK + 5000 };
    g_autofree uint8_t *bytes = g_malloc(N);
    struct flashfs_writer w;
    struct flashcard f;
    struct flashfs fs;

    setup(NULL);
    open_files(&f, &fs);
    for (unsigned times = 0; times < 2; times++) {
        for (unsigned i = 0; i < N; i++)
            bytes[i] = (uint8_t)(i * 7 + i / 256 + times);
        flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, N);
        flashfs_write_add(&w, bytes, N);
        g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
        g_assert_cmpint(flashfs_compare(&fs, FLASHFS_IMAGE, 0, bytes, N), ==,
                        FLASHFS_GOOD);
    }
    g_assert_cmpint(flashfs_clear(&fs, FLASHFS_IMAGE), ==, FLASHFS_GOOD);
    g_assert_cmphex(array[0], ==, 0xff);
    teardown();
}

/* The supply fails at every third access or wait of a write: old or new, and
 * everything else as it was. */
static void test_cuts(void)
{
    static const char first[] = "the first configuration",
                      second[] = "a second configuration, which is longer";
    uint32_t key[4] = {1, 2, 3, 4};
    struct flashcard f;
    struct flashfs fs;
    static unsigned olds, news; /* what setjmp() leaves alone */

    setup(GINT_TO_POINTER(1));
    open_files(&f, &fs);
    flashfs_key_set(&fs, key);
    flashfs_set(&fs, FLASHFS_CONFIG, second, sizeof second - 1);
    for (unsigned n = 1; news == 0; n += 3) {
        static bool was_cut;

        was_cut = true;

        flashfs_set(&fs, FLASHFS_CONFIG, first, sizeof first - 1);
        if (setjmp(cut) == 0) {
            cut_after = n;
            flashfs_set(&fs, FLASHFS_CONFIG, second, sizeof second - 1);
            was_cut = false;
        }
        cut_after = 0;
        fake_reset(card, RESET_POWER);
        g_assert_cmpint(open_files(&f, &fs), ==, FLASHFS_GOOD);
        g_assert_cmpint(flashfs_key_get(&fs, key), ==, FLASHFS_GOOD);
        if (holds(&fs, FLASHFS_CONFIG, first))
            olds++;
        else if (holds(&fs, FLASHFS_CONFIG, second))
            news += !was_cut;
        else
            g_error("after a cut at access %u", n);
    }
    g_assert_cmpuint(olds, >, 50);
    teardown();
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/card/300h 302h 304h 308h cycles", test_cycles);
    g_test_add_func("/card/306h data and bytes", test_registers);
    g_test_add_func("/card/308h one chip", test_one_chip);
    g_test_add_func("/card/30Ah ready", test_ready);
    g_test_add_func("/card/alarm", test_alarm);
    g_test_add_func("/card/words at odd ports", test_words_across_registers);
    g_test_add_func("/card/no power, no alarm", test_power_off);
    g_test_add_func("/card/traces", test_tells);
    g_test_add_data_func("/driver/find fast", NULL, test_find);
    g_test_add_data_func("/driver/find authentic", "", test_find);
    g_test_add_data_func("/driver/use fast", NULL, test_driver);
    g_test_add_data_func("/driver/use authentic", "", test_driver);
    g_test_add_func("/driver/locked", test_locked);
    g_test_add_func("/driver/find after reset", test_find_after_reset);
    g_test_add_data_func("/files/fast", NULL, test_files);
    g_test_add_data_func("/files/authentic", "", test_files);
    g_test_add_func("/files/image", test_image);
    g_test_add_func("/card/a long configuration", test_long);
    g_test_add_func("/files/from-one-layout-to-another",
                    test_convert);
    g_test_add_func("/files/cuts", test_cuts);
    return g_test_run();
}
