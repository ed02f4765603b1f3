/* SPDX-License-Identifier: GPL-2.0-or-later */
/* io.h - ports, and registers in memory. */
#ifndef GUEST_I386_IO_H
#define GUEST_I386_IO_H

#include <stdint.h>

static inline uint8_t inb(uint16_t port)
{
    uint8_t v;
    __asm__ volatile("inb %1, %0" : "=a"(v) : "Nd"(port) : "memory");
    return v;
}

static inline uint16_t inw(uint16_t port)
{
    uint16_t v;
    __asm__ volatile("inw %1, %0" : "=a"(v) : "Nd"(port) : "memory");
    return v;
}

static inline uint32_t inl(uint16_t port)
{
    uint32_t v;
    __asm__ volatile("inl %1, %0" : "=a"(v) : "Nd"(port) : "memory");
    return v;
}

static inline void outb(uint16_t port, uint8_t v)
{
    __asm__ volatile("outb %0, %1" : : "a"(v), "Nd"(port) : "memory");
}

static inline void outw(uint16_t port, uint16_t v)
{
    __asm__ volatile("outw %0, %1" : : "a"(v), "Nd"(port) : "memory");
}

static inline void outl(uint16_t port, uint32_t v)
{
    __asm__ volatile("outl %0, %1" : : "a"(v), "Nd"(port) : "memory");
}

/* Registers of a chip in memory.  Whatever was written to ordinary memory
 * before is there when the chip looks. */
#define MMIO(bits)                                                           \
    static inline uint##bits##_t mmio_in##bits(uint32_t pa)                  \
    {                                                                        \
        uint##bits##_t v = *(volatile uint##bits##_t *)(uintptr_t)pa;        \
        __asm__ volatile("" : : : "memory");                                 \
        return v;                                                            \
    }                                                                        \
    static inline void mmio_out##bits(uint32_t pa, uint##bits##_t v)         \
    {                                                                        \
        __asm__ volatile("" : : : "memory");                                 \
        *(volatile uint##bits##_t *)(uintptr_t)pa = v;                       \
    }
MMIO(8)
MMIO(16)
MMIO(32)
#undef MMIO

#endif
