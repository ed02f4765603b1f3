/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * device.h - the contract between a chip and the board it is soldered to.
 *
 * A chip sees one struct board and nothing else: no processor, no machine, no
 * other chip, no host file or socket, no clock but the board's.
 * machine/board.c is the board of the product;
 * tests/unit/devices/fakeboard.c is one without a machine, which is why every
 * chip can be tested alone.
 *
 * Rules that follow:
 * - a chip's state is its own struct, zeroed memory of device_class.size bytes
 *   that the board allocates; what outlives power is lent to it by address;
 * - no mutable statics: two boards in one process are ordinary;
 * - a guest's mistake is reported with board_guest_error() and then handled
 *   as the silicon would; assert() is for our own bugs only.
 */
#ifndef PIXEMU_DEVICES_DEVICE_H
#define PIXEMU_DEVICES_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct board;
struct device;

enum space { SPACE_PORT, SPACE_MEM };

enum reset {
    RESET_POWER, /* the supply came on: everything volatile is lost */
    RESET_BUS,   /* the board's reset line, supply uninterrupted */
};

/* A window the chip answers in.  off is relative to the window's base, always
 * below size.  An access of a width not in `widths` is split by the board into
 * the widest accepted ones, lowest address first. */
struct window {
    const char *name;
    enum space space;
    uint32_t size;   /* bytes */
    unsigned widths; /* accepted, or-ed: 1 | 2 | 4 */
    uint32_t (*read)(struct device *, uint32_t off, unsigned width);
    void (*write)(struct device *, uint32_t off, uint32_t val, unsigned width);
};

struct device_class {
    const char *name;    /* the part: "i8259", "i82558" */
    const char *summary; /* one line for people */
    size_t size;         /* of the chip's own struct, in bytes */
    const struct window *windows; /* ends with a NULL name; may be NULL */
    void (*init)(struct device *);  /* once, memory zeroed; may be NULL */
    void (*reset)(struct device *, enum reset);
};

/* First member of every chip's own struct. */
struct device {
    const struct device_class *cls;
    struct board *board;
    const char *id; /* which one on this board: "nic0" */
    bool traced;    /* somebody reads what it does; the board's */
};

/* An output pin and what it is soldered to.  A pin nobody connected has a
 * NULL drive.  Inputs are functions of this shape in the chip's header. */
struct wire {
    void (*drive)(void *sink, unsigned n, bool level);
    void *sink;
    unsigned n;
};

static inline void wire_drive(const struct wire *w, bool level)
{
    if (w->drive)
        w->drive(w->sink, w->n, level);
}

/* A moment at which a chip wants to be called.  Member of the chip's struct;
 * `dev` and `ring` are set by the chip's init, the rest is the board's. */
#define ALARM_OFF UINT64_MAX
struct alarm {
    struct device *dev;
    void (*ring)(struct device *);
    uint64_t at_ns; /* ALARM_OFF when not set (alarm_init() does that) */
    size_t slot;    /* the board's own */
};

static inline void alarm_init(struct alarm *a, struct device *dev,
                              void (*ring)(struct device *))
{
    a->dev = dev;
    a->ring = ring;
    a->at_ns = ALARM_OFF;
    a->slot = 0;
}

/*
 * What a chip may ask of its board.
 */

/* Virtual time, nanoseconds since the process's clock began; never goes back,
 * goes on while the unit is without power. */
uint64_t board_now(const struct device *);

/* The wall clock a real-time clock chip would have been set to, in seconds
 * since 1970-01-01 local to the machine, advancing with virtual time. */
int64_t board_calendar(const struct device *);

/* Rings once, at or after at_ns; setting it again moves it. */
void board_alarm_set(struct alarm *, uint64_t at_ns);
void board_alarm_cancel(struct alarm *);

/* True under --timing=authentic: a chip takes the time its datasheet gives.
 * False: what only makes people wait (programming, negotiation, wire speed,
 * baud rate) is done at once; what software measures (timers, time-outs that
 * end a protocol step) is the same in both. */
bool board_authentic(const struct device *);

/* Bus mastering.  False: nobody answered there; nothing was transferred from
 * the first unanswered byte on (reads return FFh for it). */
bool board_dma_read(struct device *, uint32_t pa, void *dst, size_t n);
bool board_dma_write(struct device *, uint32_t pa, const void *src, size_t n);

/* Opens, moves or (on = false) closes a window of this chip, named by its
 * place in cls->windows.  Of two chips on one address the later one answers. */
void board_map(struct device *, unsigned window, uint32_t base, bool on);

/* The guest did something no datasheet allows.  Never more than a line. */
void board_guest_error(const struct device *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What the chip does, for people: one line, of the words of its datasheet.
 * Chips say it with device_trace(), which costs a look at a flag while nobody
 * listens. */
void board_trace(const struct device *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#define device_trace(dev, ...) \
    ((dev)->traced ? board_trace(dev, __VA_ARGS__) : (void)0)

#endif
