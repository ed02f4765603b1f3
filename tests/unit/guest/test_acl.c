/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_acl.c - entries of access lists: found among many, matched against
 * packets that were cut, told of in the log. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/unit/guest/fwscene.h"

/* Ten thousand entries match as ten do, and count what they matched. */
static void test_long_list(void)
{
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CLIENT, .to_port = 2,
                         .from_port = 1};

    scene_nat();
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
    g_assert_cmpuint(firewall_hits(rig.firewall, 0), ==, 0);
    g_assert_cmpuint(firewall_hits(rig.firewall, 1), ==, 1);
    g_assert_cmpuint(firewall_entries(rig.firewall), ==, r->aces);
    s.to = 0x08000000;
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    g_assert_cmpuint(firewall_hits(rig.firewall, 0), ==, 0);
    g_assert_cmpuint(firewall_hits(rig.firewall, 1), ==, 2);
    g_assert_cmpuint(firewall_hits(rig.firewall, 1 + 37), ==, 1);
    rig_end(&rig);
}

/* Groups make more of an entry than there is room for: that is known, and the
 * entry and all behind it deny.  It takes no longer than what has room. */
static void test_too_many(void)
{
    enum { EACH = 330 };
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CLIENT, .from_port = 1,
                         .to = CALLER, .to_port = 2};
    clock_t began;

    scene_nat();
    for (unsigned g = 0; g < 3; g++) {
        r->group[g].kind = g < 2 ? RULES_GROUP_NETWORK
                                 : RULES_GROUP_SERVICE_UDP;
        for (unsigned i = 0; i < EACH; i++)
            r->member[r->members++] = (struct rules_member){
                .group = (uint16_t)(g + 1), .ip = 0x09000000 + i,
                .mask = 0xffffffff, .low = (uint16_t)(1000 + i),
                .high = (uint16_t)(1000 + i)};
    }
    for (unsigned i = 0; i < 3; i++)
        r->ace[r->aces++] = (struct rules_ace){
            .list = 1, .action = RULES_PERMIT, .protocol = 17,
            .icmp = RULES_ANY_ICMP};
    r->ace[0].to = r->ace[1].from = (struct rules_side){.group = 1};
    r->ace[1].to.group = 2;
    r->ace[1].from_ports = r->ace[1].to_ports =
        (struct rules_ports){.op = RULES_PORT_GROUP, .low = 3};
    r->bound[RIG_INSIDE] = 1;
    rig_configure(&rig);
    began = clock();
    g_assert_cmpuint(firewall_entries(rig.firewall), ==, 1);
    g_test_message("%.3f s of CPU time",
                   (double)(clock() - began) / CLOCKS_PER_SEC);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    s.to = 0x09000000;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* Sixteen floors of groups, each with all four of the floor below: a thousand
 * million ways down, and four members at their end. */
static void test_deep_groups(void)
{
    enum { FLOORS = 16, WIDE = 4 };
    struct rules *r = &rig.rules;
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {.protocol = 17, .from = CLIENT, .from_port = 1,
                         .to = 0x09000003, .to_port = 2};

    scene_nat();
    for (unsigned g = 0; g < FLOORS * WIDE; g++)
        r->group[g].kind = RULES_GROUP_NETWORK;
    for (unsigned g = WIDE; g < FLOORS * WIDE; g++) {
        for (unsigned i = 0; i < WIDE; i++)
            r->member[r->members++] = (struct rules_member){
                .group = (uint16_t)(g + 1),
                .nested = (uint16_t)(g / WIDE * WIDE - i)};
    }
    r->ace[r->aces++] = (struct rules_ace){
        .list = 1, .action = RULES_PERMIT, .protocol = 17,
        .icmp = RULES_ANY_ICMP, .to = {.group = FLOORS * WIDE}};
    r->bound[RIG_INSIDE] = 1;
    rig_configure(&rig); /* with nobody on the lowest floor yet */
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    for (unsigned i = 0; i < WIDE; i++)
        r->member[r->members++] = (struct rules_member){
            .group = (uint16_t)(i + 1), .ip = 0x09000000 + i,
            .mask = 0xffffffff};
    rig_configure(&rig);
    g_assert_cmpuint(firewall_entries(rig.firewall), ==, 1);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s.to++;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    rig_end(&rig);
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

    scene_server(0);
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

/* The first is told, then how many came, once an interval, until none does. */
static void test_log(void)
{
    scene_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.ace[0].log = RULES_LOG_ON;
    rig.rules.ace[0].log_interval = 10;
    rig.rules.ace[0].log_level = 3;
    rig.rules.ace[0].action = RULES_DENY;
    rig_configure(&rig);
    for (unsigned i = 0; i < 7; i++) {
        scene_call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, "");
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
    scene_call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, "");
    g_assert_cmpuint(told(EVENT_LIST), ==, 1);
    g_assert_cmpuint(firewall_hits(rig.firewall, 0), ==, 8);
    rig_end(&rig);
}

