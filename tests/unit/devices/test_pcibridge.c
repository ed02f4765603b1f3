/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pcibridge.c - PCI-PCI bridges 21152 and 21154.
 *
 * Registers of devices/pci-bridge:
 *   modelled: 00h-0Eh identity, command, status, class; 18h-1Ah bus numbers;
 *     1Ch, 1Dh, 30h, 32h I/O window; 1Eh secondary status; 20h, 22h memory
 *     window; 24h-2Fh prefetchable window; 3Eh bridge control; 34h, DCh-E3h
 *     power management; 41h diagnostic control
 *   accepted: 00h-0Eh identity, command, status, class; 0Ch, 0Dh, 1Bh cache
 *     line, latency timers; 1Eh secondary status; 3Eh bridge control; 41h
 *     diagnostic control; 40h, 42h, 43h chip and arbiter control; 64h, 6Ah
 *     P_SERR#; 68h secondary clocks
 *   absent: 3Ch, 3Dh interrupt
 */
#include "devices/pci-bridge/i21152.h"
#include "tests/unit/devices/configmap.h"
#include "tests/unit/devices/fakeboard.h"
#include "tests/unit/devices/toy.h"

#include <string.h>

/* Bus 0 with a 21152 as device 5; behind it, as bus 1, a toy as device 2 and
 * a 21154 as device 4; behind that, as bus 2, another toy as device 0. */
struct fixture {
    struct fakeboard *fb;
    struct pci_bus root;
    struct pci_function *outer, *inner, *near, *far;
};

static struct pci_function *made(struct fixture *f, struct pci_bus *bus,
                                 unsigned device,
                                 const struct device_class *cls)
{
    struct pci_function *fn =
        (struct pci_function *)fake_new(f->fb, cls, cls->name);

    pci_bus_add(bus, device, 0, fn);
    return fn;
}

static void write(struct pci_function *fn, unsigned off, uint32_t val,
                  unsigned width)
{
    pci_config_write(fn, off, val, width);
}

/* Windows C000-CFFF and F0000000-F00FFFFF, everything enabled. */
static void open_bridge(struct pci_function *fn, unsigned primary,
                        unsigned secondary, unsigned subordinate)
{
    write(fn, 0x18, primary | secondary << 8 | subordinate << 16, 3);
    write(fn, 0x1c, 0xc0c0, 2);
    write(fn, 0x20, 0xf000f000, 4);
    write(fn, 0x24, 0x0000fff0, 4);
    write(fn, PCI_COMMAND, 7, 2);
}

static void set_up(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    memset(f, 0, sizeof *f);
    f->fb = fakeboard_new();
    f->outer = made(f, &f->root, 5, &i21152_class);
    f->near = made(f, i21152_bus(&f->outer->dev), 2, &toy_class);
    f->inner = made(f, i21152_bus(&f->outer->dev), 4, &i21154_class);
    f->far = made(f, i21152_bus(&f->inner->dev), 0, &toy_class);
    open_bridge(f->outer, 0, 1, 2);
    open_bridge(f->inner, 1, 2, 2);
    write(f->near, 0x10, 0xf0000000, 4);
    write(f->near, 0x14, 0xc000, 4);
    write(f->near, PCI_COMMAND, 7, 2);
    write(f->far, 0x10, 0xf0001000, 4);
    write(f->far, 0x14, 0xc400, 4);
    write(f->far, PCI_COMMAND, 7, 2);
}

static void tear_down(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    fakeboard_free(f->fb);
}

static bool has_memory(struct pci_function *fn)
{
    return fake_mapped(&fn->dev, "mem", NULL);
}

static bool has_ports(struct pci_function *fn)
{
    return fake_mapped(&fn->dev, "io", NULL);
}

static void identities(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_cmphex(pci_config_read(f->outer, 0, 4), ==, 0x00241011);
    g_assert_cmphex(pci_config_read(f->inner, 0, 4), ==, 0x00261011);
    g_assert_cmphex(pci_config_read(f->outer, 8, 4) >> 8, ==, 0x060400);
    g_assert_cmphex(pci_config_read(f->outer, 0x0e, 1), ==, 1);
    g_assert_cmphex(pci_config_read(f->outer, 6, 2), ==, 0x0290);
    g_assert_cmphex(pci_config_read(f->inner, 6, 2), ==, 0x02b0);
    g_assert_cmphex(pci_config_read(f->outer, 0x34, 1), ==, 0xdc);
    g_assert_cmphex(pci_config_read(f->outer, 0xdc, 4), ==, 0x01010001);
    g_assert_cmphex(pci_config_read(f->outer, 0x3c, 2), ==, 0);
}

