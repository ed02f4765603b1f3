/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the ROM says.  The forms are those of chapter 11 of the
 * configuration guide; name, number and date of the banner are our own, and
 * so are the lines after "ours".
 */
#ifndef BIOS_STRINGS_H
#define BIOS_STRINGS_H

#define STR_REBOOTING "Rebooting..."
#define STR_BANNER "PIX BIOS (4.0) #1: Sun Nov 22 12:00:00 UTC 2026"
#define STR_PLATFORM "Platform %s"
#define STR_FLASH "Flash=%s @ 0x%x"
#define STR_USE_ESC "Use BREAK or ESC to interrupt flash boot."
#define STR_USE_SPACE "Use SPACE to begin flash boot immediately."
#define STR_COUNTDOWN "Flash boot in %d seconds."
#define STR_INTERRUPTED "Flash boot interrupted."
#define STR_READING "Reading %u bytes of image from flash."
#define STR_PROMPT "monitor> "
#define STR_BAD_FLASH "Checksum verification on compression loader failed."

/* Ours. */
#define STR_KERNEL "Starting the kernel card's program."
#define STR_KERNEL_FAILED "The kernel card can't reach its memory."
#define STR_UNKNOWN_PLATFORM "unknown"
#define STR_NO_FLASH "No flash card @ 0x%x."
#define STR_BLANK_FLASH "Flash is blank: there is no image to boot."
#define STR_NO_IMAGE "There is no image in flash."
#define STR_NO_RUNTIME "The image in flash can't run from flash."
#define STR_FLASH_FAILED "Flash could not be read."
#define STR_FETCHED_FOREIGN "This file is not an image for this unit."
#define STR_FETCHED_CUT "The image is not complete."
#define STR_FETCHED_BAD "Checksum verification on the image failed."
#define STR_FETCHED_OLD                                                      \
    "Image %s is older than 4.4 and would corrupt flash; it is not started."
#define STR_FETCHED_NO_LOADER                                                \
    "Image %s can't be started over the network."
#define STR_DISKETTE "Booting from diskette."
#define STR_NO_SYSTEM "The diskette holds no program for this unit."
#define STR_DISKETTE_UNREADABLE "The diskette can't be read."
#define STR_DISKETTE_SILENT "The diskette drive does not answer."
#define STR_ROM_DAMAGED                                                      \
    "The expansion ROM of PCI(bus:%u dev:%u) is damaged and not started."
#define STR_ROM_BOOT "Booting from the expansion ROM."
#define STR_ROM_NO_BOOT "The expansion ROM booted nothing."
#define STR_TOO_LITTLE_RAM "There is not enough memory for this image."
#define STR_EXCEPTION "\nException %u (%x) at %08x, restarting."

#endif
