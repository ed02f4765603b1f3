/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mii.h - the 82555 PHY (a part of its own beside an 82557, built into the
 * 82558 and 82559): management registers, link, negotiation.
 *
 * Sources: Intel 82555 data sheet (666252), section 7; IEEE 802.3 clause 22.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_MII_H
#define PIXEMU_DEVICES_NIC_I8255X_MII_H

#include <stdbool.h>
#include <stdint.h>

enum {
    MII_CONTROL = 0,
    MII_STATUS = 1,
    MII_ID1 = 2,
    MII_ID2 = 3,
    MII_ADVERTISE = 4,
    MII_PARTNER = 5,
    MII_EXPANSION = 6,
    MII_82555_STATUS = 16,
    MII_82555_CONTROL = 17,
    MII_82555_LEDS = 27,
    MII_REGS = 32,

    MII_ADDRESS = 1, /* strapped */
};

struct mii {
    uint16_t id2; /* part and stepping */
    uint16_t reg[MII_REGS];
    bool plugged;     /* the far end is there */
    bool fell;        /* link was down since register 1 was read */
    bool page;        /* a link code word came in since 6 was read */
    uint64_t up_ns;   /* link is up from here on, if plugged */
    uint64_t negotiate_ns; /* what negotiation takes */
};

void mii_init(struct mii *, uint16_t id2);
void mii_reset(struct mii *, uint64_t now_ns, uint64_t negotiate_ns);

uint16_t mii_read(struct mii *, unsigned reg, uint64_t now_ns);
void mii_write(struct mii *, unsigned reg, uint16_t val, uint64_t now_ns);

void mii_plug(struct mii *, bool plugged, uint64_t now_ns);

bool mii_link(const struct mii *, uint64_t now_ns);
bool mii_fast(const struct mii *, uint64_t now_ns);        /* 100 Mb/s */
bool mii_full_duplex(const struct mii *, uint64_t now_ns);
bool mii_loopback(const struct mii *);
bool mii_isolated(const struct mii *);

#endif
