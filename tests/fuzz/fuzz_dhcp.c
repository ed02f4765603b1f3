/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_dhcp.c - messages to the DHCP server.  Each begins with a byte: bits
 * 3:0 as a power of two the milliseconds that pass, bit 4 somebody answers the
 * last probe, bit 5 head of a client's message is put in front; then its
 * length in tens of bytes.
 */
#include <glib.h>
#include <string.h>

#include "guest/dhcp/server.h"
#include "guest/lib/bytes.h"
#include "tests/fuzz/fuzz.h"

enum { UNIT = 0x0a000001, OPTIONS = 240 };

static unsigned probe;

static void send(unsigned interface, const uint8_t *mac, uint32_t ip,
                 enum dhcp_type type, const struct dhcp_answer *a)
{
    (void)mac, (void)ip, (void)type;
    g_assert_cmpuint(interface, ==, 0);
    g_assert_cmpuint(a->n, >=, DHCP_MESSAGE_MIN);
    g_assert_cmpuint(a->n, <=, a->room);
}

static void ask(unsigned number, unsigned interface, uint32_t ip)
{
    g_assert_cmpuint(interface, ==, 0);
    g_assert_cmpuint(ip ^ UNIT, <=, 15); /* of the network */
    probe = number;
}

static size_t make_head(uint8_t *to)
{
    to[0] = to[1] = 1;
    to[2] = 6;
    put_be32(to + 236, 0x63825363);
    return OPTIONS;
}

static void check(const struct dhcp *d)
{
    for (unsigned i = 0; i < DHCP_BINDINGS_MAX; i++) {
        for (unsigned j = i + 1; d->binding[i].state && j < 16; j++)
            g_assert_true(!d->binding[j].state ||
                          d->binding[i].ip != d->binding[j].ip);
    }
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static const uint8_t options[] = {150, 4, 10, 0, 0, 9};
    static struct dhcp d;
    const struct dhcp_calls calls = {.send = send, .ask = ask};
    const struct dhcp_pool pool = {
        .on = true, .ip = UNIT, .mask = 0xfffffff0, .first = UNIT + 1,
        .last = UNIT + 4, .lease_s = 300, .ping_ms = 750, .domain = "x.y",
        .options = options, .options_n = sizeof options};
    uint64_t now = 1;

    dhcp_begin(&d, &calls);
    dhcp_configure(&d, 0, &pool);
    for (size_t at = 0; at + 2 <= n;) {
        uint8_t message[2 * OPTIONS + 2600] = {0}, how = data[at];
        size_t length = MIN(data[at + 1] * 10u, n - at - 2), head = 0;

        if (how & 0x20)
            head = make_head(message);
        memcpy(message + head, data + at + 2, length);
        if (head && length > 6) /* whose it is */
            message[33] = message[head + length - 1] & 7;
        now += 1ull << (how & 15);
        dhcp_input(&d, 0, now, message, head + length);
        if (how & 0x10)
            dhcp_answered(&d, probe, now);
        dhcp_poll(&d, now);
        check(&d);
        at += 2 + length;
    }
}
