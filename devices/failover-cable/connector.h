/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * connector.h - where the failover cable is plugged in: four wires beside the
 * data, which end in the modem inputs of the serial port behind it.
 *
 * What they mean is docs/hardware.md, our own: no pin-out is published.
 */
#ifndef PIXEMU_DEVICES_FAILOVER_CONNECTOR_H
#define PIXEMU_DEVICES_FAILOVER_CONNECTOR_H

#include "devices/device.h"

extern const struct device_class failover_connector_class;

enum cable_role { CABLE_PRIMARY, CABLE_SECONDARY };

/* One end of a cable. */
struct cable_end {
    enum cable_role role; /* what is printed on its plug */
    bool plugged;         /* into its unit */
    bool powered;         /* that unit */
};

/* The serial port's inputs; true is asserted. */
struct connector_far {
    void *far;
    void (*lines)(void *far, bool cts, bool dsr, bool dcd, bool ri);
};

void connector_attach(struct device *, const struct connector_far *);
/* Both ends (copied), whenever something about them changes.  mine NULL: there
 * is no cable. */
void connector_set(struct device *, const struct cable_end *mine,
                   const struct cable_end *mate);
/* Whether data gets through, either way. */
bool connector_passes(const struct device *);

#endif
