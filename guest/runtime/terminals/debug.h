/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * debug.h - what people ask to be shown while it happens: debug, undebug.
 *
 * There is one set of kinds for the whole unit, whoever switched them, and
 * nothing of it is saved.  Lines come to the first Telnet session, or to the
 * console when there is none (the manuals' Trace Channel).
 */
#ifndef GUEST_RUNTIME_TERMINALS_DEBUG_H
#define GUEST_RUNTIME_TERMINALS_DEBUG_H

#include <stdbool.h>

#include "guest/cli/command.h"

/* Their words and releases: the table in debug.c. */
enum debug_kind {
    DEBUG_FOVER_CABLE,
    DEBUG_FOVER_FAIL,
    DEBUG_FOVER_FMSG,
    DEBUG_FOVER_GET,
    DEBUG_FOVER_IFC,
    DEBUG_FOVER_LANCMD,
    DEBUG_FOVER_LANRETX,
    DEBUG_FOVER_LANRX,
    DEBUG_FOVER_LANTX,
    DEBUG_FOVER_OPEN,
    DEBUG_FOVER_PUT,
    DEBUG_FOVER_RX,
    DEBUG_FOVER_RXDMP,
    DEBUG_FOVER_RXIP,
    DEBUG_FOVER_SWITCH,
    DEBUG_FOVER_TX,
    DEBUG_FOVER_TXDMP,
    DEBUG_FOVER_TXIP,
    DEBUG_FOVER_VERIFY,
    DEBUG_ICMP_TRACE,
    DEBUG_PACKET,
    DEBUG_DHCPD_EVENT,
    DEBUG_DHCPD_PACKET,
    DEBUG_KINDS,
};

bool debug_is_on(enum debug_kind);

/* For a kind with a row elsewhere; words, which stay the caller's, are what
 * `show debug` prints of it. */
void debug_switch(enum debug_kind, bool on, const char *words);

/* A line, without its end, if the kind is on.  Not for interrupt handlers.
 * Never waits: lines that find no room are counted, and the count is told. */
void debug_printf(enum debug_kind, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The thread that shows them; after network_start(). */
void debug_start(void);

extern const struct command debug_commands[];

#endif