/* Who may come in all the same (`established`) is not told to be denied. */
static void test_log_established(void)
{
    scene_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.ace[0].log = RULES_LOG_ON;
    rig.rules.ace[0].action = RULES_DENY;
    rig.rules.established[rig.rules.established_count++] =
        (struct rules_established){.protocol = 6};
    rig_configure(&rig);
    scene_call(RIG_INSIDE, CALLER, 4000, SYN, 5, 0, "");
    g_assert_cmpint(scene_call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, ""), ==,
                    FIREWALL_SENT);
    g_assert_cmpuint(told(EVENT_LIST), ==, 0);
    g_assert_cmpint(scene_call(RIG_OUTSIDE, CALLER + 1, 9, SYN, 5, 0, ""), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpuint(told(EVENT_LIST), ==, 1);
    rig_end(&rig);
}

/* What was counted is told of the list it was, whatever stands there now. */
static void test_log_moved(void)
{
    scene_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 2;
    rig.rules.ace[0].log = RULES_LOG_ON;
    rig.rules.ace[0].log_interval = 10;
    rig.rules.ace[0].action = RULES_DENY;
    g_strlcpy(rig.rules.list[1].name, "gone", sizeof rig.rules.list[1].name);
    g_strlcpy(rig.rules.list[2].name, "web", sizeof rig.rules.list[2].name);
    rig_configure(&rig);
    for (unsigned i = 0; i < 2; i++)
        scene_call(RIG_OUTSIDE, CALLER, 9, SYN, 5, 0, "");
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.list[1] = rig.rules.list[2];
    memset(&rig.rules.list[2], 0, sizeof rig.rules.list[2]);
    rig.events = 0;
    rig_configure(&rig);
    g_assert_cmpuint(told(EVENT_LIST), ==, 1);
    g_assert_cmpstr(rig.event[0].text, ==, "web");
    rig_end(&rig);
}

/* Denied ones beyond `deny-flow-max` are not, which is said now and then. */
static void test_log_bounds(void)
{
    unsigned alerts = 0;

    scene_server(0);
    rig.rules.ace[0].list = rig.rules.bound[RIG_OUTSIDE] = 1;
    rig.rules.ace[0].log = RULES_LOG_DEFAULT;
    rig.rules.ace[0].action = RULES_DENY;
    rig.rules.deny_flow_max = 5;
    rig.rules.alert_interval = 20;
    rig_configure(&rig);
    for (uint16_t port = 1; port <= 20; port++) {
        scene_call(RIG_OUTSIDE, CALLER, port, SYN, 5, 0, "");
        g_assert_cmpuint(told(EVENT_LIST), ==, port <= 5);
        alerts += told(EVENT_FLOWS_FULL);
    }
    g_assert_cmpuint(alerts, ==, 1);
    go_to(1020);
    scene_call(RIG_OUTSIDE, CALLER, 50, SYN, 5, 0, "");
    g_assert_cmpuint(told(EVENT_FLOWS_FULL), ==, 1);
    go_to(1300);
    g_assert_cmpuint(firewall_counts(rig.firewall)->denied_flows, ==, 0);
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/ten-thousand-entries", test_long_list);
    g_test_add_func("/firewall/too-many-entries", test_too_many);
    g_test_add_func("/firewall/deep-groups", test_deep_groups);
    g_test_add_func("/firewall/cut-packets-match", test_matches);
    g_test_add_func("/firewall/log", test_log);
    g_test_add_func("/firewall/log-established", test_log_established);
    g_test_add_func("/firewall/log-moved", test_log_moved);
    g_test_add_func("/firewall/log-bounds", test_log_bounds);
    return g_test_run();
}
