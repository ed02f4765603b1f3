/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * string.c - memory and strings for programs without a C library.
 *
 * memcpy and memset move words, because boot images are megabytes.  The
 * pragma keeps gcc from recognising the loops and calling what it is just
 * compiling.
 */
#include "guest/lib/string.h"

#include <stdint.h>

#pragma GCC optimize("no-tree-loop-distribute-patterns")

typedef uint32_t __attribute__((may_alias, aligned(1))) word;

void *memcpy(void *restrict dst, const void *restrict src, size_t n)
{
    uint8_t *d = dst;
    const uint8_t *s = src;

    for (; n >= 16; n -= 16, d += 16, s += 16) {
        ((word *)d)[0] = ((const word *)s)[0];
        ((word *)d)[1] = ((const word *)s)[1];
        ((word *)d)[2] = ((const word *)s)[2];
        ((word *)d)[3] = ((const word *)s)[3];
    }
    while (n--)
        *d++ = *s++;
    return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
    uint8_t *d = dst;
    const uint8_t *s = src;

    if ((uintptr_t)d - (uintptr_t)s >= n) {
        /* Upwards is safe: dst lies before src or wholly behind it. */
        for (; n >= 4; n -= 4, d += 4, s += 4)
            *(word *)d = *(const word *)s;
        while (n--)
            *d++ = *s++;
        return dst;
    }
    while (n--)
        d[n] = s[n];
    return dst;
}

void *memset(void *dst, int c, size_t n)
{
    uint8_t *d = dst;
    uint32_t w = (uint8_t)c * 0x01010101u;

    for (; n >= 16; n -= 16, d += 16) {
        ((word *)d)[0] = w;
        ((word *)d)[1] = w;
        ((word *)d)[2] = w;
        ((word *)d)[3] = w;
    }
    while (n--)
        *d++ = (uint8_t)c;
    return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
    const uint8_t *p = a, *q = b;

    for (; n; n--, p++, q++)
        if (*p != *q)
            return *p - *q;
    return 0;
}

void *memchr(const void *s, int c, size_t n)
{
    const uint8_t *p = s;

    for (; n; n--, p++)
        if (*p == (uint8_t)c)
            return (void *)(uintptr_t)p;
    return NULL;
}

size_t strlen(const char *s)
{
    size_t n = 0;

    while (s[n])
        n++;
    return n;
}

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int as_is(char c)
{
    return (unsigned char)c;
}

static int compare(const char *a, const char *b, size_t n, int (*fold)(char))
{
    for (; n; n--, a++, b++) {
        int d = fold(*a) - fold(*b);
        if (d || !*a)
            return d;
    }
    return 0;
}

int strcmp(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, as_is);
}

int strncmp(const char *a, const char *b, size_t n)
{
    return compare(a, b, n, as_is);
}

int strcasecmp(const char *a, const char *b)
{
    return compare(a, b, SIZE_MAX, lower);
}

int strncasecmp(const char *a, const char *b, size_t n)
{
    return compare(a, b, n, lower);
}

char *strchr(const char *s, int c)
{
    for (;; s++) {
        if (*s == (char)c)
            return (char *)(uintptr_t)s;
        if (!*s)
            return NULL;
    }
}

char *strrchr(const char *s, int c)
{
    const char *found = NULL;

    do {
        if (*s == (char)c)
            found = s;
    } while (*s++);
    return (char *)(uintptr_t)found;
}

char *strstr(const char *s, const char *part)
{
    size_t n = strlen(part);

    for (;; s++) {
        if (!strncmp(s, part, n))
            return (char *)(uintptr_t)s;
        if (!*s)
            return NULL;
    }
}
