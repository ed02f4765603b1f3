/* SPDX-License-Identifier: GPL-2.0-or-later */
/* certcheck.c - see certcheck.h. */
#include "guest/crypto/certcheck.h"

#include <bearssl_ec.h>
#include <bearssl_hash.h>
#include <bearssl_rsa.h>

#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/crypto/certcheck_int.h"
#include "guest/crypto/certname.h"

enum { DN_MAX = 512, DAYS_TO_1970 = 719528, DAY = 86400 };

/* A certificate taken apart. */
struct cert {
    br_x509_decoder_context decoder;
    uint8_t dn[DN_MAX];
    size_t dn_n;
    const br_x509_pkey *key; /* NULL: it is not understood */
};

static struct {
    const br_x509_class *vtable;
    struct certcheck *c;
    uint8_t chain[CERTCHECK_CHAIN];
    size_t n, begins[CERTCHECK_CERTS + 1];
    unsigned certs;
    bool too_long;
    struct cert server;
    br_x509_minimal_context minimal;
} check;

/* --- certificates ------------------------------------------------------ */

static void add_dn(void *far, const void *from, size_t n)
{
    struct cert *cert = far;

    if (cert->dn_n + n > DN_MAX) {
        cert->dn_n = DN_MAX + 1; /* too long, whatever follows */
        return;
    }
    memcpy(cert->dn + cert->dn_n, from, n);
    cert->dn_n += n;
}

static bool decode(struct cert *cert, const uint8_t *der, size_t n)
{
    cert->dn_n = 0;
    br_x509_decoder_init(&cert->decoder, add_dn, cert);
    br_x509_decoder_push(&cert->decoder, der, n);
    cert->key = br_x509_decoder_get_pkey(&cert->decoder);
    if (cert->dn_n > DN_MAX)
        cert->key = NULL;
    return cert->key != NULL;
}

static void make_anchor(br_x509_trust_anchor *to, struct cert *from,
                        unsigned flags)
{
    to->dn.data = from->dn;
    to->dn.len = from->dn_n;
    to->flags = flags;
    to->pkey = *from->key;
}

bool certcheck_is_ca(const uint8_t *der, size_t n)
{
    static struct cert cert;

    return decode(&cert, der, n) && br_x509_decoder_isCA(&cert.decoder);
}

void certcheck_print(const uint8_t *der, size_t n,
                     uint8_t print[CERTCHECK_PRINT])
{
    br_sha256_context hash;

    br_sha256_init(&hash);
    br_sha256_update(&hash, der, n);
    br_sha256_out(&hash, print);
}

/* --- judging ----------------------------------------------------------- */

/* Is the first of so many certificates for this server, now, and vouched for
 * by one of these? */
static unsigned validate(const br_x509_trust_anchor *anchors, unsigned count,
                         unsigned certs)
{
    br_x509_minimal_context *m = &check.minimal;
    const struct certcheck *c = check.c;
    const char *name = c->host;
    uint32_t ip;

    if (parse_ipv4(name, &ip) &&
        certname_has_ip(check.chain, check.begins[1], ip))
        name = NULL;
    br_x509_minimal_init(m, &br_sha256_vtable, anchors, count);
    br_x509_minimal_set_rsa(m, br_rsa_i31_pkcs1_vrfy);
    br_x509_minimal_set_ecdsa(m, &br_ec_all_m31, br_ecdsa_i31_vrfy_asn1);
    br_x509_minimal_set_hash(m, br_sha256_ID, &br_sha256_vtable);
    br_x509_minimal_set_hash(m, br_sha384_ID, &br_sha384_vtable);
    br_x509_minimal_set_hash(m, br_sha512_ID, &br_sha512_vtable);
    br_x509_minimal_set_time(m, c->now / DAY + DAYS_TO_1970, c->now % DAY);
    m->vtable->start_chain(&m->vtable, name);
    for (unsigned i = 0; i < certs; i++) {
        size_t n = check.begins[i + 1] - check.begins[i];

        m->vtable->start_cert(&m->vtable, (uint32_t)n);
        m->vtable->append(&m->vtable, check.chain + check.begins[i], n);
        m->vtable->end_cert(&m->vtable);
    }
    return m->vtable->end_chain(&m->vtable);
}

/* As if somebody vouched for the certificate itself. */
static enum certcheck_verdict judge_itself(void)
{
    br_x509_trust_anchor anchor;

