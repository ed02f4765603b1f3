/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_capture.c - frames into a ring and out of it as a libpcap file, and
 * frames as lines of text: also those that are cut anywhere. */
#include <glib.h>
#include <string.h>

#include "guest/capture/capture.h"
#include "guest/capture/decode.h"
#include "guest/capture/dissect.h"
#include "guest/lib/bytes.h"

enum { ROOM = 4096 };

static uint8_t memory[ROOM + 16];
static struct capture capture;

static void begin(uint32_t room, uint16_t length, bool circular)
{
    memset(memory, 0xee, sizeof memory);
    capture_begin(&capture, memory, room, length, circular);
}

static void add(unsigned number, size_t n)
{
    uint8_t frame[2000];

    memset(frame, (int)number, sizeof frame);
    capture_add(&capture, number, number * 3, frame, n);
}

/* The whole file by pieces of this size. */
static GByteArray *file(size_t piece)
{
    GByteArray *all = g_byte_array_new();
    uint8_t some[600];
    size_t n;

    while ((n = capture_file(&capture, all->len, some, piece)) != 0)
        g_byte_array_append(all, some, (guint)n);
    return all;
}

/* Frames first to last, each of n bytes, are in the file and in the ring. */
static void expect(unsigned first, unsigned last, uint32_t n, uint32_t whole)
{
    struct capture_frame f;
    uint64_t at = 0;

    g_assert_cmpuint(capture.frames, ==, last - first + 1);
    for (size_t piece = 1; piece < 600; piece += 199) {
        g_autoptr(GByteArray) all = file(piece);
        const uint8_t *p = all->data;

        g_assert_cmpuint(all->len, ==,
                         24 + capture.frames * (16 + n));
        g_assert_cmphex(get_le32(p), ==, 0xa1b2c3d4);
        g_assert_cmpuint(get_le32(p + 16), ==, capture.length);
        g_assert_cmpuint(get_le32(p + 20), ==, 1);
        p += 24;
        for (unsigned i = first; i <= last; i++, p += 16 + n) {
            g_assert_cmpuint(get_le32(p), ==, i);
            g_assert_cmpuint(get_le32(p + 4), ==, i * 3);
            g_assert_cmpuint(get_le32(p + 8), ==, n);
            g_assert_cmpuint(get_le32(p + 12), ==, whole);
            g_assert_cmpuint(p[16], ==, i);
            g_assert_cmpuint(p[15 + n], ==, i);
        }
    }
    for (unsigned i = first; i <= last; i++) {
        g_assert_true(capture_next(&capture, &at, &f));
        g_assert_cmpuint(f.seconds, ==, i);
        g_assert_cmpuint(f.bytes[n - 1], ==, i);
    }
    g_assert_false(capture_next(&capture, &at, &f));
    for (unsigned i = capture.room; i < sizeof memory; i++)
        g_assert_cmphex(memory[i], ==, 0xee);
}

static void test_full(void)
{
    begin(1000, 68, false);
    for (unsigned i = 1; i < 30; i++)
        add(i, 100);
    expect(1, 11, 68, 100); /* 11 * (16 + 68) is 924 */
    g_assert_true(capture.full);
    capture_clear(&capture);
    add(40, 14);
    expect(40, 40, 14, 14);
}

static void test_circular(void)
{
    begin(1000, 68, true);
    for (unsigned i = 1; i < 100; i++) {
        add(i, 100);
        expect(i < 11 ? 1 : i - 10, i, 68, 100);
    }
    g_assert_false(capture.full);
}

/* Who reads while frames are given up goes on with the oldest. */
static void test_overtaken(void)
{
    struct capture_frame f;
    uint64_t at = 0;

    begin(1000, 68, true);
    for (unsigned i = 1; i < 12; i++)
        add(i, 100);
    g_assert_true(capture_next(&capture, &at, &f));
    for (unsigned i = 12; i < 20; i++)
        add(i, 90 + i);
    g_assert_true(capture_next(&capture, &at, &f));
    g_assert_cmpuint(f.seconds, ==, 9);
    capture_clear(&capture);
    add(30, 68);
    g_assert_true(capture_next(&capture, &at, &f));
    g_assert_cmpuint(f.seconds, ==, 30);
}

/* Who reads while the capture ends and another one begins in its place finds
 * its frames from the first on, whatever lies where he was. */
