/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_flashbus.c - registers of the flash card and of the identity words by
 * bytes, and the bits of them that no chip hears of.
 */
#include "devices/board-id/board_id.h"
#include "devices/flash-at29/at29.h"
#include "devices/flash-at29/flashcard.h"
#include "tests/unit/devices/fakeboard.h"

enum { BLOCK = 0, WORD = 2, BYTE = 4, DATA = 6, CONTROL = 8 };
enum { OUTPUT = 0x08, SELECT = 0x10, STROBE = 0x04, CHIPS = 2 };

struct rig {
    struct fakeboard fb;
    struct device *card, *id;
    uint8_t *array, protection[CHIPS];
};

static void setup(struct rig *r, gconstpointer unused)
{
    static const struct board_id_facts facts = { 0x0525, CHIPS, 0x2904,
                                                 0x12345678 };

    (void)unused;
    fakeboard_init(&r->fb);
    r->fb.authentic = true;
    r->array = g_malloc0(CHIPS * AT29_BYTES);
    r->array[AT29_BYTES] = 0x22; /* of the second chip */
    r->protection[0] = r->protection[1] = 0;
    r->card = fake_new(&r->fb, &flashcard_at29_class, "flash");
    flashcard_attach(r->card, r->array, CHIPS * AT29_BYTES, r->protection);
    r->id = fake_new(&r->fb, &board_id_class, "board-id");
    board_id_attach(r->id, &facts);
    fake_advance(&r->fb, 10000000);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
    g_free(r->array);
}

static void put(struct rig *r, unsigned off, uint16_t val, unsigned width)
{
    fake_write(r->card, "flashcard", off, val, width);
}

static uint8_t low(struct rig *r)
{
    return (uint8_t)fake_read(r->card, "flashcard", DATA, 1);
}

/* Of the block register two bits are address lines. */
static void test_block(struct rig *r, gconstpointer unused)
{
    (void)unused;
    put(r, CONTROL, OUTPUT, 2);
    put(r, BLOCK, 4, 2);
    g_assert_cmphex(low(r), ==, 0);
    put(r, BLOCK, 0xfffc, 2);
    g_assert_cmphex(low(r), ==, 0);
    put(r, CONTROL, OUTPUT | 0x100, 2);
    g_assert_cmphex(low(r), ==, 0x22);
}

/* Nobody drives the upper half: it is no read cycle, which would toggle. */
static void test_upper_half(struct rig *r, gconstpointer unused)
{
    uint8_t first;

    (void)unused;
    put(r, DATA, 0x11, 2);
    put(r, CONTROL, SELECT | STROBE, 2);
    put(r, CONTROL, SELECT, 2); /* a load */
    put(r, CONTROL, OUTPUT, 2);
    first = low(r);
    g_assert_cmphex(fake_read(r->card, "flashcard", DATA + 1, 1), ==, 0xff);
    g_assert_cmphex(low(r) ^ first, ==, 0x40);
}

static void test_identity(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->id, "board-id", 2, 0x0103, 2);
    g_assert_cmphex(fake_read(r->id, "board-id", 2, 2), ==, 0xffff);
    fake_write(r->id, "board-id", 3, 0, 1); /* the word below stays */
    g_assert_cmphex(fake_read(r->id, "board-id", 2, 2), ==, 0x2904);
    fake_write(r->id, "board-id", 2, 1, 1);
    g_assert_cmphex(fake_read(r->id, "board-id", 2, 2), ==, 0x1234);
}

#define TEST(name, fn) \
    g_test_add("/flashbus/" name, struct rig, NULL, setup, fn, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("two-bits-of-block", test_block);
    TEST("the-upper-half-is-no-cycle", test_upper_half);
    TEST("identity-by-bytes", test_identity);
    return g_test_run();
}
