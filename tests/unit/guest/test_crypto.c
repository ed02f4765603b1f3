/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_crypto.c - certificates of our own, how they are judged, the pool. */
#define _GNU_SOURCE /* memmem() */
#include <glib.h>
#include <string.h>

#include "guest/crypto/certcheck.h"
#include "guest/crypto/certname.h"
#include "guest/crypto/pem.h"
#include "guest/crypto/pool.h"
#include "guest/crypto/selfsigned.h"

enum { IP = 0xc0a80102, NOW = 1000000000 };

static struct selfsigned own;
static const uint8_t *known; /* a fingerprint; NULL: none */

static void make(const char *name, const uint32_t *ips, unsigned n)
{
    uint8_t seed[POOL_TAKE] = "not random at all";

    selfsigned_key(own.key, seed);
    g_assert_true(selfsigned_make(&own, name, ips, n));
}

static enum certcheck_pin pin(void *far, const uint8_t print[CERTCHECK_PRINT])
{
    (void)far;
    if (!known)
        return CERTCHECK_NO_PIN;
    return memcmp(known, print, CERTCHECK_PRINT) ? CERTCHECK_PIN_OTHER
                                                 : CERTCHECK_PIN_SAME;
}

static enum certcheck_verdict judge(struct certcheck *c, const uint8_t *der,
                                    size_t n)
{
    certcheck_begin(c);
    certcheck_cert((uint32_t)n);
    certcheck_bytes(der, n / 3);
    certcheck_bytes(der + n / 3, n - n / 3);
    return certcheck_end();
}

static struct certcheck server(const char *host, uint32_t now)
{
    return (struct certcheck){.host = host, .now = now, .pin = pin};
}

static void test_verdicts(void)
{
    static const uint32_t ips[] = {0x0a000001, IP};
    uint8_t print[CERTCHECK_PRINT];
    struct certcheck c = server("192.168.1.2", NOW);

    make("web", ips, 2);
    certcheck_print(own.der, own.n, print);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_UNKNOWN);
    g_assert_cmpmem(c.print, CERTCHECK_PRINT, print, CERTCHECK_PRINT);
    known = print;
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_GOOD);
    c = server("web", NOW);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_GOOD);
    c = server("WEB", NOW);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_GOOD);
    c = server("192.168.1.3", NOW);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_NAME);
    c = server("we", NOW);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_NAME);
    c = server("web", 0);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_DATES);
    c = server("web", 2540000000u);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_DATES);
    c.off = true;
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_GOOD);
    known = (const uint8_t *)"another fingerprint of 32 bytes.";
    c = server("web", NOW);
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_CHANGED);
    known = NULL;
    const struct certcheck_der cas[] = {{own.der, own.n}};

    c.cas = cas; /* what is no authority vouches for nobody */
    c.ca_count = 1;
    g_assert_cmpint(judge(&c, own.der, own.n), ==, CERTCHECK_UNTRUSTED);
    g_assert_false(certcheck_is_ca(own.der, own.n));
}

static void test_chains_that_are_none(void)
{
    static uint8_t big[CERTCHECK_CHAIN + 1];
    struct certcheck c = server("web", NOW);

    certcheck_begin(&c);
    g_assert_cmpint(certcheck_end(), ==, CERTCHECK_NONE);
    g_assert_cmpint(judge(&c, big, 0), ==, CERTCHECK_BAD);
    g_assert_cmpint(judge(&c, big, 100), ==, CERTCHECK_BAD);
    g_assert_cmpint(judge(&c, big, sizeof big), ==, CERTCHECK_BAD);
    certcheck_begin(&c);
    make("web", NULL, 0);
    for (unsigned i = 0; i < CERTCHECK_CERTS + 1; i++) {
        certcheck_cert((uint32_t)own.n);
        certcheck_bytes(own.der, own.n);
    }
    g_assert_cmpint(certcheck_end(), ==, CERTCHECK_BAD);
    certcheck_begin(&c); /* more than was announced */
    certcheck_cert(4);
    certcheck_bytes(big, sizeof big);
    g_assert_cmpint(certcheck_end(), ==, CERTCHECK_BAD);
    for (size_t n = 0; n < own.n; n++)
        g_assert_cmpint(judge(&c, own.der, n), ==, CERTCHECK_BAD);
}

