/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_fifo.c - the 3 KB FIFOs, one each way: frames wait in them while there
 * is no descriptor to put them in, or until the wire is free.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

bool i8255x_fifo_put(struct fifo *f, const uint8_t *frame, size_t n,
                     uint16_t status)
{
    if (f->count == FIFO_FRAMES || n > FIFO_BYTES - f->used)
        return false;
    memcpy(f->bytes + f->used, frame, n);
    f->used += n;
    f->frames[f->count].n = (uint16_t)n;
    f->frames[f->count].status = status;
    f->count++;
    return true;
}

bool i8255x_fifo_peek(const struct fifo *f, const uint8_t **frame, size_t *n,
                      uint16_t *status)
{
    if (!f->count)
        return false;
    *frame = f->bytes;
    *n = f->frames[0].n;
    *status = f->frames[0].status;
    return true;
}

void i8255x_fifo_drop(struct fifo *f)
{
    size_t n = f->frames[0].n;

    if (!f->count)
        return;
    f->used -= n;
    f->count--;
    memmove(f->bytes, f->bytes + n, f->used);
    memmove(&f->frames[0], &f->frames[1], f->count * sizeof f->frames[0]);
}
