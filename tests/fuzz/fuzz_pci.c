/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_pci.c - host bridge and ISA bridge through CF8h and CFCh, with an
 * Ethernet controller and a kernel card whose windows move about.
 */
#include "devices/kernel-card/kernelcard.h"
#include "devices/pci-i440fx/i440fx.h"
#include "devices/pci-i440fx/piix3.h"
#include "tests/fuzz/chip.h"
#include "tests/unit/devices/nicrig.h"

struct board_of_three {
    struct rig *rig;
    struct device *isa;
};

static void shadow(void *far, uint32_t base, uint32_t size, unsigned attr)
{
    (void)far;
    (void)base;
    (void)size;
    (void)attr;
}

static uint8_t read_cf9(void *far)
{
    return piix3_read_cf9(((struct board_of_three *)far)->isa);
}

static void write_cf9(void *far, uint8_t val)
{
    piix3_write_cf9(((struct board_of_three *)far)->isa, val);
}

static void pin(struct chip *c, uint8_t what, uint32_t val, struct feed *f)
{
    struct board_of_three *b = c->own;

    switch (what % 5) {
    case 0:
        piix3_intx(b->isa, val & 63, val & 64);
        break;
    case 1:
        fake_mem_write(c->fb, val, feed32(f), 4);
        break;
    case 2:
        fake_mem_read(c->fb, val, 4);
        break;
    case 3:
        fake_port_write(c->fb, val & 0xffff, feed32(f), 1u << what / 64 % 3);
        break;
    case 4:
        (void)i440fx_shadow(c->dev, val);
        (void)piix3_irq(b->isa, val & 3);
        fake_port_read(c->fb, val & 0xffff, 1u << what / 64 % 3);
        break;
    }
}

/* One that brings its program half into RAM and half beside it. */
static void add_card(struct fakeboard *fb, struct pci_bus *bus)
{
    static const uint8_t rom[KERNELCARD_ROM_BYTES] = {0x55, 0xaa, 4};
    static const uint8_t bytes[16] = {0xf4};
    static const struct kernelcard_program program = {
        .piece = {{0x1000, bytes, sizeof bytes}, {0xfff8, bytes, sizeof bytes}},
        .pieces = 2, .entry = 0x1000, .rom = rom};
    struct device *card = fake_new(fb, &kernelcard_class, "kernel-card");

    kernelcard_attach(card, &program);
    fake_reset(card, RESET_POWER);
    pci_bus_add(bus, 12, 0, (struct pci_function *)card);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    struct board_of_three b = {.rig = rig_new(&i82559_class)};
    struct i440fx_far far = {&b, shadow, read_cf9, write_cf9};
    struct piix3_wires wires = {.hard_reset = {chip_sink, NULL, 0},
                                .soft_reset = {chip_sink, NULL, 0}};
    struct fakeboard *fb = b.rig->fb;
    struct pci_bus bus = {0};
    struct chip c = {.fb = fb, .max_wait_ns = 1000000, .pin = pin, .own = &b};

    fb->ram_size = 0x10000;
    c.dev = fake_new(fb, &i440fx_class, "host-bridge");
    i440fx_attach(c.dev, &bus, &far);
    pci_bus_add(&bus, 0, 0, (struct pci_function *)c.dev);
    board_map(c.dev, I440FX_ADDRESS, 0xcf8, true);
    board_map(c.dev, I440FX_DATA, 0xcfc, true);
    b.isa = fake_new(fb, &piix3_class, "isa-bridge");
    piix3_attach(b.isa, &wires);
    pci_bus_add(&bus, 1, 0, (struct pci_function *)b.isa);
    pci_bus_add(&bus, 13, 0, b.rig->fn);
    add_card(fb, &bus);
    b.rig->fn->inta = (struct wire){piix3_intx, b.isa, PIIX3_INTX(0, 0)};
    chip_run(&c, &f);
    rig_free(b.rig);
}
