/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fakeboard.c - devices/device.h without a machine.
 *
 * A mistake of the test itself (a window that does not exist, an access
 * outside it) ends the test with g_error().
 */
#include "tests/unit/devices/fakeboard.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct map {
    struct device *dev;
    unsigned window;
    uint32_t base;
};

/* A board's that is gone: fuzzers make thousands of boards a second, and pages
 * from the kernel took most of their time. */
static uint8_t *spare;

static uint8_t *take_ram(void)
{
    uint8_t *ram = spare;

    spare = NULL;
    return ram ? memset(ram, 0, FAKE_RAM_SIZE) : g_malloc0(FAKE_RAM_SIZE);
}

void fakeboard_init(struct fakeboard *fb)
{
    memset(fb, 0, sizeof *fb);
    fb->board.fake = fb;
    fb->ram = take_ram();
    fb->ram_size = FAKE_RAM_SIZE;
    fb->devices = g_ptr_array_new_with_free_func(g_free);
    fb->alarms = g_ptr_array_new();
    fb->maps = g_array_new(FALSE, FALSE, sizeof(struct map));
}

void fakeboard_done(struct fakeboard *fb)
{
    g_ptr_array_unref(fb->alarms);
    g_ptr_array_unref(fb->devices);
    g_array_unref(fb->maps);
    g_free(spare);
    spare = fb->ram;
}

struct fakeboard *fakeboard_new(void)
{
    struct fakeboard *fb = g_new(struct fakeboard, 1);

    fakeboard_init(fb);
    return fb;
}

void fakeboard_free(struct fakeboard *fb)
{
    fakeboard_done(fb);
    g_free(fb);
}

struct device *fake_new(struct fakeboard *fb, const struct device_class *cls,
                        const char *id)
{
    struct device *dev = g_malloc0(cls->size);

    dev->cls = cls;
    dev->board = &fb->board;
    dev->id = id;
    g_ptr_array_add(fb->devices, dev);
    if (cls->init)
        cls->init(dev);
    cls->reset(dev, RESET_POWER);
    return dev;
}

void fake_reset(struct device *dev, enum reset kind)
{
    dev->cls->reset(dev, kind);
}

/* Time. */

uint64_t board_now(const struct device *dev)
{
    return dev->board->fake->now_ns;
}

int64_t board_calendar(const struct device *dev)
{
    const struct fakeboard *fb = dev->board->fake;

    return fb->calendar + (int64_t)(fb->now_ns / 1000000000u);
}

bool board_authentic(const struct device *dev)
{
    return dev->board->fake->authentic;
}

void board_alarm_set(struct alarm *a, uint64_t at_ns)
{
    GPtrArray *alarms = a->dev->board->fake->alarms;

    if (at_ns == ALARM_OFF) {
        board_alarm_cancel(a);
        return;
    }
    if (a->at_ns == ALARM_OFF)
        g_ptr_array_add(alarms, a);
    a->at_ns = at_ns;
}

void board_alarm_cancel(struct alarm *a)
{
    if (a->at_ns != ALARM_OFF)
        g_ptr_array_remove(a->dev->board->fake->alarms, a);
    a->at_ns = ALARM_OFF;
}

static struct alarm *first_alarm(const struct fakeboard *fb)
{
    struct alarm *first = NULL;

    for (guint i = 0; i < fb->alarms->len; i++) {
        struct alarm *a = g_ptr_array_index(fb->alarms, i);

        if (!first || a->at_ns < first->at_ns)
            first = a;
    }
    return first;
}

uint64_t fake_next_alarm(const struct fakeboard *fb)
{
    const struct alarm *a = first_alarm(fb);

    return a ? a->at_ns : ALARM_OFF;
}

void fake_advance_to(struct fakeboard *fb, uint64_t at_ns)
{
    struct alarm *a;

    while ((a = first_alarm(fb)) && a->at_ns <= at_ns) {
        if (a->at_ns > fb->now_ns)
            fb->now_ns = a->at_ns;
        board_alarm_cancel(a);
        a->ring(a->dev);
    }
    if (at_ns > fb->now_ns)
        fb->now_ns = at_ns;
}

