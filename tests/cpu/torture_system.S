/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * torture_system.S - a part of torture.S: exceptions, interrupts, paging, rings and
 * virtual 8086 mode.
 */
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
