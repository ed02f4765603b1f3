/* SPDX-License-Identifier: GPL-2.0-or-later */
/* shadow.h - RAM in place of ROM at C0000h-DFFFFh. */
#ifndef BIOS_SHADOW_H
#define BIOS_SHADOW_H

#include <stdbool.h>
#include <stdint.h>

enum { SHADOW_FIRST = 0xc0000, SHADOW_END = 0xe0000 };

/* All of it readable and writable.  False: this board can't. */
bool shadow_open(void);

/* Up to `end` read only, the rest as after a reset. */
void shadow_close(uint32_t end);

#endif
