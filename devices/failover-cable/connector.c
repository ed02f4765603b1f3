/* SPDX-License-Identifier: GPL-2.0-or-later */
/* connector.c - where the failover cable is plugged in; see connector.h. */
#include "devices/failover-cable/connector.h"

struct connector {
    struct device dev;
    struct connector_far far;
    bool cable; /* there is one, with these ends */
    struct cable_end mine, mate;
};

static struct connector *connector_of(struct device *dev)
{
    return (struct connector *)dev;
}

/* Two ends of the same kind: the wire that tells of the mate's plug ends
 * nowhere, the one with its supply is pulled up by our own. */
static void drive(struct connector *c)
{
    bool in = c->cable && c->mine.plugged;
    bool fits = c->mine.role != c->mate.role;
    bool cts = in && (fits ? c->mate.plugged && c->mate.powered : true);
    bool dsr = in && fits && c->mate.plugged;
    bool dcd = in && c->mine.role == CABLE_PRIMARY;
    bool ri = in && c->mine.role == CABLE_SECONDARY;

    device_trace(&c->dev, "CTS %u, DSR %u, DCD %u, RI %u", cts, dsr, dcd, ri);
    if (c->far.lines)
        c->far.lines(c->far.far, cts, dsr, dcd, ri);
}

void connector_attach(struct device *dev, const struct connector_far *far)
{
    connector_of(dev)->far = *far;
    drive(connector_of(dev));
}

void connector_set(struct device *dev, const struct cable_end *mine,
                   const struct cable_end *mate)
{
    struct connector *c = connector_of(dev);

    c->cable = mine && mate;
    if (c->cable) {
        c->mine = *mine;
        c->mate = *mate;
    }
    drive(c);
}

bool connector_passes(const struct device *dev)
{
    const struct connector *c = (const struct connector *)dev;

    return c->cable && c->mine.plugged && c->mate.plugged &&
           c->mine.powered && c->mate.powered && c->mine.role != c->mate.role;
}

/* It has no state that a supply keeps. */
static void reset(struct device *dev, enum reset kind)
{
    (void)dev, (void)kind;
}

const struct device_class failover_connector_class = {
    .name = "failover-connector",
    .summary = "connector of the failover cable",
    .size = sizeof(struct connector),
    .reset = reset,
};
