/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_wake.c - wake-up events of the 8255x: which frames, PMDR, PMCSR
 * in every power state.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 9 control; 13, 14 ARP address
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum {
    PMDR = 0x1b,
    PMCSR = 0xe0,
    PME = 0x8000,
    PME_ENABLE = 0x0100,
    MAGIC = 0x40,
    INTERESTING = 0x20,
    STATUS = 0x01,
    BLOCK = 0xff000, /* where rig_configure() keeps its command */
};

static const uint8_t group[6] = { 0x01, 0x00, 0x5e, 1, 2, 3 };

static void fill(uint8_t *frame, const uint8_t to[6], uint16_t type)
{
    static const uint8_t from[6] = { 2, 0, 0, 0, 0, 9 };

    memset(frame, 0, 200);
    memcpy(frame, to, 6);
    memcpy(frame + 6, from, 6);
    frame[12] = (uint8_t)(type >> 8);
    frame[13] = (uint8_t)type;
}

static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 };

static void unicast(uint8_t *frame)
{
    fill(frame, rig_mac, 0x88b5);
}

static void multicast(uint8_t *frame)
{
    fill(frame, group, 0x88b5);
}

static void broadcast(uint8_t *frame)
{
    fill(frame, all, 0x88b5);
}

static void strange(uint8_t *frame)
{
    static const uint8_t to[6] = { 2, 0, 0, 0, 0, 1 };

    fill(frame, to, 0x88b5);
}

/* Who has 192.168.18.52? */
static void arp(uint8_t *frame)
{
    static const uint8_t asked[] = { 192, 168, 0x12, 0x34 };

    fill(frame, all, 0x0806);
    frame[21] = 1;
    memcpy(frame + 38, asked, sizeof asked);
}

static void arp_other(uint8_t *frame)
{
    arp(frame);
    frame[41]++;
}

static void arp_reply(uint8_t *frame)
{
    arp(frame);
    frame[21] = 2;
}

static void arp_vlan(uint8_t *frame)
{
    uint8_t plain[200];

    arp(plain);
    memcpy(frame, plain, 200);
    memmove(frame + 16, plain + 12, 100);
    frame[12] = 0x81;
    frame[13] = 0;
}

static void magic(uint8_t *frame)
{
    broadcast(frame);
    memset(frame + 50, 0xff, 7); /* one more than it takes */
    for (unsigned i = 0; i < 16; i++)
        memcpy(frame + 57 + 6 * i, rig_mac, 6);
}

/* Nothing but what it takes, at the end of a frame. */
static void magic_exact(uint8_t *frame)
{
    magic(frame);
    frame[50] = 0;
    frame[57 + 96] = 0xff;
}

static void magic_gap(uint8_t *frame)
{
    magic(frame);
    frame[53] = 0;
}

static void magic_other_first(uint8_t *frame)
{
    magic(frame);
    frame[57] ^= 1;
}

/* The ones are the address of everybody. */
static void magic_addresses(uint8_t *frame)
{
    broadcast(frame);
    for (unsigned i = 0; i < 16; i++)
        memcpy(frame + 6 + 6 * i, rig_mac, 6);
}

static void magic_to_us(uint8_t *frame)
{
    magic(frame);
    memcpy(frame, rig_mac, 6);
}

static void magic_cut(uint8_t *frame)
{
    magic(frame);
    frame[57 + 95] ^= 1;
}

static void magic_early(uint8_t *frame)
{
    magic(frame);
    memset(frame + 50, 0, 2);
}

