/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libfuzzer.c - a target as libFuzzer wants it. */
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    fuzz_one(data, n);
    return 0;
}
