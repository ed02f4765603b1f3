/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shared.h - the segments of a process that have a name, and the patch cables
 * between segments.
 *
 * segment:NAME lays a patch cable from an interface's segment to the one of
 * that name, as from one switch to another; a hub's segments are the named
 * ones themselves.
 */
#ifndef PIXEMU_HOST_NET_SHARED_H
#define PIXEMU_HOST_NET_SHARED_H

#include "host/net/segment.h"

struct shared;

struct shared *shared_new(struct loop *);
void shared_free(struct shared *); /* after every net of the process */

/* The segment of that name, made when it is asked for first. */
struct segment *shared_segment(struct shared *, const char *name);

#endif
