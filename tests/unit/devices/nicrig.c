/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicrig.c - an 8255x on a fake board.
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

const uint8_t rig_mac[6] = { 0x00, 0x90, 0x27, 0x12, 0x34, 0x56 };

static const uint8_t usual_config[22] = {
    22,   0x08, 0x00, 0x00, 0x00, 0x00, 0x32, 0x03, 0x01, 0x00, 0x2e,
    0x00, 0x60, 0x00, 0xf2, 0x48, 0x00, 0x40, 0xf2, 0x80, 0x3f, 0x05,
};

static void on_send(void *far, const uint8_t *frame, size_t n)
{
    struct rig *r = far;

    g_ptr_array_add(r->sent, g_bytes_new(frame, n));
    if (r->echo)
        i8255x_receive(r->dev, frame, n);
    if (r->resets)
        rig_out(r, 8, 0, 4);
}

static void on_room(void *far)
{
    ((struct rig *)far)->rooms++;
}

void rig_open(struct rig *r)
{
    pci_config_write(r->fn, PCI_BAR0, RIG_CSR, 4);
    pci_config_write(r->fn, PCI_BAR0 + 4, RIG_IO, 4);
    pci_config_write(r->fn, PCI_BAR0 + 8, RIG_FLASH, 4);
    pci_config_write(r->fn, PCI_COMMAND,
                     PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER,
                     2);
}

static struct rig *make(const struct device_class *cls, bool authentic)
{
    struct rig *r = g_new0(struct rig, 1);
    struct ether_far far = { r, on_send, on_room };
    enum i8255x_chip chip = I82559;

    if (cls == &i82557_class)
        chip = I82557;
    else if (cls == &i82558_class)
        chip = I82558;
    r->fb = fakeboard_new();
    r->fb->authentic = authentic;
    r->sent = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    i8255x_eeprom_format(r->eeprom, rig_mac, chip);
    r->dev = fake_new(r->fb, cls, "nic0");
    r->fn = (struct pci_function *)r->dev;
    i8255x_attach(r->dev, &far, r->eeprom);
    fake_pin_connect(r->fb, &r->inta, &r->fn->inta);
    fake_reset(r->dev, RESET_POWER);
    rig_open(r);
    i8255x_set_link(r->dev, true);
    if (authentic)
        fake_advance(r->fb, 3000000000u);
    return r;
}

struct rig *rig_new(const struct device_class *cls)
{
    return make(cls, false);
}

struct rig *rig_new_authentic(const struct device_class *cls)
{
    return make(cls, true);
}

void rig_free(struct rig *r)
{
    g_ptr_array_unref(r->sent);
    fakeboard_free(r->fb);
    g_free(r);
}

uint32_t rig_in(struct rig *r, uint32_t off, unsigned width)
{
    return fake_mem_read(r->fb, RIG_CSR + off, width);
}

void rig_out(struct rig *r, uint32_t off, uint32_t val, unsigned width)
{
    fake_mem_write(r->fb, RIG_CSR + off, val, width);
}

uint32_t rig_peek(struct rig *r, uint32_t pa, unsigned width)
{
    uint32_t val = 0;

    for (unsigned i = 0; i < width; i++)
        val |= (uint32_t)r->fb->ram[pa + i] << (8 * i);
    return val;
}

void rig_poke(struct rig *r, uint32_t pa, uint32_t val, unsigned width)
{
    for (unsigned i = 0; i < width; i++)
        r->fb->ram[pa + i] = (uint8_t)(val >> (8 * i));
}

void rig_command(struct rig *r, uint8_t command, uint32_t pointer)
{
    rig_out(r, 4, pointer, 4);
    rig_out(r, 2, command, 1);
}

unsigned rig_cus(struct rig *r)
{
    return rig_in(r, 0, 1) >> 6;
}

unsigned rig_rus(struct rig *r)
{
    return rig_in(r, 0, 1) >> 2 & 15;
}

uint8_t rig_stat(struct rig *r)
{
    return (uint8_t)rig_in(r, 1, 1);
}

void rig_ack(struct rig *r, uint8_t stat)
{
    rig_out(r, 1, stat, 1);
}

void rig_cb(struct rig *r, uint32_t pa, uint16_t command, uint32_t link)
{
    rig_poke(r, pa, 0, 2);
    rig_poke(r, pa + 2, command, 2);
    rig_poke(r, pa + 4, link, 4);
}

