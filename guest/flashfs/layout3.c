/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout3.c - where files lie in flash for releases from 5.2 on.
 *
 * The upper part begins at 2A0000h, on small flash (no room for a device
 * manager) at 1A0000h, and is the same in both: private data, then the system
 * area, then the configuration.  Key and layout record have the same place in
 * every generation.
 *
 * Flash that is erased in blocks of 128 KiB has a table of its own: a slot must
 * have a block to itself, or writing one would need the other to be erased.
 * Files keep their origins; second slots and the system area are in the second
 * half, which is the second chip.
 */
#include "guest/flashfs/flashfs.h"

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    LARGE = 0x2a0000,
    SMALL = 0x1a0000,

    PRIVATE = 0x00000,
    LAYOUT = 0x10000,
    KEY = 0x10400,
    SEED = 0x10800,
    CONFIG = 0x20000,
    AFTER = 0x40000,

    SYSTEM_SLOTS = 2 * 2 * FLASH_SECTOR_BYTES,

    BLOCK = 128 * KIB,
    HALF = 8 * MIB,
    SYSTEM = 16 * MIB - 6 * BLOCK,
};

#define UPPER_PART(base) \
    [FLASHFS_PRIVATE] = {(base) + PRIVATE, 64 * KIB, FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_LAYOUT] = {(base) + LAYOUT, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_KEY] = {(base) + KEY, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_SEED] = {(base) + SEED, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_CONFIG] = {(base) + CONFIG, 128 * KIB, FLASHFS_FORM_SLOTS, 2, 0}, \
    [FLASHFS_IMAGE] = {0, (base), FLASHFS_FORM_IMAGE, 0, 0}

static const struct flashfs_place large[FLASHFS_FILES] = {
    UPPER_PART(LARGE),
    [FLASHFS_PDM] = {LARGE + AFTER, 0x500000, FLASHFS_FORM_IMAGE, 0, 0},
    [FLASHFS_CRASH] = {0x7e0000, 128 * KIB, FLASHFS_FORM_SLOTS, 1, 0},
};

static const struct flashfs_place small[FLASHFS_FILES] = {
    UPPER_PART(SMALL),
    [FLASHFS_CRASH] = {SMALL + AFTER, 128 * KIB, FLASHFS_FORM_SLOTS, 1, 0},
};

static const struct flashfs_place blocks[FLASHFS_FILES] = {
    [FLASHFS_IMAGE] = {0, LARGE, FLASHFS_FORM_IMAGE, 0, 0},
    [FLASHFS_PRIVATE] = {LARGE + PRIVATE, 64 * KIB, FLASHFS_FORM_SLOTS, 2,
                         HALF},
    [FLASHFS_CONFIG] = {LARGE + CONFIG, 128 * KIB, FLASHFS_FORM_SLOTS, 2,
                        HALF},
    [FLASHFS_PDM] = {LARGE + AFTER, 0x500000, FLASHFS_FORM_IMAGE, 0, 0},
    [FLASHFS_CRASH] = {0x7e0000, 128 * KIB, FLASHFS_FORM_SLOTS, 1, 0},
    [FLASHFS_LAYOUT] = {SYSTEM, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2, BLOCK},
    [FLASHFS_KEY] = {SYSTEM + 2 * BLOCK, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2,
                     BLOCK},
    [FLASHFS_SEED] = {SYSTEM + 4 * BLOCK, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2,
                      BLOCK},
};

static const struct flashfs_place *places(uint32_t flash_bytes,
                                          uint32_t block_bytes)
{
    if (block_bytes)
        return block_bytes == BLOCK && flash_bytes == 2 * HALF ? blocks : NULL;
    if (flash_bytes >= 8 * MIB)
        return large;
    return flash_bytes >= 2 * MIB ? small : NULL;
}

const struct flashfs_layout flashfs_layout3 = {3, places};
