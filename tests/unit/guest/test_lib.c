/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_lib.c - guest/lib's formatted text, numbers, and string functions,
 * against the C library of this computer.
 */
#include <glib.h>
#include <string.h>

#include "guest/lib/format.h"

/* The guest's own functions under other names, beside the ones they are
 * compared with. */
#define memcpy guest_memcpy
#define memmove guest_memmove
#define memset guest_memset
#define memcmp guest_memcmp
#define memchr guest_memchr
#define strlen guest_strlen
#define strcmp guest_strcmp
#define strncmp guest_strncmp
#define strcasecmp guest_strcasecmp
#define strncasecmp guest_strncasecmp
#define strchr guest_strchr
#define strrchr guest_strrchr
#define strstr guest_strstr
#include "guest/lib/string.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef memchr
#undef strlen
#undef strcmp
#undef strncmp
#undef strcasecmp
#undef strncasecmp
#undef strchr
#undef strrchr
#undef strstr

static int sign(int v)
{
    return (v > 0) - (v < 0);
}

/* --- format ------------------------------------------------------------ */

#define SAME(...)                                                            \
    do {                                                                     \
        char ours[128], theirs[128];                                         \
        int n = format(ours, sizeof(ours), __VA_ARGS__);                     \
        int m = g_snprintf(theirs, sizeof(theirs), __VA_ARGS__);             \
        g_assert_cmpstr(ours, ==, theirs);                                   \
        g_assert_cmpint(n, ==, m);                                           \
    } while (0)

static void numbers_look_as_in_c(void)
{
    SAME("%d %d %d", 0, 1, -1);
    SAME("%i|%5d|%-5d|%05d|%+d", 7, -42, -42, -42, 42);
    SAME("%d %d", INT32_MAX, INT32_MIN);
    SAME("%u %u", 0u, UINT32_MAX);
    SAME("%x %X %08x", 0xdeadbeefu, 0xdeadbeefu, 0x12u);
    SAME("%.3d|%8.3d|%-8.3d|%.0d", 5, 5, 5, 7);
    SAME("%*d|%-*d|%*d|%.*d", 6, 42, 6, 42, -6, 42, 4, 42);
    SAME("%-2u)|%2u", 9u, 123u);
    SAME("%+d", 0);
}

static void long_numbers_are_whole(void)
{
    SAME("%llu %llu", 0ull, (unsigned long long)UINT64_MAX);
    SAME("%lld %lld", (long long)INT64_MIN, (long long)INT64_MAX);
    SAME("%llx %016llx", 0x123456789abcdef0ull, 0xffull);
    SAME("%llu", 4294967296ull);
    SAME("%lu %ld %zu", 5000000000ul, -5l, sizeof(int));
    SAME("%30llu|%-30llu|", 18446744073709551615ull, 10000000000ull);
}

static void text_is_cut_and_padded(void)
{
    SAME("%s|%10s|%-10s|%.2s|%5.1s|%.*s", "abc", "abc", "abc", "abc", "abc",
         1, "xyz");
    SAME("%c%c|%3c|%-3c|%%", 'a', 'b', 'c', 'd');
    const char unterminated[3] = { 'a', 'b', 'c' };
    SAME("%.3s", unterminated);
}

static void a_full_buffer_ends_in_a_zero(void)
{
    char room[5] = "####";

    g_assert_cmpint(format(room, 4, "%s", "abcdef"), ==, 6);
    g_assert_cmpstr(room, ==, "abc");
    g_assert_cmpint(format(room, 1, "%d", 12345), ==, 5);
    g_assert_cmpstr(room, ==, "");
    room[0] = '#';
    g_assert_cmpint(format(room, 0, "%d", 12345), ==, 5);
    g_assert_cmpint(room[0], ==, '#');
}

/* --- parse ------------------------------------------------------------- */

static void a_number_is_taken_whole_or_not_at_all(void)
{
    uint32_t v = 77;

    g_assert_true(parse_u32("4294967295", &v));
    g_assert_cmpuint(v, ==, UINT32_MAX);
    v = 77;
    const char *bad[] = { "", "4294967296", "12x", "-1", " 1", "1 ", "0x1",
                          "99999999999999999999999" };
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(parse_u32(bad[i], &v));
    g_assert_cmpuint(v, ==, 77);
}

static void hex_takes_an_optional_prefix(void)
{
    uint32_t v = 77;

    g_assert_true(parse_hex32("0xDeadBeef", &v));
    g_assert_cmphex(v, ==, 0xdeadbeef);
    g_assert_true(parse_hex32("00000000f", &v));
    g_assert_cmphex(v, ==, 15);
    v = 77;
    const char *bad[] = { "", "0x", "0x2345678ab", "g", "0x 1", "x1" };
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(parse_hex32(bad[i], &v));
    g_assert_cmpuint(v, ==, 77);
}

static void an_address_is_four_numbers_below_256(void)
{
    uint32_t v = 77;

    g_assert_true(parse_ipv4("192.168.1.2", &v));
    g_assert_cmphex(v, ==, 0xc0a80102);
    g_assert_true(parse_ipv4("255.255.255.255", &v));
    g_assert_true(parse_ipv4("0.0.0.0", &v));
    v = 77;
    const char *bad[] = { "",         "1.2.3",     "1.2.3.",  "1.2.3.4.",
                          "1.2.3.4.5", "1.2.3.256", "1..2.3",  ".1.2.3",
                          "1.2.3.4 ",  "1.2.3.-4",  "a.b.c.d", "1.2.3.0004" };
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(parse_ipv4(bad[i], &v));
    g_assert_cmpuint(v, ==, 77);
}

