/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ether_crc.h - the frame check sequence of IEEE 802.3, 3.2.8, and what the
 * chip takes from it to hash multicast addresses.
 */
#ifndef PIXEMU_DEVICES_NIC_I8255X_ETHER_CRC_H
#define PIXEMU_DEVICES_NIC_I8255X_ETHER_CRC_H

#include <stddef.h>
#include <stdint.h>

/* As sent: the four bytes follow the frame low byte first. */
uint32_t ether_crc(const uint8_t *frame, size_t n);

/* One of 64: bits 7 to 2 of the CRC register after the six bytes. */
unsigned ether_hash(const uint8_t address[6]);

#endif
