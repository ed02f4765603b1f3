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

/* ---- exceptions in ring 0 ---- */

exceptions:
        TITLE   "exceptions"
        RESUME  1f
        xor     edx, edx
        xor     ecx, ecx
        div     ecx
1:      RESUME  1f
        mov     eax, 0x80000000
        mov     edx, -1
        mov     ecx, -1
        idiv    ecx                     /* overflows */
1:      RESUME  1f
        ud2
1:      RESUME  1f
        .byte   0xf0, 0x90              /* lock nop */
1:      RESUME  1f
        mov     eax, 0x1238
        mov     ds, eax
1:      RESUME  1f
        mov     eax, ABSENT
        mov     es, eax
1:      RESUME  1f
        mov     eax, ABSENT
        mov     ss, eax
1:      RESUME  1f
        mov     eax, READ_ONLY
        mov     ss, eax
1:      RESUME  1f
        xor     eax, eax
        mov     ss, eax
1:      RESUME  1f
        mov     eax, CODE
        mov     fs, eax                 /* readable code is fine */
        ltr     ax                      /* but no TSS */
1:      RESUME  1f
        xor     eax, eax
        mov     gs, eax
        mov     eax, gs:[0]
1:      RESUME  1f
        ljmp    DATA, 0
1:      RESUME  1f
        int     0x70                    /* no gate */
1:      RESUME  1f
        mov     eax, READ_ONLY
        mov     gs, eax
        mov     gs:[0x280000], eax
1:      mov     eax, DATA
        mov     fs, eax
        mov     gs, eax
        mov     dword ptr [resume], 0   /* traps come back by themselves */
        int3
        mov     al, 0x7f
        add     al, 1
        into
        RESUME  1f
        mov     eax, 3
        mov     dword ptr [SCRATCH], 4
        mov     dword ptr [SCRATCH + 4], 8
        bound   eax, [SCRATCH]
1:      RESUME  1f
        mov     eax, cr0
        or      eax, 8                  /* TS */
        mov     cr0, eax
        fld1
1:      clts
        mov     eax, cr0
        or      eax, 0x20               /* NE */
        mov     cr0, eax
        RESUME  1f
        fninit
        mov     word ptr [SCRATCH], 0x33b /* zero divide unmasked */
        fldcw   [SCRATCH]
        fld1
        fldz
        fdivp
        fwait
1:      fnstsw  ax
        and     eax, 0xffff
        HEX     eax
        fnclex
        fninit

        /* Single steps in ring 0, over CALL and RET.  Not over a repeated
         * string instruction, where QEMU's versions count differently. */
        mov     dword ptr [resume], 0
        mov     dword ptr [quiet], 1
        mov     dword ptr [steps], 0
        pushfd
        or      dword ptr [esp], 0x100
        popfd
        nop
        call    3f
        mov     ecx, 3
        mov     esi, SCRATCH
        lodsb
        pushfd
        and     dword ptr [esp], ~0x100
        popfd
        mov     dword ptr [quiet], 0
        HEX     dword ptr [steps]
        /* A breakpoint register. */
        mov     eax, offset 2f
        mov     dr0, eax
        mov     eax, 0x402
        mov     dr7, eax
        mov     dword ptr [resume], 0
        mov     dword ptr [steps], 0
        mov     dword ptr [disarm], 1
2:      nop
        xor     eax, eax
        mov     dr7, eax
        mov     eax, dr6
        and     eax, 0x400f
        HEX     eax
        ret
3:      ret

/* ---- interrupts ---- */

interrupts:
        TITLE   "interrupts"
        /* STI holds them off for one instruction, even HLT. */
        IPI     0x40
        nop
        PUT     'a'
        sti
        hlt
        cli
        HEX     dword ptr [count]
        IPI     0x40
        sti
        cli
        HEX     dword ptr [count]
        sti
        nop
        cli
        HEX     dword ptr [count]
        /* POPF and IRET do not. */
        IPI     0x40
        pushfd
        or      dword ptr [esp], 0x200
        popfd
        cli
        HEX     dword ptr [count]
        IPI     0x40
        pushfd
        or      dword ptr [esp], 0x200
        push    CODE
        push    offset 1f
        iret
