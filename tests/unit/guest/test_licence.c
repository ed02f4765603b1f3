/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_licence.c - activation keys: guest/licence. */
#include <glib.h>
#include <string.h>

#include "guest/licence/licence.h"

enum { SERIAL = 123456789 };

static void test_round_trip(void)
{
    GRand *random = g_rand_new_with_seed(1);

    for (unsigned i = 0; i < 2000; i++) {
        uint32_t key[4], serial = g_rand_int(random);
        struct licence l, got;

        memset(&l, 0, sizeof l);
        memset(&got, 0, sizeof got);
        l.format = (uint8_t)(1 + g_rand_int_range(random, 0, 3));
        l.type = (uint8_t)g_rand_int_range(random, 0, 3);
        l.failover = g_rand_boolean(random);
        l.triple_des = g_rand_boolean(random);
        l.des = l.triple_des || g_rand_boolean(random);
        l.cut_through = g_rand_boolean(random);
        l.guards = g_rand_boolean(random);
        l.websense = g_rand_boolean(random);
        l.slow = g_rand_boolean(random);
        l.interfaces = (uint8_t)g_rand_int(random);
        l.hosts = (uint16_t)g_rand_int(random);
        l.peers = (uint16_t)g_rand_int(random);
        g_assert_true(licence_make(serial, &l, key));
        g_assert_cmpint(licence_check(serial, key, 3, &got), ==,
                        LICENCE_VALID);
        g_assert_cmpmem(&got, sizeof got, &l, sizeof l);
    }
    g_rand_free(random);
}

static void test_triple_des_includes_des(void)
{
    struct licence l, got;
    uint32_t key[4];

    licence_of_type(&l, LICENCE_UNRESTRICTED);
    l.triple_des = true;
    licence_make(SERIAL, &l, key);
    licence_check(SERIAL, key, 3, &got);
    g_assert_true(got.des);
}

static void test_every_bit_counts(void)
{
    struct licence l;
    uint32_t key[4];

    licence_of_type(&l, LICENCE_UNRESTRICTED);
    g_assert_true(licence_make(SERIAL, &l, key));
    for (unsigned bit = 0; bit < 128; bit++) {
        key[bit / 32] ^= 1u << bit % 32;
        g_assert_cmpint(licence_check(SERIAL, key, 3, &l), ==,
                        LICENCE_NOT_VALID);
        key[bit / 32] ^= 1u << bit % 32;
    }
    for (unsigned bit = 0; bit < 32; bit++)
        g_assert_cmpint(licence_check(SERIAL ^ 1u << bit, key, 3, &l), ==,
                        LICENCE_NOT_VALID);
    g_assert_cmpint(licence_check(SERIAL, key, 3, &l), ==, LICENCE_VALID);
}

static void test_constant_keys(void)
{
    struct licence l;
    uint32_t key[4] = {0, 0, 0, 0};

    g_assert_cmpint(licence_check(SERIAL, key, 3, &l), ==, LICENCE_NOT_VALID);
    memset(key, 0xff, sizeof key);
    g_assert_cmpint(licence_check(SERIAL, key, 3, &l), ==, LICENCE_NOT_VALID);
}

static void test_formats(void)
{
    for (unsigned format = 1; format <= LICENCE_FORMAT_NEWEST; format++) {
        struct licence l;
        uint32_t key[4];

        licence_of_type(&l, LICENCE_UNRESTRICTED);
        l.format = (uint8_t)format;
        g_assert_true(licence_make(SERIAL, &l, key));
        for (unsigned image = 1; image <= LICENCE_FORMAT_NEWEST; image++)
            g_assert_cmpint(licence_check(SERIAL, key, image, &l), ==,
                            format <= image ? LICENCE_VALID
                                            : LICENCE_TOO_NEW);
        g_assert_cmpuint(l.format, ==, format);
    }
}

static void test_out_of_range(void)
{
    struct licence l;
    uint32_t key[4];

    licence_of_type(&l, LICENCE_UNRESTRICTED);
    l.format = 0;
    g_assert_false(licence_make(SERIAL, &l, key));
    l.format = LICENCE_FORMAT_NEWEST + 1;
    g_assert_false(licence_make(SERIAL, &l, key));
    l.format = 1;
    l.type = 3;
    g_assert_false(licence_make(SERIAL, &l, key));
}

static void test_releases(void)
{
    g_assert_cmpuint(licence_format_of_release(3, 9), ==, 0);
    g_assert_cmpuint(licence_format_of_release(4, 2), ==, 1);
    g_assert_cmpuint(licence_format_of_release(5, 1), ==, 1);
    g_assert_cmpuint(licence_format_of_release(5, 2), ==, 2);
    g_assert_cmpuint(licence_format_of_release(6, 1), ==, 2);
    g_assert_cmpuint(licence_format_of_release(6, 2), ==, 3);
    g_assert_cmpuint(licence_format_of_release(6, 3), ==, 3);
}

static void test_types(void)
{
    struct licence l;

    licence_default(&l);
    g_assert_cmpuint(l.type, ==, LICENCE_RESTRICTED);
    g_assert_cmpuint(l.interfaces, ==, 2);
    g_assert_false(l.failover || l.des || l.triple_des);
    licence_of_type(&l, LICENCE_RESTRICTED);
    g_assert_false(l.failover);
    g_assert_true(l.cut_through && l.guards && l.websense && !l.slow);
    licence_of_type(&l, LICENCE_FAILOVER_ONLY);
    g_assert_true(l.failover);
    g_assert_cmpstr(licence_type_name(LICENCE_FAILOVER_ONLY), ==, "FO");
    g_assert_cmpstr(licence_type_name(77), ==, "?");
}

static void test_parse(void)
{
    static const char *const good[] = {
        "1 2 30 ffffffff",
        "0x1 0x2 0x30 0xFFFFFFFF",
        "1,2,30,ffffffff",
        "  0x1, 0x2 ,30\tffffffff  ",
        "00000001 00000002 00000030 ffffffff",
    };
    static const char *const bad[] = {
        "",
        " ",
        "1 2 3",
        "1 2 3 4 5",
        "1 2 3 123456789",
        "0x2345678ab 1 1 1",
        "1 2 3 4g",
        "1 2 3 0x",
        "1 2 3 -4",
        "1 2 3 4;",
        "1 2 3 000000000000000000000000000000000000000000000004",
    };
    uint32_t key[4];

    for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
        memset(key, 0, sizeof key);
        g_assert_true(licence_parse_key(good[i], key));
        g_assert_cmphex(key[0], ==, 1);
        g_assert_cmphex(key[2], ==, 0x30);
        g_assert_cmphex(key[3], ==, 0xffffffff);
    }
    memset(key, 7, sizeof key);
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_assert_false(licence_parse_key(bad[i], key));
        g_assert_cmphex(key[0], ==, 0x07070707);
    }
}

#define TEST(name, function) g_test_add_func("/licence/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("what-goes-into-a-key-comes-out", test_round_trip);
    TEST("3des-includes-des", test_triple_des_includes_des);
    TEST("one-changed-bit-makes-a-key-invalid", test_every_bit_counts);
    TEST("zeros-and-ones-are-no-key", test_constant_keys);
    TEST("an-image-knows-its-format-and-older-ones", test_formats);
    TEST("a-licence-out-of-range-has-no-key", test_out_of_range);
    TEST("a-release-has-a-format", test_releases);
    TEST("types-and-what-is-left-without-a-key", test_types);
    TEST("keys-as-people-write-them", test_parse);
    return g_test_run();
}
