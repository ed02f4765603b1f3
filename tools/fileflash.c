/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fileflash.c - a unit's disk image as guest/flashfs sees flash.
 *
 * Programming leaves a chip as the guest's driver does: with its software
 * data protection on, where it has one.
 */
#include "tools/fileflash.h"

#include <string.h>

enum { CHIP_BYTES = 512 * 1024, BLOCK_BYTES = 128 * 1024 };

static bool file_read(struct flash *flash, uint32_t offset, void *to, size_t n)
{
    const struct flashfile *f = flash->far;

    if (offset > flash->bytes || n > flash->bytes - offset)
        return false;
    memcpy(to, f->storage.flash + offset, n);
    return true;
}

static bool file_program(struct flash *flash, uint32_t offset,
                         const void *sector)
{
    const struct flashfile *f = flash->far;

    if (offset % FLASH_SECTOR_BYTES != 0 || offset >= flash->bytes)
        return false;
    memcpy(f->storage.flash + offset, sector, FLASH_SECTOR_BYTES);
    if (f->storage.card == FLASH_AT29)
        f->storage.protection[offset / CHIP_BYTES] |= PROTECTION_AT29;
    return true;
}

static bool file_erase(struct flash *flash, uint32_t offset)
{
    const struct flashfile *f = flash->far;

    if (offset % BLOCK_BYTES != 0 || offset >= flash->bytes)
        return false;
    memset(f->storage.flash + offset, 0xff, BLOCK_BYTES);
    return true;
}

uint32_t fileflash_block(enum flash_card card)
{
    return card == FLASH_STRATA ? BLOCK_BYTES : 0;
}

const struct flashfs_layout *fileflash_layout(uint32_t generation)
{
    static const struct flashfs_layout *const layouts[] = {
        &flashfs_layout1, &flashfs_layout2, &flashfs_layout3};

    for (unsigned i = 0; i < sizeof layouts / sizeof layouts[0]; i++)
        if (layouts[i]->generation == generation)
            return layouts[i];
    return NULL;
}

void fileflash_init(struct flash *flash, struct flashfile *f)
{
    flash->bytes = (uint32_t)f->storage.flash_size;
    flash->read = file_read;
    flash->program = file_program;
    flash->far = f;
    flash->block_bytes = fileflash_block(f->storage.card);
    flash->erase = file_erase;
}
