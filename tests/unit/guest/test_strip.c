/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_strip.c - passwords out of a text. */
#include <glib.h>
#include <string.h>

#include "guest/config/frame.h"
#include "guest/password/strip.h"

static char *framed(const char *lines)
{
    uint8_t digest[MD5_BYTES];
    char tail[FRAME_TAIL];

    frame_digest(lines, strlen(lines), digest);
    frame_tail(digest, tail);
    return g_strconcat(": Saved\n:\nPIX Version 6.2(1)\n", lines, tail, NULL);
}

static void note(void *far, const char *line, size_t n)
{
    g_string_append_len(far, line, (gssize)n);
    g_string_append_c(far, '|');
}

/* `lines` become `rest`, and `listed` is told of on the way. */
static void check(const char *lines, const char *rest, const char *listed)
{
    GString *told = g_string_new(NULL);
    char *text = framed(lines), *wanted = framed(rest);
    char *room = g_malloc0(strlen(text) + FRAME_TAIL + 1);

    strcpy(room, text);
    strip_list(room, note, told);
    g_assert_cmpstr(told->str, ==, listed);
    strip(room);
    g_assert_cmpstr(room, ==, wanted);
    g_free(room);
    g_free(text);
    g_free(wanted);
    g_string_free(told, TRUE);
}

static void lines(void)
{
    check("", "", "");
    check("hostname a\n", "hostname a\n", "");
    check("enable password X encrypted\npasswd Y encrypted\nhostname a\n",
          "hostname a\n", "enable password X encrypted|passwd Y encrypted|");
    check("enable password X level 5 encrypted\n", "",
          "enable password X level 5 encrypted|");
    check("passwdx\nenable\nno passwd x\n", "passwdx\nenable\nno passwd x\n",
          "");
    check("aaa authentication telnet console R\n"
          "aaa authentication include http console 0 0 R\n"
          "aaa authentication serial console LOCAL\n",
          "aaa authentication include http console 0 0 R\n",
          "aaa authentication telnet console R|"
          "aaa authentication serial console LOCAL|");
}

static void without_a_frame(void)
{
    char text[256] = "passwd x\nhostname a";

    strip(text);
    g_assert_true(g_str_has_prefix(text, "hostname a" FRAME_CHECKSUM));
}

static void releases(void)
{
    char words[FRAME_RELEASE];

    g_assert_cmphex(frame_release("PIX Version 6.2(1)\nx", words), ==,
                    6 << 16 | 2 << 8 | 1);
    g_assert_cmpstr(words, ==, "6.2(1)");
    g_assert_cmphex(frame_release(": Saved\n", words), ==, 0);
    frame_release("PIX Version 123456789012345678901234567890\n", words);
    g_assert_cmpstr(words, ==, "123456789012345");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/strip/passwords-go-and-the-rest-stays", lines);
    g_test_add_func("/strip/a-text-without-a-frame", without_a_frame);
    g_test_add_func("/frame/releases", releases);
    return g_test_run();
}
