/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_state.c - what an 8255x keeps and what a reset leaves of it,
 * figure by figure: defaults, steppings, held frames, serial parts.
 *
 * The registers are listed in test_i8255x_csr.c.
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { DUMP = 3, MDI_READ = 0x08200000, MDI_WRITE = 0x04200000 };

static const struct device_class *const classes[] = {
    &i82557_class, &i82558_class, &i82559_class,
};

static uint32_t cfg(struct rig *r, unsigned off, unsigned width)
{
    return pci_config_read(r->fn, off, width);
}

/*
 * Defaults and resets.
 */

/* OSDM 6.4.2.3, the values "after reset" of each field put together. */
static const uint8_t config_after_reset[24] = {
    22, 0x08, 0, 0, 0, 0, 0x32, 0x07, 0x01, 0, 0x2e, 0, 0x60, 0, 0xf2, 0xc8,
    0, 0x40, 0xf2, 0x80, 0x3f, 0x05, 0, 0,
};

static void load_everything(struct rig *r)
{
    static const uint8_t group[6] = { 0x01, 0, 0x5e, 0, 0, 1 };

    rig_set_station(r, rig_mac);
    rig_configure(r, 15, 0x49);
    rig_tcb(r, RIG_CB, 0x8000, 0, rig_mac, 6); /* for a counter */
    rig_command(r, 0x10, RIG_CB);
    rig_cb(r, RIG_CB, 0x8003, 0); /* multicast setup, one address */
    rig_poke(r, RIG_CB + 8, 6, 2);
    memcpy(r->fb->ram + RIG_CB + 10, group, 6);
    rig_command(r, 0x10, RIG_CB);
    rig_command(r, 0x40, RIG_AREA + 0x1000); /* dump address */
    rig_command(r, 0x50, 0);
    rig_command(r, 0x06, 0x11220000); /* RU base */
    rig_command(r, 0x60, 0x33440000); /* CU base */
    rig_ack(r, 0xff);
    rig_out(r, 3, 0x01, 1);
}

static void dump_shows_all(void)
{
    struct rig *r = rig_new(&i82559_class);

    load_everything(r);
    rig_out(r, 8, RIG_AREA | DUMP, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 15, 1), ==, 0x49);
    g_assert_cmpmem(r->fb->ram + RIG_AREA + 24, 6, rig_mac, 6);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 30, 1), ==, 8);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 31, 1), ==, 1);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 40, 4), ==, 0x33440000);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 44, 4), ==, 0x11220000);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 48, 4), ==, RIG_AREA + 0x1000);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 52, 4), ==, 0);
    rig_free(r);
}

/* One bit of 64 for an address, wherever it is. */
static void dump_shows_the_hash(void)
{
    struct rig *r = rig_new(&i82559_class);

    for (unsigned i = 0; i < 256; i++) {
        rig_cb(r, RIG_CB, 0x8003, 0);
        rig_poke(r, RIG_CB + 8, 6, 2);
        rig_poke(r, RIG_CB + 10, 0x005e0001, 4);
        rig_poke(r, RIG_CB + 14, i << 8, 2);
        rig_command(r, 0x10, RIG_CB);
        rig_out(r, 8, RIG_AREA | DUMP, 4);
        g_assert_cmpuint(
            (unsigned)__builtin_popcount(rig_peek(r, RIG_AREA + 32, 4)) +
                (unsigned)__builtin_popcount(rig_peek(r, RIG_AREA + 36, 4)),
            ==, 1);
    }
    rig_free(r);
}

static void dump_shows_counters(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_frame(frame, 64);
    for (unsigned i = 0; i < 3; i++) {
        rig_tcb(r, RIG_CB, 0x8000, 0, frame, 64);
        rig_command(r, 0x10, RIG_CB);
    }
    rig_set_station(r, rig_mac);
    rig_receive_ring(r, 2, 1520);
    i8255x_receive(r->dev, frame, 64);
    rig_out(r, 8, RIG_AREA | DUMP, 4);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 64 + 36, 4), ==, 1);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 64, 4), ==, 3);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 68, 4), ==, 0);
    fake_reset(r->dev, RESET_BUS); /* the tally is not the chip's */
    g_assert_cmpuint(i8255x_look(r->dev).frames_sent, ==, 3);
    fake_reset(r->dev, RESET_POWER);
    g_assert_cmpuint(i8255x_look(r->dev).frames_sent, ==, 0);
    g_assert_cmpuint(i8255x_look(r->dev).frames_received, ==, 0);
    rig_free(r);
}

