/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_at29.c - the AT29C040A alone: devices/flash-at29/at29.c.
 *
 * Time is a variable.  Unless a test says otherwise the chip is authentic, so
 * that every phase can be seen.
 *
 * Registers of devices/flash-at29:
 *   modelled: byte load; DATA polling, toggle bit; A0h program; 80h/20h
 *     protection off; 80h/10h chip erase; 80h/40h boot block lockout; 90h,
 *     F0h identification
 *   accepted: 10 ms pause around identification
 *   absent: identification by 12 V on A9
 */
#include <string.h>

#include "tests/unit/devices/at29rig.h"

#define FAST GINT_TO_POINTER(1)

/* --- programming ------------------------------------------------------- */

static void test_program(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 3);
    g_assert_cmphex(r->array[SECTOR_AT], ==, 0x5a);
    rig_settle(r);
    for (unsigned i = 0; i < 256; i++)
        g_assert_cmphex(rig_get(r, SECTOR_AT + i), ==, (uint8_t)(3 + i));
    g_assert_cmphex(rig_get(r, SECTOR_AT - 1), ==, 0x5a);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 256), ==, 0x5a);
    g_assert_cmpuint(r->complaints, ==, 0);
    g_assert_cmphex(r->protection, ==, 0);
}

static void test_partial(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, SECTOR_AT + 7, 0x00);
    rig_put(r, SECTOR_AT + 200, 0x11);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 7), ==, 0x00);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 200), ==, 0x11);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0xff);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 8), ==, 0xff);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255), ==, 0xff);
}

static void test_load_window(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, SECTOR_AT, 1);
    rig_pass(r, 148 * US);
    rig_put(r, SECTOR_AT + 1, 2); /* 149 us later: still in time */
    rig_pass(r, 150 * US);
    rig_put(r, SECTOR_AT + 2, 3); /* 151 us later: too late */
    g_assert_cmpstr(r->wrong, ==, "write during the internal cycle");
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 1);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 1), ==, 2);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 2), ==, 0xff);
}

static void test_leave_sector(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT + 0xf0, 0x20, 0); /* the second half is elsewhere */
    g_assert_cmpuint(r->complaints, ==, 0x10);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 0xff), ==, 0x0f);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 0x100), ==, 0x5a);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0xff);
}

static void test_257(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0);
    rig_put(r, SECTOR_AT, 0x77); /* the latch takes the last one */
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0x77);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 1), ==, 1);
}

static void test_data_polling(struct rig *r, gconstpointer fast)
{
    uint64_t start;

    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0x80); /* the last byte is 7Fh */
    start = r->now_ns;
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255) & 0x80, ==, 0x80);
    rig_pass(r, AT29_LOAD_NS + AT29_PROGRAM_NS - 1);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255) & 0x80, ==, 0x80);
    rig_pass(r, 1);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255), ==, 0x7f);
    g_assert_cmpuint(r->now_ns - start, <=, 10 * MS + AT29_LOAD_NS);
}

static void test_toggle(struct rig *r, gconstpointer fast)
{
    uint8_t a, b, c;

    (void)fast;
    rig_put(r, SECTOR_AT, 0xff);
    rig_pass(r, MS);
    a = rig_get(r, SECTOR_AT);
    b = rig_get(r, 0);
    c = rig_get(r, SECTOR_AT);
    g_assert_cmphex((a ^ b) & 0xff, ==, 0x40);
    g_assert_cmphex((b ^ c) & 0xff, ==, 0x40);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, rig_get(r, SECTOR_AT));
}

static void test_busy_ignores(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0);
    rig_pass(r, MS);
    rig_command(r, 0x90);
    rig_load(r, 0x40000, 4, 0);
    g_assert_cmpuint(r->complaints, ==, 7);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0), ==, 0x5a); /* no identification */
    g_assert_cmphex(rig_get(r, 0x40000), ==, 0x5a);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 9), ==, 9);
}

