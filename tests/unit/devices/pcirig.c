/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pcirig.c - see pcirig.h. */
#include "tests/unit/devices/pcirig.h"

#include <string.h>

static void on_shadow(void *far, uint32_t base, uint32_t size, unsigned attr)
{
    struct fixture *f = far;

    f->shadows++;
    f->shadow_base = base;
    f->shadow_size = size;
    f->shadow_attr = attr;
}

static uint8_t on_read_cf9(void *far)
{
    return piix3_read_cf9(((struct fixture *)far)->isa);
}

static void on_write_cf9(void *far, uint8_t val)
{
    piix3_write_cf9(((struct fixture *)far)->isa, val);
}

void rig_setup(struct fixture *f, gconstpointer arg)
{
    struct i440fx_far far = { f, on_shadow, on_read_cf9, on_write_cf9 };
    struct piix3_wires wires;

    (void)arg;
    memset(f, 0, sizeof *f);
    f->fb = fakeboard_new();
    f->host = fake_new(f->fb, &i440fx_class, "host");
    f->isa = fake_new(f->fb, &piix3_class, "isa");
    f->toy = (struct pci_function *)fake_new(f->fb, &toy_class, "toy");
    i440fx_attach(f->host, &f->bus, &far);
    for (unsigned i = 0; i < 16; i++)
        fake_pin_connect(f->fb, &f->irq[i], &wires.irq[i]);
    fake_pin_connect(f->fb, &f->hard, &wires.hard_reset);
    fake_pin_connect(f->fb, &f->soft, &wires.soft_reset);
    piix3_attach(f->isa, &wires);
    pci_bus_add(&f->bus, 0, 0, (struct pci_function *)f->host);
    pci_bus_add(&f->bus, 1, 0, (struct pci_function *)f->isa);
    pci_bus_add(&f->bus, 13, 0, f->toy);
    f->toy->inta = (struct wire){ piix3_intx, f->isa,
                                  PIIX3_INTX(0, piix3_pirq(13, 0)) };
    board_map(f->host, I440FX_ADDRESS, 0xcf8, true);
    board_map(f->host, I440FX_DATA, 0xcfc, true);
    fake_reset(f->host, RESET_POWER);
    fake_reset(f->isa, RESET_POWER);
}

void rig_teardown(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    fakeboard_free(f->fb);
}

void rig_aim(struct fixture *f, unsigned bus, unsigned dev, unsigned reg)
{
    fake_port_write(f->fb, 0xcf8,
                    0x80000000u | bus << 16 | dev << 11 | (reg & 0x7fc), 4);
}

uint32_t rig_cfg_in(struct fixture *f, unsigned dev, unsigned reg,
                    unsigned width)
{
    rig_aim(f, 0, dev, reg);
    return fake_port_read(f->fb, 0xcfc + (reg & 3), width);
}

void rig_cfg_out(struct fixture *f, unsigned dev, unsigned reg, uint32_t val,
                 unsigned width)
{
    rig_aim(f, 0, dev, reg);
    fake_port_write(f->fb, 0xcfc + (reg & 3), val, width);
}
