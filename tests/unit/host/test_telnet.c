/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_telnet.c - Telnet and serial marks as bytes, without sockets. */
#include <glib.h>
#include <string.h>

#include "host/console/parmrk.h"
#include "host/console/telnet.h"

struct rig {
    struct telnet telnet;
    GString *typed; /* a BREAK as ~ */
    GByteArray *reply;
};

static void on_typed(void *far, uint8_t byte)
{
    g_string_append_c(((struct rig *)far)->typed, (char)byte);
}

static void on_break(void *far)
{
    g_string_append_c(((struct rig *)far)->typed, '~');
}

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->telnet = (struct telnet){.typed = on_typed, .brk = on_break, .far = r};
    r->typed = g_string_new(NULL);
    r->reply = g_byte_array_new();
    telnet_start(&r->telnet, r->reply);
    g_assert_cmpmem(r->reply->data, r->reply->len,
                    "\377\373\1\377\373\3\377\375\3", 9);
    g_byte_array_set_size(r->reply, 0);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_string_free(r->typed, TRUE);
    g_byte_array_free(r->reply, TRUE);
}

/* In one piece, and in pieces of a byte: with the same result. */
static void hears(struct rig *r, const char *bytes, size_t n,
                  const char *typed, size_t typed_n, const char *reply,
                  size_t reply_n)
{
    const struct telnet before = r->telnet;

    for (unsigned piecemeal = 0; piecemeal < 2; piecemeal++) {
        r->telnet = before;
        g_string_truncate(r->typed, 0);
        g_byte_array_set_size(r->reply, 0);
        for (size_t i = 0; piecemeal && i < n; i++)
            telnet_receive(&r->telnet, (const uint8_t *)bytes + i, 1,
                           r->reply);
        if (!piecemeal)
            telnet_receive(&r->telnet, (const uint8_t *)bytes, n, r->reply);
        g_assert_cmpmem(r->typed->str, r->typed->len, typed, typed_n);
        g_assert_cmpmem(r->reply->data, r->reply->len, reply, reply_n);
    }
}

#define HEARS(bytes, typed, reply)                                             \
    hears(r, bytes, sizeof(bytes) - 1, typed, sizeof(typed) - 1, reply,        \
          sizeof(reply) - 1)

static void test_lines(struct rig *r, gconstpointer unused)
{
    (void)unused;
    HEARS("show version\r\0", "show version\r", "");
    HEARS("show version\r\n", "show version\r", "");
    HEARS("a\rb", "a\rb", "");
    HEARS("\r\r\n\r\0\n", "\r\r\r\n", "");
    HEARS("\0\n", "\0\n", "");
    HEARS("\377\377", "\377", "");
}

static void test_commands(struct rig *r, gconstpointer unused)
{
    (void)unused;
    HEARS("a\377\363b", "a~b", "");
    HEARS("\377\364\377\367\377\370", "\3\10\25", "");
    HEARS("x\377\366y", "xy", "\r\n[pixemu: yes]\r\n");
    HEARS("\377\361\377\362\377\371\377\365", "", ""); /* NOP DM GA AO */
    HEARS("a\377\372\30\0xterm\377\377\377\360b", "ab", "");
    HEARS("\377\372\37\0\120\r\n\377\363\377\360", "~", ""); /* its end lost */
}

static void test_options(struct rig *r, gconstpointer unused)
{
    (void)unused;
    /* What answers our offers. */
    HEARS("\377\375\1\377\375\3\377\373\3", "", "");
    /* Terminal type, speed, size, environment: not here, and each time. */
    HEARS("\377\373\30\377\373\37\377\375\5", "",
          "\377\376\30\377\376\37\377\374\5");
    HEARS("\377\375\6\377\375\6", "", "\377\374\6\377\374\6");
    HEARS("\377\374\30\377\376\5", "", ""); /* what is off already */
    HEARS("\377\373\1", "", "\377\376\1"); /* two echoes are one too many */
    HEARS("\377\376\1", "", "\377\374\1");
    HEARS("\377\376\1", "", "");
    HEARS("\377\375\1", "", "\377\373\1");
    HEARS("\377\373\377\377\375\377", "", "\377\376\377\377\374\377");
}

static void test_binary(struct rig *r, gconstpointer unused)
{
    GByteArray *wire = g_byte_array_new();

    (void)unused;
    HEARS("\377\373\0\377\375\0", "", "\377\375\0\377\373\0");
    HEARS("\r\n\r\0", "\r\n\r\0", "");
    telnet_encode(&r->telnet, (const uint8_t *)"\rx\377", 3, wire);
    g_assert_cmpmem(wire->data, wire->len, "\rx\377\377", 4);
    g_byte_array_free(wire, TRUE);
    HEARS("\377\374\0\377\376\0", "", "\377\376\0\377\374\0");
    HEARS("\r\n", "\r", "");
}

static void test_out(struct rig *r, gconstpointer unused)
{
    static const char text[] = "a\r\nb\r\rc\377\r";
    GByteArray *wire = g_byte_array_new(), *pieces = g_byte_array_new();

    (void)unused;
    telnet_encode(&r->telnet, (const uint8_t *)text, sizeof text - 1, wire);
    g_assert_cmpmem(wire->data, wire->len, "a\r\nb\r\0\r\0c\377\377\r", 12);
    telnet_encode_break(&r->telnet, wire);
    g_assert_cmpmem(wire->data + 12, wire->len - 12, "\0\377\363", 3);
    for (size_t i = 0; i < sizeof text - 1; i++)
        telnet_encode(&r->telnet, (const uint8_t *)text + i, 1, pieces);
    g_assert_cmpmem(wire->data, 12, pieces->data, pieces->len);
    g_byte_array_free(wire, TRUE);
    g_byte_array_free(pieces, TRUE);
}

/* Whatever comes, the answers are not longer than a small multiple of it. */
static void test_noise(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (unsigned n = 0; n < 20000; n++) {
        uint8_t byte = (uint8_t)g_test_rand_int_range(0, 256);

        if (g_test_rand_bit())
            byte |= 0xf0;
        telnet_receive(&r->telnet, &byte, 1, r->reply);
    }
    g_assert_cmpuint(r->reply->len, <, 16 * 20000);
    g_assert_cmpuint(r->typed->len, <=, 20000);
}

static void test_marks(void)
{
    static const uint8_t read[] = {'a', 0xff, 0xff, 0xff, 0, 0,
                                   0,   0xff, 0,    'x',  'b'};
    static const enum parmrk_what is[] = {
        PARMRK_BYTE, PARMRK_MORE, PARMRK_BYTE, PARMRK_MORE,    PARMRK_MORE,
        PARMRK_BREAK, PARMRK_BYTE, PARMRK_MORE, PARMRK_MORE, PARMRK_GARBLED,
        PARMRK_BYTE};
    struct parmrk p = {0};

    for (size_t i = 0; i < sizeof read; i++)
        g_assert_cmpint(parmrk_byte(&p, read[i]), ==, is[i]);
}

#define ADD(path, test)                                                        \
    g_test_add(path, struct rig, NULL, setup, test, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("/telnet/ends-of-lines", test_lines);
    ADD("/telnet/commands", test_commands);
    ADD("/telnet/options", test_options);
    ADD("/telnet/binary", test_binary);
    ADD("/telnet/what-the-unit-sends", test_out);
    ADD("/telnet/noise", test_noise);
    g_test_add_func("/serial/marks", test_marks);
    return g_test_run();
}
