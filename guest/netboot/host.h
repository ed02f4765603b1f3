/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * host.h - what the network boot code needs of the program it is part of.
 *
 * Everything reaches the world through these pointers, so that the same code
 * runs in the ROM, on the Boothelper diskette and in a unit test.
 */
#ifndef GUEST_NETBOOT_HOST_H
#define GUEST_NETBOOT_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host {
    void *far;
    void (*put)(void *far, char c);
    int (*key)(void *far);         /* a character typed; -1: none */
    bool (*stopped)(void *far);    /* the user wants no more of it */
    uint32_t (*now_ms)(void *far); /* wraps round */
    /* Halts until something may have happened: a frame, a key, a tick. */
    void (*rest)(void *far);
};

/* An Ethernet port that is ready.  Frames are without CRC. */
struct netif {
    void *far;
    uint8_t mac[6];
    bool (*send)(void *far, const uint8_t *frame, size_t n);
    /* Copies the next frame; 0: none.  Longer than `room`: cut. */
    size_t (*receive)(void *far, uint8_t *frame, size_t room);
};

#endif
