/* SPDX-License-Identifier: GPL-2.0-or-later */
/* model.h - what distinguishes one PIX chassis from the next: rows. */
#ifndef PIXEMU_MACHINE_MODEL_H
#define PIXEMU_MACHINE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cpu/cpu.h"

enum nic_chip { NIC_NONE, NIC_I82557, NIC_I82558, NIC_I82559 };

/* The card at port 300h: AT29C040A chips as many as the model has, or two
 * 28F640J5. */
enum flash_card { FLASH_AT29, FLASH_STRATA, FLASH_CARDS };

/* What can be put into a slot. */
enum ether_card {
    CARD_NONE,
    CARD_1FE,
    CARD_1FE_557,
    CARD_4FE,
    CARD_4FE_66,
    ETHER_CARDS
};

enum { MODEL_ONBOARD_MAX = 2, MODEL_BRIDGES_MAX = 2, MODEL_SLOTS_MAX = 9 };

struct model_nic {
    uint8_t pci_device; /* on bus 0 */
    enum nic_chip chip;
};

struct model_slot {
    uint8_t pci_device; /* on its bus */
    uint8_t width;      /* 32 or 64 bits; 0: no such slot */
    uint8_t bridge;     /* which of model.bridge its bus is behind; 0: bus 0 */
};

struct model {
    const char *name;  /* as in --model */
    const char *title; /* as people write it */
    uint16_t strap;    /* board strap, docs/hardware.md */
    enum cpu_type cpu;
    const char *cpu_title;
    uint16_t mhz;
    uint16_t ram_mib;
    uint16_t flash_kib;
    uint8_t interfaces_max; /* of an unrestricted licence */
    bool floppy;
    struct model_nic onboard[MODEL_ONBOARD_MAX];
    uint8_t bridge[1 + MODEL_BRIDGES_MAX]; /* [1] on: PCI device on bus 0 of a
                                              bridge on the board; 0: none */
    struct model_slot slot[MODEL_SLOTS_MAX];
    enum ether_card default_card;
    uint8_t default_cards; /* so many when no card is asked for: a chassis
                              without ports is of no use */
    uint8_t default_slot;  /* the first of them is here */
};

extern const struct model models[]; /* ends with a NULL name */

/* Bytes of the chips on a card in this chassis; 0: it doesn't fit.  The
 * 16 MiB card is an ISA card: chassis without slots have their flash soldered
 * on. */
size_t model_flash_bytes(const struct model *, enum flash_card);

const struct model *model_find(const char *name); /* NULL: no such model */

#endif
