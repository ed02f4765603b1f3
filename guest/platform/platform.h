/* SPDX-License-Identifier: GPL-2.0-or-later */
/* platform.h - what software knows about each chassis: rows. */
#ifndef GUEST_PLATFORM_PLATFORM_H
#define GUEST_PLATFORM_PLATFORM_H

#include <stdint.h>

struct platform {
    const char *title; /* "PIX-525" */
    uint16_t strap;    /* docs/hardware.md */
    uint32_t since;    /* first release that knows it, as RELEASE() */
    const char *cpu;   /* where the processor can't say what it is */
    uint16_t mhz;
    uint8_t interfaces_r, interfaces_ur; /* physical ones, by licence */
    uint8_t logical_r, logical_ur;       /* and all, from 6.3 on */
    uint8_t limited_mbit; /* throughput "Limited"; 0: that is a label */
    const char *bios_flash;
    const char *bios_flash_size;
};

extern const struct platform platforms[]; /* ends without a title */

const struct platform *platform_find(uint16_t strap); /* NULL: unknown */

#endif
