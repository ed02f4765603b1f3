/* SPDX-License-Identifier: GPL-2.0-or-later */
/* frames.h - the guest's side of the frame rows. */
#ifndef TESTS_BENCH_GUEST_FRAMES_H
#define TESTS_BENCH_GUEST_FRAMES_H

#include "guest/netboot/net.h"

void frames_serve(struct netif *) __attribute__((noreturn));

#endif
