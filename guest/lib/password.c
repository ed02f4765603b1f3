/* SPDX-License-Identifier: GPL-2.0-or-later */
/* password.c - see password.h. */
#include "guest/lib/password.h"

#include <stdint.h>

#include "guest/lib/bytes.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"

static const char alphabet[] =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

void password_hash(char hash[PASSWORD_HASH + 1], const char *typed)
{
    uint8_t padded[PASSWORD_SIGNIFICANT] = {0}, digest[MD5_BYTES];
    size_t n = strlen(typed);
    struct md5 md5;

    memcpy(padded, typed, n < sizeof padded ? n : sizeof padded);
    md5_begin(&md5);
    md5_add(&md5, padded, sizeof padded);
    md5_end(&md5, digest);
    for (unsigned i = 0; i < PASSWORD_HASH; i++)
        hash[i] = alphabet[get_le32(digest + i / 4 * 4) >> i % 4 * 6 & 63];
    hash[PASSWORD_HASH] = '\0';
    memset(padded, 0, sizeof padded);
}

void password_hash_user(char hash[PASSWORD_HASH + 1], const char *typed,
                        const char *user)
{
    enum { LETTERS = 4 };
    char salted[PASSWORD_SIGNIFICANT + LETTERS + 1] = "";
    size_t n = strlen(typed), letters = strlen(user);

    if (n > PASSWORD_SIGNIFICANT)
        n = PASSWORD_SIGNIFICANT;
    memcpy(salted, typed, n);
    for (size_t i = 0; i < LETTERS && letters; i++)
        salted[n + i] = user[i % letters];
    password_hash(hash, salted);
    memset(salted, 0, sizeof salted);
}

bool password_matches_user(const char *hash, const char *typed,
                           const char *user)
{
    char own[PASSWORD_HASH + 1];

    password_hash_user(own, typed, user);
    return strcmp(own, hash) == 0;
}

bool password_matches(const char *hash, const char *typed)
{
    char own[PASSWORD_HASH + 1];

    password_hash(own, typed);
    return strcmp(own, hash) == 0;
}

bool password_is_hash(const char *text)
{
    for (const char *p = text; *p; p++) {
        if (!strchr(alphabet, *p))
            return false;
    }
    return strlen(text) == PASSWORD_HASH;
}
