/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * segment.h - one Ethernet broadcast domain: a switch and its plugs.
 *
 * A frame for a known station goes to that station's plug, any other to all
 * plugs but its own.  Frames are queued and served from the loop, in the order
 * they came: whoever sends never finds the answer delivered below its own
 * call.  Where all plugs are prompt, frames go through at once.  Short frames
 * are padded, as on a wire.
 */
#ifndef PIXEMU_HOST_NET_SEGMENT_H
#define PIXEMU_HOST_NET_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/net/line.h"
#include "machine/loop.h"

struct segment;
struct plug;

enum {
    SEGMENT_FRAME_MIN = 60, /* without check sequence */
    SEGMENT_FRAME_MAX = 65536,
    SEGMENT_QUEUE_FRAMES = 2048,
    SEGMENT_QUEUE_BYTES = 4 << 20,
    SEGMENT_PATIENCE_NS = 50 * 1000000,
};

enum plug_role {
    PLUG_UNIT,    /* the interface this segment is there for */
    PLUG_INSIDE,  /* another of this process: virtual time may jump */
    PLUG_OUTSIDE, /* somebody who lives in wall time */
    PLUG_MONITOR, /* sees every frame, is no station, makes no link */
};

struct plug_far {
    void *far;
    /* A frame for the far end.  Must not unplug anything: who finds the far
     * end gone says so from a source of its own. */
    void (*deliver)(void *far, const uint8_t *frame, size_t n);
    /* The link came or went; only PLUG_UNIT is told, and may be NULL. */
    void (*link)(void *far, bool up);
    /* PLUG_UNIT: has it a place for a frame?  Until it has, frames wait, for
     * SEGMENT_PATIENCE_NS each.  NULL: always. */
    bool (*takes)(void *far);
    /* Other plugs: deliver() may be called in the midst of what the unit
     * does, and neither it nor anything below it sends. */
    bool prompt;
};

struct segment_counts {
    uint64_t frames;   /* queued */
    uint64_t bytes;    /* of them */
    uint64_t flooded;  /* served to every plug: group or unknown station */
    uint64_t filtered; /* the station is where the frame came from */
    uint64_t overflow; /* lost: the queue was full, or the unit too slow */
    uint64_t no_link;  /* lost: sent into a cable that leads nowhere */
    uint64_t bad_size; /* lost: under 14 bytes or over the maximum */
};

struct segment *segment_new(struct loop *);
void segment_free(struct segment *); /* and every plug still in it */

/* What --trace calls it; "UNIT PART" (both are copied). */
void segment_set_name(struct segment *, const char *unit, const char *part);

/* `line` (NULL: a perfect one) is what lies between plug and switch.  The
 * unit's plug has carrier at once, another when plug_set_carrier() says so. */
struct plug *segment_plug(struct segment *, enum plug_role,
                          const struct plug_far *,
                          const struct line_settings *line);
void segment_unplug(struct plug *);
void plug_set_carrier(struct plug *, bool up);
/* The frame is copied, or has been delivered.  A plug that is not prompt finds
 * nothing delivered to anybody before it has returned to the loop. */
void plug_send(struct plug *, const uint8_t *frame, size_t n);
/* The unit takes frames again. */
void plug_ready(struct plug *);

/* set_link: false pulls the unit's plug. */
void segment_set_admin(struct segment *, bool up);
bool segment_admin(const struct segment *);
/* The unit's link: not pulled, and somebody else has carrier. */
bool segment_link(const struct segment *);
const struct segment_counts *segment_counts(const struct segment *);

#endif
