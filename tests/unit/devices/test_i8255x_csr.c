/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_csr.c - the 8255x's PCI side, register windows, interrupts,
 * PORT and power states.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 00h identity, class, pin, Min_Gnt, Max_Lat; 04h command; 06h
 *     status; 10h, 14h, 18h BAR0-2; 30h expansion ROM; 2Ch, 2Eh subsystem
 *     IDs; 3Ch interrupt line; DCh-E3h PMC, PMCSR, data; 00 status; 01
 *     STAT/ACK; 02 command; 03 interrupt control; 04 general pointer; 08
 *     PORT; 0E EEPROM control; 10 MDI control; 14 RX DMA byte count; 18 early
 *     receive; 1B PMDR; 1D general status; 3 MWI and its like
 *   accepted: 04h command; 0Ch, 0Dh cache line, latency; 0C flash control; 1C
 *     general control
 *   absent: DCh-E3h PMC, PMCSR, data; 02 command; 08 PORT; 1B PMDR; 30-3C
 *     CardBus function events
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

static const struct device_class *const classes[] = {
    &i82557_class, &i82558_class, &i82559_class,
};

static uint32_t cfg(struct rig *r, unsigned off, unsigned width)
{
    return pci_config_read(r->fn, off, width);
}

static void identity(void)
{
    static const uint8_t revision[] = { 3, 5, 8 };
    static const uint32_t io_size[] = { 32, 64, 64 };
    static const uint32_t bar0[] = { 0xfffff008, 0xfffff008, 0xfffff000 };

    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_new(classes[i]);

        g_assert_cmphex(cfg(r, PCI_VENDOR, 4), ==, 0x12298086);
        g_assert_cmphex(cfg(r, PCI_REVISION, 4), ==, 0x02000000 | revision[i]);
        g_assert_cmphex(cfg(r, PCI_INTERRUPT_PIN, 1), ==, 1);
        g_assert_cmphex(cfg(r, 0x3e, 2), ==, 0x1808);
        g_assert_cmphex(cfg(r, PCI_SUBVENDOR, 4), ==, 0x00008086);
        pci_config_write(r->fn, PCI_COMMAND, 0, 2);
        for (unsigned bar = 0; bar < 3; bar++)
            pci_config_write(r->fn, PCI_BAR0 + 4 * bar, 0xffffffff, 4);
        g_assert_cmphex(cfg(r, PCI_BAR0, 4), ==, bar0[i]);
        g_assert_cmphex(cfg(r, PCI_BAR0 + 4, 4), ==, (0 - io_size[i]) | 1);
        g_assert_cmphex(cfg(r, PCI_BAR0 + 8, 4), ==, 0xfff00000);
        rig_free(r);
    }
}

static void steppings(void)
{
    struct rig *r = rig_new(&i82557_class);

    g_assert_true(i8255x_set_revision(r->dev, 1));
    g_assert_false(i8255x_set_revision(r->dev, 5));
    g_assert_false(i8255x_set_revision(r->dev, 0));
    fake_reset(r->dev, RESET_POWER);
    g_assert_cmphex(cfg(r, PCI_REVISION, 1), ==, 1);
    /* Before the C step nothing was loaded from the EEPROM. */
    g_assert_cmphex(cfg(r, PCI_SUBVENDOR, 4), ==, 0);
    rig_free(r);
}

static void bad_eeprom(void)
{
    struct rig *r = rig_new(&i82559_class);

    memset(r->eeprom, 0xff, sizeof r->eeprom);
    fake_reset(r->dev, RESET_POWER);
    g_assert_cmphex(cfg(r, PCI_SUBVENDOR, 4), ==, 0);
    rig_free(r);
}

static void every_width(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 4, 0x11223344, 4);
    rig_out(r, 5, 0x55, 1);
    rig_out(r, 6, 0x6677, 2);
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0x66775544);
    g_assert_cmphex(rig_in(r, 5, 2), ==, 0x7755);
    g_assert_cmphex(rig_in(r, 7, 1), ==, 0x66);
    g_assert_cmphex(fake_port_read(r->fb, RIG_IO + 4, 4), ==, 0x66775544);
    fake_port_write(r->fb, RIG_IO + 6, 0xabcd, 2);
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0xabcd5544);
    fake_port_write(r->fb, RIG_IO + 4, 0x01, 1);
    g_assert_cmphex(rig_in(r, 2, 4), ==, 0x55010000); /* two dwords */
    rig_out(r, 0xffe, 0x12345678, 4);
    g_assert_cmphex(rig_in(r, 0xffc, 4), ==, 0);
    rig_free(r);
}

