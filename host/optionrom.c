/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * optionrom.c - the contents of a network card's expansion ROM.
 *
 * Source: PCI Local Bus Specification 2.1, 6.3.1.1 (AA55h at the start).
 */
#include "host/optionrom.h"

#include <stdbool.h>

#include "host/readfile.h"
#include "host/report.h"

/* What the chip's window decodes. */
enum { UNIT = 512, MOST = 1024 * 1024 };

static bool fits(const char *path, GBytes *rom, GError **err)
{
    gsize n;
    const guchar *start = g_bytes_get_data(rom, &n);

    if (!n || n % UNIT)
        return refuse(err, "--option-rom=%s has %zu bytes; an expansion ROM "
                           "has a multiple of 512", path, n);
    if (start[0] != 0x55 || start[1] != 0xaa)
        return refuse(err, "--option-rom=%s does not begin with 55 AA; name "
                           "a PCI expansion ROM", path);
    return true;
}

GBytes *optionrom_read(const char *path, GError **err)
{
    GBytes *rom = readfile("option-rom", path, "an expansion ROM", MOST, err);

    if (rom && !fits(path, rom, err))
        g_clear_pointer(&rom, g_bytes_unref);
    return rom;
}
