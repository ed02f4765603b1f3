/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard_strata.c - driver of the 16 MiB flash card, two 28F640J5.
 *
 * Registers: docs/hardware.md, "The 16 MiB card".  Chips: Intel 28F640J5
 * datasheet: words, a buffer of 16 of them, blocks of 128 KiB.
 */
#include "guest/drivers/flashcard_cards.h"

#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    CHIP_BYTES = 8 * 1024 * 1024,
    BLOCK_BYTES = 128 * 1024,
    BUFFER_BYTES = 32,
    CHIPS_MAX = 2,
    BANK = 0x20, /* selects the second chip */
    SECTOR = FLASH_SECTOR_BYTES,

    CMD_READ_ARRAY = 0xff,
    CMD_READ_ID = 0x90,
    CMD_READ_STATUS = 0x70,
    CMD_CLEAR_STATUS = 0x50,
    CMD_BUFFER = 0xe8,
    CMD_ERASE = 0x20,
    CMD_CONFIRM = 0xd0,

    READY = 0x80,
    ERRORS = 0x3a,

    MAKER_INTEL = 0x0089,
    DEVICE_28F640J5 = 0x0015,

    LOOK_US = 200,      /* a buffer takes about as long */
    ERASE_LOOK_US = 50000,
    LOOKS = 1000, /* an erasure takes a second, in the worst case many */
};

/* --- one word ---------------------------------------------------------- */

static uint32_t bank(uint32_t offset)
{
    return offset < CHIP_BYTES ? 0 : BANK;
}

static uint16_t get(struct flashcard *f, uint32_t offset)
{
    flashcard_address(f, offset % CHIP_BYTES);
    flashcard_control(f, bank(offset), FLASHCARD_READ);
    return inw(FLASHCARD_DATA);
}

static void put(struct flashcard *f, uint32_t offset, uint16_t val)
{
    flashcard_address(f, offset % CHIP_BYTES);
    outw(FLASHCARD_DATA, val);
    flashcard_control(f, bank(offset), FLASHCARD_STROBE);
    flashcard_control(f, bank(offset), FLASHCARD_WRITE);
}

/* The chip's status register once it is ready; 0: it never was. */
static uint8_t wait_ready(struct flashcard *f, uint32_t offset,
                          unsigned look_us)
{
    put(f, offset, CMD_READ_STATUS);
    for (unsigned i = 0; i < LOOKS; i++) {
        uint8_t status = (uint8_t)get(f, offset);

        if (status & READY)
            return status;
        f->rest(f->far, look_us);
    }
    return 0;
}

/* After a cycle: whether it went well.  Errors are cleared, and the chip
 * shows its array again. */
static bool finish(struct flashcard *f, uint32_t offset, unsigned look_us)
{
    uint8_t status = wait_ready(f, offset, look_us);

    put(f, offset, CMD_CLEAR_STATUS);
    put(f, offset, CMD_READ_ARRAY);
    return status && !(status & ERRORS);
}

/* --- struct flash ------------------------------------------------------ */

static bool card_read(struct flash *flash, uint32_t offset, void *to, size_t n)
{
    struct flashcard *f = flash->far;
    uint8_t *p = to;

    if (offset > flash->bytes || n > flash->bytes - offset)
        return false;
    while (n > 0) {
        uint16_t word = get(f, offset & ~1u);

        if (offset & 1) {
            *p++ = (uint8_t)(word >> 8);
            offset++;
            n--;
            continue;
        }
        *p++ = (uint8_t)word;
        if (n > 1)
            *p++ = (uint8_t)(word >> 8);
        offset += 2;
        n -= n > 1 ? 2 : 1;
    }
    return true;
}

/* N - 1, N words, and the word that starts the cycle. */
static bool program_buffer(struct flashcard *f, uint32_t offset,
                           const uint8_t *from)
{
    put(f, offset, CMD_BUFFER);
    put(f, offset, BUFFER_BYTES / 2 - 1);
    for (uint32_t at = 0; at < BUFFER_BYTES; at += 2)
        put(f, offset + at, (uint16_t)(from[at] | from[at + 1] << 8));
    put(f, offset, CMD_CONFIRM);
    return finish(f, offset, LOOK_US);
}

static bool is_blank(const uint8_t *p, size_t n)
{
    while (n > 0 && p[n - 1] == 0xff)
        n--;
    return n == 0;
}

static bool card_program(struct flash *flash, uint32_t offset,
                         const void *sector)
{
    struct flashcard *f = flash->far;
    const uint8_t *p = sector;
    uint8_t is[SECTOR];

    if (offset % SECTOR != 0 || offset >= flash->bytes)
        return false;
    for (uint32_t at = 0; at < SECTOR; at += BUFFER_BYTES)
        if (!is_blank(p + at, BUFFER_BYTES) &&
            !program_buffer(f, offset + at, p + at))
            return false;
    return card_read(flash, offset, is, SECTOR) && memcmp(is, p, SECTOR) == 0;
}

static bool card_erase(struct flash *flash, uint32_t offset)
{
    struct flashcard *f = flash->far;

    if (offset % BLOCK_BYTES != 0 || offset >= flash->bytes)
        return false;
    put(f, offset, CMD_ERASE);
    put(f, offset, CMD_CONFIRM);
    return finish(f, offset, ERASE_LOOK_US);
}

/* --- finding it -------------------------------------------------------- */

/* The processor may have been reset in the middle of anything: a command
 * begun is ended by one that is none, and its error cleared. */
static bool is_28f640j5(struct flashcard *f, uint32_t offset)
{
    bool is;

    for (unsigned i = 0; i <= BUFFER_BYTES / 2 + 1; i++)
        put(f, offset, CMD_READ_ARRAY);
    if (!finish(f, offset, ERASE_LOOK_US))
        finish(f, offset, ERASE_LOOK_US);
    put(f, offset, CMD_READ_ID);
    is = get(f, offset) == MAKER_INTEL && get(f, offset + 2) == DEVICE_28F640J5;
    put(f, offset, CMD_READ_ARRAY);
    return is;
}

void flashcard_strata(struct flashcard *f, unsigned chips)
{
    f->part = "i28F640J5";
    f->flash.read = card_read;
    f->flash.program = card_program;
    f->flash.erase = card_erase;
    f->flash.block_bytes = BLOCK_BYTES;
    while (f->chips < chips && f->chips < CHIPS_MAX &&
           is_28f640j5(f, f->chips * CHIP_BYTES))
        f->chips++;
    f->flash.bytes = f->chips * CHIP_BYTES;
}
