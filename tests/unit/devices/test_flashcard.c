/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_flashcard.c - the registers of the flash card (docs/hardware.md), and
 * the guest's driver on the same card.
 *
 * The driver is compiled here, with port instructions that lead to the card:
 * it is the guest's code as it stands, against the chip model as it stands.
 *
 * Registers of devices/board-id:
 *   modelled: 30Ch read: board strap; 30Ch write: lamp register; 30Eh
 *     identity
 *
 * Registers of devices/flash-at29:
 *   modelled: 300h block; 302h word; 304h byte; 306h data; 308h control; 30Ah
 *     status
 */
#include <glib.h>
#include <string.h>

#include "devices/board-id/board_id.h"
#include "devices/flash-at29/flashcard.h"
#include "tests/unit/devices/fakeboard.h"

enum { US = 1000, MS = 1000 * 1000, CHIP = 512 * 1024, CHIPS = 4 };

static struct fakeboard board;
static const struct board_id_facts facts = {0x0525, CHIPS, 0x2904, 0x12345678};
static struct device *card, *id;
static uint8_t *array;
static uint8_t protection[32];

/* A stall of the host in the middle of a load: after so many accesses. */
static unsigned stall_after;

static void access_passes(void)
{
    fake_advance(&board, US);
    if (stall_after > 0 && --stall_after == 0)
        fake_advance(&board, MS);
}

#define GUEST_I386_IO_H
static void outw(uint16_t port, uint16_t val)
{
    access_passes();
    fake_port_write(&board, port, val, 2);
}

static void outb(uint16_t port, uint8_t val)
{
    access_passes();
    fake_port_write(&board, port, val, 1);
}

static uint16_t inw(uint16_t port)
{
    access_passes();
    return (uint16_t)fake_port_read(&board, port, 2);
}

static uint8_t inb(uint16_t port)
{
    access_passes();
    return (uint8_t)fake_port_read(&board, port, 1);
}

#include "guest/drivers/flashcard.c"
#include "guest/drivers/flashcard_at29.c"

void flashcard_strata(struct flashcard *f, unsigned chips)
{
    (void)f;
    (void)chips;
    g_assert_not_reached();
}

/* --- fixture ----------------------------------------------------------- */

static void setup(gconstpointer authentic)
{
    fakeboard_init(&board);
    board.authentic = authentic;
    array = g_malloc(CHIPS * CHIP);
    for (size_t i = 0; i < CHIPS * CHIP; i++)
        array[i] = (uint8_t)(i ^ i >> 8 ^ i >> 16);
    memset(protection, 0, sizeof protection);
    card = fake_new(&board, &flashcard_at29_class, "flash");
    flashcard_attach(card, array, CHIPS * CHIP, protection);
    board_map(card, 0, 0x300, true);
    id = fake_new(&board, &board_id_class, "board-id");
    board_id_attach(id, &facts);
    board_map(id, 0, 0x30c, true);
    stall_after = 0;
    fake_advance(&board, 10 * MS);
}

static void teardown(void)
{
    fakeboard_done(&board);
    g_free(array);
}

static void reg(unsigned offset, uint16_t val)
{
    fake_write(card, "flashcard", offset, val, 2);
}

static uint16_t reg_get(unsigned offset)
{
    return (uint16_t)fake_read(card, "flashcard", offset, 2);
}

static void set_linear(uint32_t linear)
{
    reg(0, linear >> 17 & 3);
    reg(2, linear >> 1 & 0xffff);
    reg(4, linear & 1);
}

static uint8_t read_linear(uint32_t linear)
{
    set_linear(linear);
    reg(8, (uint16_t)(linear / CHIP << 8 | 0x08));
    return (uint8_t)reg_get(6);
}

static void write_linear(uint32_t linear, uint8_t val)
{
    set_linear(linear);
    reg(6, val);
    reg(8, (uint16_t)(linear / CHIP << 8 | 0x14));
    reg(8, (uint16_t)(linear / CHIP << 8 | 0x10));
}

