/* SPDX-License-Identifier: GPL-2.0-or-later */
/* password.h - passwords as configurations keep them. */
#ifndef GUEST_LIB_PASSWORD_H
#define GUEST_LIB_PASSWORD_H

#include <stdbool.h>

enum {
    PASSWORD_HASH = 16,        /* characters */
    PASSWORD_SIGNIFICANT = 16, /* of what is typed; the rest is not looked at */
};

/* MD5 over 16 bytes, the password with zeros behind it; of each of the four
 * words of the digest (low byte first) the low 24 bits, six at a time from the
 * lowest, in the alphabet ./0-9A-Za-z. */
void password_hash(char hash[PASSWORD_HASH + 1], const char *typed);

/* The same of a user's: his name, over and over, makes four more letters
 * behind the password.  (Published: "password" of "user" is
 * A5XOy94YKDPXCo7U.) */
void password_hash_user(char hash[PASSWORD_HASH + 1], const char *typed,
                        const char *user);
bool password_matches_user(const char *hash, const char *typed,
                           const char *user);

bool password_matches(const char *hash, const char *typed);

/* Could it have come from password_hash()? */
bool password_is_hash(const char *text);

#endif
