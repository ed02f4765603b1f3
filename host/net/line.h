/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * line.h - a bad line for practice: ,loss=5% and ,delay=20ms of any PORT.
 *
 * Delay is virtual time and the same for every frame, so frames keep their
 * order.  Losses come from a sequence of its own a line, the same in every
 * run with the same seed.
 */
#ifndef PIXEMU_HOST_NET_LINE_H
#define PIXEMU_HOST_NET_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "machine/loop.h"

struct line;

struct line_settings {
    uint32_t loss_ppm; /* of the frames in each direction */
    uint64_t delay_ns; /* in each direction */
    uint64_t seed;     /* another one loses other frames */
};

enum line_way { LINE_IN, LINE_OUT }; /* seen from the switch */

struct line_ends {
    void *far;
    void (*in)(void *far, const uint8_t *frame, size_t n);
    void (*out)(void *far, const uint8_t *frame, size_t n);
};

/* How many bytes may be under way; more are lost. */
enum { LINE_BYTES = 4 << 20 };

static inline bool line_impairs(const struct line_settings *s)
{
    return s->loss_ppm || s->delay_ns;
}

/* The text after loss= or delay=; false with *why set. */
bool line_set_loss(struct line_settings *, const char *value, char **why);
bool line_set_delay(struct line_settings *, const char *value, char **why);

/* `number` tells lines with the same settings apart. */
struct line *line_new(struct loop *, const struct line_settings *,
                      uint64_t number, const struct line_ends *);
/* What is under way is lost.  NULL is no line. */
void line_free(struct line *);
void line_send(struct line *, enum line_way, const uint8_t *frame, size_t n);

#endif
