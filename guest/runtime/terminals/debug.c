/* SPDX-License-Identifier: GPL-2.0-or-later */
/* debug.c - see debug.h. */
#include "guest/runtime/terminals/debug.h"

#include <stdarg.h>
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/i386/cpu.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/terminals/remote.h"
#include "guest/runtime/unit/strings.h"
#include "guest/threads/thread.h"

enum { STACK_BYTES = 8192, RING = 8192, LINE = 160 };

/* "debug GROUP OPTION".  Where one begins another, it comes first. */
static const struct {
    const char *group, *option;
    uint32_t since;
} kinds[DEBUG_KINDS] = {
    [DEBUG_FOVER_CABLE] = {"fover", "cable", 0},
    [DEBUG_FOVER_FAIL] = {"fover", "fail", 0},
    [DEBUG_FOVER_FMSG] = {"fover", "fmsg", 0},
    [DEBUG_FOVER_GET] = {"fover", "get", 0},
    [DEBUG_FOVER_IFC] = {"fover", "ifc", 0},
    [DEBUG_FOVER_LANCMD] = {"fover", "lancmd", RELEASE(6, 2, 0)},
    [DEBUG_FOVER_LANRETX] = {"fover", "lanretx", RELEASE(6, 2, 0)},
    [DEBUG_FOVER_LANRX] = {"fover", "lanrx", RELEASE(6, 2, 0)},
    [DEBUG_FOVER_LANTX] = {"fover", "lantx", RELEASE(6, 2, 0)},
    [DEBUG_FOVER_OPEN] = {"fover", "open", 0},
    [DEBUG_FOVER_PUT] = {"fover", "put", 0},
    [DEBUG_FOVER_RX] = {"fover", "rx", 0},
    [DEBUG_FOVER_RXDMP] = {"fover", "rxdmp", 0},
    [DEBUG_FOVER_RXIP] = {"fover", "rxip", 0},
    [DEBUG_FOVER_SWITCH] = {"fover", "switch", 0},
    [DEBUG_FOVER_TX] = {"fover", "tx", 0},
    [DEBUG_FOVER_TXDMP] = {"fover", "txdmp", 0},
    [DEBUG_FOVER_TXIP] = {"fover", "txip", 0},
    [DEBUG_FOVER_VERIFY] = {"fover", "verify", 0},
    [DEBUG_ICMP_TRACE] = {"icmp", "trace", 0},
    [DEBUG_PACKET] = {"packet", "", 0},
    [DEBUG_DHCPD_EVENT] = {"dhcpd", "event", 0},
    [DEBUG_DHCPD_PACKET] = {"dhcpd", "packet", 0},
};

static bool on[DEBUG_KINDS];
static const char *given[DEBUG_KINDS]; /* words in place of the option */
static char ring[RING]; /* lines, each with its '\n' */
static uint32_t in, out;
static unsigned lost; /* lines, since the last that found room */
static struct event event;
static struct thread thread;
static uint8_t stack[STACK_BYTES] __attribute__((aligned(16)));

/* --- lines ------------------------------------------------------------- */

bool debug_is_on(enum debug_kind kind)
{
    return on[kind];
}

void debug_switch(enum debug_kind kind, bool switch_on, const char *words)
{
    on[kind] = switch_on;
    given[kind] = words;
}

static void keep(const char *line)
{
    size_t n = strlen(line);

    if (n >= RING - (in - out)) {
        lost++;
        return;
    }
    for (size_t i = 0; i < n; i++)
        ring[in++ % RING] = line[i];
    ring[in++ % RING] = '\n';
    thread_signal(&event);
}

void debug_printf(enum debug_kind kind, const char *fmt, ...)
{
    char line[LINE];
    va_list ap;

    if (!on[kind])
        return;
    va_start(ap, fmt);
    format_v(line, sizeof line, fmt, ap);
    va_end(ap);
    keep(line);
}

