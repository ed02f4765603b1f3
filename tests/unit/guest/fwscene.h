/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwscene.h - one firewall, and the sets of rules that most tests of it begin
 * with. */
#ifndef TESTS_UNIT_FWSCENE_H
#define TESTS_UNIT_FWSCENE_H

#include <glib.h>

#include "tests/unit/guest/fwrig.h"

/* A client and a host inside; outside, a caller and the address that the host
 * is called by. */
enum { CLIENT = 0x0a000005, HOST = 0x0a000006, CALLED = 0xcb00711e,
       CALLER = 0x08080808, SCENE_PAT = 0xcb007114,
       SCENE_POOL = 0xcb00711e, FIN = 1, SYN = 2, RST = 4, ACK = 16 };

extern struct rig rig;

/* Everybody inside goes out with one address. */
void scene_nat(void);

/* Everybody inside goes out, with one address (PAT) or some of a pool, and what
 * goes to this port is looked into. */
void scene_inspected(uint8_t inspection, uint16_t port, bool pat);

/* The host is called from outside; so many connections may be half open. */
void scene_server(uint32_t embryonic);

/* TCP between whoever is outside (address and port) and the host's port 80,
 * into the wire `in`. */
enum firewall_verdict scene_call(unsigned in, uint32_t outside, uint16_t port,
                                 uint8_t flags, uint32_t seq, uint32_t ack,
                                 const char *text);

#endif
