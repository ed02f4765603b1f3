/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fileflash.h - a unit's disk image as guest/flashfs sees flash. */
#ifndef TOOLS_FILEFLASH_H
#define TOOLS_FILEFLASH_H

#include "guest/flashfs/flashfs.h"
#include "host/disk/flashfile.h"

/* What such a card erases in one go; 0: sectors. */
uint32_t fileflash_block(enum flash_card);

/* NULL: there is no such generation. */
const struct flashfs_layout *fileflash_layout(uint32_t generation);

void fileflash_init(struct flash *, struct flashfile *);

#endif
