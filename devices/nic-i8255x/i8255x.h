/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x.h - Intel 82557, 82558 and 82559 Fast Ethernet controllers with
 * their 82555 PHY and 93C46 serial EEPROM.
 *
 * PCI functions: the board gives each a place on a pci_bus, connects
 * pci_function.inta, and attaches wire and EEPROM before the first reset.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_I8255X_H
#define PIXEMU_DEVICES_NIC_I8255X_I8255X_H

#include "devices/pci.h"

extern const struct device_class i82557_class; /* revision C: 3 */
extern const struct device_class i82558_class; /* revision B: 5 */
extern const struct device_class i82559_class; /* revision C: 8 */

enum i8255x_chip { I82557, I82558, I82559 };

enum {
    I8255X_EEPROM_BYTES = 128,
    /* The longest frame the chip sends or takes, without its check
     * sequence. */
    I8255X_FRAME_MAX = 2600,
};

/* What the connector is plugged into. */
struct ether_far {
    void *far;
    /* A frame has left, without preamble and check sequence, 14 to
     * I8255X_FRAME_MAX bytes; the memory is the chip's.  Called at the moment
     * the last bit is on the wire.  May lead to i8255x_receive() of this very
     * chip, though a segment that queues is kinder. */
    void (*send)(void *far, const uint8_t *frame, size_t n);
    /* Software gave descriptors: i8255x_takes() is true again.  Must not lead
     * to i8255x_receive().  May be NULL. */
    void (*room)(void *far);
};

/* Once, before the first reset with which anything is to work.  The EEPROM
 * (I8255X_EEPROM_BYTES, 64 little-endian words) is lent; the chip reads it
 * whenever asked and writes it when the guest does. */
void i8255x_attach(struct device *, const struct ether_far *,
                   uint8_t *eeprom);

/* Another stepping of the same chip, by PCI revision: 1-3, 4-5, 6-8.  False:
 * not one of this class's.  Before the first reset. */
bool i8255x_set_revision(struct device *, uint8_t revision);

/* Contents of the boot flash behind BAR2 and the expansion ROM BAR; lent, NULL
 * for an empty socket (reads FFh).  A larger one than the chip's pins address
 * (64 KiB on the 82558, 128 KiB on the 82559) is taken to sit on a board with
 * the lines that are missing.  The expansion ROM BAR exists only with
 * contents and with EEPROM word 0Ah bit 11 clear, which a reset looks at. */
void i8255x_set_flash(struct device *, const uint8_t *image, size_t n);

/* A frame from the wire, without its check sequence.  What is shorter than 60
 * bytes is a runt and treated as one: ports that make frames pad them. */
void i8255x_receive(struct device *, const uint8_t *frame, size_t n);
/* False while the receive unit waits for software to give it descriptors: a
 * frame that comes now finds no place but in the FIFO. */
bool i8255x_takes(struct device *);

/* The far end came or went.  Down until told; a cable knows no reset. */
void i8255x_set_link(struct device *, bool up);

/* The lamps beside the connector: pins that are high while they are lit.
 * What the first two show, register 27 of the PHY chooses. */
enum i8255x_led {
    I8255X_LED_LINK,
    I8255X_LED_ACTIVITY,
    I8255X_LED_SPEED, /* 100 Mb/s */
    I8255X_LEDS,
};
struct wire *i8255x_led(struct device *, enum i8255x_led);

/* 64 words as a maker programs them: station address, 82555 at address 1,
 * checksum BABAh. */
void i8255x_eeprom_format(uint8_t eeprom[I8255X_EEPROM_BYTES],
                          const uint8_t mac[6], enum i8255x_chip);

/* For status displays: link as the PHY has it, and how much passed. */
struct i8255x_view {
    bool link, full_duplex, fast; /* fast: 100 Mb/s */
    uint64_t frames_sent, frames_received; /* since power-on */
    uint8_t station[6];                    /* as set up by the driver */
};
struct i8255x_view i8255x_look(const struct device *);

#endif