static void after_reset(struct fixture *f, gconstpointer arg)
{
    static const struct {
        unsigned off, width;
        uint32_t reset, ones; /* reads after reset, and after all ones */
    } row[] = {
        { 0x0c, 1, 0x00, 0xff }, { 0x0d, 1, 0x00, 0xf8 },
        { 0x10, 4, 0, 0 },       { 0x14, 4, 0, 0 },
        { 0x1b, 1, 0x00, 0xf8 }, { 0x1c, 2, 0x0101, 0xf1f1 },
        { 0x1e, 2, 0x0280, 0x0280 },
        { 0x20, 4, 0, 0xfff0fff0 },
        { 0x24, 4, 0x00010001, 0xfff1fff1 },
        { 0x28, 4, 0, 0xffffffff }, { 0x2c, 4, 0, 0xffffffff },
        { 0x30, 4, 0, 0xffffffff }, { 0x3c, 2, 0, 0 },
        { 0x40, 1, 0, 0x12 },
        { 0x42, 2, 0x0200, 0x03ff }, { 0x64, 1, 0, 0x7e },
        { 0x68, 2, 0x3e00, 0x3fff }, { 0x6a, 1, 0, 0 },
        { 0x3e, 2, 0, 0x0bef },     { 0xe0, 2, 0, 3 },
    };

    (void)arg;
    fake_reset(&f->outer->dev, RESET_BUS);
    for (size_t i = 0; i < G_N_ELEMENTS(row); i++) {
        g_assert_cmphex(pci_config_read(f->outer, row[i].off, row[i].width),
                        ==, row[i].reset);
        write(f->outer, row[i].off, UINT32_MAX, row[i].width);
        g_assert_cmphex(pci_config_read(f->outer, row[i].off, row[i].width),
                        ==, row[i].ones);
    }
}

/* PCI-to-PCI Bridge Architecture 1.1, 3.2; 40h and up: the data sheets.  All
 * ones in 41h reset the chip: a_chip_reset() looks at its bits. */
#define COMMON(device, revision, status)                                     \
    { 0x00, 4, 0x1011 | (uint32_t)(device) << 16, 0 },                       \
    { 0x04, 2, 0x0000, 0x0367 },                                             \
    { 0x06, 2, status, 0 },                                                  \
    { 0x08, 4, 0x06040000 | (revision), 0 },                                 \
    { 0x0c, 2, 0x0000, 0xf8ff }, /* cache line, latency */                   \
    { 0x0e, 1, 0x01, 0 },                                                    \
    { 0x18, 4, 0, 0xf8ffffff }, /* bus numbers, secondary latency */         \
    { 0x1c, 2, 0x0101, 0xf0f0 },                                             \
    { 0x1e, 2, 0x0280, 0 },                                                  \
    { 0x20, 4, 0, 0xfff0fff0 },                                              \
    { 0x24, 4, 0x00010001, 0xfff0fff0 },                                     \
    { 0x28, 4, 0, 0xffffffff },                                              \
    { 0x2c, 4, 0, 0xffffffff },                                              \
    { 0x30, 4, 0, 0xffffffff },                                              \
    { 0x34, 1, 0xdc, 0 },                                                    \
    { 0x3e, 2, 0, 0x0bef },                                                  \
    { 0x42, 2, 0x0200, 0x03ff },                                             \
    { 0x64, 1, 0, 0x7e },                                                    \
    { 0xe0, 2, 0, 0x0003 }

static const struct config_row space_21152[] = {
    COMMON(0x0024, 3, 0x0290),
    { 0x40, 1, 0, 0x12 },
    { 0x68, 2, 0x3e00, 0x01ff }, /* five clocks */
    { 0xdc, 4, 0x01010001, 0 },
    { 0 },
};
static const struct config_row space_21154[] = {
    COMMON(0x0026, 5, 0x02b0),
    { 0x40, 1, 0, 0x32 },
    { 0x68, 2, 0, 0x3fff }, /* ten */
    { 0xdc, 4, 0x00010001, 0 },
    { 0 },
};

static void whole_space(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    configmap_check(f->outer, space_21152);
    configmap_check(f->inner, space_21154);
}

