/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_telnetd.c - the server's end of Telnet, byte by byte. */
#include <glib.h>
#include <string.h>

#include "guest/net/telnet.h"

/* Feeds bytes; characters gather in text, answers in said. */
static char text[200];
static GByteArray *said;

static void feed(const char *bytes, size_t n)
{
    struct telnet t = {0};
    unsigned at = 0;

    if (said)
        g_byte_array_unref(said);
    said = g_byte_array_new();
    for (size_t i = 0; i < n; i++) {
        uint8_t reply[TELNET_REPLY_MAX];
        unsigned length;
        int c = telnet_feed(&t, (uint8_t)bytes[i], reply, &length);

        g_byte_array_append(said, reply, length);
        if (c == TELNET_BREAK)
            text[at++] = '!';
        else if (c != TELNET_NOTHING)
            text[at++] = (char)c;
    }
    text[at] = '\0';
}

#define FEED(bytes) feed(bytes, sizeof bytes - 1)

static void assert_said(const char *bytes, size_t n)
{
    g_assert_cmpmem(said->data, said->len, bytes, n);
}

static void test_text(void)
{
    FEED("show\r\n");
    g_assert_cmpstr(text, ==, "show\r\n");
    FEED("a\377\377b\377\363c\377\361d");
    g_assert_cmpstr(text, ==, "a\377b!cd");
    assert_said("", 0);
}

static void test_options(void)
{
    /* What we offered is agreed to silently. */
    FEED("\377\375\001\377\375\003\377\373\003\377\374\001x");
    g_assert_cmpstr(text, ==, "x");
    assert_said("", 0);
    /* The rest is refused. */
    FEED("\377\375\030\377\373\037y");
    g_assert_cmpstr(text, ==, "y");
    assert_said("\377\374\030\377\376\037", 6);
    /* An answer is never answered. */
    FEED("\377\376\030\377\374\037");
    assert_said("", 0);
}

static void test_subnegotiation(void)
{
    FEED("a\377\372\030\000vt\377\377100\377\360b");
    g_assert_cmpstr(text, ==, "ab");
    assert_said("", 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/telnet/text-and-break", test_text);
    g_test_add_func("/telnet/options", test_options);
    g_test_add_func("/telnet/subnegotiation-is-passed-over",
                    test_subnegotiation);
    return g_test_run();
}
