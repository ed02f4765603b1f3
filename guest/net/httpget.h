/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * httpget.h - the reader's end of HTTP/1.1 (RFC 9110, 9112), without network
 * or clock.
 *
 * The owner sends the request, gives every byte that comes to httpget_take()
 * and says when no more will come.  One request a connection.  Only status
 * 200 brings a file; what else a server says is the error's text.
 */
#ifndef GUEST_NET_HTTPGET_H
#define GUEST_NET_HTTPGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/net/url.h"

enum {
    HTTPGET_REQUEST_MAX = 2048,
    HTTPGET_LINE_MAX = 255,   /* of a header line; the rest is passed over */
    HTTPGET_HEAD_MAX = 65536, /* bytes of all that is not the file */
    HTTPGET_ERROR_MAX = 320,
};

enum httpget_state {
    HTTPGET_GOING,
    HTTPGET_DONE,
    HTTPGET_FAILED, /* error[] says why */
};

struct httpget {
    enum httpget_state state;
    void (*store)(void *far, const uint8_t *data, size_t n);
    void *far;
    uint32_t room;   /* bytes that may be stored */
    uint32_t stored;

    uint8_t place;   /* in the answer */
    uint32_t head;   /* bytes that were not the file */
    unsigned status; /* 0: not known yet */
    char reason[64]; /* behind it, fit for a console */
    bool chunked, odd_coding, has_length, two_lengths;
    uint64_t left;   /* of the length, or of the chunk */
    unsigned line_n;
    char line[HTTPGET_LINE_MAX + 1];
    char location[HTTPGET_LINE_MAX + 1];
    char error[HTTPGET_ERROR_MAX];
};

/* The request; user and password are in it.  Returns its length. */
size_t httpget_request(const struct url *, char to[HTTPGET_REQUEST_MAX]);

void httpget_begin(struct httpget *, uint32_t room,
                   void (*store)(void *far, const uint8_t *data, size_t n),
                   void *far);

void httpget_take(struct httpget *, const uint8_t *data, size_t n);

/* The server has closed the connection. */
void httpget_end(struct httpget *);

#endif
