/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uptime.h - how long something has lasted, as people say it. */
#ifndef GUEST_CLI_UPTIME_H
#define GUEST_CLI_UPTIME_H

#include <stddef.h>
#include <stdint.h>

enum { UPTIME_TEXT = 40 };

/* The two most significant units: "40 days 23 hours", "1 min 5 secs". */
void uptime_text(char *to, size_t n, uint32_t seconds);

#endif
