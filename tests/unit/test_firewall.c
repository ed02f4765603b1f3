/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_firewall.c - random rules and packets, judged by a slow model. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/fwrig.h"

static struct rig rig;

static void print_packet(unsigned in, const uint8_t *p, size_t n)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "%02x%s", p[i], i % 4 == 3 ? " " : "");
    g_test_message("in by %u: %s", in, text->str);
}

/* `changes`: the rules change, too, one packet of so many; 0: never. */
static void check_random(unsigned changes)
{
    const char *rounds = g_getenv("FIREWALL_ROUNDS");
    unsigned n = rounds ? (unsigned)atoi(rounds) : 1500, sent = 0, all = 0;

    for (unsigned seed = 1; seed <= n; seed++) {
        struct rig_bits bits = {.state = seed};

        rig_begin(&rig, 400);
        rig_random_rules(&rig, &bits);
        for (unsigned i = 0; i < 200; i++) {
            uint8_t packet[RIG_PACKET];
            unsigned in;
            size_t bytes = rig_random_packet(&rig, &bits, packet, &in);
            const char *why = rig_judged(&rig, in, packet, bytes);

            all++;
            sent += rig.sent;
            if (why) {
                print_packet(in, packet, bytes);
                print_packet(rig.out, rig.packet, rig.sent ? rig.n : 0);
                g_test_message("seed %u, packet %u: %s", seed, i, why);
                g_test_fail();
                rig_end(&rig);
                return;
            }
            if (rig_below(&bits, 8) == 0)
                rig_time(&rig, rig.now + 1 + rig_below(&bits, 40));
            if (changes && rig_below(&bits, changes) == 0)
                rig_random_change(&rig, &bits);
        }
        g_assert_cmpstr(rig_left(&rig), ==, NULL);
        rig_end(&rig);
    }
    g_test_message("%u of %u packets were sent", sent, all);
    g_assert_cmpuint(sent, >, all / 20);
}

static void test_random(void)
{
    check_random(0);
}

/* What is there stays as it is; what comes later follows the new rules. */
static void test_changing(void)
{
    check_random(20);
}

/* --- fragments --------------------------------------------------------- */

enum { PIECES_MAX = 16 };

/* Cuts a packet, 8 * k bytes at a time; how many pieces. */
static unsigned cut(const uint8_t *packet, size_t n, size_t each,
                    uint8_t pieces[PIECES_MAX][RIG_PACKET],
                    size_t length[PIECES_MAX])
{
    unsigned count = 0;

    for (size_t at = 20; at < n; at += each, count++) {
        size_t some = MIN(each, n - at);
        uint8_t *p = pieces[count];

        memcpy(p, packet, 20);
        memcpy(p + 20, packet + at, some);
        p[2] = (uint8_t)((some + 20) >> 8);
        p[3] = (uint8_t)(some + 20);
        p[6] = (uint8_t)((at - 20) / 8 >> 8 | (at + some < n ? 0x20 : 0));
        p[7] = (uint8_t)((at - 20) / 8);
        rig_seal_header(p);
        length[count] = some + 20;
    }
    return count;
}

static void begin_with_nat(void)
{
    rig_begin(&rig, 400);
    rig.rules.nat[rig.rules.nats++] =
        (struct rules_nat){.interface = RIG_INSIDE, .id = 1};
    rig.rules.global[rig.rules.globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1, .first = 0xcb007114,
        .last = 0xcb007114};
    rig_configure(&rig);
}

/* In any order, all go out when the last is there, and together are what the
 * whole would have been. */
