/* SPDX-License-Identifier: GPL-2.0-or-later */
/* configmap.c - see configmap.h. */
#include "tests/unit/devices/configmap.h"

#include <glib.h>
#include <string.h>

enum { BYTES = 256 };

static void spread(const struct config_row *row, uint8_t *reset,
                   uint8_t *writable)
{
    for (; row->width; row++)
        for (unsigned i = 0; i < row->width; i++) {
            reset[row->off + i] = (uint8_t)(row->reset >> (8 * i));
            writable[row->off + i] = (uint8_t)(row->writable >> (8 * i));
        }
}

static void is(struct pci_function *fn, unsigned off, const char *when,
               uint8_t want)
{
    uint8_t has = (uint8_t)pci_config_read(fn, off, 1);

    if (has != want)
        g_test_message("byte %02x %s", off, when);
    g_assert_cmphex(has, ==, want);
}

void configmap_check(struct pci_function *fn, const struct config_row *rows)
{
    uint8_t reset[BYTES] = { 0 }, writable[BYTES] = { 0 };

    spread(rows, reset, writable);
    fn->dev.cls->reset(&fn->dev, RESET_BUS);
    for (unsigned off = 0; off < BYTES; off++)
        is(fn, off, "after reset", reset[off]);
    for (unsigned off = 0; off < BYTES; off++) {
        pci_config_write(fn, off, 0, 1);
        is(fn, off, "written 00", reset[off] & ~writable[off]);
        pci_config_write(fn, off, 0xff, 1);
        is(fn, off, "written ff", reset[off] | writable[off]);
    }
    fn->dev.cls->reset(&fn->dev, RESET_BUS);
    for (unsigned off = 0; off < BYTES; off++)
        is(fn, off, "after the second reset", reset[off]);
}
