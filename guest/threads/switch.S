/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * switch.S - from one stack to another.  What the C calling convention lets a
 * function destroy need not be kept; the interrupt flag is off on both sides.
 */
        .text

/* void thread_switch(void **from, void *to) */
        .globl  thread_switch
thread_switch:
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        pushl   %ebp
        pushl   %edi
        pushl   %esi
        pushl   %ebx
        movl    %esp, (%eax)
        movl    %edx, %esp
        popl    %ebx
        popl    %esi
        popl    %edi
        popl    %ebp
        ret

        .globl  thread_trampoline
thread_trampoline:
        xorl    %ebp, %ebp
        call    thread_body
1:      cli
        hlt
        jmp     1b

        .section .note.GNU-stack, "", @progbits
