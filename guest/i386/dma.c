/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dma.c - the AT's two DMA controllers.  See dma.h. */
#include "guest/i386/dma.h"

#include "guest/i386/io.h"

enum {
    LOW_MASTER_CLEAR = 0x0d,
    HIGH_MASTER_CLEAR = 0xda,
    HIGH_MODE = 0xd6,
    HIGH_MASK = 0xd4,
    MODE_CASCADE = 0xc0, /* channel 0 of the second controller: 4 */
};

void dma_setup(void)
{
    outb(LOW_MASTER_CLEAR, 0);
    outb(HIGH_MASTER_CLEAR, 0);
    outb(HIGH_MODE, MODE_CASCADE);
    outb(HIGH_MASK, 0);
}
