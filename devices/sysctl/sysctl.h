/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysctl.h - the system control ports of an AT: 61h (port B) and 92h
 * (port A), as their board sees them.
 */
#ifndef PIXEMU_DEVICES_SYSCTL_H
#define PIXEMU_DEVICES_SYSCTL_H

#include "devices/device.h"

extern const struct device_class sysctl_class;

enum {
    SYSCTL_PORT61, /* 1 port: 61h */
    SYSCTL_PORT92, /* 1 port: 92h */
};

/* Where bit 5 of port 61h comes from: i8254_out_level and the timer. */
void sysctl_attach_timer(struct device *,
                         bool (*out)(void *timer, unsigned n), void *timer);

/* Port 92h bit 1; the board ors it with the keyboard controller's. */
struct wire *sysctl_a20(struct device *);
/* Port 92h bit 0: high and low again within the write that sets it. */
struct wire *sysctl_reset(struct device *);
/* Port 61h bit 0, to GATE2 of the timer. */
struct wire *sysctl_gate2(struct device *);
/* Port 61h bit 1: the speaker hears OUT2. */
struct wire *sysctl_speaker(struct device *);

#endif
