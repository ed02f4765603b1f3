/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_frames.c - what other programs send into a segment: a byte stream with
 * lengths in it, and datagrams.  First byte: bit 0 datagrams, bits 7:1 how the
 * bytes are cut into pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "host/net/deframe.h"
#include "host/net/segment.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/host/stub_net_machine.h"

static void deliver(void *far, const uint8_t *frame, size_t n)
{
    uint8_t *sum = far;

    while (n > 0)
        *sum ^= frame[--n];
}

static void send(void *far, const uint8_t *frame, size_t n)
{
    if (n > DEFRAME_MAX)
        abort();
    plug_send(far, frame, n);
}

static void datagrams(struct plug *plug, struct feed *f)
{
    uint8_t frame[2048];

    while (f->left) {
        size_t n = feed32(f) % sizeof frame;

        for (size_t i = 0; i < n; i++)
            frame[i] = feed8(f);
        plug_send(plug, frame, n);
    }
}

static void stream(struct plug *plug, struct feed *f, size_t piece)
{
    static struct deframe d;

    memset(&d, 0, sizeof d);
    while (f->left) {
        size_t n = piece && piece < f->left ? piece : f->left;

        if (!deframe(&d, f->at, n, send, plug))
            break;
        f->at += n;
        f->left -= n;
    }
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct feed f = {data, n};
    uint8_t which = feed8(&f), sum = 0;
    const struct plug_far far = {.far = &sum, .deliver = deliver};
    struct loop *loop = loop_new(CLOCK_REAL);
    struct segment *segment = segment_new(loop);
    struct plug *in = segment_plug(segment, PLUG_OUTSIDE, &far, NULL);
    struct plug *out = segment_plug(segment, PLUG_UNIT, &far, NULL);

    plug_set_carrier(in, true);
    plug_set_carrier(out, true);
    if (which & 1)
        datagrams(in, &f);
    else
        stream(in, &f, which >> 1);
    while (g_main_context_iteration(NULL, FALSE))
        ;
    segment_free(segment);
    loop_free(loop);
}