/* Configure byte 9 or 19, a frame, what PMDR says then. */
static const struct {
    const char *name;
    unsigned at;
    uint8_t value;
    void (*frame)(uint8_t *);
    uint8_t pmdr;
} cases[] = {
    { "nothing-asked-for", 9, 0, unicast, 0 },
    { "our-address", 19, 0x81, unicast, INTERESTING },
    { "our-address-not-another", 19, 0x81, strange, 0 },
    { "our-address-not-a-group", 19, 0x81, broadcast, 0 },
    { "a-group", 9, 0x80, multicast, INTERESTING },
    { "a-group-not-us", 9, 0x80, unicast, 0 },
    { "a-group-not-everybody", 9, 0x80, broadcast, 0 },
    { "arp", 9, 0x40, arp, INTERESTING },
    { "arp-not-asked-for", 9, 0, arp, 0 },
    { "arp-for-another", 9, 0x40, arp_other, 0 },
    { "arp-reply", 9, 0x40, arp_reply, 0 },
    { "arp-behind-a-vlan-header", 9, 0x50, arp_vlan, INTERESTING },
    { "arp-vlan-not-asked-for", 9, 0x40, arp_vlan, 0 },
    { "vlan-alone", 9, 0x10, arp_vlan, 0 },
    { "arp-not-any-group", 9, 0x40, multicast, 0 },
    { "magic", 19, 0x80, magic, MAGIC },
    { "magic-after-too-few-ones", 19, 0x80, magic_early, 0 },
    { "magic-after-six", 19, 0x80, magic_exact, MAGIC },
    { "magic-after-broken-ones", 19, 0x80, magic_gap, 0 },
    { "magic-of-another-first", 19, 0x80, magic_other_first, 0 },
    { "magic-behind-the-addresses", 19, 0x80, magic_addresses, 0 },
    { "magic-to-our-address", 19, 0x81, magic_to_us, MAGIC | INTERESTING },
    { "magic-off", 19, 0x82, magic, 0 },
    { "magic-incomplete", 19, 0x80, magic_cut, 0 },
};

static struct rig *ready(const struct device_class *cls, unsigned at,
                         uint8_t value)
{
    struct rig *r = rig_new(cls);

    rig_set_station(r, rig_mac);
    rig_configure(r, 13, 0x34);
    /* That block once more with three bytes changed. */
    rig_poke(r, BLOCK + 8 + 14, 0x12, 1);
    rig_poke(r, BLOCK + 8 + 21, 0x0d, 1); /* every group */
    rig_poke(r, BLOCK + 8 + at, value, 1);
    rig_command(r, 0x10, BLOCK);
    rig_out(r, PMDR, 0xff, 1);
    return r;
}

static uint16_t pmcsr(struct rig *r)
{
    return (uint16_t)pci_config_read(r->fn, PMCSR, 2);
}

static void send(struct rig *r, void (*make)(uint8_t *))
{
    uint8_t frame[200];

    make(frame);
    i8255x_receive(r->dev, frame, sizeof frame);
}

static void filter(gconstpointer arg)
{
    unsigned i = GPOINTER_TO_UINT(arg);
    struct rig *r = ready(&i82558_class, cases[i].at, cases[i].value);
    uint8_t status = cases[i].pmdr ? STATUS : 0;

    send(r, cases[i].frame);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, cases[i].pmdr | status);
    g_assert_cmphex(pmcsr(r) & PME, ==, status ? PME : 0);
    rig_free(r);
}

/* The 82559 programs its filters with a command of its own; magic packets it
 * has without. */
static void filters_of_the_82558(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct rig *r = ready(&i82559_class, cases[i].at, cases[i].value);

        send(r, cases[i].frame);
        g_assert_cmphex(rig_in(r, PMDR, 1) & ~STATUS, ==,
                        cases[i].pmdr & MAGIC);
        rig_free(r);
    }
}

/* What lies behind a frame's end is not of the frame. */
static void ends(void)
{
    static const struct {
        unsigned at;
        uint8_t value;
        void (*frame)(uint8_t *);
        size_t n;
        uint8_t pmdr;
    } of[] = {
        { 19, 0x80, magic, 153, MAGIC }, { 19, 0x80, magic, 152, 0 },
        { 19, 0x80, magic, 80, 0 },      { 9, 0x40, arp, 42, INTERESTING },
        { 9, 0x40, arp, 41, 0 },
        { 9, 0x50, arp_vlan, 46, INTERESTING }, { 9, 0x50, arp_vlan, 45, 0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(of); i++) {
        struct rig *r = ready(&i82558_class, of[i].at, of[i].value);
        uint8_t frame[200];

        of[i].frame(frame);
        i8255x_receive(r->dev, frame, of[i].n);
        g_assert_cmphex(rig_in(r, PMDR, 1) & ~STATUS, ==, of[i].pmdr);
        rig_free(r);
    }
}

/* A frame that the controller would not take does not wake it either. */
static void address_filter(void)
{
    struct rig *r = ready(&i82559_class, 15, 0x4a); /* no broadcasts */

    send(r, magic);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0);
    rig_free(r);
}