static void flash_windows(void)
{
    static uint8_t rom[0x12000];
    struct rig *r = rig_new(&i82558_class);

    g_assert_cmphex(fake_mem_read(r->fb, RIG_FLASH, 4), ==, 0xffffffff);
    pci_config_write(r->fn, PCI_ROM, 0xffffffff, 4);
    g_assert_cmphex(cfg(r, PCI_ROM, 4), ==, 0);
    for (unsigned i = 0; i < sizeof rom; i++)
        rom[i] = (uint8_t)(i >> 8);
    rom[0] = 0x55;
    i8255x_set_flash(r->dev, rom, 0x8000);
    fake_reset(r->dev, RESET_POWER);
    rig_open(r);
    pci_config_write(r->fn, PCI_ROM, RIG_ROM | 1, 4);
    g_assert_cmphex(fake_mem_read(r->fb, RIG_ROM, 1), ==, 0x55);
    g_assert_cmphex(fake_mem_read(r->fb, RIG_FLASH + 0x7ffe, 4), ==,
                    0xffff7f7f);
    /* 64 KB of address pins on an 82558. */
    g_assert_cmphex(fake_mem_read(r->fb, RIG_FLASH + 0x10000, 1), ==, 0x55);
    /* More than that in the socket: its board has the other lines. */
    rom[0x11234] = 0xa5;
    i8255x_set_flash(r->dev, rom, sizeof rom);
    g_assert_cmphex(fake_mem_read(r->fb, RIG_ROM + 0x11234, 1), ==, 0xa5);
    g_assert_cmphex(fake_mem_read(r->fb, RIG_ROM + 0x20000, 1), ==, 0x55);
    r->eeprom[0x15] |= 8; /* no boot ROM */
    fake_reset(r->dev, RESET_POWER);
    pci_config_write(r->fn, PCI_ROM, 0xffffffff, 4);
    pci_config_write(r->fn, PCI_BAR0 + 8, 0xffffffff, 4);
    g_assert_cmphex(cfg(r, PCI_ROM, 4), ==, 0);
    g_assert_cmphex(cfg(r, PCI_BAR0 + 8, 4), ==, 0);
    rig_free(r);
}

/*
 * Interrupts.
 */

static void software_interrupt(void)
{
    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_new(classes[i]);

        rig_out(r, 3, 0x03, 1); /* M wins over SI */
        g_assert_cmphex(rig_stat(r), ==, 0);
        rig_out(r, 3, 0x02, 1);
        g_assert_cmphex(rig_stat(r), ==, 0x04);
        g_assert_cmphex(rig_in(r, 3, 1), ==, 0); /* SI reads 0 */
        g_assert_true(r->inta.level);
        rig_out(r, 3, 0x01, 1);
        g_assert_false(r->inta.level);
        g_assert_cmphex(rig_stat(r), ==, 0x04);
        rig_out(r, 3, 0x00, 1);
        g_assert_true(r->inta.level);
        rig_ack(r, 0x04);
        g_assert_false(r->inta.level);
        rig_cb(r, RIG_CB, 0xa000, 0);
        rig_command(r, 0x10, RIG_CB);
        rig_out(r, 3, 0x02, 1);
        g_assert_cmphex(rig_stat(r), ==, 0xa4); /* beside the others */
        rig_free(r);
    }
}

/* Two masks at once. */
static void each_cause_has_its_mask(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];

    rig_set_station(r, rig_mac);
    rig_receive_ring(r, 2, 1520);
    rig_out(r, 0x18, 1, 1);
    rig_frame(frame, sizeof frame);
    frame[12] = 0;
    rig_out(r, 3, 0x4c, 1); /* FR, ER, FCP */
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_stat(r), ==, 0x42);
    g_assert_false(r->inta.level);
    rig_out(r, 3, 0x48, 1);
    g_assert_false(r->inta.level);
    rig_out(r, 3, 0x44, 1);
    g_assert_true(r->inta.level);
    rig_out(r, 3, 0x08, 1);
    g_assert_true(r->inta.level);
    rig_ack(r, 0x40);
    g_assert_false(r->inta.level);
    rig_free(r);
}

