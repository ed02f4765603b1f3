/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * torture_program.S - a part of torture.S: what programs do: code that changes itself,
 * strings, arithmetic, x87.
 */
/* ---- self-modifying code ---- */

self_modifying:
        TITLE   "self-modifying"
        mov     ebx, SCRATCH
        mov     dword ptr [ebx], 0x0001b8 /* mov eax, 1 */
        mov     word ptr [ebx + 4], 0xc300
        mov     byte ptr [ebx + 5], 0xc3
        call    ebx
        HEX     eax
        mov     byte ptr [ebx + 1], 2   /* another page */
        call    ebx
        HEX     eax
        mov     dword ptr [ebx + 0x800], 0x99 /* data beside code, then */
        mov     byte ptr [ebx + 1], 3   /* the code */
        call    ebx
        HEX     eax
        mov     byte ptr [1f + 1], 4    /* the next instruction */
1:      mov     al, 0
        HEX     eax
        mov     ecx, 3
        mov     byte ptr [2f + 1], 0x10
1:      inc     byte ptr [2f + 1]       /* in a loop, in one block */
2:      mov     al, 0x10
        HEX     eax
        loop    1b
        /* an instruction over two pages, patched in both */
        lea     edi, [ebx + 0xffe]
        mov     dword ptr [edi], 0x1111b8 | 0x11000000
        mov     word ptr [edi + 4], 0xc311
        call    edi
        HEX     eax
        mov     byte ptr [edi + 1], 0x22
        call    edi
        HEX     eax
        mov     byte ptr [edi + 2], 0x33
        call    edi
        HEX     eax
        mov     byte ptr [edi + 4], 0x44
        call    edi
        HEX     eax
        /* a store over both pages */
        mov     dword ptr [edi + 1], 0x55667788
        call    edi
        HEX     eax
        /* REP MOVSB and STOSD over code */
        mov     esi, offset 3f
        mov     edi, ebx
        mov     ecx, 6
        rep     movsb
        call    ebx
        HEX     eax
        mov     eax, 0xc3c3c3c3
        mov     edi, ebx
        stosd
        mov     eax, 0x77
        call    ebx
        HEX     eax
        /* written at one address, run at another */
        mov     dword ptr [0xc0000000], 0x00aab8
        mov     word ptr [0xc0000004], 0xc300
        mov     eax, FREE
        call    eax
        HEX     eax
        mov     byte ptr [0xc0000001], 0xbb
        mov     eax, FREE
        call    eax
        HEX     eax
        mov     byte ptr [FREE + 1], 0xcc
        mov     eax, 0xc0000000
        call    eax
        HEX     eax
        /* the same address, another page */
        mov     esi, FREE
        mov     edi, FREE + 0x4000
        mov     ecx, 6
        rep     movsb
        mov     byte ptr [FREE + 0x4001], 0xdd
        mov     dword ptr [TABLE], FREE + 0x4007
        invlpg  [0xc0000000]
        mov     eax, 0xc0000000
        call    eax
        HEX     eax
        mov     dword ptr [TABLE], FREE + 7
        invlpg  [0xc0000000]
        mov     eax, 0xc0000000
        call    eax
        HEX     eax
        ret
3:      mov     eax, 0x66
        ret

/* ---- strings ---- */

strings:
        TITLE   "strings"
        /* over four pages, both directions, overlapping */
        mov     edi, SCRATCH + 0x1fe0
        mov     ecx, 0x840
        xor     eax, eax
1:      stosd
        add     eax, 0x01030507
        loop    1b
        mov     esi, SCRATCH + 0x1fe1
        mov     edi, SCRATCH + 0x1fe4
        mov     ecx, 0x2001
        rep     movsb
        call    sum
        std
        mov     esi, SCRATCH + 0x3f01
        mov     edi, SCRATCH + 0x3f03
        mov     ecx, 0x700
        rep     movsw
        mov     eax, 0xa5a5a5a5
        mov     ecx, 9
        rep     stosb
        cld
        call    sum
        mov     edi, SCRATCH + 0x1fe0
        mov     al, 0x42
        mov     ecx, 0x2000
        repne   scasb
        HEX     ecx
        pushfd
        pop     eax
        and     eax, 0x8d5
        HEX     eax
        mov     esi, SCRATCH + 0x1fe0
        mov     edi, SCRATCH + 0x1fe0
        mov     byte ptr [SCRATCH + 0x1ff0], 1
        mov     ecx, 0x100
        repe    cmpsd
        HEX     ecx
        mov     edi, SCRATCH + 0x1fe4
        mov     esi, SCRATCH + 0x1fe0
        mov     ecx, 0x100
        repe    cmpsb
        HEX     ecx
        mov     ecx, 0
        repe    cmpsb                   /* none: flags stay */
        pushfd
        pop     eax
        and     eax, 0x8d5
        HEX     eax
        ret

        /* prints a checksum of the 2100h bytes the tests write to */
