/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout2.c - where files lie in flash for releases 5.0 and 5.1: private data
 * and configuration below the system area, nothing above it.  Between them is
 * the place of generation 1's configuration, so that files can go from one to
 * the other.
 */
#include <stddef.h>

#include "guest/flashfs/system.h"

enum {
    PRIVATE = -0x60000,
    CONFIG = -0x20000,
    PRIVATE_BYTES = 64 * SYSTEM_KIB,
    CONFIG_BYTES = 128 * SYSTEM_KIB,
};

#define FILES(base, second) \
    [FLASHFS_IMAGE] = {0, (base) + PRIVATE, FLASHFS_FORM_IMAGE, 0, 0}, \
    [FLASHFS_PRIVATE] = {(base) + PRIVATE, PRIVATE_BYTES, FLASHFS_FORM_SLOTS, \
                         2, second}, \
    [FLASHFS_CONFIG] = {(base) + CONFIG, CONFIG_BYTES, FLASHFS_FORM_SLOTS, 2, \
                        second}

SYSTEM_TABLES(FILES);

const struct flashfs_layout flashfs_layout2 = {
    2, &flashfs_layout1, small, large, large, blocks};