static void specific_masks(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_cb(r, RIG_CB, 0xa000, 0); /* NOP, EL, I */
    rig_out(r, 3, 0x80, 1);
    rig_command(r, 0x10, RIG_CB);
    g_assert_cmphex(rig_stat(r), ==, 0xa0);
    g_assert_true(r->inta.level); /* CNA isn't masked */
    rig_ack(r, 0x20);
    g_assert_false(r->inta.level);
    g_assert_cmphex(rig_stat(r), ==, 0x80); /* masked, not forgotten */
    rig_out(r, 3, 0x7c, 1);
    g_assert_true(r->inta.level);
    g_assert_cmphex(rig_in(r, 3, 1), ==, 0x7c);
    rig_free(r);
    r = rig_new(&i82557_class);
    rig_cb(r, RIG_CB, 0xa000, 0);
    rig_out(r, 3, 0xfc, 1);
    rig_command(r, 0x10, RIG_CB);
    g_assert_true(r->inta.level);
    g_assert_cmphex(rig_in(r, 3, 1), ==, 0);
    rig_free(r);
}

static void acknowledge_each(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, RIG_CB, 0xa000, 0);
    rig_command(r, 0x10, RIG_CB);
    rig_ack(r, 0x80);
    g_assert_cmphex(rig_stat(r), ==, 0x20);
    g_assert_true(r->inta.level);
    rig_ack(r, 0x00);
    g_assert_true(r->inta.level);
    rig_ack(r, 0x20);
    g_assert_false(r->inta.level);
    g_assert_cmpuint(r->inta.rises, ==, 1);
    rig_free(r);
}

static void one_dword(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, RIG_CB, 0xa000, 0);
    rig_out(r, 4, RIG_CB, 4);
    /* Acknowledge, mask and command at once: the interrupt of the command
     * stays, and is masked. */
    rig_out(r, 0, 0x0110ff00, 4);
    g_assert_cmphex(rig_stat(r), ==, 0xa0);
    g_assert_cmpuint(r->inta.rises, ==, 0);
    g_assert_cmphex(rig_in(r, 2, 1), ==, 0); /* accepted */
    rig_free(r);
}

/*
 * PORT and resets.
 */

static void software_reset(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_configure(r, 15, 0x49); /* promiscuous */
    rig_receive_ring(r, 2, 1520);
    rig_out(r, 3, 1, 1);
    rig_out(r, 8, 0, 4);
    g_assert_cmphex(rig_in(r, 0, 4), ==, 0);
    g_assert_cmpuint(rig_in(r, 4, 4), ==, 0);
    rig_receive_ring(r, 2, 1520);
    rig_frame(frame, 64);
    i8255x_receive(r->dev, frame, 64); /* no station address any more */
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0);
    g_assert_true(fake_mapped(r->dev, "csr", NULL));
    rig_free(r);
}

static void selective_reset(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_configure(r, 15, 0x49);
    rig_receive_ring(r, 2, 1520);
    rig_out(r, 3, 2, 1);
    rig_out(r, 8, 2, 4);
    g_assert_cmphex(rig_in(r, 0, 4), ==, 0);
    g_assert_false(r->inta.level);
    rig_receive_ring(r, 2, 1520);
    rig_frame(frame, 64);
    i8255x_receive(r->dev, frame, 64); /* still promiscuous */
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2) & 0xa000, ==, 0xa000);
    rig_free(r);
}

static void port_acts_once(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 3, 1, 1);
    rig_out(r, 8, 0, 2);
    g_assert_cmphex(rig_in(r, 3, 1), ==, 1); /* low half: nothing yet */
    rig_out(r, 10, 0, 2);
    g_assert_cmphex(rig_in(r, 3, 1), ==, 0);
    g_assert_cmphex(rig_in(r, 8, 4), ==, 0);
    rig_free(r);
}

