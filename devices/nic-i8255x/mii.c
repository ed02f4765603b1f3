/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mii.c - 82555 PHY.
 *
 * Sources: Intel 82555 data sheet (666252), section 7; IEEE 802.3 clause 22
 * and 28 (negotiation, as an outcome: no link pulses).  The far end is a
 * switch that offers everything up to 100 Mb/s full duplex with PAUSE.
 */
#include "devices/nic-i8255x/mii.h"

#include <string.h>

enum {
    CONTROL_RESET = 0x8000, /* clears itself */
    CONTROL_LOOPBACK = 0x4000,
    CONTROL_FAST = 0x2000,
    CONTROL_NEGOTIATE = 0x1000,
    CONTROL_POWER_DOWN = 0x0800,
    CONTROL_ISOLATE = 0x0400,
    CONTROL_RESTART = 0x0200, /* clears itself */
    CONTROL_FULL = 0x0100,
    CONTROL_TEST = 0x0080,
    CONTROL_WRITABLE = CONTROL_LOOPBACK | CONTROL_FAST | CONTROL_NEGOTIATE |
                       CONTROL_POWER_DOWN | CONTROL_ISOLATE | CONTROL_FULL |
                       CONTROL_TEST,

    STATUS_ALWAYS = 0x7809, /* 100 and 10, both duplexes, can negotiate */
    STATUS_NEGOTIATED = 0x0020,
    STATUS_LINK = 0x0004,

    ID1_INTEL = 0x02a8,
    ADVERTISE_DEFAULT = 0x05e1,
    ADVERTISE_WRITABLE = 0x2fff,
    PARTNER_SWITCH = 0x45e1, /* with acknowledge */

    EXPANSION_PAGE = 0x0002,
    EXPANSION_ABLE = 0x0001, /* partner negotiates */
};

/* Abilities in registers 4 and 5, and which wins (28B.3). */
static const struct {
    uint16_t ability;
    bool fast, full;
} priorities[] = {
    { 0x0100, true, true },
    { 0x0080, true, false },
    { 0x0040, false, true },
    { 0x0020, false, false },
};

static bool negotiates(const struct mii *m)
{
    return m->reg[MII_CONTROL] & CONTROL_NEGOTIATE;
}

/* Link is lost and found again after negotiation; forced modes need none. */
static void relink(struct mii *m, uint64_t now_ns)
{
    uint64_t wait_ns = negotiates(m) ? m->negotiate_ns : 0;

    m->up_ns = now_ns + wait_ns;
    if (wait_ns || !m->plugged)
        m->fell = true;
    if (m->plugged && negotiates(m))
        m->page = true;
}

void mii_init(struct mii *m, uint16_t id2)
{
    memset(m, 0, sizeof *m);
    m->id2 = id2;
}

void mii_reset(struct mii *m, uint64_t now_ns, uint64_t negotiate_ns)
{
    memset(m->reg, 0, sizeof m->reg);
    m->reg[MII_CONTROL] = CONTROL_FAST | CONTROL_NEGOTIATE;
    m->reg[MII_ID1] = ID1_INTEL;
    m->reg[MII_ID2] = m->id2;
    m->reg[MII_ADVERTISE] = ADVERTISE_DEFAULT;
    m->fell = true;
    m->negotiate_ns = negotiate_ns;
    relink(m, now_ns);
}

void mii_plug(struct mii *m, bool plugged, uint64_t now_ns)
{
    if (plugged == m->plugged)
        return;
    m->plugged = plugged;
    relink(m, now_ns);
}

bool mii_link(const struct mii *m, uint64_t now_ns)
{
    return m->plugged && now_ns >= m->up_ns &&
           !(m->reg[MII_CONTROL] & CONTROL_POWER_DOWN);
}

bool mii_loopback(const struct mii *m)
{
    return m->reg[MII_CONTROL] & CONTROL_LOOPBACK;
}

bool mii_isolated(const struct mii *m)
{
    return m->reg[MII_CONTROL] & CONTROL_ISOLATE;
}

/* The best both ends can do; none in common: as forced. */
static void resolve(const struct mii *m, bool *fast, bool *full)
{
    *fast = m->reg[MII_CONTROL] & CONTROL_FAST;
    *full = m->reg[MII_CONTROL] & CONTROL_FULL;
    if (!negotiates(m))
        return;
    for (unsigned i = 0; i < sizeof priorities / sizeof priorities[0]; i++)
        if (m->reg[MII_ADVERTISE] & PARTNER_SWITCH & priorities[i].ability) {
            *fast = priorities[i].fast;
            *full = priorities[i].full;
            return;
        }
}

bool mii_fast(const struct mii *m, uint64_t now_ns)
{
    bool fast, full;

    resolve(m, &fast, &full);
    return fast && mii_link(m, now_ns);
}

bool mii_full_duplex(const struct mii *m, uint64_t now_ns)
{
    bool fast, full;

    resolve(m, &fast, &full);
    return full && mii_link(m, now_ns);
}

/* Link failure is remembered until read (22.2.4.2.13). */
static uint16_t read_status(struct mii *m, uint64_t now_ns)
{
    bool link = mii_link(m, now_ns);
    uint16_t val = STATUS_ALWAYS;

    if (link && negotiates(m))
        val |= STATUS_NEGOTIATED;
    if (link && !m->fell)
        val |= STATUS_LINK;
    m->fell = !link;
    return val;
}

static uint16_t read_expansion(struct mii *m, uint64_t now_ns)
{
    uint16_t val = 0;

    if (!mii_link(m, now_ns) || !negotiates(m))
        return 0;
    if (m->page)
        val |= EXPANSION_PAGE;
    m->page = false;
    return val | EXPANSION_ABLE;
}

uint16_t mii_read(struct mii *m, unsigned reg, uint64_t now_ns)
{
    bool link = mii_link(m, now_ns);

    switch (reg) {
    case MII_STATUS:
        return read_status(m, now_ns);
    case MII_PARTNER:
        return link && negotiates(m) ? PARTNER_SWITCH : 0;
    case MII_EXPANSION:
        return read_expansion(m, now_ns);
    case MII_82555_STATUS:
        return (uint16_t)(mii_fast(m, now_ns) << 1 |
                          mii_full_duplex(m, now_ns));
    default:
        return m->reg[reg % MII_REGS];
    }
}

static void write_control(struct mii *m, uint16_t val, uint64_t now_ns)
{
    uint16_t old = m->reg[MII_CONTROL];
    uint16_t relinks = CONTROL_NEGOTIATE | CONTROL_POWER_DOWN;

    if (val & CONTROL_RESET) {
        mii_reset(m, now_ns, m->negotiate_ns);
        return;
    }
    m->reg[MII_CONTROL] = val & CONTROL_WRITABLE;
    if (((old ^ val) & relinks) || (val & CONTROL_RESTART))
        relink(m, now_ns);
    if (val & CONTROL_POWER_DOWN)
        m->fell = true;
}

void mii_write(struct mii *m, unsigned reg, uint16_t val, uint64_t now_ns)
{
    switch (reg) {
    case MII_CONTROL:
        write_control(m, val, now_ns);
        break;
    case MII_ADVERTISE:
        m->reg[reg] = val & ADVERTISE_WRITABLE;
        break;
    case MII_82555_CONTROL:
    case MII_82555_LEDS:
        m->reg[reg] = val;
        break;
    default: /* read-only, or not there */
        break;
    }
}
