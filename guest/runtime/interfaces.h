/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interfaces.h - the Ethernet interfaces, from ethernet0 on: each with its
 * driver, its link and its counters.
 *
 * Frames that arrive are counted and dropped; nothing forwards them yet.
 */
#ifndef GUEST_RUNTIME_INTERFACES_H
#define GUEST_RUNTIME_INTERFACES_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/config/config.h"
#include "guest/drivers/i8255x.h"

enum { INTERFACES_MAX = CONFIG_INTERFACES_MAX };

struct interface {
    const struct config_interface *config;
    struct i8255x nic;
    struct i8255x_rings *rings; /* its own, also while it is off */
    bool on;
    struct i8255x_link link;
    volatile bool asked; /* the chip wants to be looked at */
    uint32_t broadcasts;
    uint32_t giants;
};

/* Finds the chips, in the order of the PCI bus, and takes the first `max`.
 * They are off, and a thread of its own serves those that are not. */
void interfaces_start(unsigned max);

/* Does with one what its configuration says now. */
void interface_apply(unsigned i);

unsigned interfaces_count(void);
unsigned interfaces_unused(void); /* there, but beyond the licence */
struct interface *interface_at(unsigned i);

/* All chips still, as a program that is started expects them. */
void interfaces_stop(void);

#endif
