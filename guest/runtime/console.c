/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.c - see console.h. */
#include "guest/runtime/console.h"

#include <stdbool.h>
#include <stddef.h>

#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/format.h"
#include "guest/runtime/clock.h"
#include "guest/runtime/pair.h"
#include "guest/threads/thread.h"

/* RTS goes when this little is free: what the far end still sends fits. */
enum { ROOM_TO_STOP = 512, ROOM_TO_GO_ON = UART_RX_RING / 2 };

static struct uart uart;
static struct event event;
static bool stopped;

static void interrupt(void *far)
{
    (void)far;
    uart_interrupt(&uart);
    if (!stopped && uart_rx_room(&uart) < ROOM_TO_STOP) {
        stopped = true;
        uart_set_rts(&uart, false);
    }
    thread_signal(&event);
}

void console_open(void)
{
    uart_open(&uart, UART_CONSOLE, UART_DIVISOR_9600);
    interrupt_attach(UART_CONSOLE_LINE, interrupt, NULL);
}

void console_put(void *far, char c)
{
    uint32_t flags = cpu_save();

    (void)far;
    while (!uart_put(&uart, (uint8_t)c))
        thread_wait(&event, THREAD_FOREVER);
    cpu_restore(flags);
}

int console_get_until(uint64_t moment)
{
    uint32_t flags = cpu_save();
    int c = -1;

    for (;;) {
        if (pair_holds_console()) {
            thread_wait(&event, clock_coarse() + CLOCK_SECONDS(1) / 20);
            continue;
        }
        c = uart_get(&uart);
        if (c != UART_NOTHING && c != UART_BREAK)
            break;
        if (c == UART_NOTHING && !thread_wait(&event, moment)) {
            cpu_restore(flags);
            return -1;
        }
    }
    if (stopped && uart_rx_room(&uart) > ROOM_TO_GO_ON) {
        stopped = false;
        uart_set_rts(&uart, true);
    }
    cpu_restore(flags);
    return c;
}

int console_get(void *far)
{
    (void)far;
    return console_get_until(THREAD_FOREVER);
}

bool console_interrupted(void *far)
{
    enum { CONTROL_C = 3 };

    if (!uart_has(&uart, CONTROL_C))
        return false;
    while (console_get(far) != CONTROL_C)
        ; /* what was typed ahead of it was meant for what ends now */
    return true;
}

static void put_text(void *far, char c)
{
    if (c == '\n')
        console_put(far, '\r');
    console_put(far, c);
}

void console_printf(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put_text, NULL, fmt, ap);
    va_end(ap);
}

void console_drain(void)
{
    clock_fine(true);
    while (!uart_sent_all(&uart))
        clock_rest(1000);
    clock_fine(false);
}
