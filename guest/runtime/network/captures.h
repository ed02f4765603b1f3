/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * captures.h - captures by name: which frames of which interfaces.
 *
 * Frames are taken as they come from the wire and as they go there: before and
 * behind translation, ARP and everything else included.  Captures are no part
 * of the configuration and end with a restart.
 */
#ifndef GUEST_RUNTIME_NETWORK_CAPTURES_H
#define GUEST_RUNTIME_NETWORK_CAPTURES_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/capture/capture.h"
#include "guest/firewall/rules.h"

enum {
    CAPTURES_MAX = 8,
    CAPTURES_NAME_MAX = 63,
    CAPTURES_BUFFER = 512 * 1024,
    CAPTURES_BUFFER_MIN = 1024,
    CAPTURES_BUFFER_MAX = 32 * 1024 * 1024,
    CAPTURES_LENGTH = 68,
};

struct captures_entry {
    char name[CAPTURES_NAME_MAX + 1];  /* "": a free place */
    char list[RULES_NAME_MAX + 1];     /* an access list; "": all frames */
    int list_index;                    /* -1: there is none of that name */
    uint32_t interfaces;               /* set of them */
    uint16_t ethernet_type;            /* 0: all */
    uint32_t buffer;                   /* bytes; 0: none yet */
    bool held;                         /* being copied: nothing is added */
    struct capture capture;
};

/* By name, which may differ in case; NULL: none. */
struct captures_entry *captures_find(const char *name);
/* A free place; NULL: none. */
struct captures_entry *captures_new(void);
struct captures_entry *captures_at(unsigned i);

/* Gives an entry its buffer; false: there is not that much memory. */
bool captures_buffer(struct captures_entry *, uint32_t bytes,
                     uint16_t length, bool circular);

/* Ends one; its memory is for the next. */
void captures_free(struct captures_entry *);

/* Entries or access lists are others now. */
void captures_apply(void);

/* Would the list permit the frame?  Frames without IP are in none. */
bool captures_permit(int list, const uint8_t *frame, size_t n);

#endif
