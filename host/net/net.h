/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * net.h - the cables of a unit: what --net=N:PORT plugs into which interface.
 *
 * Each interface ends in a segment of its own (segment.h); every PORT named
 * for it is plugged into that segment.  Two phases: net_plug() only reads what
 * was asked for, and net_open() is the first to create anything.
 */
#ifndef PIXEMU_HOST_NET_NET_H
#define PIXEMU_HOST_NET_NET_H

#include <glib.h>
#include <stdbool.h>

#include "machine/loop.h"
#include "machine/machine.h"

struct net;
struct shared;

#define NET_ERROR net_error_quark()
GQuark net_error_quark(void);

enum net_error {
    NET_ERROR_SPEC, /* a PORT is malformed, or its interface isn't there */
    NET_ERROR_OPEN, /* a PORT can't be had: in use, no permission, ... */
};

/* One net a unit, one for a hub; shared (may be NULL) is the process's.
 * SIGPIPE is ignored from here on: a peer that goes away is an error of
 * write(), not the end of the process. */
struct net *net_new(struct loop *, struct shared *);

/* Reads one PORT, the text after "N:".  False with a one-line message that
 * names the PORT and the remedy; touches nothing outside this process (it
 * does look whether tftp=DIR is a directory).  Any number per interface. */
bool net_plug(struct net *, unsigned interface, const char *port_spec,
              GError **);

/* The same for a hub, whose segments have names. */
bool net_plug_named(struct net *, const char *name, const char *port_spec,
                    GError **);

/* What the losses of all PORTs follow from (line.h); 0 until it is said. */
void net_set_seed(struct net *, uint64_t seed);

/* Whether every interface named so far exists on a unit with so many of them;
 * `model` is for the message.  Creates nothing; net_open() asks again. */
bool net_fits(const struct net *, unsigned interfaces, const char *model,
              GError **);

/* Opens every PORT and attaches the unit's interfaces, all of them: those
 * nobody plugged anything into have no link.  Without a unit, a hub, there
 * are the named segments only.  On failure everything opened here is closed
 * again, and a file to record in is as it was. */
bool net_open(struct net *, struct unit *, GError **);
/* Nothing can be refused any more: records begin. */
void net_start(struct net *);

/* set_link: pulls the unit's end of the cable out, or puts it back.  The rest
 * of the segment goes on.  False: no such interface. */
bool net_set_link(struct net *, unsigned interface, bool up);

/* Whether anything was plugged into an interface, and whether the unit's end
 * is in. */
bool net_has_cable(const struct net *, unsigned interface);
bool net_plugged(const struct net *, unsigned interface);

/* Before the unit is freed or after it, but no slice may run in between. */
void net_free(struct net *);

/* The text of --net=help; g_free() it. */
char *net_help(void);

#endif
