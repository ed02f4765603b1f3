/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_pci.c - configuration cycles and configuration space. */
#include "tests/unit/devices/pcirig.h"

/*
 * Configuration mechanism.
 */

static void identities(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_cmphex(rig_cfg_in(f, 0, 0, 4), ==, 0x12378086);
    g_assert_cmphex(rig_cfg_in(f, 0, 8, 4) >> 8, ==, 0x060000);
    g_assert_cmphex(rig_cfg_in(f, 0, 0x2c, 4), ==, 0x11001af4);
    g_assert_cmphex(rig_cfg_in(f, 1, 0, 4), ==, 0x70008086);
    g_assert_cmphex(rig_cfg_in(f, 1, 8, 4) >> 8, ==, 0x060100);
    g_assert_cmphex(rig_cfg_in(f, 13, 0, 4), ==, 0x56781234);
    g_assert_cmphex(rig_cfg_in(f, 13, 8, 4), ==, 0xff020109);
}

static void every_width(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_cmphex(rig_cfg_in(f, 13, 1, 1), ==, 0x12);
    g_assert_cmphex(rig_cfg_in(f, 13, 2, 2), ==, 0x5678);
    g_assert_cmphex(rig_cfg_in(f, 13, 11, 1), ==, 0xff);
    rig_cfg_out(f, 13, 0x11, 0xbe, 1);
    rig_cfg_out(f, 13, 0x12, 0xf00d, 2);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 4), ==, 0xf00dbe08);
    g_assert_cmpuint(((struct toy *)f->toy)->written_off, ==, 0x12);
    g_assert_cmpuint(((struct toy *)f->toy)->written_width, ==, 2);
}

static void nobody_home(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    fake_port_write(f->fb, 0xcf8, 14 << 11, 4); /* not enabled: no cycle */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x0280);
    g_assert_cmphex(rig_cfg_in(f, 14, 0, 4), ==, 0xffffffff);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x2280);
    rig_cfg_out(f, 0, PCI_STATUS, 0x2000, 2);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x0280);
    rig_aim(f, 3, 13, 0);
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x2280);
    fake_reset(f->host, RESET_BUS);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf8, 4), ==, 0);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x0280);
    rig_cfg_out(f, 14, 0x10, 0x12345678, 4); /* is lost */
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 4), ==, 8);
    rig_aim(f, 0x80, 13, 0); /* all eight bits of a bus count, */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    rig_aim(f, 0, 13, 1 << 8); /* and those of a function */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
}

static void address_dword_only(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_aim(f, 0, 13, 0x10);
    fake_port_write(f->fb, 0xcfb, 0x01, 1);
    fake_port_write(f->fb, 0xcf8, 0x5555, 2);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf8, 4), ==, 0x80006810);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf8, 1), ==, 0xff);
    /* A word across the end of it is a byte of it and one of data. */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfb, 2), ==, 0x08ff);
    fake_port_write(f->fb, 0xcfb, 0x4000, 2);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 1), ==, 0x08);
    fake_port_write(f->fb, 0xcf8, 0xffffffff, 4);
    g_assert_cmphex(fake_port_read(f->fb, 0xcf8, 4), ==, 0x80fffffc);
}

/* An access that leaves CFFh behind leaves the register as well. */
static void within_dword(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 13, 0x10, 0xe0001200, 4);
    rig_cfg_out(f, 13, 0x14, 0xc001, 4);
    rig_cfg_out(f, 13, 0x12, 0xd0d1d2d3, 4);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 4), ==, 0xd2d31208);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x14, 4), ==, 0xc001);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x13, 2) & 0xff, ==, 0xd2);
}

