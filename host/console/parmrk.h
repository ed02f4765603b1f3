/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parmrk.h - what a serial port set to PARMRK reads as: termios(3), FFh 00h 00h
 * for a BREAK, FFh 00h X for a character X with an error, FFh FFh for FFh.
 */
#ifndef PIXEMU_HOST_CONSOLE_PARMRK_H
#define PIXEMU_HOST_CONSOLE_PARMRK_H

#include <stdint.h>

struct parmrk {
    unsigned seen; /* of a mark, bytes */
};

enum parmrk_what { PARMRK_MORE, PARMRK_BYTE, PARMRK_GARBLED, PARMRK_BREAK };

enum parmrk_what parmrk_byte(struct parmrk *, uint8_t byte);

#endif