static void a_chip_reset(struct fixture *f, gconstpointer arg)
{
    unsigned before = ((struct toy *)f->far)->resets;

    (void)arg;
    write(f->outer, 0x41, 0x06, 1); /* test mode only */
    g_assert_cmphex(pci_config_read(f->outer, 0x41, 1), ==, 0x06);
    g_assert_cmphex(pci_config_read(f->outer, 0x18, 3), ==, 0x020100);
    write(f->outer, 0x41, 0x07, 1);
    g_assert_cmphex(pci_config_read(f->outer, 0x41, 1), ==, 0);
    g_assert_cmphex(pci_config_read(f->outer, 0x18, 3), ==, 0);
    g_assert_cmphex(pci_config_read(f->outer, 0x3e, 2), ==, 0x0040);
    g_assert_cmpuint(((struct toy *)f->far)->resets, ==, before + 1);
    open_bridge(f->outer, 0, 1, 2);
    g_assert_null(pci_bus_find(&f->root, 1, 2 << 3));
    write(f->outer, 0x3e, 0, 2);
    g_assert_true(pci_bus_find(&f->root, 1, 2 << 3) == f->near);
}

/* One byte further on either side is not let through. */
static void edges(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->near, 0x10, 0xf00fff00, 4);
    write(f->near, 0x14, 0xcfe0, 4);
    g_assert_true(has_memory(f->near));
    g_assert_true(has_ports(f->near));
    write(f->near, 0x10, 0xf0100000, 4);
    write(f->near, 0x14, 0xd000, 4);
    g_assert_false(has_memory(f->near));
    g_assert_false(has_ports(f->near));
    write(f->near, 0x10, 0xefffff00, 4);
    write(f->near, 0x14, 0xbfe0, 4);
    g_assert_false(has_memory(f->near));
    g_assert_false(has_ports(f->near));
    write(f->outer, 0x1c, 0x7070, 2); /* base and limit alone decide */
    write(f->near, 0x14, 0x7000, 4);
    g_assert_true(has_ports(f->near));
    write(f->outer, 0x30, 0x00010001, 4); /* the same beyond 64 KiB */
    g_assert_false(has_ports(f->near));
}

static void prefetchable_edges(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->outer, 0x24, 0x80108000, 4); /* 80000000-801FFFFF */
    write(f->near, 0x10, 0x801fff00, 4);
    g_assert_true(has_memory(f->near));
    write(f->near, 0x10, 0x80200000, 4);
    g_assert_false(has_memory(f->near));
    write(f->near, 0x10, 0x7fffff00, 4);
    g_assert_false(has_memory(f->near));
    write(f->outer, 0x24, 0x80008000, 4); /* one MiB */
    write(f->near, 0x10, 0x800fff00, 4);
    g_assert_true(has_memory(f->near));
    write(f->near, 0x10, 0x80100000, 4);
    g_assert_false(has_memory(f->near));
    write(f->outer, 0x2c, 1, 4); /* up to 4 GiB and beyond */
    g_assert_true(has_memory(f->near));
    write(f->near, 0x10, 0x7fffff00, 4);
    g_assert_false(has_memory(f->near));
}

static void numbers(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_true(pci_bus_find(&f->root, 0, 5 << 3) == f->outer);
    g_assert_true(pci_bus_find(&f->root, 1, 2 << 3) == f->near);
    g_assert_true(pci_bus_find(&f->root, 2, 0) == f->far);
    g_assert_null(pci_bus_find(&f->root, 3, 0));
    write(f->outer, 0x1a, 1, 1); /* leads to bus 1 only */
    g_assert_null(pci_bus_find(&f->root, 2, 0));
}

static unsigned status(struct pci_function *fn)
{
    return pci_config_read(fn, PCI_STATUS, 2) & 0xf900;
}

static unsigned behind(struct pci_function *bridge)
{
    return pci_config_read(bridge, 0x1e, 2) & 0xf900;
}

/* The bridge whose bus it was noted it; a 1 takes it back. */
static void nobody_there(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_null(pci_bus_find(&f->root, 0, 6 << 3));
    g_assert_true(pci_bus_find(&f->root, 1, 2 << 3) == f->near);
    g_assert_cmphex(behind(f->outer) | behind(f->inner), ==, 0);
    g_assert_null(pci_bus_find(&f->root, 1, 3 << 3));
    g_assert_cmphex(behind(f->outer), ==, 0x2000);
    g_assert_cmphex(behind(f->inner), ==, 0);
    g_assert_null(pci_bus_find(&f->root, 2, 1 << 3));
    g_assert_cmphex(behind(f->inner), ==, 0x2000);
    g_assert_cmphex(status(f->outer), ==, 0);
    write(f->outer, 0x1e, 0xdfff, 2);
    g_assert_cmphex(behind(f->outer), ==, 0x2000);
    write(f->outer, 0x1e, 0x2000, 2);
    g_assert_cmphex(behind(f->outer), ==, 0);
}

