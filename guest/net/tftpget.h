/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tftpget.h - the client's end of TFTP (RFC 1350), reading and writing, without
 * network or clock.
 *
 * The owner sends what tftpget_packet() has, again when a time-out is over,
 * and gives every answer to tftpget_take().  Blocks may be numbered beyond
 * 65535: they begin again at 0.
 */
#ifndef GUEST_NET_TFTPGET_H
#define GUEST_NET_TFTPGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TFTPGET_PORT = 69,
    TFTPGET_BLOCK = 512,
    TFTPGET_PACKET_MAX = 516,
    TFTPGET_NAME_MAX = 255,
    TFTPGET_ERROR_MAX = 80,
};

enum tftpget_state {
    TFTPGET_GOING,
    TFTPGET_DONE,   /* the packet, if there is one, still has to be sent */
    TFTPGET_FAILED, /* error[] says why */
};

struct tftpget {
    enum tftpget_state state;
    bool (*store)(void *far, const uint8_t *data, size_t n); /* false: full */
    /* The next bytes to be written, fewer than there is room for at the end
     * only; NULL: it is read. */
    size_t (*fetch)(void *far, uint8_t *to, size_t room);
    void *far;
    uint32_t blocks; /* that came, or went */
    uint16_t port;   /* of the server's transfer; 0: not known yet */
    uint8_t packet[TFTPGET_PACKET_MAX];
    unsigned packet_n;
    char error[TFTPGET_ERROR_MAX]; /* the server's words, or ours */
};

/* False: the name is too long. */
bool tftpget_begin(struct tftpget *, const char *name,
                   bool (*store)(void *far, const uint8_t *data, size_t n),
                   void *far);

/* The same for writing. */
bool tftpget_begin_put(struct tftpget *, const char *name,
                       size_t (*fetch)(void *far, uint8_t *to, size_t room),
                       void *far);

/* True: the packet is to be sent anew, or state has changed. */
bool tftpget_take(struct tftpget *, uint16_t port, const uint8_t *packet,
                  size_t n);

#endif
