/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.c - console on the first UART, a tick of 50 ms, and rest.  See
 * console.h. */
#include "guest/stage/console.h"

#include <stdarg.h>
#include <stddef.h>

#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/pit.h"
#include "guest/lib/format.h"

enum { ESC = 27, CTRL_C = 3 };

static struct uart console;
static volatile uint32_t ticks;
static volatile bool woken;
static volatile unsigned delaying; /* milliseconds left of clock_delay() */
static void (*before_halt)(void);

static void tick(void *unused)
{
    (void)unused;
    if (delaying)
        delaying--; /* not a tick of the clock */
    else
        ticks++;
    woken = true;
}

static void console_interrupt(void *unused)
{
    (void)unused;
    uart_interrupt(&console);
    woken = true;
}

void console_open(void)
{
    uart_open(&console, UART_CONSOLE, UART_DIVISOR_9600);
    interrupt_attach(UART_CONSOLE_LINE, console_interrupt, NULL);
    interrupt_attach(PIT_LINE, tick, NULL);
    pit_start(PIT_DIVISOR_20HZ);
    cpu_interrupts_on();
}

void console_close(void)
{
    while (!uart_sent_all(&console))
        rest();
    uart_close(&console);
    interrupt_detach(UART_CONSOLE_LINE);
    interrupt_detach(PIT_LINE);
}

void console_put(char c)
{
    while (!uart_put(&console, (uint8_t)c))
        rest();
}

static void put_line_wise(void *unused, char c)
{
    (void)unused;
    if (c == '\n')
        console_put('\r');
    console_put(c);
}

void print(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put_line_wise, NULL, fmt, ap);
    va_end(ap);
}

int console_key(void)
{
    return uart_get(&console);
}

bool console_stopped(void)
{
    static const int keys[] = {ESC, CTRL_C, UART_BREAK};

    for (unsigned i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (!uart_has(&console, keys[i]))
            continue;
        while (uart_get(&console) != keys[i])
            continue; /* meant for what ends now */
        return true;
    }
    return false;
}

uint32_t clock_ticks(void)
{
    return ticks;
}

uint32_t clock_ms(void)
{
    return ticks * CLOCK_TICK_MS;
}

void clock_align(void)
{
    pit_start(PIT_DIVISOR_20HZ);
}

/* A tick that was due before may come at once and none is quite a
 * millisecond: hence two more. */
void clock_delay(void *unused, unsigned us)
{
    (void)unused;
    cpu_interrupts_off();
    delaying = us / 1000 + 2;
    pit_start(PIT_HZ / 1000);
    cpu_interrupts_on();
    while (delaying)
        rest();
    clock_align();
}

void wake(void *unused)
{
    (void)unused;
    woken = true;
}

void rest_hook(void (*hook)(void))
{
    before_halt = hook;
}

void rest(void)
{
    cpu_interrupts_off();
    if (!woken) {
        if (before_halt)
            before_halt();
        cpu_halt();
    }
    /* What comes from here on is seen by the caller's next look. */
    woken = false;
    cpu_interrupts_on();
}

/* --- as guest/netboot wants it ----------------------------------------- */

static void host_put(void *unused, char c)
{
    (void)unused;
    console_put(c);
}

/* BREAK at a prompt means nothing. */
static int host_key(void *unused)
{
    int c;

    (void)unused;
    do
        c = console_key();
    while (c == UART_BREAK);
    return c;
}

static bool host_stopped(void *unused)
{
    (void)unused;
    return console_stopped();
}

static uint32_t host_now_ms(void *unused)
{
    (void)unused;
    return clock_ms();
}

static void host_rest(void *unused)
{
    (void)unused;
    rest();
}

const struct host console_host = {
    .put = host_put,
    .key = host_key,
    .stopped = host_stopped,
    .now_ms = host_now_ms,
    .rest = host_rest,
};