static void windows(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    g_assert_true(has_memory(f->near) && has_ports(f->near));
    g_assert_true(has_memory(f->far) && has_ports(f->far));
    g_assert_cmphex(fake_mem_read(f->fb, 0xf0001004, 1), ==, 0xa4);
    write(f->inner, 0x20, 0xf010f010, 4);
    g_assert_false(has_memory(f->far));
    g_assert_true(has_memory(f->near) && has_ports(f->far));
    write(f->outer, 0x1c, 0x00f0, 2); /* base above limit */
    g_assert_false(has_ports(f->near) || has_ports(f->far));
    write(f->inner, 0x20, 0xf000f000, 4);
    g_assert_true(has_memory(f->far));
}

static void enables(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->outer, PCI_COMMAND, PCI_COMMAND_IO, 2);
    g_assert_false(has_memory(f->near) || has_memory(f->far));
    g_assert_true(has_ports(f->near) && has_ports(f->far));
    write(f->outer, PCI_COMMAND, PCI_COMMAND_MEMORY, 2);
    g_assert_true(has_memory(f->near) && has_memory(f->far));
    g_assert_false(has_ports(f->near) || has_ports(f->far));
}

static void prefetchable(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->outer, 0x20, 0x0000fff0, 4);
    g_assert_false(has_memory(f->near));
    write(f->outer, 0x24, 0xf000f000, 4);
    g_assert_true(has_memory(f->near));
    write(f->outer, 0x28, 1, 4); /* begins at 4 GiB and more */
    g_assert_false(has_memory(f->near));
}

static void a_window_that_ends_inside(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->near, 0x14, 0xcfe0, 4);
    g_assert_true(has_ports(f->near));
    write(f->near, 0x14, 0xd000, 4);
    g_assert_false(has_ports(f->near));
    write(f->outer, 0x30, 0x00010001, 4); /* ports from 64 KiB up */
    write(f->near, 0x14, 0xc000, 4);
    g_assert_false(has_ports(f->near));
}

static void isa_mode(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    write(f->outer, 0x3e, 0x0004, 2);
    g_assert_true(has_ports(f->near) && has_ports(f->far));
    write(f->near, 0x14, 0xc100, 4);
    write(f->far, 0x14, 0xc7e0, 4);
    g_assert_false(has_ports(f->near) || has_ports(f->far));
    write(f->outer, 0x3e, 0, 2);
    g_assert_true(has_ports(f->near) && has_ports(f->far));
    write(f->outer, 0x3e, 0x0004, 2);
    write(f->near, 0x14, 0xc200, 4);
    g_assert_false(has_ports(f->near));
}

/* What begins inside and ends outside; windows larger than a toy's, beyond
 * the ports of a PC, where ISA mode has no say. */
static void outsize(struct fixture *f, gconstpointer arg)
{
    const struct pci_function *fn = f->outer;
    bool (*forwards)(const struct pci_function *, bool, uint32_t, uint32_t) =
        i21152_bus(&f->outer->dev)->forwards;

    (void)arg;
    g_assert_true(forwards(fn, false, 0xf00fff80, 0x80));
    g_assert_false(forwards(fn, false, 0xf00fff80, 0x100));
    g_assert_false(forwards(fn, false, 0xf0000000, 0x200000));
    write(f->outer, 0x3e, 0x0004, 2);
    g_assert_true(forwards(fn, true, 0xc000, 0x100));
    g_assert_false(forwards(fn, true, 0xc000, 0x200));
    write(f->outer, 0x30, 0x00010001, 4);
    g_assert_true(forwards(fn, true, 0x1c100, 0x20));
    g_assert_false(forwards(fn, true, 0xc000, 0x20));
}

