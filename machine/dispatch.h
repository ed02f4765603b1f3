/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dispatch.h - who answers at which port and which memory address.
 *
 * A window that several chips claim belongs to the one mapped last.  An access
 * of a width a chip does not take is split into the widest it takes; nobody
 * there reads as all ones.
 */
#ifndef PIXEMU_MACHINE_DISPATCH_H
#define PIXEMU_MACHINE_DISPATCH_H

#include "devices/device.h"

enum { DISPATCH_PORTS = 65536, DISPATCH_WINDOWS_MAX = 128 };

struct mapping {
    struct device *dev;
    const struct window *window;
    uint32_t base;
    uint64_t order; /* when it was mapped; 0: closed */
    uint32_t open;  /* the window's size while it is open */
};

/* One access, as the processor made it. */
struct dispatch_access {
    const struct mapping *mapping; /* of its first byte; NULL: nobody's */
    enum space space;
    uint32_t addr;
    uint32_t val;
    unsigned width;
    bool write;
};

struct dispatch {
    struct mapping map[DISPATCH_WINDOWS_MAX]; /* [0] is nobody */
    unsigned maps;
    uint64_t orders; /* a guest may open windows for days */
    uint8_t port[DISPATCH_PORTS]; /* index in map */
    const struct mapping *last_mem; /* answered last; alone in its window */
    void (*watch)(void *far, const struct dispatch_access *); /* or NULL */
    void *watch_far;
};

void dispatch_init(struct dispatch *);
/* Is told of every access: after a read, before a write. */
void dispatch_watch(struct dispatch *,
                    void (*watch)(void *far, const struct dispatch_access *),
                    void *far);
/* False: no room for one more window. */
bool dispatch_map(struct dispatch *, struct device *, const struct window *,
               uint32_t base, bool on);

uint32_t dispatch_port_read(struct dispatch *, uint16_t port, unsigned width);
void dispatch_port_write(struct dispatch *, uint16_t port, uint32_t val,
                      unsigned width);
uint32_t dispatch_mem_read(struct dispatch *, uint32_t pa, unsigned width);
void dispatch_mem_write(struct dispatch *, uint32_t pa, uint32_t val,
                     unsigned width);

#endif
