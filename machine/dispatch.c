/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dispatch.c - port and memory dispatch; see dispatch.h. */
#include "machine/dispatch.h"

#include <string.h>

void dispatch_init(struct dispatch *s)
{
    memset(s, 0, sizeof *s);
    s->maps = 1;
    s->last_mem = s->map;
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

bool dispatch_map(struct dispatch *s, struct device *dev,
                  const struct window *w, uint32_t base, bool on)
{
    struct mapping *m = find(s, dev, w);
    uint32_t old;

    if (!m)
        return false;
    old = m->base;
    *m = (struct mapping){dev, w, base, on ? ++s->orders : 0,
                          on ? w->size : 0};
    s->last_mem = s->map;
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
    return 0xffffffffu >> (32 - width * 8);
}

/* What nearly every access is: one chip takes it whole. */
static bool is_whole(const struct mapping *m, uint32_t addr, unsigned width)
{
    uint32_t off = addr - m->base;

    return off < m->open && width <= m->open - off &&
           (m->window->widths & width);
}

static inline const struct mapping *port_owner(struct dispatch *s,
                                               uint32_t port)
{
    return &s->map[s->port[port & (DISPATCH_PORTS - 1)]];
}

/* Nobody who was mapped later answers in a part of its window. */
static bool is_alone(const struct dispatch *s, const struct mapping *m)
{
    for (unsigned i = 1; i < s->maps; i++) {
        const struct mapping *other = &s->map[i];

        if (other->window->space == SPACE_MEM && other->order > m->order &&
            (other->base - m->base < m->open ||
             m->base - other->base < other->open))
            return false;
    }
    return true;
}

static const struct mapping *mem_owner(struct dispatch *s, uint32_t pa)
{
    const struct mapping *m = s->last_mem;

    if (pa - m->base < m->open)
        return m;
    m = &s->map[owner(s, SPACE_MEM, pa)];
    s->last_mem = is_alone(s, m) ? m : s->map;
    return m;
}

static const struct mapping *space_owner(struct dispatch *s, enum space space,
                                         uint32_t addr)
{
    return space == SPACE_PORT ? port_owner(s, addr) : mem_owner(s, addr);
}

/* What no chip takes whole. */
static uint32_t read_pieces(struct dispatch *s, enum space space,
                            uint32_t addr, unsigned width)
{
    uint32_t val = 0;

    for (unsigned done = 0, n; done < width; done += n) {
        const struct mapping *m = space_owner(s, space, addr + done);
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

static void write_pieces(struct dispatch *s, enum space space, uint32_t addr,
                         uint32_t val, unsigned width)
{
    for (unsigned done = 0, n; done < width; done += n) {
        const struct mapping *m = space_owner(s, space, addr + done);

        n = m->order ? piece(m, addr + done - m->base, width - done) : 0;
        if (n)
            m->window->write(m->dev, addr + done - m->base,
                             val >> done * 8 & ones(n), n);
        else
            n = 1;
    }
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
    const struct mapping *m = space_owner(s, space, addr);
    const struct dispatch_access a = {m->order ? m : NULL, space, addr,
                                      val & ones(width), width, write};

    s->watch(s->watch_far, &a);
}

/* Everything but one chip's whole register that nobody watches. */
static uint32_t slow_read(struct dispatch *s, enum space space, uint32_t addr,
                          unsigned width)
{
    uint32_t val = read_pieces(s, space, addr, width);

    if (s->watch)
        saw(s, space, addr, val, width, false);
    return val;
}

static void slow_write(struct dispatch *s, enum space space, uint32_t addr,
                       uint32_t val, unsigned width)
{
    if (s->watch)
        saw(s, space, addr, val, width, true);
    write_pieces(s, space, addr, val, width);
}

static inline uint32_t quick_read(struct dispatch *s, enum space space,
                                  const struct mapping *m, uint32_t addr,
                                  unsigned width)
{
    if (s->watch || !is_whole(m, addr, width))
        return slow_read(s, space, addr, width);
    return m->window->read(m->dev, addr - m->base, width) & ones(width);
}

static inline void quick_write(struct dispatch *s, enum space space,
                               const struct mapping *m, uint32_t addr,
                               uint32_t val, unsigned width)
{
    if (s->watch || !is_whole(m, addr, width))
        slow_write(s, space, addr, val, width);
    else
        m->window->write(m->dev, addr - m->base, val & ones(width), width);
}

uint32_t dispatch_port_read(struct dispatch *s, uint16_t port, unsigned width)
{
    return quick_read(s, SPACE_PORT, port_owner(s, port), port, width);
}

void dispatch_port_write(struct dispatch *s, uint16_t port, uint32_t val,
                         unsigned width)
{
    quick_write(s, SPACE_PORT, port_owner(s, port), port, val, width);
}

uint32_t dispatch_mem_read(struct dispatch *s, uint32_t pa, unsigned width)
{
    return quick_read(s, SPACE_MEM, s->last_mem, pa, width);
}

void dispatch_mem_write(struct dispatch *s, uint32_t pa, uint32_t val,
                        unsigned width)
{
    quick_write(s, SPACE_MEM, s->last_mem, pa, val, width);
}
