/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_uart_wave.c - what one end of a serial line hears of the other, for
 * every pair of formats, against a line drawn bit by bit.
 *
 * PC16550D, "Line control register" and "Line status register".  The registers
 * are listed in test_uart.c.
 */
#include <glib.h>

#include "devices/uart-16550/uart16550_wave.h"

enum { PARITY = 4, FRAMING = 8, BREAK = 16, BITS_MAX = 64 };
#define SECOND UINT64_C(1000000000)

struct ear {
    unsigned n;
    uint8_t byte, errors; /* of the first */
};

static void heard(void *far, uint8_t byte, uint8_t errors)
{
    struct ear *e = far;

    if (e->n++ == 0) {
        e->byte = byte;
        e->errors = errors;
    }
}

static unsigned data_bits(uint8_t lcr)
{
    return 5 + (lcr & 3);
}

/* PEN, EPS and stick parity: the bit that goes with a word. */
static bool parity_bit(uint8_t lcr, unsigned word)
{
    bool odd = __builtin_popcount(word) & 1;

    switch (lcr >> 4 & 3) {
    case 0: /* odd in all */
        return !odd;
    case 1: /* even in all */
        return odd;
    case 2:
        return true;
    default:
        return false;
    }
}

/* Levels from the start bit on; behind the last the line is high. */
static unsigned draw(uint8_t lcr, uint8_t byte, bool line[BITS_MAX])
{
    unsigned n = 0, word = byte & ((1u << data_bits(lcr)) - 1);

    for (unsigned i = 0; i < BITS_MAX; i++)
        line[i] = true;
    line[n++] = false;
    for (unsigned i = 0; i < data_bits(lcr); i++)
        line[n++] = word >> i & 1;
    if (lcr & 8)
        line[n++] = parity_bit(lcr, word);
    return n;
}

/* Sampled in the middle of each bit of the listener's.  False: the start bit
 * is too short for it, and what it takes for one comes later. */
static bool listen(uint8_t lcr, unsigned bit, const bool line[BITS_MAX],
                   unsigned line_bit, struct ear *e)
{
    unsigned at[12], n = 0, last = data_bits(lcr) + (lcr & 8 ? 2 : 1);
    bool any = false;

    for (; n <= last; n++) {
        unsigned of = (2 * n + 1) * bit / (2 * line_bit);

        at[n] = of < BITS_MAX ? line[of] : true;
        any |= at[n] && n < last;
    }
    if (at[0])
        return false;
    *e = (struct ear){ .n = 1 };
    for (unsigned i = 0; i < data_bits(lcr); i++)
        e->byte |= (uint8_t)(at[1 + i] << i);
    if ((lcr & 8) && at[last - 1] != parity_bit(lcr, e->byte))
        e->errors |= PARITY;
    if (!at[last])
        e->errors |= any ? FRAMING : FRAMING | BREAK;
    return true;
}

static void compare(uint8_t from, unsigned from_bit, uint8_t to,
                    unsigned to_bit, uint8_t byte)
{
    const struct wave_format sent = { from, from_bit * WAVE_CLOCK_HZ };
    struct ear is = { 0 }, wanted;
    struct wave w = { .format = { to, to_bit * WAVE_CLOCK_HZ },
                      .heard = heard, .far = &is };
    bool line[BITS_MAX];

    draw(from, byte, line);
    if (!listen(to, to_bit, line, from_bit, &wanted))
        return;
    wave_character(&w, byte, &sent, 5 * SECOND);
    wave_rest(&w, 1000 * SECOND);
    if (wanted.n != MIN(is.n, 1) || wanted.byte != is.byte ||
        wanted.errors != is.errors)
        g_error("%02x from %02x (%u) to %02x (%u): %u %02x %02x, not %u %02x "
                "%02x", byte, from, from_bit, to, to_bit, is.n, is.byte,
                is.errors, wanted.n, wanted.byte, wanted.errors);
}

static void test_formats(void)
{
    static const uint8_t bytes[] = { 0x00, 0xff, 0x55, 0xa6, 0x01, 0x80, 0x1f };

    for (unsigned from = 0; from < 64; from++)
        for (unsigned to = 0; to < 64; to++)
            for (unsigned i = 0; i < G_N_ELEMENTS(bytes); i++)
                compare((uint8_t)from, 1, (uint8_t)to, 1, bytes[i]);
}

static void test_speeds(void)
{
    static const unsigned bits[] = { 4, 5, 7, 9, 16, 40 };
    static const uint8_t lcrs[] = { 0x03, 0x1a, 0x2b };

    for (unsigned i = 0; i < G_N_ELEMENTS(bits); i++)
        for (unsigned k = 0; k < G_N_ELEMENTS(bits); k++)
            for (unsigned l = 0; l < G_N_ELEMENTS(lcrs); l++)
                for (unsigned byte = 0; byte < 256; byte++)
                    compare(lcrs[l], bits[i], lcrs[l], bits[k],
                            (uint8_t)byte);
}

static void test_lengths(void)
{
    static const struct {
        uint8_t lcr, halves;
    } of[] = {
        { 0x00, 14 }, { 0x04, 15 }, { 0x01, 16 }, { 0x05, 18 }, { 0x03, 20 },
        { 0x07, 22 }, { 0x0b, 22 }, { 0x1f, 24 }, { 0x3c, 17 }, { 0x02, 18 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(of); i++) {
        const struct wave_format f = { of[i].lcr, WAVE_CLOCK_HZ };

        g_assert_cmpuint(wave_character_ns(&f), ==,
                         of[i].halves * SECOND / 2);
    }
}

/* A listener of half the speed is still busy when the character has ended. */
static void test_ends(void)
{
    const struct wave_format sent = { 0x03, WAVE_CLOCK_HZ };
    struct ear e = { 0 };
    struct wave w = { .format = { 0x03, 2 * WAVE_CLOCK_HZ }, .heard = heard,
                      .far = &e };

    g_assert_cmpuint(wave_ends(&w), ==, 0);
    wave_character(&w, 0xf0, &sent, 0);
    g_assert_cmpuint(wave_ends(&w), ==, 19 * SECOND + 1); /* its stop bit */
    wave_rest(&w, 19 * SECOND);
    g_assert_cmpuint(e.n, ==, 0);
    wave_rest(&w, 18 * SECOND); /* known already */
    wave_rest(&w, wave_ends(&w));
    g_assert_cmpuint(e.n, ==, 1);
    g_assert_cmpuint(wave_ends(&w), ==, 0);
    wave_character(&w, 0xf0, &sent, 100 * SECOND);
    wave_reset(&w);
    g_assert_cmpuint(wave_ends(&w), ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/wave/every-format-heard-in-every-other", test_formats);
    g_test_add_func("/wave/every-character-at-other-speeds", test_speeds);
    g_test_add_func("/wave/lengths-of-characters", test_lengths);
    g_test_add_func("/wave/a-rest-ends-a-character", test_ends);
    return g_test_run();
}
