/* SPDX-License-Identifier: GPL-2.0-or-later */
/* echo.h - ICMP echo requests (RFC 792), and who answers. */
#ifndef GUEST_NET_ECHO_H
#define GUEST_NET_ECHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct echo {
    struct echo *next;
    uint16_t id, sequence; /* of the request that is out */
    uint32_t ip;
    bool answered;
    void (*wake)(void *far);
    void *far;
};

/* wake() as in conn.h: an answer has come. */
void echo_begin(struct echo *, void (*wake)(void *far), void *far);
void echo_end(struct echo *);

/* Sends the next request with so many bytes of data; false: no way there, or
 * no block. */
bool echo_send(struct echo *, uint32_t ip, size_t bytes);

#endif
