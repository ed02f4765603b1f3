/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * layout1.c - where files lie in flash for releases 4.x: image, configuration,
 * system area.  There are no private data.
 */
#include <stddef.h>

#include "guest/flashfs/system.h"

enum {
    CONFIG = -0x40000,
    CONFIG_BYTES = 128 * SYSTEM_KIB,
};

#define FILES(base, second) \
    [FLASHFS_IMAGE] = {0, (base) + CONFIG, FLASHFS_FORM_IMAGE, 0, 0}, \
    [FLASHFS_CONFIG] = {(base) + CONFIG, CONFIG_BYTES, FLASHFS_FORM_SLOTS, 2, \
                        second}

SYSTEM_TABLES(FILES);

const struct flashfs_layout flashfs_layout1 = {
    1, NULL, small, large, large, blocks};
