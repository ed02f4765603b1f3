/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what TLS says in words of our own (see guest/cli/strings.h). */
#ifndef GUEST_CRYPTO_STRINGS_H
#define GUEST_CRYPTO_STRINGS_H

#define STR_TLS_UNKNOWN "The server's certificate is not known here."
#define STR_TLS_CHANGED \
    "The server's certificate is not the one that is known for it."
#define STR_TLS_UNTRUSTED \
    "The server's certificate is not signed by an authority given here."
#define STR_TLS_DATES \
    "The server's certificate is not valid at this unit's date (show clock)."
#define STR_TLS_NAME "The server's certificate is for another name."
#define STR_TLS_BAD "The server's certificate is not understood, or too weak."
#define STR_TLS_FAILED \
    "The server and this unit do not agree on TLS (error %u)."

#endif
