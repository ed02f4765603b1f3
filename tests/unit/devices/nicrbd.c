/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicrbd.c - see nicrbd.h.
 */
#include "tests/unit/devices/nicrbd.h"

enum { RBD = 0x7000, RBD_STEP = 32, BUFFER_STEP = 0x800 };

uint32_t rbd_at(unsigned i)
{
    return RBD + RBD_STEP * i;
}

uint32_t rbd_buffer(unsigned i)
{
    return FRAME + BUFFER_STEP * i;
}

void rbd_put(struct rig *r, unsigned i, uint32_t link, uint16_t size)
{
    rig_poke(r, rbd_at(i), 0, 4);
    rig_poke(r, rbd_at(i) + 4, link, 4);
    rig_poke(r, rbd_at(i) + 8, rbd_buffer(i), 4);
    rig_poke(r, rbd_at(i) + 12, size, 4);
}

void rbd_put_rfd(struct rig *r, unsigned i, uint16_t command, uint32_t first)
{
    rig_cb(r, rig_rfd(i), command | SF, rig_rfd(i + 1));
    rig_poke(r, rig_rfd(i) + 8, first, 4);
    rig_poke(r, rig_rfd(i) + 12, 0, 4);
}

uint32_t rbd_count(struct rig *r, unsigned i)
{
    return rig_peek(r, rbd_at(i), 4);
}

void rbd_expect(struct rig *r, uint32_t at, unsigned from, unsigned n)
{
    uint8_t frame[1514];

    rig_frame(frame, sizeof frame);
    g_assert_cmpmem(r->fb->ram + at, n, frame + from, n);
}
