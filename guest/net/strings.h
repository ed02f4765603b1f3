/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the network says in words of our own (see
 * guest/cli/strings.h). */
#ifndef GUEST_NET_STRINGS_H
#define GUEST_NET_STRINGS_H

#define STR_TFTP_ERROR "The server refuses (code %u)."
#define STR_TFTP_TOO_LONG "The file is too long."

#endif
