/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout3.c - where files lie in flash for releases from 5.2 on.
 *
 * The upper part begins at 2A0000h, on small flash (no room for a device
 * manager) at 1A0000h, and is the same in both: private data, then the system
 * area, then the configuration.  Key and layout record have the same place in
 * every generation.
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
};

#define UPPER_PART(base) \
    [FLASHFS_PRIVATE] = {(base) + PRIVATE, 64 * KIB, FLASHFS_FORM_SLOTS, 2}, \
    [FLASHFS_LAYOUT] = {(base) + LAYOUT, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2}, \
    [FLASHFS_KEY] = {(base) + KEY, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2}, \
    [FLASHFS_SEED] = {(base) + SEED, SYSTEM_SLOTS, FLASHFS_FORM_SLOTS, 2}, \
    [FLASHFS_CONFIG] = {(base) + CONFIG, 128 * KIB, FLASHFS_FORM_SLOTS, 2}, \
    [FLASHFS_IMAGE] = {0, (base), FLASHFS_FORM_IMAGE, 0}

static const struct flashfs_place large[FLASHFS_FILES] = {
    UPPER_PART(LARGE),
    [FLASHFS_PDM] = {LARGE + AFTER, 0x500000, FLASHFS_FORM_IMAGE, 0},
    [FLASHFS_CRASH] = {0x7e0000, 128 * KIB, FLASHFS_FORM_SLOTS, 1},
};

static const struct flashfs_place small[FLASHFS_FILES] = {
    UPPER_PART(SMALL),
    [FLASHFS_CRASH] = {SMALL + AFTER, 128 * KIB, FLASHFS_FORM_SLOTS, 1},
};

static const struct flashfs_place *places(uint32_t flash_bytes)
{
    if (flash_bytes >= 8 * MIB)
        return large;
    return flash_bytes >= 2 * MIB ? small : NULL;
}

const struct flashfs_layout flashfs_layout3 = {3, places};
