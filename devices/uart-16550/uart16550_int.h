/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550_int.h - what the files of the 16550 share: uart16550.c has the
 * registers, uart16550_line.c the shift registers and FIFOs, uart16550_speed.c
 * and uart16550_wave.c a far end of another speed.  Private to this folder.
 */
#ifndef PIXEMU_DEVICES_UART16550_INT_H
#define PIXEMU_DEVICES_UART16550_INT_H

#include "devices/uart-16550/uart16550.h"
#include "devices/uart-16550/uart16550_wave.h"

enum { UART_FIFO = 16 };

enum {
    LCR_BITS = 0x03,
    LCR_STOP = 0x04,
    LCR_PARITY = 0x08,
    LCR_EVEN = 0x10,
    LCR_STICK = 0x20,
    LCR_BREAK = 0x40,
    LCR_DLAB = 0x80,
    LCR_FORMAT = 0x3f,
};
enum { MCR_DTR = 1, MCR_RTS = 2, MCR_OUT1 = 4, MCR_OUT2 = 8, MCR_LOOP = 16 };
enum {
    LSR_READY = 0x01,
    LSR_OVERRUN = 0x02,
    LSR_PARITY = 0x04,
    LSR_FRAMING = 0x08,
    LSR_BREAK = 0x10,
    LSR_THRE = 0x20,
    LSR_TEMT = 0x40,
    LSR_FIFO_ERROR = 0x80,
    LSR_CHAR_ERRORS = LSR_PARITY | LSR_FRAMING | LSR_BREAK,
    LSR_ERRORS = LSR_CHAR_ERRORS | LSR_OVERRUN,
};

struct received {
    uint8_t byte;
    uint8_t errors; /* LSR_CHAR_ERRORS */
};

struct uart {
    struct device dev;
    struct wire irq;
    struct uart_far far;
    bool irq_level;

    uint8_t ier, lcr, mcr, scr;
    uint8_t errors; /* LSR_ERRORS not read yet */
    uint8_t msr;
    uint8_t pins; /* the modem inputs, as MSR bits 4-7 */
    uint16_t divisor;
    bool fifo_on;
    uint8_t trigger;

    struct received rx[UART_FIFO];
    uint8_t rx_first, rx_count;
    bool rx_timeout;      /* the 4-character time-out has struck */
    bool rx_wait;         /* the far side shall hold its bytes */
    bool rts_used;        /* the guest has raised RTS since reset */
    struct alarm rx_alarm; /* ends rx_wait */
    struct alarm timeout_alarm;

    uint8_t tx[UART_FIFO];
    uint8_t tx_first, tx_count;
    uint8_t tsr;
    bool tsr_busy;
    bool thre_pending;
    struct alarm tx_alarm;

    /* A far end with a speed of its own: what either end hears. */
    unsigned far_baud; /* 0: it follows */
    struct wave ours, theirs;
    struct alarm ours_alarm, theirs_alarm; /* a character ends at rest */
    bool coming;       /* a character is on its way in */
    uint8_t coming_byte;
    uint64_t coming_ns; /* since when */
};

static inline bool uart_loops(const struct uart *u)
{
    return u->mcr & MCR_LOOP;
}

static inline unsigned uart_divisor(const struct uart *u)
{
    return u->divisor ? u->divisor : 65536;
}

/* uart16550.c */
void uart_update_irq(struct uart *);

/* uart16550_speed.c */
void uart_speed_init(struct uart *);
void uart_speed_reset(struct uart *);
/* Whether the far end has a speed of its own, and that shows. */
bool uart_speed_differs(const struct uart *);
/* A character has left; the far end hears what it makes of it. */
void uart_speed_sent(struct uart *, uint8_t byte);
/* A character begins to arrive.  Returns when it will be through. */
uint64_t uart_speed_comes(struct uart *, uint8_t byte);
/* It is through; we get what we make of it. */
void uart_speed_came(struct uart *);

/* uart16550_line.c */
uint64_t uart_char_ns(const struct uart *);
void uart_rx_push(struct uart *, uint8_t byte, uint8_t errors);
void uart_line_init(struct uart *);
/* RBR and THR. */
uint8_t uart_rx_pop(struct uart *);
void uart_tx_put(struct uart *, uint8_t byte);
void uart_rx_clear(struct uart *);
void uart_tx_clear(struct uart *);
/* Both directions, as after a reset. */
void uart_line_reset(struct uart *, enum reset);
/* Calls the far side when it may give bytes. */
void uart_tell_room(struct uart *);

#endif
