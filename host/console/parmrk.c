/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parmrk.c - what a serial port set to PARMRK reads as; see parmrk.h. */
#include "host/console/parmrk.h"

enum parmrk_what parmrk_byte(struct parmrk *p, uint8_t byte)
{
    switch (p->seen) {
    case 0:
        p->seen = byte == 0xff;
        return byte == 0xff ? PARMRK_MORE : PARMRK_BYTE;
    case 1:
        p->seen = byte ? 0 : 2;
        return byte ? PARMRK_BYTE : PARMRK_MORE;
    default:
        p->seen = 0;
        return byte ? PARMRK_GARBLED : PARMRK_BREAK;
    }
}
