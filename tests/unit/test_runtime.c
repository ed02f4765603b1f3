/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_runtime.c - what the runtime knows by heart: chassis, licensed
 * features in the words of each release, processors. */
#include <glib.h>
#include <string.h>

#include "guest/i386/pit.h"
#include "guest/lib/release.h"
#include "guest/runtime/features.h"
#include "guest/runtime/processor.h"

static char *table(uint32_t release, const struct licence *l, uint16_t strap)
{
    GString *all = g_string_new(NULL);
    char line[FEATURES_TEXT];

    for (unsigned i = 0; features_line(line, sizeof line, i, release, l,
                                       platform_find(strap)); i++)
        g_string_append_printf(all, "%s\n", line);
    return g_string_free(all, FALSE);
}

static void test_6_1(void)
{
    struct licence l = {.type = LICENCE_RESTRICTED, .des = true,
                        .triple_des = true, .cut_through = true,
                        .guards = true, .websense = true, .slow = true,
                        .hosts = 10, .peers = 5};
    g_autofree char *text = table(RELEASE(6, 1, 1), &l, 0x0501);

    g_assert_cmpstr(text, ==, "Failover:\tDisabled\n"
                              "VPN-DES: \tEnabled\n"
                              "VPN-3DES: \tEnabled\n"
                              "Maximum Interfaces:\t2\n"
                              "Cut-through Proxy: \tEnabled\n"
                              "Guards: \tEnabled\n"
                              "Websense: \tEnabled\n"
                              "Inside Hosts: \t10\n"
                              "Throughput: \tLimited\n"
                              "ISAKMP peers: \t5\n");
}

static const struct licence ur = {
    .type = LICENCE_UNRESTRICTED, .failover = true, .des = true,
    .triple_des = true, .cut_through = true, .guards = true,
    .websense = true};

static void test_6_2(void)
{
    g_autofree char *text = table(RELEASE(6, 2, 1), &ur, 0x0515);

    g_assert_cmpstr(text, ==, "Failover:           Enabled\n"
                              "VPN-DES:            Enabled\n"
                              "VPN-3DES:           Enabled\n"
                              "Maximum Interfaces: 6\n"
                              "Cut-through Proxy:  Enabled\n"
                              "Guards:             Enabled\n"
                              "Websense:           Enabled\n"
                              "Throughput:         Unlimited\n"
                              "ISAKMP peers:       Unlimited\n");
}

static void test_6_2_2(void)
{
    g_autofree char *text = table(RELEASE(6, 2, 2), &ur, 0x0515);

    g_assert_nonnull(strstr(text, "URL-filtering:      Enabled\n"
                                  "Inside Hosts:       Unlimited\n"));
    g_assert_nonnull(strstr(text, "IKE peers:          Unlimited\n"));
    g_assert_null(strstr(text, "Websense"));
}

static void test_6_3(void)
{
    g_autofree char *text = table(RELEASE(6, 3, 4), &ur, 0x0525);

    g_assert_cmpstr(text, ==,
                    "Failover:                    Enabled\n"
                    "VPN-DES:                     Enabled\n"
                    "VPN-3DES-AES:                Enabled\n"
                    "Maximum Physical Interfaces: 8\n"
                    "Maximum Interfaces:          12\n"
                    "Cut-through Proxy:           Enabled\n"
                    "Guards:                      Enabled\n"
                    "URL-filtering:               Enabled\n"
                    "Inside Hosts:                Unlimited\n"
                    "Throughput:                  Unlimited\n"
                    "IKE peers:                   Unlimited\n");
}

static void test_interfaces(void)
{
    struct licence l = ur;
    const struct platform *p525 = platform_find(0x0525);

    g_assert_cmpuint(features_interfaces(&l, p525), ==, 8);
    l.type = LICENCE_FAILOVER_ONLY;
    g_assert_cmpuint(features_interfaces(&l, p525), ==, 8);
    l.type = LICENCE_RESTRICTED;
    g_assert_cmpuint(features_interfaces(&l, p525), ==, 6);
    l.interfaces = 2;
    g_assert_cmpuint(features_interfaces(&l, p525), ==, 2);
    l.interfaces = 0;
    g_assert_cmpuint(features_interfaces(&l, NULL), >, 0);
}

static void test_licence_names(void)
{
    struct licence l = ur;

    g_assert_cmpstr(features_licence_name(&l), ==, "an Unrestricted (UR)");
    l.type = LICENCE_FAILOVER_ONLY;
    g_assert_cmpstr(features_licence_name(&l), ==, "a Failover Only (FO)");
    l.type = LICENCE_RESTRICTED;
    g_assert_cmpstr(features_licence_name(&l), ==, "a Restricted (R)");
}

static void test_platforms(void)
{
    for (const struct platform *p = platforms; p->title; p++) {
        g_assert_true(platform_find(p->strap) == p);
        g_assert_true(g_str_has_prefix(p->title, "PIX-"));
        g_assert_cmpuint(p->interfaces_r, >=, 2);
        g_assert_cmpuint(p->interfaces_r, <=, p->interfaces_ur);
        g_assert_cmpuint(p->interfaces_ur, <=, p->logical_ur);
        g_assert_cmpuint(p->interfaces_r, <=, p->logical_r);
        g_assert_cmpuint(p->since, >=, RELEASE(4, 2, 1));
        g_assert_cmpuint(p->since, <=, RELEASE(6, 1, 1));
    }
    g_assert_null(platform_find(0xffff));
    g_assert_cmpstr(platform_find(0x1506)->title, ==, "PIX-506E");
}

static void test_processors(void)
{
    g_assert_cmpstr(processor_name(0x543), ==, "Pentium");
    g_assert_cmpstr(processor_name(0x652), ==, "Pentium II");
    g_assert_cmpstr(processor_name(0x683), ==, "Pentium III");
    g_assert_cmpstr(processor_name(0x4f4), ==, "486");
    g_assert_null(processor_name(0xf29));
}

static void test_rates(void)
{
    uint64_t tenth = PIT_HZ / 10;

    g_assert_cmpuint(processor_mhz(60000000, tenth, 600), ==, 600);
    g_assert_cmpuint(processor_mhz(61100000, tenth, 600), ==, 600);
    g_assert_cmpuint(processor_mhz(58900000, tenth, 600), ==, 600);
    g_assert_cmpuint(processor_mhz(61500000, tenth, 600), ==, 615);
    g_assert_cmpuint(processor_mhz(230000000, tenth, 0), ==, 2300);
    g_assert_cmpuint(processor_mhz(1, 0, 133), ==, 133);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/features/6.1-has-tabs", test_6_1);
    g_test_add_func("/features/6.2-is-the-chapter", test_6_2);
    g_test_add_func("/features/6.2-2-has-new-labels", test_6_2_2);
    g_test_add_func("/features/6.3-is-wide", test_6_3);
    g_test_add_func("/features/licence-and-chassis-give-interfaces",
                    test_interfaces);
    g_test_add_func("/features/licences-have-names", test_licence_names);
    g_test_add_func("/platform/rows-are-plausible", test_platforms);
    g_test_add_func("/processor/signatures-have-names", test_processors);
    g_test_add_func("/processor/rates-are-rounded", test_rates);
    return g_test_run();
}
