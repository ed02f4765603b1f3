/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logger.h - the thread that takes messages to the console, to sessions and to
 * servers, by UDP or TCP.
 *
 * A TCP server must have every message: while one cannot be reached, new
 * connections are stopped (log_blocks_connections()), and it is tried again.
 */
#ifndef GUEST_RUNTIME_TERMINALS_LOGGER_H
#define GUEST_RUNTIME_TERMINALS_LOGGER_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/config/config.h"

/* After network_start(), before the configuration is executed. */
void logger_start(void);

/* The settings have changed. */
void logger_apply(void);

/* Is a server given up for the moment? */
bool logger_is_down(const struct config_log_host *);

#endif
