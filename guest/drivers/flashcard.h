/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashcard.h - driver of the flash card at port 300h, with AT29C040A or with
 * 28F640J5 chips (docs/hardware.md and the chips' datasheets).
 */
#ifndef GUEST_DRIVERS_FLASHCARD_H
#define GUEST_DRIVERS_FLASHCARD_H

#include "guest/lib/flash.h"

enum { FLASHCARD_PORT = 0x300, FLASHCARD_STRAP_UNKNOWN = 0xffff };

struct flashcard {
    struct flash flash; /* for guest/flashfs; flash.far is this structure */
    const char *part; /* in the words of the boot messages: AT29C040A */
    unsigned chips;
    uint32_t serial;
    uint16_t strap;

    /* Lets about that much time pass, halting; may take much longer. */
    void (*rest)(void *far, unsigned microseconds);
    void *far;

    /* The driver's own. */
    uint32_t address;   /* in the address registers; ~0: unknown */
    uint32_t control;   /* in the control register; ~0: unknown */
    uint32_t retries;   /* sectors that had to be programmed again */
};

/* Looks for the card and asks every chip who it is.  False: there is no card,
 * or not one chip of the right kind; flash.bytes is 0 then, and
 * strap is what the board says nevertheless. */
bool flashcard_find(struct flashcard *,
                    void (*rest)(void *far, unsigned microseconds), void *far);

/* Before and without anything else: the board's strap. */
uint16_t flashcard_strap(void);
/* The ACT lamp of the case, where the board has one. */
void flashcard_light_act(bool lit);

#endif