void fake_advance(struct fakeboard *fb, uint64_t ns)
{
    fake_advance_to(fb, fb->now_ns + ns);
}

/* Bus mastering. */

static size_t answered(const struct fakeboard *fb, uint32_t pa, size_t n)
{
    if (pa >= fb->ram_size)
        return 0;
    return n < fb->ram_size - pa ? n : fb->ram_size - pa;
}

bool board_dma_read(struct device *dev, uint32_t pa, void *dst, size_t n)
{
    struct fakeboard *fb = dev->board->fake;
    size_t ok = answered(fb, pa, n);

    memset(dst, 0xff, n);
    memcpy(dst, fb->ram + (ok ? pa : 0), ok);
    fb->dma_read_bytes += ok;
    return ok == n;
}

bool board_dma_write(struct device *dev, uint32_t pa, const void *src,
                     size_t n)
{
    struct fakeboard *fb = dev->board->fake;
    size_t ok = answered(fb, pa, n);

    memcpy(fb->ram + (ok ? pa : 0), src, ok);
    fb->dma_written_bytes += ok;
    return ok == n;
}

/* Windows. */

static unsigned piece_width(const struct window *w, uint32_t off,
                            unsigned width)
{
    unsigned piece = 4;

    while (piece > 1 && (piece > width || !(w->widths & piece) ||
                         piece > w->size - off))
        piece /= 2;
    return piece;
}

static uint32_t ones(unsigned width)
{
    return UINT32_MAX >> (32 - 8 * width);
}

static uint32_t window_read(struct device *dev, const struct window *w,
                            uint32_t off, unsigned width)
{
    if (!w->read || !(w->widths & width))
        return ones(width);
    return w->read(dev, off, width) & ones(width);
}

static void window_write(struct device *dev, const struct window *w,
                         uint32_t off, uint32_t val, unsigned width)
{
    if (w->write && (w->widths & width))
        w->write(dev, off, val & ones(width), width);
}

static unsigned window_index(struct device *dev, const char *name)
{
    unsigned i = 0;

    while (dev->cls->windows[i].name &&
           strcmp(dev->cls->windows[i].name, name) != 0)
        i++;
    if (!dev->cls->windows[i].name)
        g_error("%s has no window \"%s\"", dev->cls->name, name);
    return i;
}

static const struct window *window_for(struct device *dev, const char *name,
                                       uint32_t off, unsigned width)
{
    const struct window *w = &dev->cls->windows[window_index(dev, name)];

    if (off >= w->size || width > w->size - off)
        g_error("%s: offset %xh width %u is outside \"%s\"", dev->cls->name,
                off, width, name);
    return w;
}

uint32_t fake_read(struct device *dev, const char *window, uint32_t off,
                   unsigned width)
{
    const struct window *w = window_for(dev, window, off, width);
    uint32_t val = 0;

    for (unsigned done = 0, piece; done < width; done += piece) {
        piece = piece_width(w, off + done, width - done);
        val |= window_read(dev, w, off + done, piece) << (8 * done);
    }
    return val;
}

void fake_write(struct device *dev, const char *window, uint32_t off,
                uint32_t val, unsigned width)
{
    const struct window *w = window_for(dev, window, off, width);

    for (unsigned done = 0, piece; done < width; done += piece) {
        piece = piece_width(w, off + done, width - done);
        window_write(dev, w, off + done, val >> (8 * done), piece);
    }
}

static void forget_map(struct device *dev, unsigned window)
{
    GArray *maps = dev->board->fake->maps;

    for (guint i = 0; i < maps->len; i++) {
        struct map *m = &g_array_index(maps, struct map, i);

        if (m->dev == dev && m->window == window) {
            g_array_remove_index(maps, i);
            return;
        }
    }
}

void board_map(struct device *dev, unsigned window, uint32_t base, bool on)
{
    struct map m = { dev, window, base };

    forget_map(dev, window);
    if (on)
        g_array_append_val(dev->board->fake->maps, m);
}

