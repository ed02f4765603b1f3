/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memory.h - memory behind the program, given out once and never back. */
#ifndef GUEST_RUNTIME_UNIT_MEMORY_H
#define GUEST_RUNTIME_UNIT_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

void memory_setup(uint32_t ram_bytes);

/* Zeroed and aligned to 16; NULL: there is not that much left. */
void *memory_take(uint32_t n);
/* The same, but with anything in it. */
void *memory_reserve(uint32_t n);

/* What was given out last, n bytes, becomes `more`; false: it was not the last,
 * or there is not that much left. */
bool memory_grow(const void *, uint32_t n, uint32_t more);

/* All there is from address 0 on, and what nobody has taken. */
uint32_t memory_total(void);
uint32_t memory_free(void);

#endif
