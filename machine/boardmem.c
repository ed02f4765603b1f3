/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boardmem.c - RAM, the ROM, and what lies over both below 1 MiB.
 */
#include <string.h>
#include <sys/mman.h>

#include "devices/pci-i440fx/i440fx.h"
#include "machine/board.h"

enum {
    KIB = 1024,
    MIB = 1024 * 1024,
    ROM_LOW_BASE = 0xe0000,
    ROM_LOW_SIZE = 0x20000,
};

/* --- as the processor sees it ------------------------------------------ */

static bool in_rom_low(uint32_t pa)
{
    return pa - ROM_LOW_BASE < ROM_LOW_SIZE;
}

/* Shadow RAM that is written while reads still go to the ROM is neither RAM
 * nor ROM to the processor: the board serves it itself. */
uint32_t board_mem_read(void *board, uint32_t pa, unsigned width)
{
    struct board *b = board;

    if (in_rom_low(pa) && in_rom_low(pa + width - 1)) {
        uint32_t val = 0;

        memcpy(&val, b->rom_low + (pa - ROM_LOW_BASE), width);
        return val;
    }
    return dispatch_mem_read(&b->dispatch, pa, width);
}

void board_mem_write(void *board, uint32_t pa, uint32_t val, unsigned width)
{
    struct board *b = board;

    if (pa >= BOARD_SHADOW_BASE && pa < MIB) {
        if (i440fx_shadow(b->host_bridge, pa) & SHADOW_WRITE)
            memcpy(b->ram + pa, &val, width);
        return;
    }
    dispatch_mem_write(&b->dispatch, pa, val, width);
}

void board_switch_shadow(void *board, uint32_t base, uint32_t size,
                         unsigned attr)
{
    struct board *b = board;

    if (attr == (SHADOW_READ | SHADOW_WRITE))
        cpu_map_ram(b->cpu, base, size, b->ram + base);
    else if (attr == SHADOW_READ)
        cpu_map_rom(b->cpu, base, size, b->ram + base);
    else if (attr == 0 && in_rom_low(base))
        cpu_map_rom(b->cpu, base, size, b->rom_low + (base - ROM_LOW_BASE));
    else
        cpu_unmap(b->cpu, base, size);
}

/* --- placed and taken away --------------------------------------------- */

/* What a PC's set-up would have left in CMOS about memory. */
static void describe_memory(struct board *b)
{
    uint8_t *cmos = b->config.storage.cmos;
    size_t above_1m = MIN((b->ram_size - MIB) / KIB, 65535);
    size_t above_16m =
        b->ram_size > 16 * MIB ? (b->ram_size - 16 * MIB) / (64 * KIB) : 0;

    cmos[0x15] = BOARD_LOW_RAM_END / KIB & 0xff;
    cmos[0x16] = BOARD_LOW_RAM_END / KIB >> 8;
    cmos[0x17] = cmos[0x30] = (uint8_t)above_1m;
    cmos[0x18] = cmos[0x31] = (uint8_t)(above_1m >> 8);
    cmos[0x34] = (uint8_t)above_16m;
    cmos[0x35] = (uint8_t)(above_16m >> 8);
}

static uint8_t *anonymous(size_t n)
{
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    return p == MAP_FAILED ? NULL : p;
}

bool board_place_memory(struct board *b, const struct unit_config *c,
                        char **why)
{
    b->ram_size = (size_t)c->ram_mib * MIB;
    b->ram = anonymous(b->ram_size);
    b->rom = anonymous(c->bios_size);
    b->rom_low = anonymous(ROM_LOW_SIZE);
    if (!b->ram || !b->rom || !b->rom_low) {
        *why = g_strdup_printf("no memory for %u MiB of RAM", c->ram_mib);
        return false;
    }
    memcpy(b->rom, c->bios, c->bios_size);
    memset(b->rom_low, 0xff, ROM_LOW_SIZE);
    if (c->bios_size >= ROM_LOW_SIZE)
        memcpy(b->rom_low, c->bios + c->bios_size - ROM_LOW_SIZE,
               ROM_LOW_SIZE);
    else
        memcpy(b->rom_low + ROM_LOW_SIZE - c->bios_size, c->bios,
               c->bios_size);
    cpu_map_ram(b->cpu, 0, BOARD_LOW_RAM_END, b->ram);
    cpu_map_ram(b->cpu, MIB, (uint32_t)(b->ram_size - MIB), b->ram + MIB);
    cpu_map_rom(b->cpu, (uint32_t)-(int64_t)c->bios_size,
                (uint32_t)c->bios_size, b->rom);
    describe_memory(b);
    return true;
}

void board_forget_ram(struct board *b)
{
    madvise(b->ram, b->ram_size, MADV_DONTNEED); /* comes back as zeros */
    cpu_dma_wrote(b->cpu, 0, b->ram_size);
}

void board_free_memory(struct board *b)
{
    if (b->ram)
        munmap(b->ram, b->ram_size);
    if (b->rom)
        munmap(b->rom, b->config.bios_size);
    if (b->rom_low)
        munmap(b->rom_low, ROM_LOW_SIZE);
}
