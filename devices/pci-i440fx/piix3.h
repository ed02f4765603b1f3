/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * piix3.h - the ISA bridge (82371SB PIIX3, 8086:7000, function 0): which IRQ
 * each PCI interrupt reaches, and the reset control register CF9h.
 *
 * The PIIX3's timer, interrupt controllers and DMA are chips of their own
 * here.  The board puts this one on its bus as device 1 function 0 (or where
 * the model has it); the register at CF9h is reached through the host bridge
 * (i440fx_far) or a window of the board's.
 */
#ifndef PIXEMU_DEVICES_PCI_I440FX_PIIX3_H
#define PIXEMU_DEVICES_PCI_I440FX_PIIX3_H

#include "devices/pci.h"

extern const struct device_class piix3_class;

struct piix3_wires {
    /* To the interrupt controllers, by IRQ number, high = asserted: the or of
     * all PCI interrupts routed there.  Only 3-7, 9-12, 14, 15 are driven.
     * Where an ISA chip drives the same input, the board or-s the two. */
    struct wire irq[16];
    struct wire hard_reset; /* a pulse: true, then false */
    struct wire soft_reset; /* the processor's INIT: likewise */
};

void piix3_attach(struct device *, const struct piix3_wires *);

/*
 * PCI interrupts in.  A wire's n names the PIRQ input and who pulls it, so
 * that several may share one: n = PIIX3_INTX(source, pirq), sources 0 to 63,
 * each (source, pirq) pair belonging to one driver.
 */
#define PIIX3_INTX(source, pirq) ((source) * 4 + (pirq))
void piix3_intx(void *piix3, unsigned n, bool level);

/* How a board around this chipset solders the slots: pin (0 = INTA#) of
 * device N on bus 0 goes to PIRQ (N - 1 + pin) mod 4. */
static inline unsigned piix3_pirq(unsigned device, unsigned pin)
{
    return (device + 3 + pin) & 3;
}

/* The IRQ a PIRQ input is routed to now, 0 for none. */
unsigned piix3_irq(const struct device *, unsigned pirq);

uint8_t piix3_read_cf9(struct device *);
void piix3_write_cf9(struct device *, uint8_t val);

#endif