static void test_fast(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 255, 0);
    g_assert_cmphex(r->array[SECTOR_AT], ==, 0x5a);
    rig_put(r, SECTOR_AT + 255, 0xee);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255), ==, 0xee);
}

static void test_fast_partial(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, SECTOR_AT, 0x01);
    rig_pass(r, AT29_LOAD_NS - 1);
    g_assert_cmphex(r->array[SECTOR_AT], ==, 0x5a);
    g_assert_cmphex(rig_get(r, SECTOR_AT) & 0x80, ==, 0x80);
    rig_pass(r, 1);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0x01);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 1), ==, 0xff);
}

/* --- software data protection ------------------------------------------ */

static void test_sdp_on(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0xa0);
    rig_load(r, SECTOR_AT, 256, 0);
    g_assert_cmphex(r->protection, ==, 0); /* at the end of the cycle */
    rig_settle(r);
    g_assert_cmphex(r->protection, ==, AT29_SDP);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 1), ==, 1);
}

static void test_sdp_blocks(struct rig *r, gconstpointer fast)
{
    uint8_t a, b;

    (void)fast;
    r->protection = AT29_SDP;
    rig_load(r, SECTOR_AT, 256, 0);
    rig_pass(r, MS);
    a = rig_get(r, SECTOR_AT); /* the timer runs nevertheless */
    b = rig_get(r, SECTOR_AT);
    g_assert_cmphex(a ^ b, ==, 0x40);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0x5a);
    g_assert_cmpstr(r->wrong, ==,
                    "load without command while software protection is on");
    rig_command(r, 0xa0);
    rig_load(r, SECTOR_AT, 256, 0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 2), ==, 2);
}

static void test_sdp_off(struct rig *r, gconstpointer fast)
{
    (void)fast;
    r->protection = AT29_SDP;
    rig_command6(r, 0x20);
    rig_load(r, SECTOR_AT, 256, 0);
    rig_settle(r);
    g_assert_cmphex(r->protection, ==, 0);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 3), ==, 3);
    rig_load(r, SECTOR_AT, 256, 1);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 3), ==, 4);
}

static void test_sdp_without_data(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0xa0);
    rig_settle(r);
    g_assert_cmphex(r->protection, ==, AT29_SDP);
    for (uint32_t at = 0; at < AT29_BYTES; at++)
        if (r->array[at] != 0x5a)
            g_error("byte %x changed", at);
}

/* Sequences that are wrong in one place, with protection on: nothing may be
 * written by the load that follows. */
static void test_wrong_sequences(struct rig *r, gconstpointer fast)
{
    static const struct at29_write wrong[][3] = {
        {{0x5555, 0xab}, {0x2aaa, 0x55}, {0x5555, 0xa0}},
        {{0x5554, 0xaa}, {0x2aaa, 0x55}, {0x5555, 0xa0}},
        {{0x5555, 0xaa}, {0x2aaa, 0x54}, {0x5555, 0xa0}},
        {{0x5555, 0xaa}, {0x2aab, 0x55}, {0x5555, 0xa0}},
        {{0x5555, 0xaa}, {0x2aaa, 0x55}, {0x5554, 0xa0}},
        {{0x5555, 0xaa}, {0x2aaa, 0x55}, {0x2aaa, 0xa0}},
        {{0x5555, 0xaa}, {0x2aaa, 0x55}, {0x5555, 0xa1}},
    };

    (void)fast;
    r->protection = AT29_SDP;
    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        for (unsigned k = 0; k < 3; k++)
            rig_put(r, wrong[i][k].addr, wrong[i][k].val);
        rig_load(r, SECTOR_AT, 256, 0);
        rig_settle(r);
        g_assert_cmpuint(r->complaints, >, 0);
        r->complaints = 0;
    }
    for (uint32_t at = 0; at < AT29_BYTES; at++)
        if (r->array[at] != 0x5a)
            g_error("byte %x changed", at);
    g_assert_cmphex(r->protection, ==, AT29_SDP);
}

