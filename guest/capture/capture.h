/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * capture.h - frames kept in memory as libpcap's file format has them (link
 * type Ethernet, microseconds, little end first): what is kept is what is
 * copied out.
 *
 * A ring that is circular gives up its oldest frames for new ones; any other
 * is full once a frame found no room, and takes no more.
 */
#ifndef GUEST_CAPTURE_CAPTURE_H
#define GUEST_CAPTURE_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CAPTURE_FILE_HEAD = 24,
    CAPTURE_HEAD = 16,   /* of a frame */
    CAPTURE_FRAME = 1522, /* bytes of one at most */
};

struct capture {
    uint8_t *data;
    uint32_t room;
    uint32_t first, used; /* place of the oldest frame; bytes of all */
    uint64_t gone;        /* bytes of all that were given up */
    uint32_t frames;
    uint16_t length; /* bytes kept of a frame */
    bool circular, full;
};

struct capture_frame {
    uint32_t seconds, microseconds; /* since 1970 */
    uint32_t n, whole_n; /* bytes that are here, and on the wire */
    uint8_t bytes[CAPTURE_FRAME];
};

/* data stays the caller's.  The capture is zeros, or one that is over: a place
 * in that one is in front of the first frame of this one. */
void capture_begin(struct capture *, uint8_t *data, uint32_t room,
                   uint16_t length, bool circular);
void capture_clear(struct capture *);

void capture_add(struct capture *, uint32_t seconds, uint32_t microseconds,
                 const uint8_t *frame, size_t n);

/* The frame at *at (0: the oldest), which is advanced; false: no more.  Those
 * that were given up since are passed over. */
bool capture_next(const struct capture *, uint64_t *at,
                  struct capture_frame *);

/* Bytes of the file from `offset` on, up to room; 0: its end. */
size_t capture_file(const struct capture *, uint32_t offset, uint8_t *to,
                    size_t room);

#endif
