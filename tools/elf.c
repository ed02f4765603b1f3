/* SPDX-License-Identifier: GPL-2.0-or-later */
/* elf.c - flattens the loadable segments of an ELF file; see elf.h. */
#include "tools/elf.h"

#include <elf.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { MEMORY_MAX = 64 << 20 };

/* The n-th loadable segment, false if there is none. */
static bool segment(const uint8_t *file, const Elf32_Ehdr *h, unsigned n,
                    Elf32_Phdr *p)
{
    for (unsigned i = 0; i < h->e_phnum; i++) {
        memcpy(p, file + h->e_phoff + i * sizeof *p, sizeof *p);
        if (p->p_type == PT_LOAD && p->p_memsz > 0 && n-- == 0)
            return true;
    }
    return false;
}

static const char *check_header(const uint8_t *file, size_t n, Elf32_Ehdr *h)
{
    if (n < sizeof *h || memcmp(file, ELFMAG, SELFMAG) != 0)
        return "not an ELF file";
    memcpy(h, file, sizeof *h);
    if (h->e_ident[EI_CLASS] != ELFCLASS32 || h->e_machine != EM_386 ||
        h->e_type != ET_EXEC)
        return "not a 32-bit i386 executable";
    if (h->e_phentsize != sizeof(Elf32_Phdr) || h->e_phoff > n ||
        (size_t)h->e_phnum * sizeof(Elf32_Phdr) > n - h->e_phoff)
        return "its program headers lie outside the file";
    return NULL;
}

/* From the lowest address to the highest one that has contents and the
 * highest one at all. */
static const char *measure(const uint8_t *file, size_t n, const Elf32_Ehdr *h,
                           struct elf_program *out)
{
    uint64_t low = UINT32_MAX, contents = 0, high = 0;
    Elf32_Phdr p;

    for (unsigned i = 0; segment(file, h, i, &p); i++) {
        if (p.p_offset > n || p.p_filesz > n - p.p_offset ||
            p.p_filesz > p.p_memsz)
            return "a segment lies outside the file";
        low = MIN(low, p.p_paddr);
        if (p.p_filesz)
            contents = MAX(contents, (uint64_t)p.p_paddr + p.p_filesz);
        high = MAX(high, (uint64_t)p.p_paddr + p.p_memsz);
    }
    if (contents == 0)
        return "nothing in it is loaded";
    if (high - low > MEMORY_MAX || high > UINT32_MAX)
        return "its segments are too far apart";
    out->load_pa = (uint32_t)low;
    out->n = (uint32_t)(contents - low);
    out->memory_bytes = (uint32_t)(high - low);
    return NULL;
}

const char *elf_flatten(const uint8_t *file, size_t n,
                        struct elf_program *out)
{
    Elf32_Ehdr h;
    Elf32_Phdr p;
    const char *wrong = check_header(file, n, &h);

    if (!wrong)
        wrong = measure(file, n, &h, out);
    if (wrong)
        return wrong;
    if (h.e_entry - out->load_pa >= out->n)
        return "its entry lies outside of it";
    out->entry_pa = h.e_entry;
    out->bytes = g_malloc0(out->n);
    for (unsigned i = 0; segment(file, &h, i, &p); i++)
        if (p.p_filesz)
            memcpy(out->bytes + (p.p_paddr - out->load_pa),
                   file + p.p_offset, p.p_filesz);
    return NULL;
}
