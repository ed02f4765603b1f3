/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * diskette.c - the diskette drive of the chassis that have one: controller at
 * 3F0h, IRQ6, channel 2 of the DMA controller.
 */
#include "devices/dma-i8237/i8237.h"
#include "devices/floppy/i82077.h"
#include "machine/board.h"

enum {
    REGS_BASE = 0x3f0, DIR_BASE = 0x3f7, IRQ = 6, CHANNEL = 2,
    /* What a PC's set-up would have left: drive A: is 1.44 MB, one drive. */
    CMOS_DRIVES = 0x10, DRIVE_1440K = 0x40,
    CMOS_EQUIPMENT = 0x14, EQUIPMENT_DISKETTE = 0x01,
};

static void dack(void *fdc, enum i8237_cycle cycle, uint16_t *data, bool tc)
{
    if (cycle == I8237_TO_DEVICE)
        i82077_dma_write(fdc, (uint8_t)*data);
    else if (cycle == I8237_FROM_DEVICE)
        *data = i82077_dma_read(fdc);
    else
        i82077_dma_read(fdc);
    if (tc)
        i82077_terminal_count(fdc);
}

void board_place_diskette(struct board *b)
{
    uint8_t *cmos = b->config.storage.cmos;
    bool there = b->config.model->floppy;

    cmos[CMOS_DRIVES] = there ? DRIVE_1440K : 0;
    cmos[CMOS_EQUIPMENT] = there ? EQUIPMENT_DISKETTE : 0;
    if (!there)
        return;
    b->fdc = board_solder(b, &i82077_class, "fdc");
    board_map(b->fdc, I82077_REGS, REGS_BASE, true);
    board_map(b->fdc, I82077_DIR, DIR_BASE, true);
    *i82077_irq(b->fdc) = board_isa_irq(b, IRQ);
    *i82077_dreq(b->fdc) =
        (struct wire){ i8237_set_dreq, b->dma, CHANNEL };
    i8237_attach(b->dma, CHANNEL,
                 &(struct i8237_client){ b->fdc, dack });
}
