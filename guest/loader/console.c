/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.c - see console.h. */
#include "guest/loader/console.h"

#include <stdint.h>

#include "guest/cli/editor.h"
#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/pit.h"
#include "guest/lib/format.h"

enum { TICK_US = 1000, TICK_DIVISOR = PIT_HZ / 1000, WIDTH = 80 };

static struct uart uart;
static struct editor editor;
static volatile uint32_t ticks;

static void tick(void *far)
{
    (void)far;
    ticks++;
}

static void put(void *far, char c)
{
    uint32_t flags = cpu_save();

    (void)far;
    while (!uart_put(&uart, (uint8_t)c)) {
        cpu_halt();
        cpu_interrupts_off();
    }
    cpu_restore(flags);
}

static int get(void)
{
    uint32_t flags = cpu_save();
    int c;

    while ((c = uart_get(&uart)) == UART_NOTHING || c == UART_BREAK) {
        if (c == UART_NOTHING) {
            cpu_halt();
            cpu_interrupts_off();
        }
    }
    cpu_restore(flags);
    return c;
}

void console_open(void)
{
    uart_open(&uart, UART_CONSOLE, UART_DIVISOR_9600);
    interrupt_attach(UART_CONSOLE_LINE, uart_interrupt, &uart);
    pit_start(TICK_DIVISOR);
    interrupt_attach(PIT_LINE, tick, NULL);
    editor_init(&editor, WIDTH, put, NULL);
    cpu_interrupts_on();
}

static void put_text(void *far, char c)
{
    if (c == '\n')
        put(far, '\r');
    put(far, c);
}

void console_printf(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put_text, NULL, fmt, ap);
    va_end(ap);
}

/* The LF of a CR LF may come after the line has ended. */
static int get_key(void)
{
    static bool after_cr;

    for (;;) {
        int key = get();
        bool second = key == '\n' && after_cr;

        after_cr = key == '\r';
        if (!second && key != '\0')
            return key;
    }
}

void console_ask(const char *prompt, char *to, size_t n)
{
    enum editor_event event;

    do {
        editor_begin(&editor, prompt, false);
        do
            event = editor_key(&editor, (uint8_t)get_key());
        while (event == EDITOR_MORE);
    } while (event != EDITOR_LINE);
    format(to, n, "%s", editor.line);
}

bool console_yes(const char *question)
{
    char answer[8];

    console_ask(question, answer, sizeof answer);
    return answer[0] == 'y' || answer[0] == 'Y';
}

void console_rest(void *far, unsigned microseconds)
{
    /* The first tick may be due already, and none is quite a millisecond. */
    uint32_t begin = ticks, wait = microseconds / TICK_US + 2;

    (void)far;
    for (;;) {
        cpu_interrupts_off();
        if (ticks - begin >= wait)
            break;
        cpu_halt();
    }
    cpu_interrupts_on();
}

void console_close(void)
{
    while (!uart_sent_all(&uart))
        console_rest(NULL, TICK_US);
    uart_close(&uart);
    interrupt_shut();
}
