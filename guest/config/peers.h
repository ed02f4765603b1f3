/* SPDX-License-Identifier: GPL-2.0-or-later */
/* peers.h - how many others the lines of IPSec speak of. */
#ifndef GUEST_CONFIG_PEERS_H
#define GUEST_CONFIG_PEERS_H

struct config_state;

/* Addresses of ISAKMP peers in the configuration, each once, if this line is
 * added to it; "": as it is. */
unsigned peers_with(const struct config_state *, const char *line);

#endif