static void test_command_is_data(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, 0x5555, 0xaa); /* first byte loaded of sector 5500h */
    rig_put(r, 0x5556, 0x12);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0x5555), ==, 0xaa);
    g_assert_cmphex(rig_get(r, 0x5556), ==, 0x12);
    g_assert_cmphex(rig_get(r, 0x5500), ==, 0xff);
    g_assert_cmpuint(r->complaints, ==, 0);
}

static void test_command_in_data(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0xa0);
    rig_put(r, 0x5500, 0x01);
    rig_command(r, 0x90); /* loads, two of them in other sectors */
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0x5500), ==, 0x01);
    g_assert_cmphex(rig_get(r, 0x5555), ==, 0x90);
    g_assert_cmphex(rig_get(r, 0x2aaa), ==, 0x5a);
    g_assert_cmphex(rig_get(r, 0), ==, 0x5a);
}

static void test_decoding(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, 0x7d555, 0xaa); /* A15 to A18 don't matter */
    rig_put(r, 0x12aaa, 0x55);
    rig_put(r, 0x45555, 0x90);
    g_assert_cmphex(rig_get(r, 0), ==, 0x1f);
    g_assert_cmpuint(r->complaints, ==, 0);
}

static void test_slow_sequence(struct rig *r, gconstpointer fast)
{
    (void)fast;
    r->protection = AT29_SDP;
    rig_put(r, 0x5555, 0xaa);
    rig_put(r, 0x2aaa, 0x55);
    rig_pass(r, 151 * US);
    g_assert_cmpint(r->chip.state, ==, AT29_BUSY);
    rig_settle(r);
    rig_put(r, 0x5555, 0x90);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0), ==, 0x5a);
}

/* --- identification, erasing, boot blocks ------------------------------ */

static void test_identity(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0x90);
    g_assert_cmphex(rig_get(r, 0), ==, 0x1f);
    g_assert_cmphex(rig_get(r, 1), ==, 0xa4);
    g_assert_cmphex(rig_get(r, 0x00002), ==, 0xfe);
    g_assert_cmphex(rig_get(r, 0x7fff2), ==, 0xfe);
    rig_load(r, SECTOR_AT, 4, 0); /* only commands are heard */
    g_assert_cmpuint(r->complaints, ==, 4);
    rig_command(r, 0xa0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0), ==, 0x1f);
    rig_command(r, 0xf0);
    g_assert_cmphex(rig_get(r, 0), ==, 0x5a);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0x5a);
    g_assert_cmphex(r->protection, ==, 0);
}

static void test_identity_and_power(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0x90);
    at29_power_on(&r->chip, r->now_ns, true);
    g_assert_cmphex(rig_get(r, 0), ==, 0x5a);
}

static void test_chip_erase(struct rig *r, gconstpointer fast)
{
    (void)fast;
    r->protection = AT29_SDP;
    rig_command6(r, 0x10);
    g_assert_cmphex(rig_get(r, 0) & 0x80, ==, 0);
    rig_pass(r, 19 * MS);
    g_assert_cmphex((rig_get(r, 0) ^ rig_get(r, 0)) & 0x40, ==, 0x40);
    rig_pass(r, MS);
    for (uint32_t at = 0; at < AT29_BYTES; at++)
        if (rig_get(r, at) != 0xff)
            g_error("byte %x is not erased", at);
    g_assert_cmphex(r->protection, ==, AT29_SDP);
}

