/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uart.c - PC16550D by interrupt; sections cited are of its data sheet. */
#include "guest/drivers/uart.h"

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    DATA = 0,
    DIVISOR_LOW = 0,
    IER = 1,
    DIVISOR_HIGH = 1,
    IIR = 2,
    FCR = 2,
    LCR = 3,
    MCR = 4,
    LSR = 5,
    MSR = 6,
};

enum {
    IER_RX = 0x01,
    IER_TX = 0x02,
    IER_LINE = 0x04,
    IER_MODEM = 0x08,
    IIR_NONE = 0x01,
    IIR_FIFO = 0xc0,
    FCR_ON_EMPTIED = 0x07, /* trigger level 1: nothing waits for company */
    LCR_8N1 = 0x03,
    LCR_DLAB = 0x80,
    MCR_DTR = 0x01,
    MCR_RTS = 0x02,
    MCR_OUT2 = 0x08, /* connects the interrupt pin on a PC */
    LSR_READY = 0x01,
    LSR_OVERRUN = 0x02,
    LSR_PARITY = 0x04,
    LSR_FRAMING = 0x08,
    LSR_BREAK = 0x10,
    LSR_THR_EMPTY = 0x20,
    LSR_ALL_SENT = 0x40,
    FIFO_BYTES = 16,
};

static uint8_t in(const struct uart *u, unsigned reg)
{
    return inb((uint16_t)(u->port + reg));
}

static void out(const struct uart *u, unsigned reg, uint8_t v)
{
    outb((uint16_t)(u->port + reg), v);
}

static void set_ier(struct uart *u, uint8_t ier)
{
    if (u->ier != ier)
        out(u, IER, ier);
    u->ier = ier;
}

void uart_open(struct uart *u, uint16_t port, uint16_t divisor)
{
    *u = (struct uart){ .port = port };
    out(u, IER, 0);
    out(u, LCR, LCR_DLAB);
    out(u, DIVISOR_LOW, (uint8_t)divisor);
    out(u, DIVISOR_HIGH, (uint8_t)(divisor >> 8));
    out(u, LCR, LCR_8N1);
    out(u, FCR, FCR_ON_EMPTIED);
    u->fifo_bytes = (in(u, IIR) & IIR_FIFO) == IIR_FIFO ? FIFO_BYTES : 1;
    out(u, MCR, MCR_DTR | MCR_RTS | MCR_OUT2);
    in(u, LSR);
    in(u, DATA);
    in(u, MSR);
    set_ier(u, IER_RX | IER_LINE);
}

void uart_watch_modem(struct uart *u)
{
    uint32_t flags = cpu_save();

    u->always = IER_MODEM;
    set_ier(u, u->ier | u->always);
    cpu_restore(flags);
}

void uart_close(struct uart *u)
{
    uint32_t flags = cpu_save();

    u->always = 0;
    set_ier(u, 0);
    cpu_restore(flags);
}

/* The error bits of LSR belong to the character on top of the FIFO and are
 * cleared by reading them (8.4): they are kept until that character is
 * taken. */
static uint8_t line_status(struct uart *u)
{
    uint8_t lsr = in(u, LSR);

    if (lsr == 0xff) /* nothing answers at this port */
        return LSR_THR_EMPTY | LSR_ALL_SENT;
    if (lsr & LSR_OVERRUN)
        u->overruns++;
    u->held |= lsr & (LSR_PARITY | LSR_FRAMING | LSR_BREAK);
    return lsr;
}

static void take_one(struct uart *u)
{
    uint8_t errors = u->held;
    uint16_t c = in(u, DATA);

    u->held = 0;
    if (errors & LSR_BREAK) {
        u->breaks++;
        c = UART_BREAK;
    } else {
        u->framing_errors += !!(errors & LSR_FRAMING);
        u->parity_errors += !!(errors & LSR_PARITY);
        u->received++;
    }
    u->rx[u->rx_in % UART_RX_RING] = c;
    u->rx_in++;
}

static void feed(struct uart *u)
{
    u->fifo_room = u->fifo_bytes;
    while (u->fifo_room && u->tx_out != u->tx_in) {
        out(u, DATA, u->tx[u->tx_out % UART_TX_RING]);
        u->tx_out++;
        u->sent++;
        u->fifo_room--;
    }
}

/* Called with interrupts off. */
static void service(struct uart *u)
{
    uint8_t lsr = line_status(u);

    while (lsr & LSR_READY && uart_rx_room(u)) {
        take_one(u);
        lsr = line_status(u);
    }
    if (lsr & LSR_THR_EMPTY)
        feed(u);
    uint8_t wanted = u->always;
    if (uart_rx_room(u))
        wanted |= IER_RX | IER_LINE;
    if (u->tx_out != u->tx_in)
        wanted |= IER_TX;
    set_ier(u, wanted);
}

void uart_interrupt(void *far)
{
    struct uart *u = far;

    /* An edge-triggered line: leave only when the chip wants nothing more, or
     * the next edge never comes.  Bounded, in case no chip is there. */
    for (int i = 0; i < 64 && !(in(u, IIR) & IIR_NONE); i++) {
        service(u);
        in(u, MSR);
    }
}

bool uart_has(const struct uart *u, int c)
{
    for (uint32_t at = u->rx_out; at != u->rx_in; at++) {
        if (u->rx[at % UART_RX_RING] == c)
            return true;
    }
    return false;
}

int uart_get(struct uart *u)
{
    int c;

    if (u->rx_out == u->rx_in)
        return UART_NOTHING;
    c = u->rx[u->rx_out++ % UART_RX_RING];
    if (!(u->ier & IER_RX) && uart_rx_room(u) == UART_RX_RING / 2) {
        uint32_t flags = cpu_save();
        service(u);
        cpu_restore(flags);
    }
    return c;
}

bool uart_put(struct uart *u, uint8_t c)
{
    uint32_t flags = cpu_save();
    bool room = u->tx_in - u->tx_out < UART_TX_RING;

    if (room) {
        u->tx[u->tx_in % UART_TX_RING] = c;
        u->tx_in++;
        if (u->tx_in - u->tx_out == 1 && u->fifo_room) {
            out(u, DATA, c);
            u->tx_out++;
            u->sent++;
            u->fifo_room--;
        } else if (!(u->ier & IER_TX)) {
            service(u);
        }
    }
    cpu_restore(flags);
    return room;
}

uint32_t uart_tx_room(const struct uart *u)
{
    return UART_TX_RING - (u->tx_in - u->tx_out);
}

uint32_t uart_rx_room(const struct uart *u)
{
    return UART_RX_RING - (u->rx_in - u->rx_out);
}

void uart_set_rts(struct uart *u, bool on)
{
    uint8_t mcr = in(u, MCR);

    out(u, MCR, on ? mcr | MCR_RTS : mcr & (uint8_t)~MCR_RTS);
}

uint8_t uart_modem(const struct uart *u)
{
    return in(u, MSR);
}

bool uart_sent_all(struct uart *u)
{
    uint32_t flags = cpu_save();
    bool all = u->tx_in == u->tx_out && line_status(u) & LSR_ALL_SENT;

    cpu_restore(flags);
    return all;
}
