/* SPDX-License-Identifier: GPL-2.0-or-later */
/* selfsigned.c - see selfsigned.h.  DER (X.690), written from its end. */
#include "guest/crypto/selfsigned.h"

#include <bearssl_ec.h>
#include <bearssl_hash.h>
#include <bearssl_rand.h>

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    BOOLEAN = 0x01,
    INTEGER = 0x02,
    BITS = 0x03,
    OCTETS = 0x04,
    OBJECT = 0x06,
    UTF8 = 0x0c,
    UTC_TIME = 0x17,
    SEQUENCE = 0x30,
    SET = 0x31,
    DNS_NAME = 0x82,
    IP_ADDRESS = 0x87,
    VERSION = 0xa0,
    EXTENSIONS = 0xa3,
    POINT_MAX = 65,
};

/* --- DER --------------------------------------------------------------- */

struct der {
    uint8_t *buffer;
    size_t at; /* what is written begins here */
};

static void put(struct der *d, const void *from, size_t n)
{
    d->at -= n;
    memcpy(d->buffer + d->at, from, n);
}

static void put_byte(struct der *d, unsigned byte)
{
    uint8_t b = (uint8_t)byte;

    put(d, &b, 1);
}

/* Tag and length in front of everything since the writer stood at `end`. */
static void wrap(struct der *d, unsigned tag, size_t end)
{
    size_t n = end - d->at;

    put_byte(d, n & 0xff);
    if (n > 0xff) {
        put_byte(d, (unsigned)(n >> 8));
        put_byte(d, 0x82);
    } else if (n > 0x7f) {
        put_byte(d, 0x81);
    }
    put_byte(d, tag);
}

static void element(struct der *d, unsigned tag, const void *from, size_t n)
{
    size_t end = d->at;

    put(d, from, n);
    wrap(d, tag, end);
}

/* --- parts of a certificate -------------------------------------------- */

static const uint8_t ecdsa_sha256[] = {0x2a, 0x86, 0x48, 0xce,
                                       0x3d, 4,    3,    2};
static const uint8_t ec_key[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1};
static const uint8_t p256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
static const uint8_t common_name[] = {0x55, 4, 3};
static const uint8_t alt_names[] = {0x55, 0x1d, 0x11};
static const uint8_t constraints[] = {0x55, 0x1d, 0x13};

static void algorithm(struct der *d)
{
    size_t end = d->at;

    element(d, OBJECT, ecdsa_sha256, sizeof ecdsa_sha256);
    wrap(d, SEQUENCE, end);
}

static void bit_string(struct der *d, const void *from, size_t n)
{
    size_t end = d->at;

    put(d, from, n);
    put_byte(d, 0); /* no unused bits */
    wrap(d, BITS, end);
}

static void name(struct der *d, const char *text)
{
    size_t end = d->at;

    element(d, UTF8, text, strlen(text));
    element(d, OBJECT, common_name, sizeof common_name);
    wrap(d, SEQUENCE, end);
    wrap(d, SET, end);
    wrap(d, SEQUENCE, end);
}

static void extensions(struct der *d, const char *text, const uint32_t *ips,
                       unsigned count)
{
    static const uint8_t yes = 0xff;
    size_t all = d->at, end = d->at;

    while (count--) {
        uint8_t ip[4];

        put_be32(ip, ips[count]);
        element(d, IP_ADDRESS, ip, sizeof ip);
    }
    element(d, DNS_NAME, text, strlen(text));
    wrap(d, SEQUENCE, end);
    wrap(d, OCTETS, end);
    element(d, OBJECT, alt_names, sizeof alt_names);
    wrap(d, SEQUENCE, end);
    end = d->at;
    wrap(d, SEQUENCE, end); /* empty: it signs no others */
    wrap(d, OCTETS, end);
    element(d, BOOLEAN, &yes, 1);
    element(d, OBJECT, constraints, sizeof constraints);
    wrap(d, SEQUENCE, end);
    wrap(d, SEQUENCE, all);
    wrap(d, EXTENSIONS, all);
}