/* --- the card ---------------------------------------------------------- */

static void test_read(void)
{
    static const uint32_t at[] = {0, 1, 2, 0x1ffff, 0x20000, 0x7ffff, 0x80000,
                                  0x155555, 0x1fffff};

    setup(NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++)
        g_assert_cmphex(read_linear(at[i]), ==, array[at[i]]);
    g_assert_cmphex(reg_get(6) >> 8, ==, 0xff);
    teardown();
}

static void test_write(void)
{
    setup(NULL);
    for (unsigned i = 0; i < 256; i++)
        write_linear(0x155500 + i, (uint8_t)~i);
    for (unsigned i = 0; i < 256; i++)
        g_assert_cmphex(array[0x155500 + i], ==, (uint8_t)~i);
    g_assert_cmphex(array[0x1554ff], !=, 0xff);
    g_assert_cmphex(protection[2], ==, 0);
    teardown();
}

static void test_strobe(void)
{
    setup(NULL);
    set_linear(0x100);
    reg(6, 0x00);
    reg(8, 0x0010); /* no edge */
    reg(8, 0x0004); /* an edge, but the card is not selected when it falls */
    reg(8, 0x0000);
    fake_advance(&board, 2 * MS);
    g_assert_cmphex(array[0x101], !=, 0xff);
    reg(8, 0x0014);
    fake_advance(&board, 2 * MS);
    g_assert_cmphex(array[0x101], !=, 0xff); /* rising: nothing yet */
    reg(8, 0x0010);
    fake_advance(&board, 2 * MS);
    g_assert_cmphex(array[0x100], ==, 0x00);
    g_assert_cmphex(array[0x101], ==, 0xff);
    teardown();
}

static void test_data_register(void)
{
    setup(NULL);
    reg(8, 0);
    reg(6, 0x1234);
    g_assert_cmphex(reg_get(6), ==, 0xff34);
    teardown();
}

static void test_bytes(void)
{
    setup(NULL);
    set_linear(0x81234);
    fake_write(card, "flashcard", 9, 0x01, 1); /* chip 1 */
    fake_write(card, "flashcard", 8, 0x08, 1);
    g_assert_cmphex(fake_read(card, "flashcard", 6, 1), ==, array[0x81234]);
    g_assert_cmphex(fake_read(card, "flashcard", 7, 1), ==, 0xff);
    fake_write(card, "flashcard", 2, 0x00, 1);
    g_assert_cmphex(fake_read(card, "flashcard", 6, 1), ==, array[0x81200]);
    /* A word from the middle of one register into the next. */
    fake_write(card, "flashcard", 1, 0x5600, 2);
    g_assert_cmphex(fake_read(card, "flashcard", 6, 1), ==, array[0x812ac]);
    g_assert_cmphex(fake_port_read(&board, 0x30d, 2), ==, 0x7805);
    teardown();
}

static uint16_t identity_word(uint16_t word)
{
    fake_write(id, "board-id", 2, word, 2);
    return (uint16_t)fake_read(id, "board-id", 2, 2);
}

static void test_words(void)
{
    setup(NULL);
    g_assert_cmphex(reg_get(0xa), ==, 0x20);
    g_assert_cmphex(fake_read(id, "board-id", 0, 2), ==, 0x0525);
    g_assert_cmphex(fake_read(id, "board-id", 1, 1), ==, 0x05);
    g_assert_cmphex(identity_word(0), ==, 0x5678);
    g_assert_cmphex(identity_word(1), ==, 0x1234);
    g_assert_cmphex(identity_word(2), ==, CHIPS);
    g_assert_cmphex(identity_word(3), ==, 0x2904);
    g_assert_cmphex(identity_word(4), ==, 0xffff);
    fake_write(id, "board-id", 3, 0, 1);
    fake_write(id, "board-id", 1, 0x0177, 2); /* word 1; the strap is fixed */
    g_assert_cmphex(fake_read(id, "board-id", 2, 2), ==, 0x1234);
    g_assert_cmphex(fake_read(id, "board-id", 0, 2), ==, 0x0525);
    fake_reset(id, RESET_BUS);
    g_assert_cmphex(fake_read(id, "board-id", 2, 2), ==, 0x5678);
    teardown();
}

