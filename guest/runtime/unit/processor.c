/* SPDX-License-Identifier: GPL-2.0-or-later */
/* processor.c - asks the processor and measures it. */
#include "guest/runtime/unit/processor.h"

#include <stdbool.h>

#include "guest/i386/cpu.h"
#include "guest/lib/format.h"
#include "guest/runtime/unit/clock.h"

enum { TRIES = 8, WINDOWS = 2, WINDOW_US = 60000 };

struct moment {
    uint64_t stamp, counts;
};

/* Both clocks at one moment: the try that took least time is believed. */
static struct moment look(void)
{
    struct moment best = {0};
    uint64_t least = UINT64_MAX;

    for (int i = 0; i < TRIES; i++) {
        uint64_t before = clock_now(), stamp = cpu_tsc();
        uint64_t took = clock_now() - before;

        if (took < least) {
            least = took;
            best.stamp = stamp;
            best.counts = before + took / 2;
        }
    }
    return best;
}

/* A tick that could not be delivered before the next one is lost, and the
 * processor seems faster than it is: the slower result is the right one. */
static unsigned measure(unsigned expected)
{
    unsigned mhz = UINT32_MAX;

    for (int i = 0; i < WINDOWS; i++) {
        struct moment a = look(), b;
        unsigned seen;

        clock_rest(WINDOW_US);
        b = look();
        seen = processor_mhz(b.stamp - a.stamp, b.counts - a.counts,
                             expected);
        if (seen < mhz)
            mhz = seen;
    }
    return mhz;
}

void processor_text(char *to, size_t n, const struct platform *p)
{
    const char *name = p ? p->cpu : "unknown";
    unsigned mhz = p ? p->mhz : 0;
    struct cpuid id;

    if (cpu_id(1, &id)) {
        const char *known = processor_name(id.eax);

        /* A 486 does not tell of which make it is; the board does. */
        if (known && (id.eax >> 8 & 15) > 4)
            name = known;
        if (id.edx & CPUID1_EDX_TSC)
            mhz = measure(mhz);
    }
    if (mhz)
        format(to, n, "%s %u MHz", name, mhz);
    else
        format(to, n, "%s", name);
}
