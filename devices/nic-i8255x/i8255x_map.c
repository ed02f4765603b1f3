/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_map.c - what a maker of cards programs into the EEPROM.
 *
 * Source: OSDM chapter 5; Intel 82559 data sheet 4.4.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    NO_LOCKUP_BUG = 0x0003, /* old drivers work around it otherwise */
    CONTROLLER_82557 = 0x0100,
    CONTROLLER_LATER = 0x0200,
    CONNECTOR_RJ45 = 0x0001,
    PHY_82555 = 0x4700,
    SUBVENDOR_INTEL = 0x8086,
};

static void set_word(uint8_t *eeprom, unsigned n, uint16_t val)
{
    put_le16(eeprom + 2 * n, val);
}

void i8255x_eeprom_format(uint8_t eeprom[I8255X_EEPROM_BYTES],
                          const uint8_t mac[6], enum i8255x_chip chip)
{
    uint16_t controller = chip == I82557 ? CONTROLLER_82557 : CONTROLLER_LATER;
    uint16_t sum = EEPROM_SUM;

    memset(eeprom, 0, I8255X_EEPROM_BYTES);
    memcpy(eeprom + 2 * EEPROM_MAC, mac, 6);
    set_word(eeprom, EEPROM_COMPATIBILITY, NO_LOCKUP_BUG);
    set_word(eeprom, EEPROM_CONTROLLER, controller | CONNECTOR_RJ45);
    set_word(eeprom, EEPROM_PHY, PHY_82555 | MII_ADDRESS);
    set_word(eeprom, EEPROM_ID, EEPROM_ID_VALID);
    set_word(eeprom, EEPROM_SUBVENDOR, SUBVENDOR_INTEL);
    for (unsigned n = 0; n < EEPROM_CHECKSUM; n++)
        sum -= le16(eeprom + 2 * n);
    set_word(eeprom, EEPROM_CHECKSUM, sum);
}
