/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trace.c - what goes on in the machine, as lines; see trace.h. */
#include "machine/trace.h"

#include <glib.h>
#include <string.h>

enum { NS_PER_S = 1000000000 };

const struct trace_row trace_rows[TRACE_KINDS] = {
    [TRACE_NIC] = {"nic", "Ethernet controllers: commands, frames, resets",
                   {"nic"}},
    [TRACE_FLASH] = {"flash", "what is programmed and erased", {"flash"}},
    [TRACE_FLOPPY] = {"floppy", "commands and results of the diskette drive",
                      {"fdc"}},
    [TRACE_PCI] = {"pci", "configuration writes, windows",
                   {"host-bridge", "isa-bridge", "bridge"}},
    [TRACE_IRQ] = {"irq", "interrupt lines, vectors taken", {NULL}},
    [TRACE_DMA] = {"dma", "what chips read and write in memory", {NULL}},
    [TRACE_UART] = {"uart", "serial ports: characters, settings",
                    {"console", "failover"}},
    [TRACE_TIMER] = {"timer", "what the timer is told", {"pit"}},
    [TRACE_POWER] = {"power", "power, reset, pause, triple faults",
                     {"supervisor"}},
    [TRACE_GUEST] = {"guest", "what no data sheet allows", {NULL}},
    [TRACE_IO] = {"io", "every access to a register of any chip", {NULL}},
    [TRACE_NET] = {"net", "frames on segments", {NULL}},
};

static bool is_of(const char *id, const char *chip)
{
    size_t n = strlen(chip);

    return !strncmp(id, chip, n) && (!id[n] || g_ascii_isdigit(id[n]));
}

bool trace_has_chip(const struct trace *t, const char *id)
{
    for (unsigned kind = 0; kind < TRACE_KINDS; kind++)
        for (const char *const *chip = trace_rows[kind].chips; *chip; chip++)
            if (trace_has(t, kind) && is_of(id, *chip))
                return true;
    return false;
}

void trace_say(const struct trace *t, uint64_t now_ns, const char *unit,
               const char *part, const char *fmt, va_list ap)
{
    g_autofree char *text = g_strdup_vprintf(fmt, ap);
    g_autofree char *line = g_strdup_printf(
        "%u.%09u %s %s: %s", (unsigned)(now_ns / NS_PER_S),
        (unsigned)(now_ns % NS_PER_S), unit, part, text);

    t->line(t->far, line);
}
