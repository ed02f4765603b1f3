/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kernelrom.S - const uint8_t kernelrom[]: the expansion ROM of the kernel
 * card, as guest/kernelrom made it. */
        .section .rodata
        .globl  kernelrom
        .hidden kernelrom
        .balign 16
kernelrom:
        .incbin "kernelrom.rom"
        .section .note.GNU-stack, "", @progbits
