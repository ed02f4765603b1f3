/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the loader says that no source we know confirms.  The rest
 * stands where it is printed.
 */
#ifndef GUEST_LOADER_STRINGS_H
#define GUEST_LOADER_STRINGS_H

#define STR_LOADER_BUILD "#1: Sun Nov 22 12:00:00 UTC 2026"
#define STR_VERSION_NONE "none"
#define STR_ASK_INSTALL \
    "Do you wish to copy the install image into flash? [n] "
#define STR_ASK_KEY "Do you want to enter a new activation key? [n] "
#define STR_KEY_KEEP "An empty line keeps this key."
#define STR_KEY_WORD_BAD "A part is one to eight hexadecimal digits."
#define STR_KEY_BAD "The activation key is not valid"
#define STR_KEY_TOO_NEW "The activation key is for a newer release"
#define STR_STORED_KEY_TOO_NEW \
    "The activation key in flash is for a newer release."
#define STR_KEY_SKIPPED "No activation key: the unit will run as Restricted."
#define STR_WRITING "Writing %u bytes image into flash..."

#define STR_LAYOUT_LATER                                                  \
    "Flash has the layout of a later release: its configuration cannot be\n" \
    "read here.  \"flash downgrade\" on that release prepares it."

#define STR_LOST "What was damaged in the file system of flash is gone."

/* Refusals; flash is as it was. */
#define STR_IMAGE_BAD "The image is damaged: it will not be used."
#define STR_TOO_OLD \
    "Images older than 4.4 cannot be installed over the network."
#define STR_PLATFORM "Release %s does not support the %s."
#define STR_NO_ROOM \
    "The image needs %u bytes of flash; there is room for %u."
#define STR_NO_CARD \
    "There is no flash to install to: running the image from memory."
#define STR_RUN_FROM_RAM "Running the image from memory; flash is unchanged."

/* Failures on the way. */
#define STR_FLASH_FAILED "Flash could not be written: %s."
#define STR_FLASH_DIFFERS "Flash does not read back as it was written."
#define STR_TRY_AGAIN \
    "The unit holds no usable image now: load it again from the monitor."

#endif
