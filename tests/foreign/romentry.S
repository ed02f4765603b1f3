/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * romentry.S - an expansion ROM with a stack for its C code, and what C has no
 * words for in real mode.  bootlib.py sets the sum.
 */
        .equ    ROM_BYTES, 32768

#include "tests/foreign/romhead.h"

begin:
        pushal
        pushw   %ds
        pushw   %es
        movw    %cs, %cx
        movw    %ss, %ax
        movw    %sp, %bx
        movw    %cx, %ds
        movw    %cx, %es
        movw    %cx, %ss
        movl    $ROM_BYTES, %esp
        pushw   %ax
        pushw   %bx
        calll   services_main
        popw    %bx
        popw    %ax
        movw    %ax, %ss
        movw    %bx, %sp
        popw    %es
        popw    %ds
        popal
        lretw

/* void interrupt(struct regs *, uint16_t number) */
        .globl  interrupt
interrupt:
        pushal
        movl    36(%esp), %esi
        movb    40(%esp), %al
        movb    %al, %cs:number
        pushl   %esi
        pushw   28(%esi)
        popw    %es
        movl    (%esi), %eax
        movl    4(%esi), %ebx
        movl    8(%esi), %ecx
        movl    12(%esi), %edx
        movl    20(%esi), %edi
        movl    24(%esi), %ebp
        movl    16(%esi), %esi
        sti
        .byte   0xcd
number: .byte   0
        pushfw
        pushw   %es
        pushl   %esi
        movw    %sp, %si
        movl    8(%si), %esi            /* the argument */
        movl    %eax, (%esi)
        movl    %ebx, 4(%esi)
        movl    %ecx, 8(%esi)
        movl    %edx, 12(%esi)
        movl    %edi, 20(%esi)
        movl    %ebp, 24(%esi)
        popl    16(%esi)
        popw    28(%esi)
        popw    30(%esi)
        popl    %esi
        pushw   %ds
        popw    %es
        cld
        popal
        retl

/* uint16_t far_word(uint16_t segment, uint16_t offset) */
        .globl  far_word
far_word:
        pushw   %gs
        movw    6(%esp), %gs
        movl    10(%esp), %eax
        movzwl  %gs:(%eax), %eax
        popw    %gs
        retl

        .globl  set_far_word
set_far_word:
        pushw   %gs
        movw    6(%esp), %gs
        movl    10(%esp), %edx
        movl    14(%esp), %eax
        movw    %ax, %gs:(%edx)
        popw    %gs
        retl

        .globl  my_segment
my_segment:
        movw    %cs, %ax
        retl

        .globl  halt_once
halt_once:
        sti
        hlt
        retl

        .section .note.GNU-stack, "", @progbits
