/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dma.c - the AT's two DMA controllers.  See dma.h.
 *
 * Sources: Intel 8237A data sheet (registers, mode word); IBM PC AT technical
 * reference (ports of the page registers).
 */
#include "guest/i386/dma.h"

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    LOW_ADDRESS = 0x00, /* two ports a channel: address, count */
    LOW_COUNT = 0x01,
    LOW_MASK = 0x0a,
    LOW_MODE = 0x0b,
    LOW_FLIP_FLOP = 0x0c,
    LOW_MASTER_CLEAR = 0x0d,
    HIGH_MASTER_CLEAR = 0xda,
    HIGH_MODE = 0xd6,
    HIGH_MASK = 0xd4,
    MODE_CASCADE = 0xc0, /* channel 0 of the second controller: 4 */
    MODE_SINGLE = 0x40,
    MODE_TO_MEMORY = 0x04,
    MODE_FROM_MEMORY = 0x08,
    MASKED = 0x04,
};

static const uint8_t page[4] = { 0x87, 0x83, 0x81, 0x82 };

void dma_setup(void)
{
    outb(LOW_MASTER_CLEAR, 0);
    outb(HIGH_MASTER_CLEAR, 0);
    outb(HIGH_MODE, MODE_CASCADE);
    outb(HIGH_MASK, 0);
}

static void word(uint16_t port, uint32_t v)
{
    outb(port, (uint8_t)v);
    outb(port, (uint8_t)(v >> 8));
}

void dma_start(unsigned channel, uint32_t pa, uint32_t bytes, bool to_memory)
{
    uint32_t flags = cpu_save();

    outb(LOW_MASK, (uint8_t)(MASKED | channel));
    outb(LOW_MODE,
         (uint8_t)(MODE_SINGLE | channel |
                   (to_memory ? MODE_TO_MEMORY : MODE_FROM_MEMORY)));
    outb(LOW_FLIP_FLOP, 0);
    word((uint16_t)(LOW_ADDRESS + 2 * channel), pa);
    word((uint16_t)(LOW_COUNT + 2 * channel), bytes - 1);
    outb(page[channel], (uint8_t)(pa >> 16));
    outb(LOW_MASK, (uint8_t)channel);
    cpu_restore(flags);
}