/* --- strings ----------------------------------------------------------- */

static void memory_moves_like_the_c_library(void)
{
    uint8_t a[96], b[96];

    for (unsigned from = 0; from < 24; from++)
        for (unsigned to = 0; to < 24; to++)
            for (unsigned n = 0; n < 70; n += 3) {
                for (unsigned i = 0; i < sizeof(a); i++)
                    a[i] = b[i] = (uint8_t)(i * 7);
                guest_memmove(a + to, a + from, n);
                memmove(b + to, b + from, n);
                g_assert_cmpmem(a, sizeof(a), b, sizeof(b));
            }
}

static void memory_is_filled_copied_compared(void)
{
    uint8_t a[64], b[64];

    for (unsigned n = 0; n < 40; n++) {
        memset(a, 1, sizeof(a));
        memset(b, 1, sizeof(b));
        guest_memset(a + 3, 0x1fe, n);
        memset(b + 3, 0x1fe, n);
        g_assert_cmpmem(a, sizeof(a), b, sizeof(b));
        g_assert_cmpint(guest_memcmp(a, b, sizeof(a)), ==, 0);
        a[n] ^= 0x80;
        g_assert_cmpint(sign(guest_memcmp(a, b, n + 1)), ==,
                        sign(memcmp(a, b, n + 1)));
        g_assert_cmpint(guest_memcmp(a, b, n), ==, 0);
        guest_memcpy(a, b, sizeof(a));
        g_assert_cmpmem(a, sizeof(a), b, sizeof(b));
    }
    g_assert_true(guest_memchr("abc", 'c', 2) == NULL);
    const char *s = "abc";
    g_assert_true(guest_memchr(s, 'c', 3) == s + 2);
}

static void strings_compare_like_the_c_library(void)
{
    const char *words[] = { "",    "a",   "b",    "ab",    "abc", "ABC",
                            "abd", "aBc", "\xff", "a\xff", "zz",  "[" };

    for (unsigned i = 0; i < G_N_ELEMENTS(words); i++)
        for (unsigned j = 0; j < G_N_ELEMENTS(words); j++) {
            const char *p = words[i], *q = words[j];
            g_assert_cmpint(sign(guest_strcmp(p, q)), ==, sign(strcmp(p, q)));
            g_assert_cmpint(sign(guest_strcasecmp(p, q)), ==,
                            sign(strcasecmp(p, q)));
            for (size_t n = 0; n < 4; n++) {
                g_assert_cmpint(sign(guest_strncmp(p, q, n)), ==,
                                sign(strncmp(p, q, n)));
                g_assert_cmpint(sign(guest_strncasecmp(p, q, n)), ==,
                                sign(strncasecmp(p, q, n)));
            }
            g_assert_true(guest_strstr(p, q) == strstr(p, q));
        }
    const char *path = "/a/b";
    g_assert_true(guest_strchr(path, '/') == path);
    g_assert_true(guest_strrchr(path, '/') == path + 2);
    g_assert_true(guest_strchr(path, 0) == path + 4);
    g_assert_true(guest_strrchr(path, 0) == path + 4);
    g_assert_true(guest_strchr(path, 'x') == NULL);
    g_assert_cmpuint(guest_strlen(path), ==, 4);
}

static void times_and_addresses_as_written(void)
{
    char ip[FORMAT_IPV4], time[FORMAT_HMS];

    g_assert_cmpstr(format_ipv4(0xc0a80102, ip), ==, "192.168.1.2");
    g_assert_cmpstr(format_ipv4(UINT32_MAX, ip), ==, "255.255.255.255");
    g_assert_cmpstr(format_hms(0, time), ==, "0:00:00");
    g_assert_cmpstr(format_hms(3723, time), ==, "1:02:03");
    g_assert_cmpstr(format_hms(UINT32_MAX, time), ==, "1193046:28:15");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/lib/numbers-look-as-in-c", numbers_look_as_in_c);
    g_test_add_func("/lib/long-numbers-are-whole", long_numbers_are_whole);
    g_test_add_func("/lib/text-is-cut-and-padded", text_is_cut_and_padded);
    g_test_add_func("/lib/a-full-buffer-ends-in-a-zero",
                    a_full_buffer_ends_in_a_zero);
    g_test_add_func("/lib/a-number-is-taken-whole-or-not-at-all",
                    a_number_is_taken_whole_or_not_at_all);
    g_test_add_func("/lib/hex-takes-an-optional-prefix",
                    hex_takes_an_optional_prefix);
    g_test_add_func("/lib/an-address-is-four-numbers-below-256",
                    an_address_is_four_numbers_below_256);
    g_test_add_func("/lib/times-and-addresses-as-written",
                    times_and_addresses_as_written);
    g_test_add_func("/lib/memory-moves-like-the-c-library",
                    memory_moves_like_the_c_library);
    g_test_add_func("/lib/memory-is-filled-copied-compared",
                    memory_is_filled_copied_compared);
    g_test_add_func("/lib/strings-compare-like-the-c-library",
                    strings_compare_like_the_c_library);
    return g_test_run();
}