static void test_another(void)
{
    uint8_t frame[100];
    struct capture_frame f;
    uint64_t at = 0;

    begin(1000, 68, false);
    for (unsigned i = 1; i < 4; i++)
        add(i, 100);
    for (unsigned i = 0; i < 3; i++)
        g_assert_true(capture_next(&capture, &at, &f));
    begin(1000, 100, false);
    memset(frame, 0xff, sizeof frame);
    for (unsigned i = 0; i < 4; i++)
        capture_add(&capture, i, 0, frame, sizeof frame);
    for (unsigned i = 0; i < 4; i++) {
        g_assert_true(capture_next(&capture, &at, &f));
        g_assert_cmpuint(f.seconds, ==, i);
        g_assert_cmpuint(f.n, ==, 100);
    }
    g_assert_false(capture_next(&capture, &at, &f));
}

static void test_sizes(void)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(68);

    for (unsigned round = 0; round < 200; round++) {
        begin((uint32_t)g_rand_int_range(chance, 1, ROOM),
              (uint16_t)g_rand_int_range(chance, 14, CAPTURE_FRAME),
              g_rand_boolean(chance));
        for (unsigned i = 1; i < 60; i++)
            add(i, (size_t)g_rand_int_range(chance, 0, 2000));
        g_assert_cmpuint(capture.used, <=, capture.room);
        g_byte_array_unref(file(599));
        for (unsigned i = capture.room; i < sizeof memory; i++)
            g_assert_cmphex(memory[i], ==, 0xee);
    }
}

/* --- text -------------------------------------------------------------- */

static void put(void *far, char c)
{
    g_string_append_c(far, c);
}

static char *line_of(const uint8_t *frame, size_t n, size_t whole_n,
                     bool detail)
{
    GString *text = g_string_new(NULL);
    const struct decode_text to = {put, text};

    decode_line(&to, frame, n, whole_n, detail);
    return g_string_free(text, FALSE);
}

static size_t hex(const char *text, uint8_t *to)
{
    size_t n = 0;

    for (; *text; text++) {
        if (*text == ' ')
            continue;
        to[n++] = (uint8_t)(g_ascii_xdigit_value(text[0]) << 4 |
                            g_ascii_xdigit_value(text[1]));
        text++;
    }
    return n;
}

#define MACS "0002 0000 0001 0003 0000 0002 "
#define ADDRESSES "0a01 0105 c000 0205 "

static const struct {
    const char *frame, *line, *detail;
} lines[] = {
    {MACS "0806 0001 0800 0604 0001 0003 0000 0002 0a01 0105 0000 0000 0000 "
     "0a01 0101", "arp who-has 10.1.1.1 tell 10.1.1.5",
     "0003.0000.0002 0002.0000.0001 0x0806 42: "
     "arp who-has 10.1.1.1 tell 10.1.1.5"},
    {MACS "0806 0001 0800 0604 0002 0003 0000 0002 0a01 0105 0002 0000 0001 "
     "0a01 0101", "arp reply 10.1.1.5 is-at 0:3:0:0:0:2", NULL},
    {MACS "0800 4500 0026 0007 4000 4011 0000 " ADDRESSES
     "0035 0401 0012 0000 0000 0000 0000 0000 0000",
     "10.1.1.5.53 > 192.0.2.5.1025:  udp 10",
     "0003.0000.0002 0002.0000.0001 0x0800 52: "
     "10.1.1.5.53 > 192.0.2.5.1025:  udp 10 (DF) (ttl 64, id 7)"},
    {MACS "0800 4500 001c 0007 0000 4001 0000 " ADDRESSES
     "0800 0000 0001 0001", "10.1.1.5 > 192.0.2.5: icmp: echo request", NULL},
    {MACS "0800 4500 0038 0007 0000 4001 0000 " ADDRESSES
     "0303 0000 0000 0000",
     "10.1.1.5 > 192.0.2.5: icmp: port unreachable", NULL},
    {MACS "0800 4500 0030 0007 0000 4006 0000 " ADDRESSES
     "046d 0050 0000 03e8 0000 0000 7002 2000 0000 0000 "
     "0204 05b4 0101 0402",
     "10.1.1.5.1133 > 192.0.2.5.80: S 1000:1000(0) win 8192 "
     "<mss 1460,nop,nop,sackOK>", NULL},
    {MACS "0800 4500 002b 0007 0000 4006 0000 " ADDRESSES
     "046d 0050 0000 03e8 0000 0005 5018 2000 0000 0000 4745 54",
     "10.1.1.5.1133 > 192.0.2.5.80: P 1000:1003(3) ack 5 win 8192", NULL},
    {MACS "0800 4500 0028 0007 0000 4006 0000 " ADDRESSES
     "046d 0050 0000 03e8 0000 0005 5010 2000 0000 0000",
     "10.1.1.5.1133 > 192.0.2.5.80: . ack 5 win 8192", NULL},
    {MACS "0800 4500 0030 0007 2003 4032 0000 " ADDRESSES "0000",
     "10.1.1.5 > 192.0.2.5:  ip-proto-50, length 28 (frag 7:28@24+)", NULL},
    {MACS "88cc 0207 04", "0003.0000.0002 0002.0000.0001 0x88cc 17: 0207 04",
     NULL},
    {MACS "8100 2005 0800 4500 001c 0007 0000 4001 0000 " ADDRESSES
     "0000 0000 0001 0001", "0003.0000.0002 0002.0000.0001 0x8100 46: "
     "802.1Q vlan#5 P1 10.1.1.5 > 192.0.2.5: icmp: echo reply", NULL},
};