static void a_reset_leaves_the_defaults(void)
{
    static const uint8_t ones[6] = { 255, 255, 255, 255, 255, 255 };

    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_new(classes[i]);

        load_everything(r);
        rig_out(r, 0x18, 0x445566, 4);
        rig_out(r, 0x1c, 2, 1);
        rig_out(r, 8, 0, 4);
        g_assert_cmphex(rig_in(r, 0x18, 4), ==, 0);
        g_assert_cmphex(rig_in(r, 0x1c, 1), ==, 0);
        rig_out(r, 8, RIG_AREA | DUMP, 4);
        g_assert_cmpmem(r->fb->ram + RIG_AREA, 24, config_after_reset, 24);
        g_assert_cmpmem(r->fb->ram + RIG_AREA + 24, 6, ones, 6);
        for (unsigned off = 31; off < 596; off++)
            g_assert_cmphex(rig_peek(r, RIG_AREA + off, 1), ==, 0);
        rig_free(r);
    }
}

static void a_reset_ends_an_mdi_cycle(void)
{
    struct rig *r = rig_new_authentic(&i82558_class);

    rig_out(r, 0x10, MDI_READ | 0x20020000, 4); /* interrupt when done */
    g_assert_cmphex(rig_in(r, 0x10, 4) & 0x10000000, ==, 0);
    rig_out(r, 8, 0, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x10000000);
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_free(r);
}

static void mdi_without_an_operation(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_out(r, 0x10, 0x00221234, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x10221234);
    rig_out(r, 0x10, 0x0c221234, 4);
    g_assert_cmphex(rig_in(r, 0x10, 4), ==, 0x1c221234);
    rig_free(r);
}

static void accepted_registers(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 0x0c, 0xa55a, 2);
    g_assert_cmphex(rig_in(r, 0x0c, 2), ==, 0xa55a);
    rig_out(r, 0x0d, 0x11, 1);
    g_assert_cmphex(rig_in(r, 0x0c, 2), ==, 0x115a);
    rig_out(r, 0x1c, 0x02, 1);
    rig_out(r, 0x1d, 0xff, 1);
    g_assert_cmphex(rig_in(r, 0x1c, 1), ==, 0x02);
    rig_open(r);
    fake_reset(r->dev, RESET_BUS);
    rig_open(r);
    g_assert_cmphex(rig_in(r, 0x0c, 2), ==, 0);
    rig_free(r);
    r = rig_new(&i82558_class);
    rig_out(r, 0x1c, 0x02, 1);
    g_assert_cmphex(rig_in(r, 0x1c, 4), ==, 0);
    rig_free(r);
}

/* Two dwords with byte enables on the bus, one access of the processor. */
static void across_two_dwords(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 2, 0x56780100, 4); /* mask, and half the pointer */
    g_assert_cmphex(rig_in(r, 3, 1), ==, 1);
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0x5678);
    rig_out(r, 0x0b, 0x00a500, 4); /* the PORT byte acts, 0C-0E are stored */
    g_assert_cmphex(rig_in(r, 3, 1), ==, 0);
    g_assert_cmphex(rig_in(r, 0x0c, 2), ==, 0x00a5);
    g_assert_cmphex(rig_in(r, 0x3e, 4), ==, 0); /* runs out at the end */
    rig_free(r);
    r = rig_new(&i82557_class);
    rig_out(r, 0x1e, 0xffffffff, 4);
    g_assert_cmphex(rig_in(r, 0x1e, 4), ==, 0);
    rig_free(r);
}

/*
 * Configuration space.
 */

/* OSDM 4.1: revision; part; PMC; the second PHY identity word; how much of
 * a flash socket is addressed. */
