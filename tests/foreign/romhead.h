/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * romhead.h - what an expansion ROM of ROM_BYTES for an 8086:1229 begins with;
 * its code starts at `begin`.  Source: PCI Local Bus Specification 2.1, 6.3.
 */
        .section .start, "ax"
        .code16
        .globl  _start
_start:
        .byte   0x55, 0xaa, ROM_BYTES / 512
        jmp     begin
        .org    0x18
        .word   pci_data, 0
        .balign 4
pci_data:
        .ascii  "PCIR"
        .word   0x8086, 0x1229, 0, 0x18
        .byte   0, 0, 0, 2
        .word   ROM_BYTES / 512, 0
        .byte   0, 0x80
        .word   0
