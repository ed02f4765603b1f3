/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chip.c - bytes as accesses to a chip; see chip.h. */
#include "tests/fuzz/chip.h"

enum { ACTIONS_MAX = 4096 };

static const struct window *choose(struct chip *c, struct feed *f,
                                   uint32_t *off, unsigned *width)
{
    const struct window *w = c->dev->cls->windows;
    unsigned windows = 0;

    while (w && w[windows].name)
        windows++;
    if (!windows)
        return NULL;
    w += feed8(f) % windows;
    *off = feed32(f) % w->size;
    *width = 1u << feed8(f) % 3;
    while (*width > w->size - *off)
        *width /= 2;
    return w;
}

static void access(struct chip *c, struct feed *f, bool write)
{
    uint32_t off;
    unsigned width;
    const struct window *w = choose(c, f, &off, &width);

    if (!w)
        return;
    if (write)
        fake_write(c->dev, w->name, off, feed32(f), width);
    else
        fake_read(c->dev, w->name, off, width);
}

static void write_byte(struct chip *c, struct feed *f)
{
    uint8_t n = feed8(f), off = feed8(f);
    const struct window *w = c->dev->cls->windows;
    unsigned windows = 0;

    while (w && w[windows].name)
        windows++;
    if (windows)
        fake_write(c->dev, w[n % windows].name, off % w[n % windows].size,
                   feed8(f), 1);
}

static void poke(struct chip *c, struct feed *f)
{
    uint32_t at = feed32(f);

    for (unsigned n = feed8(f); n > 0; n--)
        c->fb->ram[at++ % c->fb->ram_size] = feed8(f);
}

static void wait(struct chip *c, struct feed *f)
{
    uint64_t ns = UINT64_C(1) << feed8(f) % 40;

    fake_advance(c->fb, ns < c->max_wait_ns ? ns : c->max_wait_ns);
}

static void next(struct chip *c)
{
    uint64_t at = fake_next_alarm(c->fb);

    if (at != ALARM_OFF)
        fake_advance_to(c->fb, at > c->fb->now_ns ? at : c->fb->now_ns);
}

static void act(struct chip *c, struct feed *f)
{
    switch (feed8(f) % CHIP_ACTIONS) {
    case CHIP_READ:
        access(c, f, false);
        break;
    case CHIP_WRITE:
        access(c, f, true);
        break;
    case CHIP_POKE:
        poke(c, f);
        break;
    case CHIP_WAIT:
        wait(c, f);
        break;
    case CHIP_NEXT:
        next(c);
        break;
    case CHIP_RESET:
        fake_reset(c->dev, feed8(f) & 1 ? RESET_BUS : RESET_POWER);
        break;
    case CHIP_PIN: {
        uint8_t what = feed8(f);

        if (c->pin)
            c->pin(c, what, feed32(f), f);
        break;
    }
    case CHIP_BYTE:
        write_byte(c, f);
        break;
    }
}

void chip_run(struct chip *c, struct feed *f)
{
    for (unsigned i = 0; f->left && i < ACTIONS_MAX; i++)
        act(c, f);
}

void chip_sink(void *sink, unsigned n, bool level)
{
    (void)sink;
    (void)n;
    (void)level;
}
