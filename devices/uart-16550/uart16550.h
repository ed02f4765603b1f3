/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uart16550.h - a 16550A serial port as its board sees it.
 *
 * The far side is whatever is plugged in: it gets bytes through the callbacks
 * of struct uart_far and gives bytes through uart_receive() and its kin.
 */
#ifndef PIXEMU_DEVICES_UART16550_H
#define PIXEMU_DEVICES_UART16550_H

#include "devices/device.h"

extern const struct device_class uart16550_class;

enum { UART_REGS }; /* 8 ports, 3F8h or 2F8h */

/* What the chip tells the far side.  Any of them may be NULL. */
struct uart_far {
    void *far;
    /* A character left the shift register. */
    void (*send)(void *far, uint8_t byte);
    /* The line went to, or came back from, a lasting space. */
    void (*brk)(void *far, bool on);
    /* DTR and RTS as on the connector: true is asserted. */
    void (*modem)(void *far, bool dtr, bool rts);
    /* uart_room() was 0 and is not any more. */
    void (*room)(void *far);
    /* The divisor latch or line control changed: baud rate is
     * 115200 / divisor (0 counts as 65536); lcr bits 0-5 are the format. */
    void (*format)(void *far, unsigned divisor, uint8_t lcr);
    /* Asked before a character is sent.  False: the transmitter keeps it until
     * uart_far_ready(). */
    bool (*takes)(void *far);
};

/* Plugs `far` in (copied); NULL pulls it out.  It is told modem and format at
 * once.  A new chip has nothing plugged in and CTS, DSR, DCD, RI off. */
void uart_attach(struct device *, const struct uart_far *far);

/* The interrupt pin behind its OUT2 gate. */
struct wire *uart_irq(struct device *);

/* How many characters the far side may give now without an overrun: free
 * FIFO places.  None while the previous character is still on its way under
 * authentic timing, for a moment after a full FIFO was emptied (so that a
 * driver's loop ends), in loopback, and while a guest that has raised RTS
 * holds it down again; one that never touches RTS gets its bytes. */
unsigned uart_room(struct device *);

/* A character arrived.  Beyond uart_room() it overruns, as on a real line. */
void uart_receive(struct device *, uint8_t byte);
/* The far side takes characters again.  Not from within send(). */
void uart_far_ready(struct device *);
/* The far side is set to so many baud, 8N1; 0 follows whatever the guest sets.
 * Under authentic timing two different speeds garble both ways. */
void uart_set_far_baud(struct device *, unsigned baud);
/* One BREAK: a zero byte with LSR bit 4. */
void uart_receive_break(struct device *);
/* A character whose stop bit was not there, as at a wrong baud rate. */
void uart_receive_garbled(struct device *, uint8_t byte);

/* The modem inputs; true is asserted. */
void uart_set_modem(struct device *, bool cts, bool dsr, bool dcd, bool ri);

#endif
