/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet.h - the frame of gdb's remote protocol: $text#checksum, and what
 * stands between such packets.  Bytes in, bytes out, no sockets.
 *
 * GDB manual, appendix E "GDB Remote Serial Protocol", E.1 and E.9.
 */
#ifndef PIXEMU_HOST_GDB_PACKET_H
#define PIXEMU_HOST_GDB_PACKET_H

#include <stddef.h>

/* The longest text of a packet, either way. */
enum { PACKET_MAX = 4096 };

struct packet_far {
    void *far;
    /* A packet came; text ends with a NUL behind its n bytes. */
    void (*command)(void *far, const char *text, size_t n);
    void (*interrupt)(void *far); /* Ctrl-C */
    void (*write)(void *far, const void *bytes, size_t n);
};

struct packets;

struct packets *packet_new(const struct packet_far *);
void packet_free(struct packets *);
void packet_receive(struct packets *, const void *bytes, size_t n);
void packet_send(struct packets *, const char *text);
/* From the next packet on, neither side acknowledges. */
void packet_stop_acks(struct packets *);

#endif
