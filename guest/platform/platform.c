/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * platform.c - see platform.h.
 *
 * The first releases are those whose notes began to list the chassis, as far
 * as is remembered.  The BIOS flash is the part that chassis has, as its
 * `show version` names it; ours has a ROM there.  What "Limited" means on the
 * smallest is what was said of their first licences, in Mbit/s.
 */
#include "guest/platform/platform.h"

#include <stddef.h>

#include "guest/lib/release.h"

const struct platform platforms[] = {
    {"PIX-501", 0x0501, RELEASE(6, 1, 1), "Am5x86", 133, 2, 2, 2, 2, 10,
     "E28F640J3", "128KB"},
    {"PIX-506", 0x0506, RELEASE(5, 1, 1), "Pentium", 200, 2, 2, 2, 2, 20,
     "AT29C257", "32KB"},
    {"PIX-506E", 0x1506, RELEASE(5, 1, 1), "Pentium II", 300, 2, 2, 2, 4, 20,
     "AM29F400B", "32KB"},
    {"PIX-510", 0x0510, RELEASE(4, 2, 1), "Pentium", 166, 2, 4, 2, 4, 0,
     "AT29C257", "32KB"},
    {"PIX-515", 0x0515, RELEASE(4, 4, 1), "Pentium", 200, 3, 6, 5, 10, 0,
     "AT29C257", "32KB"},
    {"PIX-515E", 0x1515, RELEASE(5, 1, 1), "Pentium II", 433, 3, 6, 5, 10, 0,
     "AM29F400B", "32KB"},
    {"PIX-520", 0x0520, RELEASE(4, 2, 1), "Pentium II", 350, 4, 6, 6, 10, 0,
     "AT29C257", "32KB"},
    {"PIX-525", 0x0525, RELEASE(5, 2, 1), "Pentium III", 600, 6, 8, 8, 12, 0,
     "AM29F400B", "32KB"},
    {"PIX-535", 0x0535, RELEASE(5, 3, 1), "Pentium III", 1000, 8, 10, 10, 24, 0,
     "DA28F320J5", "128KB"},
    {0},
};

const struct platform *platform_find(uint16_t strap)
{
    for (const struct platform *p = platforms; p->title; p++) {
        if (p->strap == strap)
            return p;
    }
    return NULL;
}
