/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_icmperrors.c - ICMP errors about packets that went through: who is told,
 * and how the packet looks to him. */
#include <string.h>

#include "tests/unit/guest/fwscene.h"

enum { ICMP = 1, TCP = 6, UDP = 17, PAT = 0xcb007114, ROUTER = 0xc6336401 };

static bool sums_are_right(void)
{
    uint8_t copy[RIG_PACKET];

    memcpy(copy, rig.packet, rig.n);
    rig_seal(copy);
    return memcmp(copy, rig.packet, rig.n) == 0;
}

/* A router on the way says that a packet did not arrive: who sent it reads his
 * own packet, if errors are permitted. */
static void test_errors(void)
{
    struct rig_spec s = {.protocol = UDP, .from = CLIENT, .to = CALLER,
                         .from_port = 2000, .to_port = 33434};
    uint8_t packet[RIG_PACKET], quoted[28];
    struct rules *r = &rig.rules;

    scene_nat();
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    memcpy(quoted, rig.packet, sizeof quoted);
    s = (struct rig_spec){.protocol = ICMP, .type = 11, .from = ROUTER,
                          .to = PAT, .data = quoted, .n = sizeof quoted};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = ICMP, .icmp = 11};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, CLIENT);
    g_assert_cmphex(rig_get(rig.packet + 12, 4), ==, ROUTER);
    g_assert_cmphex(rig_get(rig.packet + 28 + 12, 4), ==, CLIENT);
    g_assert_cmpuint(rig_get(rig.packet + 28 + 20, 2), ==, 2000);
    g_assert_true(sums_are_right());
    /* About a packet that nobody sent. */
    quoted[22] ^= 1;
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    rig_end(&rig);
}

/* About TCP it has the number that its sender gave it, or he does not believe
 * it (RFC 5927). */
static void test_about_tcp(void)
{
    struct rig_spec s = {.protocol = TCP, .flags = SYN, .from = CLIENT,
                         .to = CALLER, .from_port = 2000, .to_port = 80,
                         .seq = 1000};
    uint8_t packet[RIG_PACKET], quoted[28];
    struct rules *r = &rig.rules;

    scene_nat();
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = ICMP, .icmp = 3};
    rig_configure(&rig);
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    memcpy(quoted, rig.packet, sizeof quoted);
    g_assert_cmpuint(rig_get(quoted + 24, 4), !=, 1000);
    s = (struct rig_spec){.protocol = ICMP, .type = 3, .code = 4,
                          .from = ROUTER, .to = PAT, .data = quoted,
                          .n = sizeof quoted};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmpuint(rig_get(rig.packet + 28 + 20, 2), ==, 2000);
    g_assert_cmpuint(rig_get(rig.packet + 28 + 24, 4), ==, 1000);
    g_assert_true(sums_are_right());
    rig_end(&rig);
}

/* The same of a ping to an alias: who sent it knows nobody else. */
static void test_alias_errors(void)
{
    struct rig_spec s = {.protocol = ICMP, .type = 8, .from = CLIENT,
                         .to = 0x0a000063, .from_port = 7};
    uint8_t packet[RIG_PACKET], quoted[28];
    struct rules *r = &rig.rules;

    scene_nat();
    r->alias[r->aliases++] = (struct rules_alias){
        RIG_INSIDE, 0x0a000063, CALLER, 0xffffffff};
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = ICMP, .icmp = 3};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, CALLER);
    memcpy(quoted, rig.packet, sizeof quoted);
    s = (struct rig_spec){.protocol = ICMP, .type = 3, .from = CALLER,
                          .to = PAT, .data = quoted, .n = sizeof quoted};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 12, 4), ==, 0x0a000063);
    g_assert_cmphex(rig_get(rig.packet + 28 + 12, 4), ==, CLIENT);
    g_assert_cmphex(rig_get(rig.packet + 28 + 16, 4), ==, 0x0a000063);
    g_assert_cmpuint(rig_get(rig.packet + 28 + 24, 2), ==, 7);
    g_assert_true(sums_are_right());
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/icmp-errors/about-udp", test_errors);
    g_test_add_func("/icmp-errors/about-tcp", test_about_tcp);
    g_test_add_func("/icmp-errors/by-alias", test_alias_errors);
    return g_test_run();
}
