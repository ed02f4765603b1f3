/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * telnet.h - the server's side of Telnet: bytes in, bytes out, no sockets.
 *
 * Sources: RFC 854 (commands, the network virtual terminal), 855 (options),
 * 856 (binary), 857 (echo), 858 (suppress go-ahead), 1143 (answer only what
 * changes something).
 */
#ifndef PIXEMU_HOST_CONSOLE_TELNET_H
#define PIXEMU_HOST_CONSOLE_TELNET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum telnet_state { TELNET_DATA, TELNET_CR, TELNET_COMMAND, TELNET_OPTION,
                    TELNET_SUB, TELNET_SUB_COMMAND };

/* On either side of the four options we know, by their numbers. */
enum { TELNET_BINARY, TELNET_ECHO, TELNET_GO_AHEAD = 3, TELNET_OPTIONS };

struct telnet {
    enum telnet_state state;
    uint8_t verb; /* WILL WONT DO DONT, before its option */
    bool ours[TELNET_OPTIONS], theirs[TELNET_OPTIONS];
    bool cr_sent; /* and not said yet what follows it */
    /* A character for the unit, or a BREAK. */
    void (*typed)(void *far, uint8_t byte);
    void (*brk)(void *far);
    void *far;
};

/* A new client; what to say to it first is appended to `reply`. */
void telnet_start(struct telnet *, GByteArray *reply);
/* What it sent; what has to be answered is appended to `reply`. */
void telnet_receive(struct telnet *, const uint8_t *, size_t n,
                    GByteArray *reply);
/* What the unit sent, as it goes over the wire. */
void telnet_encode(struct telnet *, const uint8_t *, size_t n,
                   GByteArray *wire);
/* The unit sent a BREAK. */
void telnet_encode_break(struct telnet *, GByteArray *wire);

#endif