static void take(char line[LINE])
{
    unsigned n = 0;
    char c;

    while ((c = ring[out++ % RING]) != '\n')
        line[n++] = c;
    line[n] = '\0';
}

static void show(const char *line)
{
    if (!remote_trace(line))
        console_tell(line);
}

static void run(void *far)
{
    char line[LINE];

    (void)far;
    for (;;) {
        uint32_t flags = cpu_save();

        while (in == out)
            thread_wait(&event, THREAD_FOREVER);
        cpu_restore(flags);
        take(line);
        show(line);
        if (lost && in == out) {
            format(line, sizeof line, STR_DEBUG_LOST, lost);
            lost = 0;
            show(line);
        }
    }
}

void debug_start(void)
{
    thread_start(&thread, "debug", run, NULL, stack, sizeof stack);
}

/* --- commands ---------------------------------------------------------- */

/* The kind that a row and its option mean; DEBUG_KINDS: none. */
static enum debug_kind find(struct cli *cli, const char *option)
{
    const char *group = strrchr(cli->row->words, ' ') + 1;
    unsigned i = 0;

    while (i < DEBUG_KINDS && (strcmp(kinds[i].group, group) != 0 ||
                               cli->unit->release < kinds[i].since ||
                               !cli_abbreviates(option, kinds[i].option)))
        i++;
    if (i == DEBUG_KINDS)
        cli_usage(cli, cli->row->words, (unsigned)strlen(cli->row->words));
    return i;
}

static void debug(struct cli *cli, int argc, char **argv)
{
    enum debug_kind kind = find(cli, argv[0]);

    (void)argc;
    if (kind != DEBUG_KINDS)
        on[kind] = cli->row->words[0] != 'n';
}

static void undebug_all(struct cli *cli, int argc, char **argv)
{
    (void)cli, (void)argc, (void)argv;
    memset(on, 0, sizeof on);
}

static void show_debug(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    for (unsigned i = 0; i < DEBUG_KINDS; i++) {
        if (on[i])
            cli_printf(cli, "debug %s %s\n", kinds[i].group,
                       given[i] ? given[i] : kinds[i].option);
    }
}

#define FOVER \
    "cable|fail|fmsg|get|ifc|lancmd|lanretx|lanrx|lantx|open|put|rx|rxdmp|" \
    "rxip|switch|tx|txdmp|txip|verify"

const struct command debug_commands[] = {
    {"debug", "", "Show what happens while it happens", CLI_PRIVILEGED,
     .run = NULL},
    {"debug dhcpd", "event|packet", "What the DHCP server does",
     CLI_PRIVILEGED, .since = RELEASE(5, 2, 0), .min_args = 1, .max_args = 1,
     .run = debug},
    {"debug fover", FOVER, "What the units of a pair do", CLI_PRIVILEGED,
     .min_args = 1, .max_args = 1, .run = debug},
    {"debug icmp", "trace", "Pings that pass or come here", CLI_PRIVILEGED,
     .min_args = 1, .max_args = 1, .run = debug},
    {"no debug all", "", "Show nothing of it any more", CLI_PRIVILEGED,
     .run = undebug_all},
    {"no debug dhcpd", "event|packet", "No longer", CLI_PRIVILEGED,
     .since = RELEASE(5, 2, 0), .min_args = 1, .max_args = 1, .run = debug},
    {"no debug fover", FOVER, "No longer", CLI_PRIVILEGED, .min_args = 1,
     .max_args = 1, .run = debug},
    {"no debug icmp", "trace", "No longer", CLI_PRIVILEGED, .min_args = 1,
     .max_args = 1, .run = debug},
    {"show debug", "", "What is shown while it happens", CLI_PRIVILEGED,
     .run = show_debug},
    {"undebug", "", "Show nothing of it any more", CLI_PRIVILEGED,
     .run = NULL},
    {"undebug all", "", "Show nothing of it any more", CLI_PRIVILEGED,
     .run = undebug_all},
    {0},
};
