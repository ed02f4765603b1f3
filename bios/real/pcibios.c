/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcibios.c - INT 1Ah, AH=B1h: PCI functions and their configuration space.
 *
 * Source: PCI BIOS Specification 2.1.
 */
#include "bios/real/real.h"
#include "guest/drivers/pci.h"

enum {
    SUCCESSFUL = 0x00,
    NOT_SUPPORTED = 0x81,
    BAD_VENDOR = 0x83,
    NOT_FOUND = 0x86,
    BAD_REGISTER = 0x87,
    MECHANISM_1 = 0x01,
    VERSION = 0x0210,
    SIGNATURE = 0x20494350, /* "PCI " */
};

enum function {
    PRESENT = 0x01,
    FIND_DEVICE = 0x02,
    FIND_CLASS = 0x03,
    READ_BYTE = 0x08,
    READ_WORD = 0x09,
    READ_DWORD = 0x0a,
    WRITE_BYTE = 0x0b,
    WRITE_WORD = 0x0c,
    WRITE_DWORD = 0x0d,
};

static enum real_answer answer(struct real_frame *f, uint8_t code)
{
    return real_status(f, code, code != SUCCESSFUL);
}

static enum real_answer present(struct real_frame *f)
{
    set_low(&f->eax, MECHANISM_1);
    set_word(&f->ebx, VERSION);
    set_low(&f->ecx, (uint8_t)pci_last_bus());
    f->edx = SIGNATURE;
    f->edi = 0; /* no entry for protected mode */
    return answer(f, SUCCESSFUL);
}

static bool is_class(struct pci_function at, uint32_t wanted)
{
    return pci_read32(at, PCI_REVISION) >> 8 == (wanted & 0xffffff);
}

static bool is_device(struct pci_function at, uint32_t wanted)
{
    return pci_read32(at, PCI_VENDOR) == wanted;
}

/* The SI-th function that is wanted, counted from 0. */
static enum real_answer find(struct real_frame *f,
                             bool (*is)(struct pci_function, uint32_t),
                             uint32_t wanted)
{
    struct pci_function at = PCI_BEFORE_FIRST;
    unsigned last_bus = pci_last_bus();
    unsigned before = (uint16_t)f->esi;

    while (pci_next(&at, last_bus)) {
        if (!is(at, wanted) || before--)
            continue;
        set_word(&f->ebx, (uint16_t)(at.bus << 8 | at.device << 3 |
                                     at.function));
        return answer(f, SUCCESSFUL);
    }
    return answer(f, NOT_FOUND);
}

static enum real_answer find_device(struct real_frame *f)
{
    if ((uint16_t)f->edx == 0xffff)
        return answer(f, BAD_VENDOR);
    return find(f, is_device, f->ecx << 16 | (uint16_t)f->edx);
}

static enum real_answer access(struct real_frame *f, uint8_t function)
{
    struct pci_function at = {
        high(f->ebx), low(f->ebx) >> 3, low(f->ebx) & 7
    };
    unsigned reg = (uint16_t)f->edi;
    unsigned width = 1u << ((function - READ_BYTE) % 3);

    if (reg > 0xff || reg % width)
        return answer(f, BAD_REGISTER);
    switch (function) {
    case READ_BYTE:
        set_low(&f->ecx, pci_read8(at, reg));
        break;
    case READ_WORD:
        set_word(&f->ecx, pci_read16(at, reg));
        break;
    case READ_DWORD:
        f->ecx = pci_read32(at, reg);
        break;
    case WRITE_BYTE:
        pci_write8(at, reg, low(f->ecx));
        break;
    case WRITE_WORD:
        pci_write16(at, reg, (uint16_t)f->ecx);
        break;
    case WRITE_DWORD:
        pci_write32(at, reg, f->ecx);
        break;
    }
    return answer(f, SUCCESSFUL);
}

enum real_answer pcibios_service(struct real_frame *f)
{
    uint8_t function = low(f->eax);

    if (function == PRESENT)
        return present(f);
    if (function == FIND_DEVICE)
        return find_device(f);
    if (function == FIND_CLASS)
        return find(f, is_class, f->ecx);
    if (function >= READ_BYTE && function <= WRITE_DWORD)
        return access(f, function);
    return answer(f, NOT_SUPPORTED);
}
