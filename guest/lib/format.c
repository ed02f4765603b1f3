/* SPDX-License-Identifier: GPL-2.0-or-later */
/* format.c - formatted text and numbers; what is supported: format.h. */
#include "guest/lib/format.h"

#include "guest/lib/string.h"

struct sink {
    void (*put)(void *far, char c);
    void *far;
    int length;
};

struct spec {
    bool left, zero, plus, has_precision;
    int width, precision;
    unsigned longs; /* l or z: 1, ll: 2 */
    bool size;      /* z */
};

static void emit(struct sink *to, char c)
{
    if (to->length < INT32_MAX)
        to->length++;
    to->put(to->far, c);
}

static void fill(struct sink *to, char c, int n)
{
    while (n-- > 0)
        emit(to, c);
}

static void emit_text(struct sink *to, const struct spec *sp, const char *s)
{
    int n = 0;

    if (!s)
        s = "(null)";
    while ((!sp->has_precision || n < sp->precision) && s[n])
        n++;
    if (!sp->left)
        fill(to, ' ', sp->width - n);
    for (int i = 0; i < n; i++)
        emit(to, s[i]);
    if (sp->left)
        fill(to, ' ', sp->width - n);
}

static int digits(char *out, uint64_t v, unsigned base, bool upper)
{
    const char *set = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    int n = 0;

    /* Most numbers are small, and 64-bit division is a library call. */
    while (v > UINT32_MAX) {
        out[n++] = set[v % base];
        v /= base;
    }
    for (uint32_t w = (uint32_t)v; w; w /= base)
        out[n++] = set[w % base];
    return n;
}

static void emit_number(struct sink *to, const struct spec *sp, uint64_t v,
                        bool negative, unsigned base, bool upper)
{
    char text[24]; /* backwards; 64 bits are at most 20 digits */
    int n = digits(text, v, base, upper);
    int zeros = sp->has_precision ? sp->precision - n : 1 - n;
    char sign = negative ? '-' : sp->plus ? '+' : 0;

    if (zeros < 0)
        zeros = 0;
    int pad = sp->width - n - zeros - !!sign;
    if (sp->zero && !sp->left && !sp->has_precision && pad > 0) {
        zeros += pad;
        pad = 0;
    }
    if (!sp->left)
        fill(to, ' ', pad);
    if (sign)
        emit(to, sign);
    fill(to, '0', zeros);
    while (n--)
        emit(to, text[n]);
    if (sp->left)
        fill(to, ' ', pad);
}

static int number(const char **f)
{
    int n = 0;

    for (; **f >= '0' && **f <= '9'; (*f)++)
        if (n < 10000)
            n = n * 10 + (**f - '0');
    return n;
}

/* va_list may be an array: it travels in a struct. */
struct arguments {
    va_list ap;
};

static const char *read_spec(const char *f, struct spec *sp,
                             struct arguments *from)
{
    for (;; f++) {
        if (*f == '-')
            sp->left = true;
        else if (*f == '0')
            sp->zero = true;
        else if (*f == '+')
            sp->plus = true;
        else
            break;
    }
    if (*f == '*') {
        f++;
        sp->width = va_arg(from->ap, int);
        if (sp->width < 0) {
            sp->left = true;
            sp->width = -sp->width;
        }
    } else {
        sp->width = number(&f);
    }
    if (*f == '.') {
        f++;
        if (*f == '*') {
            f++;
            sp->precision = va_arg(from->ap, int);
        } else {
            sp->precision = number(&f);
        }
        sp->has_precision = sp->precision >= 0;
    }
    for (; *f == 'l'; f++)
        sp->longs++;
    if (*f == 'z') {
        sp->size = true;
        f++;
    }
    return f;
}

static uint64_t take_unsigned(const struct spec *sp, struct arguments *from)
{
    if (sp->size)
        return va_arg(from->ap, size_t);
    if (sp->longs >= 2)
        return va_arg(from->ap, unsigned long long);
    if (sp->longs)
        return va_arg(from->ap, unsigned long);
    return va_arg(from->ap, unsigned);
}

static int64_t take_signed(const struct spec *sp, struct arguments *from)
{
    if (sp->size)
        return (int64_t)va_arg(from->ap, size_t);
    if (sp->longs >= 2)
        return va_arg(from->ap, long long);
    if (sp->longs)
        return va_arg(from->ap, long);
    return va_arg(from->ap, int);
}

static void emit_pointer(struct sink *to, uintptr_t v)
{
    struct spec sp = { .has_precision = true, .precision = 8 };

    emit(to, '0');
    emit(to, 'x');
    emit_number(to, &sp, v, false, 16, false);
}

