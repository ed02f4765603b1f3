/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_at29_odd.c - the AT29C040A when sequences go on too long, lockout names
 * no block, and nobody looks for a while.
 */
#include "tests/unit/devices/at29rig.h"

/* Behind 80h there is no 80h: all these writes are data, but for those of the
 * other sector. */
static void test_twice_second(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_command(r, 0x80);
    rig_command(r, 0x80);
    rig_command(r, 0x10); /* no end of a chip erase */
    rig_settle(r);
    g_assert_cmphex(r->array[0x5555], ==, 0x10);
    g_assert_cmphex(r->array[0x5554], ==, 0xff);
    g_assert_cmphex(r->array[0x2aaa], ==, 0x5a);
    g_assert_cmphex(r->array[SECTOR_AT], ==, 0x5a);
}

/* 00h locks the lower block, FFh the upper one, and nothing else does. */
static void test_lock_data(struct rig *r, gconstpointer fast)
{
    static const struct {
        uint32_t addr;
        uint8_t val, locked;
    } rows[] = {
        { 0x00000, 0xff, 0 }, { 0x00000, 0x01, 0 }, { 0x7ffff, 0x00, 0 },
        { 0x00000, 0x00, AT29_LOCK_LOWER },
        { 0x7ffff, 0xff, AT29_LOCK_LOWER | AT29_LOCK_UPPER },
    };

    (void)fast;
    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        rig_command6(r, 0x40);
        rig_put(r, rows[i].addr, rows[i].val);
        rig_settle(r);
        g_assert_cmphex(r->protection, ==, rows[i].locked);
    }
}

/* "DATA polling": bit 7 is the complement of the last byte's, whatever the
 * bytes before; the bits below the toggle bit are the byte's. */
static void test_last_byte(struct rig *r, gconstpointer fast)
{
    static const uint8_t last[] = { 0x81, 0x3e, 0xc0, 0x7f };

    (void)fast;
    for (unsigned i = 0; i < G_N_ELEMENTS(last); i++) {
        rig_load(r, SECTOR_AT, 255, last[i] ^ 0x80);
        rig_put(r, SECTOR_AT + 255, last[i]);
        g_assert_cmphex(rig_get(r, SECTOR_AT) & 0xbf, ==,
                        (last[i] ^ 0x80) & 0xbf);
        rig_settle(r);
        g_assert_cmphex(rig_get(r, SECTOR_AT + 255), ==, last[i]);
    }
}

/* Whoever reads after a while finds it done; whoever writes hears what was
 * wrong with the load that ended meanwhile. */
static void test_unseen(struct rig *r, gconstpointer fast)
{
    (void)fast;
    rig_load(r, SECTOR_AT, 256, 3);
    r->now_ns += 50 * (uint64_t)MS;
    g_assert_cmphex(rig_get(r, SECTOR_AT), ==, 3);
    rig_command(r, 0xa0); /* protects */
    rig_settle(r);
    rig_put(r, SECTOR_AT, 0x77); /* without command */
    r->now_ns += 50 * (uint64_t)MS;
    g_assert_cmpuint(r->complaints, ==, 0);
    rig_put(r, 0x5555, 0xaa);
    g_assert_cmpuint(r->complaints, ==, 1);
}

#define TEST(name, fn) \
    g_test_add("/at29/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("80h-does-not-follow-80h", test_twice_second);
    TEST("lockout-wants-its-byte", test_lock_data);
    TEST("the-last-byte-is-polled", test_last_byte);
    TEST("time-passes-unseen", test_unseen);
    return g_test_run();
}
