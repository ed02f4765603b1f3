/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * format.h - bounded formatted text, and numbers out of text.
 *
 * Conversions: %d %i %u %x %X %c %s %p %% with flags - 0 +, width, precision
 * (also *), and the lengths l, ll and z.
 */
#ifndef GUEST_LIB_FORMAT_H
#define GUEST_LIB_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Like snprintf of ISO C: always terminated when n > 0, returns the length
 * the whole text would have had. */
int format_v(char *to, size_t n, const char *fmt, va_list ap);
int format(char *to, size_t n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Hands every piece of the text to put() in order; returns the length. */
int format_to(void (*put)(void *far, char c), void *far, const char *fmt,
              va_list ap);

/* "192.168.1.1" of an address in host byte order, and "1:02:03" of seconds. */
enum { FORMAT_IPV4 = 16, FORMAT_HMS = 16 };
char *format_ipv4(uint32_t address, char to[FORMAT_IPV4]);
char *format_hms(uint32_t seconds, char to[FORMAT_HMS]);

/* The whole text must be one number; nothing is changed otherwise. */
bool parse_u32(const char *text, uint32_t *out);     /* decimal */
bool parse_hex32(const char *text, uint32_t *out);   /* 0x optional */
bool parse_ipv4(const char *text, uint32_t *out);    /* host byte order */

#endif
