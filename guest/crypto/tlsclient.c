/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tlsclient.c - see tlsclient.h. */
#include "guest/crypto/tlsclient.h"

#include <bearssl_ssl.h>

#include "guest/lib/format.h"
#include "guest/crypto/certcheck_int.h"
#include "guest/crypto/strings.h"
#include "guest/crypto/suites.h"

static struct {
    br_ssl_client_context client;
    br_sslio_context io;
    struct certcheck *check;
    uint8_t in[BR_SSL_BUFSIZE_INPUT]; /* a record of any length */
    uint8_t out[SUITES_OUT];
} tls;

void tlsclient_begin(const struct tlswire *wire, struct certcheck *check,
                     const uint8_t seed[POOL_TAKE])
{
    br_ssl_engine_context *e = &tls.client.eng;
    uint32_t ip;

    tls.check = check;
    br_ssl_client_zero(&tls.client);
    suites_set(e);
    br_ssl_engine_set_rsavrfy(e, br_rsa_i31_pkcs1_vrfy);
    br_ssl_engine_set_ecdsa(e, br_ecdsa_i31_vrfy_asn1);
    certcheck_begin(check);
    br_ssl_engine_set_x509(e, certcheck_x509());
    br_ssl_engine_set_buffers_bidi(e, tls.in, sizeof tls.in, tls.out,
                                   sizeof tls.out);
    br_ssl_engine_inject_entropy(e, seed, POOL_TAKE);
    /* RFC 6066, 3: an address is no server name. */
    br_ssl_client_reset(&tls.client,
                        parse_ipv4(check->host, &ip) ? NULL : check->host, 0);
    br_sslio_init(&tls.io, e, wire->read, wire->far, wire->write, wire->far);
}

bool tlsclient_write(const void *from, size_t n)
{
    return br_sslio_write_all(&tls.io, from, n) == 0 &&
           br_sslio_flush(&tls.io) == 0;
}

int tlsclient_read(void *to, size_t n)
{
    int got = br_sslio_read(&tls.io, to, n);

    if (got > 0)
        return got;
    return br_ssl_engine_last_error(&tls.client.eng) == BR_ERR_OK ? 0 : -1;
}

const char *tlsclient_why(void)
{
    static char text[80];
    static const char *const phrases[] = {
        [CERTCHECK_UNKNOWN] = STR_TLS_UNKNOWN,
        [CERTCHECK_CHANGED] = STR_TLS_CHANGED,
        [CERTCHECK_UNTRUSTED] = STR_TLS_UNTRUSTED,
        [CERTCHECK_DATES] = STR_TLS_DATES,
        [CERTCHECK_NAME] = STR_TLS_NAME,
        [CERTCHECK_BAD] = STR_TLS_BAD,
    };
    int error = br_ssl_engine_last_error(&tls.client.eng);

    if (tls.check->verdict != CERTCHECK_NONE &&
        tls.check->verdict != CERTCHECK_GOOD)
        return phrases[tls.check->verdict];
    if (error == BR_ERR_OK || error == BR_ERR_IO)
        return NULL;
    format(text, sizeof text, STR_TLS_FAILED, (unsigned)error);
    return text;
}