static void behind_bridge(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    f->toy->behind = &f->behind;
    f->behind.bridge = f->toy;
    pci_bus_add(&f->behind, 2, 0, (struct pci_function *)f->isa);
    rig_aim(f, 4, 2, 0);
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    pci_set8(f->toy, 0x19, 4);
    pci_set8(f->toy, 0x1a, 6);
    rig_cfg_out(f, 0, PCI_STATUS, 0x2000, 2);
    rig_aim(f, 3, 2, 0); /* below its numbers: it does not hear of it */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    g_assert_cmphex(rig_cfg_in(f, 0, PCI_STATUS, 2), ==, 0x2280);
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_SECONDARY_STATUS, 2), ==, 0);
    rig_aim(f, 4, 2, 0);
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0x70008086);
    rig_aim(f, 5, 2, 0); /* in the range, but nobody bridges to it */
    g_assert_cmphex(fake_port_read(f->fb, 0xcfc, 4), ==, 0xffffffff);
    g_assert_cmpuint(pci_bridge_pin(2, 3), ==, 1);
}

/*
 * Functions.
 */

static void sizing(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 13, PCI_COMMAND, 3, 2);
    rig_cfg_out(f, 13, 0x10, 0xffffffff, 4);
    rig_cfg_out(f, 13, 0x14, 0xffffffff, 4);
    rig_cfg_out(f, 13, 0x18, 0xffffffff, 4);
    rig_cfg_out(f, 13, 0x30, 0xffffffff, 4);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 4), ==, 0xffffff08);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x14, 4), ==, 0xffffffe1);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x18, 4), ==, 0);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x30, 4), ==, 0xffff0001);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL));
    g_assert_false(fake_mapped(&f->toy->dev, "io", NULL));
    g_assert_false(fake_mapped(&f->toy->dev, "rom", NULL));
}

static void windows_follow(struct fixture *f, gconstpointer arg)
{
    uint32_t base = 0;

    (void)arg;
    rig_cfg_out(f, 13, PCI_COMMAND, 3, 2);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL)); /* at 0 */
    g_assert_false(fake_mapped(&f->toy->dev, "io", NULL));
    rig_cfg_out(f, 13, PCI_COMMAND, 0, 2);
    rig_cfg_out(f, 13, 0x10, 0xe0001234, 4);
    rig_cfg_out(f, 13, 0x14, 0xc005, 4);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL));
    rig_cfg_out(f, 13, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    g_assert_true(fake_mapped(&f->toy->dev, "mem", &base));
    g_assert_cmphex(base, ==, 0xe0001200);
    g_assert_false(fake_mapped(&f->toy->dev, "io", NULL));
    rig_cfg_out(f, 13, PCI_COMMAND, PCI_COMMAND_IO, 2);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL));
    g_assert_true(fake_mapped(&f->toy->dev, "io", &base));
    g_assert_cmphex(base, ==, 0xc000);
    rig_cfg_out(f, 13, 0x14, 0xd000, 4);
    g_assert_true(fake_mapped(&f->toy->dev, "io", &base));
    g_assert_cmphex(base, ==, 0xd000);
    rig_cfg_out(f, 13, 0x14, 0x1d000, 4); /* beyond the ports of a PC */
    g_assert_false(fake_mapped(&f->toy->dev, "io", NULL));
}

static void rom_enable(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 13, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    rig_cfg_out(f, 13, 0x30, 0xe1000000, 4);
    g_assert_false(fake_mapped(&f->toy->dev, "rom", NULL));
    rig_cfg_out(f, 13, 0x30, 1, 1);
    g_assert_true(fake_mapped(&f->toy->dev, "rom", NULL));
}

static void read_only_and_clearable(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 13, 0, 0, 4);
    g_assert_cmphex(rig_cfg_in(f, 13, 0, 4), ==, 0x56781234);
    pci_set16(f->toy, PCI_STATUS, 0xa280);
    rig_cfg_out(f, 13, PCI_STATUS, 0x2000, 2);
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_STATUS, 2), ==, 0x8280);
    rig_cfg_out(f, 13, PCI_STATUS, 0xffff, 2);
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_STATUS, 2), ==, 0x0280);
}

