/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * programs.S - a ROM of small programs for the processor's tests; port E0h
 * says which one to run.  Ports and memory: testboard.h.
 *
 * All run in flat 32-bit protected mode in ring 0, interrupts off, with an
 * IDT whose entries lead to `unexpected'.
 */
#include "tests/cpu/programs.h"

        .intel_syntax noprefix

        .set IDT, 0x10000
        .set STACK, 0x90000
        .set PARAM, 0x700               /* a number from the test */
        .set EOI, 0xfee000b0

        .macro REPORT
        out     0xe4, eax
        .endm

        .macro ACT val
        mov     al, \val
        out     0xe8, al
        .endm

        /* The next instruction, if it is invalid, goes on at \to. */
        .macro TRY to
        mov     dword ptr [resume], offset \to
        .endm

        .text
        .code16
rom:
start:  cli
        lgdtd   cs:[gdtr - rom]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        .byte   0x66, 0xea              /* jmp 8:protected */
        .long   protected
        .word   8

        .code32
protected:
        mov     eax, 16
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     esp, STACK
        cld
        mov     ecx, 255
1:      mov     eax, offset unexpected
        call    set_gate
        dec     ecx
        jns     1b
        lidt    [idtr]
        in      eax, 0xe0
        jmp     [table + eax * 4]

        /* Gate ecx leads to eax. */
set_gate:
        mov     [IDT + ecx * 8], ax
        mov     word ptr [IDT + ecx * 8 + 2], 8
        mov     word ptr [IDT + ecx * 8 + 4], 0x8e00
        shr     eax, 16
        mov     [IDT + ecx * 8 + 6], ax
        ret

        /* A directory at 30000h and one table: 4 MiB, each at its own address. */
map_low:
        mov     edi, 0x30000
        mov     ecx, 1024
        xor     eax, eax
        rep     stosd
        mov     dword ptr [0x30000], 0x31003
        mov     eax, 3
        mov     ecx, 1024
1:      stosd
        add     eax, 0x1000
        loop    1b
        ret

unexpected:
        mov     eax, 0xbadc0de
        REPORT
END:
        out     0xf4, al
1:      jmp     1b

/* ---- the bus ---- */

WIDTHS: mov     edi, 0xd0000000
        mov     al, [edi + 3]
        mov     ax, [edi + 6]
        mov     eax, [edi + 8]
        REPORT
        mov     byte ptr [edi + 3], 0x5a
        mov     word ptr [edi + 6], 0x1234
        mov     dword ptr [edi + 8], 0x12345678
        fld     qword ptr [edi + 16]
        fstp    st(0)
        mov     eax, [edi + 0x21]       /* two aligned reads */
        REPORT
        mov     word ptr [edi + 0x31], 0x7788 /* bytes */
        in      al, 0xec
        in      ax, 0xec
        in      eax, 0xec
        REPORT
        mov     eax, 0x11223344
        out     0xec, al
        out     0xec, ax
        out     0xec, eax
        mov     dx, 0xec
        mov     edi, 0x22000
        mov     ecx, 3
        rep     insb
        insd
        mov     esi, 0x22000
        mov     ecx, 2
        rep     outsw
        jmp     END

        /* Pages of the bus behind page tables that change: 100000h and
         * 120000h, 32 pages apart. */
BUS_PAGES:
        call    map_low
        mov     dword ptr [0x31400], 0xd0000003
        mov     dword ptr [0x31480], 0xd0001003 /* reads all ones */
        mov     eax, 0x30000
        mov     cr3, eax
        mov     eax, cr0
        or      eax, 0x80000000
        mov     cr0, eax
        mov     eax, [0x100000]
        REPORT
        mov     eax, [0x120004]
        REPORT
        mov     eax, [0x100008]
        REPORT
        mov     dword ptr [0x31400], 0xd0001003
        mov     dword ptr [0x31480], 0xd0000003
        mov     eax, cr3
        mov     cr3, eax
        mov     eax, [0x100000]
        REPORT
        mov     dword ptr [0x12000c], 0x1234
        mov     dword ptr [0x31480], 0x50003 /* RAM now */
        invlpg  [0x120000]
        mov     dword ptr [0x120010], 0x55
        mov     eax, [0x50010]
        REPORT
        mov     dword ptr [0x31480], 0xd0000001 /* read-only; ring 0 */
        invlpg  [0x120000]              /* may write all the same */
        mov     word ptr [0x120014], 0x66
        mov     al, [0x120015]
        REPORT
        jmp     END

        /* A page of the bus that is read-only, to ring 0 as well. */
READ_ONLY:
        mov     ecx, 14
        mov     eax, offset refused
        call    set_gate
        call    map_low
        mov     dword ptr [0x31400], 0xd0000001
        mov     dword ptr [0x31404], 0xd0000003
        mov     eax, 0x30000
        mov     cr3, eax
        mov     eax, cr0
        or      eax, 0x80010000         /* PG, WP */
        mov     cr0, eax
        mov     al, [0x100000]
        mov     byte ptr [0x100000], 1
        mov     word ptr [0x100002], 2
        mov     dword ptr [0x100004], 3
        mov     al, [0x101000]          /* not dirty yet */
        mov     byte ptr [0x101000], 4
        mov     eax, [0x31404]
        and     eax, 0x60               /* accessed, dirty */
        REPORT
        jmp     END

refused:
        mov     eax, [esp]              /* error code */
        REPORT
        pop     eax
        mov     eax, [esp]              /* the instruction's length by CR2 */
        mov     ecx, cr2
        mov     edx, 7
        test    cl, 2
        jz      1f
        mov     edx, 9
1:      test    cl, 4
        jz      1f
        mov     edx, 10
1:      add     [esp], edx
        iret

ROM_WRITE:
        mov     edi, 0xf8000
        mov     dword ptr [edi], 0xdeadbeef
        mov     word ptr [edi + 5], 0xdead
        mov     byte ptr [edi + 8], 0xde
        mov     dword ptr [edi + 0xffe], 0xdeadbeef /* two pages */
        lock inc dword ptr [edi + 12]
        xchg    eax, [edi + 16]
        mov     ecx, 16
        rep     stosd
        mov     dword ptr [0xffff8000], 0xdeadbeef
        mov     eax, [0xf8000]
        REPORT
        jmp     END

        .macro  SHOW
        mov     eax, [ebx]
        REPORT
        .endm

REMAP:  mov     ebx, 0x40000
        SHOW
        ACT     1                       /* ROM */
        SHOW
        mov     dword ptr [ebx], 0x33333333
        SHOW
        ACT     2                       /* bus */
        SHOW
        ACT     3                       /* the ROM's memory as RAM */
        SHOW
        mov     dword ptr [ebx], 0x44444444
        SHOW
        ACT     4                       /* as it was */
        SHOW
        jmp     END

        /* The page that runs is replaced by another under its feet. */
REMAP_SELF:
        mov     ebx, 0x50000
        call    ebx
        REPORT
        call    ebx
        REPORT
        jmp     END

A20:    mov     dword ptr [0x500], 0x11
        mov     dword ptr [0x100500], 0x22
        mov     ebx, 0x100500
        SHOW
        ACT     0
        SHOW
        ACT     1
        SHOW
        jmp     END

        /* The host rewrites code at 20000h, at a page's end, and behind the
         * program's own OUT. */
DMA:    mov     ebx, 0x20000
        mov     ebp, 0x22ffd
        call    ebx
        REPORT
        call    ebp
        REPORT
        ACT     0
        call    ebx
        REPORT
        call    ebp
        REPORT
        mov     ebx, 0x24000
        call    ebx
        REPORT
        jmp     END

/* ---- what the processor is ---- */

invalid:
        push    eax
        mov     eax, [resume]
        mov     [esp + 4], eax
        pop     eax
        add     ebp, 1
        iret

        /* Reports a word with a bit for each instruction that exists. */
        .macro  EXISTS bit, insn:vararg
        TRY     99f
        xor     ebp, ebp
        mov     eax, 1
        \insn
99:     mov     esp, STACK
        neg     ebp
        not     ebp
        and     ebp, 1
        shl     ebp, \bit
        or      edi, ebp
        .endm

FEATURES:
        mov     ecx, 6
        mov     eax, offset invalid
        call    set_gate
        mov     eax, cr4
        or      eax, 0x200              /* OSFXSR */
        mov     cr4, eax
        xor     edi, edi
        EXISTS  0, cpuid
        EXISTS  1, rdtsc
        EXISTS  2, cmovz eax, eax
        EXISTS  3, cmpxchg8b [0x22000]
        mov     ecx, 0x174
        EXISTS  4, rdmsr
        xor     edx, edx
        EXISTS  5, wrmsr
        EXISTS  6, pxor mm0, mm0
        EXISTS  7, emms
        EXISTS  8, fxsave [0x22000]
        EXISTS  9, xorps xmm0, xmm0
        EXISTS  10, sysenter
        EXISTS  11, sysexit
        fninit
        fld1
        fld1
        EXISTS  12, fcmove st(0), st(1)
        EXISTS  13, xadd [0x22000], eax
        EXISTS  14, cmpxchg [0x22000], eax
        EXISTS  15, bswap eax
        EXISTS  16, invlpg [0x22000]
        EXISTS  17, ud2
        EXISTS  18, femms
        EXISTS  19, wbinvd
        EXISTS  20, syscall
        EXISTS  21, sysret
        mov     eax, edi
        REPORT
        jmp     END

        /* What QEMU 5.0's translator aborts on: far JMP and CALL to a
         * register at the beginning of a block. */
INVALID:
        mov     ecx, 6
        mov     eax, offset invalid
        call    set_gate
        xor     edi, edi
        mov     esi, 3
1:      EXISTS  0, jmp 2f
3:      EXISTS  1, jmp 4f
5:      EXISTS  2, nop
        dec     esi
        jnz     1b
        mov     eax, edi
        REPORT
        jmp     END
2:      .byte   0xff, 0xe8              /* jmp far eax */
        jmp     3b
4:      .byte   0xff, 0xd8              /* call far eax */
        jmp     5b

        /* A change to an inner ring without a task state segment. */
NO_TSS: push    0x23                    /* to ring 3: SS, ESP, EFLAGS, CS */
        push    STACK
        push    2
        push    0x1b
        push    offset 1f
        iret
1:      int     0x30
        jmp     END

CPUID:  xor     esi, esi
1:      mov     eax, esi
        cpuid
        REPORT
        mov     eax, ebx
        REPORT
        mov     eax, ecx
        REPORT
        mov     eax, edx
        REPORT
        inc     esi
        cmp     esi, 4
        jne     1b
        jmp     END

TSC:    rdtsc
        REPORT
        mov     eax, edx
        REPORT
        rdtsc
        REPORT
        mov     ecx, 0x10               /* the same as an MSR */
        rdmsr
        REPORT
        mov     eax, 5
        mov     edx, 7
        wrmsr
        rdtsc
        REPORT
        mov     eax, edx
        REPORT
        jmp     END

/* ---- stopping ---- */

TRIPLE: lidt    [no_idt]
        int3
        jmp     END

timer:  inc     dword ptr [COUNTERS]
        mov     dword ptr [EOI], 0
        iret

set_timer:
        mov     ecx, 0x40
        mov     eax, offset timer
        jmp     set_gate

HALT:   call    set_timer
        sti
        hlt
        cli
        mov     eax, [COUNTERS]
        REPORT
        jmp     END

HALT_DEAF:
        hlt
        mov     eax, 0xbad
        REPORT
        jmp     END

        /* A waiting interrupt is taken behind the one instruction in STI's
         * shadow, whatever leads on from there; also when what comes next has
         * been translated before. */
SHADOW: call    set_timer
        mov     esi, 3
h0:     ACT     0
        push    offset h1
        sti
        ret
h1:     mov     eax, [COUNTERS]
        cli
        REPORT
        ACT     0
        mov     ebx, offset h2
        sti
        jmp     ebx
h2:     mov     eax, [COUNTERS]
        cli
        REPORT
        ACT     0
        mov     dword ptr [COUNTERS + 4], offset h3
        sti
        call    dword ptr [COUNTERS + 4]
h3:     mov     eax, [COUNTERS]
        cli
        REPORT
        dec     esi
        jnz     h0
        jmp     END

RESET:  ACT     0
        jmp     1f
1:      mov     eax, 0xbad
        REPORT
        jmp     END

SPIN:   inc     dword ptr [COUNTERS]
        jmp     SPIN

        /* Each turn is three bytes in a block of its own. */
COUNT:  mov     ecx, [PARAM]
1:      dec     ecx
        jnz     1b
        jmp     END

        /* The sum of the primes below PARAM, by a sieve at 300000h. */
PRIMES: mov     edi, 0x300000
        mov     ecx, [PARAM]
        xor     eax, eax
        rep     stosb
        mov     ebx, 2
        xor     ebp, ebp
1:      cmp     ebx, [PARAM]
        jae     4f
        cmp     byte ptr [0x300000 + ebx], 0
        jne     3f
        add     ebp, ebx
        lea     esi, [ebx + ebx]
2:      cmp     esi, [PARAM]
        jae     3f
        mov     byte ptr [0x300000 + esi], 1
        add     esi, ebx
        jmp     2b
3:      inc     ebx
        jmp     1b
4:      mov     eax, ebp
        REPORT
        jmp     END

        /* A page of code is written anew and run, PARAM times, and a function
         * in another one that is changed now and then. */
REWRITE:
        xor     eax, eax
        mov     [COUNTERS], eax
        mov     [COUNTERS + 4], eax
        mov     word ptr [0x302000], 0x43ff /* inc dword ptr [ebx + 4] */
        mov     word ptr [0x302002], 0xc304
        mov     edx, [PARAM]
        mov     ebx, COUNTERS
1:      mov     edi, 0x300000
        mov     eax, 0x0301             /* add [ebx], eax */
        mov     ecx, 2047
        rep     stosw
        mov     byte ptr [edi], 0xc3    /* ret */
        mov     eax, 1
        mov     ecx, 0x300000
        call    ecx
        mov     ecx, 0x302000
        call    ecx
        test    dl, 15
        jnz     2f
        xor     byte ptr [0x302001], 8  /* dec, inc */
2:      dec     edx
        jnz     1b
        mov     eax, [COUNTERS]
        REPORT
        mov     eax, [COUNTERS + 4]
        REPORT
        jmp     END

        /* What the test has put at 200000h. */
CALL:   mov     eax, 0x200000
        call    eax
        jmp     END

bad:    mov     eax, 0xbad
        REPORT
        jmp     END

        /* Four counters go up in turn; the test looks at them wherever it
         * stops the program, the program looks at its registers. */
STOPS:  call    set_timer
        mov     eax, offset s1
        REPORT
        mov     eax, offset s2
        REPORT
        mov     eax, offset s3
        REPORT
        mov     eax, offset s4
        REPORT
        xor     ebx, ebx
        sti
        nop                             /* alone in STI's shadow */
s0:     inc     dword ptr [COUNTERS + 16]
        push    ebx
        jmp     s1
s1:     inc     dword ptr [COUNTERS + 20]
        pop     edx
        cmp     edx, ebx
        jne     bad
s2:     inc     dword ptr [COUNTERS + 24]
        cmp     esp, STACK
        jne     bad
s3:     inc     dword ptr [COUNTERS + 28]
        inc     ebx
        cmp     [COUNTERS + 28], ebx
        jne     bad
s4:     cmp     [COUNTERS + 16], ebx
        je      s0
        jmp     bad

        /* Page faults without end; a stop between a fault and the reading of
         * CR2 must not change it. */
FAULTS: mov     ecx, 14
        mov     eax, offset page_fault
        call    set_gate
        call    map_low
        mov     eax, 0x30000
        mov     cr3, eax
        mov     eax, cr0
        or      eax, 0x80000000
        mov     cr0, eax
        mov     esi, 0x400000
2:      mov     eax, [esi]
after:  add     esi, 0x1234
        jmp     2b

page_fault:
        mov     ecx, 20
1:      dec     ecx
        jnz     1b
        mov     eax, cr2
        cmp     eax, esi
        jne     bad
        cmp     dword ptr [esp], 0      /* not present, read, supervisor */
        jne     bad
        mov     dword ptr [esp + 4], offset after
        inc     dword ptr [COUNTERS]
        cmp     esi, 0xfff00000
        jb      2f
        mov     esi, 0x400000
2:      add     esp, 4
        iret

        .align  8
gdt:    .quad   0
        .quad   0x00cf9a000000ffff
        .quad   0x00cf92000000ffff
        .quad   0x00cffa000000ffff      /* ring 3 */
        .quad   0x00cff2000000ffff
gdtr:   .word   . - gdt - 1
        .long   gdt
idtr:   .word   256 * 8 - 1
        .long   IDT
no_idt: .word   0
        .long   0

        .set    resume, 0x600

        .align  4
#define ADDRESS(name) .long name;
table:  PROGRAM_LIST(ADDRESS)

        .section .reset, "ax"
        .code16
        .byte   0xea                    /* jmp F000:start */
        .word   0, 0xf000
        .org    16, 0
