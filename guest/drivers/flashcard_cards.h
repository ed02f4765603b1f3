/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard_cards.h - between flashcard.c and the drivers of the cards, one
 * file each.  Nobody else includes this.
 */
#ifndef GUEST_DRIVERS_FLASHCARD_CARDS_H
#define GUEST_DRIVERS_FLASHCARD_CARDS_H

#include "guest/drivers/flashcard.h"

enum {
    FLASHCARD_BLOCK = FLASHCARD_PORT + 0x0, /* address bits from 17 up */
    FLASHCARD_WORD = FLASHCARD_PORT + 0x2,  /* 16:1 */
    FLASHCARD_BYTE = FLASHCARD_PORT + 0x4,  /* 0 */
    FLASHCARD_DATA = FLASHCARD_PORT + 0x6,
    FLASHCARD_CONTROL = FLASHCARD_PORT + 0x8,

    FLASHCARD_READ = 0x08,
    FLASHCARD_STROBE = 0x14, /* and back to ... */
    FLASHCARD_WRITE = 0x10,
};

/* Addresses within a chip, and what selects the chip in the control register:
 * written only where they change. */
void flashcard_address(struct flashcard *, uint32_t in_chip);
void flashcard_control(struct flashcard *, uint32_t chip, unsigned bits);

/* A card: fills in part, chips and struct flash but flash.bytes, which is 0 if
 * not one chip is of the right kind.  `chips` is how many there should be. */
void flashcard_at29(struct flashcard *, unsigned chips);
void flashcard_strata(struct flashcard *, unsigned chips);

#endif
