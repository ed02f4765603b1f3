/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pair.h - this unit as one of two (guest/failover) on its interfaces.
 *
 * A unit without failover is an active one.
 */
#ifndef GUEST_RUNTIME_PAIR_PAIR_H
#define GUEST_RUNTIME_PAIR_PAIR_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/failover/failover.h"
#include "guest/net/blocks.h"

/* A chassis with two interfaces is nobody's mate, whatever its key says. */
bool pair_has_chassis(void);

/* Whose connections the mate is told; before pair_setup(). */
struct firewall;
void pair_serve(struct firewall *);

/* Before the configuration is read: until pair_start() no interface has an
 * address.  `readdressed` is told when one has another. */
void pair_setup(void (*readdressed)(unsigned interface));
void pair_start(void);

/* As struct config's changed(). */
void pair_changed(enum config_part);

/* A frame that came; true: it was the mate's, and is taken over. */
bool pair_input(unsigned interface, struct block *);

/* On the interfaces' thread: does what is due, and in how many milliseconds
 * to call again. */
uint32_t pair_tick(void);

/* As struct firewall_calls' state(). */
void pair_state(void *far, const uint8_t *record, size_t n);

/* As struct cli_unit's typed(). */
void pair_typed(struct cli *, const char *line);

/* Before a restart: the mate may take over. */
void pair_leave(void);

/* Does this unit have the system's addresses and let packets through? */
bool pair_is_active(void);

/* The address an interface has now, and the mate's; 0: none. */
uint32_t pair_ip(unsigned interface);
uint32_t pair_mate_ip(unsigned interface);
/* The one it has, or will have when it is active. */
uint32_t pair_active_ip(unsigned interface);

/* --- for the commands -------------------------------------------------- */

struct pair_figures {
    uint32_t last_s;       /* wall clock of the last change of roles; 0 */
    bool on;               /* the settings that hold */
    bool met;              /* the mate was there since the start */
};

struct failover *pair_failover(void);
struct pair_figures pair_figures(void);
uint64_t pair_now(void);
void pair_kick(void);

#endif
