/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard_at29.c - driver of a flash card with AT29C040A chips.
 *
 * Registers: docs/hardware.md, "The flash card at 300h".  Chips: Atmel
 * AT29C040A datasheet.  Every sector is programmed with the command that
 * switches software data protection on, so that a stray write does nothing.
 *
 * A load that is held up for more than 150 us begins to be programmed as it
 * is; that is found by reading back, and the sector is programmed again.
 */
#include "guest/drivers/flashcard_cards.h"

#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    CHIP_BYTES = 512 * 1024,
    CHIP_SHIFT = 8, /* of the chip's number in the control register */
    CHIPS_MAX = 32,
    SECTOR = FLASH_SECTOR_BYTES,
    CMD_PROGRAM = 0xa0,
    CMD_ID_ENTER = 0x90,
    CMD_ID_EXIT = 0xf0,
    MAKER_ATMEL = 0x1f,
    DEVICE_AT29C040A = 0xa4,

    TOGGLE = 0x40,
    ID_PAUSE_US = 10000,
    LOOK_US = 1000,
    LOOKS = 40, /* a cycle takes 10 ms at most */
    ATTEMPTS = 16, /* a busy host may hold up several in a row */
};

/* --- one byte ---------------------------------------------------------- */

static uint8_t get(struct flashcard *f, unsigned chip, uint32_t in_chip)
{
    flashcard_address(f, in_chip);
    flashcard_control(f, chip << CHIP_SHIFT, FLASHCARD_READ);
    return inb(FLASHCARD_DATA);
}

static void put(struct flashcard *f, unsigned chip, uint32_t in_chip,
                uint8_t val)
{
    flashcard_address(f, in_chip);
    outb(FLASHCARD_DATA, val);
    flashcard_control(f, chip << CHIP_SHIFT, FLASHCARD_STROBE);
    flashcard_control(f, chip << CHIP_SHIFT, FLASHCARD_WRITE);
}

static void command(struct flashcard *f, unsigned chip, uint8_t code)
{
    put(f, chip, 0x5555, 0xaa);
    put(f, chip, 0x2aaa, 0x55);
    put(f, chip, 0x5555, code);
}

/* "Toggle bit": while the chip is busy, bit 6 changes with every read. */
static bool wait_ready(struct flashcard *f, unsigned chip, uint32_t in_chip)
{
    for (unsigned i = 0; i < LOOKS; i++) {
        uint8_t first = get(f, chip, in_chip);

        if (!((first ^ get(f, chip, in_chip)) & TOGGLE))
            return true;
        f->rest(f->far, LOOK_US);
    }
    return false;
}

/* --- struct flash ------------------------------------------------------ */

static bool card_read(struct flash *flash, uint32_t offset, void *to, size_t n)
{
    struct flashcard *f = flash->far;
    uint8_t *p = to;

    if (offset > flash->bytes || n > flash->bytes - offset)
        return false;
    for (size_t i = 0; i < n; i++, offset++)
        p[i] = get(f, offset / CHIP_BYTES, offset % CHIP_BYTES);
    return true;
}

static bool is_written(struct flashcard *f, uint32_t offset,
                       const uint8_t *sector)
{
    uint8_t is[SECTOR];

    return card_read(&f->flash, offset, is, SECTOR) &&
           memcmp(is, sector, SECTOR) == 0;
}

static bool card_program(struct flash *flash, uint32_t offset,
                         const void *sector)
{
    struct flashcard *f = flash->far;
    unsigned chip = offset / CHIP_BYTES;
    uint32_t in_chip = offset % CHIP_BYTES;
    const uint8_t *p = sector;

    if (offset % SECTOR != 0 || offset >= flash->bytes)
        return false;
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        f->retries += i > 0;
        command(f, chip, CMD_PROGRAM);
        for (uint32_t at = 0; at < SECTOR; at++)
            put(f, chip, in_chip + at, p[at]);
        if (wait_ready(f, chip, in_chip) && is_written(f, offset, p))
            return true;
    }
    return false;
}

/* --- finding it -------------------------------------------------------- */

static void command_all(struct flashcard *f, unsigned chips, uint8_t code)
{
    for (unsigned i = 0; i < chips; i++)
        command(f, i, code);
    f->rest(f->far, ID_PAUSE_US);
}

static bool names_itself(struct flashcard *f, unsigned chip)
{
    return get(f, chip, 0) == MAKER_ATMEL &&
           get(f, chip, 1) == DEVICE_AT29C040A;
}

static bool any_names_itself(struct flashcard *f, unsigned chips)
{
    for (unsigned i = 0; i < chips; i++)
        if (names_itself(f, i))
            return true;
    return false;
}

/* How many chips from the first on are AT29C040A.  The processor may have
 * been reset while they were busy or named themselves.  A command that is
 * held up for 150 us is none: hence more than one try, above all to leave
 * identification again. */
static unsigned identify(struct flashcard *f, unsigned chips)
{
    unsigned good = 0;

    for (unsigned i = 0; i < chips; i++)
        wait_ready(f, i, 0);
    command_all(f, chips, CMD_ID_ENTER);
    while (good < chips && names_itself(f, good))
        good++;
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        command_all(f, chips, CMD_ID_EXIT);
        if (!any_names_itself(f, chips))
            break;
    }
    return good;
}

void flashcard_at29(struct flashcard *f, unsigned chips)
{
    f->part = "AT29C040A";
    f->flash.read = card_read;
    f->flash.program = card_program;
    chips = chips < CHIPS_MAX ? chips : CHIPS_MAX;
    /* The first time they may still be in their power-up delay. */
    for (unsigned i = 0; i < ATTEMPTS && f->chips < chips; i++)
        f->chips = identify(f, chips);
    f->flash.bytes = f->chips * CHIP_BYTES;
}
