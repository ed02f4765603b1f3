/* SPDX-License-Identifier: GPL-2.0-or-later */
/* thread.c - see thread.h.  No priorities: the ready take turns. */
#include "guest/threads/thread.h"

#include <stddef.h>

#include "guest/i386/cpu.h"
#include "guest/lib/string.h"

/* switch.S: leaves the present stack, its pointer stored in *from, and goes
 * on where the other one left. */
void thread_switch(void **from, void *to);
/* switch.S: the first thing a thread does. */
void thread_trampoline(void);
void thread_body(void);

static struct thread *current, *idle;

struct thread *thread_self(void)
{
    return current;
}

void thread_setup(struct thread *self)
{
    memset(self, 0, sizeof *self);
    self->name = "idle";
    self->next = self;
    current = idle = self;
}

/* The next in the ring that can run; the idle thread when there is none. */
static struct thread *choose(void)
{
    struct thread *t = current;

    do {
        t = t->next;
        if (t != idle && t->state == THREAD_READY)
            return t;
    } while (t != current);
    return idle;
}

/* Interrupts off, and they are so again when this thread goes on. */
static void reschedule(void)
{
    struct thread *from = current, *to = choose();

    if (to == from)
        return;
    current = to;
    thread_switch(&from->sp, to->sp);
}

void thread_body(void)
{
    struct thread *self = current;

    cpu_interrupts_on();
    self->run(self->far);
    cpu_interrupts_off();
    self->state = THREAD_DONE;
    reschedule();
}

void thread_start(struct thread *t, const char *name, void (*run)(void *far),
                  void *far, void *stack, uint32_t stack_bytes)
{
    uint32_t flags = cpu_save();
    uint32_t *sp = (uint32_t *)((uint8_t *)stack + stack_bytes);

    memset(t, 0, sizeof *t);
    t->name = name;
    t->run = run;
    t->far = far;
    /* As thread_switch() would have left it. */
    *--sp = 0;
    *--sp = (uint32_t)thread_trampoline;
    for (int i = 0; i < 4; i++)
        *--sp = 0; /* EBX, ESI, EDI, EBP */
    t->sp = sp;
    t->next = idle->next;
    idle->next = t;
    cpu_restore(flags);
}

bool thread_wait(struct event *event, uint64_t until)
{
    struct thread *self = current;

    self->event = event;
    self->until = until;
    self->signalled = false;
    self->state = THREAD_WAITING;
    reschedule();
    return self->signalled;
}

void thread_yield(void)
{
    uint32_t flags = cpu_save();

    reschedule();
    cpu_restore(flags);
}

void thread_signal(struct event *event)
{
    uint32_t flags = cpu_save();

    event->signals++;
    for (struct thread *t = idle->next; t != idle; t = t->next) {
        if (t->state == THREAD_WAITING && t->event == event) {
            t->signalled = true;
            t->state = THREAD_READY;
        }
    }
    cpu_restore(flags);
}

void thread_tick(uint64_t now)
{
    for (struct thread *t = idle->next; t != idle; t = t->next) {
        if (t->state == THREAD_WAITING && t->until <= now)
            t->state = THREAD_READY;
    }
}

void thread_idle(void)
{
    for (;;) {
        cpu_interrupts_off();
        if (choose() != idle)
            reschedule();
        else
            cpu_halt();
    }
}
