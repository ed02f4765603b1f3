/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * vectors.S - the 48 entries of the interrupt table, all leading to
 * interrupt_entered().  Exceptions without an error code get a zero, so that
 * every frame looks like struct interrupt_frame.
 */
        .text

        .globl  interrupt_vectors
        .balign 16
interrupt_vectors:
        .set    i, 0
        .rept   48
        .if i == 8 || (i >= 10 && i <= 14) || i == 17
        .else
        pushl   $0
        .endif
        pushl   $i
        jmp     common
        .balign 16
        .set    i, i + 1
        .endr

common:
        pushal
        cld
        pushl   %esp
        call    interrupt_entered
        addl    $4, %esp
        popal
        addl    $8, %esp                /* vector and error code */
        iret

        .section .note.GNU-stack, "", @progbits
