/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.c - see console.h. */
#include "guest/runtime/terminals/console.h"

#include <stdbool.h>
#include <stddef.h>

#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/unit/clock.h"
#include "guest/threads/thread.h"

/* RTS goes when this little is free: what the far end still sends fits. */
enum { ROOM_TO_STOP = 512, ROOM_TO_GO_ON = UART_RX_RING / 2 };

static struct uart uart;
static struct event event;
static bool stopped;
static bool (*held)(void);

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

void console_on_read(bool (*is_held)(void))
{
    held = is_held;
}

int console_get_until(uint64_t moment)
{
    uint32_t flags = cpu_save();
    int c = -1;

    for (;;) {
        if (held && held()) {
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

/* --- a terminal that takes nothing -------------------------------------- */

static bool stuck; /* none of it left for a second */

/* Since when; `sent` is how much had left then. */
struct patience {
    uint32_t sent;
    uint64_t until;
};

static bool is_over(struct patience *p)
{
    if (p->until && p->sent == uart.sent)
        return clock_coarse() >= p->until;
    *p = (struct patience){uart.sent, clock_coarse() + CLOCK_SECONDS(1)};
    return false;
}

static bool has_room(uint32_t n)
{
    struct patience p = {.until = 0};
    uint32_t flags = cpu_save();

    while (uart_tx_room(&uart) < n && !stuck) {
        stuck = is_over(&p);
        if (!stuck)
            thread_wait(&event, p.until);
    }
    stuck = uart_tx_room(&uart) < n;
    cpu_restore(flags);
    return !stuck;
}

void console_tell(const char *line)
{
    enum { ENDS_OF_LINES = 8 };

    if (has_room((uint32_t)strlen(line) + ENDS_OF_LINES))
        console_printf("%s\n", line);
}

void console_drain(void)
{
    struct patience p = {.until = 0};

    clock_fine(true);
    while (!uart_sent_all(&uart) && !is_over(&p))
        clock_rest(1000);
    clock_fine(false);
}