static void public_key(struct der *d, const br_ec_public_key *key)
{
    size_t all = d->at, end;

    bit_string(d, key->q, key->qlen);
    end = d->at;
    element(d, OBJECT, p256, sizeof p256);
    element(d, OBJECT, ec_key, sizeof ec_key);
    wrap(d, SEQUENCE, end);
    wrap(d, SEQUENCE, all);
}

static void validity(struct der *d)
{
    size_t end = d->at;

    element(d, UTC_TIME, "491231235959Z", 13);
    element(d, UTC_TIME, "930101000000Z", 13);
    wrap(d, SEQUENCE, end);
}

/* Another one for other contents. */
static void serial(struct der *d, const uint8_t *contents, size_t n)
{
    uint8_t digest[br_sha256_SIZE];
    br_sha256_context hash;

    br_sha256_init(&hash);
    br_sha256_update(&hash, contents, n);
    br_sha256_out(&hash, digest);
    digest[0] = (digest[0] & 0x7f) | 0x40; /* positive, no zeros in front */
    element(d, INTEGER, digest, 16);
}

/* --- the whole --------------------------------------------------------- */

void selfsigned_key(uint8_t key[SELFSIGNED_KEY],
                    const uint8_t seed[POOL_TAKE])
{
    br_hmac_drbg_context random;
    br_ec_private_key made;

    br_hmac_drbg_init(&random, &br_sha256_vtable, seed, POOL_TAKE);
    br_ec_keygen(&random.vtable, &br_ec_p256_m31, &made, key,
                 BR_EC_secp256r1);
}

static size_t sign(const br_ec_private_key *key, const uint8_t *tbs, size_t n,
                   uint8_t to[BR_EC_KBUF_PRIV_MAX_SIZE * 2])
{
    uint8_t digest[br_sha256_SIZE];
    br_sha256_context hash;

    br_sha256_init(&hash);
    br_sha256_update(&hash, tbs, n);
    br_sha256_out(&hash, digest);
    return br_ecdsa_i31_sign_asn1(&br_ec_p256_m31, &br_sha256_vtable, digest,
                                  key, to);
}

bool selfsigned_make(struct selfsigned *s, const char *text,
                     const uint32_t *ips, unsigned ip_count)
{
    static const uint8_t v3[] = {INTEGER, 1, 2};
    uint8_t point[POINT_MAX], signature[BR_EC_KBUF_PRIV_MAX_SIZE * 2];
    uint8_t tbs[SELFSIGNED_DER_MAX];
    struct der d = {tbs, sizeof tbs}, whole = {s->der, sizeof s->der};
    br_ec_private_key key = {BR_EC_secp256r1, s->key, SELFSIGNED_KEY};
    br_ec_public_key public;
    size_t n;

    /* All that is put below fits, then. */
    if (strlen(text) > SELFSIGNED_NAME_MAX || ip_count > SELFSIGNED_IPS_MAX ||
        !br_ec_compute_pub(&br_ec_p256_m31, &public, point, &key))
        return false;
    extensions(&d, text, ips, ip_count);
    public_key(&d, &public);
    name(&d, text);
    validity(&d);
    name(&d, text);
    algorithm(&d);
    serial(&d, d.buffer + d.at, sizeof tbs - d.at);
    element(&d, VERSION, v3, sizeof v3);
    wrap(&d, SEQUENCE, sizeof tbs);
    n = sign(&key, tbs + d.at, sizeof tbs - d.at, signature);
    bit_string(&whole, signature, n);
    algorithm(&whole);
    put(&whole, tbs + d.at, sizeof tbs - d.at);
    wrap(&whole, SEQUENCE, sizeof s->der);
    s->n = sizeof s->der - whole.at;
    memmove(s->der, s->der + whole.at, s->n);
    return n != 0;
}
