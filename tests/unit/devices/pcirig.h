/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pcirig.h - host bridge and ISA bridge on a fake board, and a toy behind. */
#ifndef PIXEMU_TESTS_PCIRIG_H
#define PIXEMU_TESTS_PCIRIG_H

#include "devices/pci-i440fx/i440fx.h"
#include "devices/pci-i440fx/piix3.h"
#include "tests/unit/devices/fakeboard.h"
#include "tests/unit/devices/toy.h"

/* A board with both bridges and a toy as device 13. */
struct fixture {
    struct fakeboard *fb;
    struct pci_bus bus, behind;
    struct device *host, *isa;
    struct pci_function *toy;
    struct fake_pin irq[16], hard, soft;
    unsigned shadows;
    uint32_t shadow_base, shadow_size;
    unsigned shadow_attr;
};

/* A test's fixture: after power-on. */
void rig_setup(struct fixture *, gconstpointer unused);
void rig_teardown(struct fixture *, gconstpointer unused);

/* CONFADD; then a register of a device on bus 0 through CONFDATA. */
void rig_aim(struct fixture *, unsigned bus, unsigned dev, unsigned reg);
uint32_t rig_cfg_in(struct fixture *, unsigned dev, unsigned reg,
                    unsigned width);
void rig_cfg_out(struct fixture *, unsigned dev, unsigned reg, uint32_t val,
                 unsigned width);

#endif