static void self_test(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_poke(r, RIG_AREA + 4, 0xffffffff, 4);
    rig_out(r, 3, 1, 1);
    rig_out(r, 8, RIG_AREA | 1, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA, 4), !=, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 4, 4), ==, 0);
    g_assert_cmphex(rig_in(r, 3, 1), ==, 0); /* as after reset */
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    rig_poke(r, RIG_AREA, 0, 4);
    rig_out(r, 8, RIG_AREA | 1, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA, 4), ==, 0); /* no bus master */
    rig_free(r);
}

static void port_dump(void)
{
    struct rig *r = rig_new(&i82559_class);

    memset(r->fb->ram + RIG_AREA, 0xee, 1024);
    rig_set_station(r, rig_mac);
    rig_configure(r, 0, 0);
    rig_out(r, 8, RIG_AREA | 3, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 10, 1), ==, 0x2e);
    g_assert_cmpmem(r->fb->ram + RIG_AREA + 24, 6, rig_mac, 6);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 595, 1), ==, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 596, 1), ==, 0xee);
    rig_free(r);
}

static void outside_memory(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_command(r, 0x10, 0xd0000000); /* a list where nobody is */
    g_assert_cmpuint(rig_cus(r), ==, 0);
    g_assert_cmphex(cfg(r, PCI_STATUS, 2) & 0x2000, ==, 0x2000);
    rig_out(r, 8, 0xd0000001, 4);
    rig_command(r, 0x40, 0xd0000000);
    rig_command(r, 0x50, 0);
    rig_out(r, 8, 0xd0000003, 4);
    rig_out(r, 8, 0x0000000f, 4);
    g_assert_cmpuint(r->fb->guest_errors, ==, 5);
    rig_free(r);
}

static void bus_reset(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 3, 2, 1);
    fake_reset(r->dev, RESET_BUS);
    g_assert_false(r->inta.level);
    g_assert_false(fake_mapped(r->dev, "csr", NULL));
    g_assert_cmphex(cfg(r, PCI_COMMAND, 2), ==, 0);
    rig_free(r);
}

/*
 * Later registers, power states.
 */

/* Each byte alone, and what lies across two dwords. */
static void widths(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_out(r, 0x18, 5, 1);
    rig_out(r, 0x19, 3, 1);
    rig_out(r, 0x1a, 2, 1);
    g_assert_cmphex(rig_in(r, 0x18, 4) & 0xffffff, ==, 0x020305);
    rig_out(r, 0x18, 6, 1);
    rig_out(r, 0x1b, 0, 1);
    g_assert_cmphex(rig_in(r, 0x18, 4) & 0xffffff, ==, 0x020306);
    rig_out(r, 0x1c, 2, 1);
    rig_out(r, 0x1d, 1, 1);
    g_assert_cmphex(rig_in(r, 0x1c, 1), ==, 2);
    rig_out(r, 0x0e, 2, 1); /* EEPROM chip select */
    rig_out(r, 0x0c, 0, 2);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & 7, ==, 2);
    rig_out(r, 4, 0x11223344, 4);
    rig_out(r, 5, 0x66, 1);
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0x11226644);
    rig_out(r, 6, 0x0003abcd, 4); /* ABCDh, and half of PORT */
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0xabcd6644);
    g_assert_cmphex(rig_in(r, 6, 4), ==, 0xabcd);
    rig_poke(r, RIG_AREA, 0xee, 1);
    rig_out(r, 0x0a, RIG_AREA >> 16, 2); /* now a dump */
    g_assert_cmphex(rig_peek(r, RIG_AREA, 1), ==, 22);
    rig_out(r, 3, 0x66452301, 4); /* mask, most of the pointer */
    g_assert_cmphex(rig_in(r, 1, 4), ==, 0x23010000);
    g_assert_cmphex(rig_in(r, 3, 4), ==, 0x66452301);
    g_assert_cmphex(rig_in(r, 4, 4), ==, 0xab664523);
    rig_out(r, 0x0e, 2, 1);
    fake_reset(r->dev, RESET_BUS);
    rig_open(r);
    g_assert_cmphex(rig_in(r, 0x0e, 1) & 7, ==, 0);
    rig_free(r);
}

