/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * torture_tasks.S - a part of torture.S: task switches, and exceptions one by one.
 */
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
