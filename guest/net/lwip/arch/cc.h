/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cc.h - what lwIP wants to know of compiler and processor. */
#ifndef GUEST_NET_LWIP_ARCH_CC_H
#define GUEST_NET_LWIP_ARCH_CC_H

#include <stdint.h>

#include "guest/net/lwip/hooks.h"

#define BYTE_ORDER LITTLE_ENDIAN
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_CTYPE_H 1
#if !__STDC_HOSTED__
#define LWIP_NO_UNISTD_H 1
#define LWIP_NO_LIMITS_H 1
#endif
#define X8_F "02x"
#define U16_F "u"
#define S16_F "d"
#define X16_F "x"
#define U32_F "u"
#define S32_F "d"
#define X32_F "x"
#define SZT_F "zu"

#define PACK_STRUCT_BEGIN
#define PACK_STRUCT_STRUCT __attribute__((packed))
#define PACK_STRUCT_END
#define PACK_STRUCT_FIELD(x) x

/* An exception, and so the panic's lines and a restart. */
#define LWIP_PLATFORM_ASSERT(x) __builtin_trap()
#define LWIP_PLATFORM_DIAG(x) do { } while (0)
#define LWIP_RAND() stack_random()

#endif
