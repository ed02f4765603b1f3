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

#include "guest/drivers/i8255x.h"

enum {
    INTERFACES_MAX = 16,
    INTERFACE_MTU = 1500,
};

struct interface {
    char title[16]; /* "ethernet0" */
    char name[48];  /* "outside" */
    struct i8255x nic;
    struct i8255x_rings *rings; /* NULL: it could not be started */
    struct i8255x_link link;
    volatile bool asked; /* the chip wants to be looked at */
    uint32_t broadcasts;
    uint32_t giants;
};

/* Finds the chips, in the order of the PCI bus, and starts the first `max`.
 * A thread of its own serves them from then on. */
void interfaces_start(unsigned max);

unsigned interfaces_count(void);
unsigned interfaces_unused(void); /* there, but beyond the licence */
struct interface *interface_at(unsigned i);

/* By title or name, abbreviated; NULL: none, or more than one. */
struct interface *interface_find(const char *typed);

/* All chips still, as a program that is started expects them. */
void interfaces_stop(void);

#endif
