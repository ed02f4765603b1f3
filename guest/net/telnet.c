/* SPDX-License-Identifier: GPL-2.0-or-later */
/* telnet.c - see telnet.h. */
#include "guest/net/telnet.h"

enum {
    IAC = 255,
    DONT = 254,
    DO = 253,
    WONT = 252,
    WILL = 251,
    SB = 250,
    BREAK = 243,
    SE = 240,
    ECHO = 1,
    NO_GO_AHEAD = 3,
};

enum { DATA, COMMAND, OPTION, INSIDE, INSIDE_COMMAND };

const uint8_t telnet_hello[TELNET_HELLO] = {
    IAC, WILL, ECHO, IAC, WILL, NO_GO_AHEAD, IAC, DO, NO_GO_AHEAD};

/* An answer only to what would change something: nobody answers answers. */
static void answer(uint8_t verb, uint8_t option,
                   uint8_t reply[TELNET_REPLY_MAX], unsigned *n)
{
    if (verb == DO && option != ECHO && option != NO_GO_AHEAD)
        reply[1] = WONT;
    else if (verb == WILL && option != NO_GO_AHEAD)
        reply[1] = DONT;
    else
        return;
    reply[0] = IAC;
    reply[2] = option;
    *n = 3;
}

static int command(struct telnet *t, uint8_t byte)
{
    t->state = DATA;
    if (byte == IAC)
        return IAC;
    if (byte == BREAK)
        return TELNET_BREAK;
    if (byte == SB)
        t->state = INSIDE;
    if (byte >= WILL && byte <= DONT) {
        t->verb = byte;
        t->state = OPTION;
    }
    return TELNET_NOTHING;
}

int telnet_feed(struct telnet *t, uint8_t byte,
                uint8_t reply[TELNET_REPLY_MAX], unsigned *n)
{
    *n = 0;
    switch (t->state) {
    case DATA:
        if (byte != IAC)
            return byte;
        t->state = COMMAND;
        break;
    case COMMAND:
        return command(t, byte);
    case OPTION:
        answer(t->verb, byte, reply, n);
        t->state = DATA;
        break;
    case INSIDE:
        if (byte == IAC)
            t->state = INSIDE_COMMAND;
        break;
    case INSIDE_COMMAND:
        t->state = byte == SE ? DATA : INSIDE;
        break;
    }
    return TELNET_NOTHING;
}
