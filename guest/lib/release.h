/* SPDX-License-Identifier: GPL-2.0-or-later */
/* release.h - releases as numbers that compare: 6.2(1) is RELEASE(6, 2, 1). */
#ifndef GUEST_LIB_RELEASE_H
#define GUEST_LIB_RELEASE_H

#include <stdint.h>

#define RELEASE(major, minor, maintenance) \
    ((uint32_t)(major) << 16 | (uint32_t)(minor) << 8 | (uint32_t)(maintenance))

#endif
