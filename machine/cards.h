/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cards.h - the Ethernet cards that fit into a chassis' slots. */
#ifndef PIXEMU_MACHINE_CARDS_H
#define PIXEMU_MACHINE_CARDS_H

#include "machine/model.h"

struct card_type {
    const char *name;  /* as in --card */
    const char *title; /* as people write it */
    uint8_t ports;
    enum nic_chip chip;
    uint8_t bridge; /* the chips are behind a bridge of so many bits; 0: the
                       only one is on the connector itself */
};

/* By enum ether_card; [CARD_NONE] has no name. */
extern const struct card_type card_types[ETHER_CARDS];

unsigned model_slots(const struct model *);

/* The cards that are really there: those asked for, or the model's usual ones
 * when none is. */
void cards_fill(const struct model *, const enum ether_card wanted[],
                enum ether_card slot[MODEL_SLOTS_MAX]);

/* Interfaces of a chassis with these cards asked for. */
unsigned cards_ports(const struct model *, const enum ether_card wanted[]);

#endif