1:      cli
        HEX     dword ptr [count]
        /* MOV SS and POP SS hold off; the two instructions are one. */
        mov     dword ptr [where], 0
        IPI     0x40
        mov     eax, DATA
        pushfd
        or      dword ptr [esp], 0x200
        mov     ebx, esp
        mov     ss, eax
        popfd                           /* sets IF, but under the shadow? */
        nop
        cli
        HEX     dword ptr [count]
        push    DATA
        IPI     0x40
        sti
        pop     ss
        PUT     'b'
        cli
        HEX     dword ptr [count]
        /* A higher one interrupts the handler of a lower one. */
        mov     dword ptr [nest], 1
        IPI     0x40
        sti
        nop
        cli
        HEX     dword ptr [count]
        /* A lower one waits for the end of the higher one's. */
        mov     dword ptr [nest], 2
        IPI     0x50
        sti
        nop
        cli
        HEX     dword ptr [count]
        mov     dword ptr [nest], 0
        /* Both wait: the higher one first. */
        IPI     0x40
        IPI     0x50
        sti
        nop
        nop
        cli
        HEX     dword ptr [count]
        /* A trap gate leaves IF alone, an interrupt gate does not. */
        sti
        int     0x81
        int     0x80
        cli
        ret

irq_40: inc     dword ptr [count]
        PUT     'I'
        call    put_cpl
        cmp     dword ptr [nest], 1
        jne     1f
        mov     dword ptr [nest], 0
        IPI     0x50
        sti
        nop
        cli
        PUT     ')'
1:      mov     dword ptr [APIC + 0xb0], 0
        iret

irq_50: inc     dword ptr [count]
        PUT     'J'
        cmp     dword ptr [nest], 2
        jne     1f
        mov     dword ptr [nest], 0
        IPI     0x40
        sti
        nop
        cli
        PUT     ')'
1:      mov     dword ptr [APIC + 0xb0], 0
        iret

        /* The privilege of what was interrupted, from the frame. */
put_cpl:
        push    eax
        mov     eax, [esp + 12]
        and     al, 3
        add     al, '0'
        out     0xe9, al
        pop     eax
        ret

/* ---- paging ---- */

paging: TITLE   "paging"
        mov     edi, DIRECTORY
        mov     ecx, 2048
        xor     eax, eax
        rep     stosd
        mov     eax, cr4
        or      eax, 0x10               /* PSE */
        mov     cr4, eax
        mov     dword ptr [DIRECTORY], 0x87 /* 4 MiB, user */
        mov     dword ptr [DIRECTORY + 4], 0x400083
        mov     dword ptr [DIRECTORY + 0x300 * 4], TABLE + 7
        mov     dword ptr [DIRECTORY + 0x3fb * 4], 0xfec00083
        mov     dword ptr [DIRECTORY + 0x340 * 4], 0x87 /* alias of 0 */
        mov     dword ptr [TABLE], FREE + 7
        mov     dword ptr [TABLE + 4], FREE + 0x1005 /* read-only */
        mov     dword ptr [TABLE + 8], FREE + 0x2003 /* supervisor */
        mov     dword ptr [TABLE + 0x10], FREE + 0x4007
        mov     eax, DIRECTORY
        mov     cr3, eax
        mov     eax, cr0
        or      eax, 0x80010000         /* PG, WP */
        mov     cr0, eax
        jmp     1f
1:      mov     dword ptr [FREE], 0xcafe0001
        HEX     dword ptr [0xc0000000]
        mov     dword ptr [0xc0000004], 0xcafe0002
        HEX     dword ptr [FREE + 4]
        mov     dword ptr [0xd0000000 + FREE + 8], 0xcafe0003
        HEX     dword ptr [0xc0000008]
        mov     eax, [TABLE]            /* accessed, dirty */
        HEX     eax
        HEX     dword ptr [TABLE + 4]
        HEX     dword ptr [DIRECTORY + 0x300 * 4]
        HEX     dword ptr [DIRECTORY + 4]
        mov     eax, [0x400000]
        HEX     dword ptr [DIRECTORY + 4]
        /* faults: absent, read and write; read-only */
        RESUME  1f
        mov     eax, [0xc0003004]