static void test_act_lamp(void)
{
    struct fake_pin lamp = {0};

    setup(NULL);
    fake_pin_connect(&board, &lamp, board_id_lamp(id, BOARD_ID_LAMP_ACT));
    fake_write(id, "board-id", 0, 0x0001, 2);
    g_assert_true(lamp.level);
    fake_write(id, "board-id", 1, 0, 1);
    fake_write(id, "board-id", 2, 0, 2);
    g_assert_true(lamp.level);
    fake_write(id, "board-id", 0, 0xfe, 1);
    g_assert_false(lamp.level);
    fake_write(id, "board-id", 0, 1, 1);
    fake_reset(id, RESET_BUS);
    g_assert_false(lamp.level);
    teardown();
}

static void test_no_chip(void)
{
    setup(NULL);
    g_assert_cmphex(read_linear(CHIPS * CHIP), ==, 0xff);
    write_linear(CHIPS * CHIP, 0);
    write_linear(32u * CHIP - 1, 0);
    fake_advance(&board, 100 * MS);
    g_assert_cmphex(read_linear(32u * CHIP - 1), ==, 0xff);
    g_assert_cmpuint(board.guest_errors, ==, 0);
    teardown();
}

/* What nobody looks at is done nevertheless. */
static void test_alarm(void)
{
    setup(GINT_TO_POINTER(1));
    write_linear(0x300, 0x42);
    write_linear(0x80300, 0x43);
    fake_advance(&board, 20 * MS);
    g_assert_cmphex(array[0x300], ==, 0x42);
    g_assert_cmphex(array[0x80300], ==, 0x43);
    g_assert_cmpuint(fake_next_alarm(&board), ==, ALARM_OFF);
    teardown();
}

static void test_resets(void)
{
    setup(GINT_TO_POINTER(1));
    write_linear(0x300, 0x42);
    fake_advance(&board, 2 * MS);
    fake_reset(card, RESET_BUS); /* the chip goes on */
    fake_advance(&board, 20 * MS);
    g_assert_cmphex(read_linear(0x300), ==, 0x42);
    write_linear(0x300, 0x43);
    fake_reset(card, RESET_POWER); /* the load is lost */
    fake_advance(&board, 20 * MS);
    g_assert_cmphex(read_linear(0x300), ==, 0x42);
    teardown();
}

static void test_complaint(void)
{
    setup(NULL);
    protection[1] = 1;
    write_linear(0x80000, 0);
    fake_advance(&board, 2 * MS);
    g_assert_cmpuint(board.guest_errors, ==, 1);
    g_assert_cmpstr(board.last_error, ==,
                    "chip 1: load without command while software protection "
                    "is on");
    teardown();
}

/* One byte loaded over and over is one byte loaded ("Programming"). */
static void test_same_byte(void)
{
    setup(NULL);
    write_linear(0x301, 0x77);
    for (unsigned i = 0; i <= 256; i++)
        write_linear(0x300, (uint8_t)i);
    fake_advance(&board, 2 * MS);
    g_assert_cmphex(array[0x300], ==, 0);
    g_assert_cmphex(array[0x301], ==, 0x77);
    g_assert_cmphex(array[0x302], ==, 0xff);
    teardown();
}

