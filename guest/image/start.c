/* SPDX-License-Identifier: GPL-2.0-or-later */
/* start.c - puts a program of an image where it runs and goes there. */
#include "guest/image/boot.h"

#include "guest/image/image.h"
#include "guest/lib/string.h"

void boot_start(const struct image_program *program,
                const struct boot_info *info)
{
    /* Copied first: the header may lie where the program goes. */
    struct image_program p = *program;
    uint8_t *to = (uint8_t *)(uintptr_t)p.load_pa;
    const uint8_t *file = (const uint8_t *)(uintptr_t)info->file_pa;

    memmove(to, file + p.offset, p.bytes);
    memset(to + p.bytes, 0, p.memory_bytes - p.bytes);
    __asm__ volatile("jmp *%0"
                     :
                     : "r"(p.entry_pa), "a"(BOOT_MAGIC), "b"(info)
                     : "memory");
    __builtin_unreachable();
}
