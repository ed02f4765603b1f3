/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dma.h - the AT's two DMA controllers. */
#ifndef GUEST_I386_DMA_H
#define GUEST_I386_DMA_H

#include <stdbool.h>
#include <stdint.h>

/* As after power-on, every channel masked but 4, which carries the requests
 * of channels 0 to 3 (8237A data sheet, "Cascading"). */
void dma_setup(void);

/* One transfer by single cycles on channel 0, 1, 2 or 3, of `bytes` (1 to
 * 65536) at `pa`, which lies below 16 MiB and crosses no multiple of 64 KiB.
 * The device begins when it asks; its last byte comes with terminal count. */
void dma_start(unsigned channel, uint32_t pa, uint32_t bytes, bool to_memory);

#endif