sum:    pushad
        mov     esi, SCRATCH + 0x1fe0
        mov     ecx, 0x840
        xor     ebx, ebx
1:      lodsd
        add     ebx, eax
        rol     ebx, 5
        loop    1b
        HEX     ebx
        popad
        ret

/* ---- arithmetic: results and defined flags of many pairs, summed ---- */

        /* ebp = sum; the instruction works on eax, ebx, ecx, edx */
        .macro  PAIRS mask, insn:vararg
        xor     ebp, ebp
        mov     esi, offset operands
8:      mov     edi, offset operands
9:      mov     eax, [esi]
        mov     ebx, [edi]
        mov     ecx, [edi]
        mov     edx, [esi]
        push    0x202 & ~0x200 | 1      /* carry set */
        popfd
        \insn
        pushfd
        and     dword ptr [esp], \mask
        add     ebp, eax
        rol     ebp, 7
        add     ebp, ebx
        rol     ebp, 7
        add     ebp, edx
        rol     ebp, 7
        xor     ebp, [esp]
        add     esp, 4
        add     edi, 4
        cmp     edi, offset operands_end
        jne     9b
        add     esi, 4
        cmp     esi, offset operands_end
        jne     8b
        HEX     ebp
        .endm

        .set ALL, 0x8d5
        .set LOGIC, 0x8c5
        .set NO_OF, 0xd5
        .set CF, 1
        .set ZF, 0x40

arithmetic:
        TITLE   "arithmetic"
        PAIRS   ALL, add eax, ebx
        PAIRS   ALL, adc ax, bx
        PAIRS   ALL, sub al, bl
        PAIRS   ALL, sbb eax, ebx
        PAIRS   ALL, cmp bx, ax
        PAIRS   LOGIC, and eax, ebx
        PAIRS   LOGIC, or ax, bx
        PAIRS   LOGIC, xor al, bl
        PAIRS   ALL, inc eax
        PAIRS   ALL, dec al
        PAIRS   ALL, neg ax
        PAIRS   LOGIC, test eax, ebx
        TITLE   "shifts"
        PAIRS   0, shl eax, cl
        PAIRS   0, shr ax, cl
        PAIRS   0, sar al, cl
        PAIRS   0, rol eax, cl
        PAIRS   0, ror ax, cl
        PAIRS   0, rcl eax, cl
        PAIRS   0, rcr ax, cl
        PAIRS   0, rcl al, cl
        PAIRS   0, shld eax, edx, cl
        PAIRS   0, shrd edx, eax, cl
        PAIRS   0x8c5, shl eax, 1
        PAIRS   0xc5, shr eax, 5
        PAIRS   0xc5, sar eax, 31
        PAIRS   0x801, rcr eax, 1
        PAIRS   0x801, rol al, 1
        TITLE   "products"
        PAIRS   0x801, mul ebx
        PAIRS   0x801, imul bl
        PAIRS   0x801, imul eax, ebx, -77
        PAIRS   0x801, imul ax, bx
        PAIRS   0, call divide
        PAIRS   0, call divide_signed
        TITLE   "bits"
        PAIRS   ZF, bsf eax, ebx
        PAIRS   ZF, bsr ax, bx
        PAIRS   CF, bt eax, ebx
        PAIRS   CF, bts ax, bx
        PAIRS   CF, btr eax, 7
        PAIRS   CF, btc eax, ebx
        PAIRS   0, bswap eax
        PAIRS   0, movsx eax, bx
        PAIRS   0, movzx eax, bl
        PAIRS   0, cdq
        PAIRS   0, cwde
        PAIRS   ALL, sahf
        PAIRS   0, lahf
        PAIRS   0, setbe al
        TITLE   "decimal"
        PAIRS   NO_OF, daa
        PAIRS   NO_OF, das
        PAIRS   0x11, aaa
        PAIRS   0x11, aas
        PAIRS   0xc4, aam
        PAIRS   0xc4, aad
        TITLE   "exchanges"
        PAIRS   ALL, xadd eax, ebx
        PAIRS   ALL, cmpxchg ebx, edx
        PAIRS   0, xchg ax, bx
        PAIRS   ZF, call exchange_8
        PAIRS   0, call translate
        ret

