/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dispatch.c - port and memory dispatch; see dispatch.h. */
#include "machine/dispatch.h"

#include <string.h>

void dispatch_init(struct dispatch *s)
{
    memset(s, 0, sizeof *s);
    s->maps = 1;
}

static bool covers(const struct mapping *m, enum space space, uint32_t addr)
{
    return addr - m->base < m->open && m->window->space == space;
}

/* The mapping that answers at addr, 0 if none. */
static unsigned owner(const struct dispatch *s, enum space space, uint32_t addr)
{
    unsigned best = 0;

    for (unsigned i = 1; i < s->maps; i++)
        if (covers(&s->map[i], space, addr) &&
            s->map[i].order > s->map[best].order)
            best = i;
    return best;
}

static void refresh_ports(struct dispatch *s, uint32_t base, uint32_t size)
{
    for (uint32_t i = 0; i < size && base + i < DISPATCH_PORTS; i++)
        s->port[base + i] = (uint8_t)owner(s, SPACE_PORT, base + i);
}

static struct mapping *find(struct dispatch *s, const struct device *dev,
                            const struct window *w)
{
    for (unsigned i = 1; i < s->maps; i++)
        if (s->map[i].dev == dev && s->map[i].window == w)
            return &s->map[i];
    if (s->maps == DISPATCH_WINDOWS_MAX)
        return NULL;
    return &s->map[s->maps++];
}

bool dispatch_map(struct dispatch *s, struct device *dev, const struct window *w,
               uint32_t base, bool on)
{
    struct mapping *m = find(s, dev, w);
    uint32_t old;

    if (!m)
        return false;
    old = m->base;
    *m = (struct mapping){dev, w, base, on ? ++s->orders : 0,
                          on ? w->size : 0};
    s->last_mem = 0;
    if (w->space == SPACE_PORT) {
        refresh_ports(s, old, w->size);
        refresh_ports(s, base, w->size);
    }
    return true;
}

/* The widest width the window takes that fits the rest of the access and of
 * the window; 0: a chip that takes only wider ones does not answer. */
static unsigned piece(const struct mapping *m, uint32_t off, unsigned rest)
{
    for (unsigned w = 4; w; w >>= 1)
        if ((m->window->widths & w) && w <= rest &&
            w <= m->window->size - off)
            return w;
    return 0;
}

static uint32_t ones(unsigned width)
{
    return width >= 4 ? 0xffffffffu : (1u << width * 8) - 1;
}

/* What nearly every access is: one chip takes it whole. */
static bool is_whole(const struct mapping *m, uint32_t addr, unsigned width)
{
    uint32_t off = addr - m->base;

    return off < m->open && width <= m->open - off &&
           (m->window->widths & width);
}

typedef unsigned lookup(struct dispatch *, uint32_t addr);

static inline uint32_t any_read(struct dispatch *s, lookup *at, uint32_t addr,
                                unsigned width)
{
    const struct mapping *whole = &s->map[at(s, addr)];
    uint32_t val = 0;

    if (is_whole(whole, addr, width))
        return whole->window->read(whole->dev, addr - whole->base, width) &
               ones(width);
    for (unsigned done = 0, n; done < width; done += n) {
        const struct mapping *m = &s->map[at(s, addr + done)];
        uint32_t part = ones(1);

        n = m->order ? piece(m, addr + done - m->base, width - done) : 0;
        if (n)
            part = m->window->read(m->dev, addr + done - m->base, n) & ones(n);
        else
            n = 1;
        val |= part << done * 8;
    }
    return val;
}

static inline void any_write(struct dispatch *s, lookup *at, uint32_t addr,
                             uint32_t val, unsigned width)
{
    const struct mapping *whole = &s->map[at(s, addr)];

    if (is_whole(whole, addr, width)) {
        whole->window->write(whole->dev, addr - whole->base,
                             val & ones(width), width);
        return;
    }
    for (unsigned done = 0, n; done < width; done += n) {
        const struct mapping *m = &s->map[at(s, addr + done)];

        n = m->order ? piece(m, addr + done - m->base, width - done) : 0;
        if (n)
            m->window->write(m->dev, addr + done - m->base,
                             val >> done * 8 & ones(n), n);
        else
            n = 1;
    }
}

static inline unsigned port_owner(struct dispatch *s, uint32_t port)
{
    return s->port[port & (DISPATCH_PORTS - 1)];
}

static inline unsigned mem_owner(struct dispatch *s, uint32_t pa)
{
    const struct mapping *last = &s->map[s->last_mem];

    if (pa - last->base >= last->open)
        s->last_mem = owner(s, SPACE_MEM, pa);
    return s->last_mem;
}

/* --- what the board calls ---------------------------------------------- */

void dispatch_watch(struct dispatch *s,
                    void (*watch)(void *far, const struct dispatch_access *),
                    void *far)
{
    s->watch = watch;
    s->watch_far = far;
}

static void saw(struct dispatch *s, enum space space, uint32_t addr,
                uint32_t val, unsigned width, bool write)
{
    const struct mapping *m = &s->map[space == SPACE_PORT
                                          ? port_owner(s, addr)
                                          : mem_owner(s, addr)];
    const struct dispatch_access a = {m->order ? m : NULL, space, addr,
                                      val & ones(width), width, write};

    s->watch(s->watch_far, &a);
}

uint32_t dispatch_port_read(struct dispatch *s, uint16_t port, unsigned width)
{
    uint32_t val = any_read(s, port_owner, port, width);

    if (s->watch)
        saw(s, SPACE_PORT, port, val, width, false);
    return val;
}

void dispatch_port_write(struct dispatch *s, uint16_t port, uint32_t val,
                      unsigned width)
{
    if (s->watch)
        saw(s, SPACE_PORT, port, val, width, true);
    any_write(s, port_owner, port, val, width);
}

uint32_t dispatch_mem_read(struct dispatch *s, uint32_t pa, unsigned width)
{
    uint32_t val = any_read(s, mem_owner, pa, width);

    if (s->watch)
        saw(s, SPACE_MEM, pa, val, width, false);
    return val;
}

void dispatch_mem_write(struct dispatch *s, uint32_t pa, uint32_t val,
                     unsigned width)
{
    if (s->watch)
        saw(s, SPACE_MEM, pa, val, width, true);
    any_write(s, mem_owner, pa, val, width);
}
