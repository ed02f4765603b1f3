/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernelrom.S - the expansion ROM of the kernel card, for a BIOS that does
 * not know the card: offers itself as something to boot from, or takes the
 * place of INT 19h where the BIOS asks nobody, and then has the card bring its
 * program and enters it.
 *
 * Sources: docs/hardware.md, "The kernel card"; PCI Local Bus 2.1, 6.3 (layout
 * of the ROM, registers at its entry); Plug and Play BIOS 1.0A, 3 (expansion
 * header, what initialization returns).
 */
        .set    ROM_BYTES, 2048
        .set    CONFIG_ADDRESS, 0xcf8
        .set    CONFIG_DATA, 0xcfc
        .set    COMMAND, 0x04
        .set    COMMAND_MASTER, 4
        .set    CONTROL, 0x40
        .set    DONE, 1
        .set    ENTRY, 0x44
        .set    ARGUMENT, 0x48

        .text
        .code16
rom:
        .byte   0x55, 0xaa, ROM_BYTES / 512
        jmp     init
        .org    0x17
checksum:
        .byte   0                       /* makes the sum of all bytes 0 */
        .word   pci_data
        .word   pnp_header

        .balign 16
pnp_header:
        .ascii  "$PnP"
        .byte   1                       /* revision */
        .byte   (pnp_header_end - pnp_header) / 16
        .word   0                       /* no further header */
        .byte   0
pnp_checksum:
        .byte   0
        .long   0                       /* device identifier */
        .word   maker, product
        .byte   0xff, 0, 0              /* class */
        .byte   0x04                    /* may be booted from */
        .word   0, 0
        .word   boot                    /* bootstrap entry vector */
        .word   0, 0
pnp_header_end:
maker:
        .asciz  "pixemu"
product:
        .asciz  "kernel card"

        .balign 4
pci_data:
        .ascii  "PCIR"
        .word   0x1af4, 0x10f0
        .word   0
        .word   pci_data_end - pci_data
        .byte   0                       /* revision of this structure */
        .byte   0, 0, 0xff              /* class */
        .word   ROM_BYTES / 512
        .word   1
        .byte   0                       /* for a PC */
        .byte   0x80                    /* the last image */
        .word   0
pci_data_end:

/* Called far, once, with the ROM still writable; AX: bus and function; ES:DI:
 * "$PnP" of a BIOS that boots by itself what says it can be. */
init:
        movw    %ax, %cs:function
        subb    %al, %cs:checksum       /* the sum is looked at again */
        subb    %ah, %cs:checksum
        movw    $0x20, %ax              /* there is something to boot */
        cmpl    $0x506e5024, %es:(%di)
        je      1f
        pushw   %ds
        xorw    %ax, %ax
        movw    %ax, %ds
        movw    $boot, 4 * 0x19
        movw    %cs, 4 * 0x19 + 2
        popw    %ds
1:
        lret
function:
        .word   0

/* Points CONFIG_DATA at register BL of the card; changes EAX and DX. */
select:
        movzwl  %cs:function, %eax
        shll    $8, %eax
        orl     $0x80000000, %eax
        movb    %bl, %al
        movw    $CONFIG_ADDRESS, %dx
        outl    %eax, %dx
        movw    $CONFIG_DATA, %dx
        ret

/* INT 19h, or called far. */
boot:
        sti
        cld
        movb    $COMMAND, %bl
        call    select
        movw    $COMMAND_MASTER, %ax
        outw    %ax, %dx
        movb    $CONTROL, %bl
        call    select
        movb    $DONE, %al
        outb    %al, %dx
        inb     %dx, %al
        testb   $DONE, %al
        jz      failed
        movb    $ENTRY, %bl
        call    select
        inl     %dx, %eax
        movl    %eax, %ecx
        movb    $ARGUMENT, %bl
        call    select
        inl     %dx, %eax
        movl    %eax, %esi

        cli
        inb     $0x92, %al              /* A20 on, no reset */
        orb     $2, %al
        andb    $0xfe, %al
        outb    %al, $0x92
        movb    $0xff, %al              /* no interrupts */
        outb    %al, $0x21
        outb    %al, $0xa1

        xorl    %ebx, %ebx
        movw    %cs, %bx
        shll    $4, %ebx                /* where this ROM is */
        leal    gdt(%ebx), %eax
        pushl   %eax
        pushw   $gdt_end - gdt - 1
        movw    %sp, %bp
        lgdtl   (%bp)
        pushl   $0x10
        leal    flat(%ebx), %eax
        pushl   %eax
        movl    %cr0, %eax
        orl     $1, %eax
        movl    %eax, %cr0
        lretl

failed:
        int     $0x18                   /* the BIOS's next choice */
        jmp     failed

        .code32
flat:
        movl    $0x18, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    %eax, %fs
        movl    %eax, %gs
        movl    %eax, %ss
        xorl    %ebx, %ebx
        xorl    %edi, %edi
        xorl    %ebp, %ebp
        jmp     *%ecx

        .balign 8
gdt:
        .quad   0, 0
        .quad   0x00cf9b000000ffff      /* 10h: code, base 0, 4 GiB */
        .quad   0x00cf93000000ffff      /* 18h: data */
gdt_end:
        .org    ROM_BYTES

        .section .note.GNU-stack, "", @progbits
