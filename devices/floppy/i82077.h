/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i82077.h - the 82077AA diskette controller and its drive as the board sees
 * them.  AT mode; drive 0 is there, 1 to 3 are not.
 */
#ifndef PIXEMU_DEVICES_I82077_H
#define PIXEMU_DEVICES_I82077_H

#include "devices/device.h"
#include "devices/floppy/drive.h"

extern const struct device_class i82077_class;

enum {
    I82077_REGS, /* 6 ports: 3F0h */
    I82077_DIR,  /* 1 port: 3F7h */
};

/* Both gated by bit 3 of the digital output register. */
struct wire *i82077_irq(struct device *);
struct wire *i82077_dreq(struct device *);

/* One cycle under DACK#, and the terminal count that comes with it. */
uint8_t i82077_dma_read(struct device *);
void i82077_dma_write(struct device *, uint8_t);
void i82077_terminal_count(struct device *);

/* A diskette goes in (the struct is copied) or comes out, in the middle of a
 * command, too. */
void i82077_insert(struct device *, const struct floppy_medium *);
void i82077_eject(struct device *);

/* The lamp of the drive: selected and turning.  Its pin is high while lit. */
bool i82077_lamp(const struct device *);
struct wire *i82077_lamp_pin(struct device *);

#endif
