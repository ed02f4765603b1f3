/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * redirect.S - an expansion ROM for BIOSes that print on a display only: what
 * goes to INT 10h as teletype goes to COM1 from now on.
 */
        .equ    ROM_BYTES, 512
        .equ    COM1, 0x3f8

#include "tests/foreign/romhead.h"

begin:
        pushw   %ax
        pushw   %dx
        pushw   %ds
        movw    $COM1 + 3, %dx          /* 8 data bits */
        movb    $3, %al
        outb    %al, %dx
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    $teletype, 0x10 * 4
        movw    %cs, 0x10 * 4 + 2
        popw    %ds
        popw    %dx
        popw    %ax
        lretw

teletype:
        cmpb    $0x0e, %ah
        jne     2f
        pushw   %ax
        pushw   %dx
        movb    %al, %ah
        movw    $COM1 + 5, %dx
1:      inb     %dx, %al
        testb   $0x20, %al
        jz      1b
        movb    %ah, %al
        movw    $COM1, %dx
        outb    %al, %dx
        popw    %dx
        popw    %ax
2:      iretw

        .section .note.GNU-stack, "", @progbits
