/* SPDX-License-Identifier: GPL-2.0-or-later */
/* network.h - the stack (guest/net) on the interfaces, as the configuration
 * wants it. */
#ifndef GUEST_RUNTIME_NETWORK_NETWORK_H
#define GUEST_RUNTIME_NETWORK_NETWORK_H

#include <stdint.h>

#include "guest/config/config.h"

/* After interfaces_start(). */
void network_start(void);

/* As struct config's changed(). */
void network_apply(enum config_part, unsigned index);

#endif
