/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_telnet.c - bytes of a Telnet client, and what goes back to it.  First
 * byte: bits 7:1 the size of pieces.  What is typed is also what the unit
 * sends.
 */
#include "host/console/telnet.h"
#include "tests/fuzz/fuzz.h"

static void on_typed(void *far, uint8_t byte)
{
    g_byte_array_append(far, &byte, 1);
}

static void on_break(void *far)
{
    on_typed(far, 0);
}

/* An IAC in data is doubled, or it is not data. */
static void check_wire(const GByteArray *typed, const GByteArray *wire)
{
    guint doubled = 0, found = 0;

    for (guint i = 0; i < typed->len; i++)
        doubled += typed->data[i] == 255;
    for (guint i = 0; i < wire->len; i++)
        found += wire->data[i] == 255;
    g_assert_cmpuint(found, ==, 2 * doubled);
    g_assert_cmpuint(wire->len, <=, 2 * typed->len);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    GByteArray *typed = g_byte_array_new(), *reply = g_byte_array_new();
    GByteArray *wire = g_byte_array_new();
    struct telnet t = {.typed = on_typed, .brk = on_break, .far = typed};
    size_t piece = n ? MAX(data[0] >> 1, 1) : 1;

    telnet_start(&t, reply);
    for (size_t at = 1; at < n; at += piece)
        telnet_receive(&t, data + at, MIN(piece, n - at), reply);
    g_assert_cmpuint(typed->len, <=, n);
    g_assert_cmpuint(reply->len, <=, 9 + 16 * n);
    telnet_encode(&t, typed->data, typed->len, wire);
    check_wire(typed, wire);
    g_byte_array_free(wire, TRUE);
    g_byte_array_free(reply, TRUE);
    g_byte_array_free(typed, TRUE);
}