bool fake_mapped(struct device *dev, const char *window, uint32_t *base)
{
    GArray *maps = dev->board->fake->maps;
    unsigned n = window_index(dev, window);

    for (guint i = 0; i < maps->len; i++) {
        struct map *m = &g_array_index(maps, struct map, i);

        if (m->dev == dev && m->window == n) {
            if (base)
                *base = m->base;
            return true;
        }
    }
    return false;
}

static const struct window *find_map(struct fakeboard *fb, enum space space,
                                     uint32_t at, struct map *found)
{
    for (guint i = fb->maps->len; i-- > 0;) {
        struct map *m = &g_array_index(fb->maps, struct map, i);
        const struct window *w = &m->dev->cls->windows[m->window];

        if (w->space == space && at >= m->base && at - m->base < w->size) {
            *found = *m;
            return w;
        }
    }
    return NULL;
}

static uint32_t space_read(struct fakeboard *fb, enum space space,
                           uint32_t at, unsigned width)
{
    uint32_t val = 0;

    for (unsigned done = 0, piece; done < width; done += piece) {
        struct map m;
        const struct window *w = find_map(fb, space, at + done, &m);
        uint32_t off = at + done - (w ? m.base : 0);

        piece = w ? piece_width(w, off, width - done) : 1;
        val |= (w ? window_read(m.dev, w, off, piece) : 0xff) << (8 * done);
    }
    return val;
}

static void space_write(struct fakeboard *fb, enum space space, uint32_t at,
                        uint32_t val, unsigned width)
{
    for (unsigned done = 0, piece; done < width; done += piece) {
        struct map m;
        const struct window *w = find_map(fb, space, at + done, &m);
        uint32_t off = at + done - (w ? m.base : 0);

        piece = w ? piece_width(w, off, width - done) : 1;
        if (w)
            window_write(m.dev, w, off, val >> (8 * done), piece);
    }
}

uint32_t fake_port_read(struct fakeboard *fb, uint32_t port, unsigned width)
{
    return space_read(fb, SPACE_PORT, port, width);
}

void fake_port_write(struct fakeboard *fb, uint32_t port, uint32_t val,
                     unsigned width)
{
    space_write(fb, SPACE_PORT, port, val, width);
}

uint32_t fake_mem_read(struct fakeboard *fb, uint32_t pa, unsigned width)
{
    return space_read(fb, SPACE_MEM, pa, width);
}

void fake_mem_write(struct fakeboard *fb, uint32_t pa, uint32_t val,
                    unsigned width)
{
    space_write(fb, SPACE_MEM, pa, val, width);
}

void board_trace(const struct device *dev, const char *fmt, ...)
{
    struct fakeboard *fb = dev->board->fake;
    va_list ap;

    fb->traces++;
    va_start(ap, fmt);
    g_vsnprintf(fb->last_trace, sizeof fb->last_trace, fmt, ap);
    va_end(ap);
}

void board_guest_error(const struct device *dev, const char *fmt, ...)
{
    struct fakeboard *fb = dev->board->fake;
    va_list ap;

    fb->guest_errors++;
    va_start(ap, fmt);
    vsnprintf(fb->last_error, sizeof fb->last_error, fmt, ap);
    va_end(ap);
}

/* Wires. */

static void pin_drive(void *sink, unsigned n, bool level)
{
    struct fake_pin *pin = sink;

    (void)n;
    if (level == pin->level)
        return;
    pin->level = level;
    if (level) {
        pin->rises++;
        pin->rise_ns = pin->fake->now_ns;
    } else {
        pin->falls++;
        pin->fall_ns = pin->fake->now_ns;
    }
}

void fake_pin_connect(struct fakeboard *fb, struct fake_pin *pin,
                      struct wire *w)
{
    memset(pin, 0, sizeof *pin);
    pin->fake = fb;
    *w = (struct wire){ pin_drive, pin, 0 };
}
