/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uptime.c - see uptime.h. */
#include "guest/cli/uptime.h"

#include "guest/lib/format.h"

static const struct {
    uint32_t seconds;
    const char *name;
} units[] = {
    {86400, "day"},
    {3600, "hour"},
    {60, "min"},
    {1, "sec"},
};

enum { UNITS = sizeof units / sizeof units[0] };

void uptime_text(char *to, size_t n, uint32_t seconds)
{
    unsigned first = 0;
    uint32_t major, minor;

    while (first < UNITS - 1 && seconds < units[first].seconds)
        first++;
    major = seconds / units[first].seconds;
    if (first == UNITS - 1) {
        format(to, n, "%u sec%s", (unsigned)major, major == 1 ? "" : "s");
        return;
    }
    minor = seconds % units[first].seconds / units[first + 1].seconds;
    format(to, n, "%u %s%s %u %s%s", (unsigned)major, units[first].name,
           major == 1 ? "" : "s", (unsigned)minor, units[first + 1].name,
           minor == 1 ? "" : "s");
}
