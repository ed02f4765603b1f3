/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the Boothelper says that no source we know confirms.  The
 * rest stands where it is printed.
 */
#ifndef GUEST_BOOTHELPER_STRINGS_H
#define GUEST_BOOTHELPER_STRINGS_H

#define STR_HELPER "PIX Boothelper (%s) #1: Sun Nov 22 12:00:00 UTC 2026"
#define STR_NO_CARD "No flash card @ 0x%x: nothing can be installed."
#define STR_ASK_NEW "Do you want to install the new image? [n] "
#define STR_NOT_INSTALLED "Nothing was installed; flash is unchanged."
#define STR_PLATFORM "Release %s does not support the %s."
#define STR_REMOVE                                                           \
    "Please remove the Boothelper diskette.  You have %u seconds."
#define STR_REMOVE_WAYS                                                      \
    "Then use the reset switch, or wait: the unit restarts by itself."
#define STR_REMOVE_PROMPT "%2u pixboothelper> "
#define STR_REMOVE_ONLY "Only reload is obeyed now."

#endif
