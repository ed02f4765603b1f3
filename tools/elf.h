/* SPDX-License-Identifier: GPL-2.0-or-later */
/* elf.h - the loadable part of a 32-bit i386 executable. */
#ifndef TOOLS_ELF_H
#define TOOLS_ELF_H

#include <stddef.h>
#include <stdint.h>

struct elf_program {
    uint8_t *bytes; /* g_malloc()ed */
    uint32_t n;     /* of them; what follows in memory is zero */
    uint32_t load_pa, memory_bytes, entry_pa;
};

/* NULL, or what is wrong with the file. */
const char *elf_flatten(const uint8_t *file, size_t n,
                        struct elf_program *out);

#endif
