/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_runtime.c - what the runtime knows by heart: chassis, licensed
 * features in the words of each release, processors. */
#include <glib.h>
#include <string.h>

#include "guest/i386/pit.h"
#include "guest/lib/calendar.h"
#include "guest/lib/release.h"
#include "guest/lib/zone.h"
#include "guest/net/blocks.h"
#include "guest/runtime/unit/features.h"
#include "guest/runtime/unit/processor.h"
#include "guest/runtime/unit/usage.h"

/* A unit may stay on for years. */
static void test_years(void)
{
    const uint64_t seconds = 10ull * 366 * 86400;

    for (uint64_t s = 1; s < seconds; s *= 3) {
        g_assert_cmpuint(pit_ms(s * PIT_HZ), ==, s * 1000);
        g_assert_cmpuint(pit_us(s * PIT_HZ), ==, s * 1000000);
        g_assert_cmpuint(pit_us(s * PIT_HZ + PIT_HZ / 2), ==,
                         s * 1000000 + 500000);
    }
}

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

/* --- time -------------------------------------------------------------- */

static void test_dates(void)
{
    static const uint32_t moments[] = {0, 951782399, 951782400, 1000209600,
                                       1057321656, 4102444799u};

    for (unsigned i = 0; i < G_N_ELEMENTS(moments); i++) {
        g_autoptr(GDateTime) want = g_date_time_new_from_unix_utc(moments[i]);
        struct date d = calendar_date(moments[i]);

        g_assert_cmpint(d.year, ==, g_date_time_get_year(want));
        g_assert_cmpint(d.month, ==, g_date_time_get_month(want));
        g_assert_cmpint(d.day, ==, g_date_time_get_day_of_month(want));
        g_assert_cmpint(d.hour, ==, g_date_time_get_hour(want));
        g_assert_cmpint(d.second, ==, g_date_time_get_second(want));
        g_assert_cmpint(calendar_weekday(moments[i]), ==,
                        g_date_time_get_day_of_week(want) % 7);
        g_assert_cmpuint(calendar_seconds(&d), ==, moments[i]);
    }
}

static void test_date_text(void)
{
    char text[CALENDAR_TEXT];

    calendar_text(text, sizeof text, 1057321656, 789, "UTC", false);
    g_assert_cmpstr(text, ==, "12:27:36.789 UTC Jul 4 2003");
    calendar_text(text, sizeof text, 1057321656, 5, "CEST", true);
    g_assert_cmpstr(text, ==, "12:27:36.005 CEST Fri Jul 4 2003");
    calendar_text(text, sizeof text, 1057321656, CALENDAR_NO_MS, "UTC", true);
    g_assert_cmpstr(text, ==, "12:27:36 UTC Fri Jul 4 2003");
}

static void test_date_parse(void)
{
    struct date d;

    g_assert_true(calendar_parse(&d, "9:05:00", "4", "jul", "2003"));
    g_assert_cmpuint(calendar_seconds(&d), ==, 1057309500);
    g_assert_true(calendar_parse(&d, "9:05:00", "July", "4", "2003"));
    g_assert_cmpuint(calendar_seconds(&d), ==, 1057309500);
    g_assert_true(calendar_parse(&d, "23:59:59", "29", "feb", "2004"));
    g_assert_false(calendar_parse(&d, "23:59:59", "29", "feb", "2003"));
    g_assert_false(calendar_parse(&d, "24:00:00", "1", "jan", "2003"));
    g_assert_false(calendar_parse(&d, "9:05", "4", "jul", "2003"));
    g_assert_false(calendar_parse(&d, "9:05:00x", "4", "jul", "2003"));
    g_assert_false(calendar_parse(&d, "9:05:00", "4", "ju", "2003"));
    g_assert_false(calendar_parse(&d, "9:05:00", "4", "july4", "2003"));
    g_assert_false(calendar_parse(&d, "9:05:00", "0", "jul", "2003"));
    g_assert_false(calendar_parse(&d, "9:05:00", "4", "jul", "1992"));
}

/* Against the tables of zones that everybody has, hour by hour. */
static void test_zones(void)
{
    static const struct {
        const char *name;
        struct zone zone;
        unsigned years[2];
    } rows[] = {
        {"America/New_York",
         {"EST", "EDT", -300, 60, {0, 1, 0, 4, 0, 120},
          {0, ZONE_LAST_WEEK, 0, 10, 0, 120}}, {1990, 2006}},
        {"Europe/Berlin",
         {"CET", "CEST", 60, 60, {0, ZONE_LAST_WEEK, 0, 3, 0, 120},
          {0, ZONE_LAST_WEEK, 0, 10, 0, 180}}, {1997, 2030}},
        {"Australia/Lord_Howe",
         {"LHST", "LHDT", 630, 30, {0, 1, 0, 10, 0, 120},
          {0, 1, 0, 4, 0, 120}}, {2009, 2030}},
        {"Asia/Kolkata", {.name = "IST", .minutes = 330}, {1990, 2030}},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GTimeZone) tz = g_time_zone_new_identifier(rows[i].name);
        const struct zone *z = &rows[i].zone;
        struct date d = {.year = rows[i].years[0], .month = 1, .day = 1};
        uint32_t t = calendar_seconds(&d), end;

        if (!tz) {
            g_test_skip("no tables of zones here");
            return;
        }
        d.year = rows[i].years[1];
        for (end = calendar_seconds(&d); t < end; t += 1800) {
            int at = g_time_zone_find_interval(tz, G_TIME_TYPE_UNIVERSAL, t);
            uint32_t local = t + (uint32_t)g_time_zone_get_offset(tz, at);

            g_assert_cmpuint(zone_local(z, t), ==, local);
            g_assert_cmpint(zone_is_summer(z, t), ==,
                            g_time_zone_is_dst(tz, at));
            if (zone_utc(z, local) != t) /* the hour that comes twice */
                g_assert_cmpuint(zone_local(z, zone_utc(z, local)), ==, local);
        }
    }
}