static void mastering(struct fixture *f, gconstpointer arg)
{
    uint8_t byte = 0;

    (void)arg;
    f->fb->ram[5] = 0x77;
    g_assert_false(pci_dma_read(f->toy, 5, &byte, 1));
    g_assert_cmphex(byte, ==, 0xff);
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_STATUS, 2), ==, 0x0280);
    rig_cfg_out(f, 13, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    g_assert_true(pci_dma_read(f->toy, 5, &byte, 1));
    g_assert_cmphex(byte, ==, 0x77);
    g_assert_false(pci_dma_write(f->toy, 0x80000000, &byte, 1));
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_STATUS, 2), ==, 0x2280);
}

static void reset_function(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    rig_cfg_out(f, 13, 0x10, 0xe0001200, 4);
    rig_cfg_out(f, 13, PCI_COMMAND, 7, 2);
    rig_cfg_out(f, 13, PCI_INTERRUPT_LINE, 11, 1);
    rig_cfg_out(f, 1, 0x60 + piix3_pirq(13, 0), 11, 1);
    pci_set_inta(f->toy, true);
    fake_reset(&f->toy->dev, RESET_BUS);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL));
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_COMMAND, 4), ==, 0x02800000);
    g_assert_cmphex(rig_cfg_in(f, 13, 0x10, 4), ==, 8);
    g_assert_cmphex(rig_cfg_in(f, 13, PCI_INTERRUPT_LINE, 1), ==, 0);
    g_assert_cmphex(rig_cfg_in(f, 13, 0, 4), ==, 0x56781234);
    g_assert_false(f->irq[11].level);
    g_assert_cmpuint(f->irq[11].falls, ==, 1);
}

static void asleep(struct fixture *f, gconstpointer arg)
{
    uint8_t byte;

    (void)arg;
    rig_cfg_out(f, 13, 0x10, 0xe0001200, 4);
    rig_cfg_out(f, 13, PCI_COMMAND, 7, 2);
    rig_cfg_out(f, 1, 0x60 + piix3_pirq(13, 0), 11, 1);
    pci_set_inta(f->toy, true);
    pci_set_asleep(f->toy, true);
    g_assert_false(fake_mapped(&f->toy->dev, "mem", NULL));
    g_assert_false(pci_dma_read(f->toy, 0, &byte, 1));
    g_assert_false(f->irq[11].level);
    g_assert_cmphex(rig_cfg_in(f, 13, 0, 4), ==, 0x56781234);
    pci_set_asleep(f->toy, false);
    g_assert_true(fake_mapped(&f->toy->dev, "mem", NULL));
    g_assert_true(f->irq[11].level);
}

static void add(const char *path, void (*run)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, rig_setup, run, rig_teardown);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add("/pci/bridges-and-functions-say-who-they-are", identities);
    add("/pci/configuration-is-read-and-written-in-every-width", every_width);
    add("/pci/nobody-answers-with-all-ones", nobody_home);
    add("/pci/the-address-register-takes-whole-dwords-only",
        address_dword_only);
    add("/pci/a-cycle-stays-within-its-dword", within_dword);
    add("/pci/a-bus-behind-a-bridge-answers-to-its-number", behind_bridge);
    add("/pci/sizing-shows-the-size-and-opens-nothing", sizing);
    add("/pci/windows-follow-addresses-and-the-command-register",
        windows_follow);
    add("/pci/the-rom-needs-its-own-enable-bit", rom_enable);
    add("/pci/ids-are-read-only-and-status-events-clear-by-writing-1",
        read_only_and_clearable);
    add("/pci/bus-mastering-needs-permission-and-an-answer", mastering);
    add("/pci/reset-closes-windows-and-releases-inta", reset_function);
    add("/pci/a-sleeping-function-answers-configuration-cycles-only", asleep);
    return g_test_run();
}
