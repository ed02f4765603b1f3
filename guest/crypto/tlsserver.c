/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tlsserver.c - see tlsserver.h. */
#include "guest/crypto/tlsserver.h"

#include <bearssl_ssl.h>

#include "guest/crypto/suites.h"

static struct {
    br_ssl_server_context server;
    br_sslio_context io;
    const struct tlswire *wire;
    br_x509_certificate chain;
    br_ec_private_key key;
    uint8_t in[BR_SSL_BUFSIZE_INPUT]; /* a record of any length */
    uint8_t out[SUITES_OUT];
} tls;

void tlsserver_begin(const struct tlswire *wire, const struct selfsigned *own,
                     const uint8_t seed[POOL_TAKE])
{
    br_ssl_engine_context *e = &tls.server.eng;

    tls.wire = wire;
    br_ssl_server_zero(&tls.server);
    suites_set(e);
    tls.chain.data = (uint8_t *)own->der;
    tls.chain.data_len = own->n;
    tls.key.curve = BR_EC_secp256r1;
    tls.key.x = (uint8_t *)own->key;
    tls.key.xlen = SELFSIGNED_KEY;
    br_ssl_server_set_single_ec(&tls.server, &tls.chain, 1, &tls.key,
                                BR_KEYTYPE_SIGN, 0, &br_ec_all_m31,
                                br_ecdsa_i31_sign_asn1);
    br_ssl_engine_set_buffers_bidi(e, tls.in, sizeof tls.in, tls.out,
                                   sizeof tls.out);
    br_ssl_engine_inject_entropy(e, seed, POOL_TAKE);
    br_ssl_server_reset(&tls.server);
    br_sslio_init(&tls.io, e, wire->read, wire->far, wire->write, wire->far);
}

size_t tlsserver_read(void *to, size_t n)
{
    int got = br_sslio_read(&tls.io, to, n);

    return got > 0 ? (size_t)got : 0;
}

bool tlsserver_write(const void *from, size_t n)
{
    return br_sslio_write_all(&tls.io, from, n) == 0;
}

/* The client's own last word is not waited for (RFC 5246, 7.2.1), and what
 * it still sent is not looked at. */
void tlsserver_end(void)
{
    br_ssl_engine_context *e = &tls.server.eng;
    unsigned char *at;
    size_t n;

    br_sslio_flush(&tls.io);
    while ((at = br_ssl_engine_recvapp_buf(e, &n)))
        br_ssl_engine_recvapp_ack(e, n);
    br_ssl_engine_close(e);
    while ((at = br_ssl_engine_sendrec_buf(e, &n))) {
        int sent = tls.wire->write(tls.wire->far, at, n);

        if (sent < 0)
            break;
        br_ssl_engine_sendrec_ack(e, (size_t)sent);
    }
}
