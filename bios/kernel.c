/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.c - hands the machine over to the program of a kernel card, in the
 * state that the 32-bit boot protocol of Linux asks for: flat segments, code
 * at selector 10h and data at 18h, interrupts off, EBX, EBP and EDI zero.
 *
 * Source: docs/hardware.md, "The kernel card".
 */
#include "bios/kernel.h"

#include <stdbool.h>
#include <stdint.h>

#include "bios/strings.h"
#include "guest/drivers/pci.h"
#include "guest/i386/interrupt.h"
#include "guest/stage/console.h"

enum {
    CARD_ID = 0x10f01af4,
    CARD_CONTROL = 0x40,
    CARD_DONE = 1,
    CARD_ENTRY = 0x44,
    CARD_ARGUMENT = 0x48,
};

static bool find(struct pci_function *f)
{
    unsigned last = pci_last_bus();

    *f = PCI_BEFORE_FIRST;
    while (pci_next(f, last))
        if (pci_read32(*f, PCI_VENDOR) == CARD_ID)
            return true;
    return false;
}

static bool bring(struct pci_function f)
{
    pci_write16(f, PCI_COMMAND, PCI_COMMAND_MASTER);
    pci_write8(f, CARD_CONTROL, CARD_DONE);
    return pci_read8(f, CARD_CONTROL) & CARD_DONE;
}

static void __attribute__((noreturn)) go(uint32_t entry, uint32_t argument)
{
    static const uint64_t gdt[] = {
        0, 0,
        0x00cf9b000000ffff, /* 10h: code, base 0, 4 GiB */
        0x00cf93000000ffff, /* 18h: data */
    };
    const struct {
        uint16_t limit;
        const uint64_t *base;
    } __attribute__((packed)) gdtr = { sizeof(gdt) - 1, gdt };

    __asm__ volatile("lgdt %2\n\t"
                     "movl $0x18, %%ecx\n\t"
                     "movl %%ecx, %%ds\n\t"
                     "movl %%ecx, %%es\n\t"
                     "movl %%ecx, %%fs\n\t"
                     "movl %%ecx, %%gs\n\t"
                     "movl %%ecx, %%ss\n\t"
                     "xorl %%ebx, %%ebx\n\t"
                     "xorl %%edi, %%edi\n\t"
                     "pushl $0x10\n\t"
                     "pushl %0\n\t"
                     "xorl %%ebp, %%ebp\n\t"
                     "lret"
                     :
                     : "a"(entry), "S"(argument), "m"(gdtr)
                     : "memory");
    __builtin_unreachable();
}

void kernel_start(void)
{
    struct pci_function f;

    if (!find(&f))
        return;
    if (!bring(f)) {
        print(STR_KERNEL_FAILED "\n");
        return;
    }
    print(STR_KERNEL "\n");
    console_close();
    interrupt_shut();
    go(pci_read32(f, CARD_ENTRY), pci_read32(f, CARD_ARGUMENT));
}
