/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dma.h - the AT's two DMA controllers. */
#ifndef GUEST_I386_DMA_H
#define GUEST_I386_DMA_H

/* As after power-on, every channel masked but 4, which carries the requests
 * of channels 0 to 3 (8237A data sheet, "Cascading"). */
void dma_setup(void);

#endif
