/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_flash.c - both flash cards: register accesses, and command streams that
 * go through them as the documented write cycle does.
 */
#include <string.h>

#include "devices/board-id/board_id.h"
#include "devices/flash-at29/flashcard.h"
#include "devices/flash-strata/stratacard.h"
#include "tests/fuzz/chip.h"

enum { AT29_BYTES_HERE = 1 << 20, STRATA_BYTES_HERE = 16 << 20 };

static uint8_t array[STRATA_BYTES_HERE];

/* A write cycle: what is command and address, val the rest. */
static void cycle(struct chip *c, uint32_t address, uint16_t data,
                  uint16_t chip)
{
    const char *w = c->dev->cls->windows[0].name;

    fake_write(c->dev, w, 0, address >> 17, 2);
    fake_write(c->dev, w, 2, address >> 1 & 0xffff, 2);
    fake_write(c->dev, w, 4, address & 1, 2);
    fake_write(c->dev, w, 6, data, 2);
    fake_write(c->dev, w, 8, chip | 0x14, 2);
    fake_write(c->dev, w, 8, chip | 0x10, 2);
    fake_write(c->dev, w, 8, chip | 0x08, 2);
    fake_read(c->dev, w, 6, 2);
}

static void pin(struct chip *c, uint8_t what, uint32_t val, struct feed *f)
{
    static const uint16_t at29[] = {0x90, 0xf0, 0xa0, 0x80, 0x10, 0x20, 0x40};
    uint16_t chip = what & 0x80 ? 0x120 : 0; /* the second of either card */

    if (what & 1) {
        cycle(c, 0x5555, 0xaa, chip);
        cycle(c, 0x2aaa, 0x55, chip);
        cycle(c, 0x5555, at29[val % 7], chip);
    } else {
        cycle(c, val, feed8(f), chip);
    }
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    uint8_t which = feed8(&f), protection[32] = {0};
    struct fakeboard fb;
    struct chip c = {.fb = &fb, .max_wait_ns = 2000000000, .pin = pin};

    fakeboard_init(&fb);
    fb.authentic = which & 2;
    if (which & 1) {
        c.dev = fake_new(&fb, &stratacard_class, "flash");
        stratacard_attach(c.dev, array, STRATA_BYTES_HERE, protection);
    } else {
        c.dev = fake_new(&fb, &flashcard_at29_class, "flash");
        flashcard_attach(c.dev, array, AT29_BYTES_HERE, protection);
    }
    chip_run(&c, &f);
    fakeboard_done(&fb);
}
