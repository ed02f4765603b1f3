/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cable.c - the failover cable: the second serial port, by interrupt. */
#include "guest/drivers/failovercable.h"
#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/runtime/pair/pair_int.h"

enum { RING = 8192 }; /* a power of two, three of the longest messages */

static struct uart uart;
static uint8_t ring[RING]; /* behind the driver's own */
static uint32_t in, out;

/* Called with interrupts off. */
static void feed(void)
{
    while (out != in && uart_put(&uart, ring[out % RING]))
        out++;
}

static void interrupt(void *far)
{
    (void)far;
    uart_interrupt(&uart);
    feed();
    pair_kick();
}

void pair_cable_open(void)
{
    uart_open(&uart, UART_FAILOVER, UART_DIVISOR_115200);
    interrupt_attach(UART_FAILOVER_LINE, interrupt, NULL);
    uart_watch_modem(&uart);
}

/* A message goes whole or not at all. */
void pair_cable_send(void *far, const uint8_t *bytes, size_t n)
{
    uint32_t flags = cpu_save();
    bool fits = n <= RING - (in - out);

    (void)far;
    for (size_t i = 0; fits && i < n; i++)
        ring[in++ % RING] = bytes[i];
    feed();
    cpu_restore(flags);
    if (!fits)
        pair_events_no_room();
}

int pair_cable_byte(void)
{
    int c;

    do
        c = uart_get(&uart);
    while (c == UART_BREAK);
    return c == UART_NOTHING ? -1 : c;
}

enum failover_cable pair_cable_state(void)
{
    static const enum failover_cable states[] = {
        [FAILOVERCABLE_NORMAL] = FAILOVER_CABLE_NORMAL,
        [FAILOVERCABLE_MATE_OFF] = FAILOVER_CABLE_MATE_OFF,
        [FAILOVERCABLE_OUT_HERE] = FAILOVER_CABLE_OUT_HERE,
        [FAILOVERCABLE_OUT_THERE] = FAILOVER_CABLE_OUT_THERE,
        [FAILOVERCABLE_BAD] = FAILOVER_CABLE_BAD,
        [FAILOVERCABLE_ERROR] = FAILOVER_CABLE_UNKNOWN,
    };

    return states[failovercable_state(uart_modem(&uart))];
}

bool pair_cable_is_secondary(void)
{
    enum failover_cable state = pair_cable_state();

    return state != FAILOVER_CABLE_OUT_HERE &&
           state != FAILOVER_CABLE_UNKNOWN &&
           !failovercable_is_primary(uart_modem(&uart));
}