static void test_fragments(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[400], want[RIG_PACKET];
    size_t length[PIECES_MAX], n, want_n;
    struct rig_spec s = {.from = 0x0a000005, .to = 0x08080808,
                         .protocol = 17, .from_port = 2000, .to_port = 3000,
                         .data = data, .n = sizeof data};
    struct rig_bits bits = {.state = 3};

    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    n = rig_make(whole, &s);
    begin_with_nat();
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, whole, n), ==,
                    FIREWALL_SENT);
    memcpy(want, rig.packet, rig.n);
    want_n = rig.n;
    for (unsigned round = 0; round < 200; round++) {
        unsigned count = cut(whole, n, 8 * (4 + rig_below(&bits, 20)), pieces,
                             length), left = count;
        bool done[PIECES_MAX] = {false};

        while (left) {
            unsigned i = rig_below(&bits, count);
            enum firewall_verdict v;

            if (done[i])
                continue;
            done[i] = true;
            v = rig_packet(&rig, RIG_INSIDE, pieces[i], length[i]);
            left--;
            g_assert_cmpint(v, ==, left ? FIREWALL_HELD : FIREWALL_SENT);
            g_assert_cmpuint(rig.sent, ==, left ? 0 : count);
        }
        /* The last that was sent is the last of the packet. */
        if (count > 1)
            g_assert_cmpmem(rig.packet + 20, rig.n - 20,
                            want + want_n - (rig.n - 20), rig.n - 20);
        g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 0);
    }
    rig_end(&rig);
}

/* Tiny, overlapping, endless or lonely ones: none passes. */
static void test_bad_fragments(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[200];
    struct rig_spec s = {.from = 0x0a000005, .to = 0x08080808, .protocol = 6,
                         .from_port = 2000, .to_port = 3000, .flags = 2,
                         .data = data, .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);

    begin_with_nat();
    g_assert_cmpuint(cut(whole, n, 16, pieces, length), >, 2);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, pieces[0], length[0]), ==,
                    FIREWALL_DROPPED); /* ends inside TCP's header */
    cut(whole, n, 64, pieces, length);
    rig_packet(&rig, RIG_INSIDE, pieces[0], length[0]);
    pieces[1][7] -= 1; /* begins inside the first */
    pieces[1][11] += 1;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, pieces[1], length[1]), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpint(rig.event[0].drop, ==, DROP_FRAGMENT);
    g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 0);
    cut(whole, n, 64, pieces, length);
    rig_packet(&rig, RIG_INSIDE, pieces[1], length[1]);
    g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 1);
    rig_time(&rig, rig.now + 5);
    g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 0);
    g_assert_cmpuint(
        firewall_counts(rig.firewall)->drop[DROP_FRAGMENT_AGE], ==, 1);
    rig_end(&rig);
}

/* --- what no honest host sends ----------------------------------------- */

static void expect_drop(const uint8_t *packet, size_t n,
                        enum firewall_drop why)
{
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpuint(rig.events, ==, 1);
    g_assert_cmpint(rig.event[0].drop, ==, why);
    g_assert_cmpuint(rig.sent, ==, 0);
}

static void test_hostile(void)
{
    const struct rig_spec good = {
        .protocol = 6, .from = 0x0a000005, .to = 0x08080808, .from_port = 5,
        .to_port = 6, .flags = 2};
    struct rig_spec s = good;
    uint8_t p[RIG_PACKET];
    size_t n = rig_make(p, &s);

    begin_with_nat();
    expect_drop(p, 19, DROP_HEADER);
    expect_drop(p, n - 1, DROP_HEADER); /* shorter than it says */
    p[8] = 0;                           /* TTL */
    rig_seal_header(p);
    expect_drop(p, n, DROP_HEADER);
    p[8] = 64;
    expect_drop(p, n, DROP_HEADER); /* the sum is the other one's */
    n = rig_make(p, &s);
    p[0] = 0x46; /* loose source route */
    memmove(p + 24, p + 20, n - 20);
    memcpy(p + 20, "\x83\x03\x04\x00", 4);
    p[3] = (uint8_t)(n + 4);
    p[10] = p[11] = 0;
    for (unsigned i = 0, sum = 0; i < 24; i += 2) {
        sum += (unsigned)(p[i] << 8 | p[i + 1]);
        sum = (sum & 0xffff) + (sum >> 16);
        if (i == 22) {
            p[10] = (uint8_t)(~sum >> 8);
            p[11] = (uint8_t)~sum;
        }
    }
    expect_drop(p, n + 4, DROP_OPTIONS);
    s = good;
    s.to = s.from; /* land */
    expect_drop(p, rig_make(p, &s), DROP_LAND);
    s = good;
    s.from = 0x7f000001;
    expect_drop(p, rig_make(p, &s), DROP_SPOOF);
    s.from = 0x0a0000ff;
    expect_drop(p, rig_make(p, &s), DROP_SPOOF);
    s = good;
    s.to = 0xcb007101; /* the outside's own address */
    expect_drop(p, rig_make(p, &s), DROP_NOT_OURS);
    s = good;
    s.from_port = 0;
    expect_drop(p, rig_make(p, &s), DROP_TRANSPORT);
    s = good;
    s.flags = 3; /* SYN and FIN */
    expect_drop(p, rig_make(p, &s), DROP_TRANSPORT);
    s.flags = 0x10;
    expect_drop(p, rig_make(p, &s), DROP_NO_CONNECTION);
    n = rig_make(p, &good);
    p[20 + 18] ^= 1; /* urgent pointer: the sum is wrong now */
    expect_drop(p, n, DROP_CHECKSUM);
    p[20 + 18] ^= 1;
    p[32] = 0xf0; /* a header longer than the packet */
    rig_seal(p);
    expect_drop(p, n, DROP_TRANSPORT);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, p, rig_make(p, &good)), ==,
                    FIREWALL_SENT);
    rig_end(&rig);
}

