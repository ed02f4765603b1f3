/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.c - driver of the flash card; see flashcard.h.
 *
 * Registers: docs/hardware.md, "The flash card at 300h".  Chips: Atmel
 * AT29C040A datasheet.  Every sector is programmed with the command that
 * switches software data protection on, so that a stray write does nothing.
 *
 * A load that is held up for more than 150 us begins to be programmed as it
 * is; that is found by reading back, and the sector is programmed again.
 */
#include "guest/drivers/flashcard.h"

#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    BLOCK = FLASHCARD_PORT + 0x0, /* address bits 18:17 */
    WORD = FLASHCARD_PORT + 0x2,  /* 16:1 */
    BYTE = FLASHCARD_PORT + 0x4,  /* 0 */
    DATA = FLASHCARD_PORT + 0x6,
    CONTROL = FLASHCARD_PORT + 0x8,
    STRAP = FLASHCARD_PORT + 0xc,
    IDENTITY = FLASHCARD_PORT + 0xe,

    CONTROL_READ = 0x08,
    CONTROL_STROBE = 0x14,
    CONTROL_WRITE = 0x10,

    IDENTITY_SERIAL = 0,
    IDENTITY_CHIPS = 2,
    IDENTITY_CARD = 3,
    CARD_AT29 = 0x2904,

    CHIP_BYTES = 512 * 1024,
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
    ATTEMPTS = 4,
    UNKNOWN = ~0,
};

/* --- one byte ---------------------------------------------------------- */

static void set_address(struct flashcard *f, uint32_t in_chip)
{
    uint32_t changed = f->address == (uint32_t)UNKNOWN
                           ? (uint32_t)UNKNOWN
                           : f->address ^ in_chip;

    if (changed & 0x60000)
        outw(BLOCK, (uint16_t)(in_chip >> 17));
    if (changed & 0x1fffe)
        outw(WORD, (uint16_t)(in_chip >> 1));
    if (changed & 1)
        outw(BYTE, in_chip & 1);
    f->address = in_chip;
}

static void set_control(struct flashcard *f, unsigned chip, unsigned bits)
{
    uint32_t control = chip << 8 | bits;

    if (f->control != control)
        outw(CONTROL, (uint16_t)control);
    f->control = control;
}

static uint8_t get(struct flashcard *f, unsigned chip, uint32_t in_chip)
{
    set_address(f, in_chip);
    set_control(f, chip, CONTROL_READ);
    return inb(DATA);
}

static void put(struct flashcard *f, unsigned chip, uint32_t in_chip,
                uint8_t val)
{
    set_address(f, in_chip);
    outb(DATA, val);
    set_control(f, chip, CONTROL_STROBE);
    set_control(f, chip, CONTROL_WRITE);
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

static uint16_t identity(unsigned word)
{
    outw(IDENTITY, (uint16_t)word);
    return inw(IDENTITY);
}

static void command_all(struct flashcard *f, unsigned chips, uint8_t code)
{
    for (unsigned i = 0; i < chips; i++)
        command(f, i, code);
    f->rest(f->far, ID_PAUSE_US);
}

/* How many chips from the first on are AT29C040A.  The processor may have
 * been reset while they were busy or named themselves. */
static unsigned identify(struct flashcard *f, unsigned chips)
{
    unsigned good = 0;

    for (unsigned i = 0; i < chips; i++)
        wait_ready(f, i, 0);
    command_all(f, chips, CMD_ID_ENTER);
    while (good < chips && get(f, good, 0) == MAKER_ATMEL &&
           get(f, good, 1) == DEVICE_AT29C040A)
        good++;
    command_all(f, chips, CMD_ID_EXIT);
    return good;
}

uint16_t flashcard_strap(void)
{
    return inw(STRAP);
}

bool flashcard_find(struct flashcard *f,
                    void (*rest)(void *far, unsigned microseconds), void *far)
{
    unsigned chips = 0;

    memset(f, 0, sizeof *f);
    f->flash.read = card_read;
    f->flash.program = card_program;
    f->flash.far = f;
    f->rest = rest;
    f->far = far;
    f->address = (uint32_t)UNKNOWN;
    f->control = (uint32_t)UNKNOWN;
    f->strap = flashcard_strap();
    if (identity(IDENTITY_CARD) != CARD_AT29)
        return false;
    f->serial = identity(IDENTITY_SERIAL) |
                (uint32_t)identity(IDENTITY_SERIAL + 1) << 16;
    chips = identity(IDENTITY_CHIPS);
    chips = chips < CHIPS_MAX ? chips : CHIPS_MAX;
    f->chips = identify(f, chips);
    if (f->chips < chips) /* still in its power-up delay? */
        f->chips = identify(f, chips);
    f->flash.bytes = f->chips * CHIP_BYTES;
    return f->chips > 0;
}
