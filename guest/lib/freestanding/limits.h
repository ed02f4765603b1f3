/* SPDX-License-Identifier: GPL-2.0-or-later */
/* limits.h - what BearSSL uses of it, in the guest. */
#ifndef GUEST_LIB_FREESTANDING_LIMITS_H
#define GUEST_LIB_FREESTANDING_LIMITS_H

#define CHAR_BIT 8
#define INT_MAX 0x7fffffff
#define UINT_MAX 0xffffffffu
#define LONG_MAX 0x7fffffffl
#define ULONG_MAX 0xfffffffful

#endif