static void test_words_across_registers(void)
{
    setup(NULL);
    fake_write(card, "flashcard", 5, 0x5a00, 2); /* byte register, data */
    reg(8, 0);
    g_assert_cmphex(reg_get(6), ==, 0xff5a);
    g_assert_cmphex(fake_read(card, "flashcard", 5, 2), ==, 0x5aff);
    g_assert_cmphex(fake_read(card, "flashcard", 9, 2), ==, 0x20ff);
    fake_reset(card, RESET_BUS);
    g_assert_cmphex(reg_get(6), ==, 0xff00); /* as the reset line leaves it */
    teardown();
}

/* The program that loads is not interrupted by the chip. */
static void test_load_is_left_alone(gconstpointer authentic)
{
    setup(authentic);
    write_linear(0x300, 0x42);
    for (unsigned i = 1; i < 256; i++) {
        g_assert_cmpuint(fake_next_alarm(&board), >, board.now_ns + 150 * US);
        board.now_ns += 149 * US / 100;
        write_linear(0x300 + i, (uint8_t)i);
    }
    fake_advance(&board, 2 * MS + 151 * US);
    fake_advance(&board, 10 * MS);
    g_assert_cmphex(array[0x300], ==, 0x42);
    g_assert_cmphex(array[0x3ff], ==, 0xff);
    g_assert_cmphex(array[0x3fe], ==, 0xfe);
    teardown();
}

static void test_power_off(void)
{
    setup(GINT_TO_POINTER(1));
    write_linear(0x300, 0x42);
    g_assert_cmpuint(fake_next_alarm(&board), !=, ALARM_OFF);
    fake_reset(card, RESET_POWER);
    g_assert_cmpuint(fake_next_alarm(&board), ==, ALARM_OFF);
    teardown();
}

static void unlocked(uint32_t chip, uint8_t code)
{
    write_linear(chip + 0x5555, 0xaa);
    write_linear(chip + 0x2aaa, 0x55);
    write_linear(chip + 0x5555, code);
}

/* What it says of its cycles, whether time or a read ends them. */
static void test_tells(gconstpointer authentic)
{
    setup(authentic);
    card->traced = true;
    write_linear(0x80300, 0);
    fake_advance(&board, 20 * MS);
    g_assert_cmpstr(board.last_trace, ==, "chip 1: sector 00300 programmed");
    unlocked(0, 0x80);
    unlocked(0, 0x10);
    fake_advance(&board, 30 * MS);
    g_assert_cmpstr(board.last_trace, ==, "chip 0: erased");
    protection[1] = 1;
    write_linear(0x80300, 0x12);
    board.now_ns += 200 * US; /* nobody rings: the read notices */
    read_linear(0x80300);
    fake_advance(&board, 20 * MS);
    g_assert_cmpstr(board.last_trace, ==,
                    "chip 1: a cycle that programs nothing");
    g_assert_cmpuint(board.traces, ==, 3);
    teardown();
}

/* --- the driver -------------------------------------------------------- */

static unsigned rests;

static void rest(void *far, unsigned microseconds)
{
    (void)far;
    rests++;
    fake_advance(&board, (uint64_t)microseconds * US);
}

static void fill(uint8_t *sector, uint8_t seed)
{
    for (unsigned i = 0; i < 256; i++)
        sector[i] = (uint8_t)(seed * 31 + i * 7);
}

static void test_find(gconstpointer authentic)
{
    struct flashcard f;

    setup(authentic);
    g_assert_true(flashcard_find(&f, rest, NULL));
    g_assert_cmpuint(f.chips, ==, CHIPS);
    g_assert_cmpuint(f.flash.bytes, ==, CHIPS * CHIP);
    g_assert_cmphex(f.serial, ==, 0x12345678);
    g_assert_cmphex(f.strap, ==, 0x0525);
    g_assert_cmphex(flashcard_strap(), ==, 0x0525);
    g_assert_cmpuint(board.guest_errors, ==, 0);
    teardown();
}