static const struct stepping {
    uint8_t revision, part;
    uint16_t pmc, phy;
    uint32_t flash;
} steppings[] = {
    { 1, 0, 0, 0x0150, 1 << 20 },      { 2, 0, 0, 0x0150, 1 << 20 },
    { 3, 0, 0, 0x0150, 1 << 20 },      { 4, 1, 0x7e21, 0x0150, 1 << 16 },
    { 5, 1, 0x7e21, 0x0150, 1 << 16 }, { 6, 2, 0x7e22, 0x0154, 1 << 17 },
    { 7, 2, 0x7e22, 0x0154, 1 << 17 }, { 8, 2, 0x7e22, 0x0154, 1 << 17 },
};

static void each_flash_socket(void)
{
    static uint8_t rom[0x8000];

    for (unsigned i = 0; i < sizeof rom; i++)
        rom[i] = (uint8_t)(i * 7 + 1);
    for (unsigned i = 0; i < G_N_ELEMENTS(steppings); i++) {
        const struct stepping *p = &steppings[i];
        struct rig *r = rig_new(classes[p->part]);

        g_assert_true(i8255x_set_revision(r->dev, p->revision));
        i8255x_set_flash(r->dev, rom, sizeof rom);
        fake_reset(r->dev, RESET_POWER);
        rig_open(r);
        for (uint32_t at = 0; at < 1 << 20; at += 0x4000)
            g_assert_cmphex(fake_mem_read(r->fb, RIG_FLASH + at + 3, 1), ==,
                            at % p->flash < 0x8000
                                ? rom[at % p->flash + 3]
                                : 0xff);
        rig_free(r);
    }
}

static void each_stepping(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(steppings); i++) {
        const struct stepping *p = &steppings[i];
        struct rig *r = rig_new(classes[p->part]);
        bool flash_bar = p->revision < 4;

        g_assert_true(i8255x_set_revision(r->dev, p->revision));
        r->eeprom[0x16] = 0x34; /* words 0Bh, 0Ch: subsystem */
        r->eeprom[0x17] = 0x12;
        r->eeprom[0x15] |= 8; /* no boot ROM */
        fake_reset(r->dev, RESET_POWER);
        g_assert_cmphex(cfg(r, PCI_REVISION, 1), ==, p->revision);
        g_assert_cmphex(cfg(r, PCI_SUBSYSTEM, 2), ==,
                        p->revision >= 3 ? 0x1234 : 0);
        g_assert_cmphex(cfg(r, 0xdc, 4), ==, p->pmc ? p->pmc << 16 | 1 : 0);
        pci_config_write(r->fn, PCI_BAR0 + 8, 0xffffffff, 4);
        g_assert_cmphex(cfg(r, PCI_BAR0 + 8, 4), ==,
                        flash_bar ? 0xfff00000 : 0);
        rig_open(r);
        rig_out(r, 0x10, MDI_READ | 0x30000, 4);
        g_assert_cmphex(rig_in(r, 0x10, 2), ==, p->phy);
        rig_free(r);
    }
}

static void writable_configuration(void)
{
    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_new(classes[i]);

        pci_config_write(r->fn, PCI_COMMAND, 0xffff, 2);
        g_assert_cmphex(cfg(r, PCI_COMMAND, 2), ==, i ? 0x0157 : 0x0147);
        pci_config_write(r->fn, 0x0c, 0xffff, 2);
        g_assert_cmphex(cfg(r, 0x0c, 2), ==, i ? 0xf818 : 0xf800);
        pci_config_write(r->fn, PCI_INTERRUPT_LINE, 0xffff, 2);
        g_assert_cmphex(cfg(r, PCI_INTERRUPT_LINE, 2), ==, 0x01ff);
        pci_config_write(r->fn, PCI_VENDOR, 0, 4);
        g_assert_cmphex(cfg(r, PCI_VENDOR, 4), ==, 0x12298086);
        fake_reset(r->dev, RESET_BUS);
        g_assert_cmphex(cfg(r, 0x0c, 2), ==, 0);
        rig_free(r);
    }
}

