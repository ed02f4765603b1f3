/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * optionrom.c - finds, copies and starts expansion ROMs.
 *
 * Each is called once at power-on, at offset 3, and may leave a bootstrap
 * entry (BEV) in its header or take INT 19h for itself.  ROMs of displays are
 * passed over: the console is a serial line.  BCVs, which are for disks, are
 * not called.
 *
 * Sources: PCI Local Bus Specification 2.1, 6.3; Plug and Play BIOS
 * Specification 1.0A, 3; BIOS Boot Specification 1.01, 3.
 */
#include "bios/optionrom.h"

#include "bios/real/services.h"
#include "bios/shadow.h"
#include "bios/strings.h"
#include "guest/drivers/pci.h"
#include "guest/i386/interrupt.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"
#include "guest/stage/console.h"

enum {
    SIGNATURE = 0xaa55,
    UNIT = 512,
    ALIGNMENT = 2048,
    ROM_UNITS = 2,      /* offsets in an image */
    ROM_INIT = 3,
    ROM_PCI = 0x18,
    ROM_PNP = 0x1a,
    PCI_IDS = 4,        /* in its PCI data structure, "PCIR" */
    PCI_IMAGE_UNITS = 0x10,
    PCI_CODE = 0x14,
    PCI_INDICATOR = 0x15,
    PCI_DATA_BYTES = 0x18,
    CODE_PC = 0,
    LAST_IMAGE = 0x80,
    PNP_NEXT = 6,       /* in its expansion header, "$PnP" */
    PNP_BEV = 0x1a,
    PNP_BYTES = 0x20,
    PNP_HEADERS_MOST = 8,
};

static bool any_started;

/* Room for the next one. */
struct shadow {
    uint32_t at;
    bool is_open;
};

static const uint8_t *data_structure(const uint8_t *image, size_t room)
{
    if (room < ROM_PNP + 2 || get_le16(image) != SIGNATURE)
        return NULL;
    size_t at = get_le16(image + ROM_PCI);

    if (at > room - PCI_DATA_BYTES || memcmp(image + at, "PCIR", 4))
        return NULL;
    return image + at;
}

/* The image for a PC in the `room` bytes of a ROM; NULL: none for this
 * function. */
static const uint8_t *find_image(struct pci_function f, const uint8_t *rom,
                                 size_t room, size_t *bytes)
{
    for (;;) {
        const uint8_t *data = data_structure(rom, room);
        if (!data)
            return NULL;
        *bytes = (size_t)get_le16(data + PCI_IMAGE_UNITS) * UNIT;
        if (!*bytes || *bytes > room)
            return NULL;
        if (data[PCI_CODE] == CODE_PC &&
            get_le32(data + PCI_IDS) == pci_read32(f, PCI_VENDOR))
            return rom;
        if (data[PCI_INDICATOR] & LAST_IMAGE)
            return NULL;
        rom += *bytes;
        room -= *bytes;
    }
}

static bool sum_is_zero(const uint8_t *rom, size_t n)
{
    uint8_t sum = 0;

    while (n)
        sum = (uint8_t)(sum + rom[--n]);
    return sum == 0;
}

/* How many bytes a function's ROM decodes; 0: it has none. */
static uint32_t decoded(struct pci_function f)
{
    uint32_t placed = pci_read32(f, PCI_ROM);

    if (!(placed & 0xfffff800))
        return 0;
    pci_write32(f, PCI_ROM, ~(uint32_t)PCI_ROM_ENABLE);
    uint32_t mask = pci_read32(f, PCI_ROM) & 0xfffff800;
    pci_write32(f, PCI_ROM, placed);
    return ~mask + 1;
}

/* Copies the ROM of a function to shadow RAM; the bytes that took, 0: none. */
static size_t copy(struct pci_function f, struct shadow *shadow)
{
    uint32_t room = decoded(f), place = pci_read32(f, PCI_ROM);
    uint16_t command = pci_read16(f, PCI_COMMAND);
    size_t bytes = 0;

    if (!room)
        return 0;
    pci_write16(f, PCI_COMMAND, command | PCI_COMMAND_MEMORY);
    pci_write32(f, PCI_ROM, place | PCI_ROM_ENABLE);
    const uint8_t *rom = (const uint8_t *)place;
    const uint8_t *image = find_image(f, rom, room, &bytes);
    if (!image || bytes > SHADOW_END - shadow->at ||
        !(shadow->is_open || (shadow->is_open = shadow_open())))
        bytes = 0;
    else
        memcpy((uint8_t *)shadow->at, image, bytes);
    pci_write32(f, PCI_ROM, place);
    pci_write16(f, PCI_COMMAND, command);
    return bytes;
}

static uint16_t address(struct pci_function f)
{
    return (uint16_t)(f.bus << 8 | f.device << 3 | f.function);
}

/* The bootstrap entry in a ROM's expansion headers; 0: none. */
static uint16_t bootstrap_entry(const uint8_t *rom, size_t bytes)
{
    size_t at = get_le16(rom + ROM_PNP);

    for (int i = 0; at && i < PNP_HEADERS_MOST; i++) {
        if (at > bytes - PNP_BYTES)
            return 0;
        const uint8_t *header = rom + at;
        if (!memcmp(header, "$PnP", 4) && get_le16(header + PNP_BEV))
            return get_le16(header + PNP_BEV);
        at = get_le16(header + PNP_NEXT);
    }
    return 0;
}

static void start(struct pci_function f, struct shadow *shadow, size_t bytes)
{
    const uint8_t *rom = (const uint8_t *)shadow->at;
    uint16_t segment = (uint16_t)(shadow->at / 16);

    if (rom[ROM_UNITS] * UNIT > bytes ||
        !sum_is_zero(rom, rom[ROM_UNITS] * UNIT)) {
        print(STR_ROM_DAMAGED "\n", f.bus, f.device);
        return;
    }
    if (!any_started)
        real_setup();
    any_started = true;
    console_close();
    interrupt_shut();
    real_call(segment, ROM_INIT, address(f));
    interrupt_setup();
    console_open();
    /* It may have cut what only its start needed; or go altogether. */
    if (rom[ROM_UNITS] * UNIT < bytes)
        bytes = rom[ROM_UNITS] * UNIT;
    if (bytes < PNP_BYTES)
        return;
    uint16_t entry = bootstrap_entry(rom, bytes);
    if (entry && !real_offers_boot())
        real_set_boot(segment, entry);
    shadow->at += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void optionroms_start(void)
{
    struct shadow shadow = { .at = SHADOW_FIRST };
    struct pci_function f = PCI_BEFORE_FIRST;
    unsigned last_bus = pci_last_bus();

    while (pci_next(&f, last_bus)) {
        if (pci_read8(f, PCI_HEADER) & 0x7f ||
            pci_read16(f, PCI_CLASS) == PCI_CLASS_DISPLAY)
            continue;
        size_t bytes = copy(f, &shadow);
        if (bytes)
            start(f, &shadow, bytes);
    }
    if (shadow.is_open)
        shadow_close(shadow.at);
}

void optionroms_boot(void)
{
    if (!any_started || !real_offers_boot())
        return;
    print(STR_ROM_BOOT "\n");
    console_close();
    interrupt_shut();
    real_boot();
}
