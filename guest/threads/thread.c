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

enum { UNUSED = 0xa5 }; /* what a stack is filled with */

static struct thread *current, *idle;
static uint64_t (*account)(void);
static uint64_t switched; /* moment of the last switch */

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
    if (account) {
        uint64_t now = account();

        from->ran += now - switched;
        switched = now;
    }
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
    t->stack = stack;
    t->stack_bytes = stack_bytes;
    t->pc = (void *)(uint32_t)run;
    memset(stack, UNUSED, stack_bytes);
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
    self->pc = __builtin_return_address(0);
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

void thread_account(uint64_t (*now)(void))
{
    uint32_t flags = cpu_save();

    account = now;
    switched = now();
    cpu_restore(flags);
}

uint64_t thread_ran(const struct thread *t)
{
    uint32_t flags = cpu_save();
    uint64_t ran = t->ran;

    if (account && t == current)
        ran += account() - switched;
    cpu_restore(flags);
    return ran;
}

struct thread *thread_next(const struct thread *after)
{
    struct thread *next = after ? after->next : idle;

    return after && next == idle ? NULL : next;
}

uint32_t thread_stack_unused(const struct thread *t)
{
    uint32_t n = 0;

    while (t->stack && n < t->stack_bytes && t->stack[n] == UNUSED)
        n++;
    return n;
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
