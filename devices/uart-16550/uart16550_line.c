/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550_line.c - the line's side of the 16550: FIFOs, shift registers,
 * time-outs, and when the far side may give characters.
 *
 * Source: National Semiconductor PC16550D (TL/C/8652), "Line status
 * register", "FIFO interrupt mode operation".
 */
#include "devices/uart-16550/uart16550_int.h"

/* The pause after a full FIFO was read empty under fast timing: a driver's
 * "while data ready" loop must come to an end during a long paste. */
enum { PAUSE_NS = 10000 };

static struct uart *uart_of(struct device *dev)
{
    return (struct uart *)dev;
}

static unsigned capacity(const struct uart *u)
{
    return u->fifo_on ? UART_FIFO : 1;
}

static uint8_t word_mask(const struct uart *u)
{
    return (uint8_t)(0xff >> (3 - (u->lcr & LCR_BITS)));
}

/* One character on the line, start bit to stop bits. */
uint64_t uart_char_ns(const struct uart *u)
{
    const struct wave_format f = {u->lcr & LCR_FORMAT, 16 * uart_divisor(u)};

    return wave_character_ns(&f);
}

/* Receiver. */

static void restart_timeout(struct uart *u)
{
    if (u->fifo_on && u->rx_count)
        board_alarm_set(&u->timeout_alarm,
                        board_now(&u->dev) + 4 * uart_char_ns(u));
    else
        board_alarm_cancel(&u->timeout_alarm);
}

static void timeout_ring(struct device *dev)
{
    struct uart *u = uart_of(dev);

    u->rx_timeout = true;
    uart_update_irq(u);
}

/* The errors of a character show in LSR when it is the next to be read. */
static void show_first(struct uart *u)
{
    if (u->rx_count)
        u->errors |= u->rx[u->rx_first].errors;
}

/* "Overrun error": a full FIFO keeps what it has, a full RBR takes the new
 * one. */
void uart_rx_push(struct uart *u, uint8_t byte, uint8_t errors)
{
    struct received r = { byte & word_mask(u), errors };

    if (u->rx_count == capacity(u)) {
        u->errors |= LSR_OVERRUN;
        if (u->fifo_on) {
            uart_update_irq(u);
            return;
        }
        u->rx_count = 0;
    }
    u->rx[(u->rx_first + u->rx_count) % UART_FIFO] = r;
    u->rx_count++;
    show_first(u);
    restart_timeout(u);
    uart_update_irq(u);
}

void uart_tell_room(struct uart *u)
{
    if (u->far.room && uart_room(&u->dev))
        u->far.room(u->far.far);
}

static void rx_ring(struct device *dev)
{
    struct uart *u = uart_of(dev);

    if (u->coming)
        uart_speed_came(u);
    if (u->rx_count == capacity(u))
        return; /* rx_drained() sets the alarm again */
    u->rx_wait = false;
    uart_tell_room(u);
}

static void rx_drained(struct uart *u)
{
    bool enough = board_authentic(&u->dev) ? u->rx_count < capacity(u)
                                           : !u->rx_count;

    if (u->rx_wait && enough && u->rx_alarm.at_ns == ALARM_OFF)
        board_alarm_set(&u->rx_alarm, board_now(&u->dev) + PAUSE_NS);
}

uint8_t uart_rx_pop(struct uart *u)
{
    uint8_t byte = u->rx[u->rx_first].byte;

    u->rx_timeout = false;
    if (u->rx_count) {
        u->rx_first = (u->rx_first + 1) % UART_FIFO;
        u->rx_count--;
        show_first(u);
    }
    restart_timeout(u);
    uart_update_irq(u);
    rx_drained(u);
    return byte;
}

void uart_rx_clear(struct uart *u)
{
    u->rx_first = u->rx_count = 0;
    u->rx_timeout = false;
    restart_timeout(u);
    rx_drained(u);
}

unsigned uart_room(struct device *dev)
{
    struct uart *u = uart_of(dev);

    if (uart_loops(u) || u->rx_wait || (u->rts_used && !(u->mcr & MCR_RTS)))
        return 0;
    return capacity(u) - u->rx_count;
}

/* From the line, which loopback cuts. */
static void receive(struct uart *u, uint8_t byte, uint8_t errors)
{
    if (uart_loops(u))
        return;
    device_trace(&u->dev, "receives %02x, errors %02x", byte, errors);
    uart_rx_push(u, byte, errors);
    if (board_authentic(&u->dev)) {
        u->rx_wait = true;
        board_alarm_set(&u->rx_alarm, board_now(&u->dev) + uart_char_ns(u));
    } else if (u->rx_count == capacity(u)) {
        u->rx_wait = true;
    }
}