static void test_lockout(struct rig *r, gconstpointer upper)
{
    bool is_upper = upper;
    uint32_t inside = is_upper ? 0x7c000 : 0x3f00;
    uint32_t outside = is_upper ? 0x7bf00 : 0x4000;

    rig_command6(r, 0x40);
    rig_put(r, is_upper ? 0x7ffff : 0, is_upper ? 0xff : 0);
    rig_settle(r);
    g_assert_cmphex(r->protection, ==,
                    is_upper ? AT29_LOCK_UPPER : AT29_LOCK_LOWER);
    rig_command(r, 0x90);
    g_assert_cmphex(rig_get(r, 0x00002), ==, is_upper ? 0xfe : 0xff);
    g_assert_cmphex(rig_get(r, 0x7fff2), ==, is_upper ? 0xff : 0xfe);
    rig_command(r, 0xf0);
    rig_command(r, 0xa0);
    rig_load(r, inside, 256, 0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, inside), ==, 0x5a);
    g_assert_cmpstr(r->wrong, ==, "load into a locked boot block");
    rig_command(r, 0xa0);
    rig_load(r, outside, 256, 0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, outside), ==, 0);
    rig_command6(r, 0x10); /* refused from now on */
    rig_settle(r);
    g_assert_cmphex(rig_get(r, 0x40000), ==, 0x5a);
    g_assert_cmpstr(r->wrong, ==, "chip erase with a boot block locked");
}

static void test_lockout_of_nothing(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command6(r, 0x40);
    rig_put(r, 0x100, 0x00);
    g_assert_cmpstr(r->wrong, ==, "lockout of no boot block");
    rig_command6(r, 0x40);
    rig_pass(r, 151 * US);
    rig_put(r, 0, 0); /* too late: an ordinary load */
    rig_settle(r);
    g_assert_cmphex(r->protection, ==, 0);
    g_assert_cmphex(rig_get(r, 0), ==, 0);
}

/* --- power ------------------------------------------------------------- */

static void test_cut_while_loading(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0);
    at29_power_on(&r->chip, r->now_ns + 100 * US, true);
    r->now_ns += MS;
    rig_settle(r);
    for (unsigned i = 0; i < 256; i++)
        g_assert_cmphex(rig_get(r, SECTOR_AT + i), ==, 0x5a);
}

/* Half a command is forgotten: the next one is whole. */
static void test_cut_in_a_command(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_put(r, 0x5555, 0xaa);
    rig_put(r, 0x2aaa, 0x55);
    at29_power_on(&r->chip, r->now_ns, true);
    r->now_ns += AT29_POWER_UP_NS;
    rig_command(r, 0xa0);
    rig_load(r, SECTOR_AT, 256, 0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT + 255), ==, 255);
    g_assert_cmphex(rig_get(r, 0x5500), ==, 0x5a);
    g_assert_cmpuint(r->complaints, ==, 0);
}

/* first, second: what the halves of the sector hold; -1: the new data. */
static void check_halves(struct rig *r, int first, int second)
{
    at29_power_on(&r->chip, r->now_ns, true);
    for (unsigned i = 0; i < 256; i++) {
        int want = i < 128 ? first : second;

        g_assert_cmphex(rig_get(r, SECTOR_AT + i), ==,
                        want < 0 ? (uint8_t)i : want);
    }
    g_assert_cmphex(rig_get(r, SECTOR_AT + 256), ==, 0x5a);
}

static void test_cut_while_erasing(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0);
    rig_pass(r, AT29_LOAD_NS);
    check_halves(r, 0xff, 0x5a);
}

static void test_cut_while_programming(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 0);
    rig_pass(r, AT29_LOAD_NS + AT29_PROGRAM_NS / 2);
    check_halves(r, -1, 0xff);
}

static void test_power_up_delay(struct rig *r, gconstpointer fast)
{
    (void)fast;
    at29_power_on(&r->chip, r->now_ns, true);
    rig_put(r, SECTOR_AT, 0);
    g_assert_cmpstr(r->wrong, ==, "write within 5 ms of power-on");
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0x5a);
    rig_put(r, SECTOR_AT, 0);
    rig_settle(r);
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 0);
}

