/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * panic.c - see panic.h.
 *
 * Nothing is trusted any more: no thread, no interrupt, no ring.  The
 * console port is written to directly and looked at until it is empty, a
 * bounded number of times.
 */
#include "guest/runtime/unit/panic.h"

#include <stddef.h>

#include "guest/drivers/uart.h"
#include "guest/i386/cpu.h"
#include "guest/i386/interrupt.h"
#include "guest/i386/io.h"
#include "guest/i386/restart.h"
#include "guest/lib/format.h"
#include "guest/runtime/unit/strings.h"
#include "guest/threads/thread.h"

enum {
    LSR = 5,
    LSR_THR_EMPTY = 0x20,
    LSR_ALL_SENT = 0x40,
    PATIENCE = 1000000,
};

static void wait_for(uint8_t status)
{
    for (int i = 0; i < PATIENCE; i++) {
        if (inb(UART_CONSOLE + LSR) & status)
            break;
    }
}

static void put(void *far, char c)
{
    (void)far;
    if (c == '\n')
        put(far, '\r');
    wait_for(LSR_THR_EMPTY);
    outb(UART_CONSOLE, (uint8_t)c);
}

static void __attribute__((format(printf, 1, 2))) say(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put, NULL, fmt, ap);
    va_end(ap);
}

static void panic(struct interrupt_frame *f)
{
    const struct thread *self = thread_self();
    uint32_t cr2;

    __asm__ volatile("movl %%cr2, %0" : "=r"(cr2));
    say("\n" STR_PANIC "\n", self && self->name ? self->name : "-");
    say("vector %u error %08x eip %04x:%08x eflags %08x cr2 %08x\n",
        (unsigned)f->vector, (unsigned)f->error, (unsigned)f->cs,
        (unsigned)f->eip, (unsigned)f->eflags, (unsigned)cr2);
    say("eax %08x ebx %08x ecx %08x edx %08x\n", (unsigned)f->eax,
        (unsigned)f->ebx, (unsigned)f->ecx, (unsigned)f->edx);
    say("esi %08x edi %08x ebp %08x esp %08x\n", (unsigned)f->esi,
        (unsigned)f->edi, (unsigned)f->ebp, (unsigned)f->esp);
    wait_for(LSR_ALL_SENT);
    restart();
}

void panic_restart(const char *why)
{
    say("%s\n", why);
    wait_for(LSR_ALL_SENT);
    restart();
}

void panic_setup(void)
{
    interrupt_on_exception(panic);
}
