/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * key.c - activation keys: pixemu's own algorithm.
 *
 * A licence is packed into 8 bytes.  Their digest, keyed with the secret below
 * and bound to the serial number, is cut to 8 bytes and makes the first two
 * words of the key; the licence itself, masked with a stream that follows
 * from digest and serial number, makes the last two.  So every bit of a key
 * looks random, and one that is changed anywhere fails the digest.
 *
 * The secret is none, as it stands here: it only makes a mistyped key, and
 * the key of another unit, fail.
 */
#include "guest/licence/licence.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"

enum {
    PACKED = 8,
    FORMAT_AT = 0,
    TYPE_AT = 1, /* bits 1:0; the rest of the byte is zero */
    FLAGS_AT = 2,
    INTERFACES_AT = 3,
    HOSTS_AT = 4,
    PEERS_AT = 6,

    FLAG_FAILOVER = 1 << 0,
    FLAG_DES = 1 << 1,
    FLAG_TRIPLE_DES = 1 << 2,
    FLAG_CUT_THROUGH = 1 << 3,
    FLAG_GUARDS = 1 << 4,
    FLAG_WEBSENSE = 1 << 5,
    FLAG_SLOW = 1 << 6,
};

static const uint8_t secret[16] = {
    0x9e, 0x31, 0x5b, 0xc4, 0x07, 0xd2, 0x68, 0xaf,
    0x43, 0x1c, 0xe6, 0x7a, 0xb5, 0x90, 0x2d, 0x58,
};

/* The first PACKED bytes of MD5(secret, purpose, serial number, text). */
static void keyed(uint8_t out[PACKED], uint8_t purpose, uint32_t serial,
                  const uint8_t text[PACKED])
{
    uint8_t digest[MD5_BYTES], head[5] = {purpose};
    struct md5 m;

    put_le32(head + 1, serial);
    md5_begin(&m);
    md5_add(&m, secret, sizeof secret);
    md5_add(&m, head, sizeof head);
    md5_add(&m, text, PACKED);
    md5_end(&m, digest);
    memcpy(out, digest, PACKED);
}

static void pack(uint8_t to[PACKED], const struct licence *l)
{
    to[FORMAT_AT] = l->format;
    to[TYPE_AT] = l->type;
    to[FLAGS_AT] = (uint8_t)((l->failover ? FLAG_FAILOVER : 0) |
                             (l->des || l->triple_des ? FLAG_DES : 0) |
                             (l->triple_des ? FLAG_TRIPLE_DES : 0) |
                             (l->cut_through ? FLAG_CUT_THROUGH : 0) |
                             (l->guards ? FLAG_GUARDS : 0) |
                             (l->websense ? FLAG_WEBSENSE : 0) |
                             (l->slow ? FLAG_SLOW : 0));
    to[INTERFACES_AT] = l->interfaces;
    put_le16(to + HOSTS_AT, l->hosts);
    put_le16(to + PEERS_AT, l->peers);
}

static void unpack(struct licence *l, const uint8_t from[PACKED])
{
    uint8_t flags = from[FLAGS_AT];

    l->format = from[FORMAT_AT];
    l->type = from[TYPE_AT];
    l->failover = flags & FLAG_FAILOVER;
    l->des = flags & FLAG_DES;
    l->triple_des = flags & FLAG_TRIPLE_DES;
    l->cut_through = flags & FLAG_CUT_THROUGH;
    l->guards = flags & FLAG_GUARDS;
    l->websense = flags & FLAG_WEBSENSE;
    l->slow = flags & FLAG_SLOW;
    l->interfaces = from[INTERFACES_AT];
    l->hosts = get_le16(from + HOSTS_AT);
    l->peers = get_le16(from + PEERS_AT);
}

/* Both ways. */
static void mask(uint8_t packed[PACKED], uint32_t serial,
                 const uint8_t digest[PACKED])
{
    uint8_t stream[PACKED];

    keyed(stream, 'M', serial, digest);
    for (unsigned i = 0; i < PACKED; i++)
        packed[i] ^= stream[i];
}

bool licence_make(uint32_t serial, const struct licence *l, uint32_t key[4])
{
    uint8_t packed[PACKED], digest[PACKED];

    if (l->format < 1 || l->format > LICENCE_FORMAT_NEWEST ||
        l->type > LICENCE_FAILOVER_ONLY)
        return false;
    pack(packed, l);
    keyed(digest, 'D', serial, packed);
    mask(packed, serial, digest);
    for (unsigned i = 0; i < 2; i++) {
        key[i] = get_be32(digest + 4 * i);
        key[i + 2] = get_be32(packed + 4 * i);
    }
    return true;
}

enum licence_verdict licence_check(uint32_t serial, const uint32_t key[4],
                                   unsigned newest_format,
                                   struct licence *out)
{
    uint8_t packed[PACKED], digest[PACKED], is[PACKED];

    for (unsigned i = 0; i < 2; i++) {
        put_be32(digest + 4 * i, key[i]);
        put_be32(packed + 4 * i, key[i + 2]);
    }
    mask(packed, serial, digest);
    keyed(is, 'D', serial, packed);
    if (memcmp(is, digest, PACKED) != 0 || packed[FORMAT_AT] == 0)
        return LICENCE_NOT_VALID;
    unpack(out, packed);
    return out->format <= newest_format ? LICENCE_VALID : LICENCE_TOO_NEW;
}

/* --- as people write it ------------------------------------------------ */

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == ',';
}

/* Copies the next word and moves on; false: none left, or one that is too
 * long to be a number of 32 bits however it is written. */
static bool next_word(const char **text, char word[24])
{
    size_t n = 0;

    while (is_gap(**text))
        ++*text;
    for (; **text && !is_gap(**text); ++*text) {
        if (n == 23)
            return false;
        word[n++] = **text;
    }
    word[n] = '\0';
    return n > 0;
}

bool licence_parse_key(const char *text, uint32_t key[4])
{
    uint32_t words[4];
    char word[24];

    for (unsigned i = 0; i < 4; i++)
        if (!next_word(&text, word) || !parse_hex32(word, &words[i]))
            return false;
    while (is_gap(*text))
        text++;
    if (*text)
        return false;
    memcpy(key, words, sizeof words);
    return true;
}
