/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stream.h - a connected stream socket that carries frames.
 */
#ifndef PIXEMU_HOST_NET_STREAM_H
#define PIXEMU_HOST_NET_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stream;

/* A peer that doesn't read may let so much lie; frames beyond it are lost. */
enum { STREAM_OUT_BYTES = 1 << 20 };

struct stream_far {
    void *far;
    void (*frame)(void *far, const uint8_t *frame, size_t n);
    /* The peer is gone, or has lost its step.  Free the stream. */
    void (*closed)(void *far);
};

struct stream_counts {
    uint64_t in, out; /* frames */
    uint64_t lost;    /* frames for which there was no room */
};

/* Takes the descriptor over and makes it non-blocking. */
struct stream *stream_new(int fd, const struct stream_far *);
void stream_free(struct stream *); /* NULL is no stream */
/* The whole frame goes or none of it.  The first one after the loop looked for
 * events goes at once, the others together when it looks next.  closed() is
 * never called from here. */
void stream_send(struct stream *, const uint8_t *frame, size_t n);
const struct stream_counts *stream_counts(const struct stream *);

#endif
