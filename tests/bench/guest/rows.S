/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rows.S - the loops that are timed, in assembly so that every compiler gives
 * the same program.  Each takes its number of rounds on the stack.
 *
 * The copy buffers are not a multiple of 1 MiB apart: in a direct-mapped TLB
 * of 256 entries such pages drive each other out, and the row would measure
 * that.
 */
        .set    SOURCE, 0x200000
        .set    TARGET, 0x341000
        .set    COPY_BYTES, 0x10000
        .set    PACKET_BYTES, 1500

        .macro  row name
        .globl  \name
        .balign 16
\name:
        pushl   %ebp
        movl    %esp, %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    8(%ebp), %ecx
        .endm

        .macro  end_row
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
        .endm

        .text
row row_integer
        movl    $1, %eax
        movl    $7, %ebx
1:      addl    %ebx, %eax
        xorl    %ecx, %ebx
        leal    (%eax, %ebx, 2), %edx
        shrl    $3, %edx
        addl    %edx, %ebx
        decl    %ecx
        jnz     1b
end_row

row row_branch                          /* taken or not, by a shift register */
        movl    $0x1234567, %eax
1:      shrl    $1, %eax
        jnc     2f
        xorl    $0xa3000000, %eax
2:      testb   $4, %al
        jz      3f
        incl    %edx
3:      testb   $8, %al
        jnz     4f
        decl    %ebx
4:      decl    %ecx
        jnz     1b
end_row

row row_call
1:      call    leaf
        decl    %ecx
        jnz     1b
end_row
leaf:   pushl   %eax
        leal    1(%eax), %eax
        popl    %eax
        ret

row row_memcpy
1:      movl    $SOURCE, %esi
        movl    $TARGET, %edi
        movl    $COPY_BYTES / 4, %edx
2:      movl    (%esi), %eax
        movl    %eax, (%edi)
        addl    $4, %esi
        addl    $4, %edi
        decl    %edx
        jnz     2b
        decl    %ecx
        jnz     1b
end_row

row row_rep_movs
        movl    %ecx, %ebx
1:      movl    $SOURCE, %esi
        movl    $TARGET, %edi
        movl    $COPY_BYTES / 4, %ecx
        rep movsl
        decl    %ebx
        jnz     1b
end_row

row row_checksum                        /* RFC 1071 over a packet */
1:      movl    $SOURCE, %esi
        movl    $PACKET_BYTES / 2, %edx
        xorl    %eax, %eax
2:      movzwl  (%esi), %ebx
        addl    %ebx, %eax
        adcl    $0, %eax
        addl    $2, %esi
        decl    %edx
        jnz     2b
        decl    %ecx
        jnz     1b
end_row

row row_port                            /* scratch register of the UART */
        movl    $0x3ff, %edx
1:      outb    %al, %dx
        inb     %dx, %al
        decl    %ecx
        jnz     1b
end_row

row row_int
1:      int3
        decl    %ecx
        jnz     1b
end_row

        .section .note.GNU-stack, "", @progbits