/* --- TCP intercept ----------------------------------------------------- */

enum { HOST = 0x0a000006, CALLED = 0xcb00711e, CALLER = 0x08080808, SYN = 2,
       ACK = 16 };

static uint32_t be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

static enum firewall_verdict call(unsigned in, uint32_t from, uint16_t port,
                                  uint8_t flags, uint32_t seq, uint32_t ack,
                                  const char *text)
{
    uint8_t packet[RIG_PACKET];
    bool back = in == RIG_INSIDE;
    struct rig_spec s = {.protocol = 6, .flags = flags, .seq = seq,
                         .ack = ack, .from = back ? HOST : from,
                         .to = back ? from : CALLED,
                         .from_port = back ? 80 : port,
                         .to_port = back ? port : 80, .data = text,
                         .n = strlen(text)};

    return rig_packet(&rig, in, packet, rig_make(packet, &s));
}

static void begin_with_server(uint32_t embryonic)
{
    struct rules *r = &rig.rules;

    rig_begin(&rig, 1000);
    r->statics[r->static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = CALLED,
        .real_ip = HOST, .mask = 0xffffffff, .embryonic = embryonic};
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = 6, .icmp = RULES_ANY_ICMP};
    rig_configure(&rig);
}

/* Beyond the limit the unit answers, and whoever answers that is connected. */
static void test_intercept(void)
{
    const struct firewall_counts *n;
    uint32_t cookie;

    begin_with_server(2);
    n = firewall_counts(rig.firewall);
    for (uint16_t port = 1; port < 3; port++)
        g_assert_cmpint(call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, ""), ==,
                        FIREWALL_SENT);
    for (uint32_t i = 0; i < 20000; i++) {
        g_assert_cmpint(call(RIG_OUTSIDE, 0x01000000 + i, 9, SYN, i, 0, ""),
                        ==, FIREWALL_HELD);
        g_assert_cmpuint(rig.events, ==, i == 0); /* the flood is told once */
        g_assert_cmpuint(rig.sent, ==, 1);
        g_assert_cmpuint(rig.out, ==, RIG_OUTSIDE);
    }
    g_assert_cmpuint(n->connections, ==, 2);
    g_assert_cmpuint(n->intercepted, ==, 20000);

    call(RIG_OUTSIDE, CALLER, 7, SYN, 100, 0, "");
    g_assert_cmphex(rig.packet[33], ==, SYN | ACK);
    g_assert_cmphex(be32(rig.packet + 12), ==, CALLED);
    g_assert_cmpuint(be32(rig.packet + 28), ==, 101);
    cookie = be32(rig.packet + 24);
    g_assert_cmpint(call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 2, ""),
                    ==, FIREWALL_DROPPED);
    g_assert_cmpint(call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 1, ""),
                    ==, FIREWALL_HELD);
    g_assert_cmpuint(rig.out, ==, RIG_INSIDE);
    g_assert_cmphex(rig.packet[33], ==, SYN);
    g_assert_cmpuint(be32(rig.packet + 24), ==, 100);
    g_assert_cmpint(call(RIG_INSIDE, CALLER, 7, SYN | ACK, 9000, 101, ""), ==,
                    FIREWALL_HELD);
    g_assert_cmphex(rig.packet[33], ==, ACK);
    g_assert_cmpuint(be32(rig.packet + 28), ==, 9001);

    g_assert_cmpint(call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 1, "ask"),
                    ==, FIREWALL_SENT);
    g_assert_cmpuint(be32(rig.packet + 24), ==, 101);
    g_assert_cmpuint(be32(rig.packet + 28), ==, 9001);
    g_assert_cmpint(call(RIG_INSIDE, CALLER, 7, ACK, 9001, 104, "tell"), ==,
                    FIREWALL_SENT);
    g_assert_cmpuint(be32(rig.packet + 24), ==, cookie + 1);
    g_assert_cmpuint(n->connections, ==, 3);
    rig_end(&rig);
}

