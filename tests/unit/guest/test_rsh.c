/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_rsh.c - rsh, whose first word is a port that is called back: announced,
 * translated, and what its other length means for the numbers behind it. */
#include <glib.h>
#include <string.h>

#include "tests/unit/guest/fwscene.h"

enum { TCP = 6, INSIDE_HOST = CLIENT, SERVER = CALLER, PAT = SCENE_PAT };

/* Another host has this port of the PAT address. */
static void occupy(uint16_t port)
{
    rig.rules.statics[rig.rules.static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = PAT,
        .mapped_port = port, .real_port = port, .protocol = TCP,
        .real_ip = INSIDE_HOST + 1, .mask = 0xffffffff};
    rig_configure(&rig);
}

static void test_rsh(void)
{
    struct rig_spec s = {.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 1023, .to_port = 514, .flags = SYN};
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_RSH, 514, false);
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    s.flags = ACK;
    s.data = "1022";
    s.n = 5;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s = (struct rig_spec){.protocol = TCP, .from = SERVER, .flags = SYN,
                          .to = rig_get(rig.packet + 12, 4), .from_port = 1021,
                          .to_port = 1022};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* rsh's first word is the same when it is sent again, and only that one is. */
static void test_rsh_again(void)
{
    struct rig_spec s = {.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 1023, .to_port = 514, .flags = SYN};
    uint8_t packet[RIG_PACKET], first[4];

    scene_inspected(FIX_RSH, 514, true);
    occupy(1022);
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    s.flags = ACK;
    s.seq = 1;
    s.data = "1022";
    s.n = 5;
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    memcpy(first, rig.packet + 40, sizeof first);
    g_assert_cmpint(memcmp(first, "1022", 4), !=, 0);
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    g_assert_cmpmem(rig.packet + 40, 4, first, 4);
    s.seq = 6;
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    g_assert_cmpmem(rig.packet + 40, 4, "1022", 4);
    rig_end(&rig);
}

/* Numbers are shifted as long as the connection lasts, beyond 2 GiB behind
 * what was changed in length as well: here a port of four digits is seen as
 * one of three. */
static void test_far_behind(void)
{
    struct rig_spec s = {.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 1023, .to_port = 514, .flags = SYN};
    struct rig_spec back = {.protocol = TCP, .from = SERVER, .flags = ACK,
                            .from_port = 514};
    uint8_t packet[RIG_PACKET];
    uint32_t delta;

    scene_inspected(FIX_RSH, 514, true);
    occupy(1000);
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    back.to = rig_get(rig.packet + 12, 4);
    back.to_port = (uint16_t)rig_get(rig.packet + 20, 2);
    delta = rig_get(rig.packet + 24, 4);
    s.flags = ACK;
    s.seq = 1;
    s.data = "1000";
    s.n = 5;
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    g_assert_cmpuint(rig.n, ==, 40 + 4);
    s.seq = 6;
    for (unsigned i = 0; i < 8; i++, s.seq += 0x30000000) {
        rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
        back.ack = rig_get(rig.packet + 24, 4);
        g_assert_cmpuint(back.ack, ==, s.seq + delta - 1);
        rig_packet(&rig, RIG_OUTSIDE, packet, rig_make(packet, &back));
        g_assert_cmpuint(rig_get(rig.packet + 28, 4), ==, s.seq);
    }
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/rsh/announced", test_rsh);
    g_test_add_func("/rsh/again", test_rsh_again);
    g_test_add_func("/rsh/far-behind", test_far_behind);
    return g_test_run();
}
