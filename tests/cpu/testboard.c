/* SPDX-License-Identifier: GPL-2.0-or-later */
/* testboard.c - see testboard.h. */
#include <string.h>
#include <sys/mman.h>

#include "tests/cpu/testboard.h"

static uint32_t port_read(void *opaque, uint16_t port, unsigned width)
{
    struct testboard *b = opaque;

    if (port == 0xe0)
        return b->program;
    if (port == 0xec)
        g_string_append_printf(b->log, "i%u ", width);
    return 0xa0b0c0d0;
}

static void port_write(void *opaque, uint16_t port, uint32_t val,
                       unsigned width)
{
    struct testboard *b = opaque;

    switch (port) {
    case 0xe4:
        if (b->n_values < G_N_ELEMENTS(b->values))
            b->values[b->n_values++] = val;
        break;
    case 0xe8:
        if (b->act)
            b->act(b, val);
        break;
    case 0xe9:
        g_string_append_c(b->text, (char)val);
        break;
    case 0xec:
        g_string_append_printf(b->log, "o%u %x ", width, val);
        break;
    case 0xf4:
        b->ended = true;
        cpu_kick(b->cpu);
        break;
    }
}

static int highest(const uint8_t bits[32])
{
    for (int i = 255; i >= 0; i--)
        if (bits[i / 8] >> i % 8 & 1)
            return i;
    return -1;
}

/* SDM 3A 10.8.4: a request waits while its class isn't above the one in
 * service. */
static void apic_update(struct testboard *b)
{
    int request = highest(b->irr), service = highest(b->isr);

    cpu_set_intr(b->cpu, request >= 0 && request >> 4 > service >> 4);
}

static unsigned intr_ack(void *opaque)
{
    struct testboard *b = opaque;
    int vector = highest(b->irr);

    if (vector < 0)
        return 0xff; /* spurious */
    b->irr[vector / 8] &= ~(1 << vector % 8);
    b->isr[vector / 8] |= 1 << vector % 8;
    b->acks++;
    apic_update(b);
    return vector;
}

void testboard_raise(struct testboard *b, unsigned vector)
{
    b->irr[vector / 8] |= 1 << vector % 8;
    apic_update(b);
}

static void apic_write(struct testboard *b, uint32_t reg, uint32_t val)
{
    int service;

    switch (reg) {
    case 0xb0: /* EOI */
        service = highest(b->isr);
        if (service >= 0)
            b->isr[service / 8] &= ~(1 << service % 8);
        apic_update(b);
        break;
    case 0x300: /* ICR: fixed, to self */
        if ((val & 0xc0700) == 0x40000)
            testboard_raise(b, val & 0xff);
        break;
    }
}

static uint32_t mem_read(void *opaque, uint32_t pa, unsigned width)
{
    struct testboard *b = opaque;

    if (pa - LAPIC_PA < 0x1000)
        return 0;
    if (pa - LOGGED_PA < 0x1000) {
        g_string_append_printf(b->log, "r%u %x ", width, pa);
        return 0x44332211;
    }
    return ~0u;
}

static void mem_write(void *opaque, uint32_t pa, uint32_t val, unsigned width)
{
    struct testboard *b = opaque;

    if (pa - LAPIC_PA < 0x1000)
        apic_write(b, pa - LAPIC_PA, val);
    else if (pa - LOGGED_PA < 0x1000)
        g_string_append_printf(b->log, "w%u %x %x ", width, pa, val);
}

static uint64_t tsc(void *opaque)
{
    struct testboard *b = opaque;

    return b->tsc++;
}

static const struct cpu_bus bus = {
    .port_read = port_read,
    .port_write = port_write,
    .mem_read = mem_read,
    .mem_write = mem_write,
    .intr_ack = intr_ack,
    .tsc = tsc,
};

char *testboard_file(const char *name)
{
    const char *build = g_getenv("PIXEMU_BUILD");

    return g_build_filename(build ? build : "build", "tests", "cpu", name,
                            NULL);
}

static uint8_t *pages(size_t size)
{
    uint8_t *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    g_assert_true(p != MAP_FAILED);
    return p;
}

static bool load_rom(struct testboard *b, const char *name)
{
    g_autofree char *path = testboard_file(name), *data = NULL;
    gsize n = 0;

    if (!g_file_get_contents(path, &data, &n, NULL) || n != ROM_SIZE) {
        g_test_fail_printf("%s: not a ROM of 64 KiB", path);
        return false;
    }
    memcpy(b->rom, data, n);
    memcpy(b->rom_copy, data, n);
    return true;
}

struct testboard *testboard_new(enum cpu_type type, const char *rom,
                                bool counting)
{
    struct testboard *b = g_new0(struct testboard, 1);
    const char *why = "";

    b->ram = pages(RAM_SIZE);
    b->rom = pages(ROM_SIZE);
    b->rom_copy = pages(ROM_SIZE);
    b->text = g_string_new(NULL);
    b->log = g_string_new(NULL);
    b->cpu = cpu_new(type, &bus, b, counting, &why);
    if (!b->cpu)
        g_test_fail_printf("no processor: %s", why);
    if (!b->cpu || !load_rom(b, rom)) {
        testboard_free(b);
        return NULL;
    }
    cpu_map_ram(b->cpu, 0, RAM_SIZE, b->ram);
    cpu_map_rom(b->cpu, 0xf0000, ROM_SIZE, b->rom_copy);
    cpu_map_rom(b->cpu, 0xffff0000, ROM_SIZE, b->rom);
    return b;
}

void testboard_free(struct testboard *b)
{
    cpu_free(b->cpu);
    munmap(b->ram, RAM_SIZE);
    munmap(b->rom, ROM_SIZE);
    munmap(b->rom_copy, ROM_SIZE);
    g_string_free(b->text, TRUE);
    g_string_free(b->log, TRUE);
    g_free(b);
}

enum cpu_stop testboard_run(struct testboard *b, enum program program)
{
    enum cpu_stop why = CPU_KICKED;

    b->program = program;
    b->ended = false;
    while (!b->ended && why == CPU_KICKED)
        why = cpu_run(b->cpu, UINT64_MAX);
    return b->ended ? CPU_KICKED : why;
}
