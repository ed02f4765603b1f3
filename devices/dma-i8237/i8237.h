/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8237.h - the AT's two 8237A DMA controllers and their page registers as
 * the board sees them.  Channels 0-3 move bytes, 5-7 words; 4 is the cascade.
 */
#ifndef PIXEMU_DEVICES_I8237_H
#define PIXEMU_DEVICES_I8237_H

#include "devices/device.h"

extern const struct device_class i8237_class;

enum {
    I8237_LOW,  /* 16 ports: 00h */
    I8237_HIGH, /* 32 ports: C0h, registers on even ones */
    I8237_PAGE, /* 16 ports: 80h */
};

enum i8237_cycle {
    I8237_FROM_DEVICE, /* I/O to memory: put a byte or word in *data */
    I8237_TO_DEVICE,   /* memory to I/O: take *data */
    I8237_VERIFY,      /* DACK alone; *data is not looked at */
};

/* Whoever has a DREQ/DACK pair.  dack is one cycle; tc comes with the one
 * that empties the counter.  It may lower DREQ meanwhile. */
struct i8237_client {
    void *who;
    void (*dack)(void *who, enum i8237_cycle, uint16_t *data, bool tc);
};

void i8237_attach(struct device *, unsigned channel,
                  const struct i8237_client *);

/* DREQn, sink of a wire.  What can be transferred is, before this returns. */
void i8237_set_dreq(void *chip, unsigned channel, bool level);

#endif