static void test_addresses(void)
{
    static const uint32_t ips[] = {1, 2, 3, 4, 5, 6, 7, 8,
                                   9, 10, 11, 12, 13, 14, 15, 0xffffffff};
    g_autofree char *name = g_strnfill(SELFSIGNED_NAME_MAX, 'n');
    g_autofree char *longer = g_strnfill(SELFSIGNED_NAME_MAX + 1, 'n');

    make(name, ips, SELFSIGNED_IPS_MAX); /* as much as there can be */
    for (unsigned i = 0; i < SELFSIGNED_IPS_MAX; i++)
        g_assert_true(certname_has_ip(own.der, own.n, ips[i]));
    g_assert_false(certname_has_ip(own.der, own.n, 0));
    g_assert_false(certname_has_ip(own.der, own.n, 16));
    for (size_t n = 0; n < own.n; n++)
        g_assert_false(certname_has_ip(own.der, n, 1));
    /* Ten bytes that begin as an address are none of IPv4. */
    static const uint8_t sixth[] = {0x87, 4, 0, 0, 0, 6};
    uint8_t *at = memmem(own.der, own.n, sixth, sizeof sixth);
    g_assert_nonnull(at);
    at[1] = 10;
    g_assert_false(certname_has_ip(own.der, own.n, 6));
    g_assert_true(certname_has_ip(own.der, own.n, 8));
    g_assert_false(selfsigned_make(&own, longer, NULL, 0));
    memset(own.key, 0, sizeof own.key);
    g_assert_false(selfsigned_make(&own, "zero is no key", NULL, 0));
}

/* X.690, 8.3: an integer whose first bit is set is negative. */
static void test_serials(void)
{
    static const uint8_t version_serial[] = {0xa0, 3, 2, 1, 2, 2, 16};

    for (char c = 'a'; c <= 'z'; c++) {
        const char name[] = {c, '\0'};
        const uint8_t *at;

        make(name, NULL, 0);
        at = memmem(own.der, own.n, version_serial, sizeof version_serial);
        g_assert_nonnull(at);
        g_assert_cmpuint(at[sizeof version_serial] & 0x80, ==, 0);
    }
}

/* The same key and names give the same bytes. */
static void test_repeats(void)
{
    static const uint32_t ip = IP;
    g_autofree uint8_t *first = NULL;
    size_t n;

    make("fxh", &ip, 1);
    n = own.n;
    first = g_memdup2(own.der, n);
    make("fxh", &ip, 1);
    g_assert_cmpmem(own.der, own.n, first, n);
    make("fxi", &ip, 1);
    g_assert_cmpint(memcmp(own.der, first, n), !=, 0);
}

static void feed(struct pem *p, const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    pem_begin(p);
    for (unsigned i = 0; lines[i] && p->state == PEM_GOING; i++)
        pem_line(p, lines[i]);
}

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----"

static void test_pem(void)
{
    g_autofree struct pem *p = g_new(struct pem, 1);
    g_autofree char *long_line = g_strnfill(PEM_DER_MAX / 3 * 4 + 8, 'A');
    g_autofree char *too_long = g_strconcat(BEGIN, long_line, "\n" END, NULL);

    feed(p, "Certificate:\n" BEGIN "aGVs\r\n bG8s\nIHdvcmxkIQ==\n" END "\n");
    g_assert_cmpint(p->state, ==, PEM_DONE);
    g_assert_cmpmem(p->der, p->n, "hello, world!", 13);
    static const char *const bad[] = {
        BEGIN END, END, BEGIN "a*b=\n", BEGIN "aGV=sbA\n" END, BEGIN "\n",
        "quit", BEGIN "quit"};

    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        feed(p, bad[i]);
        g_assert_cmpint(p->state, ==, PEM_BAD);
    }
    feed(p, too_long);
    g_assert_cmpint(p->state, ==, PEM_BAD);
    feed(p, BEGIN "aGVs");
    g_assert_cmpint(p->state, ==, PEM_GOING);
}

static void test_pool(void)
{
    uint8_t a[POOL_TAKE], b[POOL_TAKE];

    pool_take(a);
    pool_take(b);
    g_assert_cmpint(memcmp(a, b, sizeof a), !=, 0);
    pool_stir(1);
    pool_add("x", 1);
    pool_take(a);
    g_assert_cmpint(memcmp(a, b, sizeof a), !=, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/crypto/verdicts", test_verdicts);
    g_test_add_func("/crypto/chains", test_chains_that_are_none);
    g_test_add_func("/crypto/addresses", test_addresses);
    g_test_add_func("/crypto/serials", test_serials);
    g_test_add_func("/crypto/repeats", test_repeats);
    g_test_add_func("/crypto/pem", test_pem);
    g_test_add_func("/crypto/pool", test_pool);
    return g_test_run();
}
