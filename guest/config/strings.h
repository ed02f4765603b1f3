/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the configuration's commands say in words of our own
 * (see guest/cli/strings.h). */
#ifndef GUEST_CONFIG_STRINGS_H
#define GUEST_CONFIG_STRINGS_H

#define STR_CONFIG_HOSTNAME "pixfirewall"
#define STR_CONFIG_BAD_NAME \
    "ERROR: a name has 1 to %d letters, digits and dashes"
#define STR_CONFIG_BAD_NUMBER "ERROR: %s is not a number from %u to %u"
#define STR_CONFIG_BAD_HASH "ERROR: an encrypted password has 16 characters"
#define STR_CONFIG_BAD_PASSWORD_WORD \
    "ERROR: only \"encrypted\" may follow the password"
#define STR_CONFIG_TERMINAL "Width = %u, no monitor"

#endif
