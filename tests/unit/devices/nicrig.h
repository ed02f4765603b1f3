/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicrig.h - an 8255x on a fake board, set up as firmware would, for the
 * tests of its parts.
 */
#ifndef PIXEMU_TESTS_NICRIG_H
#define PIXEMU_TESTS_NICRIG_H

#include "devices/nic-i8255x/i8255x.h"
#include "tests/unit/devices/fakeboard.h"

enum {
    RIG_CSR = 0xe0000000u, /* where BAR0 is put */
    RIG_IO = 0xc000,       /* BAR1 */
    RIG_FLASH = 0xe1000000u,
    RIG_ROM = 0xe2000000u,

    /* Where tests keep things in the board's RAM. */
    RIG_CB = 0x1000,
    RIG_RFD = 0x8000,
    RIG_RFD_STEP = 0x800,
    RIG_AREA = 0x40000,
    RIG_DATA = 0x50000,
};

struct rig {
    struct fakeboard *fb;
    struct device *dev;
    struct pci_function *fn;
    struct fake_pin inta;
    uint8_t eeprom[I8255X_EEPROM_BYTES];
    GPtrArray *sent; /* GBytes */
    bool echo;       /* what is sent comes back from inside send() */
    bool resets;     /* the chip is reset there, by software */
    unsigned rooms;  /* how often the chip said that it takes frames again */
};

extern const uint8_t rig_mac[6];

/* Powered on, windows open, bus master, link up.  Fast timing. */
struct rig *rig_new(const struct device_class *);
struct rig *rig_new_authentic(const struct device_class *);
void rig_free(struct rig *);

/* Opens windows again and allows bus mastering, as after a reset. */
void rig_open(struct rig *);

/* Registers through BAR0, memory of the board; little-endian. */
uint32_t rig_in(struct rig *, uint32_t off, unsigned width);
void rig_out(struct rig *, uint32_t off, uint32_t val, unsigned width);
uint32_t rig_peek(struct rig *, uint32_t pa, unsigned width);
void rig_poke(struct rig *, uint32_t pa, uint32_t val, unsigned width);

/* An SCB command with its argument. */
void rig_command(struct rig *, uint8_t command, uint32_t pointer);
unsigned rig_cus(struct rig *); /* CU state, of the status byte */
unsigned rig_rus(struct rig *);
uint8_t rig_stat(struct rig *);
void rig_ack(struct rig *, uint8_t stat);

/* Writes a command block: command word, link. */
void rig_cb(struct rig *, uint32_t pa, uint16_t command, uint32_t link);
/* A simplified transmit block with n bytes of a frame at +16. */
void rig_tcb(struct rig *, uint32_t pa, uint16_t command, uint32_t link,
             const uint8_t *frame, unsigned n);
/* Configures: the usual block with byte `at` changed to val; at 0: as is. */
void rig_configure(struct rig *, unsigned at, uint8_t val);
void rig_set_station(struct rig *, const uint8_t mac[6]);

/* RFDs at RIG_RFD in a row, the last one with EL; starts the RU. */
void rig_receive_ring(struct rig *, unsigned count, uint16_t size);
uint32_t rig_rfd(unsigned n);

/* A frame to rig_mac of n bytes: type 88B5h, then counting bytes. */
void rig_frame(uint8_t *frame, unsigned n);
const uint8_t *rig_sent(struct rig *, unsigned i, size_t *n);

/* Configured as usual, with its station address and a ring of RFDs. */
struct rig *rig_ready(const struct device_class *, unsigned rfds,
                      uint16_t size);
void rig_take(struct rig *, unsigned n); /* rig_frame() comes by the wire */
uint32_t rig_status(struct rig *, unsigned rfd);
uint32_t rig_count(struct rig *, unsigned rfd);
/* A statistical counter, by its offset in what a dump writes. */
uint32_t rig_counter(struct rig *, unsigned off);
void rig_expect_sent(struct rig *, unsigned i, const uint8_t *frame, size_t n);

/* Tests whose paths begin like this, up to one without a name. */
struct rig_test {
    const char *name;
    void (*run)(void);
};
void rig_add(const char *path, const struct rig_test *);

#endif