static void test_find_nothing(void)
{
    struct flashcard f;

    setup(NULL);
    board_map(card, 0, 0x300, false);
    board_map(id, 0, 0x30c, false);
    g_assert_false(flashcard_find(&f, rest, NULL));
    g_assert_cmpuint(f.flash.bytes, ==, 0);
    g_assert_cmphex(f.strap, ==, FLASHCARD_STRAP_UNKNOWN);
    teardown();
}

static void test_find_after_reset(void)
{
    struct flashcard f;

    setup(GINT_TO_POINTER(1));
    write_linear(0x300, 0x42); /* busy, or about to be */
    write_linear(0x85555, 0xaa); /* names itself */
    write_linear(0x82aaa, 0x55);
    write_linear(0x85555, 0x90);
    fake_reset(card, RESET_BUS);
    g_assert_true(flashcard_find(&f, rest, NULL));
    g_assert_cmpuint(f.chips, ==, CHIPS);
    g_assert_cmphex(array[0x300], ==, 0x42);
    g_assert_cmphex(read_linear(0x80000), ==, array[0x80000]);
    g_assert_cmpuint(board.guest_errors, ==, 0);
    teardown();
}

static void test_find_early(void)
{
    struct flashcard f;

    setup(GINT_TO_POINTER(1));
    fake_reset(card, RESET_POWER);
    g_assert_true(flashcard_find(&f, rest, NULL));
    g_assert_cmpuint(f.chips, ==, CHIPS);
    teardown();
}

static void test_driver_read(void)
{
    struct flashcard f;
    uint8_t *got = g_malloc(CHIPS * CHIP);

    setup(NULL);
    flashcard_find(&f, rest, NULL);
    g_assert_true(f.flash.read(&f.flash, 0, got, CHIPS * CHIP));
    g_assert_cmpmem(got, CHIPS * CHIP, array, CHIPS * CHIP);
    g_assert_true(f.flash.read(&f.flash, CHIP - 3, got, 7));
    g_assert_cmpmem(got, 7, array + CHIP - 3, 7);
    g_assert_true(f.flash.read(&f.flash, CHIPS * CHIP, got, 0));
    g_assert_false(f.flash.read(&f.flash, CHIPS * CHIP - 1, got, 2));
    g_assert_false(f.flash.read(&f.flash, 0xffffffff, got, 2));
    teardown();
    g_free(got);
}

static void test_driver_program(gconstpointer authentic)
{
    static const uint32_t at[] = {0, 0x5500, 0x2a00, 0x7ff00, 0x80000,
                                  0x85500, 0x1fff00, 0};
    struct flashcard f;
    uint8_t sector[256], got[256];

    setup(authentic);
    flashcard_find(&f, rest, NULL);
    rests = 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++) {
        fill(sector, (uint8_t)i);
        g_assert_true(f.flash.program(&f.flash, at[i], sector));
        g_assert_cmpmem(array + at[i], 256, sector, 256);
        g_assert_true(f.flash.read(&f.flash, at[i], got, 256));
        g_assert_cmpmem(got, 256, sector, 256);
    }
    g_assert_cmpuint(f.retries, ==, 0);
    g_assert_cmpuint(board.guest_errors, ==, 0);
    g_assert_cmphex(protection[0], ==, 1);
    g_assert_cmphex(protection[2], ==, 0);
    if (authentic)
        g_assert_cmpuint(rests, >=, 8 * 6);
    else
        g_assert_cmpuint(rests, ==, 0); /* fast means without waiting */
    g_assert_false(f.flash.program(&f.flash, 0x80, sector));
    g_assert_false(f.flash.program(&f.flash, CHIPS * CHIP, sector));
    teardown();
}

/* The host takes the processor away for a millisecond at every possible
 * access of a sector: the driver sees the damage and repeats. */
