/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * decode.h - a frame as a line of text: addresses, ports and what the protocol
 * says.  Nothing is read beyond the bytes that are there.
 */
#ifndef GUEST_CAPTURE_DECODE_H
#define GUEST_CAPTURE_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct decode_text {
    void (*put)(void *far, char c);
    void *far;
};

/* As format() says it (guest/lib/format.h). */
void decode_say(const struct decode_text *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A frame, without the end of the line.  detail: the Ethernet header, time to
 * live, identifier. */
void decode_line(const struct decode_text *, const uint8_t *frame, size_t n,
                 size_t whole_n, bool detail);

/* Lines of 16 bytes in hexadecimal and as characters. */
void decode_dump(const struct decode_text *, const uint8_t *bytes, size_t n);

#endif
