/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_intercept.c - floods of connections that nobody means: TCP intercept
 * and the flood guard. */
#include "tests/unit/guest/fwscene.h"

/* Beyond the limit the unit answers, and whoever answers that is connected. */
static void test_intercept(void)
{
    const struct firewall_counts *n;
    uint32_t cookie;

    scene_server(2);
    n = firewall_counts(rig.firewall);
    for (uint16_t port = 1; port < 3; port++)
        g_assert_cmpint(
            scene_call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, ""), ==,
            FIREWALL_SENT);
    for (uint32_t i = 0; i < 20000; i++) {
        g_assert_cmpint(
            scene_call(RIG_OUTSIDE, 0x01000000 + i, 9, SYN, i, 0, ""), ==,
            FIREWALL_HELD);
        g_assert_cmpuint(rig.events, ==, i == 0); /* the flood is told once */
        g_assert_cmpuint(rig.sent, ==, 1);
        g_assert_cmpuint(rig.out, ==, RIG_OUTSIDE);
    }
    g_assert_cmpuint(n->connections, ==, 2);
    g_assert_cmpuint(n->intercepted, ==, 20000);

    scene_call(RIG_OUTSIDE, CALLER, 7, SYN, 100, 0, "");
    g_assert_cmphex(rig.packet[33], ==, SYN | ACK);
    g_assert_cmphex(rig_get(rig.packet + 12, 4), ==, CALLED);
    g_assert_cmpuint(rig_get(rig.packet + 28, 4), ==, 101);
    cookie = rig_get(rig.packet + 24, 4);
    g_assert_cmpint(
        scene_call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 2, ""), ==,
        FIREWALL_DROPPED);
    g_assert_cmpint(
        scene_call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 1, ""), ==,
        FIREWALL_HELD);
    g_assert_cmpuint(rig.out, ==, RIG_INSIDE);
    g_assert_cmphex(rig.packet[33], ==, SYN);
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, 100);
    g_assert_cmpint(
        scene_call(RIG_INSIDE, CALLER, 7, SYN | ACK, 9000, 101, ""), ==,
        FIREWALL_HELD);
    g_assert_cmphex(rig.packet[33], ==, ACK);
    g_assert_cmpuint(rig_get(rig.packet + 28, 4), ==, 9001);

    g_assert_cmpint(
        scene_call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 1, "ask"), ==,
        FIREWALL_SENT);
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, 101);
    g_assert_cmpuint(rig_get(rig.packet + 28, 4), ==, 9001);
    g_assert_cmpint(
        scene_call(RIG_INSIDE, CALLER, 7, ACK, 9001, 104, "tell"), ==,
        FIREWALL_SENT);
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, cookie + 1);
    g_assert_cmpuint(n->connections, ==, 3);
    rig_end(&rig);
}

/* The host does not want to: the client, who was told that he is connected,
 * gets a refusal that he believes. */
static void test_refused(void)
{
    uint32_t cookie;

    scene_server(1);
    scene_call(RIG_OUTSIDE, CALLER, 1, SYN, 5, 0, "");
    scene_call(RIG_OUTSIDE, CALLER, 7, SYN, 100, 0, "");
    cookie = rig_get(rig.packet + 24, 4);
    g_assert_cmpint(scene_call(RIG_OUTSIDE, CALLER, 7, ACK, 101, cookie + 1,
                               ""), ==, FIREWALL_HELD);
    g_assert_cmpint(scene_call(RIG_INSIDE, CALLER, 7, RST | ACK, 0, 101, ""),
                    ==, FIREWALL_SENT);
    g_assert_cmpuint(rig.out, ==, RIG_OUTSIDE);
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, cookie + 1);
    g_assert_cmpuint(firewall_counts(rig.firewall)->connections, ==, 1);
    rig_end(&rig);
}

/* A host that floods others itself begins no more, and that is told once. */
static void test_calls_too_many(void)
{
    struct rig_spec s = {.protocol = 6, .flags = SYN, .from = CLIENT,
                         .to = CALLER, .to_port = 80};
    const struct firewall_counts *n;
    uint8_t packet[RIG_PACKET];

    scene_nat();
    rig.rules.nat[0].embryonic = 2;
    rig_configure(&rig);
    n = firewall_counts(rig.firewall);
    for (uint16_t port = 1001; port < 1006; port++) {
        unsigned told = 0;

        s.from_port = port;
        rig.events = 0;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        port < 1003 ? FIREWALL_SENT : FIREWALL_DROPPED);
        for (unsigned i = 0; i < rig.events; i++) {
            const struct firewall_event *e = &rig.event[i];

            if (e->kind != EVENT_EMBRYONIC)
                continue;
            told++;
            g_assert_cmpuint(e->number, ==, 2);
            g_assert_cmphex(e->from, ==, CALLER);
            g_assert_cmphex(e->to, ==, CLIENT);
        }
        g_assert_cmpuint(told, ==, port == 1003);
    }
    g_assert_cmpuint(n->drop[DROP_EMBRYONIC], ==, 3);
    g_assert_cmpuint(n->intercepted, ==, 0);
    rig_end(&rig);
}

/* Without the licence nobody is answered for: all goes to the host. */
static void test_unguarded(void)
{
    scene_server(2);
    rig.place.guards = false;
    rig_configure(&rig);
    for (uint16_t port = 1; port < 10; port++)
        g_assert_cmpint(
            scene_call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, ""), ==,
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
            scene_call(RIG_INSIDE, CALLER, port, SYN, 5, 0, "");
        g_assert_cmpuint(n->embryonic, ==, PLACES);
        g_assert_cmpint(scene_call(RIG_INSIDE, CALLER, port, SYN, 5, 0, ""), ==,
                        guard ? FIREWALL_SENT : FIREWALL_DROPPED);
        g_assert_cmpuint(n->connections, ==, PLACES);
        /* The first that was there is the one that is gone. */
        g_assert_cmpint(scene_call(RIG_INSIDE, CALLER, 1, 16, 6, 0, ""), ==,
                        guard ? FIREWALL_DROPPED : FIREWALL_SENT);
        rig_end(&rig);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/tcp-intercept", test_intercept);
    g_test_add_func("/firewall/tcp-intercept-refused", test_refused);
    g_test_add_func("/firewall/a-host-that-calls-too-many",
                    test_calls_too_many);
    g_test_add_func("/firewall/unguarded", test_unguarded);
    g_test_add_func("/firewall/flood-guard", test_flood_guard);
    return g_test_run();
}
