/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i440fx.h - the host bridge (82441FX PMC, 8086:1237): configuration
 * mechanism #1 at CF8h-CFFh and the shadow RAM switches.
 *
 * The board puts it on its bus as device 0 function 0 and opens windows
 * I440FX_ADDRESS at CF8h and I440FX_DATA at CFCh.
 */
#ifndef PIXEMU_DEVICES_PCI_I440FX_I440FX_H
#define PIXEMU_DEVICES_PCI_I440FX_I440FX_H

#include "devices/pci.h"

enum { I440FX_ADDRESS, I440FX_DATA }; /* windows of four ports each */

/* Where a range between C0000h and FFFFFh goes. */
enum {
    SHADOW_READ = 1,  /* reads: RAM; otherwise the bus (ROM) */
    SHADOW_WRITE = 2, /* writes: RAM; otherwise the bus */
};

struct i440fx_far {
    void *far;
    /* Called for each range whose switches changed, and for all 13 ranges at
     * reset (attributes 0). */
    void (*shadow)(void *far, uint32_t base, uint32_t size, unsigned attr);
    /* The one port among CF8h-CFBh that the bridge leaves to the ISA bridge
     * when the access is a byte: CF9h.  May be NULL. */
    uint8_t (*read_cf9)(void *far);
    void (*write_cf9)(void *far, uint8_t val);
};

extern const struct device_class i440fx_class;

/* Before the first reset. */
void i440fx_attach(struct device *, struct pci_bus *root,
                   const struct i440fx_far *);

/* The attributes of the range that contains pa (C0000h-FFFFFh). */
unsigned i440fx_shadow(const struct device *, uint32_t pa);

#endif
