/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interfaces.h - the Ethernet interfaces, from ethernet0 on: each with its
 * driver, its link and its counters.
 *
 * A frame that arrives is copied into a block and waits in the interface's
 * queue until the ring is empty; then it goes to whoever takes frames.  One
 * that is sent while the ring is full waits in another queue.
 */
#ifndef GUEST_RUNTIME_WIRE_INTERFACES_H
#define GUEST_RUNTIME_WIRE_INTERFACES_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/config/config.h"
#include "guest/drivers/i8255x.h"
#include "guest/net/blocks.h"

enum { INTERFACES_MAX = CONFIG_INTERFACES_MAX };

struct interface_queue {
    struct block *first, *last;
    unsigned n, most;
};

struct interface {
    const struct config_interface *config;
    struct i8255x nic;
    uint8_t mac[6]; /* in its EEPROM; nic has the one in use */
    struct i8255x_rings *rings; /* its own, also while it is off */
    bool on;
    struct i8255x_link link;
    volatile bool asked; /* the chip wants to be looked at */
    uint32_t broadcasts, giants, no_block;
    struct interface_queue in, out;
};

/* Finds the chips, in the order of the PCI bus, and takes the first `max`.
 * They are off, and a thread of its own serves those that are not. */
void interfaces_start(unsigned max);

/* Who takes frames, with the block they are in, on the interfaces' thread. */
void interfaces_on_frame(void (*take)(unsigned interface, struct block *));

/* Called on that thread between frames; how many milliseconds until it should
 * be called again. */
void interfaces_on_idle(uint32_t (*look)(void));

/* Who sees every frame as it comes from the wire and as it goes there; NULL:
 * nobody any more. */
enum interfaces_tap {
    INTERFACES_TAP_CAPTURE,
    INTERFACES_TAP_TRACE,
    INTERFACES_TAPS,
};
void interfaces_tap(enum interfaces_tap,
                    void (*)(unsigned interface, bool sent,
                             const uint8_t *frame, size_t n));

/* That thread has something to do: there are frames, or a thread gave the stack
 * something to wait for. */
void interfaces_kick(void);

/* A whole frame without CRC; false: it is off, or too much waits. */
bool interface_send(struct interface *, const uint8_t *frame, size_t n);

/* Another hardware address; false: not now. */
bool interface_set_mac(unsigned i, const uint8_t mac[6]);

/* Does with one what its configuration says now. */
void interface_apply(unsigned i);

unsigned interfaces_count(void);
unsigned interfaces_unused(void); /* there, but beyond the licence */
struct interface *interface_at(unsigned i);

/* All chips still, as a program that is started expects them. */
void interfaces_stop(void);

#endif
