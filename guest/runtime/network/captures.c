/* SPDX-License-Identifier: GPL-2.0-or-later */
/* captures.c - see captures.h. */
#include "guest/runtime/network/captures.h"

#include <stddef.h>

#include "guest/config/rulework.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/runtime/network/traffic.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/wire/interfaces.h"

enum { ETHERNET = 14, TYPE = 12, TYPE_IP = 0x0800, SPARE = 1024 * 1024 };

static struct captures_entry entries[CAPTURES_MAX];

/* Memory never goes back to the unit: what captures had is theirs. */
static struct {
    uint8_t *at;
    uint32_t bytes;
    bool used;
} buffers[CAPTURES_MAX];

struct captures_entry *captures_at(unsigned i)
{
    return i < CAPTURES_MAX ? &entries[i] : NULL;
}

struct captures_entry *captures_find(const char *name)
{
    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (entries[i].name[0] && !strcasecmp(entries[i].name, name))
            return &entries[i];
    }
    return NULL;
}

struct captures_entry *captures_new(void)
{
    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (!entries[i].name[0])
            return &entries[i];
    }
    return NULL;
}

/* --- memory ------------------------------------------------------------ */

/* The smallest of those that were given back; NULL: none is large enough. */
static uint8_t *buffer_again(uint32_t bytes)
{
    unsigned best = CAPTURES_MAX;

    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (!buffers[i].used && buffers[i].bytes >= bytes &&
            (best == CAPTURES_MAX || buffers[i].bytes < buffers[best].bytes))
            best = i;
    }
    if (best == CAPTURES_MAX)
        return NULL;
    buffers[best].used = true;
    return buffers[best].at;
}

static uint8_t *use(unsigned i, uint8_t *at, uint32_t bytes)
{
    buffers[i].at = at;
    buffers[i].bytes = bytes;
    buffers[i].used = true;
    return at;
}

/* The place of the smallest that was given back, or of none yet. */
static unsigned smallest(void)
{
    unsigned best = CAPTURES_MAX;

    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (!buffers[i].used &&
            (best == CAPTURES_MAX || buffers[i].bytes < buffers[best].bytes))
            best = i;
    }
    return best;
}

/* New memory, as long as there is some left for others; where there is nothing
 * behind one that was given back, that one becomes larger. */
static uint8_t *buffer_new(uint32_t bytes)
{
    uint32_t room = memory_free();
    unsigned at = smallest();

    room = room < SPARE ? 0 : room - SPARE;
    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (buffers[i].at && !buffers[i].used &&
            bytes - buffers[i].bytes <= room &&
            memory_grow(buffers[i].at, buffers[i].bytes, bytes))
            return use(i, buffers[i].at, bytes);
    }
    return at == CAPTURES_MAX || room < bytes
               ? NULL : use(at, memory_reserve(bytes), bytes);
}

bool captures_buffer(struct captures_entry *e, uint32_t bytes,
                     uint16_t length, bool circular)
{
    uint8_t *at = buffer_again(bytes);

    if (!at)
        at = buffer_new(bytes);
    if (!at)
        return false;
    e->buffer = bytes;
    capture_begin(&e->capture, at, bytes, length, circular);
    return true;
}

/* Somebody may be amid its frames: they are gone, and no other capture that
 * stands here later has frames in their places. */
void captures_free(struct captures_entry *e)
{
    struct capture empty;

    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        if (e->buffer && buffers[i].at == e->capture.data)
            buffers[i].used = false;
    }
    capture_clear(&e->capture);
    empty = e->capture;
    memset(e, 0, sizeof *e);
    e->capture = empty;
    captures_apply();
}

/* --- frames ------------------------------------------------------------ */

bool captures_permit(int list, const uint8_t *frame, size_t n)
{
    return list >= 0 && n > ETHERNET && traffic_firewall() &&
           get_be16(frame + TYPE) == TYPE_IP &&
           firewall_matches(traffic_firewall(), (unsigned)list,
                            frame + ETHERNET, n - ETHERNET);
}

static void take(unsigned interface, bool sent, const uint8_t *frame,
                 size_t n)
{
    uint32_t seconds = 0, us = 0;

    (void)sent;
    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        struct captures_entry *e = &entries[i];

        if (!(e->interfaces & 1u << interface) || e->held ||
            (e->ethernet_type && (n < ETHERNET || e->ethernet_type !=
                                  get_be16(frame + TYPE))) ||
            (e->list[0] && !captures_permit(e->list_index, frame, n)))
            continue;
        if (!seconds)
            seconds = wallclock_exact(&us);
        capture_add(&e->capture, seconds, us, frame, n);
    }
}

void captures_apply(void)
{
    uint32_t interfaces = 0;

    for (unsigned i = 0; i < CAPTURES_MAX; i++) {
        interfaces |= entries[i].interfaces;
        entries[i].list_index =
            entries[i].list[0] ? rulework_list(&unit.config, entries[i].list)
                               : -1;
    }
    interfaces_tap(INTERFACES_TAP_CAPTURE, interfaces ? take : NULL);
}