/* Without the licence nobody is answered for: all goes to the host. */
static void test_unguarded(void)
{
    begin_with_server(2);
    rig.place.guards = false;
    rig_configure(&rig);
    for (uint16_t port = 1; port < 10; port++)
        g_assert_cmpint(call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, ""), ==,
                        FIREWALL_SENT);
    g_assert_cmpuint(firewall_counts(rig.firewall)->intercepted, ==, 0);
    rig_end(&rig);
}

/* When there is no place for one more, one that nobody misses ends. */
static void test_flood_guard(void)
{
    enum { PLACES = 20 };

    for (int guard = 0; guard < 2; guard++) {
        const struct firewall_counts *n;
        uint16_t port = 1;

        rig_begin(&rig, PLACES);
        rig.rules.nat[rig.rules.nats++] =
            (struct rules_nat){.interface = RIG_INSIDE, .norandomseq = true};
        rig.rules.flood_guard = guard;
        rig_configure(&rig);
        n = firewall_counts(rig.firewall);
        for (; port <= PLACES; port++)
            call(RIG_INSIDE, CALLER, port, SYN, 5, 0, "");
        g_assert_cmpuint(n->embryonic, ==, PLACES);
        g_assert_cmpint(call(RIG_INSIDE, CALLER, port, SYN, 5, 0, ""), ==,
                        guard ? FIREWALL_SENT : FIREWALL_DROPPED);
        g_assert_cmpuint(n->connections, ==, PLACES);
        /* The first that was there is the one that is gone. */
        g_assert_cmpint(call(RIG_INSIDE, CALLER, 1, 16, 6, 0, ""), ==,
                        guard ? FIREWALL_DROPPED : FIREWALL_SENT);
        rig_end(&rig);
    }
}

/* --- what a licence leaves out, and how much it lets through ----------- */

/* Bounds are Frag Guard's: with it a long chain goes nowhere. */
static void test_frag_guard(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[200];
    struct rig_spec s = {.from = 0x0a000005, .to = CALLER, .protocol = 17,
                         .from_port = 2000, .to_port = 3000, .data = data,
                         .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);
    unsigned count = cut(whole, n, 64, pieces, length);

    for (int guards = 0; guards < 2; guards++) {
        enum firewall_verdict last = FIREWALL_HELD;

        begin_with_nat();
        rig.place.guards = guards;
        rig.rules.fragment[RIG_INSIDE][RULES_FRAGMENT_CHAIN] = 2;
        rig_configure(&rig);
        for (unsigned i = 0; i < count; i++)
            last = rig_packet(&rig, RIG_INSIDE, pieces[i], length[i]);
        g_assert_cmpint(last == FIREWALL_SENT, ==, !guards);
        rig_end(&rig);
    }
    /* `sysopt security fragguard`: the first comes first. */
    for (int guard = 0; guard < 2; guard++) {
        enum firewall_verdict last = FIREWALL_HELD;

        begin_with_nat();
        rig.rules.frag_guard = guard;
        rig_configure(&rig);
        for (unsigned i = count; i--;)
            last = rig_packet(&rig, RIG_INSIDE, pieces[i], length[i]);
        g_assert_cmpint(last, ==, guard ? FIREWALL_HELD : FIREWALL_SENT);
        rig_end(&rig);
    }
}

