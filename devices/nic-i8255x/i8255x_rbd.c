/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_rbd.c - receive buffer descriptors, for frames whose descriptor is a
 * flexible one.
 *
 * Source: the OSDM names states and commands that have to do with them and
 * says no more.  Layout: Intel's own and NeXT's drivers, which agree.  How
 * they are used: NeXT's, which lives by them, and the manual of the 82596,
 * whose receive unit this is.
 */
#include "devices/nic-i8255x/i8255x_int.h"

enum {
    RBD_BYTES = 16,
    RBD_NS = 80, /* where the frame comes from a list of ours, looped back */
    /* Descriptors of size 0 are passed over; a circle of them is left. */
    RBDS_MAX = I8255X_FRAME_MAX,
};

/* What of n bytes the next buffer takes; it is the frame's last if all. */
static size_t fill(struct i8255x *s, const uint8_t *data, size_t n)
{
    uint32_t pa = s->ru.rbd;
    uint8_t rbd[RBD_BYTES], word[2];
    size_t size;

    i8255x_cu_spend(s, RBD_NS);
    s->ru.rbds = RBDS_NONE;
    if (!i8255x_fetch(s, pa, rbd, sizeof rbd)) {
        board_guest_error(&s->fn.dev, "no buffer descriptor at %08x",
                          (unsigned)pa);
        return 0;
    }
    size = le16(rbd + 12) & RFD_COUNT;
    put_le16(word, (uint16_t)((n < size ? n : size) | RFD_F |
                              (n <= size ? RFD_EOF : 0)));
    if (n < size)
        size = n;
    if ((size && !i8255x_store(s, le32(rbd + 8), data, size)) ||
        !i8255x_store(s, pa, word, sizeof word))
        return 0;
    if (!(le16(rbd + 12) & RBD_EL)) {
        s->ru.rbds = RBDS_LISTED;
        s->ru.rbd = s->ru.base + le32(rbd + 4);
    }
    return size;
}

size_t i8255x_rbd_store(struct i8255x *s, uint32_t first,
                        const uint8_t *data, size_t n)
{
    size_t done = 0;

    if (s->ru.rbds == RBDS_IN_RFD) {
        s->ru.rbds = first == NO_RBD ? RBDS_NONE : RBDS_LISTED;
        s->ru.rbd = s->ru.base + first;
    }
    for (unsigned i = 0; i < RBDS_MAX; i++) {
        if (done == n || s->ru.rbds != RBDS_LISTED)
            break;
        done += fill(s, data + done, n - done);
    }
    return done;
}
