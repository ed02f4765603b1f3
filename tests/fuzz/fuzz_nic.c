/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_nic.c - an 8255x as a driver gone mad sees it: registers, configuration
 * space, command blocks and descriptors in 64 KiB of RAM, frames.
 */
#include "tests/fuzz/chip.h"
#include "tests/unit/devices/nicrig.h"

enum { RAM_BYTES = 0x10000, FRAME_MAX = 4096 };

static void receive(struct rig *r, uint32_t n, struct feed *f)
{
    static uint8_t frame[FRAME_MAX];
    uint8_t seed = feed8(f);

    n %= FRAME_MAX;
    for (uint32_t i = 0; i < n; i++)
        frame[i] = i < 20 && f->left ? feed8(f) : seed++;
    i8255x_receive(r->dev, frame, n);
}

/* The EEPROM's pins, a byte of clocks. */
static void eeprom(struct rig *r, uint32_t bits)
{
    for (unsigned i = 0; i < 16; i++) {
        rig_out(r, 14, 2 | (bits >> i & 1) << 2, 1);
        rig_out(r, 14, 3 | (bits >> i & 1) << 2, 1);
        rig_in(r, 14, 1);
    }
    if (bits >> 16 & 1)
        rig_out(r, 14, 0, 1);
}

static void pin(struct chip *c, uint8_t what, uint32_t val, struct feed *f)
{
    struct rig *r = c->own;

    switch (what % 8) {
    case 0:
        receive(r, val, f);
        break;
    case 1:
        i8255x_set_link(r->dev, val & 1);
        break;
    case 2:
        pci_config_write(r->fn, val & 0xff, feed32(f), 1);
        break;
    case 3:
        pci_config_write(r->fn, val & 0xfc, feed32(f), 4);
        break;
    case 4:
        pci_config_read(r->fn, val & 0xfc, 4);
        break;
    case 5:
        r->echo = val & 1;
        break;
    case 6:
        eeprom(r, val);
        break;
    case 7: /* an SCB command */
        rig_command(r, (uint8_t)(val >> 16), val & 0xffff);
        break;
    }
    g_ptr_array_set_size(r->sent, 0);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const struct device_class *const parts[] = {
        &i82557_class, &i82558_class, &i82559_class
    };
    struct feed f = {data, n};
    uint8_t which = feed8(&f);
    struct rig *r = which & 0x80 ? rig_new_authentic(parts[which % 3])
                                 : rig_new(parts[which % 3]);
    struct chip c = {.fb = r->fb,
                     .dev = r->dev,
                     .max_wait_ns = 1000000,
                     .pin = pin,
                     .own = r};

    r->fb->ram_size = RAM_BYTES;
    chip_run(&c, &f);
    (void)i8255x_look(r->dev);
    rig_free(r);
}