static void events_add_up(void)
{
    struct rig *r = ready(&i82558_class, 19, 0x81);

    send(r, unicast);
    send(r, magic);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, MAGIC | INTERESTING | STATUS);
    rig_free(r);
}

/* One for somebody else is no group, though it is received. */
static void promiscuous(void)
{
    struct rig *r = ready(&i82558_class, 9, 0x80);

    rig_poke(r, BLOCK + 8 + 15, 0x49, 1);
    rig_command(r, 0x10, BLOCK);
    send(r, strange);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0);
    send(r, multicast);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING | STATUS);
    rig_free(r);
}

static void cleared_through_either(void)
{
    struct rig *r = ready(&i82558_class, 19, 0x81);

    send(r, unicast);
    i8255x_set_link(r->dev, false);
    rig_out(r, PMDR, 0x80, 1); /* one by one */
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING | STATUS);
    i8255x_set_link(r->dev, true);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0x80 | INTERESTING | STATUS);
    rig_out(r, PMDR, 0x80, 1);
    rig_out(r, PMDR, STATUS, 1);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING);
    g_assert_cmphex(pmcsr(r), ==, 0);
    send(r, unicast);
    pci_config_write(r->fn, PMCSR, PME, 2);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING);
    rig_out(r, PMDR, INTERESTING, 1);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0);
    rig_free(r);
}

/* Asleep nothing is received, yet the event is there when software comes, and
 * outlives the reset on the way out of D3. */
static void asleep(gconstpointer arg)
{
    unsigned state = GPOINTER_TO_UINT(arg);
    struct rig *r = ready(&i82558_class, 19, 0x81);

    rig_receive_ring(r, 1, 1520);
    pci_config_write(r->fn, PMCSR, PME_ENABLE | state, 2);
    send(r, unicast);
    g_assert_cmphex(pmcsr(r) & 0x8103, ==, PME | PME_ENABLE | state);
    pci_config_write(r->fn, PMCSR, PME_ENABLE, 2);
    g_assert_cmphex(pmcsr(r) & 0x8103, ==, PME | PME_ENABLE);
    rig_open(r);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING | STATUS);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0);
    fake_reset(r->dev, RESET_BUS);
    g_assert_cmphex(pmcsr(r) & 0x8103, ==, 0); /* no auxiliary supply */
    rig_free(r);
}

static void link_change(void)
{
    struct rig *r = ready(&i82559_class, 9, 0x20);

    i8255x_set_link(r->dev, false);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0x80 | STATUS);
    rig_out(r, PMDR, 0xff, 1);
    i8255x_set_link(r->dev, true);
    g_assert_cmphex(pmcsr(r) & PME, ==, PME);
    rig_free(r);
}

/* The filters came with the B step of the 82558. */
static void older_parts(void)
{
    struct rig *r = ready(&i82558_class, 19, 0x81);

    send(r, unicast);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, INTERESTING | STATUS);
    g_assert_true(i8255x_set_revision(r->dev, 4));
    rig_out(r, PMDR, 0xff, 1);
    send(r, unicast);
    g_assert_cmphex(rig_in(r, PMDR, 1), ==, 0);
    rig_free(r);
    r = ready(&i82557_class, 19, 0x81);
    send(r, unicast);
    g_assert_cmphex(rig_in(r, 0x18, 4), ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *path = g_strconcat("/i8255x/wake/", cases[i].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), filter);
        g_free(path);
    }
    g_test_add_func("/i8255x/wake/the-82559-filters-otherwise",
                    filters_of_the_82558);
    g_test_add_func("/i8255x/wake/a-frame-ends-where-it-ends", ends);
    g_test_add_func("/i8255x/wake/address-filter", address_filter);
    g_test_add_func("/i8255x/wake/promiscuous", promiscuous);
    g_test_add_func("/i8255x/wake/events-add-up", events_add_up);
    g_test_add_func("/i8255x/wake/cleared-through-either",
                    cleared_through_either);
    g_test_add_data_func("/i8255x/wake/asleep-d1", GUINT_TO_POINTER(1),
                         asleep);
    g_test_add_data_func("/i8255x/wake/asleep-d3", GUINT_TO_POINTER(3),
                         asleep);
    g_test_add_func("/i8255x/wake/link", link_change);
    g_test_add_func("/i8255x/wake/older-parts", older_parts);
    return g_test_run();
}
