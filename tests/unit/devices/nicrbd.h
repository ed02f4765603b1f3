/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicrbd.h - receive buffer descriptors, for tests of the 8255x.
 */
#ifndef PIXEMU_TESTS_NICRBD_H
#define PIXEMU_TESTS_NICRBD_H

#include "tests/unit/devices/nicdriver.h"

enum {
    NOWHERE = 0xffffffff,
    EOF_F = 0xc000, F_ALONE = 0x4000, SIZE_EL = 0x8000,
};

/* Where descriptor i and its buffer of 2 KiB are. */
uint32_t rbd_at(unsigned i);
uint32_t rbd_buffer(unsigned i);
void rbd_put(struct rig *, unsigned i, uint32_t link, uint16_t size);
/* Frame descriptor i, flexible; `first` is its buffer descriptor. */
void rbd_put_rfd(struct rig *, unsigned i, uint16_t command, uint32_t first);

uint32_t rbd_count(struct rig *, unsigned i);
/* n bytes at `at` are those of a rig_frame() from `from` on. */
void rbd_expect(struct rig *, uint32_t at, unsigned from, unsigned n);

#endif