/* OSDM table 6, in hundredths of a watt; nine and more are reserved. */
static void power_data(void)
{
    static const uint8_t watts[16] = { 58, 40, 40, 40, 58, 40, 40, 40 };
    struct rig *r = rig_new(&i82559_class);

    for (unsigned select = 0; select < 16; select++) {
        pci_config_write(r->fn, 0xe0, select << 9, 2);
        g_assert_cmpuint(cfg(r, 0xe3, 1), ==, watts[select]);
        g_assert_cmphex(cfg(r, 0xe0, 2), ==,
                        select << 9 | (select > 8 ? 0 : 0x4000));
    }
    pci_config_write(r->fn, 0xe0, 7 << 9, 2);
    pci_config_write(r->fn, 0xe0, 12 << 9, 2);
    g_assert_cmphex(cfg(r, 0xe3, 1), ==, 0);
    pci_config_write(r->fn, 0xe4, 3, 1); /* behind the capability */
    pci_config_write(r->fn, 0xdf, 3, 1);
    g_assert_true(fake_mapped(r->dev, "csr", NULL));
    rig_free(r);
    r = rig_new(&i82558_class);
    pci_config_write(r->fn, 0xe0, 0x0200, 2);
    g_assert_cmphex(cfg(r, 0xe0, 4), ==, 0x0200); /* no data register */
    rig_free(r);
}

/* 82558 data sheet: D1 forgets the base registers, D2 to D0 is no reset. */
static void sleep_forgets_the_bases(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_command(r, 0x06, 0x11220000);
    rig_command(r, 0x60, 0x33440000);
    pci_config_write(r->fn, 0xe0, 2, 2);
    pci_config_write(r->fn, 0xe0, 0, 2);
    g_assert_cmphex(cfg(r, PCI_COMMAND, 2) & 7, ==, 7);
    rig_out(r, 8, RIG_AREA | DUMP, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 40, 4), ==, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 44, 4), ==, 0);
    rig_free(r);
}

/*
 * What waits in the 82558's receive FIFO.
 */

static void receive_marked(struct rig *r, unsigned n, uint8_t mark)
{
    uint8_t frame[1600];

    rig_frame(frame, n);
    frame[14] = mark;
    frame[n - 1] = (uint8_t)~mark;
    i8255x_receive(r->dev, frame, n);
}

static void held_frames_stay_whole(void)
{
    struct rig *r = rig_new(&i82558_class);
    uint8_t group[64];

    rig_set_station(r, rig_mac);
    rig_configure(r, 21, 0x0d); /* all groups */
    rig_receive_ring(r, 1, 1520);
    receive_marked(r, 60, 0x10); /* takes the only descriptor */
    for (uint8_t i = 1; i <= 5; i++)
        receive_marked(r, 200 + 10 * i, i);
    rig_frame(group, 64);
    group[0] |= 1;
    i8255x_receive(r->dev, group, 64);
    rig_receive_ring(r, 8, 1520);
    for (unsigned i = 1; i <= 5; i++) {
        uint32_t rfd = rig_rfd(i - 1);
        unsigned n = 200 + 10 * i;

        g_assert_cmphex(rig_peek(r, rfd, 2), ==, 0xa020); /* a type */
        g_assert_cmphex(rig_peek(r, rfd + 12, 2), ==, 0xc000 | n);
        g_assert_cmphex(rig_peek(r, rfd + 16 + 14, 1), ==, i);
        g_assert_cmphex(rig_peek(r, rfd + 16 + n - 1, 1), ==, 0xff & ~i);
    }
    g_assert_cmphex(rig_peek(r, rig_rfd(5), 2), ==, 0xa022); /* not for us */
    g_assert_cmphex(rig_peek(r, rig_rfd(6), 2), ==, 0);
    g_assert_cmpuint(rig_in(r, 0x14, 4), ==, 64);
    rig_free(r);
}

/* 3 KB exactly, and again when it was emptied. */
static void the_fifo_holds_three_kilobytes(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_set_station(r, rig_mac);
    rig_configure(r, 0, 0);
    rig_receive_ring(r, 1, 1520);
    receive_marked(r, 60, 1);
    for (unsigned round = 0; round < 2; round++) {
        receive_marked(r, 1024, 2);
        receive_marked(r, 1024, 3);
        receive_marked(r, 1024, 4);
        receive_marked(r, 60, 5); /* not a byte more */
        rig_receive_ring(r, 3, 1520);
        g_assert_cmphex(rig_peek(r, rig_rfd(2) + 16 + 14, 1), ==, 4);
        g_assert_cmpuint(rig_rus(r), ==, 2);
    }
    rig_cb(r, RIG_CB, 0, 0);
    rig_command(r, 0x40, RIG_AREA);
    rig_command(r, 0x50, 0);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 52, 4), ==, 2); /* overruns */
    rig_free(r);
}

