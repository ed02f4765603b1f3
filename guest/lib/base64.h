/* SPDX-License-Identifier: GPL-2.0-or-later */
/* base64.h - the digits of base64, RFC 4648, 4. */
#ifndef GUEST_LIB_BASE64_H
#define GUEST_LIB_BASE64_H

/* The digit of the lowest six bits. */
static inline char base64_digit(unsigned bits)
{
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        [bits & 63];
}

/* -1: no digit. */
static inline int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

#endif
