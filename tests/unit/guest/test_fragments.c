/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_fragments.c - packets in pieces: put together, bounded, guarded. */
#include <string.h>

#include "tests/unit/guest/fwscene.h"

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

/* In any order, all go out when the last is there, and together are what the
 * whole would have been. */
static void test_fragments(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[400], want[RIG_PACKET];
    size_t length[PIECES_MAX], n, want_n;
    struct rig_spec s = {.from = CLIENT, .to = CALLER,
                         .protocol = 17, .from_port = 2000, .to_port = 3000,
                         .data = data, .n = sizeof data};
    struct rig_bits bits = {.state = 3};

    for (unsigned i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    n = rig_make(whole, &s);
    scene_nat();
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

/* What is looked into is put together for it: neither FTP's addresses nor a
 * command that Mail Guard takes out hide in pieces. */
static void test_looked_into(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        want[RIG_PACKET];
    static const char text[] = "EHLO somebody with a name that is cut\r\n";
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 6,
                         .from_port = 2000, .to_port = 25, .flags = SYN};
    size_t length[PIECES_MAX], want_n;
    unsigned count;

    scene_nat();
    rig.place.fixup[0] = (struct firewall_fixup){FIX_SMTP, 25, 25};
    rig_configure(&rig);
    rig_packet(&rig, RIG_INSIDE, whole, rig_make(whole, &s));
    s.flags = ACK;
    s.seq = 1;
    s.data = text;
    s.n = sizeof text - 1;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, whole,
                               rig_make(whole, &s)), ==, FIREWALL_SENT);
    memcpy(want, rig.packet, rig.n);
    want_n = rig.n;
    g_assert_cmpmem(want + 40, 5, "XXXX ", 5);
    count = cut(whole, want_n, 24, pieces, length);
    g_assert_cmpuint(count, >, 2);
    for (unsigned i = count; i--;)
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, pieces[i], length[i]),
                        ==, i ? FIREWALL_HELD : FIREWALL_SENT);
    g_assert_cmpuint(rig.sent, ==, 1);
    g_assert_cmpmem(rig.packet, rig.n, want, want_n);
    g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 0);
    rig_end(&rig);
}

/* `fragment size` bounds those of one interface: a flood of lonely ones from
 * the outside leaves places for the others. */
static void test_flood(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[100];
    struct rig_spec s = {.from = CALLER, .to = CALLED, .protocol = 17,
                         .from_port = 2000, .to_port = 3000, .data = data,
                         .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);

    scene_nat();
    cut(whole, n, 64, pieces, length);
    for (unsigned i = 0; i < 300; i++) {
        rig_put(pieces[0] + 4, i, 2);
        rig_seal_header(pieces[0]);
        g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, pieces[0], length[0]),
                        ==, i < 200 ? FIREWALL_HELD : FIREWALL_DROPPED);
    }
    s.from = CLIENT;
    s.to = CALLER;
    cut(whole, rig_make(whole, &s), 64, pieces, length);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, pieces[0], length[0]), ==,
                    FIREWALL_HELD);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, pieces[1], length[1]), ==,
                    FIREWALL_SENT);
    rig_end(&rig);
}

/* `icmp` is about pings in pieces, too. */
static void test_to_unit(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[100];
    struct rig_spec s = {.from = CALLER, .to = 0xcb007101, .protocol = 1,
                         .type = 8, .data = data, .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);
    unsigned count = cut(whole, n, 64, pieces, length);

    for (int denied = 0; denied < 2; denied++) {
        unsigned kept = 0;

        scene_nat();
        if (denied)
            rig.rules.icmp[rig.rules.icmps++] = (struct rules_icmp){
                .interface = RIG_OUTSIDE, .action = RULES_DENY,
                .type = RULES_ANY_ICMP};
        rig_configure(&rig);
        for (unsigned i = 0; i < count; i++) {
            rig_packet(&rig, RIG_OUTSIDE, pieces[i], length[i]);
            kept += rig.kept;
        }
        g_assert_cmpuint(kept, ==, denied ? 0 : count);
        g_assert_cmpuint(firewall_counts(rig.firewall)->fragments, ==, 0);
        rig_end(&rig);
    }
}

/* Tiny, overlapping, endless or lonely ones: none passes. */
static void test_bad_fragments(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[200];
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 6,
                         .from_port = 2000, .to_port = 3000, .flags = 2,
                         .data = data, .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);

    scene_nat();
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

/* Bounds are Frag Guard's: with it a long chain goes nowhere. */
static void test_frag_guard(void)
{
    static uint8_t pieces[PIECES_MAX][RIG_PACKET], whole[RIG_PACKET],
        data[200];
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 17,
                         .from_port = 2000, .to_port = 3000, .data = data,
                         .n = sizeof data};
    size_t length[PIECES_MAX], n = rig_make(whole, &s);
    unsigned count = cut(whole, n, 64, pieces, length);

    for (int guards = 0; guards < 2; guards++) {
        enum firewall_verdict last = FIREWALL_HELD;

        scene_nat();
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

        scene_nat();
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

    scene_server(0);
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

/* What must not be cut and is too long for its way: who sent it is told so, of
 * the packet as he sent it. */
static void test_too_long(void)
{
    static uint8_t packet[RIG_PACKET], data[472], copy[RIG_PACKET];
    struct rig_spec s = {.from = CLIENT, .to = CALLER, .protocol = 17,
                         .from_port = 2000, .to_port = 3000, .data = data,
                         .n = sizeof data};
    size_t n;

    scene_nat();
    rig.place.interface[RIG_OUTSIDE].mtu = 500;
    rig_configure(&rig);
    for (unsigned more = 0; more < 2; more++) {
        s.n = sizeof data - !more;
        n = rig_make(packet, &s);
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                        FIREWALL_SENT); /* and the stack cuts it */
        packet[6] = 0x40;
        rig_seal_header(packet);
        rig.place.interface[RIG_OUTSIDE].mtu = (uint16_t)(500 - more);
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                        more ? FIREWALL_DROPPED : FIREWALL_SENT);
    }
    g_assert_cmpint(rig.event[0].drop, ==, DROP_TOO_LONG);
    g_assert_cmpuint(rig.out, ==, RIG_INSIDE);
    g_assert_cmphex(rig_get(rig.packet + 12, 4), ==, 0x0a000001);
    g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, CLIENT);
    g_assert_cmphex(rig_get(rig.packet + 20, 2), ==, 0x0304);
    g_assert_cmpuint(rig_get(rig.packet + 26, 2), ==, 499);
    g_assert_cmpmem(rig.packet + 28, rig.n - 28, packet, 28);
    memcpy(copy, rig.packet, rig.n);
    rig_seal(copy);
    g_assert_cmpmem(copy, rig.n, rig.packet, rig.n);
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/fragments-go-together", test_fragments);
    g_test_add_func("/firewall/fragments-looked-into", test_looked_into);
    g_test_add_func("/firewall/fragments-of-an-interface", test_flood);
    g_test_add_func("/firewall/fragments-to-the-unit", test_to_unit);
    g_test_add_func("/firewall/bad-fragments-go-nowhere", test_bad_fragments);
    g_test_add_func("/firewall/frag-guard", test_frag_guard);
    g_test_add_func("/firewall/frag-guard-rate", test_frag_rate);
    g_test_add_func("/firewall/too-long", test_too_long);
    return g_test_run();
}
