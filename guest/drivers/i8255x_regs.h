/* SPDX-License-Identifier: GPL-2.0-or-later */
/* i8255x_regs.h - registers of the chips (OSDM 6), for the driver's files. */
#ifndef GUEST_DRIVERS_I8255X_REGS_H
#define GUEST_DRIVERS_I8255X_REGS_H

#include "guest/drivers/i8255x.h"

/* OSDM 6.3, control and status registers. */
enum {
    SCB_STATUS = 0x00,
    SCB_EVENTS = 0x01,
    SCB_COMMAND = 0x02,
    SCB_MASK = 0x03,
    SCB_POINTER = 0x04,
    PORT = 0x08,
    EEPROM = 0x0e,
    MDI = 0x10,
};

enum {
    STATUS_CU = 0xc0,
    STATUS_RU = 0x3c,
    RU_READY = 0x10,
    MASK_ALL = 0x01,
    /* Individual masks of the 82558 and later: command unit idle, early
     * receive, flow control.  An 82557 ignores them. */
    MASK_UNUSED = 0x2c,
};

enum {
    CU_START = 0x10,
    CU_RESUME = 0x20,
    CU_COUNTERS_AT = 0x40,
    CU_DUMP_COUNTERS = 0x50,
    CU_BASE = 0x60,
    RU_START = 0x01,
    RU_ABORT = 0x04,
    RU_BASE = 0x06,
};

enum {
    PORT_RESET = 0,
    PORT_SELECTIVE_RESET = 2,
};

/* Register reads after which the chip will not do it any more: 25 ms over a
 * PCI bus, and enough on a machine whose reads cost a few nanoseconds. */
enum { I8255X_PATIENCE = 50000 };

uint8_t i8255x_in8(const struct i8255x *, unsigned reg);
uint16_t i8255x_in16(const struct i8255x *, unsigned reg);
uint32_t i8255x_in32(const struct i8255x *, unsigned reg);
void i8255x_out8(const struct i8255x *, unsigned reg, uint8_t v);
void i8255x_out16(const struct i8255x *, unsigned reg, uint16_t v);
void i8255x_out32(const struct i8255x *, unsigned reg, uint32_t v);

/* Waits about n microseconds: a read over PCI takes at least half of one. */
void i8255x_pause(const struct i8255x *, unsigned us);

#endif
