/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry.S - from the reset vector to post() in 32-bit protected mode; and
 * once more from real mode, when nothing was booted there.
 *
 * The processor begins at F000:FFF0 with the base of CS at FFFF0000h (Intel
 * SDM 3, 9.1.4).  Only near jumps keep that base, and without a stack yet
 * nothing is called.
 */
        .section .vector, "ax"
        .code16
        .globl  reset_vector
reset_vector:
        jmp     enter
        .org    5                       /* where a PC's ROM has its date, */
        .ascii  "11/22/26"
        .org    14                      /* and its model: an AT */
        .byte   0xfc, 0

        .section .entry16, "ax"
        .code16
enter:
        cli
        cld
        /* Offsets count from the base of CS, which is the last 64 KiB. */
        movw    $gdt_register, %bx
        lgdtl   %cs:(%bx)
        movl    %cr0, %eax
        orl     $1, %eax                /* protection */
        andl    $0x9fffffff, %eax       /* caches on: CD, NW off */
        movl    %eax, %cr0
        ljmpl   $8, $flat

        .balign 8
gdt:
        .quad   0
        .quad   0x00cf9b000000ffff      /* 08h: code, base 0, 4 GiB */
        .quad   0x00cf93000000ffff      /* 10h: data */
gdt_register:
        .word   . - gdt - 1
        .long   gdt

        .code32
flat:
        xorl    %ebp, %ebp
        jmp     begin

        /* From a program in real mode that booted nothing: A20 on, interrupts
         * off, in flat segments (real.S). */
        .section .text, "ax"
        .globl  enter_again
enter_again:
        movl    $1, %ebp
begin:
        movw    $16, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %fs
        movw    %ax, %gs
        movw    %ax, %ss
        movl    $stack_top, %esp

        inb     $0x92, %al              /* A20 on, no reset */
        orb     $2, %al
        andb    $0xfe, %al
        outb    %al, $0x92

        movl    $data_start, %edi
        movl    $data_image, %esi
        movl    $data_end, %ecx
        subl    %edi, %ecx
        rep movsb
        movl    $bss_start, %edi
        movl    $bss_end, %ecx
        subl    %edi, %ecx
        shrl    $2, %ecx
        xorl    %eax, %eax
        rep stosl
        pushl   %ebp                    /* whether it is again */
        pushl   $0                      /* from where nobody returns */
        jmp     post

        .section .note.GNU-stack, "", @progbits