/* `sysopt security fragguard`: 100 such packets to a host in a second. */
static void test_frag_rate(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[100];
    struct rig_spec s = {.from = CALLER, .to = CALLED, .protocol = 17,
                         .from_port = 2000, .to_port = 3000, .data = data,
                         .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);
    unsigned count = cut(whole, n, 64, pieces, length), sent = 0;

    begin_with_server(0);
    rig.rules.ace[0].protocol = 0;
    rig.rules.frag_guard = true;
    rig_configure(&rig);
    for (unsigned i = 0; i < 150; i++) {
        for (unsigned p = 0; p < count; p++)
            sent += rig_packet(&rig, RIG_OUTSIDE, pieces[p], length[p]) ==
                    FIREWALL_SENT;
    }
    g_assert_cmpuint(sent, ==, 100);
    rig_time(&rig, rig.now + 1);
    for (unsigned p = 0; p < count; p++)
        sent += rig_packet(&rig, RIG_OUTSIDE, pieces[p], length[p]) ==
                FIREWALL_SENT;
    g_assert_cmpuint(sent, ==, 101);
    rig_end(&rig);
}

/* A limited licence: to the bit, over a while and in a burst. */
static void test_policer(void)
{
    enum { BYTES = 1000, MBIT = 10, BURST = 62500 / BYTES };
    static uint8_t data[BYTES - 28], packet[RIG_PACKET];
    struct rig_spec s = {.from = 0x0a000005, .to = CALLER, .protocol = 17,
                         .from_port = 1, .to_port = 2, .data = data,
                         .n = sizeof data};
    size_t n = rig_make(packet, &s);
    unsigned sent = 0;

    begin_with_nat();
    rig.place.mbit = MBIT;
    rig_configure(&rig);
    rig.now_us = 5000000;
    for (unsigned i = 0; i < 100; i++)
        sent += rig_packet(&rig, RIG_INSIDE, packet, n) == FIREWALL_SENT;
    g_assert_cmpuint(sent, ==, BURST);
    /* Ten seconds at twice the rate: every other one. */
    for (unsigned i = 0; i < 25000; i++) {
        rig.now_us += 400;
        sent += rig_packet(&rig, RIG_INSIDE, packet, n) == FIREWALL_SENT;
    }
    g_assert_cmpuint(sent, ==, BURST + 12500);
    g_assert_cmpint(rig.event[0].drop == DROP_RATE ||
                        rig.sent == 1, ==, true);
    g_assert_cmpuint(firewall_counts(rig.firewall)->drop[DROP_RATE], ==,
                     25100 - sent);
    /* At half of it, all. */
    for (unsigned i = 0; i < 1000; i++) {
        rig.now_us += 1600;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                        FIREWALL_SENT);
    }
    rig_end(&rig);
}

/* Both ends are translated: neither translation ends before the connection, and
 * nobody else gets its port. */
static void test_both_ends(void)
{
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CALLER, .to = CALLED,
                         .from_port = 2000, .to_port = 7};
    uint16_t port;

    begin_with_server(0);
    r->ace[0].protocol = 17;
    r->nat[r->nats++] = (struct rules_nat){
        .interface = RIG_OUTSIDE, .id = 1, .outside = true};
    r->global[r->globals++] = (struct rules_global){
        .interface = RIG_INSIDE, .id = 1, .first = 0x0a00003c,
        .last = 0x0a00003c};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(be32(rig.packet + 12), ==, 0x0a00003c);
    port = (uint16_t)(be32(rig.packet + 20) >> 16);
    rig_time(&rig, rig.now + 100);
    rig_time(&rig, rig.now + 10);
    g_assert_cmpuint(firewall_counts(rig.firewall)->xlates, ==, 2);
    s.from++;
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmpuint(be32(rig.packet + 20) >> 16, !=, port);
    rig_time(&rig, rig.now + 120);
    rig_time(&rig, rig.now + 120);
    g_assert_cmpuint(firewall_counts(rig.firewall)->xlates, ==, 1);
    g_assert_cmpuint(firewall_counts(rig.firewall)->hosts, ==, 1);
    rig_end(&rig);
}