1:      RESUME  1f
        mov     [0xc0003008], eax
1:      RESUME  1f
        mov     [0xc0001010], eax
1:      RESUME  1f
        mov     eax, [0xa0000000]
1:      mov     eax, cr0
        and     eax, ~0x10000           /* without WP ring 0 may */
        mov     cr0, eax
        mov     dword ptr [0xc0001010], 0x1010
        HEX     dword ptr [FREE + 0x1010]
        or      eax, 0x10000
        mov     cr0, eax
        /* A store over two pages, the second absent: all or nothing. */
        mov     dword ptr [TABLE + 0xc], 0
        mov     word ptr [FREE + 0x2ffe], 0x1111
        RESUME  1f
        mov     dword ptr [0xc0002ffe], 0x22222222
1:      HEX     dword ptr [FREE + 0x2ffc]
        RESUME  1f
        fld     qword ptr [0xc0002ffc]
1:      /* REP MOVS stops at the page, with its registers saying where. */
        mov     edi, 0xc0002ff0
        mov     esi, offset rom
        mov     ecx, 8
        RESUME  1f
        rep     movsd
1:      HEX     edi
        HEX     ecx
        mov     eax, esi
        sub     eax, offset rom
        HEX     eax
        /* the handler maps the page, and it goes on */
        mov     dword ptr [map_page], FREE + 0x3007
        mov     dword ptr [resume], 0
        rep     movsd
        HEX     ecx
        HEX     dword ptr [0xc0003008]
        /* a new mapping is seen after INVLPG, after CR3 */
        mov     dword ptr [FREE + 0x4000], 0x44
        mov     dword ptr [FREE + 0x3000], 0x33
        HEX     dword ptr [0xc0004000]
        mov     dword ptr [TABLE + 0x10], FREE + 0x3007
        invlpg  [0xc0004000]
        HEX     dword ptr [0xc0004000]
        mov     dword ptr [TABLE + 0x10], FREE + 0x4007
        mov     eax, cr3
        mov     cr3, eax
        HEX     dword ptr [0xc0004000]
        /* INVLPG of any part of a 4 MiB page drops all of it */
        mov     dword ptr [DIRECTORY + 0x341 * 4], 0x87
        mov     dword ptr [0xd0400000 + FREE + 0x5000], 0x55
        HEX     dword ptr [0xd0400000 + FREE + 0x6000]
        mov     dword ptr [DIRECTORY + 0x341 * 4], 0
        invlpg  [0xd0400000]
        RESUME  1f
        mov     eax, [0xd0400000 + FREE + 0x5000]
1:      ret

/* ---- rings ---- */

rings:  TITLE   "rings"
        mov     [saved_esp], esp
        push    USER_DATA
        push    USER_STACK
        pushfd
        or      dword ptr [esp], 0x200
        push    USER_CODE
        push    offset user
        iret
back:   mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     esp, [saved_esp]
        ret

user:   mov     eax, USER_DATA
        mov     ds, eax
        mov     es, eax
        mov     ecx, cs
        HEX     ecx
        mov     ecx, ss
        HEX     ecx
        HEX     esp
        int     0x80
        int     0x81
        RESUME  1f
        cli
1:      RESUME  1f
        hlt
1:      RESUME  1f
        in      al, 0x60                /* bitmap */
1:      RESUME  1f
        mov     eax, cr0
1:      RESUME  1f
        lgdt    [gdtr]
1:      RESUME  1f
        invlpg  [0]
1:      RESUME  1f
        mov     eax, DATA
        mov     ds, eax                 /* too privileged */
1:      RESUME  1f
        int     0x40                    /* so is this gate */
1:      RESUME  1f
        ljmp    CODE, offset 1f
1:      RESUME  1f
        mov     eax, [APIC]             /* supervisor page */
1:      RESUME  1f
        mov     [0xc0002000], eax
1:      RESUME  1f
        mov     eax, 0xc0002000
        jmp     eax                     /* fetch */