divide: or      ebx, 0x80000000         /* so that nothing overflows */
        xor     edx, edx
        div     ebx
        ret
divide_signed:
        or      ebx, 0x40000001
        sar     eax, 2
        cdq
        idiv    ebx
        ret
translate:
        mov     ebx, offset rom
        xlatb
        ret
exchange_8:
        mov     [SCRATCH], ecx
        mov     [SCRATCH + 4], ecx
        cmpxchg8b [SCRATCH]
        mov     ebx, [SCRATCH]
        ret

/* ---- x87 ---- */

        .macro  SHOW_ST                 /* prints and pops st(0) */
        fstp    tbyte ptr [SCRATCH]
        call    show_tbyte
        .endm

show_tbyte:
        push    eax
        movzx   eax, word ptr [SCRATCH + 8]
        call    hex4
        HEX     dword ptr [SCRATCH + 4]
        HEX     dword ptr [SCRATCH]
        pop     eax
        ret

x87:    TITLE   "x87"
        fninit
        fnstcw  [SCRATCH]
        movzx   eax, word ptr [SCRATCH]
        HEX     eax
        fldpi
        SHOW_ST
        fldl2e
        fldln2
        fmulp
        SHOW_ST
        fld1
        fld     dword ptr [three]
        fdivp
        fst     dword ptr [SCRATCH + 16]
        fst     qword ptr [SCRATCH + 24]
        HEX     dword ptr [SCRATCH + 16]
        HEX     dword ptr [SCRATCH + 28]
        SHOW_ST
        fld     dword ptr [three]
        fsqrt
        SHOW_ST
        fldpi
        fld     dword ptr [three]
        fprem
        SHOW_ST
        SHOW_ST
        fild    qword ptr [number]
        fbstp   [SCRATCH]
        call    show_tbyte
        fld     dword ptr [three]
        fld1
        fscale
        SHOW_ST
        fxtract
        SHOW_ST
        SHOW_ST
        /* rounding to integers, four ways */
        xor     ebx, ebx
1:      mov     eax, ebx
        shl     eax, 10
        or      eax, 0x37f
        mov     [SCRATCH], ax
        fldcw   [SCRATCH]
        fld     qword ptr [minus_2_5]
        fistp   dword ptr [SCRATCH + 4]
        HEX     dword ptr [SCRATCH + 4]
        inc     ebx
        cmp     ebx, 4
        jne     1b
        fninit
        /* comparisons and what they say */
        fld1
        fldz
        fcom    st(1)
        fnstsw  ax
        and     eax, 0x4700
        HEX     eax
        fchs
        fxam
        fnstsw  ax
        and     eax, 0x4700
        HEX     eax
        fcompp
        /* Invalid, zero divide, stack underflow.  Only ZE of the first two:
         * the engine's QEMU (5.0) does not set IE, see cpu/README.md. */
        fldz
        fldz
        fdivp
        SHOW_ST
        fld1
        fldz
        fdivp
        SHOW_ST
        fnstsw  ax
        and     eax, 4
        HEX     eax
        fnclex
        fstp    st(0)
        fnstsw  ax
        and     eax, 0x41
        HEX     eax
        fninit
        fld1
        fldpi
        fnsave  [SCRATCH + 64]
        HEX     dword ptr [SCRATCH + 64 + 8]      /* tags */
        frstor  [SCRATCH + 64]
        fxch
        SHOW_ST
        SHOW_ST
        /* single precision control */
        mov     word ptr [SCRATCH], 0x07f
        fldcw   [SCRATCH]
        fld1
        fld     dword ptr [three]
        fdivp
        SHOW_ST
        fninit
        ret
