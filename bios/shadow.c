/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shadow.c - the host bridge's PAM registers.
 *
 * Source: Intel 82441FX data sheet (290549), 3.2.18.
 */
#include "bios/shadow.h"

#include "guest/drivers/pci.h"

enum {
    HOST_BRIDGE_ID = 0x12378086,
    PAM1 = 0x5a,     /* two pieces of 16 KiB a register, the lower one in
                        the low half */
    PIECE = 0x4000,
    READ = 1,
    READ_WRITE = 3,
};

static const struct pci_function host_bridge = { 0, 0, 0 };

static void set(uint32_t piece, uint8_t attributes)
{
    unsigned n = (piece - SHADOW_FIRST) / PIECE;
    unsigned shift = n % 2 * 4;
    uint8_t pam = pci_read8(host_bridge, PAM1 + n / 2);

    pam &= (uint8_t)~(READ_WRITE << shift);
    pci_write8(host_bridge, PAM1 + n / 2,
               (uint8_t)(pam | attributes << shift));
}

bool shadow_open(void)
{
    if (pci_read32(host_bridge, PCI_VENDOR) != HOST_BRIDGE_ID)
        return false;
    for (uint32_t at = SHADOW_FIRST; at < SHADOW_END; at += PIECE)
        set(at, READ_WRITE);
    return true;
}

void shadow_close(uint32_t end)
{
    for (uint32_t at = SHADOW_FIRST; at < SHADOW_END; at += PIECE)
        set(at, at < end ? READ : 0);
}
