/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flash.h - flash memory as its users see it: bytes that are read anywhere and
 * programmed in whole sectors.
 *
 * Some flash erases a sector when it programs it.  Other flash has blocks of
 * many sectors that must be erased first: `block_bytes` says so, and the
 * layout of the files follows it (guest/flashfs).
 *
 * A driver fills this in (guest/drivers/flashcard.h), a tool maps a file.
 */
#ifndef GUEST_LIB_FLASH_H
#define GUEST_LIB_FLASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FLASH_SECTOR_BYTES = 256 };

struct flash {
    uint32_t bytes; /* 0: there is none */
    /* False: outside the flash, or the hardware failed. */
    bool (*read)(struct flash *, uint32_t offset, void *to, size_t n);
    /* Programs the sector that begins at `offset`, which is erased along with
     * it or, with blocks, already; returns when it is done and reads back as
     * asked. */
    bool (*program)(struct flash *, uint32_t offset, const void *sector);
    void *far; /* the implementation's */
    uint32_t block_bytes; /* 0: sectors are erased when programmed */
    /* With blocks: makes the one that begins at `offset` FFh. */
    bool (*erase)(struct flash *, uint32_t offset);
};

#endif
