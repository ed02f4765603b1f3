/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550.c - 16550A asynchronous serial port.
 *
 * Source: National Semiconductor PC16550D (TL/C/8652), "Registers",
 * clocked with 1.8432 MHz as in a PC.  Not modelled: the RXRDY and TXRDY pins
 * (FCR bit 3 is accepted), and the one character by which a FIFO that never
 * held two bytes delays its THRE interrupt ("FIFO interrupt mode operation").
 */
#include "devices/uart-16550/uart16550_int.h"

enum { RBR, IER, IIR, LCR, MCR, LSR, MSR, SCR };
enum { IER_RX = 1, IER_TX = 2, IER_LINE = 4, IER_MODEM = 8 };
enum {
    IIR_MODEM = 0x0,
    IIR_NONE = 0x1,
    IIR_TX = 0x2,
    IIR_RX = 0x4,
    IIR_LINE = 0x6,
    IIR_TIMEOUT = 0xc,
    IIR_FIFO = 0xc0,
};
enum { FCR_ENABLE = 1, FCR_CLEAR_RX = 2, FCR_CLEAR_TX = 4 };
enum {
    MSR_DELTAS = 0x0f,
    MSR_TERI = 0x04,
    MSR_CTS = 0x10,
    MSR_DSR = 0x20,
    MSR_RI = 0x40,
    MSR_DCD = 0x80,
};

static struct uart *uart_of(struct device *dev)
{
    return (struct uart *)dev;
}

/* Interrupts. */

/* "Interrupt control functions": the highest that is enabled. */
static uint8_t interrupt(const struct uart *u)
{
    if ((u->ier & IER_LINE) && u->errors)
        return IIR_LINE;
    if ((u->ier & IER_RX) && u->rx_count >= u->trigger)
        return IIR_RX;
    if ((u->ier & IER_RX) && u->rx_timeout)
        return IIR_TIMEOUT;
    if ((u->ier & IER_TX) && u->thre_pending)
        return IIR_TX;
    if ((u->ier & IER_MODEM) && (u->msr & MSR_DELTAS))
        return IIR_MODEM;
    return IIR_NONE;
}

/* A PC gates the pin with OUT2, which loopback turns off like the others. */
void uart_update_irq(struct uart *u)
{
    bool open = (u->mcr & MCR_OUT2) && !uart_loops(u);
    bool level = open && interrupt(u) != IIR_NONE;

    if (level == u->irq_level)
        return;
    u->irq_level = level;
    wire_drive(&u->irq, level);
}

/* Modem lines. */

static void set_msr(struct uart *u, uint8_t levels)
{
    uint8_t changed = (u->msr ^ levels) & 0xf0;
    uint8_t deltas = changed >> 4;

    /* RI reports only its trailing edge. */
    if (levels & MSR_RI)
        deltas &= ~MSR_TERI;
    u->msr = levels | (u->msr & MSR_DELTAS) | deltas;
    uart_update_irq(u);
}

/* "MODEM control register": in loopback the outputs come back as inputs. */
static void update_msr(struct uart *u)
{
    uint8_t levels = u->pins;

    if (uart_loops(u))
        levels = (u->mcr & MCR_RTS ? MSR_CTS : 0) |
                 (u->mcr & MCR_DTR ? MSR_DSR : 0) |
                 (u->mcr & MCR_OUT1 ? MSR_RI : 0) |
                 (u->mcr & MCR_OUT2 ? MSR_DCD : 0);
    set_msr(u, levels);
}

void uart_set_modem(struct device *dev, bool cts, bool dsr, bool dcd, bool ri)
{
    struct uart *u = uart_of(dev);

    u->pins = (cts ? MSR_CTS : 0) | (dsr ? MSR_DSR : 0) |
              (ri ? MSR_RI : 0) | (dcd ? MSR_DCD : 0);
    update_msr(u);
}

static uint8_t outputs(const struct uart *u)
{
    return uart_loops(u) ? 0 : u->mcr & (MCR_DTR | MCR_RTS);
}

static bool breaks(const struct uart *u)
{
    return (u->lcr & LCR_BREAK) && !uart_loops(u);
}

static void tell_modem(struct uart *u)
{
    device_trace(&u->dev, "DTR %u, RTS %u", !!(outputs(u) & MCR_DTR),
                 !!(outputs(u) & MCR_RTS));
    if (u->far.modem)
        u->far.modem(u->far.far, outputs(u) & MCR_DTR, outputs(u) & MCR_RTS);
}

static void tell_format(struct uart *u)
{
    device_trace(&u->dev, "divisor %u, format %02x", uart_divisor(u),
                 u->lcr & LCR_FORMAT);
    if (u->far.format)
        u->far.format(u->far.far, uart_divisor(u), u->lcr & LCR_FORMAT);
}

static void tell_break(struct uart *u)
{
    device_trace(&u->dev, "break %s", breaks(u) ? "begins" : "ends");
    if (u->far.brk)
        u->far.brk(u->far.far, breaks(u));
}

/* Registers. */

static void write_ier(struct uart *u, uint8_t val)
{
    /* Enabling it with an empty holding register asks at once. */
    if ((val & ~u->ier & IER_TX) && !u->tx_count)
        u->thre_pending = true;
    u->ier = val & 0x0f;
    uart_update_irq(u);
}

/* "FIFO control register": the other bits count only with the enable bit.  A
 * change of it makes the transmitter ask ("FIFO interrupt mode operation"). */
static void write_fcr(struct uart *u, uint8_t val)
{
    static const uint8_t triggers[] = { 1, 4, 8, 14 };
    bool on = val & FCR_ENABLE;
    bool change = on != u->fifo_on;

    u->fifo_on = on;
    if (change || (on && (val & FCR_CLEAR_RX)))
        uart_rx_clear(u);
    if (change || (on && (val & FCR_CLEAR_TX)))
        uart_tx_clear(u);
    u->trigger = on ? triggers[val >> 6] : 1;
    u->thre_pending |= change;
    uart_update_irq(u);
}

