/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_kernelcard.c - the kernel card: control, entry, argument, ROM.
 *
 * Registers of devices/kernel-card:
 *   modelled: 00-3Fh header, expansion ROM address; 40h control; 44h entry;
 *     48h argument
 */
#include "devices/kernel-card/kernelcard.h"

#include <string.h>

#include "tests/unit/devices/configmap.h"
#include "tests/unit/devices/fakeboard.h"

enum { CONTROL = 0x40, ENTRY = 0x44, ARGUMENT = 0x48 };

struct rig {
    struct fakeboard fb;
    struct pci_function *fn;
    uint8_t rom[KERNELCARD_ROM_BYTES];
};

static const uint8_t code[] = {1, 2, 3, 4, 5}, data[] = {6, 7};

static void setup(struct rig *r, gconstpointer unused)
{
    struct kernelcard_program p = {
        .piece = {{0x1000, code, sizeof code}, {0x2fff, data, sizeof data}},
        .pieces = 2,
        .entry = 0x1001,
        .argument = 0x2fff,
        .rom = r->rom,
    };

    (void)unused;
    fakeboard_init(&r->fb);
    memset(r->rom, 0x90, sizeof r->rom);
    r->rom[0] = 0x55;
    r->rom[1] = 0xaa;
    r->fn = (struct pci_function *)fake_new(&r->fb, &kernelcard_class, "card");
    kernelcard_attach(&r->fn->dev, &p);
    fake_reset(&r->fn->dev, RESET_POWER);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void test_identity(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(pci_config_read(r->fn, PCI_VENDOR, 4), ==, 0x10f01af4);
    g_assert_cmphex(pci_config_read(r->fn, PCI_CLASS + 1, 2), ==, 0xff00);
    g_assert_cmphex(pci_config_read(r->fn, PCI_INTERRUPT_PIN, 1), ==, 0);
    g_assert_cmphex(pci_config_read(r->fn, ENTRY, 4), ==, 0x1001);
    g_assert_cmphex(pci_config_read(r->fn, ARGUMENT, 4), ==, 0x2fff);
    pci_config_write(r->fn, ENTRY, 0, 4);
    g_assert_cmphex(pci_config_read(r->fn, ENTRY, 4), ==, 0x1001);
}

/* docs/hardware.md, "The kernel card". */
static void test_space(struct rig *r, gconstpointer unused)
{
    static const struct config_row space[] = {
        { 0x00, 4, 0x10f01af4, 0 },
        { 0x04, 2, 0, 0x0147 },
        { 0x08, 4, 0xff000000, 0 },
        { 0x30, 4, 0, 0xfffff801 }, /* 2 KiB */
        { 0x3c, 1, 0, 0xff },
        { 0x40, 1, 0, 1 }, /* as 04h was written before */
        { 0x44, 4, 0x1001, 0 },
        { 0x48, 4, 0x2fff, 0 },
        { 0 },
    };

    (void)unused;
    configmap_check(r->fn, space);
}

/* Bit 0 written 1 is what asks, and nothing else. */
static void test_asks(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    pci_config_write(r->fn, CONTROL, 0xfe, 1);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 0);
    g_assert_cmphex(r->fb.ram[0x1001], ==, 0);
    pci_config_write(r->fn, CONTROL, 1, 4);
    g_assert_cmpmem(r->fb.ram + 0x1000, 5, code, 5);
    r->fb.ram[0x1001] = 0xcc;
    pci_config_write(r->fn, CONTROL - 1, 0xff, 1);
    pci_config_write(r->fn, CONTROL + 1, 0xffff, 2);
    pci_config_write(r->fn, PCI_COMMAND, 0x0147, 2);
    pci_config_write(r->fn, ENTRY, 1, 4);
    g_assert_cmphex(r->fb.ram[0x1001], ==, 0xcc);
    pci_config_write(r->fn, CONTROL, 0, 1);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 0);
    g_assert_cmphex(r->fb.ram[0x1001], ==, 0xcc);
    pci_config_write(r->fn, CONTROL, 0xff, 1);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 4), ==, 1);
    g_assert_cmpmem(r->fb.ram + 0x1000, 5, code, 5);
}

