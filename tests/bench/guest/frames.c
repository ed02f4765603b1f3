/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frames.c - what the guest does with the frames of tests/bench/peer.c: takes
 * them and says so now and then, sends them back, or sends many of its own.
 * A frame: 14 bytes of Ethernet header, type 88B5h; an operation; a count of 32
 * bits; a size of 16 bits (both little-endian); the rest is filling.
 */
#include "tests/bench/guest/frames.h"

#include "guest/stage/console.h"
#include "guest/lib/string.h"

enum {
    TYPE_HI = 0x88, TYPE_LO = 0xb5, /* IEEE 802: local experiments */
    OP = 14, COUNT = 15, SIZE = 19,
    FRAME_MIN = 60,
    ACK_EVERY = 8, /* the peer has at most 16 on the way */
};

static uint8_t frame[NET_FRAME_MAX];
static uint32_t taken;

static uint32_t get32(const uint8_t *p)
{
    return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

/* The transmit ring empties while we ask: throughput is what is measured. */
static void send(struct netif *port, size_t n)
{
    while (!port->send(port->far, frame, n))
        continue;
}

static void acknowledge(struct netif *port)
{
    frame[OP] = 'a';
    put32(frame + COUNT, taken);
    send(port, FRAME_MIN);
}

static void send_many(struct netif *port, uint32_t count, size_t n)
{
    for (uint32_t i = 0; i < count; i++) {
        frame[OP] = 'o';
        put32(frame + COUNT, i);
        send(port, n);
    }
}

static void obey(struct netif *port, size_t n)
{
    uint8_t op = frame[OP];

    memcpy(frame + 6, port->mac, 6);
    if (op == 's' && ++taken % ACK_EVERY == 0) {
        acknowledge(port);
    } else if (op == 'z') {
        taken = 0;
        acknowledge(port);
    } else if (op == 'e') {
        send(port, n);
    } else if (op == 'O') {
        size_t size = frame[SIZE] | frame[SIZE + 1] << 8;
        send_many(port, get32(frame + COUNT),
                  size <= sizeof(frame) ? size : sizeof(frame));
    }
}

void frames_serve(struct netif *port)
{
    for (;;) {
        size_t n = port->receive(port->far, frame, sizeof(frame));
        if (!n)
            rest();
        else if (n >= FRAME_MIN && frame[12] == TYPE_HI &&
                 frame[13] == TYPE_LO)
            obey(port, n);
    }
}
