/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace.h - debug icmp trace, debug packet: what passes, shown meanwhile. */
#ifndef GUEST_RUNTIME_NETWORK_TRACE_H
#define GUEST_RUNTIME_NETWORK_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/cli/command.h"

/* An IP packet before the firewall has it, ... */
void trace_came(unsigned interface, const uint8_t *packet, size_t n);
/* ... as it goes on, ... */
void trace_went(unsigned interface, const uint8_t *packet, size_t n);
/* ... because it was for the unit, and what the unit answers. */
void trace_kept(void);
void trace_answered(unsigned interface, const uint8_t *packet, size_t n);

extern const struct command trace_commands[];

#endif
