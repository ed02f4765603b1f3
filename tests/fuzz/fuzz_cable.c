/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_cable.c - what comes from the other end of a failover cable.  Whatever
 * it is cut into, it means the same, and after a mistake nothing more.
 */
#include <string.h>

#include "host/cable/wire.h"
#include "tests/fuzz/fuzz.h"

/* What was understood, in order, as a sum. */
struct heard {
    uint32_t sum;
    unsigned data, busy;
};

static void add(struct heard *h, uint8_t byte)
{
    h->sum = (h->sum << 5 | h->sum >> 27) ^ byte;
}

static void on_end(void *far, const struct cable_end *end)
{
    add(far, (uint8_t)(end->plugged | end->powered << 1 | end->role << 2));
}

static bool on_data(void *far, uint8_t byte)
{
    struct heard *h = far;

    add(h, byte);
    h->data++;
    return h->data < 1000;
}

static bool on_taken(void *far, unsigned n)
{
    add(far, (uint8_t)n);
    return n < 200;
}

static void on_busy(void *far)
{
    ((struct heard *)far)->busy++;
}

static struct heard play(const uint8_t *data, size_t n, size_t piece)
{
    struct heard h = {0};
    const struct cable_wire_far far = {&h, on_end, on_data, on_taken, on_busy};
    struct cable_wire w = {0};

    for (size_t at = 0; at < n; at += piece)
        if (!cable_wire_take(&w, data + at, MIN(piece, n - at), &far))
            break;
    return h;
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct heard whole = play(data, n, n ? n : 1), bytes = play(data, n, 1);

    g_assert_cmpuint(whole.sum, ==, bytes.sum);
    g_assert_cmpuint(whole.data, ==, bytes.data);
    g_assert_cmpuint(whole.busy, <=, 1);
}