static void test_due(struct rig *r, gconstpointer fast)
{
    uint64_t t;

    (void)fast;
    g_assert_cmpuint(at29_due(&r->chip), ==, UINT64_MAX);
    rig_put(r, SECTOR_AT, 0);
    t = r->now_ns;
    g_assert_cmpuint(at29_due(&r->chip), ==, t + AT29_LOAD_NS);
    rig_pass(r, AT29_LOAD_NS);
    t += AT29_LOAD_NS;
    g_assert_cmpuint(at29_due(&r->chip), ==, t + AT29_PROGRAM_NS / 2);
    rig_pass(r, AT29_PROGRAM_NS / 2);
    g_assert_cmpuint(at29_due(&r->chip), ==, t + AT29_PROGRAM_NS);
    rig_settle(r);
    g_assert_cmpuint(at29_due(&r->chip), ==, UINT64_MAX);
}

#define TEST(name, function, data) \
    g_test_add("/at29/" name, struct rig, data, rig_setup, function, \
               rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-sector-is-programmed-as-a-whole", test_program, NULL);
    TEST("bytes-not-loaded-become-ff", test_partial, NULL);
    TEST("a-load-is-in-time-for-150-us", test_load_window, NULL);
    TEST("a-load-outside-the-sector-is-lost", test_leave_sector, NULL);
    TEST("the-latch-keeps-the-last-of-257", test_257, NULL);
    TEST("data-polling-is-on-bit-7", test_data_polling, NULL);
    TEST("the-toggle-bit-is-bit-6", test_toggle, NULL);
    TEST("a-busy-chip-ignores-writes", test_busy_ignores, NULL);
    TEST("fast-a-full-latch-is-programmed-at-once", test_fast, FAST);
    TEST("fast-a-partial-latch-waits-150-us", test_fast_partial, FAST);
    TEST("sdp-goes-on-with-the-cycle", test_sdp_on, NULL);
    TEST("sdp-stops-a-bare-load-but-not-its-timer", test_sdp_blocks, NULL);
    TEST("sdp-goes-off-by-its-command", test_sdp_off, NULL);
    TEST("sdp-without-data-writes-nothing", test_sdp_without_data, NULL);
    TEST("a-wrong-sequence-unlocks-nothing", test_wrong_sequences, NULL);
    TEST("fast-a-wrong-sequence-unlocks-nothing", test_wrong_sequences, FAST);
    TEST("the-first-byte-of-a-command-may-be-data", test_command_is_data,
         NULL);
    TEST("inside-a-load-commands-are-data", test_command_in_data, NULL);
    TEST("commands-decode-15-address-lines", test_decoding, NULL);
    TEST("a-sequence-may-not-stop-for-150-us", test_slow_sequence, NULL);
    TEST("it-names-itself", test_identity, NULL);
    TEST("identification-ends-with-power", test_identity_and_power, NULL);
    TEST("chip-erase", test_chip_erase, NULL);
    g_test_add("/at29/the-lower-boot-block-locks-for-ever", struct rig, NULL,
               rig_setup, test_lockout, rig_teardown);
    TEST("lockout-names-a-boot-block-in-time", test_lockout_of_nothing, NULL);
    TEST("power-cut-while-loading-leaves-the-sector", test_cut_while_loading,
         NULL);
    TEST("power-cut-in-a-command-forgets-it", test_cut_in_a_command, NULL);
    TEST("power-cut-while-erasing-tears-it", test_cut_while_erasing, NULL);
    TEST("power-cut-while-programming-tears-it", test_cut_while_programming,
         NULL);
    TEST("no-writes-for-5-ms-after-power-on", test_power_up_delay, NULL);
    TEST("it-says-when-it-wants-to-be-called", test_due, NULL);
    g_test_add("/at29/the-upper-boot-block-locks-for-ever", struct rig, FAST,
               rig_setup, test_lockout, rig_teardown);
    return g_test_run();
}
