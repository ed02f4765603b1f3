/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * entry.S - where a program begins (guest/image/boot.h): a stack, and on into
 * program_main(magic, boot_info).  What is not in the file is zero already.
 */
        .section .text.entry, "ax"
        .globl  program_entry
program_entry:
        cli
        cld
        movl    $program_stack_end, %esp
        xorl    %ebp, %ebp
        pushl   %ebx
        pushl   %eax
        call    program_main
1:      cli
        hlt
        jmp     1b

        .section .bss
        .balign 16
program_stack:
        .skip   16384
program_stack_end:

        .section .note.GNU-stack, "", @progbits
