/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * board_id.h - the board strap, the lamp register and the identity words at
 * ports 30Ch-30Fh, beside the registers of whatever flash card is in.
 *
 * pixemu's own contract, docs/hardware.md.  One window, "board-id": ports, 4
 * bytes.
 */
#ifndef PIXEMU_DEVICES_BOARD_ID_H
#define PIXEMU_DEVICES_BOARD_ID_H

#include "devices/device.h"

extern const struct device_class board_id_class;

/* What there is to read: the strap, and of the flash card its serial number,
 * how many chips it has and which card it is.  Once, after init; until then
 * everything reads FFFFh. */
struct board_id_facts {
    uint16_t strap, chips, card;
    uint32_t serial;
};
void board_id_attach(struct device *, const struct board_id_facts *);

/* The lamps of the lamp register, by bit. */
enum { BOARD_ID_LAMP_ACT, BOARD_ID_LAMPS };
struct wire *board_id_lamp(struct device *, unsigned lamp);

#endif
