/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_tftpget.c - the reader's end of TFTP against servers good and bad. */
#include <glib.h>
#include <string.h>

#include "guest/lib/bytes.h"
#include "guest/net/strings.h"
#include "guest/net/tftpget.h"

static struct tftpget t;
static GByteArray *file;
static size_t room;

static bool store(void *far, const uint8_t *data, size_t n)
{
    (void)far;
    if (file->len + n > room)
        return false;
    g_byte_array_append(file, data, (guint)n);
    return true;
}

static void begin(void)
{
    if (file)
        g_byte_array_unref(file);
    file = g_byte_array_new();
    room = 64 << 20;
    g_assert_true(tftpget_begin(&t, "pix621.bin", store, NULL));
}

/* A packet with so many bytes behind its block's number. */
static bool data(uint16_t port, uint16_t block, size_t n)
{
    uint8_t packet[700] = {0, 3};

    put_be16(packet + 2, block);
    for (size_t i = 0; i < n; i++)
        packet[4 + i] = (uint8_t)(block + i);
    return tftpget_take(&t, port, packet, n + 4);
}

static void test_request(void)
{
    begin();
    g_assert_cmpmem(t.packet, t.packet_n, "\0\1pix621.bin\0octet", 19);
    g_autofree char *name = g_strnfill(TFTPGET_NAME_MAX + 1, 'x');
    g_assert_false(tftpget_begin(&t, name, store, NULL));
}

static void test_blocks(void)
{
    begin();
    g_assert_true(data(3333, 1, 512));
    g_assert_cmpmem(t.packet, t.packet_n, "\0\4\0\1", 4);
    g_assert_true(data(3333, 2, 512));
    g_assert_true(data(3333, 3, 0));
    g_assert_cmpint(t.state, ==, TFTPGET_DONE);
    g_assert_cmpmem(t.packet, t.packet_n, "\0\4\0\3", 4);
    g_assert_cmpuint(file->len, ==, 1024);
}

static void test_wrap(void)
{
    begin();
    for (unsigned i = 1; i <= 70000; i++)
        g_assert_true(data(69, (uint16_t)i, 512));
    g_assert_true(data(69, (uint16_t)70001, 5));
    g_assert_cmpint(t.state, ==, TFTPGET_DONE);
    g_assert_cmpuint(file->len, ==, 70000 * 512 + 5);
}

static void test_disorder(void)
{
    begin();
    g_assert_false(data(4444, 0, 512));
    g_assert_false(data(4444, 2, 512));
    g_assert_true(data(3333, 1, 512));
    g_assert_true(data(3333, 1, 512)); /* again: acknowledged again */
    g_assert_cmpuint(file->len, ==, 512);
    g_assert_false(data(4444, 2, 512)); /* another transfer */
    g_assert_false(data(3333, 3, 512));
    g_assert_false(data(3333, 2, 600)); /* too long for a block */
    g_assert_true(data(3333, 2, 10));
    g_assert_cmpint(t.state, ==, TFTPGET_DONE);
    g_assert_false(data(3333, 3, 10));
    g_assert_cmpuint(file->len, ==, 522);
}

static void test_errors(void)
{
    static const uint8_t error[] = "\0\5\0\1no\033such file";
    static const uint8_t silent[] = {0, 5, 0, 7};

    begin();
    g_assert_true(tftpget_take(&t, 69, error, sizeof error));
    g_assert_cmpint(t.state, ==, TFTPGET_FAILED);
    g_assert_cmpstr(t.error, ==, "no.such file");
    begin();
    g_assert_true(tftpget_take(&t, 69, silent, sizeof silent));
    g_assert_cmpstr(t.error, ==, "The server refuses (code 7).");
    begin();
    g_assert_false(tftpget_take(&t, 69, silent, 3));
    g_assert_cmpint(t.state, ==, TFTPGET_GOING);
}

static void test_too_long(void)
{
    begin();
    room = 700;
    data(69, 1, 512);
    g_assert_true(data(69, 2, 512));
    g_assert_cmpint(t.state, ==, TFTPGET_FAILED);
    g_assert_cmpstr(t.error, ==, STR_TFTP_TOO_LONG);
    g_assert_cmpmem(t.packet, t.packet_n, "\0\5\0\3\0", 5);
}

/* --- writing ----------------------------------------------------------- */

static bool ack(uint16_t port, uint16_t block)
{
    uint8_t packet[4] = {0, 4};

    put_be16(packet + 2, block);
    return tftpget_take(&t, port, packet, sizeof packet);
}

static struct {
    const uint8_t *at;
    size_t n;
} rest;

static size_t fetch(void *far, uint8_t *to, size_t most)
{
    size_t n = MIN(rest.n, most);

    (void)far;
    memcpy(to, rest.at, n);
    rest.at += n;
    rest.n -= n;
    return n;
}

/* Every length around a block's; what is acknowledged twice goes once. */
static void test_put(void)
{
    for (unsigned n = 1020; n < 1030; n++) {
        g_autofree uint8_t *from = g_malloc(n);
        GByteArray *came = g_byte_array_new();

        for (unsigned i = 0; i < n; i++)
            from[i] = (uint8_t)(i * 3 + i / 256);
        rest.at = from;
        rest.n = n;
        g_assert_true(tftpget_begin_put(&t, "saved", fetch, NULL));
        g_assert_cmpmem(t.packet, t.packet_n, "\0\2saved\0octet", 14);
        g_assert_false(ack(3333, 1));
        g_assert_false(data(3333, 0, 0)); /* that is what we send */
        for (uint16_t block = 0; t.state == TFTPGET_GOING; block++) {
            g_assert_true(ack(3333, block));
            g_assert_false(ack(3333, block));
            g_assert_false(ack(4444, (uint16_t)(block + 1)));
            if (t.state == TFTPGET_GOING)
                g_byte_array_append(came, t.packet + 4, t.packet_n - 4);
        }
        g_assert_cmpint(t.state, ==, TFTPGET_DONE);
        g_assert_cmpuint(t.packet_n, ==, 0);
        g_assert_cmpmem(came->data, came->len, from, n);
        g_byte_array_unref(came);
    }
    g_assert_true(tftpget_begin_put(&t, "saved", fetch, NULL));
    g_assert_true(tftpget_take(&t, 69, (const uint8_t *)"\0\5\0\2no", 7));
    g_assert_cmpstr(t.error, ==, "no");
}

/* Packets of any kind: nothing but whole blocks in order is stored. */
static void test_noise(void)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(1350);

    for (unsigned round = 0; round < 500; round++) {
        begin();
        for (unsigned i = 0; i < 100 && t.state == TFTPGET_GOING; i++) {
            uint8_t packet[600];
            size_t n = (size_t)g_rand_int_range(chance, 0, 600);

            for (size_t k = 0; k < n; k++)
                packet[k] = (uint8_t)g_rand_int_range(chance, 0, 6);
            tftpget_take(&t, 69, packet, n);
        }
        g_assert_cmpuint(file->len, <=, t.blocks * 512);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/tftpget/request", test_request);
    g_test_add_func("/tftpget/blocks", test_blocks);
    g_test_add_func("/tftpget/numbers-wrap", test_wrap);
    g_test_add_func("/tftpget/disorder-and-doubles", test_disorder);
    g_test_add_func("/tftpget/the-server's-errors", test_errors);
    g_test_add_func("/tftpget/a-file-too-long", test_too_long);
    g_test_add_func("/tftpget/writing", test_put);
    g_test_add_func("/tftpget/noise", test_noise);
    return g_test_run();
}
