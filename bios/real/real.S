/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * real.S - the way from real-mode programs into the ROM's C code and back,
 * and from power-on into real-mode programs.
 *
 * This lies at F000:C000 and, the same ROM, at FFFFC000h: real mode sees it
 * in the first place, the C code it leads to runs in the second.
 *
 * A software interrupt saves the caller's registers on its own stack as a
 * struct real_frame, goes to protected mode with interrupts off and calls
 * real_service() on a stack of the ROM's.  An answer of 0 means that the call
 * has to wait: the processor halts, in real mode and with interrupts on, until
 * anything has happened, and the service is asked again.
 *
 * Sources: Intel SDM 3, 9.8.5 and 9.9 (mode switches); Plug and Play BIOS
 * Specification 1.0A, 4.4 ($PnP); BIOS Boot Specification 1.01, 6.
 */
        .equ    FLAT_CODE, 8
        .equ    FLAT_DATA, 16
        .equ    CODE_16, 24             /* base FFFF0000h */
        .equ    DATA_16, 32             /* base 0 */
        .equ    SEGMENT, 0xf000
        .equ    TOP, 0xffff0000         /* SEGMENT:0 under its other address */
        .equ    BDA, 0x40
        .equ    TICKS, 0x6c
        .equ    MIDNIGHT, 0x70
        .equ    TICKS_A_DAY, 0x1800b0
        .equ    PORT_92, 0x92
        .equ    A20, 2
        .equ    BOOT_STACK, 0x7c00
        .equ    NOT_SUPPORTED, 0x82

        .section .real, "ax"

/* --- tables ------------------------------------------------------------ */

        .balign 16
        .globl  real_pnp
real_pnp:
        .ascii  "$PnP"
        .byte   0x10, real_pnp_end - real_pnp
        .word   0                       /* no events */
        .byte   PNP_SUM                 /* rom.ld */
        .long   0
        .word   pnp_entry, SEGMENT      /* real mode */
        .word   pnp_entry
        .long   0xf0000                 /* protected mode, 16-bit */
        .long   0                       /* no OEM identifier */
        .word   SEGMENT
        .long   0xf0000
real_pnp_end:

/* Vector and offset in SEGMENT of what is not real_vector_nothing. */
        .globl  real_vectors
real_vectors:
        .irp    n, 0x0c, 0x10, 0x11, 0x12, 0x13, 0x15, 0x16, 0x1a, 0x70
        .word   \n, int_\n
        .endr
        .irp    n, 0x09, 0x0a, 0x0b, 0x0d, 0x0e, 0x0f, \
                   0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77
        .word   \n, stray
        .endr
        .word   0x08, tick
        .word   0x18, nothing_to_boot
        .word   0x19, bootstrap
        .word   0, 0

        .balign 8
gdt:
        .quad   0
        .quad   0x00cf9b000000ffff
        .quad   0x00cf93000000ffff
        .quad   0xff009bff0000ffff
        .quad   0x000093000000ffff
gdt_register:
        .word   . - gdt - 1
        .long   gdt
idt_register:
        .word   0x3ff
        .long   0

/* --- switches ---------------------------------------------------------- */

        /* Clobbers ECX; the stack is the caller's concern. */
        .macro  to_protected
        lgdtl   %cs:gdt_register
        movl    %cr0, %ecx
        orb     $1, %cl
        movl    %ecx, %cr0
        ljmpl   $FLAT_CODE, $1f
        .code32
1:      movw    $FLAT_DATA, %cx
        movw    %cx, %ds
        movw    %cx, %es
        movw    %cx, %ss
        .endm

        .macro  to_real
        ljmp    $CODE_16, $1f - TOP
        .code16
1:      movw    $DATA_16, %cx
        movw    %cx, %ds
        movw    %cx, %es
        movw    %cx, %fs
        movw    %cx, %gs
        movw    %cx, %ss
        movl    %cr0, %ecx
        andb    $0xfe, %cl
        movl    %ecx, %cr0
        ljmp    $SEGMENT, $2f
