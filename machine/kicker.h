/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kicker.h - ends a processor slice that has run long enough.
 *
 * An armed kicker calls kick() on the thread that made it, from a signal
 * handler: first after the given time, then every millisecond (a kick may be
 * lost, cpu.h) until it is disarmed.
 */
#ifndef PIXEMU_MACHINE_KICKER_H
#define PIXEMU_MACHINE_KICKER_H

#include <stdbool.h>
#include <stdint.h>

struct kicker;

/* NULL, with errno set, when the system gives no timer. */
struct kicker *kicker_new(void (*kick)(void *far), void *far);
void kicker_free(struct kicker *);

/* Sooner than it was armed for: moves it.  Later: leaves it. */
void kicker_arm(struct kicker *, uint64_t after_ns);
void kicker_disarm(struct kicker *);

#endif