/* A card without a ROM has no address for one, and a reset closes the ROM. */
static void test_no_rom(struct rig *r, gconstpointer unused)
{
    static const struct kernelcard_program bare = { .entry = 4 };
    struct pci_function *fn =
        (struct pci_function *)fake_new(&r->fb, &kernelcard_class, "bare");

    (void)unused;
    kernelcard_attach(&fn->dev, &bare);
    fake_reset(&fn->dev, RESET_POWER);
    pci_config_write(fn, PCI_ROM, 0xffffffff, 4);
    g_assert_cmphex(pci_config_read(fn, PCI_ROM, 4), ==, 0);
    pci_config_write(r->fn, PCI_ROM, 0xf0000001, 4);
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    g_assert_true(fake_mapped(&r->fn->dev, "kernel-card-rom", NULL));
    fake_reset(&r->fn->dev, RESET_BUS);
    g_assert_false(fake_mapped(&r->fn->dev, "kernel-card-rom", NULL));
    g_assert_cmphex(pci_config_read(r->fn, PCI_ROM, 4), ==, 0);
}

static void test_brings(struct rig *r, gconstpointer unused)
{
    (void)unused;
    /* Without bus mastering nothing moves, and the card says so. */
    pci_config_write(r->fn, CONTROL, 1, 1);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 0);
    g_assert_cmphex(r->fb.ram[0x1000], ==, 0);
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    pci_config_write(r->fn, CONTROL, 1, 1);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 1);
    g_assert_cmpmem(r->fb.ram + 0x1000, 5, code, 5);
    g_assert_cmpmem(r->fb.ram + 0x2fff, 2, data, 2);
    g_assert_cmphex(r->fb.ram[0x1005], ==, 0);
}

/* A program changes its memory; after a reset it comes whole again. */
static void test_again(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    pci_config_write(r->fn, CONTROL, 1, 1);
    memset(r->fb.ram + 0x1000, 0xcc, 5);
    fake_reset(&r->fn->dev, RESET_BUS);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 0);
    g_assert_cmphex(r->fb.ram[0x1000], ==, 0xcc);
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    pci_config_write(r->fn, CONTROL, 1, 1);
    g_assert_cmpmem(r->fb.ram + 0x1000, 5, code, 5);
}

static void test_no_memory(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->fb.ram_size = 0x2000;
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MASTER, 2);
    pci_config_write(r->fn, CONTROL, 1, 4);
    g_assert_cmphex(pci_config_read(r->fn, CONTROL, 1), ==, 0);
    g_assert_true(pci_config_read(r->fn, PCI_STATUS, 2) &
                  PCI_STATUS_MASTER_ABORT);
}

static void test_rom(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pci_config_write(r->fn, PCI_ROM, 0xffffffff, 4);
    g_assert_cmphex(pci_config_read(r->fn, PCI_ROM, 4), ==, 0xfffff801);
    pci_config_write(r->fn, PCI_ROM, 0xf0000001, 4);
    pci_config_write(r->fn, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    g_assert_cmphex(fake_mem_read(&r->fb, 0xf0000000, 2), ==, 0xaa55);
    g_assert_cmphex(fake_mem_read(&r->fb, 0xf0000000, 4), ==, 0x9090aa55);
    g_assert_cmphex(fake_mem_read(&r->fb, 0xf0000001, 1), ==, 0xaa);
    fake_mem_write(&r->fb, 0xf0000000, 0, 2);
    g_assert_cmphex(fake_mem_read(&r->fb, 0xf00007fe, 4) & 0xffff, ==,
                    0x9090);
    g_assert_cmphex(fake_mem_read(&r->fb, 0xf0000000, 2), ==, 0xaa55);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define TEST(path, f) \
    g_test_add("/kernelcard/" path, struct rig, NULL, setup, f, teardown)
    TEST("identity", test_identity);
    TEST("configuration-space", test_space);
    TEST("only-bit-0-asks-for-it", test_asks);
    TEST("without-an-expansion-rom", test_no_rom);
    TEST("brings-the-program", test_brings);
    TEST("brings-it-again-after-a-reset", test_again);
    TEST("no-memory-there", test_no_memory);
    TEST("expansion-rom", test_rom);
    return g_test_run();
}