static void test_lines(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        uint8_t frame[200];
        size_t n = hex(lines[i].frame, frame);
        g_autofree char *line = line_of(frame, n, n, false);
        g_autofree char *detail = line_of(frame, n, n, true);

        g_assert_cmpstr(line, ==, lines[i].line);
        if (lines[i].detail)
            g_assert_cmpstr(detail, ==, lines[i].detail);
    }
}

/* Lines that fit a terminal, between their marks. */
static void dissect(const uint8_t *packet, size_t n)
{
    g_autofree uint8_t *exact = g_memdup2(packet, n);
    GString *text = g_string_new(NULL);
    const struct decode_text to = {put, text};
    g_auto(GStrv) all = NULL;

    dissect_packet(&to, exact, n);
    g_assert_true(g_str_has_prefix(text->str, "--------- PACKET"));
    g_assert_true(g_str_has_suffix(text->str, "END OF PACKET ---------\n"));
    all = g_strsplit(text->str, "\n", -1);
    for (unsigned i = 0; all[i]; i++)
        g_assert_cmpuint(strlen(all[i]), <, 80);
    g_string_free(text, TRUE);
}

/* Cut anywhere, and with any byte another one; the sanitizers look on. */
static void test_cut(void)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(6);

    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        uint8_t frame[200];
        size_t n = hex(lines[i].frame, frame);

        for (unsigned round = 0; round < 3000; round++) {
            size_t cut = (size_t)g_rand_int_range(chance, 0, (gint32)n + 1);
            g_autofree uint8_t *copy = g_memdup2(frame, n);
            g_autofree uint8_t *exact = NULL;
            g_autofree char *line = NULL;

            copy[g_rand_int_range(chance, 0, (gint32)n)] =
                (uint8_t)g_rand_int(chance);
            exact = g_memdup2(copy, cut);
            line = line_of(exact, cut, n, round % 2);
            g_assert_cmpuint(strlen(line), <, 480);
            if (cut >= 14 + DISSECT_MIN)
                dissect(exact + 14, cut - 14);
        }
    }
}

static void test_dump(void)
{
    GString *text = g_string_new(NULL);
    const struct decode_text to = {put, text};

    decode_dump(&to, (const uint8_t *)"GET / HTTP/1.0\r\n\r\n", 18);
    g_assert_cmpstr(text->str, ==,
        "0x0000   4745 5420 2f20 4854 5450 2f31 2e30 0d0a        "
        "GET./.HTTP/1.0..\n"
        "0x0010   0d0a                                           ..\n");
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/capture/full", test_full);
    g_test_add_func("/capture/circular", test_circular);
    g_test_add_func("/capture/overtaken", test_overtaken);
    g_test_add_func("/capture/another", test_another);
    g_test_add_func("/capture/sizes", test_sizes);
    g_test_add_func("/capture/lines", test_lines);
    g_test_add_func("/capture/cut", test_cut);
    g_test_add_func("/capture/dump", test_dump);
    return g_test_run();
}
