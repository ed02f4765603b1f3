/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cards.c - Ethernet cards, one row each.  A card of another maker or speed is
 * a new row, and a chip in machine/ports.c if it is a new one.  Sources:
 * docs/models.md.
 */
#include "machine/cards.h"

#include <string.h>

const struct card_type card_types[ETHER_CARDS] = {
    [CARD_1FE] = {"1fe", "PIX-1FE", 1, NIC_I82558, 0},
    [CARD_1FE_557] = {"1fe-557", "PIX-1FE", 1, NIC_I82557, 0},
    [CARD_4FE] = {"4fe", "PIX-4FE", 4, NIC_I82558, 32},
    [CARD_4FE_66] = {"4fe-66", "PIX-4FE-66", 4, NIC_I82559, 64},
};

unsigned model_slots(const struct model *m)
{
    unsigned n = 0;

    while (n < MODEL_SLOTS_MAX && m->slot[n].width)
        n++;
    return n;
}

void cards_fill(const struct model *m, const enum ether_card wanted[],
                enum ether_card slot[MODEL_SLOTS_MAX])
{
    unsigned asked = 0;

    memset(slot, 0, MODEL_SLOTS_MAX * sizeof slot[0]);
    for (unsigned i = 0; i < model_slots(m); i++) {
        slot[i] = wanted[i];
        asked += wanted[i] != CARD_NONE;
    }
    for (unsigned i = 0; !asked && i < m->default_cards; i++)
        slot[m->default_slot + i] = m->default_card;
}

unsigned cards_ports(const struct model *m, const enum ether_card wanted[])
{
    enum ether_card slot[MODEL_SLOTS_MAX];
    unsigned n = 0;

    cards_fill(m, wanted, slot);
    for (unsigned i = 0; i < MODEL_ONBOARD_MAX; i++)
        n += m->onboard[i].chip != NIC_NONE;
    for (unsigned i = 0; i < MODEL_SLOTS_MAX; i++)
        n += card_types[slot[i]].ports;
    return n;
}
