/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * eeprom.h - 93C46 serial EEPROM, 64 words of 16 bits, at the pins.
 *
 * Source: Microchip 93C46A/B data sheet (DS21749), organised x16.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_EEPROM_H
#define PIXEMU_DEVICES_NIC_I8255X_EEPROM_H

#include <stdbool.h>
#include <stdint.h>

enum { EEPROM_WORDS = 64 };

enum eeprom_phase {
    EEPROM_STANDBY, /* selected or not, no start bit yet */
    EEPROM_COMMAND, /* opcode and address are being shifted in */
    EEPROM_READING, /* words are being shifted out */
    EEPROM_DATA,    /* a word to be written is being shifted in */
    EEPROM_ARMED,   /* complete: programs when CS falls */
    EEPROM_DEAF,    /* done, or nonsense: waits for CS to fall */
};

struct eeprom {
    uint8_t *cells; /* lent; two bytes a word, low first; may be NULL */
    bool cs, sk, di;
    bool out;     /* DO while shifting; pulled up otherwise */
    bool enabled; /* EWEN has been given */
    enum eeprom_phase phase;
    unsigned left;  /* bits until the phase is complete */
    uint16_t shift; /* in or out */
    uint8_t command; /* opcode and address */
    uint64_t ready_ns; /* the programming cycle is over */
};

/* The supply came on: writing is disabled. */
void eeprom_power_on(struct eeprom *);

/* The pins as they are now.  program_ns: how long a programming cycle takes
 * that starts with this change. */
void eeprom_pins(struct eeprom *, bool cs, bool sk, bool di, uint64_t now_ns,
                 uint64_t program_ns);

/* The DO pin, with its pull-up. */
bool eeprom_do(const struct eeprom *, uint64_t now_ns);

uint16_t eeprom_word(const struct eeprom *, unsigned n);

#endif
