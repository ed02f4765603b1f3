/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * boot.h - what one program of the guest tells the next one.
 *
 * A program is entered in 32-bit protected mode: flat segments, paging and
 * interrupts off, A20 on, EAX = BOOT_MAGIC, EBX = physical address of a
 * struct boot_info, which it copies before it uses memory.  Every device is
 * idle; interrupt controllers are masked.
 *
 * Memory at that time (physical):
 *   00000000-0009FFFF  the BIOS: its data, stack and this structure
 *   00100000-005FFFFF  the file as it came, unaltered
 *   00600000-006FFFFF  the loader's; once a runtime has read the header, files
 *                      that it fetches go into both
 *   00700000-end       the runtime's
 *   01000000-01FFFFFF  the file, if it was fetched and there are 32 MiB
 */
#ifndef GUEST_IMAGE_BOOT_H
#define GUEST_IMAGE_BOOT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BOOT_MAGIC = 0x50584249, /* "IBXP" */
    BOOT_FILE_PA = 0x00100000,
    BOOT_FILE_MAX = 0x00500000,
    BOOT_FAR_FILE_PA = 0x01000000,
    BOOT_FAR_FILE_MAX = 0x01000000,
    BOOT_LOADER_PA = 0x00600000,
    BOOT_RUNTIME_PA = 0x00700000,
};

enum boot_source {
    BOOT_FROM_FLASH = 1,
    BOOT_FROM_NETWORK = 2,
    BOOT_FROM_DISKETTE = 3,
};

struct boot_info {
    uint32_t magic;
    uint32_t source;      /* enum boot_source: where the file came from */
    uint32_t file_pa;     /* the file in memory */
    uint32_t file_bytes;
    uint32_t ram_bytes;   /* all of it, from address 0 */
    uint32_t strap;       /* board strap, FFFFh: unknown board */
    uint32_t reserved[10];
};

/* Where a file goes that is fetched, and how long it may be: the largest that
 * any flash holds, where there is memory for it. */
struct boot_place {
    uint8_t *file;
    uint32_t room;
};

static inline struct boot_place boot_place(uint32_t ram_bytes)
{
    bool is_far = ram_bytes >= BOOT_FAR_FILE_PA + BOOT_FAR_FILE_MAX;

    return is_far
        ? (struct boot_place){ (uint8_t *)BOOT_FAR_FILE_PA, BOOT_FAR_FILE_MAX }
        : (struct boot_place){ (uint8_t *)BOOT_FILE_PA, BOOT_FILE_MAX };
}

/* Loads `program` of the file at info->file_pa to where it belongs and enters
 * it.  Does not return.  Interrupts must be off.  (guest/image/start.c) */
struct image_program;
void boot_start(const struct image_program *program,
                const struct boot_info *info) __attribute__((noreturn));

#endif