void rig_tcb(struct rig *r, uint32_t pa, uint16_t command, uint32_t link,
             const uint8_t *frame, unsigned n)
{
    rig_cb(r, pa, command | 4, link);
    rig_poke(r, pa + 8, 0xffffffff, 4);
    rig_poke(r, pa + 12, 0x8000 | n, 2);
    rig_poke(r, pa + 14, 0x0020, 2);
    memcpy(r->fb->ram + pa + 16, frame, n);
}

void rig_configure(struct rig *r, unsigned at, uint8_t val)
{
    uint32_t cb = 0xff000;

    rig_cb(r, cb, 0x8002, 0);
    memcpy(r->fb->ram + cb + 8, usual_config, sizeof usual_config);
    if (at)
        r->fb->ram[cb + 8 + at] = val;
    rig_command(r, 0x10, cb);
    g_assert_cmphex(rig_peek(r, cb, 2), ==, 0xa000);
    rig_ack(r, 0xff);
}

void rig_set_station(struct rig *r, const uint8_t mac[6])
{
    uint32_t cb = 0xff000;

    rig_cb(r, cb, 0x8001, 0);
    memcpy(r->fb->ram + cb + 8, mac, 6);
    rig_command(r, 0x10, cb);
    rig_ack(r, 0xff);
}

uint32_t rig_rfd(unsigned n)
{
    return RIG_RFD + n * RIG_RFD_STEP;
}

void rig_receive_ring(struct rig *r, unsigned count, uint16_t size)
{
    for (unsigned i = 0; i < count; i++) {
        rig_cb(r, rig_rfd(i), i + 1 == count ? 0x8000 : 0,
               rig_rfd((i + 1) % count));
        rig_poke(r, rig_rfd(i) + 8, 0xffffffff, 4);
        rig_poke(r, rig_rfd(i) + 12, 0, 2);
        rig_poke(r, rig_rfd(i) + 14, size, 2);
    }
    rig_command(r, 1, rig_rfd(0));
}

void rig_frame(uint8_t *frame, unsigned n)
{
    static const uint8_t from[8] = { 2, 0, 0, 0, 0, 1, 0x88, 0xb5 };

    memcpy(frame, rig_mac, 6);
    memcpy(frame + 6, from, sizeof from);
    for (unsigned i = 14; i < n; i++)
        frame[i] = (uint8_t)i;
}

const uint8_t *rig_sent(struct rig *r, unsigned i, size_t *n)
{
    static const uint8_t nothing[64];

    g_assert_cmpuint(i, <, r->sent->len);
    *n = 0;
    if (i >= r->sent->len)
        return nothing;
    return g_bytes_get_data(g_ptr_array_index(r->sent, i), n);
}

struct rig *rig_ready(const struct device_class *cls, unsigned rfds,
                      uint16_t size)
{
    struct rig *r = rig_new(cls);

    rig_configure(r, 0, 0);
    rig_set_station(r, rig_mac);
    rig_receive_ring(r, rfds, size);
    return r;
}

void rig_take(struct rig *r, unsigned n)
{
    uint8_t frame[3000];

    rig_frame(frame, n);
    i8255x_receive(r->dev, frame, n);
}

uint32_t rig_status(struct rig *r, unsigned rfd)
{
    return rig_peek(r, rig_rfd(rfd), 2);
}

uint32_t rig_count(struct rig *r, unsigned rfd)
{
    return rig_peek(r, rig_rfd(rfd) + 12, 2);
}

uint32_t rig_counter(struct rig *r, unsigned off)
{
    rig_command(r, 0x40, RIG_AREA);
    rig_command(r, 0x50, 0);
    return rig_peek(r, RIG_AREA + off, 4);
}

void rig_expect_sent(struct rig *r, unsigned i, const uint8_t *frame, size_t n)
{
    size_t sent;
    const uint8_t *p = rig_sent(r, i, &sent);

    g_assert_cmpmem(p, sent, frame, n);
}

void rig_add(const char *path, const struct rig_test *tests)
{
    for (; tests->name; tests++) {
        g_autofree char *whole = g_strconcat(path, tests->name, NULL);

        g_test_add_func(whole, tests->run);
    }
}
