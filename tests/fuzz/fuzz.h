/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz.h - what a fuzz target is made of.
 *
 * A target is one file fuzz_X.c with fuzz_one(): bytes in, and whatever they
 * mean, no crash, no endless loop, nothing a sanitizer sees.  It is linked
 * twice: with libFuzzer by `make fuzz`, and with replay.c by `make check`,
 * which feeds it tests/fuzz/corpus/X.hex and bytes that look like those.
 */
#ifndef PIXEMU_TESTS_FUZZ_H
#define PIXEMU_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The target. */
void fuzz_one(const uint8_t *data, size_t n);

/* The bytes that are left; zeros behind their end. */
struct feed {
    const uint8_t *at;
    size_t left;
};

static inline uint8_t feed8(struct feed *f)
{
    if (!f->left)
        return 0;
    f->left--;
    return *f->at++;
}

static inline uint32_t feed32(struct feed *f)
{
    uint32_t val = 0;

    for (unsigned i = 0; i < 4; i++)
        val |= (uint32_t)feed8(f) << (8 * i);
    return val;
}

#endif
