/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boardbus.c - what chips ask of the board beside time: memory, windows; and
 * what the board says to those who trace it.
 */
#include <string.h>

#include "devices/pci-i440fx/i440fx.h"
#include "machine/board.h"

enum { MIB = 1024 * 1024, KIB = 1024 };

/* --- tracing ----------------------------------------------------------- */

void board_say(const struct board *b, enum trace_kind kind, const char *part,
               const char *fmt, ...)
{
    va_list ap;

    if (!trace_has(b->trace, kind))
        return;
    va_start(ap, fmt);
    trace_say(b->trace, board_time(b), b->config.name, part, fmt, ap);
    va_end(ap);
}

void board_trace(const struct device *dev, const char *fmt, ...)
{
    const struct board *b = dev->board;
    va_list ap;

    va_start(ap, fmt);
    trace_say(b->trace, board_time(b), b->config.name, dev->id, fmt, ap);
    va_end(ap);
}

void board_guest_error(const struct device *dev, const char *fmt, ...)
{
    const struct board *b = dev->board;
    va_list ap;

    dev->board->guest_errors++;
    if (!trace_has(b->trace, TRACE_GUEST))
        return;
    va_start(ap, fmt);
    trace_say(b->trace, board_time(b), b->config.name, dev->id, fmt, ap);
    va_end(ap);
}

void board_saw_access(void *board, const struct dispatch_access *a)
{
    const char *arrow = a->write ? "<-" : "->";

    if (a->mapping)
        board_say(board, TRACE_IO, a->mapping->dev->id, "%s+%02x %s %0*x",
                  a->mapping->window->name,
                  (unsigned)(a->addr - a->mapping->base), arrow,
                  (int)(2 * a->width), (unsigned)a->val);
    else
        board_say(board, TRACE_IO, "nobody", "%s %x %s %0*x",
                  a->space == SPACE_PORT ? "port" : "memory",
                  (unsigned)a->addr, arrow, (int)(2 * a->width),
                  (unsigned)a->val);
}

/* --- bus masters ------------------------------------------------------- */

/* RAM behind a bus master's address, or NULL; *n is cut to what is there. */
static uint8_t *dma_ram(struct board *b, uint32_t pa, size_t *n, unsigned attr)
{
    size_t end = b->ram_size;

    if (pa >= BOARD_LOW_RAM_END && pa < MIB) {
        if (pa < BOARD_SHADOW_BASE ||
            !(i440fx_shadow(b->host_bridge, pa) & attr))
            return NULL;
        end = (pa | (16 * KIB - 1)) + 1;
    } else if (pa < BOARD_LOW_RAM_END) {
        end = BOARD_LOW_RAM_END;
    }
    if (pa >= end)
        return NULL;
    *n = MIN(*n, end - pa);
    return b->ram + pa;
}

bool board_dma_read(struct device *dev, uint32_t pa, void *dst, size_t n)
{
    board_say(dev->board, TRACE_DMA, dev->id, "reads %u bytes at %08x",
              (unsigned)n, (unsigned)pa);
    for (uint8_t *to = dst; n > 0;) {
        size_t here = n;
        const uint8_t *from = dma_ram(dev->board, pa, &here, SHADOW_READ);

        if (!from) {
            memset(to, 0xff, n);
            return false;
        }
        memcpy(to, from, here);
        to += here;
        pa += (uint32_t)here;
        n -= here;
    }
    return true;
}

bool board_dma_write(struct device *dev, uint32_t pa, const void *src,
                     size_t n)
{
    board_say(dev->board, TRACE_DMA, dev->id, "writes %u bytes at %08x",
              (unsigned)n, (unsigned)pa);
    for (const uint8_t *from = src; n > 0;) {
        size_t here = n;
        uint8_t *to = dma_ram(dev->board, pa, &here, SHADOW_WRITE);

        if (!to)
            return false;
        memcpy(to, from, here);
        cpu_dma_wrote(dev->board->cpu, pa, here);
        from += here;
        pa += (uint32_t)here;
        n -= here;
    }
    return true;
}

/* --- windows ----------------------------------------------------------- */

void board_map(struct device *dev, unsigned window, uint32_t base, bool on)
{
    struct board *b = dev->board;
    const struct window *w = &dev->cls->windows[window];

    if (on)
        board_say(b, TRACE_PCI, dev->id, "%s at %s%x", w->name,
                  w->space == SPACE_PORT ? "port " : "", (unsigned)base);
    else
        board_say(b, TRACE_PCI, dev->id, "%s closed", w->name);
    if (!dispatch_map(&b->dispatch, dev, w, base, on))
        board_guest_error(dev, "no room for one more window");
}