static void secondary_reset(struct fixture *f, gconstpointer arg)
{
    unsigned before = ((struct toy *)f->far)->resets;

    (void)arg;
    write(f->outer, 0x3e, 0x0040, 2);
    g_assert_cmpuint(((struct toy *)f->far)->resets, ==, before + 1);
    g_assert_null(pci_bus_find(&f->root, 1, 2 << 3));
    g_assert_null(pci_bus_find(&f->root, 2, 0));
    write(f->outer, 0x3e, 0x0040, 2); /* no edge */
    g_assert_cmpuint(((struct toy *)f->far)->resets, ==, before + 1);
    write(f->outer, 0x3e, 0, 2);
    g_assert_true(pci_bus_find(&f->root, 1, 2 << 3) == f->near);
    g_assert_cmphex(pci_config_read(f->near, PCI_COMMAND, 2), ==, 0);
    g_assert_cmphex(pci_config_read(f->inner, 0x18, 3), ==, 0);
    g_assert_cmphex(pci_config_read(f->outer, 0x19, 1), ==, 1);
    write(f->outer, 0x3e, 0x0040, 2);
    fake_reset(&f->outer->dev, RESET_BUS); /* ends it, too */
    g_assert_false(i21152_bus(&f->outer->dev)->in_reset);
    write(f->outer, 0x18, 0x020100, 3);
    g_assert_true(pci_bus_find(&f->root, 1, 2 << 3) == f->near);
}

static void mastering(struct fixture *f, gconstpointer arg)
{
    uint32_t word = 0;

    (void)arg;
    g_assert_true(pci_dma_write(f->far, 0x1000, "abcd", 4));
    g_assert_true(pci_dma_read(f->far, 0x1000, &word, 4));
    g_assert_cmphex(word, ==, 0x64636261);
    g_assert_cmphex(status(f->far) | status(f->inner) | status(f->outer), ==,
                    0);
    write(f->outer, PCI_COMMAND, 3, 2);
    g_assert_false(pci_dma_read(f->near, 0x1000, &word, 4));
    g_assert_cmphex(word, ==, 0xffffffff);
    g_assert_cmphex(status(f->near), ==, 0x2000);
    write(f->near, PCI_STATUS, 0x2000, 2);
    write(f->near, PCI_COMMAND, 3, 2);
    g_assert_false(pci_dma_write(f->near, 0x1000, "wxyz", 4));
    g_assert_cmphex(status(f->near), ==, 0); /* it did not even try */
    write(f->outer, PCI_COMMAND, 7, 2);
    write(f->near, PCI_COMMAND, 7, 2);
    write(f->outer, 0x20, 0x00000000, 4); /* RAM's address is passed down */
    g_assert_false(pci_dma_write(f->near, 0x1000, "wxyz", 4));
    g_assert_cmphex(status(f->near), ==, 0x2000);
    g_assert_cmphex(status(f->outer), ==, 0);
    g_assert_cmpmem(f->fb->ram + 0x1000, 4, "abcd", 4);
}

/* Where a cycle ends without an answer, there it is noted: what came through
 * a bridge looks done to the one that began it. */
static void master_aborts(struct fixture *f, gconstpointer arg)
{
    uint32_t word = 0;

    (void)arg;
    g_assert_true(pci_dma_read(f->far, 0x80000000, &word, 4));
    g_assert_cmphex(word, ==, 0xffffffff);
    g_assert_cmphex(status(f->outer), ==, 0x2000);
    g_assert_cmphex(status(f->far) | status(f->inner), ==, 0);
    write(f->outer, PCI_STATUS, 0x2000, 2);
    write(f->outer, PCI_COMMAND, 3, 2);
    g_assert_true(pci_dma_write(f->far, 0x1000, "abcd", 4));
    g_assert_cmphex(status(f->inner), ==, 0x2000);
    g_assert_cmphex(status(f->far) | status(f->outer), ==, 0);
}

static void master_abort_mode(struct fixture *f, gconstpointer arg)
{
    uint32_t word = 0;

    (void)arg;
    write(f->outer, 0x3e, 0x0020, 2);
    g_assert_true(pci_dma_write(f->near, 0x80000000, "abcd", 4)); /* posted */
    g_assert_cmphex(status(f->near) | behind(f->outer), ==, 0);
    g_assert_false(pci_dma_read(f->near, 0x80000000, &word, 4));
    g_assert_cmphex(word, ==, 0xffffffff);
    g_assert_cmphex(status(f->near), ==, 0x1000);
    g_assert_cmphex(behind(f->outer), ==, 0x0800);
    g_assert_cmphex(status(f->outer), ==, 0x2000);
}

