/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ether_crc.c - CRC-32 of IEEE 802.3, 3.2.8, bit by bit: it is needed for
 * multicast lists, frames that carry their own CRC, and CRC transfer only.
 */
#include "devices/nic-i8255x/ether_crc.h"

/* The register of 3.2.8 with its bits in reverse: bit 31 of the text is bit 0
 * here. */
static uint32_t crc_register(const uint8_t *p, size_t n)
{
    uint32_t crc = UINT32_MAX;

    while (n--) {
        crc ^= *p++;
        for (unsigned i = 0; i < 8; i++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
    }
    return crc;
}

uint32_t ether_crc(const uint8_t *frame, size_t n)
{
    return ~crc_register(frame, n);
}

unsigned ether_hash(const uint8_t address[6])
{
    uint32_t crc = crc_register(address, 6);
    unsigned hash = 0;

    for (unsigned bit = 7; bit >= 2; bit--)
        hash = hash << 1 | (crc >> (31 - bit) & 1);
    return hash;
}
