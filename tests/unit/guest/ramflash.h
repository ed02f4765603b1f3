/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ramflash.h - flash in memory for tests of guest/flashfs.
 *
 * It can lose its power at any half of any program cycle, as the AT29C040A
 * does: the first half of the sector erased, then written, then all of it.  In
 * blocks, as the 28F640J5 does: half of a buffer, or of a block that is erased.
 */
#ifndef PIXEMU_TESTS_RAMFLASH_H
#define PIXEMU_TESTS_RAMFLASH_H

#include "guest/flashfs/flashfs.h"

enum { RAMFLASH_ALWAYS = 1 << 30 };

struct ramflash {
    struct flash flash;
    uint8_t *array;
    int steps_left; /* three a cycle, two of the 28F640J5; the supply fails
                       at 0 */
    int loaded;     /* > 0: the load of the last sector was held up, so many
                       of its bytes got in */
    unsigned programs;
};
extern struct ramflash ramflash;

/* Blank, and powered for ever. */
void ramflash_setup(uint32_t bytes);
void ramflash_setup_blocks(uint32_t bytes); /* of 128 KiB */
/* Steps there were since steps_left was RAMFLASH_ALWAYS. */
int ramflash_steps(void);
void ramflash_teardown(void);
enum flashfs_status ramflash_open(struct flashfs *);

/* Contents that follow from a letter and a length. */
char *text_of(char c, uint32_t n);
void set_text(struct flashfs *, enum flashfs_file, char c, uint32_t n);
bool holds(struct flashfs *, enum flashfs_file, char c, uint32_t n);
enum flashfs_status status_of(struct flashfs *, enum flashfs_file);

/* A file of n bytes that image_verify() likes, for g_free(). */
uint8_t *make_image(uint32_t n);
/* Different contents for each variety. */
uint8_t *make_image_of(uint32_t n, unsigned variety);

#endif
