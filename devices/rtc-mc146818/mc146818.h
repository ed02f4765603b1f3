/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mc146818.h - real-time clock and CMOS memory as their board sees them.
 */
#ifndef PIXEMU_DEVICES_MC146818_H
#define PIXEMU_DEVICES_MC146818_H

#include "devices/device.h"

extern const struct device_class mc146818_class;

enum { RTC_REGS }; /* 2 ports: 70h index, 71h data */
enum { RTC_CMOS_SIZE = 128, RTC_CENTURY = 0x32 };

/* Lends the battery's memory: 128 bytes that outlive power.  Bytes 0-13 are
 * the clock's own registers; the time and the century byte are set from the
 * board's calendar, A, B and the alarm are kept.  Bit 7 of byte 13 says that
 * the memory is valid: where it is 0 a battery was just put in, and A and B
 * start with the usual 26h and 02h.  Once, before the first access. */
void rtc_attach(struct device *, uint8_t *cmos);

/* IRQ, asserted = high (the board's inverter is included). */
struct wire *rtc_irq(struct device *);

/* Bit 7 of port 70h: true masks the processor's NMI. */
struct wire *rtc_nmi_mask(struct device *);

#endif
