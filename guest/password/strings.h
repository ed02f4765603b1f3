/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the password tool says that no source we know confirms.
 * The rest stands where it is printed.
 */
#ifndef GUEST_PASSWORD_STRINGS_H
#define GUEST_PASSWORD_STRINGS_H

#define STR_TOOL "PIX password tool (3.0) #1: Sun Nov 22 12:00:00 UTC 2026"
#define STR_NO_CARD "There is no flash: nothing to change."
#define STR_NO_CONFIG "There is no configuration in flash."
#define STR_UNREADABLE "The configuration can't be read: %s."
#define STR_OTHER_RELEASE                                                    \
    "The configuration is from version %s, and this tool is for %u.%u."
#define STR_NO_RELEASE                                                       \
    "The configuration does not say which version it is from."
#define STR_NO_PASSWORDS "There are no passwords in the configuration."
#define STR_UNCHANGED "Nothing was changed."
#define STR_NOT_WRITTEN "The configuration could not be written: %s."

#endif
