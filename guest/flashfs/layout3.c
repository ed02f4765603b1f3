/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout3.c - where files lie in flash for releases from 5.2 on.
 *
 * The upper part is the same on large and on small flash (no room for a device
 * manager there): private data, then the system area, then the configuration.
 * On flash in blocks files keep their origins.  The second half of 16 MiB has
 * what a long configuration's slots have no room for.
 */
#include "guest/flashfs/system.h"

enum {
    PRIVATE = 0x00000,
    CONFIG = 0x20000,
    AFTER = 0x40000,
    PRIVATE_BYTES = 64 * SYSTEM_KIB,
    CONFIG_BYTES = 128 * SYSTEM_KIB,
    PDM_BYTES = 0x500000,
    CRASH_BYTES = 128 * SYSTEM_KIB,
    CRASH = 0x7e0000,
    MORE = 0x800000,
    MORE_APART = 0x100000,
    /* With what a slot has, a sector less than 1 MiB. */
    MORE_BYTES = 960 * SYSTEM_KIB,
};

/* `second`: how far the second slots are from the first, 0: behind them.  The
 * others: struct flashfs_place's `more`, of the configuration. */
#define FILES(base, second, ...) \
    [FLASHFS_IMAGE] = {0, (base), FLASHFS_FORM_IMAGE, 0, 0}, \
    [FLASHFS_PRIVATE] = {(base) + PRIVATE, PRIVATE_BYTES, FLASHFS_FORM_SLOTS, \
                         2, second}, \
    [FLASHFS_CONFIG] = {(base) + CONFIG, CONFIG_BYTES, FLASHFS_FORM_SLOTS, 2, \
                        second, {__VA_ARGS__}}

#define UPPER_FILES \
    [FLASHFS_PDM] = {SYSTEM_LARGE + AFTER, PDM_BYTES, FLASHFS_FORM_IMAGE, 0, \
                     0}, \
    [FLASHFS_CRASH] = {CRASH, CRASH_BYTES, FLASHFS_FORM_SLOTS, 1, 0}

static const struct flashfs_place huge[FLASHFS_FILES] = {
    FILES(SYSTEM_LARGE, 0, MORE, MORE_BYTES, MORE_APART),
    SYSTEM_FILES(SYSTEM_LARGE),
    UPPER_FILES,
};

static const struct flashfs_place large[FLASHFS_FILES] = {
    FILES(SYSTEM_LARGE, 0, 0),
    SYSTEM_FILES(SYSTEM_LARGE),
    UPPER_FILES,
};

static const struct flashfs_place small[FLASHFS_FILES] = {
    FILES(SYSTEM_SMALL, 0, 0),
    SYSTEM_FILES(SYSTEM_SMALL),
    [FLASHFS_CRASH] = {SYSTEM_SMALL + AFTER, CRASH_BYTES, FLASHFS_FORM_SLOTS,
                       1, 0},
};

static const struct flashfs_place blocks[FLASHFS_FILES] = {
    FILES(SYSTEM_LARGE, SYSTEM_HALF, MORE, MORE_BYTES, MORE_APART),
    SYSTEM_FILES_IN_BLOCKS,
    UPPER_FILES,
};

const struct flashfs_layout flashfs_layout3 = {
    3, &flashfs_layout2, small, large, huge, blocks};