/* Inside hosts beyond the licence are told of and go nowhere. */
static void test_hosts(void)
{
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .to = CALLER, .from_port = 1,
                         .to_port = 2};

    begin_with_nat();
    rig.place.hosts = 10;
    rig_configure(&rig);
    for (unsigned i = 0; i < 12; i++) {
        s.from = HOST + i;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i < 10 ? FIREWALL_SENT : FIREWALL_DROPPED);
    }
    g_assert_cmpint(rig.event[0].drop, ==, DROP_HOSTS);
    rig_time(&rig, rig.now + 1000); /* connections, then translations */
    rig_time(&rig, rig.now + 1000);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* Ten thousand entries match as ten do, and count what they matched. */
static void test_long_list(void)
{
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = 0x0a000005, .to_port = 2,
                         .from_port = 1};

    begin_with_nat();
    for (unsigned i = 0; i < 10000; i++)
        r->ace[r->aces++] = (struct rules_ace){
            .list = 1, .action = i % 2 ? RULES_PERMIT : RULES_DENY,
            .protocol = 17, .icmp = RULES_ANY_ICMP,
            .to = {.ip = 0x08000000 + i, .mask = 0xffffffff}};
    r->bound[RIG_INSIDE] = 1;
    rig_configure(&rig);
    for (unsigned i = 0; i < 10000; i += 37) {
        s.to = 0x08000000 + i;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i % 2 ? FIREWALL_SENT : FIREWALL_DROPPED);
        g_assert_cmpuint(firewall_hits(rig.firewall, i), ==, 1);
    }
    /* Counts stay with their entries when one comes in front. */
    memmove(r->ace + 1, r->ace, r->aces++ * sizeof r->ace[0]);
    r->ace[0].to.ip = 0x09090909;
    rig_configure(&rig);
    s.to = 0x08000000;
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    g_assert_cmpuint(firewall_hits(rig.firewall, 0), ==, 0);
    g_assert_cmpuint(firewall_hits(rig.firewall, 1), ==, 2);
    g_assert_cmpuint(firewall_hits(rig.firewall, 1 + 37), ==, 1);
    rig_end(&rig);
}

/* --- entries that are told of ------------------------------------------ */

static unsigned told(enum firewall_event_kind kind)
{
    unsigned n = 0;

    for (unsigned i = 0; i < rig.events && i < RIG_EVENTS; i++)
        n += rig.event[i].kind == kind;
    return n;
}

/* The events of that second and no others. */
static void go_to(uint32_t seconds)
{
    rig.events = 0;
    rig_time(&rig, seconds);
}

/* A capture keeps the beginning of a packet: it is matched as the whole one
 * is, as far as the ports are there. */
static void test_matches(void)
{
    const struct rig_spec s = {
        .protocol = 6, .from = CALLER, .to = HOST, .from_port = 3000,
        .to_port = 80, .flags = ACK, .data = "0123456789", .n = 10};
    uint8_t p[RIG_PACKET];
    size_t n = rig_make(p, &s);

    begin_with_server(0);
    rig.rules.ace[0].list = 1;
    rig.rules.ace[0].to_ports =
        (struct rules_ports){.op = RULES_PORT_EQ, .low = 80};
    snprintf(rig.rules.list[1].name, sizeof rig.rules.list[1].name, "web");
    rig_configure(&rig);
    for (size_t cut = 0; cut <= n; cut++)
        g_assert_cmpint(firewall_matches(rig.firewall, 1, p, cut), ==,
                        cut >= 28);
    p[23] = 81;
    g_assert_false(firewall_matches(rig.firewall, 1, p, n - 5));
    rig_end(&rig);
}