2:
        .endm

        .code16

/* --- interrupts -------------------------------------------------------- */

        .globl  real_vector_nothing
real_vector_nothing:
        iretw

        .irp    n, 0x0c, 0x10, 0x11, 0x12, 0x13, 0x15, 0x16, 0x1a, 0x70
int_\n: pushw   $\n
        jmp     service
        .endr
stray:  pushw   $0x0f

service:
        pushal
        pushw   %ax                     /* aligns what is above */
        pushw   %ds
        pushw   %es
        pushw   %fs
        pushw   %gs
        inb     $PORT_92, %al
        pushw   %ax
        /* The ROM's code is above 1 MiB. */
        testb   $A20, %al
        jnz     again
        orb     $A20, %al
        outb    %al, $PORT_92
again:
        cld
        movw    %ss, %bx
        movzwl  %sp, %ebp
        movzwl  %bx, %eax
        shll    $4, %eax
        addl    %ebp, %eax
        to_protected
        movl    $real_stack_top, %esp
        pushl   %eax
        call    real_service
        to_real
        movw    %bx, %ss
        movl    %ebp, %esp
        testb   %al, %al
        jnz     answered
        sti
        hlt
        cli
        jmp     again
answered:
        popw    %ax
        testb   $A20, %al
        jnz     1f
        outb    %al, $PORT_92
1:      popw    %gs
        popw    %fs
        popw    %es
        popw    %ds
        popw    %ax
        popal
        addw    $2, %sp
        iretw

/* IRQ0. */
tick:
        pushw   %ds
        pushl   %eax
        movw    $BDA, %ax
        movw    %ax, %ds
        incl    TICKS
        cmpl    $TICKS_A_DAY, TICKS
        jb      1f
        movl    $0, TICKS
        incb    MIDNIGHT
1:      int     $0x1c
        movb    $0x20, %al
        outb    %al, $0x20
        popl    %eax
        popw    %ds
        iretw

/* INT 19h: whatever an expansion ROM offers to boot from. */
bootstrap:
        xorw    %ax, %ax
        movw    %ax, %ss
        movw    $BOOT_STACK, %sp
        movw    $real_data_segment, %ax
        movw    %ax, %ds
        cmpl    $0, real_boot_vector_offset
        je      nothing_to_boot
        movw    $SEGMENT, %ax
        movw    %ax, %es
        movw    $real_pnp, %di
        sti
        lcallw  *(real_boot_vector_offset)

/* INT 18h: power-on goes on behind the attempt to boot. */
nothing_to_boot:
        cli
        inb     $PORT_92, %al
        orb     $A20, %al
        andb    $0xfe, %al
        outb    %al, $PORT_92
        to_protected
        jmp     enter_again
        .code16

        .globl  pnp_entry
pnp_entry:
        movw    $NOT_SUPPORTED, %ax
        lretw

/* --- from power-on ----------------------------------------------------- */

/*
 * void real_run(void): runs the real-mode code at real_job, with the registers
 * there, until it returns.  Interrupts are off on both sides.
 */
        .code32
        .globl  real_run
real_run:
        pushal
        movl    %esp, real_saved_esp
        lgdtl   gdt_register
        to_real
        lidtl   %cs:idt_register
        xorw    %ax, %ax
        movw    %ax, %ss
        movw    $BOOT_STACK, %sp
        movw    $real_data_segment, %ax
        movw    %ax, %ds
        pushw   %cs
        pushw   $back
        pushl   real_job_offset            /* segment:offset */
        movw    real_job_offset + 4, %ax
        movw    $0xffff, %bx
        movw    %bx, %dx
        movw    $SEGMENT, %cx
        movw    %cx, %es
        movw    $real_pnp, %di
        sti
        lretw
back:
        cli
        cld
        inb     $PORT_92, %al
        orb     $A20, %al
        andb    $0xfe, %al
        outb    %al, $PORT_92
        to_protected
        movl    real_saved_esp, %esp
        popal
        ret

        .section .note.GNU-stack, "", @progbits
