/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.c - finds out which flash card is in; see flashcard.h.
 *
 * The order is the original's: Intel's card, then Atmel's.  The identity words
 * say which is there, because asking Intel's chips by command is a write, and
 * a blank AT29C040A without its protection would take it for one.
 */
#include "guest/drivers/flashcard_cards.h"

#include "guest/i386/io.h"
#include "guest/lib/string.h"

enum {
    STRAP = FLASHCARD_PORT + 0xc,
    LAMPS = STRAP, /* written; bit 0 is ACT */
    IDENTITY = FLASHCARD_PORT + 0xe,

    IDENTITY_SERIAL = 0,
    IDENTITY_CHIPS = 2,
    IDENTITY_CARD = 3,

    ADDRESS_BYTE = 1,
    ADDRESS_WORD = 0x1fffe,
};
#define UNKNOWN UINT32_MAX

static const struct {
    uint16_t number; /* identity word 3 */
    void (*open)(struct flashcard *, unsigned chips);
} cards[] = {
    {0x6405, flashcard_strata},
    {0x2904, flashcard_at29},
};

void flashcard_address(struct flashcard *f, uint32_t in_chip)
{
    uint32_t changed =
        f->address == UNKNOWN ? UNKNOWN : f->address ^ in_chip;

    if (changed & ~(uint32_t)(ADDRESS_WORD | ADDRESS_BYTE))
        outw(FLASHCARD_BLOCK, (uint16_t)(in_chip >> 17));
    if (changed & ADDRESS_WORD)
        outw(FLASHCARD_WORD, (uint16_t)(in_chip >> 1));
    if (changed & ADDRESS_BYTE)
        outw(FLASHCARD_BYTE, in_chip & 1);
    f->address = in_chip;
}

void flashcard_control(struct flashcard *f, uint32_t chip, unsigned bits)
{
    uint32_t control = chip | bits;

    if (f->control != control)
        outw(FLASHCARD_CONTROL, (uint16_t)control);
    f->control = control;
}

static uint16_t identity(unsigned word)
{
    outw(IDENTITY, (uint16_t)word);
    return inw(IDENTITY);
}

uint16_t flashcard_strap(void)
{
    return inw(STRAP);
}

void flashcard_light_act(bool lit)
{
    if (flashcard_strap() != FLASHCARD_STRAP_UNKNOWN)
        outw(LAMPS, lit);
}

bool flashcard_find(struct flashcard *f,
                    void (*rest)(void *far, unsigned microseconds), void *far)
{
    uint16_t number;

    memset(f, 0, sizeof *f);
    f->flash.far = f;
    f->rest = rest;
    f->far = far;
    f->address = UNKNOWN;
    f->control = UNKNOWN;
    f->strap = flashcard_strap();
    number = identity(IDENTITY_CARD);
    for (unsigned i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        if (cards[i].number != number)
            continue;
        f->serial = identity(IDENTITY_SERIAL) |
                    (uint32_t)identity(IDENTITY_SERIAL + 1) << 16;
        cards[i].open(f, identity(IDENTITY_CHIPS));
    }
    return f->flash.bytes > 0;
}