static void a_reset_empties_the_fifo(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_set_station(r, rig_mac);
    rig_configure(r, 0, 0);
    rig_receive_ring(r, 1, 1520);
    receive_marked(r, 60, 1);
    receive_marked(r, 60, 2);
    rig_out(r, 8, 2, 4);
    g_assert_cmpuint(rig_in(r, 0x14, 4), ==, 0);
    rig_receive_ring(r, 1, 1520);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0);
    rig_free(r);
}

/* A second setup replaces the first. */
static void multicast_is_replaced(void)
{
    struct rig *r = rig_new(&i82558_class);
    uint8_t frame[64];

    rig_configure(r, 0, 0);
    for (unsigned i = 0; i < 2; i++) {
        rig_cb(r, RIG_CB, 0x8003, 0);
        rig_poke(r, RIG_CB + 8, i ? 0 : 6, 2);
        rig_poke(r, RIG_CB + 10, 0x005e0001, 4);
        rig_poke(r, RIG_CB + 14, 0x0100, 2);
        rig_command(r, 0x10, RIG_CB);
        rig_receive_ring(r, 2, 1520);
        rig_frame(frame, 64);
        memcpy(frame, "\x01\x00\x5e\x00\x00\x01", 6);
        i8255x_receive(r->dev, frame, 64);
        g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, i ? 0 : 0xa022);
        rig_command(r, 4, 0);
    }
    rig_free(r);
}

/* 802.3, 3.2.6: up to 1500 it is a length. */
static void lengths_and_types(void)
{
    static const struct {
        uint16_t field, status;
    } is[] = { { 0x05dc, 0xa000 }, { 0x05dd, 0xa020 }, { 0x0800, 0xa020 } };

    for (unsigned i = 0; i < G_N_ELEMENTS(is); i++) {
        struct rig *r = rig_new(&i82559_class);
        uint8_t frame[1514];

        rig_set_station(r, rig_mac);
        rig_configure(r, 0, 0);
        rig_receive_ring(r, 2, 1520);
        rig_frame(frame, 1514);
        frame[12] = (uint8_t)(is[i].field >> 8);
        frame[13] = (uint8_t)is[i].field;
        i8255x_receive(r->dev, frame, 1514);
        g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, is[i].status);
        rig_free(r);
    }
}

/*
 * Serial parts.
 */

/* OSDM chapter 5, with words a driver looks at. */
static void eeprom_words(void)
{
    static const struct {
        unsigned word;
        uint16_t val[3];
    } is[] = {
        { 0x03, { 0x0003, 0x0003, 0x0003 } }, /* no lock-up bug */
        { 0x04, { 0, 0, 0 } },
        { 0x05, { 0x0101, 0x0201, 0x0201 } }, /* controller, RJ-45 */
        { 0x06, { 0x4701, 0x4701, 0x4701 } }, /* 82555 at 1 */
        { 0x07, { 0, 0, 0 } },
        { 0x0a, { 0x4000, 0x4000, 0x4000 } }, /* valid */
        { 0x0b, { 0, 0, 0 } },
        { 0x0c, { 0x8086, 0x8086, 0x8086 } },
    };
    static const enum i8255x_chip chips[] = { I82557, I82558, I82559 };

    for (unsigned i = 0; i < 3; i++) {
        uint8_t eeprom[I8255X_EEPROM_BYTES];
        uint16_t sum = 0;

        memset(eeprom, 0xa5, sizeof eeprom);
        i8255x_eeprom_format(eeprom, rig_mac, chips[i]);
        for (unsigned n = 0; n < G_N_ELEMENTS(is); n++)
            g_assert_cmphex(eeprom[2 * is[n].word] |
                                eeprom[2 * is[n].word + 1] << 8, ==,
                            is[n].val[i]);
        for (unsigned n = 0; n < sizeof eeprom; n += 2)
            sum += (uint16_t)(eeprom[n] | eeprom[n + 1] << 8);
        g_assert_cmpmem(eeprom, 6, rig_mac, 6);
        g_assert_cmphex(sum, ==, 0xbaba);
        g_assert_cmphex(eeprom[0x40], ==, 0);
    }
}

