/* SPDX-License-Identifier: GPL-2.0-or-later */
/* begin.c - see program.h. */
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/restart.h"
#include "guest/program/program.h"

void program_begin(struct boot_info *to, uint32_t magic,
                   const struct boot_info *info)
{
    *to = *info;
    if (magic != BOOT_MAGIC || to->magic != BOOT_MAGIC)
        restart();
    cpu_flat_segments();
    interrupt_setup();
}
