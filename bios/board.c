/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board.c - the boards, one row each.
 *
 * Device N interrupts at router input (N - 1) mod 4, so devices 13 and 14 of
 * a 515 or 525, and 17 and 18 of a 501, are the first two columns.  Bus
 * numbers depend on the cards that are in; a board's own bridges do not, so
 * buses of 64-bit slots are known by these.
 */
#include "bios/board.h"

#include "bios/strings.h"

static const struct board boards[] = {
    { 0x0501, "PIX-501", { 9, 10, 11, 5 }, 0 },
    { 0x0506, "PIX-506", { 11, 10, 9, 5 }, 0 },
    { 0x1506, "PIX-506E", { 11, 10, 9, 5 }, 0 },
    { 0x0510, "PIX-510", { 11, 10, 9, 5 }, 0 },
    { 0x0515, "PIX-515", { 11, 10, 9, 5 }, 0 },
    { 0x1515, "PIX-515E", { 11, 10, 9, 5 }, 0 },
    { 0x0520, "PIX-520", { 11, 10, 9, 5 }, 0 },
    { 0x0525, "PIX-525", { 11, 10, 9, 5 }, 0 },
    { 0x0535, "PIX-535", { 11, 10, 9, 5 }, 1 << 2 | 1 << 3 },
    { BOARD_UNKNOWN, STR_UNKNOWN_PLATFORM, { 11, 10, 9, 5 }, 0 },
};

const struct board *board_find(uint16_t strap)
{
    const struct board *b = boards;

    while (b->strap != strap && b->strap != BOARD_UNKNOWN)
        b++;
    return b;
}
