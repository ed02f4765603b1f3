/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crc32.h - the cyclic redundancy check of IEEE 802.3, reflected. */
#ifndef GUEST_LIB_CRC32_H
#define GUEST_LIB_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Begin with crc = 0; feed the result back in for the next piece. */
uint32_t crc32(uint32_t crc, const void *data, size_t n);

#endif
