        .code16
        .text
        hlt
        .section .reset,"ax"
        hlt
        .org 16,0
