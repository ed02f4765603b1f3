/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit.h - this firewall: what the runtime found out when it began. */
#ifndef GUEST_RUNTIME_UNIT_UNIT_H
#define GUEST_RUNTIME_UNIT_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/cli/cli.h"
#include "guest/config/config.h"
#include "guest/drivers/flashcard.h"
#include "guest/flashfs/flashfs.h"
#include "guest/image/boot.h"
#include "guest/image/image.h"
#include "guest/licence/licence.h"
#include "guest/platform/platform.h"

struct unit {
    struct boot_info boot;
    struct image image; /* the header of the running file */
    uint32_t release;   /* as RELEASE() */
    const struct platform *platform; /* NULL: no PIX board */
    char processor[48];

    bool has_card;
    struct flashcard card;
    struct flashfs fs;   /* its layout may be an earlier release's */
    uint32_t was_layout; /* generation that flash had until this start; 0: it
                            has not changed */
    bool lost_in_layout; /* something damaged was not carried over by that */

    bool has_key; /* a valid one; else the words are zero */
    bool key_too_new; /* there is one, for later releases */
    uint32_t key[4];
    struct licence licence; /* what the running key gives */

    struct config config;
    struct cli_unit cli;
};

extern struct unit unit;

/* Reads the header of the file in memory; false: there is none. */
bool unit_setup(const struct boot_info *);

/* Asks board, processor and flash.  On a thread: it waits. */
void unit_look_around(void);

/* Flash is one user's at a time; begin waits for the others.  Ticks are fine
 * in between. */
void unit_flash_begin(void);
void unit_flash_end(void);

/* Has flash the layout of a release that this one does not know? */
bool unit_flash_is_later(void);

/* Does flash hold the image that runs?  Read anew each time. */
bool unit_runs_flash_image(void);

/* "PIX-525", or that nobody knows. */
const char *unit_platform_title(void);

/* Does anybody have it now? */
bool unit_flash_is_used(void);

#endif
