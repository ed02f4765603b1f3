/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_certs.c - a server's certificates, and one that is pasted: bytes of a
 * stranger.  First byte: where the chain is cut into two. */
#include <glib.h>
#include <string.h>

#include "guest/crypto/certcheck.h"
#include "guest/crypto/certname.h"
#include "guest/crypto/pem.h"
#include "tests/fuzz/fuzz.h"

static void chain(struct certcheck *c, const uint8_t *data, size_t n,
                  size_t cut)
{
    certcheck_begin(c);
    certcheck_cert((uint32_t)cut);
    certcheck_bytes(data, cut);
    certcheck_cert((uint32_t)(n - cut));
    certcheck_bytes(data + cut, n - cut);
    certcheck_end();
}

/* Nobody is taken for somebody, unless he is known. */
void fuzz_one(const uint8_t *data, size_t n)
{
    struct certcheck c = {.host = "192.168.1.2", .now = 1000000000};
    struct certcheck_der ca = {data, n};
    struct pem pem;
    size_t cut = n ? data[0] * (n - 1) / 255 : 0;

    if (n == 0)
        return;
    c.cas = &ca;
    chain(&c, data + 1, n - 1, cut);
    g_assert_cmpint(c.verdict, !=, CERTCHECK_GOOD);
    c.ca_count = 1;
    chain(&c, data + 1, n - 1, n - 1);
    g_assert_cmpint(c.verdict, !=, CERTCHECK_GOOD);
    certname_has_ip(data + 1, n - 1, 1);
    pem_begin(&pem);
    pem_line(&pem, "-----BEGIN CERTIFICATE-----");
    for (size_t at = 1; at < n && pem.state == PEM_GOING; at += 64) {
        g_autofree char *line = g_strndup((const char *)data + at,
                                          MIN(64, n - at));

        pem_line(&pem, line);
    }
}
