/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what is said about Ethernet ports, in the forms of chapter 11
 * of the configuration guide.
 */
#ifndef GUEST_STAGE_STRINGS_H
#define GUEST_STAGE_STRINGS_H

#define STR_NIC "i8255X @ PCI(bus:%u dev:%u irq:%-2u)"
#define STR_NIC_EXACT                                                        \
    "%s @ PCI(bus:%u dev:%u irq:%-2u), MAC: %02x%02x.%02x%02x.%02x%02x"
#define STR_NO_LINK "Ethernet auto negotiation timed out."
#define STR_NO_PORT "Ethernet port %u could not be initialized."

#endif
