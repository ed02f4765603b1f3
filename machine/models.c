/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * models.c - the PIX chassis we know, one row each.
 *
 * A row holds facts about hardware and nothing about code: a new chassis is a
 * new row.  Where a fact comes from, and how sure it is: docs/models.md.
 */
#include "machine/model.h"

#include <stddef.h>
#include <string.h>

const struct model models[] = {
    {
        .name = "525",
        .title = "PIX-525",
        .strap = 0x0525,
        .cpu = CPU_PENTIUM3,
        .cpu_title = "Pentium III 600 MHz",
        .mhz = 600,
        .ram_mib = 256,
        .flash_kib = 16 * 1024,
        .interfaces_max = 8,
        .onboard = {{13, NIC_I82558}, {14, NIC_I82558}},
        .slot = {{15, 32, 0}, {16, 32, 0}, {17, 32, 0}},
    },
    {
        .name = "501",
        .title = "PIX-501",
        .strap = 0x0501,
        .cpu = CPU_486,
        .cpu_title = "Am5x86 133 MHz",
        .mhz = 133,
        .ram_mib = 16,
        .flash_kib = 8 * 1024,
        .interfaces_max = 2,
        .onboard = {{17, NIC_I82559}, {18, NIC_I82559}},
    },
    {
        .name = "506",
        .title = "PIX-506",
        .strap = 0x0506,
        .cpu = CPU_PENTIUM,
        .cpu_title = "Pentium 200 MHz",
        .mhz = 200,
        .ram_mib = 32,
        .flash_kib = 8 * 1024,
        .interfaces_max = 2,
        .onboard = {{13, NIC_I82558}, {14, NIC_I82558}},
    },
    {
        .name = "506e",
        .title = "PIX-506E",
        .strap = 0x1506,
        .cpu = CPU_PENTIUM2,
        .cpu_title = "Celeron 300 MHz",
        .mhz = 300,
        .ram_mib = 32,
        .flash_kib = 8 * 1024,
        .interfaces_max = 2,
        .onboard = {{13, NIC_I82559}, {14, NIC_I82559}},
    },
    {
        .name = "510",
        .title = "PIX-510",
        .strap = 0x0510,
        .cpu = CPU_PENTIUM,
        .cpu_title = "Pentium 166 MHz",
        .mhz = 166,
        .ram_mib = 16,
        .flash_kib = 2 * 1024,
        .interfaces_max = 4,
        .floppy = true,
        .slot = {{9, 32, 0}, {10, 32, 0}, {11, 32, 0}, {12, 32, 0}},
        .default_card = CARD_1FE_557,
        .default_cards = 2,
    },
    {
        .name = "515",
        .title = "PIX-515",
        .strap = 0x0515,
        .cpu = CPU_PENTIUM,
        .cpu_title = "Pentium 200 MHz",
        .mhz = 200,
        .ram_mib = 64,
        .flash_kib = 16 * 1024,
        .interfaces_max = 6,
        .onboard = {{13, NIC_I82559}, {14, NIC_I82559}},
        .slot = {{15, 32, 0}, {16, 32, 0}},
    },
    {
        .name = "515e",
        .title = "PIX-515E",
        .strap = 0x1515,
        .cpu = CPU_PENTIUM2,
        .cpu_title = "Celeron 433 MHz",
        .mhz = 433,
        .ram_mib = 64,
        .flash_kib = 16 * 1024,
        .interfaces_max = 6,
        .onboard = {{13, NIC_I82559}, {14, NIC_I82559}},
        .slot = {{15, 32, 0}, {16, 32, 0}},
    },
    {
        .name = "520",
        .title = "PIX-520",
        .strap = 0x0520,
        .cpu = CPU_PENTIUM2,
        .cpu_title = "Pentium II 350 MHz",
        .mhz = 350,
        .ram_mib = 128,
        .flash_kib = 2 * 1024,
        .interfaces_max = 6,
        .floppy = true,
        .slot = {{9, 32, 0}, {10, 32, 0}, {11, 32, 0}, {12, 32, 0},
                 {13, 32, 0}, {14, 32, 0}},
        .default_card = CARD_1FE_557,
        .default_cards = 2,
    },
    {
        .name = "535",
        .title = "PIX-535",
        .strap = 0x0535,
        .cpu = CPU_PENTIUM3,
        .cpu_title = "Pentium III 1000 MHz",
        .mhz = 1000,
        .ram_mib = 1024,
        .flash_kib = 16 * 1024,
        .interfaces_max = 10,
        .bridge = {0, 2, 3},
        .slot = {{0, 64, 1}, {1, 64, 1}, {0, 64, 2}, {1, 64, 2},
                 {4, 32, 0}, {5, 32, 0}, {6, 32, 0}, {7, 32, 0}, {8, 32, 0}},
        .default_card = CARD_1FE,
        .default_cards = 2,
        .default_slot = 4,
    },
    {0},
};

size_t model_flash_bytes(const struct model *m, enum flash_card card)
{
    if (card == FLASH_STRATA)
        return m->slot[0].width ? 16 * 1024 * 1024 : 0;
    return (size_t)m->flash_kib * 1024;
}

const struct model *model_find(const char *name)
{
    for (const struct model *m = models; m->name; m++)
        if (strcmp(m->name, name) == 0)
            return m;
    return NULL;
}
