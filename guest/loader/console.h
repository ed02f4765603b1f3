/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * console.h - the console and the passing of time for a program that does one
 * thing at a time.  Whoever waits halts.
 */
#ifndef GUEST_LOADER_CONSOLE_H
#define GUEST_LOADER_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>

/* After interrupt_setup(). */
void console_open(void);

void console_printf(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

/* A line, edited; long ones are cut. */
void console_ask(const char *prompt, char *to, size_t n);

/* "... [n] ": true when the answer begins with y. */
bool console_yes(const char *question);

/* Lets time pass; far is not used. */
void console_rest(void *far, unsigned microseconds);

/* Everything sent, nothing interrupts any more. */
void console_close(void);

#endif
