/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_serial.c - the chip's two serial buses: EEPROM and PHY.
 *
 * Sources: OSDM 6.3.6 (EEPROM control), 6.3.7 (MDI control); 93C46 data sheet
 * (instruction set, the zero bit ahead of data); IEEE 802.3 clause 22 and 28
 * (PHY registers 0-6, priority of modes).
 */
#include "guest/drivers/i8255x.h"
#include "guest/drivers/i8255x_regs.h"

enum {
    EE_CLOCK = 1 << 0,
    EE_SELECT = 1 << 1,
    EE_TO_CHIP = 1 << 2,
    EE_FROM_CHIP = 1 << 3,
    EE_READ = 6, /* start bit and opcode 10 */
    EE_MAX_ADDRESS_BITS = 8,
};

enum {
    MDI_READY = 1 << 28,
    MDI_WRITE = 1 << 26,
    MDI_READ = 2 << 26,
};

enum {
    PHY_CONTROL = 0,
    PHY_STATUS = 1,
    PHY_ADVERTISED = 4,
    PHY_PARTNER = 5,
    PHYS = 32,
    CONTROL_100 = 1 << 13,
    CONTROL_NEGOTIATE = 1 << 12,
    CONTROL_ISOLATE = 1 << 10,
    CONTROL_RESTART = 1 << 9,
    CONTROL_FULL = 1 << 8,
    STATUS_LINK = 1 << 2,
    STATUS_NEGOTIATED = 1 << 5,
    MODE_100_FULL = 1 << 8,
    MODE_100_HALF = 1 << 7,
    MODE_10_FULL = 1 << 6,
};

enum { EEPROM_PHY_WORD = 6 };

/* --- EEPROM ------------------------------------------------------------ */

static bool clock_bit(struct i8255x *n, bool bit)
{
    uint16_t lines = EE_SELECT | (bit ? EE_TO_CHIP : 0);

    i8255x_out16(n, EEPROM, lines);
    i8255x_pause(n, 2);
    i8255x_out16(n, EEPROM, lines | EE_CLOCK);
    i8255x_pause(n, 2);
    bool out = i8255x_in16(n, EEPROM) & EE_FROM_CHIP;
    i8255x_out16(n, EEPROM, lines);
    i8255x_pause(n, 2);
    return out;
}

/* The chip pulls its output low at the last address bit; where that happens
 * tells how many there are.  0: it never did, there is no EEPROM. */
static unsigned send_address(struct i8255x *n, unsigned word, unsigned bits)
{
    bool measure = bits == 0;

    if (measure)
        bits = EE_MAX_ADDRESS_BITS;
    for (unsigned i = 1; i <= bits; i++)
        if (!clock_bit(n, word >> (bits - i) & 1) && measure)
            return i;
    return measure ? 0 : bits;
}

static uint16_t read_word(struct i8255x *n, unsigned word, unsigned *bits)
{
    uint16_t value = 0;

    i8255x_out16(n, EEPROM, EE_SELECT);
    i8255x_pause(n, 2);
    for (int i = 2; i >= 0; i--)
        clock_bit(n, EE_READ >> i & 1);
    *bits = send_address(n, word, *bits);
    for (int i = 0; i < 16; i++)
        value = (uint16_t)(value << 1 | clock_bit(n, false));
    i8255x_out16(n, EEPROM, 0);
    i8255x_pause(n, 2);
    return value;
}

uint16_t i8255x_eeprom(struct i8255x *n, unsigned word)
{
    unsigned bits = n->eeprom_bits;

    if (!bits) {
        read_word(n, 0, &bits);
        if (!bits)
            return 0xffff;
        n->eeprom_bits = (uint8_t)bits;
    }
    return read_word(n, word, &bits);
}

/* --- PHY --------------------------------------------------------------- */

/* Returns the data, or -1 when the cycle does not end. */
static int mdi(struct i8255x *n, uint32_t op, unsigned phy, unsigned reg,
               uint16_t data)
{
    i8255x_out32(n, MDI, op | phy << 21 | reg << 16 | data);
    for (int i = 0; i < I8255X_PATIENCE; i++) { /* a cycle takes 64 us */
        uint32_t v = i8255x_in32(n, MDI);
        if (v & MDI_READY)
            return (int)(v & 0xffff);
    }
    n->stuck++;
    return -1;
}

uint16_t i8255x_phy_read(struct i8255x *n, unsigned reg)
{
    int v = mdi(n, MDI_READ, n->phy, reg, 0);

    return v < 0 ? 0xffff : (uint16_t)v;
}

void i8255x_phy_write(struct i8255x *n, unsigned reg, uint16_t v)
{
    mdi(n, MDI_WRITE, n->phy, reg, v);
}

/* An absent PHY reads all ones, or all zeros where the bus has no pull-up. */
static bool phy_answers(struct i8255x *n, unsigned phy)
{
    int status = mdi(n, MDI_READ, phy, PHY_STATUS, 0);

    return status > 0 && status != 0xffff;
}

static void find_phy(struct i8255x *n)
{
    unsigned said = i8255x_eeprom(n, EEPROM_PHY_WORD) & 31;

    n->phy = I8255X_NO_PHY;
    if (phy_answers(n, said)) {
        n->phy = (uint8_t)said;
        return;
    }
    /* Usual address first. */
    for (unsigned i = 0; i < PHYS && n->phy == I8255X_NO_PHY; i++)
        if (phy_answers(n, (i + 1) % PHYS))
            n->phy = (uint8_t)((i + 1) % PHYS);
}

bool i8255x_negotiate(struct i8255x *n)
{
    if (n->phy == I8255X_NO_PHY)
        find_phy(n);
    if (n->phy == I8255X_NO_PHY)
        return false;
    uint16_t control = i8255x_phy_read(n, PHY_CONTROL);
    /* One that negotiates by itself since power-on is left in peace: starting
     * again would take the link down for seconds. */
    if (!(control & CONTROL_NEGOTIATE) || control & CONTROL_ISOLATE)
        i8255x_phy_write(n, PHY_CONTROL, CONTROL_NEGOTIATE | CONTROL_RESTART);
    return true;
}

static struct i8255x_link negotiated(struct i8255x *n)
{
    struct i8255x_link link = { .up = true, .mbps = 10 };
    unsigned common = i8255x_phy_read(n, PHY_ADVERTISED) &
                      i8255x_phy_read(n, PHY_PARTNER);

    if (common & (MODE_100_FULL | MODE_100_HALF)) {
        link.mbps = 100;
        link.full_duplex = common & MODE_100_FULL;
    } else {
        link.full_duplex = common & MODE_10_FULL;
    }
    return link;
}

struct i8255x_link i8255x_link(struct i8255x *n)
{
    struct i8255x_link link = { 0 };

    if (n->phy == I8255X_NO_PHY)
        return link;
    /* Link status latches low (802.3, 22.2.4.2.13): the first reading tells
     * what was, the second what is. */
    i8255x_phy_read(n, PHY_STATUS);
    uint16_t status = i8255x_phy_read(n, PHY_STATUS);
    if (status == 0xffff || !(status & STATUS_LINK))
        return link;
    uint16_t control = i8255x_phy_read(n, PHY_CONTROL);
    if (control & CONTROL_NEGOTIATE)
        return status & STATUS_NEGOTIATED ? negotiated(n) : link;
    link.up = true;
    link.mbps = control & CONTROL_100 ? 100 : 10;
    link.full_duplex = control & CONTROL_FULL;
    return link;
}
