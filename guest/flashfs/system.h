/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * system.h - what every generation of the layout has in the same place: the
 * layout record, the activation key and the seed, in a system area behind the
 * place of the image.
 *
 * Flash that is erased in blocks of 128 KiB has it at its end: a slot must have
 * a block to itself, or writing one would need the other to be erased; second
 * slots of all files are in the second half, which is the second chip.
 */
#ifndef GUEST_FLASHFS_SYSTEM_H
#define GUEST_FLASHFS_SYSTEM_H

#include "guest/flashfs/flashfs.h"

enum {
    SYSTEM_KIB = 1024,
    SYSTEM_MIB = 1024 * 1024,
    /* Where the upper part begins, on large flash and on small. */
    SYSTEM_LARGE = 0x2a0000,
    SYSTEM_SMALL = 0x1a0000,
    SYSTEM_LAYOUT = 0x10000,
    SYSTEM_KEY = 0x10400,
    SYSTEM_SEED = 0x10800,
    SYSTEM_SLOTS = 2 * 2 * FLASH_SECTOR_BYTES,

    SYSTEM_BLOCK = 128 * SYSTEM_KIB,
    SYSTEM_HALF = 8 * SYSTEM_MIB,
    SYSTEM_BLOCKS = 16 * SYSTEM_MIB - 6 * SYSTEM_BLOCK,
};

#define SYSTEM_FILES(base) \
    [FLASHFS_LAYOUT] = {(base) + SYSTEM_LAYOUT, SYSTEM_SLOTS, \
                        FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_KEY] = {(base) + SYSTEM_KEY, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, \
                     2, 0}, \
    [FLASHFS_SEED] = {(base) + SYSTEM_SEED, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, \
                      2, 0}

#define SYSTEM_FILES_IN_BLOCKS \
    [FLASHFS_LAYOUT] = {SYSTEM_BLOCKS, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2, \
                        SYSTEM_BLOCK}, \
    [FLASHFS_KEY] = {SYSTEM_BLOCKS + 2 * SYSTEM_BLOCK, SYSTEM_SLOTS, \
                     FLASHFS_FORM_SLOTS, 2, SYSTEM_BLOCK}, \
    [FLASHFS_SEED] = {SYSTEM_BLOCKS + 4 * SYSTEM_BLOCK, SYSTEM_SLOTS, \
                      FLASHFS_FORM_SLOTS, 2, SYSTEM_BLOCK}

/* The tables small, large and blocks of a generation whose own files lie the
 * same way in all of them: FILES(where the upper part begins, how far the
 * second slots are from the first; 0: behind them). */
#define SYSTEM_TABLES(FILES) \
    static const struct flashfs_place \
        small[FLASHFS_FILES] = {FILES(SYSTEM_SMALL, 0), \
                                SYSTEM_FILES(SYSTEM_SMALL)}, \
        large[FLASHFS_FILES] = {FILES(SYSTEM_LARGE, 0), \
                                SYSTEM_FILES(SYSTEM_LARGE)}, \
        blocks[FLASHFS_FILES] = {FILES(SYSTEM_LARGE, SYSTEM_HALF), \
                                 SYSTEM_FILES_IN_BLOCKS}

#endif
