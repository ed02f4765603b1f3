/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * thread.h - cooperative threads, each on a stack of its own.
 *
 * A thread runs until it waits.  Interrupt handlers don't switch; they signal
 * events, and whoever waits for one runs when the present thread waits.  When
 * nobody can run, the processor halts.
 *
 * The way to wait for something an interrupt brings:
 *
 *      flags = cpu_save();
 *      while (!there())
 *              thread_wait(&event, THREAD_FOREVER);
 *      cpu_restore(flags);
 */
#ifndef GUEST_THREADS_THREAD_H
#define GUEST_THREADS_THREAD_H

#include <stdbool.h>
#include <stdint.h>

enum thread_state {
    THREAD_READY,
    THREAD_WAITING,
    THREAD_DONE,
};

#define THREAD_FOREVER UINT64_MAX

struct event {
    uint32_t signals; /* how often it was signalled */
};

struct thread {
    struct thread *next; /* a ring of all there are */
    const char *name;
    void *sp; /* while it does not run */
    enum thread_state state;
    struct event *event; /* what it waits for, besides time */
    uint64_t until;      /* moment at which it stops waiting */
    bool signalled;
    void (*run)(void *far);
    void *far;
    /* For `show processes`. */
    void *pc; /* where it waits */
    uint8_t *stack; /* its lowest byte; NULL: not known */
    uint32_t stack_bytes;
    uint64_t ran; /* up to the last switch, in the unit of thread_account() */
};

/* Makes what runs now, with its stack, the thread that halts when no other
 * can run.  Call first. */
void thread_setup(struct thread *idle);

/* Adds a thread; it runs when the present one waits for the first time. */
void thread_start(struct thread *, const char *name, void (*run)(void *far),
                  void *far, void *stack, uint32_t stack_bytes);

/* Runs the others for ever, halting when there is nothing to do: the rest of
 * the life of the thread given to thread_setup(). */
void thread_idle(void) __attribute__((noreturn));

/* Waits for a signal or a moment of the clock that thread_tick() is told.
 * Called with interrupts off; true: there was a signal.  event may be NULL. */
bool thread_wait(struct event *, uint64_t until);

/* Lets the others run, then goes on. */
void thread_yield(void);

/* From anywhere, interrupt handlers included: wakes all who wait for it. */
void thread_signal(struct event *);

/* From the timer's interrupt: wakes those whose moment has come. */
void thread_tick(uint64_t now);

struct thread *thread_self(void);

/* From now on every thread's time is counted by this clock. */
void thread_account(uint64_t (*now)(void));
uint64_t thread_ran(const struct thread *);

/* All threads, one after the other: begin with NULL; NULL again at the end. */
struct thread *thread_next(const struct thread *after);

/* Bytes of its stack that it never used. */
uint32_t thread_stack_unused(const struct thread *);

#endif
