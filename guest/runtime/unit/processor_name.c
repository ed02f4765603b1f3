/* SPDX-License-Identifier: GPL-2.0-or-later */
/* processor_name.c - names and rates; Intel AP-485, CPUID signatures. */
#include "guest/runtime/unit/processor.h"

#include "guest/i386/pit.h"

const char *processor_name(uint32_t signature)
{
    unsigned family = signature >> 8 & 15, model = signature >> 4 & 15;

    if (family == 4)
        return "486";
    if (family == 5)
        return "Pentium";
    if (family != 6)
        return NULL;
    if (model < 3)
        return "Pentium Pro";
    return model < 7 ? "Pentium II" : "Pentium III";
}

unsigned processor_mhz(uint64_t stamps, uint64_t counts, unsigned expected)
{
    uint64_t hz, mhz;

    if (counts == 0)
        return expected;
    hz = stamps * PIT_HZ / counts;
    mhz = (hz + 500000) / 1000000;
    if (mhz * 100 >= expected * 98u && mhz * 100 <= expected * 102u)
        return expected;
    return (unsigned)mhz;
}
