/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * torture.S - a ROM that asks a processor for nearly everything a system uses
 * and prints what it gets.  It runs alike on our test board and on QEMU's
 * `pc' machine; README.md says how torture.expected was made.
 *
 * Output: characters to port E9h; a write to port F4h ends it.  Interrupts
 * come from the local APIC, which both machines have at FEE00000h, sent by
 * the program to itself while IF is clear, so that nothing depends on time.
 *
 * Real mode runs in the ROM at F000h, all the rest in a copy at 100000h.
 * An exception prints [vector error-code EIP CS flags CR2] and goes on where
 * RESUME said.  Of the flags RF is left out: faults set it (SDM 3A, 6.8.3),
 * translators before QEMU 8 do not.
 *
 * This file has the ROM itself: real mode, the way into protected mode, what
 * prints.  Its parts are included where they lie: torture_system.S,
 * torture_program.S, torture_tasks.S.
 */
        .intel_syntax noprefix

        .set IDT, 0x180000
        .set TSS, 0x181000
        .set TSS2, 0x183000
        .set DIRECTORY, 0x200000
        .set TABLE, 0x201000            /* of C0000000h */
        .set USER_STACK, 0x18f000
        .set STACK, 0x190000
        .set RING0_STACK, 0x198000
        .set FREE, 0x300000             /* pages for the tests of paging */
        .set SCRATCH, 0x280000
        .set APIC, 0xfee00000

        .set CODE, 0x08
        .set DATA, 0x10
        .set USER_CODE, 0x1b
        .set USER_DATA, 0x23
        .set TASK, 0x28
        .set ABSENT, 0x30
        .set GATE, 0x3b                 /* call gate for ring 3 */
        .set TASK2, 0x40
        .set CODE16, 0x48
        .set READ_ONLY, 0x50

        .set FLAGS, 0x37fd5             /* without the undefined ones */

/* ---- printing; no register changes ---- */

        .macro PUT c
        push    eax
        mov     al, \c
        out     0xe9, al
        pop     eax
        .endm

        .macro TITLE text
        call    puts
        .asciz  "\n\text: "
        .endm

        .macro HEX what:vararg
        push    \what
        call    hex_pushed
        .endm

        .macro RESUME to
        mov     dword ptr [resume], offset \to
        .endm

        /* An interrupt to ourselves that waits for IF. */
        .macro IPI vector
        mov     dword ptr [APIC + 0x300], 0x40000 + \vector
        .endm

        .text
rom:
        .code16
real:   cli
        cld
        xor     ax, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, 0x7000
        push    cs
        pop     ds

        .macro VECTOR n, to
        mov     word ptr es:[\n * 4], offset \to - rom
        mov     word ptr es:[\n * 4 + 2], cs
        .endm

        VECTOR  0, real_de
        VECTOR  1, real_db
        VECTOR  4, real_of
        VECTOR  5, real_br
        VECTOR  6, real_ud
        VECTOR  0x21, real_21

        mov     al, 'R'
        out     0xe9, al
        sti
        int     0x21                    /* clears IF */
        call    real_if                 /* and IRET sets it again */
        cli
        call    real_if
        xor     cx, cx
        mov     dx, 1
        div     cx
        ud2
        mov     ax, 0x7fff
        add     ax, 1
        into
        mov     ax, 5
        mov     word ptr es:[0x500], 6
        mov     word ptr es:[0x502], 9
        bound   ax, es:[0x500]

        /* Single steps: one trap for each instruction behind POPF. */
        pushf
        pop     ax
        or      ax, 0x100
        push    ax
        popf
        nop
        mov     bx, ss
        mov     ss, bx                  /* no trap behind this one */
        nop
        push    ax
        and     ax, 0xfeff
        pop     cx
        push    ax
        popf
        nop

        /* Offsets wrap at 64 KiB, strings too. */
        mov     ax, 0x2000
        mov     es, ax
        mov     word ptr es:[0xfffe], 0x3412
        mov     word ptr es:[0], 0x7856
        mov     di, 0xfffe
        mov     cx, 4
        mov     al, 'w'
        rep     stosb
        mov     ax, es:[0xfffe]
        call    real_hex
        mov     ax, es:[0]
        call    real_hex
        mov     ax, di
        call    real_hex
        /* 32-bit operands and addresses */
        mov     ebx, 0x20000
        xor     ax, ax
        mov     ds, ax
        mov     eax, 0x12345678
        mov     esi, 0x1234
        mov     [esi + ebx - 0x20000], eax
        mov     ax, [0x1234]
        call    real_hex
        call    far ptr 0xf000:(real_far - rom)
        call    real_hex

        push    cs
        pop     ds
        lgdtd   [gdtr_low - rom]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        .byte   0x66, 0xea
        .long   low32 - rom + 0xf0000
        .word   CODE

real_far:
        mov     ax, cs
        retf
real_21:
        call    real_if
        iret
real_if:
        pushf
        pop     ax
        shr     ax, 9
        and     al, 1
        add     al, '0'
        out     0xe9, al
        ret
        /* Faults: the instruction has two bytes; INTO is a trap. */
real_de:
        mov     al, 'd'
        jmp     1f
real_ud:
        mov     al, 'u'
1:      out     0xe9, al
        push    bp
        mov     bp, sp
        add     word ptr [bp + 2], 2
        pop     bp
        iret
real_of:
        mov     al, 'o'
        out     0xe9, al
        iret
real_br:
        mov     al, 'b'
        out     0xe9, al
        push    bp
        mov     bp, sp
        add     word ptr [bp + 2], 5
        pop     bp
        iret
real_db:
        push    ax
        mov     al, 't'
        out     0xe9, al
        pop     ax
        iret
real_hex:
        push    cx
        mov     cx, 4
1:      rol     ax, 4
        push    ax
        and     al, 15
        cmp     al, 10
        sbb     al, 0x69
        das
        out     0xe9, al
        pop     ax
        loop    1b
        mov     al, ' '
        out     0xe9, al
        pop     cx
        ret

/* ---- protected mode ---- */

        .code32
low32:  mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax
        mov     ss, eax
        mov     esp, STACK
        mov     esi, 0xf0000
        mov     edi, offset rom
        mov     ecx, 0x4000
        rep     movsd
        mov     eax, offset high
        jmp     eax

high:   lgdt    [gdtr]
        lidt    [idtr]
        ljmp    CODE, offset 1f
1:      mov     edi, IDT
        mov     ecx, 0x1000
        xor     eax, eax
        rep     stosd                   /* IDT, both TSSs */
        xor     ecx, ecx
2:      mov     eax, [entries + ecx * 4]
        call    set_gate
        inc     ecx
        cmp     ecx, 20
        jne     2b
        mov     ecx, 0x40
        mov     eax, offset irq_40
        call    set_gate
        mov     ecx, 0x50
        mov     eax, offset irq_50
        call    set_gate
        mov     ecx, 0x80
        mov     eax, offset int_80
        call    set_gate
        mov     byte ptr [IDT + 0x80 * 8 + 5], 0xee
        mov     ecx, 0x81
        mov     eax, offset int_81
        call    set_gate
        mov     byte ptr [IDT + 0x81 * 8 + 5], 0xef /* trap gate */
        mov     byte ptr [IDT + 3 * 8 + 5], 0xee
        mov     byte ptr [IDT + 4 * 8 + 5], 0xee

        mov     dword ptr [TSS + 4], RING0_STACK
        mov     dword ptr [TSS + 8], DATA
        mov     word ptr [TSS + 0x66], 0x68
        mov     byte ptr [TSS + 0x68 + 0xe9 / 8], 0
        mov     edi, TSS + 0x68
        mov     ecx, 0x41
        mov     al, 0xff
        rep     stosb
        and     byte ptr [TSS + 0x68 + 0xe9 / 8], 0xfd /* E9h is allowed */
        mov     eax, TASK
        ltr     ax
        str     ecx
        mov     dword ptr [APIC + 0xf0], 0x1ff
        mov     eax, offset gate
        mov     [gdt + GATE - 3], ax
        shr     eax, 16
        mov     [gdt + GATE + 3], ax

        call    exceptions
        call    interrupts
        call    paging
        call    rings
        call    virtual_8086
        call    self_modifying
        call    strings
        call    arithmetic
        call    x87
        call    tasks
        TITLE   "end"
give_up:
        PUT     10
        mov     al, 0
        out     0xf4, al
1:      jmp     1b

#include "tests/cpu/torture_system.S"
#include "tests/cpu/torture_program.S"
#include "tests/cpu/torture_tasks.S"

/* ---- printing ---- */

        /* The text behind the CALL. */
puts:   xchg    esi, [esp]
        push    eax
1:      mov     al, cs:[esi]
        inc     esi
        test    al, al
        jz      2f
        out     0xe9, al
        jmp     1b
2:      pop     eax
        xchg    esi, [esp]
        ret

        /* The value on the stack, which goes. */
hex_pushed:
        push    eax
        mov     eax, [esp + 8]
        call    hex
        pop     eax
        ret     4

hex:    push    ecx
        mov     ecx, 8
        jmp     1f
hex4:   push    ecx
        mov     ecx, 4
        shl     eax, 16
        jmp     1f
hex2:   push    ecx
        mov     ecx, 2
        shl     eax, 24
1:      push    ebx
        mov     ebx, eax
2:      rol     ebx, 4
        mov     al, bl
        and     al, 15
        add     al, '0'
        cmp     al, '9'
        jbe     3f
        add     al, 'a' - '0' - 10
3:      out     0xe9, al
        loop    2b
        mov     al, ' '
        out     0xe9, al
        mov     eax, ebx
        pop     ebx
        pop     ecx
        ret

/* ---- data ---- */

        .align  8
gdt:    .quad   0
        .quad   0x00cf9b000000ffff      /* CODE */
        .quad   0x00cf93000000ffff      /* DATA */
        .quad   0x00cffb000000ffff      /* USER_CODE */
        .quad   0x00cff3000000ffff      /* USER_DATA */
        .word   0xab, TSS & 0xffff      /* TASK */
        .byte   TSS >> 16, 0x89, 0, 0
        .quad   0x00cf13000000ffff      /* ABSENT */
        .word   0, CODE                 /* GATE: patched below */
        .byte   1, 0xec
        .word   0
        .word   0x67, TSS2 & 0xffff     /* TASK2 */
        .byte   TSS2 >> 16, 0x89, 0, 0
        .quad   0x00009b000000ffff      /* CODE16 */
        .quad   0x00cf91000000ffff      /* READ_ONLY */
gdt_end:
gdtr:   .word   gdt_end - gdt - 1
        .long   gdt
gdtr_low:
        .word   gdt_end - gdt - 1
        .long   gdt - rom + 0xf0000
idtr:   .word   256 * 8 - 1
        .long   IDT

        .align  4
resume: .long   0
quiet:  .long   0
steps:  .long   0
disarm: .long   0
count:  .long   0
nest:   .long   0
where:  .long   0
map_page: .long 0
saved_esp: .long 0
user_irq: .long 0
go_back: .long  0
exceptions_seen: .long 0

three:  .float  3
minus_2_5: .double -2.5
number: .quad   -123456789012345

operands:
        .long   0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff
        .long   0x10000, 0x7fffffff, 0x80000000, 0xffffffff, 0x12345678
        .long   0x99, 0x55aa55aa, 0xdeadbeef, 0x1f, 0x21
operands_end:

        .section .reset, "ax"
        .code16
        .byte   0xea                    /* jmp F000:real */
        .word   0, 0xf000
        .org    16, 0
