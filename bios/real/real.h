/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * real.h - inside bios/real/: real.S and the services it calls.
 *
 * Everything here may be asked while a foreign program owns the machine: code
 * runs in place, variables are in the extended BIOS data area (rom.ld), no
 * interrupt comes while a service runs, and none of power-on's state is used.
 */
#ifndef BIOS_REAL_REAL_H
#define BIOS_REAL_REAL_H

#include <stdbool.h>
#include <stdint.h>

/* The caller's registers, as real.S pushed them. */
struct real_frame {
    uint16_t port92; /* as it was and will be: bit 1 opens A20 */
    uint16_t gs, fs, es, ds, unused;
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint16_t vector;
    uint16_t ip, cs, flags;
};

enum { FLAG_CARRY = 0x01, FLAG_ZERO = 0x40 };

/* A service's answer: the caller goes on, or waits for an interrupt and asks
 * again with the same registers. */
enum real_answer { REAL_WAIT = 0, REAL_DONE = 1 };

/* Called by real.S. */
enum real_answer real_service(struct real_frame *);

enum real_answer video_service(struct real_frame *);    /* INT 10h */
enum real_answer disk_service(struct real_frame *);     /* INT 13h */
enum real_answer system_service(struct real_frame *);   /* INT 15h */
enum real_answer keyboard_service(struct real_frame *); /* INT 16h */
enum real_answer clock_service(struct real_frame *);    /* INT 1Ah */
enum real_answer pcibios_service(struct real_frame *);  /* the same, AH=B1h */
enum real_answer wait_interrupt(void);                  /* INT 70h */

void video_open(void);
void clock_open(void);

/* --- registers --------------------------------------------------------- */

static inline uint8_t low(uint32_t reg)
{
    return (uint8_t)reg;
}

static inline uint8_t high(uint32_t reg)
{
    return (uint8_t)(reg >> 8);
}

static inline void set_low(uint32_t *reg, uint8_t v)
{
    *reg = (*reg & 0xffffff00) | v;
}

static inline void set_high(uint32_t *reg, uint8_t v)
{
    *reg = (*reg & 0xffff00ff) | (uint32_t)v << 8;
}

static inline void set_word(uint32_t *reg, uint16_t v)
{
    *reg = (*reg & 0xffff0000) | v;
}

static inline void set_flag(struct real_frame *f, uint16_t flag, bool on)
{
    f->flags = on ? f->flags | flag : f->flags & (uint16_t)~flag;
}

/* AH is the status, carry says whether it is an error. */
enum real_answer real_status(struct real_frame *, uint8_t ah, bool error);

/* --- memory ------------------------------------------------------------ */

static inline void *real_pointer(uint16_t segment, uint32_t offset)
{
    return (void *)((uintptr_t)segment * 16 + (offset & 0xffff));
}

/* BIOS data area, by the offsets every PC has: 8, 16 or 32 bits. */
static inline volatile void *bda_at(unsigned offset)
{
    uintptr_t pa = 0x400 + offset;
    __asm__("" : "+r"(pa)); /* not a null page to the compiler */
    return (volatile void *)pa;
}
#define bda8(offset) (*(volatile uint8_t *)bda_at(offset))
#define bda16(offset) (*(volatile uint16_t *)bda_at(offset))
#define bda32(offset) (*(volatile uint32_t *)bda_at(offset))

enum {
    BDA_COM = 0x00,      /* ports of the serial lines, 16 bits each */
    BDA_EBDA = 0x0e,     /* its segment */
    BDA_EQUIPMENT = 0x10,
    BDA_MEMORY_KIB = 0x13,
    BDA_SHIFT = 0x17,
    BDA_KEY_HEAD = 0x1a, /* offsets in the BIOS data area */
    BDA_KEY_TAIL = 0x1c,
    BDA_KEYS = 0x1e,
    BDA_KEYS_END = 0x3e,
    BDA_MODE = 0x49,
    BDA_COLUMNS = 0x4a,
    BDA_PAGE_BYTES = 0x4c,
    BDA_CURSOR = 0x50,   /* column, row; of page 0 */
    BDA_SHAPE = 0x60,
    BDA_CRTC = 0x63,
    BDA_TICKS = 0x6c,
    BDA_MIDNIGHT = 0x70,
    BDA_KEYS_FROM = 0x80,
    BDA_KEYS_TO = 0x82,
    BDA_LAST_ROW = 0x84,
    BDA_CELL_HEIGHT = 0x85,
};

#endif
