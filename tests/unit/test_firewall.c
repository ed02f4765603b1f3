/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_firewall.c - random rules and packets, judged by a slow model. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/fwrig.h"

static struct rig rig;

static void print_packet(unsigned in, const uint8_t *p, size_t n)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "%02x%s", p[i], i % 4 == 3 ? " " : "");
    g_test_message("in by %u: %s", in, text->str);
}

static void test_random(void)
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
        }
        rig_end(&rig);
    }
    g_test_message("%u of %u packets were sent", sent, all);
    g_assert_cmpuint(sent, >, all / 20);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/firewall/as-the-model-says", test_random);
    return g_test_run();
}
