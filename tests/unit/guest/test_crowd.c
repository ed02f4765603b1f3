/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_crowd.c - where there are many connections and translations, each packet
 * is still dealt with.  What that took is told, and nothing else: times are
 * those of this computer. */
#include <glib.h>
#include <time.h>

#include "guest/firewall/view.h"
#include "tests/unit/guest/fwrig.h"

enum { UDP = 17, TCP = 6, SYN = 2, ACK = 16, HOST = 0x0a000005,
       SERVER = 0x08080808, PAT = 0xcb007114, MANY = 70000, PORTS = 64512,
       TRIES = 64 };

static struct rig rig;

static void begin(void)
{
    struct rules *r = &rig.rules;

    rig_begin(&rig, MANY);
    r->nat[r->nats++] = (struct rules_nat){.interface = RIG_INSIDE, .id = 1};
    r->global[r->globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1, .first = PAT, .last = PAT};
    rig_configure(&rig);
}

static enum firewall_verdict packet(unsigned in, const struct rig_spec *s)
{
    uint8_t bytes[RIG_PACKET];

    return rig_packet(&rig, in, bytes, rig_make(bytes, s));
}

/* Connections, each from another host or port, until no port is left. */
static void fill(uint8_t protocol, uint32_t n)
{
    struct rig_spec s = {.protocol = protocol, .to = SERVER, .to_port = 9,
                         .flags = SYN};

    for (uint32_t i = 0; i < n; i++) {
        s.from = HOST + i % 100;
        s.from_port = (uint16_t)(1024 + i / 100);
        g_assert_cmpint(packet(RIG_INSIDE, &s), ==, FIREWALL_SENT);
    }
}

static void tell(const char *what, unsigned n, clock_t began)
{
    g_test_message("%u %s: %.3f ms of CPU time each", n, what,
                   (double)(clock() - began) * 1000 / CLOCKS_PER_SEC / n);
}

static bool has_port(void *far, const struct firewall_xlate_view *x)
{
    return x->mapped_port == *(const uint16_t *)far;
}

static bool is_every(void *far, const struct firewall_xlate_view *x)
{
    (void)far, (void)x;
    return true;
}

/* The only port that is free is found before long, and then none is. */
static void test_last_port(void)
{
    struct rig_spec s = {.protocol = UDP, .from = HOST + 200, .to = SERVER,
                         .from_port = 5000, .to_port = 9};
    uint16_t port = 40000;
    unsigned n = 0;
    clock_t began;

    begin();
    fill(UDP, PORTS);
    firewall_end_xlates(rig.firewall, has_port, &port);
    began = clock();
    while (packet(RIG_INSIDE, &s) != FIREWALL_SENT)
        g_assert_cmpuint(++n, <, TRIES);
    tell("packets for the last port", n + 1, began);
    g_assert_cmpuint(rig_get(rig.packet + 20, 2), ==, port);
    s.from_port++;
    for (unsigned i = 0; i < 2 * TRIES; i++)
        g_assert_cmpint(packet(RIG_INSIDE, &s), ==, FIREWALL_DROPPED);
    g_assert_cmpint(rig.event[0].drop, ==, DROP_POOL_EMPTY);
    began = clock();
    firewall_end_xlates(rig.firewall, is_every, NULL);
    tell("translations ended", PORTS, began);
    g_assert_null(rig_left(&rig));
    rig_end(&rig);
}

/* Where TCP has no port left, UDP has. */
static void test_other_ports(void)
{
    struct rig_spec tcp = {.protocol = TCP, .from = HOST + 200, .to = SERVER,
                           .from_port = 5000, .to_port = 9, .flags = SYN};
    struct rig_spec udp = tcp;

    begin();
    fill(TCP, PORTS);
    for (unsigned i = 0; i < TRIES; i++)
        g_assert_cmpint(packet(RIG_INSIDE, &tcp), ==, FIREWALL_DROPPED);
    udp.protocol = UDP;
    g_assert_cmpint(packet(RIG_INSIDE, &udp), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* The same where FTP asks for a port. */
static void test_announced_port(void)
{
    struct rig_spec s = {.protocol = TCP, .from = HOST + 200, .to = SERVER,
                         .from_port = 5000, .to_port = 21, .flags = SYN};
    const char text[] = "PORT 10,0,0,205,20,1\r\n";
    uint16_t port = 40000;
    unsigned n = 0;
    clock_t began;

    begin();
    rig.place.fixup[0] = (struct firewall_fixup){FIX_FTP, 21, 21};
    rig_configure(&rig);
    g_assert_cmpint(packet(RIG_INSIDE, &s), ==, FIREWALL_SENT);
    fill(TCP, PORTS - 1);
    s.flags = ACK;
    s.seq = 1;
    s.data = text;
    s.n = sizeof text - 1;
    began = clock();
    for (unsigned i = 0; i < TRIES; i++)
        g_assert_cmpint(packet(RIG_INSIDE, &s), ==, FIREWALL_DROPPED);
    tell("announcements where no port is free", TRIES, began);
    firewall_end_xlates(rig.firewall, has_port, &port);
    while (packet(RIG_INSIDE, &s) != FIREWALL_SENT)
        g_assert_cmpuint(++n, <, TRIES);
    rig_end(&rig);
}

/* Who was called may call back; who was not is denied as fast among many. */
static void test_established(void)
{
    enum { BUSY = 30000, CALLS = 1000 };
    struct rig_spec s = {.protocol = TCP, .from = SERVER + 1, .to = PAT + 1,
                         .from_port = 7, .to_port = 6000, .flags = SYN};
    struct rules *r = &rig.rules;
    clock_t began;

    begin();
    r->statics[r->static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = PAT + 1,
        .real_ip = HOST, .mask = 0xffffffff};
    r->established[r->established_count++] = (struct rules_established){
        .protocol = TCP, .to_port = 4000};
    rig_configure(&rig);
    for (uint32_t i = 0; i < BUSY; i++) {
        const struct rig_spec out = {
            .protocol = TCP, .from = HOST, .to = SERVER + (i ? 0 : 1),
            .from_port = (uint16_t)(1024 + i), .to_port = i ? 80 : 4000,
            .flags = SYN};

        g_assert_cmpint(packet(RIG_INSIDE, &out), ==, FIREWALL_SENT);
    }
    g_assert_cmpint(packet(RIG_OUTSIDE, &s), ==, FIREWALL_SENT);
    s.from = SERVER;
    g_assert_cmpint(packet(RIG_OUTSIDE, &s), ==, FIREWALL_DROPPED);
    s.from = SERVER + 2;
    began = clock();
    for (unsigned i = 0; i < CALLS; i++)
        g_assert_cmpint(packet(RIG_OUTSIDE, &s), ==, FIREWALL_DROPPED);
    tell("calls denied", CALLS, began);
    g_assert_null(rig_left(&rig));
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/crowd/last-port", test_last_port);
    g_test_add_func("/crowd/ports-of-each-protocol", test_other_ports);
    g_test_add_func("/crowd/announced-port", test_announced_port);
    g_test_add_func("/crowd/established", test_established);
    return g_test_run();
}