static void sleeping(struct fixture *f, gconstpointer arg)
{
    uint32_t word;

    (void)arg;
    write(f->outer, 0xe0, 1, 1); /* D1 and D2 are not there */
    g_assert_cmphex(pci_config_read(f->outer, 0xe0, 1), ==, 0);
    g_assert_true(has_memory(f->near));
    write(f->outer, 0xe0, 3, 1);
    g_assert_cmphex(pci_config_read(f->outer, 0xe0, 1), ==, 3);
    g_assert_false(has_memory(f->near) || has_ports(f->far));
    g_assert_false(pci_dma_read(f->near, 0x1000, &word, 4));
    g_assert_null(pci_bus_find(&f->root, 1, 2 << 3));
    g_assert_true(pci_bus_find(&f->root, 0, 5 << 3) == f->outer);
    write(f->outer, 0xe0, 2, 1);
    g_assert_cmphex(pci_config_read(f->outer, 0xe0, 1), ==, 3);
    g_assert_false(has_memory(f->near));
}

/* Its registers forget what they held; what is behind is not reset. */
static void waking(struct fixture *f, gconstpointer arg)
{
    unsigned before = ((struct toy *)f->near)->resets;

    (void)arg;
    write(f->outer, 0xe0, 3, 1);
    write(f->outer, 0xe0, 0, 1);
    g_assert_cmphex(pci_config_read(f->outer, PCI_COMMAND, 2), ==, 0);
    g_assert_cmphex(pci_config_read(f->outer, 0x18, 3), ==, 0);
    g_assert_false(has_memory(f->near) || has_ports(f->near));
    open_bridge(f->outer, 0, 1, 2);
    g_assert_cmpuint(((struct toy *)f->near)->resets, ==, before);
    g_assert_true(has_memory(f->near) && has_ports(f->far));
    write(f->outer, 0xe0, 0, 1); /* awake already */
    g_assert_cmphex(pci_config_read(f->outer, 0x18, 3), ==, 0x020100);
}

static void reset_closes(struct fixture *f, gconstpointer arg)
{
    (void)arg;
    fake_reset(&f->outer->dev, RESET_BUS);
    g_assert_false(has_memory(f->near) || has_ports(f->far));
    g_assert_null(pci_bus_find(&f->root, 1, 2 << 3));
}

static void pins(struct fixture *f, gconstpointer arg)
{
    (void)f, (void)arg;
    g_assert_cmpuint(pci_bridge_pin(0, 0), ==, 0);
    g_assert_cmpuint(pci_bridge_pin(3, 0), ==, 3);
    g_assert_cmpuint(pci_bridge_pin(5, 2), ==, 3);
}

static void add(const char *path, void (*run)(struct fixture *, gconstpointer))
{
    g_test_add(path, struct fixture, NULL, set_up, run, tear_down);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add("/bridge/says-who-it-is", identities);
    add("/bridge/registers-after-reset-and-their-writable-bits", after_reset);
    add("/bridge/configuration-space-is-the-data-sheets", whole_space);
    add("/bridge/windows-end-where-they-say", edges);
    add("/bridge/so-does-the-prefetchable-one", prefetchable_edges);
    add("/bridge/a-chip-reset-leaves-the-bus-behind-in-reset", a_chip_reset);
    add("/bridge/bus-numbers-lead-configuration-cycles", numbers);
    add("/bridge/nobody-there-shows-in-the-secondary-status", nobody_there);
    add("/bridge/windows-behind-open-within-the-bridge's", windows);
    add("/bridge/the-command-register-opens-either-space", enables);
    add("/bridge/the-prefetchable-window-counts-too", prefetchable);
    add("/bridge/a-window-ends-where-the-limit-says",
        a_window_that_ends_inside);
    add("/bridge/isa-mode-keeps-768-of-1024-ports-away", isa_mode);
    add("/bridge/large-windows-are-within-or-not", outsize);
    add("/bridge/a-secondary-reset-resets-and-silences", secondary_reset);
    add("/bridge/masters-behind-need-the-bridge", mastering);
    add("/bridge/what-nobody-answers-is-noted-where-it-ends", master_aborts);
    add("/bridge/in-master-abort-mode-reads-are-target-aborts",
        master_abort_mode);
    add("/bridge/asleep-it-forwards-nothing", sleeping);
    add("/bridge/from-d3-to-d0-its-registers-are-reset", waking);
    add("/bridge/reset-closes-everything", reset_closes);
    add("/bridge/pins-turn-by-the-device-number", pins);
    return g_test_run();
}