static void clock_in(struct rig *r, unsigned bits, unsigned n)
{
    while (n--) {
        unsigned di = (bits >> n & 1) << 2;

        rig_out(r, 0x0e, 2 | di, 1);
        g_assert_cmphex(rig_in(r, 0x0e, 1) & 7, ==, 2 | di);
        rig_out(r, 0x0e, 3 | di, 1);
        g_assert_cmphex(rig_in(r, 0x0e, 1) & 7, ==, 3 | di);
    }
}

/* Drivers count address bits until DO falls, so it must be high before, also
 * behind a word that ended with a 0 (DS21749, 2.1). */
static void data_out_is_high_again(void)
{
    struct rig *r = rig_new(&i82559_class);

    for (unsigned i = 0; i < 2; i++) {
        rig_out(r, 0x0e, 2, 1);
        clock_in(r, 6, 3); /* start, READ */
        for (unsigned bit = 0; bit < 6; bit++) {
            g_assert_cmphex(rig_in(r, 0x0e, 1) & 8, ==, 8);
            clock_in(r, 0, 1);
        }
        g_assert_cmphex(rig_in(r, 0x0e, 1) & 8, ==, 0);
        clock_in(r, 0, 9); /* leave in the middle of the word */
        rig_out(r, 0x0e, 0, 1);
    }
    rig_free(r);
}

static uint16_t phy(struct rig *r, unsigned reg)
{
    rig_out(r, 0x10, MDI_READ | reg << 16, 4);
    fake_advance(r->fb, 64000);
    return (uint16_t)rig_in(r, 0x10, 2);
}

static void phy_out(struct rig *r, unsigned reg, uint16_t val)
{
    rig_out(r, 0x10, MDI_WRITE | reg << 16 | val, 4);
    fake_advance(r->fb, 64000);
}

static void phy_writable(void)
{
    struct rig *r = rig_new(&i82559_class);

    phy_out(r, 0, 0x7fff & ~0x0e00); /* no reset, power-down or restart */
    g_assert_cmphex(phy(r, 0), ==, 0x7180);
    phy_out(r, 0, 0x0200); /* restart without negotiation is nothing */
    g_assert_cmphex(phy(r, 0), ==, 0);
    phy_out(r, 4, 0xffff);
    g_assert_cmphex(phy(r, 4), ==, 0x2fff);
    phy_out(r, 1, 0);
    phy_out(r, 2, 0);
    phy_out(r, 3, 0);
    phy_out(r, 5, 0xffff);
    g_assert_cmphex(phy(r, 2), ==, 0x02a8);
    g_assert_cmphex(phy(r, 3), ==, 0x0154);
    phy_out(r, 0, 0x8000);
    g_assert_cmphex(phy(r, 0), ==, 0x3000);
    g_assert_cmphex(phy(r, 4), ==, 0x05e1);
    rig_free(r);
}

/* 802.3, 22.2.4.2.13: a lost link shows once, however short it was. */
static void link_loss_latches(void)
{
    static const uint16_t causes[] = { 0x8000, 0x1200, 0x0800 };
    static const uint64_t second = 1000000000;

    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        struct rig *r = rig_new_authentic(&i82559_class);

        fake_advance(r->fb, 5 * second);
        phy(r, 1);
        g_assert_cmphex(phy(r, 1), ==, 0x782d);
        phy_out(r, 0, 0x3000); /* as it is: nothing happens */
        g_assert_cmphex(phy(r, 1), ==, 0x782d);
        phy_out(r, 0, causes[i] | 0x2000);
        if (causes[i] == 0x0800)
            phy_out(r, 0, 0x3000);
        g_assert_cmphex(phy(r, 5), ==, 0);
        g_assert_cmphex(phy(r, 6), ==, 0);
        fake_advance(r->fb, 5 * second);
        g_assert_cmphex(phy(r, 1) & 4, ==, 0);
        g_assert_cmphex(phy(r, 1), ==, 0x782d);
        g_assert_cmphex(phy(r, 6), ==, 3); /* page received, once */
        g_assert_cmphex(phy(r, 6), ==, 1);
        rig_free(r);
    }
}

