/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * uartrig.h - a 16550 on a fake board, and whoever is at the other end of its
 * cable.
 */
#ifndef PIXEMU_TESTS_UARTRIG_H
#define PIXEMU_TESTS_UARTRIG_H

#include "devices/uart-16550/uart16550.h"
#include "tests/unit/devices/fakeboard.h"

enum { RBR, IER, IIR, LCR, MCR, LSR, MSR, SCR };

/* 9600 baud, 8N1: ten bits. */
enum { CHAR_NS = 1041666 };

struct rig {
    struct fakeboard fb;
    struct device *uart;
    struct fake_pin irq;
    GString *sent;
    bool brk, dtr, rts;
    unsigned rooms, formats, divisor;
    uint8_t lcr;
    bool deaf; /* takes nothing */
};

/* A test's fixture: connected, 8N1, DTR, RTS and OUT2 on.  Fast timing. */
void rig_setup(struct rig *, gconstpointer unused);
void rig_teardown(struct rig *, gconstpointer unused);
/* Connects the far end anew. */
void rig_attach(struct rig *);

void rig_put(struct rig *, unsigned port, uint8_t val);
uint8_t rig_get(struct rig *, unsigned port);
void rig_receive(struct rig *, const char *text);

#endif