/* A length, or IP and IPX if configured; the 82557 has none. */
static void early_receive(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t byte3, early;
        uint16_t type;
        bool rises;
    } rows[] = {
        { &i82559_class, 0, 4, 46, true },
        { &i82558_class, 0, 255, 46, true },
        { &i82559_class, 0, 0, 46, false },
        { &i82557_class, 0, 4, 46, false },
        { &i82559_class, 0, 4, 0x0800, false },
        { &i82559_class, 0, 4, 1500, true },
        { &i82559_class, 0, 4, 1501, false },
        { &i82559_class, 2, 4, 0x0800, true },
        { &i82559_class, 2, 4, 0x8137, true },
        { &i82559_class, 2, 4, 0x0806, false },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);
        uint8_t frame[60];

        rig_set_station(r, rig_mac);
        rig_configure(r, 3, rows[i].byte3);
        rig_receive_ring(r, 2, 1520);
        rig_out(r, 0x18, rows[i].early, 1);
        rig_frame(frame, sizeof frame);
        frame[12] = (uint8_t)(rows[i].type >> 8);
        frame[13] = (uint8_t)rows[i].type;
        i8255x_receive(r->dev, frame, sizeof frame);
        g_assert_cmphex(rig_stat(r), ==, rows[i].rises ? 0x42 : 0x40);
        rig_ack(r, 0x40);
        g_assert_true(r->inta.level == rows[i].rises);
        rig_out(r, 3, 0x08, 1); /* its mask */
        g_assert_false(r->inta.level);
        rig_free(r);
    }
}

static void general_status(void)
{
    struct rig *r = rig_new(&i82559_class);

    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, 7);
    rig_out(r, 0x10, 1u << 26 | 1 << 21, 4); /* PHY control: 10 Mb/s, half */
    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, 1);
    rig_out(r, 0x10, 1u << 26 | 1 << 21 | 0x2000, 4); /* 100 Mb/s, half */
    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, 3);
    rig_out(r, 0x10, 1u << 26 | 1 << 21 | 0x100, 4); /* 10 Mb/s, full */
    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, 5);
    for (unsigned off = 0x20; off < 0x40; off += 4)
        g_assert_cmphex(rig_in(r, off, 4), ==, 0); /* past the last one */
    i8255x_set_link(r->dev, false);
    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, 0);
    g_assert_cmphex(rig_in(r, 0x1b, 1), ==, 0x80); /* link changed */
    rig_out(r, 0x1b, 0x80, 1);
    g_assert_cmphex(rig_in(r, 0x1b, 1), ==, 0);
    rig_out(r, 0x18, 0x112233, 4);
    g_assert_cmphex(rig_in(r, 0x18, 4), ==, 0x233);
    rig_free(r);
    r = rig_new(&i82557_class);
    rig_out(r, 0x18, 0x112233, 4);
    g_assert_cmphex(rig_in(r, 0x18, 4), ==, 0);
    g_assert_cmphex(rig_in(r, 0x1c, 4), ==, 0);
    rig_free(r);
}

static void capability(void)
{
    struct rig *r = rig_new(&i82557_class);

    g_assert_cmphex(cfg(r, PCI_STATUS, 2), ==, 0x0280);
    g_assert_cmphex(cfg(r, PCI_CAPABILITIES, 1), ==, 0);
    pci_config_write(r->fn, 0xe0, 3, 2);
    g_assert_true(fake_mapped(r->dev, "csr", NULL));
    rig_free(r);
    r = rig_new(&i82559_class);
    g_assert_cmphex(cfg(r, PCI_STATUS, 2), ==, 0x0290);
    g_assert_cmphex(cfg(r, PCI_CAPABILITIES, 1), ==, 0xdc);
    g_assert_cmphex(cfg(r, 0xdc, 2), ==, 1);
    g_assert_cmphex(cfg(r, 0xe0, 4), ==, 0x3a004000); /* D0: 0.58 W */
    pci_config_write(r->fn, 0xe0, 1 << 9, 2); /* D1 consumption */
    g_assert_cmphex(cfg(r, 0xe0, 2), ==, 0x4200);
    g_assert_cmpuint(cfg(r, 0xe3, 1), ==, 40);
    rig_free(r);
}

