/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x.h - Intel 82557, 82558 and 82559 Ethernet controllers.
 *
 * Polled: nothing here waits for an event, and nothing prints.  A program that
 * wants interrupts attaches i8255x_interrupt() to the line and looks again
 * whenever it has fired:
 *
 *      i8255x_interrupt()      from the line: quiets the chip, says "ours"
 *      i8255x_acknowledge()    before looking at the rings
 *      i8255x_receive() ...    until there is nothing
 *      i8255x_listen()         lets the chip interrupt again; what happened
 *                              since the acknowledge interrupts at once
 *
 * Addresses are physical: paging is off, and the rings lie where they are.
 * Not supported: 503 serial interface, receive checksums, wake-up, flow
 * control, the receive lock-up work-around of 10 Mbit/s 82557s.
 *
 * Source: Intel 8255x 10/100 Mbps Ethernet Controller Family Open Source
 * Software Developer Manual 1.3 ("OSDM"); 93C46 by its data sheet.
 */
#ifndef GUEST_DRIVERS_I8255X_H
#define GUEST_DRIVERS_I8255X_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/drivers/pci.h"

enum {
    I8255X_RX_RING = 128,
    I8255X_TX_RING = 32,
    I8255X_FRAME_MAX = 1514, /* without CRC */
    I8255X_FRAME_ROOM = 1536,
    I8255X_GROUPS_MAX = 32, /* multicast addresses */
};

struct i8255x_rfd {
    volatile uint16_t status, command;
    volatile uint32_t link, reserved;
    volatile uint16_t count, size;
    uint8_t data[I8255X_FRAME_ROOM];
};

struct i8255x_cb {
    volatile uint16_t status, command;
    volatile uint32_t link;
    uint8_t body[8 + I8255X_FRAME_ROOM];
};

/* What the chip reads and writes by itself; lent by the owner, 16-byte
 * aligned, about 73 KiB. */
struct i8255x_rings {
    struct i8255x_rfd rx[I8255X_RX_RING];
    struct i8255x_cb tx[I8255X_TX_RING];
    volatile uint32_t counters[20];
} __attribute__((aligned(16)));

enum i8255x_access { I8255X_BY_PORT, I8255X_BY_MEMORY };

/* Events of i8255x_acknowledge(), as the status byte has them (OSDM 6.3.2). */
enum {
    I8255X_SENT = 0x80,
    I8255X_RECEIVED = 0x40,
    I8255X_UNIT_IDLE = 0x20,
    I8255X_RX_STOPPED = 0x10,
};

struct i8255x {
    struct pci_function where;
    uint8_t revision;
    uint8_t irq;
    uint8_t mac[6];         /* in use; from the EEPROM at first */
    uint8_t eeprom_bits;    /* address width: 6 or 8; 0: no EEPROM answers */
    uint8_t phy;            /* MDI address; I8255X_NO_PHY */
    bool promiscuous, all_groups;
    enum i8255x_access access;
    uint32_t csr;
    struct i8255x_rings *rings;
    unsigned rx_next;                /* ring place looked at next */
    unsigned tx_in, tx_out;          /* free-running */
    bool cu_started;
    /* Counted by the driver. */
    uint32_t rx_frames, rx_bytes, rx_broken, rx_restarts;
    uint32_t tx_frames, tx_bytes, tx_refused, stuck;
};

enum { I8255X_NO_PHY = 0xff };

/* Whether a PCI function is one of these chips. */
bool i8255x_is(struct pci_function);

/* "i82557", "i82558" or "i82559", from the revision. */
const char *i8255x_name(uint8_t revision);

/* Resets the chip, masks its interrupt and reads its EEPROM.  No ring is
 * needed yet.  False: its window is not placed, or nothing answers there. */
bool i8255x_attach(struct i8255x *, struct pci_function, enum i8255x_access);

/* A word of the EEPROM. */
uint16_t i8255x_eeprom(struct i8255x *, unsigned word);

/* Configures the chip and starts receiving.  False: it does not take its
 * commands. */
bool i8255x_start(struct i8255x *, struct i8255x_rings *);

/* Everything off, interrupt masked; memory is not touched any more. */
void i8255x_stop(struct i8255x *);

/* --- link -------------------------------------------------------------- */

struct i8255x_link {
    bool up;
    bool full_duplex;
    unsigned mbps;
};

/* Switches auto-negotiation on where it is off.  False: no PHY answers. */
bool i8255x_negotiate(struct i8255x *);

/* How the link is now; the caller asks again until it is up or patience has
 * ended. */
struct i8255x_link i8255x_link(struct i8255x *);

uint16_t i8255x_phy_read(struct i8255x *, unsigned reg);
void i8255x_phy_write(struct i8255x *, unsigned reg, uint16_t v);

/* --- frames ------------------------------------------------------------ */

/* A frame without CRC, copied.  Short ones are padded by the chip.  False: no
 * place free in the ring, or too long. */
bool i8255x_send(struct i8255x *, const void *frame, size_t n);

/* Nothing sent is left in the ring. */
bool i8255x_sent_all(struct i8255x *);

/* The oldest frame that came, without CRC, valid until i8255x_receive_done();
 * 0: none.  Broken ones are counted and skipped. */
size_t i8255x_receive(struct i8255x *, const uint8_t **frame);
void i8255x_receive_done(struct i8255x *);

/* --- interrupt --------------------------------------------------------- */

/* True: this chip asked.  It is quiet until i8255x_listen(). */
bool i8255x_interrupt(struct i8255x *);
unsigned i8255x_acknowledge(struct i8255x *);
void i8255x_listen(struct i8255x *);
void i8255x_quiet(struct i8255x *);

/* --- addresses and counters -------------------------------------------- */

/* All take effect in order with the frames sent; false: ring full. */
bool i8255x_set_address(struct i8255x *, const uint8_t mac[6]);
bool i8255x_set_filter(struct i8255x *, bool promiscuous, bool all_groups);
bool i8255x_set_groups(struct i8255x *, const uint8_t (*groups)[6],
                       unsigned n);

/* The chip's own counters since its reset, in the order of OSDM 6.3.3.4
 * (standard form). */
struct i8255x_counters {
    uint32_t tx_good, tx_max_collisions, tx_late_collisions, tx_underruns,
        tx_lost_carrier, tx_deferred, tx_single_collisions,
        tx_multiple_collisions, tx_collisions;
    uint32_t rx_good, rx_crc, rx_alignment, rx_resource, rx_overrun,
        rx_collisions, rx_short;
};

/* False: the chip did not write them in time. */
bool i8255x_count(struct i8255x *, struct i8255x_counters *);

#endif
