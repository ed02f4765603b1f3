/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart.h - a 16450 or 16550 by interrupt, with a ring in each direction.
 *
 * While the receive ring is full, characters are left in the chip: it fills
 * up, and what feeds it either stops (as an emulated line can) or overruns.
 *
 * The owner attaches uart_interrupt() to the port's request line.  Nothing
 * here waits: uart_put() says when its ring is full, and the caller halts
 * until an interrupt has made room.
 *
 * Source: National PC16550D data sheet, June 1995.
 */
#ifndef GUEST_DRIVERS_UART_H
#define GUEST_DRIVERS_UART_H

#include <stdbool.h>
#include <stdint.h>

enum {
    UART_CONSOLE = 0x3f8,
    UART_CONSOLE_LINE = 4,
    UART_FAILOVER = 0x2f8,
    UART_FAILOVER_LINE = 3,
    UART_DIVISOR_9600 = 12,
    UART_DIVISOR_115200 = 1,
    UART_RX_RING = 8192, /* both a power of two */
    UART_TX_RING = 1024,
    UART_NOTHING = -1,
    UART_BREAK = 0x100, /* in place of a character */
};

/* Modem inputs, as MSR has them. */
enum {
    UART_CTS = 0x10,
    UART_DSR = 0x20,
    UART_RI = 0x40,
    UART_DCD = 0x80,
};

struct uart {
    uint16_t port;
    uint8_t fifo_bytes;  /* of the transmitter: 16, or 1 on a 16450 */
    uint8_t fifo_room;   /* known to be free in it */
    uint8_t ier;
    uint8_t always;      /* what stays set in it */
    uint8_t held;        /* error bits of the character on top, read already */
    volatile uint32_t rx_in, rx_out, tx_in, tx_out;
    uint16_t rx[UART_RX_RING];
    uint8_t tx[UART_TX_RING];
    volatile uint32_t received, sent, breaks;
    volatile uint32_t overruns, framing_errors, parity_errors;
};

/* 8 data bits, no parity, one stop bit; FIFO on, DTR, RTS and OUT2 set,
 * receive interrupt on. */
void uart_open(struct uart *, uint16_t port, uint16_t divisor);

/* Interrupts off in the chip.  What is still in its FIFO goes out. */
void uart_close(struct uart *);

void uart_interrupt(void *uart);

/* The next character, UART_BREAK or UART_NOTHING. */
int uart_get(struct uart *);

/* Is this one among those that uart_get() will bring? */
bool uart_has(const struct uart *, int c);

/* False: no room now. */
bool uart_put(struct uart *, uint8_t c);

/* Free places of the receive ring, for who wants to drop RTS in time; of the
 * other one, for who would rather not wait. */
uint32_t uart_rx_room(const struct uart *);
uint32_t uart_tx_room(const struct uart *);
void uart_set_rts(struct uart *, bool on);
/* From now on the interrupt also comes when a modem input changes. */
void uart_watch_modem(struct uart *);
uint8_t uart_modem(const struct uart *);

/* Everything handed to uart_put() has left the shift register. */
bool uart_sent_all(struct uart *);

#endif
