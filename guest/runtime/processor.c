/* SPDX-License-Identifier: GPL-2.0-or-later */
/* processor.c - asks the processor and measures it. */
#include "guest/runtime/processor.h"

#include <stdbool.h>

#include "guest/i386/cpu.h"
#include "guest/lib/format.h"
#include "guest/runtime/clock.h"

enum { TRIES = 8, CLOSE_COUNTS = 24, WINDOW_US = 100000 };

struct moment {
    uint64_t stamp, counts;
};

/* Both clocks at one moment: read again when something came between. */
static struct moment look(void)
{
    struct moment m = {0};

    for (int i = 0; i < TRIES; i++) {
        uint64_t before = clock_now();

        m.stamp = cpu_tsc();
        m.counts = clock_now();
        if (m.counts - before <= CLOSE_COUNTS)
            break;
    }
    return m;
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
        if (id.edx & CPUID1_EDX_TSC) {
            struct moment a = look(), b;

            clock_rest(WINDOW_US);
            b = look();
            mhz = processor_mhz(b.stamp - a.stamp, b.counts - a.counts, mhz);
        }
    }
    if (mhz)
        format(to, n, "%s %u MHz", name, mhz);
    else
        format(to, n, "%s", name);
}
