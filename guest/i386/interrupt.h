/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interrupt.h - interrupt table, the 8259 pair, and who is called for what.
 *
 * Vectors 0-31 are the processor's exceptions, 32-47 the sixteen requests.
 * Handlers run with interrupts off on the stack of whoever was interrupted;
 * the end of interrupt is given after them.
 */
#ifndef GUEST_I386_INTERRUPT_H
#define GUEST_I386_INTERRUPT_H

#include <stdbool.h>
#include <stdint.h>

struct interrupt_frame {
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax; /* as PUSHA leaves them */
    uint32_t vector, error;
    uint32_t eip, cs, eflags;
};

enum { INTERRUPT_LINES = 16, INTERRUPT_SHARERS = 6 };

/* Table loaded, controllers initialised (ICW1-4), every line masked.  The
 * processor's interrupt flag stays off. */
void interrupt_setup(void);

/* Adds a handler to a line and unmasks it.  Several chips may share a line:
 * all its handlers are called.  False: no room. */
bool interrupt_attach(unsigned line, void (*handler)(void *far), void *far);

/* Masks a line and forgets its handlers. */
void interrupt_detach(unsigned line);

/* Every line masked again, as a program that is started expects it. */
void interrupt_shut(void);

/* The controllers as programs in real mode expect them: vectors 08h-0Fh and
 * 70h-77h, only the lines of this set open.  The table is the caller's. */
void interrupt_for_real_mode(uint16_t lines);

/* Level-sensitive, as PCI wants it: ELCR 4D0h/4D1h. */
void interrupt_level(unsigned line, bool level);

/* Called for exceptions; when it returns the program goes on where the frame
 * says.  Without one an exception halts for ever. */
void interrupt_on_exception(void (*handler)(struct interrupt_frame *));

/* Requests that had gone when they were answered (OCW3, in-service bit). */
uint32_t interrupt_spurious(void);

#endif