static void convert(struct sink *to, char kind, struct spec *sp,
                    struct arguments *from)
{
    char one[2] = { 0 };

    switch (kind) {
    case 'd':
    case 'i': {
        int64_t v = take_signed(sp, from);
        emit_number(to, sp, v < 0 ? -(uint64_t)v : (uint64_t)v, v < 0, 10,
                    false);
        break;
    }
    case 'u':
        sp->plus = false;
        emit_number(to, sp, take_unsigned(sp, from), false, 10, false);
        break;
    case 'x':
    case 'X':
        sp->plus = false;
        emit_number(to, sp, take_unsigned(sp, from), false, 16, kind == 'X');
        break;
    case 'c':
        one[0] = (char)va_arg(from->ap, int);
        fill(to, ' ', sp->left ? 0 : sp->width - 1);
        emit(to, one[0]);
        fill(to, ' ', sp->left ? sp->width - 1 : 0);
        break;
    case 's':
        emit_text(to, sp, va_arg(from->ap, const char *));
        break;
    case 'p':
        emit_pointer(to, (uintptr_t)va_arg(from->ap, void *));
        break;
    default: /* an unknown one shows itself */
        emit(to, '%');
        emit(to, kind);
        break;
    }
}

int format_to(void (*put)(void *far, char c), void *far, const char *fmt,
              va_list ap)
{
    struct sink to = { put, far, 0 };
    struct arguments from;

    va_copy(from.ap, ap);
    for (const char *f = fmt; *f; f++) {
        if (*f != '%') {
            emit(&to, *f);
            continue;
        }
        if (f[1] == '%') {
            emit(&to, *++f);
            continue;
        }
        struct spec sp = { 0 };
        f = read_spec(f + 1, &sp, &from);
        if (!*f)
            break;
        convert(&to, *f, &sp, &from);
    }
    va_end(from.ap);
    return to.length;
}

struct bounded {
    char *at;
    size_t room; /* the terminator's place not counted */
};

static void put_bounded(void *far, char c)
{
    struct bounded *b = far;

    if (b->room) {
        *b->at++ = c;
        b->room--;
    }
}

int format_v(char *to, size_t n, const char *fmt, va_list ap)
{
    struct bounded b = { to, n ? n - 1 : 0 };
    int length = format_to(put_bounded, &b, fmt, ap);

    if (n)
        *b.at = 0;
    return length;
}

int format(char *to, size_t n, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    int length = format_v(to, n, fmt, ap);
    va_end(ap);
    return length;
}

char *format_ipv4(uint32_t address, char to[FORMAT_IPV4])
{
    unsigned a = address;

    format(to, FORMAT_IPV4, "%u.%u.%u.%u", a >> 24, a >> 16 & 255,
           a >> 8 & 255, a & 255);
    return to;
}

char *format_hms(uint32_t seconds, char to[FORMAT_HMS])
{
    unsigned s = seconds;

    format(to, FORMAT_HMS, "%u:%02u:%02u", s / 3600, s / 60 % 60, s % 60);
    return to;
}

static bool parse(const char *s, unsigned base, uint32_t *out)
{
    uint64_t v = 0;

    if (!*s)
        return false;
    for (; *s; s++) {
        unsigned digit;
        if (*s >= '0' && *s <= '9')
            digit = (unsigned)(*s - '0');
        else if (base == 16 && (*s | 32) >= 'a' && (*s | 32) <= 'f')
            digit = (unsigned)((*s | 32) - 'a' + 10);
        else
            return false;
        v = v * base + digit;
        if (v > UINT32_MAX)
            return false;
    }
    *out = (uint32_t)v;
    return true;
}

bool parse_u32(const char *text, uint32_t *out)
{
    return parse(text, 10, out);
}

bool parse_hex32(const char *text, uint32_t *out)
{
    if (text[0] == '0' && (text[1] | 32) == 'x')
        text += 2;
    return parse(text, 16, out);
}

bool parse_ipv4(const char *text, uint32_t *out)
{
    uint32_t address = 0;

    for (int i = 0; i < 4; i++) {
        char part[4];
        size_t n = 0;
        uint32_t v;
        while (*text && *text != '.' && n < 3)
            part[n++] = *text++;
        part[n] = 0;
        if (*text != (i < 3 ? '.' : 0))
            return false;
        if (!parse_u32(part, &v) || v > 255)
            return false;
        address = address << 8 | v;
        text += i < 3;
    }
    *out = address;
    return true;
}