1:      RESUME  1f
        mov     eax, 0xb0000000
        call    eax
1:      mov     esp, USER_STACK
        /* POPF cannot change IF or IOPL here. */
        pushfd
        mov     eax, [esp]
        xor     dword ptr [esp], 0x3200
        popfd
        pushfd
        pop     ecx
        xor     eax, ecx
        and     eax, 0x3200
        HEX     eax
        /* Through the call gate and back, a parameter along. */
        push    0x12345
        .byte   0x9a                    /* call GATE:0 */
        .long   0
        .word   GATE
        HEX     esp
        /* ARPL, LAR, LSL, VERR, VERW */
        mov     eax, DATA
        mov     ecx, 3
        arpl    ax, cx
        HEX     eax
        mov     eax, USER_DATA
        lar     ecx, eax
        HEX     ecx
        lsl     ecx, eax
        HEX     ecx
        mov     eax, DATA
        mov     ecx, 0x77
        lar     ecx, eax                /* not visible: unchanged */
        HEX     ecx
        verw    ax
        setz    cl
        HEX     ecx
        /* An interrupt out of ring 3. */
        mov     dword ptr [user_irq], 1
        int     0x80
        jmp     1f
1:      HEX     dword ptr [count]
        /* single step */
        mov     dword ptr [quiet], 1
        mov     dword ptr [steps], 0
        mov     dword ptr [resume], 0
        pushfd
        or      dword ptr [esp], 0x100
        popfd
        nop
        int     0x80                    /* not stepped into */
        nop
        pushfd
        and     dword ptr [esp], ~0x100
        popfd
        mov     dword ptr [quiet], 0
        HEX     dword ptr [steps]
        mov     dword ptr [go_back], 1
        int     0x80

        /* int 80h: {CS flags ESP}; also does what ring 3 cannot. */
int_80: PUT     '{'
        HEX     dword ptr [esp + 4]
        push    eax
        mov     eax, [esp + 12]
        and     eax, 0x23300
        call    hex
        pop     eax
        HEX     esp
        PUT     '}'
        cmp     dword ptr ss:[go_back], 1
        jne     1f
        mov     dword ptr ss:[go_back], 0
        jmp     back
1:      cmp     dword ptr ss:[user_irq], 1
        jne     1f
        push    ds
        push    ss
        pop     ds
        mov     dword ptr [user_irq], 0
        IPI     0x40
        pop     ds
1:      iret

int_81: pushfd
        and     dword ptr [esp], 0x200
        PUT     '<'
        HEX     dword ptr [esp]
        PUT     '>'
        popfd
        iret

        /* Called through GATE with one parameter. */
gate:   HEX     dword ptr [esp + 8]
        HEX     dword ptr [esp + 4]
        HEX     esp
        mov     eax, cs
        HEX     eax
        retf    4

/* ---- virtual 8086 mode ---- */

virtual_8086:
        TITLE   "virtual 8086"
        mov     esi, offset v86_code
        mov     edi, 0x30000
        mov     ecx, offset v86_end - v86_code
        rep     movsb
        mov     [saved_esp], esp
        push    0                       /* gs fs ds es */
        push    0
        push    0x3000
        push    0x2000
        push    0x4000                  /* ss:sp */
        push    0x1000
        push    0x23202                 /* VM, IOPL 3, IF */
        push    0x3000
        push    0
        iret

        .code16
v86_code:
        mov     ax, cs
        mov     bx, 0x1234
        mov     es:[0x10], bx
        int     0x80                    /* through the IDT: IOPL is 3 */
        cli
        sti
        push    ax
        pop     cx
        mov     ax, 0xffff
        mov     ds, ax
        mov     dx, [0x10]              /* no A20 wrap: 100000h */
        int     0x80
        hlt                             /* #GP: the end */
v86_end:
        .code32

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

/* ---- tasks ---- */

