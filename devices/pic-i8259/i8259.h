/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8259.h - one 8259A interrupt controller as its board sees it.
 *
 * A PC has two: the slave's intr drives IR2 of the master, and the board
 * attaches the slave to that input so that an acknowledge reaches it.
 */
#ifndef PIXEMU_DEVICES_I8259_H
#define PIXEMU_DEVICES_I8259_H

#include "devices/device.h"

extern const struct device_class i8259_class;

/* Windows by their place in i8259_class.windows. */
enum {
    I8259_REGS, /* 2 ports: 20h or A0h */
    I8259_ELCR, /* 1 port: 4D0h or 4D1h, edge/level per input (not the 8259's
                   own; the PIIX ISA bridge keeps it beside each) */
};

/* INT: high while a request waits for an acknowledge. */
struct wire *i8259_intr(struct device *);

/* Input IRn; sink of a wire. */
void i8259_set_ir(void *chip, unsigned n, bool level);

/* The processor's two INTA cycles: the vector.  With nothing to acknowledge
 * it is that of IR7 and leaves no trace. */
uint8_t i8259_intr_ack(struct device *);

/* Who answers the second INTA cycle when `ir` is acknowledged and ICW3 says
 * that a slave is there; normally i8259_slave_ack and the other chip. */
void i8259_attach_slave(struct device *master, unsigned ir,
                        uint8_t (*ack)(void *slave, unsigned cas),
                        void *slave);
/* FFh when the number on the CAS lines is not the one in its ICW3. */
uint8_t i8259_slave_ack(void *chip, unsigned cas);

/* Which ELCR bits can be set; none until this is called.  (PIIX: F8h for the
 * master, DEh for the slave.) */
void i8259_set_elcr_writable(struct device *, uint8_t mask);

#endif
