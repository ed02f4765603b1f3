/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550_speed.c - a far end that is set to a speed of its own.
 *
 * Under authentic timing both directions pass bit by bit through a listener
 * (uart16550_wave.h) that counts in the other end's bits.  Equal speeds give
 * the same characters back.
 */
#include "devices/uart-16550/uart16550_int.h"

enum { FAR_LCR = 0x03 }; /* 8N1 */

static struct uart *uart_of(struct device *dev)
{
    return (struct uart *)dev;
}

static struct wave_format ours(const struct uart *u)
{
    return (struct wave_format){u->lcr & LCR_FORMAT, 16 * uart_divisor(u)};
}

static struct wave_format theirs(const struct uart *u)
{
    return (struct wave_format){FAR_LCR, WAVE_CLOCK_HZ / u->far_baud};
}

bool uart_speed_differs(const struct uart *u)
{
    return u->far_baud && board_authentic(&u->dev);
}

/* A character that only a resting line can end. */
static void wait_for_rest(struct wave *w, struct alarm *a)
{
    if (wave_ends(w))
        board_alarm_set(a, wave_ends(w));
    else
        board_alarm_cancel(a);
}

/* --- out ----------------------------------------------------------------- */

/* A terminal shows what it made of the bits, framing error or not. */
static void they_heard(void *far, uint8_t byte, uint8_t errors)
{
    struct uart *u = far;

    (void)errors;
    if (u->far.send)
        u->far.send(u->far.far, byte);
}

void uart_speed_sent(struct uart *u, uint8_t byte)
{
    const struct wave_format f = ours(u);
    uint64_t took = wave_character_ns(&f), now = board_now(&u->dev);

    u->theirs.format = theirs(u);
    wave_character(&u->theirs, byte, &f, now > took ? now - took : 0);
    wait_for_rest(&u->theirs, &u->theirs_alarm);
}

static void theirs_ring(struct device *dev)
{
    struct uart *u = uart_of(dev);

    /* Else the line doesn't rest, and the next character's end tells. */
    if (!u->tsr_busy)
        wave_rest(&u->theirs, board_now(dev) + 1);
}

/* --- in ------------------------------------------------------------------ */

static void we_heard(void *far, uint8_t byte, uint8_t errors)
{
    uart_rx_push(far, byte, errors);
}

uint64_t uart_speed_comes(struct uart *u, uint8_t byte)
{
    const struct wave_format f = theirs(u);

    u->coming = true;
    u->coming_byte = byte;
    u->coming_ns = board_now(&u->dev);
    return u->coming_ns + wave_character_ns(&f);
}

void uart_speed_came(struct uart *u)
{
    const struct wave_format f = theirs(u);

    u->coming = false;
    if (uart_loops(u))
        return;
    u->ours.format = ours(u);
    wave_character(&u->ours, u->coming_byte, &f, u->coming_ns);
    wait_for_rest(&u->ours, &u->ours_alarm);
}

static void ours_ring(struct device *dev)
{
    struct uart *u = uart_of(dev);

    if (!u->coming)
        wave_rest(&u->ours, board_now(dev) + 1);
}

/* --- the board ----------------------------------------------------------- */

void uart_set_far_baud(struct device *dev, unsigned baud)
{
    uart_of(dev)->far_baud = baud;
}

void uart_speed_reset(struct uart *u)
{
    u->coming = false;
    wave_reset(&u->ours);
    wave_reset(&u->theirs);
    board_alarm_cancel(&u->ours_alarm);
    board_alarm_cancel(&u->theirs_alarm);
}

void uart_speed_init(struct uart *u)
{
    alarm_init(&u->ours_alarm, &u->dev, ours_ring);
    alarm_init(&u->theirs_alarm, &u->dev, theirs_ring);
    u->ours.heard = we_heard;
    u->theirs.heard = they_heard;
    u->ours.far = u->theirs.far = u;
}