tasks:  TITLE   "tasks"
        mov     dword ptr [TSS2 + 0x1c], DIRECTORY
        mov     dword ptr [TSS2 + 0x20], offset second_task
        mov     dword ptr [TSS2 + 0x24], 2
        mov     dword ptr [TSS2 + 0x38], SCRATCH + 0x8000 /* esp */
        mov     dword ptr [TSS2 + 0x48], DATA
        mov     dword ptr [TSS2 + 0x4c], CODE
        mov     dword ptr [TSS2 + 0x50], DATA
        mov     dword ptr [TSS2 + 0x54], DATA
        mov     dword ptr [TSS + 0x1c], DIRECTORY
        mov     ebx, 0x1111
        .byte   0x9a                    /* call TASK2:0 */
        .long   0
        .word   TASK2
        HEX     ebx
        mov     eax, cr0
        and     eax, 8                  /* TS is set by a switch */
        HEX     eax
        clts
        .byte   0x9a
        .long   0
        .word   TASK2
        str     ebx
        HEX     ebx
        clts
        ret

second_task:
        str     ebx
        HEX     ebx
        movzx   ebx, word ptr [TSS2]    /* the link back */
        HEX     ebx
        pushfd
        pop     ebx
        and     ebx, 0x4000             /* NT */
        HEX     ebx
        HEX     dword ptr [TSS + 0x34]            /* ebx of the first */
        iret
        PUT     '2'
        iret

/* ---- exceptions: vector and error code are on the stack ---- */

exception:
        pushad
        push    ds
        push    es
        mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ebx, [esp + 40]
        inc     dword ptr [exceptions_seen]
        cmp     dword ptr [exceptions_seen], 80
        ja      give_up
        cmp     ebx, 1
        je      stepped
1:      PUT     '['
        mov     eax, ebx
        call    hex2
        mov     eax, [esp + 44]
        call    hex4
        HEX     dword ptr [esp + 48]
        mov     eax, [esp + 52]
        call    hex4
        mov     eax, [esp + 56]
        and     eax, 0x27300            /* not RF: QEMU before 8 leaves it 0 */
        HEX     eax
        test    eax, 0x20000
        jnz     v86_fault
        cmp     ebx, 14
        jne     2f
        mov     eax, cr2
        HEX     eax
        mov     eax, [map_page]
        mov     dword ptr [map_page], 0
        test    eax, eax
        jz      2f
        mov     [TABLE + 0xc], eax
2:      PUT     ']'
        mov     eax, [resume]
        mov     dword ptr [resume], 0
        test    eax, eax
        jz      3f
        mov     [esp + 48], eax
3:      pop     es
        pop     ds
        popad
        add     esp, 8
        iret

        /* #DB: count a step, or report and take the breakpoint out */
stepped:
        inc     dword ptr [steps]
        cmp     dword ptr [quiet], 0
        jne     3b
        cmp     dword ptr [disarm], 0
        je      1b
        mov     dword ptr [disarm], 0
        or      dword ptr [esp + 56], 0x10000 /* RF */
        jmp     1b

        /* esp + 60: esp ss es ds fs gs of the 8086 */
v86_fault:
        mov     eax, [esp + 36]         /* eax was pushed first */
        call    hex4
        mov     eax, [esp + 24]         /* ebx */
        call    hex4
        HEX     dword ptr [esp + 60]
        HEX     dword ptr [esp + 64]
        HEX     dword ptr [0x20010]
        PUT     ']'
        mov     esp, [saved_esp]
        ret

        .macro  ENTRY n, has_code
entry_\n:
        .if     \has_code == 0
        push    0
        .endif
        push    \n
        jmp     exception
        .endm

        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 9, 15, 16, 18, 19
        ENTRY   \n, 0
        .endr
        .irp    n, 8, 10, 11, 12, 13, 14, 17
        ENTRY   \n, 1
        .endr

        .align  4
entries:
        .irp    n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
        .long   entry_\n
        .endr
        .irp    n, 17, 18, 19
        .long   entry_\n
        .endr

        /* Gate ecx leads to eax. */
set_gate:
        mov     [IDT + ecx * 8], ax
        mov     word ptr [IDT + ecx * 8 + 2], CODE
        mov     word ptr [IDT + ecx * 8 + 4], 0x8e00
        shr     eax, 16
        mov     [IDT + ecx * 8 + 6], ax
        ret

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