void uart_receive(struct device *dev, uint8_t byte)
{
    struct uart *u = uart_of(dev);

    if (uart_speed_differs(u) && !uart_loops(u)) {
        u->rx_wait = true;
        board_alarm_set(&u->rx_alarm, uart_speed_comes(u, byte));
    } else {
        receive(u, byte, 0);
    }
}

/* A space through the stop bit: framing fails with it, and the parity of
 * eight zeros unless it is even or stuck at 0. */
void uart_receive_break(struct device *dev)
{
    struct uart *u = uart_of(dev);
    uint8_t errors = LSR_BREAK | LSR_FRAMING;

    if ((u->lcr & LCR_PARITY) && !(u->lcr & LCR_EVEN))
        errors |= LSR_PARITY;
    receive(u, 0, errors);
}

void uart_receive_garbled(struct device *dev, uint8_t byte)
{
    receive(uart_of(dev), byte, LSR_FRAMING);
}

/* Transmitter. */

/* A character has passed through the shift register.  Loopback and a line
 * held in a break keep it from the far side. */
static void shifted(struct uart *u, uint8_t byte)
{
    byte &= word_mask(u);
    device_trace(&u->dev, "sends %02x", byte);
    if (uart_loops(u))
        uart_rx_push(u, byte, 0);
    else if (u->lcr & LCR_BREAK)
        return;
    else if (uart_speed_differs(u))
        uart_speed_sent(u, byte);
    else if (u->far.send)
        u->far.send(u->far.far, byte);
}

/* A far side that takes nothing holds the transmitter, as CTS does in a
 * transmitter that heeds it. */
static bool may_send(const struct uart *u)
{
    return uart_loops(u) || !u->far.takes || u->far.takes(u->far.far);
}

static uint8_t next_to_send(struct uart *u)
{
    uint8_t byte = u->tx[u->tx_first];

    u->tx_first = (u->tx_first + 1) % UART_FIFO;
    if (!--u->tx_count)
        u->thre_pending = true;
    return byte;
}

/* The next character goes into the shift register; under fast timing all of
 * them pass through it at once. */
static void start_sending(struct uart *u)
{
    if (u->tsr_busy || !u->tx_count || !may_send(u))
        return;
    if (board_authentic(&u->dev)) {
        u->tsr = next_to_send(u);
        u->tsr_busy = true;
        board_alarm_set(&u->tx_alarm, board_now(&u->dev) + uart_char_ns(u));
        return;
    }
    do
        shifted(u, next_to_send(u));
    while (u->tx_count && may_send(u));
}

static void tx_ring(struct device *dev)
{
    struct uart *u = uart_of(dev);
    uint8_t byte = u->tsr;

    u->tsr_busy = false;
    start_sending(u);
    shifted(u, byte);
    uart_update_irq(u);
}

void uart_far_ready(struct device *dev)
{
    start_sending(uart_of(dev));
    uart_update_irq(uart_of(dev));
}

void uart_tx_put(struct uart *u, uint8_t byte)
{
    u->thre_pending = false;
    uart_update_irq(u);
    if (u->tx_count == capacity(u)) {
        board_guest_error(&u->dev, "%02xh written to a full transmitter",
                          byte);
    } else {
        u->tx[(u->tx_first + u->tx_count) % UART_FIFO] = byte;
        u->tx_count++;
        start_sending(u);
    }
    uart_update_irq(u);
}

void uart_tx_clear(struct uart *u)
{
    if (u->tx_count)
        u->thre_pending = true;
    u->tx_first = u->tx_count = 0;
}

/* The far side hears of its room a moment after a bus reset; after power-on
 * it looks for itself, and of a board without power no alarm is left. */
void uart_line_reset(struct uart *u, enum reset kind)
{
    board_alarm_cancel(&u->rx_alarm);
    board_alarm_cancel(&u->tx_alarm);
    u->rx_wait = u->tsr_busy = u->thre_pending = false;
    uart_speed_reset(u);
    uart_rx_clear(u);
    u->tx_first = u->tx_count = 0;
    if (kind == RESET_POWER)
        return;
    u->rx_wait = true;
    board_alarm_set(&u->rx_alarm, board_now(&u->dev) + PAUSE_NS);
}

void uart_line_init(struct uart *u)
{
    alarm_init(&u->rx_alarm, &u->dev, rx_ring);
    alarm_init(&u->timeout_alarm, &u->dev, timeout_ring);
    alarm_init(&u->tx_alarm, &u->dev, tx_ring);
    uart_speed_init(u);
}
