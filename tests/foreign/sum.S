/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sum.S - a Multiboot program that says on COM1 what its own file contains:
 * how many bytes follow its code, and their FNV-1a sum.  A loader that mixed,
 * lost or doubled a block makes another sum.
 *
 * The file is made by bootlib.py: this code, the number of bytes at `length`,
 * the bytes.  Addresses are in the header, so that it need not be an ELF.
 */
        .equ    MAGIC, 0x1badb002
        .equ    FLAGS, 0x00010000       /* addresses follow */
        .equ    COM1, 0x3f8

        .text
        .globl  _start
header:
        .long   MAGIC, FLAGS, -(MAGIC + FLAGS)
        .long   header, header, 0, 0, _start    /* to the end of the file */
length:
        .long   0

_start:
        movl    $stack_top, %esp
        movw    $COM1 + 3, %dx          /* 8 data bits */
        movb    $3, %al
        outb    %al, %dx
        movl    $said, %esi
        call    say
        movl    length, %eax
        call    hex
        movl    $payload, %esi
        movl    length, %ecx
        movl    $2166136261, %eax
1:      movzbl  (%esi), %edx
        incl    %esi
        xorl    %edx, %eax
        imull   $16777619, %eax
        loop    1b
        call    hex
        movl    $end, %esi
        call    say
2:      cli
        hlt
        jmp     2b

/* A space and the eight digits of EAX. */
hex:
        pushl   %eax
        movb    $' ', %al
        call    put
        popl    %eax
        movl    $8, %ebx
1:      roll    $4, %eax
        pushl   %eax
        andb    $15, %al
        cmpb    $10, %al
        sbbb    $0x69, %al
        das
        call    put
        popl    %eax
        decl    %ebx
        jnz     1b
        ret

say:
        lodsb
        testb   %al, %al
        jz      1f
        call    put
        jmp     say
1:      ret

put:
        movb    %al, %ah
        movw    $COM1 + 5, %dx
1:      inb     %dx, %al
        testb   $0x20, %al
        jz      1b
        movb    %ah, %al
        movw    $COM1, %dx
        outb    %al, %dx
        ret

said:   .asciz  "\r\nloaded"
end:    .asciz  ".\r\n"
        .balign 16
        .skip   256
stack_top:
payload:

        .section .note.GNU-stack, "", @progbits
