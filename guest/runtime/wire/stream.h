/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stream.h - a TCP connection for a thread that waits: bytes in and out, with
 * time-outs, until somebody says stop.
 */
#ifndef GUEST_RUNTIME_WIRE_STREAM_H
#define GUEST_RUNTIME_WIRE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/net/conn.h"
#include "guest/threads/thread.h"

struct stream {
    struct conn *conn;
    struct event event;
    unsigned patience_s; /* without anything from the other end */
    bool (*stop)(void *far); /* may be NULL; asked several times a second */
    void *far;
    const char *why; /* it failed; NULL: it did not */
};

/* To a server; false: why says it. */
bool stream_open(struct stream *, uint32_t ip, uint16_t port);

/* Of a connection that came in. */
void stream_take(struct stream *, struct conn *);

bool stream_write(struct stream *, const void *from, size_t n);

/* At least one byte; 0: the other end sends no more, or it failed. */
size_t stream_read(struct stream *, void *to, size_t n);

/* In order, or at once when it failed. */
void stream_close(struct stream *);

#endif
