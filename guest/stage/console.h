/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * console.h - console, clock and rest of a program that does one thing at a
 * time: the ROM, an image's loader, the Boothelper.
 */
#ifndef GUEST_STAGE_CONSOLE_H
#define GUEST_STAGE_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/netboot/host.h"

enum { CLOCK_HZ = 20, CLOCK_TICK_MS = 1000 / CLOCK_HZ };

/* Console and tick by interrupt; switches interrupts on. */
void console_open(void);

/* Waits until the last character is out, then silences console and tick. */
void console_close(void);

void console_put(char c);
void print(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A character, UART_BREAK or UART_NOTHING. */
int console_key(void);

/* Whether ESC, Ctrl-C or BREAK was typed; takes it and what came before. */
bool console_stopped(void);

/* Ticks since the console was opened. */
uint32_t clock_ticks(void);
uint32_t clock_ms(void);

/* The next tick is a whole period from now. */
void clock_align(void);

/* Halts at least that long; the clock stands meanwhile.  For drivers that
 * want to be given it: the first argument is not used. */
void clock_delay(void *unused, unsigned microseconds);

/* Halts until something may have happened.  What happened since the last
 * call ends it at once, so look, then rest. */
void rest(void);

/* From interrupt handlers: something happened. */
void wake(void *unused);

/* Called by rest() just before it halts, with interrupts off. */
void rest_hook(void (*before_halt)(void));

/* All of it for guest/netboot. */
extern const struct host console_host;

#endif
