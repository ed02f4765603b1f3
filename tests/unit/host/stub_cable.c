/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub_cable.c - a failover cable that nobody is at the other end of. */
#include "host/cable/cable.h"

struct cable {
    bool plugged;
};

void cable_set_plugged(struct cable *c, bool plugged)
{
    c->plugged = plugged;
}