static void test_stalls(gconstpointer authentic)
{
    struct flashcard f;
    uint8_t sector[256];
    unsigned repeated = 0;

    setup(authentic);
    flashcard_find(&f, rest, NULL);
    fill(sector, 1);
    g_assert_true(f.flash.program(&f.flash, 0x1000, sector));
    for (unsigned n = 1; n < 1400; n += 7) {
        uint32_t before = f.retries;

        fill(sector, (uint8_t)n);
        stall_after = n;
        g_assert_true(f.flash.program(&f.flash, 0x1000, sector));
        g_assert_cmpmem(array + 0x1000, 256, sector, 256);
        repeated += f.retries != before;
    }
    g_assert_cmpuint(repeated, >, 50);
    teardown();
}

static void test_locked(void)
{
    struct flashcard f;
    uint8_t sector[256];

    setup(NULL);
    flashcard_find(&f, rest, NULL);
    protection[0] = 2; /* the lower boot block */
    fill(sector, 9);
    g_assert_false(f.flash.program(&f.flash, 0, sector));
    g_assert_true(f.flash.program(&f.flash, 0x4000, sector));
    teardown();
}

/* Without facts nobody drives the lines; words may begin at odd ports. */
static void test_identity(void)
{
    setup(NULL);
    fake_write(id, "board-id", 2, 1, 2);
    g_assert_cmphex(fake_read(id, "board-id", 1, 2), ==, 0x3405);
    fake_write(id, "board-id", 2, 0x1ff, 1);
    g_assert_cmphex(identity_word(0x0100), ==, 0xffff); /* no such word */
    fake_write(id, "board-id", 1, 0xff, 1);
    g_assert_cmphex(identity_word(1), ==, 0x1234);
    id = fake_new(&board, &board_id_class, "bare");
    g_assert_cmphex(fake_read(id, "board-id", 0, 2), ==, 0xffff);
    for (uint16_t word = 0; word < 4; word++)
        g_assert_cmphex(identity_word(word), ==, 0xffff);
    teardown();
}

#define TEST(name, function) g_test_add_func("/flashcard/" name, function)
#define BOTH(name, function) \
    g_test_add_data_func("/flashcard/" name "-fast", NULL, function); \
    g_test_add_data_func("/flashcard/" name "-authentic", \
                         GINT_TO_POINTER(1), function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("any-byte-of-any-chip-is-read", test_read);
    TEST("a-sector-of-another-chip-is-written", test_write);
    TEST("a-falling-strobe-of-a-selected-card-writes", test_strobe);
    TEST("without-output-enable-data-reads-back", test_data_register);
    TEST("byte-accesses-act-on-their-half", test_bytes);
    TEST("status-strap-and-identity-words", test_words);
    TEST("the-act-lamp-hangs-on-the-lamp-register", test_act_lamp);
    TEST("where-there-is-no-chip-is-ff", test_no_chip);
    TEST("a-cycle-ends-by-itself", test_alarm);
    TEST("the-bus-reset-does-not-reach-the-chips", test_resets);
    TEST("a-mistake-names-its-chip", test_complaint);
    TEST("a-byte-loaded-again-is-one-byte", test_same_byte);
    TEST("words-may-begin-at-odd-ports", test_words_across_registers);
    BOTH("a-load-is-left-alone", test_load_is_left_alone);
    TEST("without-power-nothing-is-due", test_power_off);
    BOTH("cycles-are-told", test_tells);
    BOTH("driver-finds-card-and-chips", test_find);
    TEST("driver-finds-no-card", test_find_nothing);
    TEST("driver-finds-chips-left-busy-by-a-reset", test_find_after_reset);
    TEST("driver-waits-for-chips-powered-up-just-now", test_find_early);
    TEST("driver-reads-across-chips", test_driver_read);
    BOTH("driver-programs-sectors", test_driver_program);
    BOTH("driver-survives-stalls", test_stalls);
    TEST("driver-reports-what-it-cannot-program", test_locked);
    TEST("identity-without-facts", test_identity);
    return g_test_run();
}
