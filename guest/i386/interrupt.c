/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * interrupt.c - the interrupt table and the pair of 8259A.
 *
 * Sources: Intel SDM 3, 6.10-6.14 (gates); Intel 8259A data sheet (ICW, OCW,
 * spurious requests); Intel 82371SB data sheet, 2.5.4 (ELCR).
 */
#include "guest/i386/interrupt.h"

#include <stddef.h>

#include "guest/i386/cpu.h"
#include "guest/i386/io.h"

enum {
    MASTER = 0x20,
    SLAVE = 0xa0,
    MASTER_MASK = 0x21,
    SLAVE_MASK = 0xa1,
    ELCR = 0x4d0,
    ICW1 = 0x11,
    ICW4 = 0x01,
    OCW2_EOI = 0x20,
    OCW3_READ_ISR = 0x0b,
    CASCADE = 2,
    FIRST_VECTOR = 32,
    PC_MASTER_VECTOR = 0x08,
    PC_SLAVE_VECTOR = 0x70,
    VECTORS = 48,
    VECTOR_BYTES = 16, /* distance of the entries in vectors.S */
    GATE_INTERRUPT = 0x8e00,
};

struct gate {
    uint16_t offset_low, selector, type, offset_high;
};

struct share {
    void (*handler)(void *far);
    void *far;
};

extern const uint8_t interrupt_vectors[];

static struct gate table[VECTORS];
static struct share shares[INTERRUPT_LINES][INTERRUPT_SHARERS];
static void (*on_exception)(struct interrupt_frame *);
static uint32_t spurious;

void interrupt_entered(struct interrupt_frame *frame);

static void load_table(void)
{
    struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) idtr = { sizeof(table) - 1, (uint32_t)table };
    uint16_t cs;

    __asm__("movw %%cs, %0" : "=r"(cs));
    for (unsigned i = 0; i < VECTORS; i++) {
        uint32_t entry = (uint32_t)interrupt_vectors + i * VECTOR_BYTES;
        table[i] = (struct gate){ (uint16_t)entry, cs, GATE_INTERRUPT,
                                  (uint16_t)(entry >> 16) };
    }
    __asm__ volatile("lidt %0" : : "m"(idtr));
}

static void mask_all(void)
{
    outb(MASTER_MASK, 0xff);
    outb(SLAVE_MASK, 0xff);
}

static void setup_controllers(uint8_t master_vector, uint8_t slave_vector)
{
    outb(MASTER, ICW1);
    outb(SLAVE, ICW1);
    outb(MASTER_MASK, master_vector);
    outb(SLAVE_MASK, slave_vector);
    outb(MASTER_MASK, 1 << CASCADE);
    outb(SLAVE_MASK, CASCADE);
    outb(MASTER_MASK, ICW4);
    outb(SLAVE_MASK, ICW4);
    mask_all();
}

void interrupt_setup(void)
{
    cpu_interrupts_off();
    load_table();
    setup_controllers(FIRST_VECTOR, FIRST_VECTOR + 8);
}

void interrupt_for_real_mode(uint16_t lines)
{
    cpu_interrupts_off();
    setup_controllers(PC_MASTER_VECTOR, PC_SLAVE_VECTOR);
    outb(MASTER_MASK, (uint8_t)~lines);
    outb(SLAVE_MASK, (uint8_t)~(lines >> 8));
}

void interrupt_shut(void)
{
    cpu_interrupts_off();
    mask_all();
    for (unsigned line = 0; line < INTERRUPT_LINES; line++)
        for (unsigned i = 0; i < INTERRUPT_SHARERS; i++)
            shares[line][i].handler = NULL;
}

static void mask(unsigned line, bool masked)
{
    uint16_t port = line < 8 ? MASTER_MASK : SLAVE_MASK;
    uint8_t bit = (uint8_t)(1 << (line & 7));

    outb(port, masked ? inb(port) | bit : inb(port) & (uint8_t)~bit);
    if (line >= 8 && !masked)
        mask(CASCADE, false);
}

bool interrupt_attach(unsigned line, void (*handler)(void *far), void *far)
{
    if (line >= INTERRUPT_LINES)
        return false;
    uint32_t flags = cpu_save();
    struct share *share = shares[line];
    unsigned i = 0;

    while (i < INTERRUPT_SHARERS && share[i].handler)
        i++;
    if (i < INTERRUPT_SHARERS) {
        share[i] = (struct share){ handler, far };
        mask(line, false);
    }
    cpu_restore(flags);
    return i < INTERRUPT_SHARERS;
}

void interrupt_detach(unsigned line)
{
    if (line >= INTERRUPT_LINES)
        return;
    uint32_t flags = cpu_save();

    mask(line, true);
    for (unsigned i = 0; i < INTERRUPT_SHARERS; i++)
        shares[line][i].handler = NULL;
    cpu_restore(flags);
}

void interrupt_level(unsigned line, bool level)
{
    if (line >= INTERRUPT_LINES)
        return;
    uint16_t port = (uint16_t)(ELCR + line / 8);
    uint8_t bit = (uint8_t)(1 << (line & 7));

    outb(port, level ? inb(port) | bit : inb(port) & (uint8_t)~bit);
}

void interrupt_on_exception(void (*handler)(struct interrupt_frame *))
{
    on_exception = handler;
}

uint32_t interrupt_spurious(void)
{
    return spurious;
}

/* A request that went away before it was answered arrives as number 7 of its
 * controller without an in-service bit, and must not be ended (8259A data
 * sheet, "edge and level triggered modes"); the slave's has been a real one
 * to the master. */
static bool is_spurious(unsigned line)
{
    if ((line & 7) != 7)
        return false;
    uint16_t port = line < 8 ? MASTER : SLAVE;

    outb(port, OCW3_READ_ISR);
    if (inb(port) & 0x80)
        return false;
    if (line >= 8)
        outb(MASTER, OCW2_EOI);
    spurious++;
    return true;
}

static void request(unsigned line)
{
    if (is_spurious(line))
        return;
    for (unsigned i = 0; i < INTERRUPT_SHARERS; i++)
        if (shares[line][i].handler)
            shares[line][i].handler(shares[line][i].far);
    if (line >= 8)
        outb(SLAVE, OCW2_EOI);
    outb(MASTER, OCW2_EOI);
}

void interrupt_entered(struct interrupt_frame *frame)
{
    if (frame->vector >= FIRST_VECTOR) {
        request(frame->vector - FIRST_VECTOR);
    } else if (on_exception) {
        on_exception(frame);
    } else {
        for (;;)
            __asm__ volatile("cli; hlt");
    }
}