    make_anchor(&anchor, &check.server, 0);
    switch (validate(&anchor, 1, 1)) {
    case 0:
        return CERTCHECK_GOOD;
    case BR_ERR_X509_EXPIRED:
        return CERTCHECK_DATES;
    case BR_ERR_X509_BAD_SERVER_NAME:
        return CERTCHECK_NAME;
    default:
        return CERTCHECK_BAD;
    }
}

static bool signed_by_a_ca(void)
{
    static struct cert cas[CERTCHECK_CAS];
    br_x509_trust_anchor anchors[CERTCHECK_CAS];
    unsigned count = 0;

    for (unsigned i = 0; i < check.c->ca_count && i < CERTCHECK_CAS; i++) {
        if (decode(&cas[count], check.c->cas[i].at, check.c->cas[i].n) &&
            br_x509_decoder_isCA(&cas[count].decoder)) {
            make_anchor(&anchors[count], &cas[count], BR_X509_TA_CA);
            count++;
        }
    }
    return count && validate(anchors, count, check.certs) == 0;
}

static enum certcheck_verdict judge(void)
{
    struct certcheck *c = check.c;
    enum certcheck_verdict verdict;
    enum certcheck_pin pin;

    if (check.certs == 0 && !check.too_long)
        return CERTCHECK_NONE;
    if (check.too_long || !decode(&check.server, check.chain, check.begins[1]))
        return CERTCHECK_BAD;
    certcheck_print(check.chain, check.begins[1], c->print);
    if (c->off)
        return CERTCHECK_GOOD;
    verdict = judge_itself();
    if (verdict != CERTCHECK_GOOD || signed_by_a_ca())
        return verdict;
    pin = c->pin ? c->pin(c->far, c->print) : CERTCHECK_NO_PIN;
    if (pin == CERTCHECK_PIN_SAME)
        return CERTCHECK_GOOD;
    if (pin == CERTCHECK_PIN_OTHER)
        return CERTCHECK_CHANGED;
    return c->ca_count ? CERTCHECK_UNTRUSTED : CERTCHECK_UNKNOWN;
}

/* --- the chain --------------------------------------------------------- */

void certcheck_begin(struct certcheck *c)
{
    check.c = c;
    c->verdict = CERTCHECK_NONE;
    check.n = 0;
    check.certs = 0;
    check.too_long = false;
    check.server.key = NULL;
}

void certcheck_cert(uint32_t n)
{
    if (check.certs == CERTCHECK_CERTS || n > CERTCHECK_CHAIN - check.n) {
        check.too_long = true;
        return;
    }
    check.begins[check.certs++] = check.n;
    check.begins[check.certs] = check.n;
}

void certcheck_bytes(const uint8_t *from, size_t n)
{
    if (check.too_long || n > CERTCHECK_CHAIN - check.n) {
        check.too_long = true;
        return;
    }
    memcpy(check.chain + check.n, from, n);
    check.n += n;
    check.begins[check.certs] = check.n;
}

enum certcheck_verdict certcheck_end(void)
{
    return check.c->verdict = judge();
}

/* --- as BearSSL wants it ----------------------------------------------- */

static void start_chain(const br_x509_class **ctx, const char *name)
{
    (void)ctx, (void)name;
    certcheck_begin(check.c);
}

static void start_cert(const br_x509_class **ctx, uint32_t n)
{
    (void)ctx;
    certcheck_cert(n);
}

static void append(const br_x509_class **ctx, const unsigned char *from,
                   size_t n)
{
    (void)ctx;
    certcheck_bytes(from, n);
}

static void end_cert(const br_x509_class **ctx)
{
    (void)ctx;
}

static unsigned end_chain(const br_x509_class **ctx)
{
    (void)ctx;
    return certcheck_end() == CERTCHECK_GOOD ? 0 : BR_ERR_X509_NOT_TRUSTED;
}

static const br_x509_pkey *get_pkey(const br_x509_class *const *ctx,
                                    unsigned *usages)
{
    (void)ctx;
    if (usages)
        *usages = BR_KEYTYPE_KEYX | BR_KEYTYPE_SIGN;
    return check.server.key;
}

const br_x509_class **certcheck_x509(void)
{
    static const br_x509_class class = {
        sizeof check, start_chain, start_cert, append,
        end_cert,     end_chain,   get_pkey};

    check.vtable = &class;
    return &check.vtable;
}
