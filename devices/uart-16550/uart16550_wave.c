/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550_wave.c - a serial line whose ends disagree about its speed.
 *
 * Source: National Semiconductor PC16550D (TL/C/8652), "Line control
 * register", "Line status register" (framing error: the receiver takes the low
 * level it found for the next start bit).
 */
#include "devices/uart-16550/uart16550_int.h"

static unsigned data_bits(const struct wave_format *f)
{
    return 5 + (f->lcr & LCR_BITS);
}

static unsigned parity_bits(const struct wave_format *f)
{
    return f->lcr & LCR_PARITY ? 1 : 0;
}

static bool parity_of(const struct wave_format *f, bool odd_data)
{
    if (f->lcr & LCR_STICK)
        return !(f->lcr & LCR_EVEN);
    return f->lcr & LCR_EVEN ? odd_data : !odd_data;
}

/* Half bits, because five data bits go with one and a half stop bits. */
static unsigned stop_halves(const struct wave_format *f)
{
    if (!(f->lcr & LCR_STOP))
        return 2;
    return data_bits(f) == 5 ? 3 : 4;
}

static uint64_t halves_ns(const struct wave_format *f, unsigned half_bits)
{
    enum { NS_PER_S = 1000000000 };

    return (uint64_t)half_bits * f->bit * NS_PER_S / (2 * WAVE_CLOCK_HZ);
}

uint64_t wave_character_ns(const struct wave_format *f)
{
    unsigned halves = 2 * (1 + data_bits(f) + parity_bits(f)) + stop_halves(f);

    return halves_ns(f, halves);
}

void wave_reset(struct wave *w)
{
    w->busy = w->held = false;
}

/* --- listening ----------------------------------------------------------- */

static void begin(struct wave *w, uint64_t start_ns)
{
    w->busy = true;
    w->start_ns = start_ns;
    w->at = 0;
    w->byte = 0;
    w->any = w->odd = false;
}

static void end(struct wave *w, bool stop, uint64_t now_ns)
{
    uint8_t errors = stop ? 0 : LSR_FRAMING;

    if (!stop && !w->any)
        errors |= LSR_BREAK;
    if (parity_bits(&w->format) &&
        w->parity != parity_of(&w->format, w->odd))
        errors |= LSR_PARITY;
    w->busy = false;
    w->heard(w->far, w->byte, errors);
    if (errors & LSR_BREAK) {
        w->held = true;
    } else if (!stop) {
        begin(w, now_ns - halves_ns(&w->format, 1));
        w->at = 1;
    }
}

static void sample(struct wave *w, bool level, uint64_t now_ns)
{
    unsigned data = data_bits(&w->format);
    unsigned at = w->at++;

    if (at == 0) {
        w->busy = !level; /* else a spike, and no start bit */
    } else if (at <= data + parity_bits(&w->format)) {
        w->any |= level;
        if (at <= data) {
            w->byte |= (uint8_t)(level << (at - 1));
            w->odd ^= level;
        } else {
            w->parity = level;
        }
    } else {
        end(w, level, now_ns);
    }
}

static uint64_t sample_ns(const struct wave *w, unsigned at)
{
    return w->start_ns + halves_ns(&w->format, 2 * at + 1);
}

static void stretch(struct wave *w, bool level, uint64_t until_ns)
{
    if (level)
        w->held = false;
    else if (!w->busy && !w->held)
        begin(w, w->told_ns);
    while (w->busy && sample_ns(w, w->at) < until_ns)
        sample(w, level, sample_ns(w, w->at));
    w->told_ns = until_ns;
}

/* --- the line ------------------------------------------------------------ */

void wave_rest(struct wave *w, uint64_t until_ns)
{
    if (until_ns > w->told_ns)
        stretch(w, true, until_ns);
}

void wave_character(struct wave *w, uint8_t byte,
                    const struct wave_format *sent, uint64_t start_ns)
{
    unsigned data = data_bits(sent), halves = 2;
    bool odd = false;

    wave_rest(w, start_ns);
    start_ns = w->told_ns;
    stretch(w, false, start_ns + halves_ns(sent, halves));
    for (unsigned i = 0; i < data; i++) {
        bool level = byte >> i & 1;

        odd ^= level;
        stretch(w, level, start_ns + halves_ns(sent, halves += 2));
    }
    if (parity_bits(sent))
        stretch(w, parity_of(sent, odd),
                start_ns + halves_ns(sent, halves += 2));
    wave_rest(w, start_ns + wave_character_ns(sent));
}

uint64_t wave_ends(const struct wave *w)
{
    unsigned last = 1 + data_bits(&w->format) + parity_bits(&w->format);

    return w->busy ? sample_ns(w, last) + 1 : 0;
}
