/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_floppy.c - the diskette controller, its DMA and its diskette. */
#include <string.h>

#include "devices/floppy/i82077.h"
#include "tests/fuzz/chip.h"

struct disk {
    struct floppy_medium medium;
    uint32_t sectors;
    uint8_t last[DRIVE_SECTOR_BYTES];
};

static uint32_t formatted(void *far)
{
    return ((struct disk *)far)->sectors;
}

static bool read_sector(void *far, uint32_t sector, uint8_t *data)
{
    const struct disk *d = far;

    if (sector >= DRIVE_DISK_SECTORS)
        __builtin_trap();
    memcpy(data, d->last, sizeof(d->last));
    return sector % 64 != 63;
}

static bool write_sector(void *far, uint32_t sector, const uint8_t *data)
{
    struct disk *d = far;

    if (sector >= DRIVE_DISK_SECTORS)
        __builtin_trap();
    memcpy(d->last, data, sizeof(d->last));
    if (d->sectors <= sector)
        d->sectors = sector + 1;
    return sector % 64 != 62;
}

static void pin(struct chip *c, uint8_t what, uint32_t val, struct feed *f)
{
    struct disk *d = c->own;

    (void)f;
    switch (what % 5) {
    case 0:
        for (uint32_t i = 0; i < val % 1024; i++)
            i82077_dma_read(c->dev);
        break;
    case 1:
        for (uint32_t i = 0; i < val % 1024; i++)
            i82077_dma_write(c->dev, (uint8_t)(val >> i % 24));
        break;
    case 2:
        i82077_terminal_count(c->dev);
        break;
    case 3:
        d->medium.protected = val & 1;
        d->sectors = val % (DRIVE_DISK_SECTORS + 1);
        i82077_insert(c->dev, &d->medium);
        break;
    case 4:
        i82077_eject(c->dev);
        break;
    }
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    struct fakeboard *fb = fakeboard_new();
    struct disk d = {.medium = {NULL, false, formatted, read_sector,
                                write_sector},
                     .sectors = DRIVE_DISK_SECTORS};
    struct chip c = {.fb = fb, .max_wait_ns = 300000000, .pin = pin,
                     .own = &d};

    d.medium.far = &d;
    c.dev = fake_new(fb, &i82077_class, "fdc");
    i82077_insert(c.dev, &d.medium);
    fb->authentic = n & 1;
    chip_run(&c, &f);
    fakeboard_free(fb);
}