static void write_lcr(struct uart *u, uint8_t val)
{
    uint8_t changed = u->lcr ^ val;
    bool was_break = breaks(u);

    u->lcr = val;
    if (changed & LCR_FORMAT)
        tell_format(u);
    if (breaks(u) != was_break)
        tell_break(u);
}

static void set_mcr(struct uart *u, uint8_t val)
{
    uint8_t before = outputs(u);
    bool was_break = breaks(u);

    u->mcr = val & 0x1f;
    if (u->mcr & MCR_RTS)
        u->rts_used = true;
    update_msr(u);
    if (outputs(u) != before)
        tell_modem(u);
    if (breaks(u) != was_break)
        tell_break(u);
}

static void write_mcr(struct uart *u, uint8_t val)
{
    bool had_room = uart_room(&u->dev);

    set_mcr(u, val);
    if (!had_room)
        uart_tell_room(u);
}

static void write_divisor(struct uart *u, uint16_t val)
{
    if (val == u->divisor)
        return;
    u->divisor = val;
    tell_format(u);
}

static void regs_write(struct device *dev, uint32_t off, uint32_t val,
                       unsigned width)
{
    struct uart *u = uart_of(dev);
    uint8_t byte = (uint8_t)val;

    (void)width;
    if (off <= IER && (u->lcr & LCR_DLAB)) {
        write_divisor(u, off == RBR ? (u->divisor & 0xff00) | byte
                                    : (u->divisor & 0xff) | byte << 8);
        return;
    }
    switch (off) {
    case RBR:
        uart_tx_put(u, byte);
        break;
    case IER:
        write_ier(u, byte);
        break;
    case IIR:
        write_fcr(u, byte);
        break;
    case LCR:
        write_lcr(u, byte);
        break;
    case MCR:
        write_mcr(u, byte);
        break;
    case SCR:
        u->scr = byte;
        break;
    default: /* LSR and MSR: writing is for the factory */
        break;
    }
}

/* Reading it takes back a THRE interrupt, when that is what it shows. */
static uint8_t read_iir(struct uart *u)
{
    uint8_t id = interrupt(u);

    if (id == IIR_TX) {
        u->thre_pending = false;
        uart_update_irq(u);
    }
    return id | (u->fifo_on ? IIR_FIFO : 0);
}

static bool error_in_fifo(const struct uart *u)
{
    for (unsigned i = 0; i < u->rx_count; i++)
        if (u->rx[(u->rx_first + i) % UART_FIFO].errors)
            return true;
    return false;
}

static uint8_t read_lsr(struct uart *u)
{
    uint8_t lsr = u->errors;

    if (u->rx_count)
        lsr |= LSR_READY;
    if (!u->tx_count)
        lsr |= LSR_THRE;
    if (!u->tx_count && !u->tsr_busy)
        lsr |= LSR_TEMT;
    if (u->fifo_on && error_in_fifo(u))
        lsr |= LSR_FIFO_ERROR;
    u->errors = 0;
    if (u->rx_count)
        u->rx[u->rx_first].errors = 0;
    uart_update_irq(u);
    return lsr;
}

static uint8_t read_msr(struct uart *u)
{
    uint8_t msr = u->msr;

    u->msr &= ~MSR_DELTAS;
    uart_update_irq(u);
    return msr;
}

static uint32_t regs_read(struct device *dev, uint32_t off, unsigned width)
{
    struct uart *u = uart_of(dev);

    (void)width;
    if (off <= IER && (u->lcr & LCR_DLAB))
        return off == RBR ? u->divisor & 0xff : u->divisor >> 8;
    switch (off) {
    case RBR:
        return uart_rx_pop(u);
    case IER:
        return u->ier;
    case IIR:
        return read_iir(u);
    case LCR:
        return u->lcr;
    case MCR:
        return u->mcr;
    case LSR:
        return read_lsr(u);
    case MSR:
        return read_msr(u);
    default:
        return u->scr;
    }
}

/* The board. */

void uart_attach(struct device *dev, const struct uart_far *far)
{
    struct uart *u = uart_of(dev);

    u->far = far ? *far : (struct uart_far){ 0 };
    tell_modem(u);
    tell_format(u);
    if (breaks(u))
        tell_break(u);
}

struct wire *uart_irq(struct device *dev)
{
    return &uart_of(dev)->irq;
}

static void uart_init(struct device *dev)
{
    uart_line_init(uart_of(dev));
}

/* "UART reset configuration": the divisor and scratch registers are
 * not in it and keep what they hold; after power-on that is chance, here
 * 9600 baud. */
static void uart_reset(struct device *dev, enum reset kind)
{
    struct uart *u = uart_of(dev);

    if (kind == RESET_POWER) {
        u->divisor = 12;
        u->scr = 0;
    }
    u->rts_used = false;
    u->ier = u->errors = 0;
    u->fifo_on = false;
    u->trigger = 1;
    uart_line_reset(u, kind);
    write_lcr(u, 0);
    set_mcr(u, 0);
    u->msr = u->pins;
    uart_update_irq(u);
}

static const struct window uart_windows[] = {
    [UART_REGS] = { "regs", SPACE_PORT, 8, 1, regs_read, regs_write },
    { 0 },
};

const struct device_class uart16550_class = {
    .name = "16550A",
    .summary = "National PC16550D serial port",
    .size = sizeof(struct uart),
    .windows = uart_windows,
    .init = uart_init,
    .reset = uart_reset,
};
