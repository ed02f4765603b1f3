/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * telnet.h - the server's end of RFC 854: we echo (RFC 857) and leave out
 * go-ahead (RFC 858); every other option is refused.
 */
#ifndef GUEST_NET_TELNET_H
#define GUEST_NET_TELNET_H

#include <stdint.h>

enum { TELNET_NOTHING = -1, TELNET_BREAK = -2, TELNET_REPLY_MAX = 3 };

struct telnet {
    uint8_t state, verb;
};

/* What to send when a client has come. */
extern const uint8_t telnet_hello[];
enum { TELNET_HELLO = 9 };

/* A byte from the client: a character, TELNET_NOTHING or TELNET_BREAK.  What
 * has to be sent back, *n bytes, is put into reply. */
int telnet_feed(struct telnet *, uint8_t byte,
                uint8_t reply[TELNET_REPLY_MAX], unsigned *n);

#endif