/* The first is told, then how many came, once an interval, until none does. */
static void test_log(void)
{
    begin_with_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.ace[0].log = RULES_LOG_ON;
    rig.rules.ace[0].log_interval = 10;
    rig.rules.ace[0].log_level = 3;
    rig.rules.ace[0].action = RULES_DENY;
    rig_configure(&rig);
    for (unsigned i = 0; i < 7; i++) {
        call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, "");
        g_assert_cmpuint(told(EVENT_LIST), ==, i == 0);
    }
    go_to(1009);
    g_assert_cmpuint(rig.events, ==, 0);
    go_to(1010);
    g_assert_cmpuint(told(EVENT_LIST), ==, 1);
    g_assert_cmpuint(rig.event[0].number, ==, 6);
    g_assert_cmpuint(rig.event[0].seconds, ==, 10);
    g_assert_cmpuint(rig.event[0].log_level, ==, 3);
    go_to(1020);
    g_assert_cmpuint(rig.events, ==, 0);
    g_assert_cmpuint(firewall_counts(rig.firewall)->flows, ==, 0);
    call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, "");
    g_assert_cmpuint(told(EVENT_LIST), ==, 1);
    g_assert_cmpuint(firewall_hits(rig.firewall, 0), ==, 8);
    rig_end(&rig);
}

/* Denied ones beyond `deny-flow-max` are not, which is said now and then. */
static void test_log_bounds(void)
{
    unsigned alerts = 0;

    begin_with_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.ace[0].log = RULES_LOG_DEFAULT;
    rig.rules.ace[0].action = RULES_DENY;
    rig.rules.deny_flow_max = 5;
    rig.rules.alert_interval = 20;
    rig_configure(&rig);
    for (uint16_t port = 1; port <= 20; port++) {
        call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, "");
        g_assert_cmpuint(told(EVENT_LIST), ==, port <= 5);
        alerts += told(EVENT_FLOWS_FULL);
    }
    g_assert_cmpuint(alerts, ==, 1);
    go_to(1020);
    call(RIG_OUTSIDE, CALLER, 50, SYN, 5, 0, "");
    g_assert_cmpuint(told(EVENT_FLOWS_FULL), ==, 1);
    go_to(1300);
    g_assert_cmpuint(firewall_counts(rig.firewall)->denied_flows, ==, 0);
    rig_end(&rig);
}

/* In 64 MB there is room for this many. */
static void test_many(void)
{
    enum { MANY = 50000 };
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = 0x0a000005, .to_port = 2};
    const struct firewall_counts *n;

    rig_begin(&rig, MANY);
    rig.rules.nat[rig.rules.nats++] = (struct rules_nat){
        .interface = RIG_INSIDE};
    rig_configure(&rig);
    n = firewall_counts(rig.firewall);
    for (unsigned i = 0; i < MANY + 10; i++) {
        s.to = 0x08000000 + i % 5;
        s.from_port = (uint16_t)(1 + i / 5);
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        i < MANY ? FIREWALL_SENT : FIREWALL_DROPPED);
    }
    g_assert_cmpuint(n->connections, ==, MANY);
    g_assert_cmpint(rig.event[0].drop, ==, DROP_MEMORY);
    rig_time(&rig, rig.now + 120);
    g_assert_cmpuint(n->connections, ==, 0);
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/as-the-model-says", test_random);
    g_test_add_func("/firewall/rules-that-change", test_changing);
    g_test_add_func("/firewall/fragments-go-together", test_fragments);
    g_test_add_func("/firewall/bad-fragments-go-nowhere", test_bad_fragments);
    g_test_add_func("/firewall/hostile-packets", test_hostile);
    g_test_add_func("/firewall/tcp-intercept", test_intercept);
    g_test_add_func("/firewall/unguarded", test_unguarded);
    g_test_add_func("/firewall/flood-guard", test_flood_guard);
    g_test_add_func("/firewall/frag-guard", test_frag_guard);
    g_test_add_func("/firewall/frag-guard-rate", test_frag_rate);
    g_test_add_func("/firewall/licensed-throughput", test_policer);
    g_test_add_func("/firewall/both-ends-translated", test_both_ends);
    g_test_add_func("/firewall/inside-hosts", test_hosts);
    g_test_add_func("/firewall/ten-thousand-entries", test_long_list);
    g_test_add_func("/firewall/cut-packets-match", test_matches);
    g_test_add_func("/firewall/log", test_log);
    g_test_add_func("/firewall/log-bounds", test_log_bounds);
    g_test_add_func("/firewall/fifty-thousand-connections", test_many);
    return g_test_run();
}
