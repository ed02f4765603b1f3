/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * floppyrig.h - an 82077AA on a fake board, with a DMA controller that moves
 * bytes as they are asked for, and a diskette of bytes that tell their place.
 */
#ifndef PIXEMU_TESTS_FLOPPYRIG_H
#define PIXEMU_TESTS_FLOPPYRIG_H

#include <string.h>

#include "devices/floppy/i82077.h"
#include "tests/unit/devices/fakeboard.h"

enum { DOR = 2, TDR = 3, MSR = 4, FIFO = 5 };
enum { RUN = 0x0c, MOTOR = 0x1c };
enum { BYTES = DRIVE_DISK_SECTORS * DRIVE_SECTOR_BYTES };
#define MS UINT64_C(1000000)

struct rig {
    struct fakeboard fb;
    struct device *fdc;
    struct fake_pin irq;
    /* The DMA controller: moves up to `count` bytes, TC with the last. */
    uint8_t memory[DRIVE_TRACK_BYTES * 2];
    unsigned count, moved;
    bool to_device, deaf, asks;
    /* The diskette. */
    uint8_t *surface;
    uint32_t formatted;
    int damaged; /* sector, -1: none */
    uint8_t result[10];
};

/* A test's fixture: powered on, in reset, no diskette. */
void rig_setup(struct rig *, gconstpointer unused);
void rig_teardown(struct rig *, gconstpointer unused);
/* Ready to read: reset done, motor on, 500 kbit/s, diskette in. */
void rig_ready(struct rig *);
void rig_insert(struct rig *, bool protected);
/* Until nothing is due any more. */
void rig_settle(struct rig *);

uint8_t rig_in(struct rig *, unsigned reg);
void rig_out(struct rig *, unsigned reg, uint8_t v);
/* Bytes of a command, each when the chip wants it. */
void rig_give(struct rig *, unsigned n, const uint8_t *bytes);
#define RIG_GIVE(r, ...) \
    rig_give(r, sizeof((uint8_t[]){ __VA_ARGS__ }), (uint8_t[]){ __VA_ARGS__ })
/* Fetches what there is to read and says how much that was. */
unsigned rig_take(struct rig *);
/* SENSE INTERRUPT answers so. */
void rig_sense(struct rig *, uint8_t st0, uint8_t pcn);
void rig_seek(struct rig *, uint8_t cylinder);
/* A data command; the result is in result[]. */
void rig_data(struct rig *, uint8_t code, uint8_t c, uint8_t h, uint8_t s,
              uint8_t last);
void rig_expect(struct rig *, uint8_t st0, uint8_t st1, uint8_t st2);
void rig_next_is(struct rig *, uint8_t c, uint8_t h, uint8_t s);

#endif
