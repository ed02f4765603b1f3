/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fakeboard.h - a board without a machine, to test one chip alone.
 *
 * It implements all of devices/device.h: virtual time that moves only when a
 * test says so, a small RAM for bus masters, windows, wires that end in
 * probes.  Chips made on it belong to it and go with it.
 */
#ifndef PIXEMU_TESTS_FAKEBOARD_H
#define PIXEMU_TESTS_FAKEBOARD_H

#include <glib.h>

#include "devices/device.h"

struct fakeboard;

/* What chips hold a pointer to. */
struct board {
    struct fakeboard *fake;
};

enum { FAKE_RAM_SIZE = 1 << 20 };

struct fakeboard {
    struct board board;
    uint64_t now_ns;
    int64_t calendar; /* seconds since 1970 when now_ns was 0 */
    bool authentic;

    uint8_t *ram;    /* at bus address 0; beyond ram_size nobody answers */
    size_t ram_size; /* FAKE_RAM_SIZE; a test may shrink it */
    uint64_t dma_read_bytes, dma_written_bytes;

    unsigned guest_errors;
    char last_error[160];
    unsigned traces; /* of chips whose `traced` a test has set */
    char last_trace[160];

    GPtrArray *devices;
    GPtrArray *alarms; /* the set ones, struct alarm */
    GArray *maps;      /* open windows, later ones win */
};

void fakeboard_init(struct fakeboard *);
void fakeboard_done(struct fakeboard *);
struct fakeboard *fakeboard_new(void);
void fakeboard_free(struct fakeboard *);

/* A zeroed chip after init() and reset(RESET_POWER). */
struct device *fake_new(struct fakeboard *, const struct device_class *,
                        const char *id);
void fake_reset(struct device *, enum reset);

/* Moves time on, ringing what is due in order of its moment; now_ns is the
 * moment of the alarm while it rings. */
void fake_advance(struct fakeboard *, uint64_t ns);
void fake_advance_to(struct fakeboard *, uint64_t at_ns);
/* The moment of the next alarm, ALARM_OFF when none is set. */
uint64_t fake_next_alarm(const struct fakeboard *);

/* One access to a window by its name, open or not.  A width the window does
 * not accept is split as device.h says. */
uint32_t fake_read(struct device *, const char *window, uint32_t off,
                   unsigned width);
void fake_write(struct device *, const char *window, uint32_t off,
                uint32_t val, unsigned width);

/* Accesses by address, through the windows board_map() opened; where there is
 * none, reads float high and writes are lost. */
uint32_t fake_port_read(struct fakeboard *, uint32_t port, unsigned width);
void fake_port_write(struct fakeboard *, uint32_t port, uint32_t val,
                     unsigned width);
uint32_t fake_mem_read(struct fakeboard *, uint32_t pa, unsigned width);
void fake_mem_write(struct fakeboard *, uint32_t pa, uint32_t val,
                    unsigned width);
/* Where a window is open; false when it is not. */
bool fake_mapped(struct device *, const char *window, uint32_t *base);

/* The other end of a wire. */
struct fake_pin {
    struct fakeboard *fake;
    bool level;
    unsigned rises, falls; /* changes, not calls */
    uint64_t rise_ns, fall_ns;
};

void fake_pin_connect(struct fakeboard *, struct fake_pin *, struct wire *);

#endif
