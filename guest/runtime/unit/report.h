/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * report.h - texts about the unit that more than one place prints: start-up,
 * `show version`, `activation-key`.
 */
#ifndef GUEST_RUNTIME_UNIT_REPORT_H
#define GUEST_RUNTIME_UNIT_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "guest/licence/licence.h"

/* Where to: cli_printf or console_printf behind one shape. */
struct report {
    void (*text)(void *far, const char *text);
    void *far;
};

struct cli;
struct report report_to_session(struct cli *);

void report_printf(const struct report *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* "Licensed Features:" and the table, without a blank line behind. */
void report_features(const struct report *, const struct licence *);

enum { REPORT_MAC_TEXT = 16 };

/* 0090.2712.3456 */
void report_mac(char *to, size_t n, const uint8_t mac[6]);

#endif
