/* SPDX-License-Identifier: GPL-2.0-or-later */
/* at29rig.h - an AT29C040A alone; its time is a variable. */
#ifndef PIXEMU_TESTS_AT29RIG_H
#define PIXEMU_TESTS_AT29RIG_H

#include <glib.h>

#include "devices/flash-at29/at29.h"

enum { US = 1000, MS = 1000 * 1000, SECTOR_AT = 0x12300 };

struct rig {
    struct at29 chip;
    uint8_t *array;
    uint8_t protection;
    uint64_t now_ns;
    const char *wrong; /* the last complaint */
    unsigned complaints;
};

/* A test's fixture: 5Ah everywhere, after the pause of power-on.  Authentic
 * but where `fast`. */
void rig_setup(struct rig *, gconstpointer fast);
void rig_teardown(struct rig *, gconstpointer fast);

/* Cycles of the bus, 1 us before each write; complaints are counted. */
void rig_put(struct rig *, uint32_t addr, uint8_t val);
uint8_t rig_get(struct rig *, uint32_t addr);
void rig_pass(struct rig *, uint64_t ns);
/* Three writes, or six. */
void rig_command(struct rig *, uint8_t code);
void rig_command6(struct rig *, uint8_t code);
/* n bytes that count up. */
void rig_load(struct rig *, uint32_t addr, unsigned n, uint8_t first);
/* More than any cycle takes. */
void rig_settle(struct rig *);

#endif