static void sleep_d1(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_configure(r, 15, 0x49);
    rig_receive_ring(r, 1, 1520);
    rig_out(r, 3, 0x02, 1);
    g_assert_true(r->inta.level);
    pci_config_write(r->fn, 0xe0, 1, 2);
    g_assert_false(r->inta.level);
    g_assert_false(fake_mapped(r->dev, "csr", NULL));
    rig_frame(frame, 64);
    i8255x_receive(r->dev, frame, 64);
    pci_config_write(r->fn, 0xe0, 0, 2);
    g_assert_true(fake_mapped(r->dev, "csr", NULL));
    g_assert_cmphex(rig_in(r, 0, 1), ==, 0); /* both units idle */
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0);
    rig_free(r);
}

/* A reset wakes it up; it can go to sleep again. */
static void reset_asleep(void)
{
    struct rig *r = rig_new(&i82559_class);

    for (unsigned i = 0; i < 2; i++) {
        pci_config_write(r->fn, 0xe0, 2, 2);
        g_assert_false(fake_mapped(r->dev, "csr", NULL));
        fake_reset(r->dev, RESET_BUS);
        g_assert_cmphex(cfg(r, 0xe0, 2), ==, 0x4000);
        rig_open(r);
        g_assert_true(fake_mapped(r->dev, "csr", NULL));
    }
    rig_free(r);
}

static void sleep_d3(void)
{
    struct rig *r = rig_new(&i82558_class);

    pci_config_write(r->fn, 0xe0, 3, 2);
    g_assert_cmphex(cfg(r, 0xe0, 2), ==, 3);
    pci_config_write(r->fn, 0xe0, 0, 2);
    g_assert_cmphex(cfg(r, 0xe0, 2), ==, 0);
    /* Leaving D3 is a reset: addresses are gone. */
    g_assert_cmphex(cfg(r, PCI_COMMAND, 2), ==, 0);
    g_assert_false(fake_mapped(r->dev, "csr", NULL));
    rig_open(r);
    g_assert_cmphex(rig_in(r, 0, 4), ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/i8255x/the-revision-tells-the-part", identity);
    g_test_add_func("/i8255x/a-stepping-belongs-to-its-part", steppings);
    g_test_add_func("/i8255x/an-invalid-eeprom-gives-no-subsystem",
                    bad_eeprom);
    g_test_add_func("/i8255x/registers-answer-in-every-width-on-both-windows",
                    every_width);
    g_test_add_func("/i8255x/flash-and-rom-show-the-image-or-ones",
                    flash_windows);
    g_test_add_func("/i8255x/si-raises-swi-unless-m-is-set",
                    software_interrupt);
    g_test_add_func("/i8255x/each-cause-has-its-mask",
                    each_cause_has_its_mask);
    g_test_add_func("/i8255x/specific-masks-are-the-82558s",
                    specific_masks);
    g_test_add_func("/i8255x/inta-falls-with-the-last-acknowledged-event",
                    acknowledge_each);
    g_test_add_func("/i8255x/one-dword-acknowledges-masks-and-commands",
                    one_dword);
    g_test_add_func("/i8255x/port-0-forgets-everything", software_reset);
    g_test_add_func("/i8255x/port-2-keeps-the-configuration",
                    selective_reset);
    g_test_add_func("/i8255x/port-acts-on-its-highest-byte", port_acts_once);
    g_test_add_func("/i8255x/port-1-writes-a-passed-self-test", self_test);
    g_test_add_func("/i8255x/port-3-dumps-596-bytes", port_dump);
    g_test_add_func("/i8255x/addresses-without-memory-are-survived",
                    outside_memory);
    g_test_add_func("/i8255x/a-bus-reset-closes-the-windows", bus_reset);
    g_test_add_func("/i8255x/bytes-are-written-alone", widths);
    g_test_add_func("/i8255x/early-receive-goes-by-the-type", early_receive);
    g_test_add_func("/i8255x/link-shows-in-the-82559s-general-status",
                    general_status);
    g_test_add_func("/i8255x/power-management-came-with-the-82558",
                    capability);
    g_test_add_func("/i8255x/d1-receives-nothing-and-wakes-idle", sleep_d1);
    g_test_add_func("/i8255x/a-reset-wakes-it-up", reset_asleep);
    g_test_add_func("/i8255x/leaving-d3-is-a-reset", sleep_d3);
    return g_test_run();
}