/* The same where nothing takes time. */
static void link_loss_latches_fast(void)
{
    static const uint16_t causes[] = { 0x8000, 0x2800 };

    for (unsigned i = 0; i < G_N_ELEMENTS(causes); i++) {
        struct rig *r = rig_new(&i82559_class);

        phy(r, 1);
        g_assert_cmphex(phy(r, 1), ==, 0x782d);
        phy_out(r, 0, causes[i]);
        phy_out(r, 0, 0x3000);
        g_assert_cmphex(phy(r, 1) & 4, ==, 0);
        g_assert_cmphex(phy(r, 1), ==, 0x782d);
        rig_free(r);
    }
}

static void a_reset_puts_the_activity_lamp_out(void)
{
    struct rig *r = rig_new(&i82558_class);
    struct fake_pin lamp = { 0 };

    fake_pin_connect(r->fb, &lamp, i8255x_led(r->dev, I8255X_LED_ACTIVITY));
    receive_marked(r, 64, 1);
    g_assert_true(lamp.level);
    fake_reset(r->dev, RESET_BUS);
    g_assert_false(lamp.level);
    rig_free(r);
}

static void programming_takes_six_milliseconds(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);

    rig_out(r, 0x0e, 2, 1);
    clock_in(r, 0x130, 9); /* start, EWEN */
    rig_out(r, 0x0e, 0, 1);
    rig_out(r, 0x0e, 2, 1);
    clock_in(r, 0x1c5, 9); /* start, ERASE of word 5 */
    rig_out(r, 0x0e, 0, 1);
    rig_out(r, 0x0e, 2, 1);
    fake_advance(r->fb, 5999999);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & 8, ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & 8, ==, 8);
    g_assert_cmphex(r->eeprom[10] | r->eeprom[11] << 8, ==, 0xffff);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct rig_test tests[] = {
        { "a-dump-shows-what-was-loaded", dump_shows_all },
        { "a-dump-shows-the-multicast-hash", dump_shows_the_hash },
        { "a-dump-shows-the-counters", dump_shows_counters },
        { "a-reset-leaves-the-defaults", a_reset_leaves_the_defaults },
        { "a-reset-ends-an-mdi-cycle", a_reset_ends_an_mdi_cycle },
        { "an-mdi-cycle-of-neither-kind-moves-nothing",
          mdi_without_an_operation },
        { "accepted-registers-keep-what-is-written", accepted_registers },
        { "one-access-reaches-two-dwords", across_two_dwords },
        { "each-stepping-has-its-identity", each_stepping },
        { "each-stepping-addresses-its-flash", each_flash_socket },
        { "configuration-is-writable-where-it-is", writable_configuration },
        { "power-data-is-selected", power_data },
        { "sleep-forgets-the-base-registers", sleep_forgets_the_bases },
        { "held-frames-stay-whole", held_frames_stay_whole },
        { "the-fifo-holds-three-kilobytes", the_fifo_holds_three_kilobytes },
        { "a-reset-empties-the-fifo", a_reset_empties_the_fifo },
        { "a-multicast-list-is-replaced", multicast_is_replaced },
        { "a-length-is-1500-at-most", lengths_and_types },
        { "the-eeprom-says-what-is-there", eeprom_words },
        { "eedo-is-high-before-each-word", data_out_is_high_again },
        { "the-phy-is-writable-where-it-is", phy_writable },
        { "a-lost-link-shows-once", link_loss_latches },
        { "a-lost-link-shows-once-without-time", link_loss_latches_fast },
        { "a-reset-puts-the-activity-lamp-out",
          a_reset_puts_the_activity_lamp_out },
        { "the-eeprom-programs-for-six-milliseconds",
          programming_takes_six_milliseconds },
        { 0 },
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    rig_add("/state/", tests);
    return g_test_run();
}
