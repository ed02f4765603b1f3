/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fixups.h - the lines of `fixup protocol`, as the firewall wants them. */
#ifndef GUEST_CONFIG_FIXUPS_H
#define GUEST_CONFIG_FIXUPS_H

#include "guest/config/config.h"
#include "guest/firewall/firewall.h"

/* Fills fixup[] and dns_longest. */
void fixups_read(const struct config *, struct firewall_place *);

#endif