/* Of one year, and over its end. */
static void test_zone_dates(void)
{
    const struct zone z = {"PST", "PDT", -480, 60, {2002, 0, 0, 10, 27, 120},
                           {2003, 0, 0, 4, 6, 120}};
    static const struct {
        struct date utc;
        bool summer;
    } rows[] = {
        {{2002, 10, 27, 9, 59, 59}, false}, {{2002, 10, 27, 10, 0, 0}, true},
        {{2003, 4, 6, 8, 59, 59}, true}, {{2003, 4, 6, 9, 0, 0}, false},
        {{2003, 12, 1, 0, 0, 0}, false}, {{2001, 12, 1, 0, 0, 0}, false}};

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint32_t t = calendar_seconds(&rows[i].utc);

        g_assert_cmpint(zone_is_summer(&z, t), ==, rows[i].summer);
        g_assert_cmpstr(zone_name(&z, t), ==, rows[i].summer ? "PDT" : "PST");
    }
    g_assert_cmpstr(zone_name(&(struct zone){.minutes = 0}, 0), ==, "UTC");
}

static void test_usage(void)
{
    struct usage u = {0};

    g_assert_cmpuint(usage_percent(&u, 5), ==, 0);
    usage_sample(&u, 0, 0);
    g_assert_cmpuint(usage_percent(&u, 300), ==, 0);
    usage_sample(&u, 100, 25);
    g_assert_cmpuint(usage_percent(&u, 5), ==, 75);
    g_assert_cmpuint(usage_percent(&u, 300), ==, 75);
    for (unsigned i = 1; i < 100; i++)
        usage_sample(&u, 100 + i * 100, 25 + i * 100);
    usage_sample(&u, 10100, 9925);
    g_assert_cmpuint(usage_percent(&u, 5), ==, 100);
    g_assert_cmpuint(usage_percent(&u, 60), ==, 8);
    g_assert_cmpuint(usage_percent(&u, 300), ==, 2);
}

/* --- packet buffers ---------------------------------------------------- */

static GPtrArray *taken;

static void *take(uint32_t bytes)
{
    void *p = g_malloc(bytes);

    g_ptr_array_add(taken, p);
    return p;
}

static void *take_nothing(uint32_t bytes)
{
    (void)bytes;
    return NULL;
}

static void test_blocks(void)
{
    const struct block_pool *pool = NULL;
    GPtrArray *held = g_ptr_array_new();
    struct block *b;

    taken = g_ptr_array_new_with_free_func(g_free);
    g_assert_false(blocks_setup(take_nothing));
    g_assert_true(blocks_setup(take));
    for (unsigned i = 0; blocks_pool(i); i++) {
        pool = blocks_pool(i);
        g_assert_cmpuint(pool->count, ==, pool->max);
    }
    g_assert_cmpuint(pool->size, ==, BLOCK_FRAME);
    g_assert_null(block_take(BLOCK_FRAME + 1));
    while ((b = block_take(1000))) {
        memset(b->data, 0x5a, BLOCK_FRAME);
        g_ptr_array_add(held, b);
    }
    g_assert_cmpuint(held->len, ==, pool->max);
    g_assert_cmpuint(pool->count, ==, 0);
    b = block_take(4);
    g_assert_true(b && b->pool == 0);
    block_give(b);
    for (unsigned i = 0; i < held->len; i++)
        block_give(held->pdata[i]);
    g_assert_cmpuint(pool->count, ==, pool->max);
    g_assert_cmpuint(pool->low, ==, 0);
    b = block_take(BLOCK_FRAME);
    blocks_forget_low();
    block_give(b);
    g_assert_cmpuint(pool->low, ==, pool->max - 1);
    g_ptr_array_free(held, TRUE);
    g_ptr_array_free(taken, TRUE);
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
    g_test_add_func("/calendar/dates-and-seconds", test_dates);
    g_test_add_func("/calendar/text", test_date_text);
    g_test_add_func("/calendar/what-clock-set-takes", test_date_parse);
    g_test_add_func("/zone/as-everybody-has-it", test_zones);
    g_test_add_func("/zone/of-one-year", test_zone_dates);
    g_test_add_func("/usage/percent-over-time", test_usage);
    g_test_add_func("/blocks/every-one-comes-back", test_blocks);
    g_test_add_func("/runtime/years", test_years);
    return g_test_run();
}
