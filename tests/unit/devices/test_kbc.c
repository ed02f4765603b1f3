/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_kbc.c - the 8042: status, data, command byte, input, output and test
 * ports, commands 20-3F 60-7F AA AB AD AE C0 D0 D1 D2 D3 D4 DD DF E0 F0-FF.
 *
 * Registers of devices/kbc-i8042:
 *   modelled: 20h-3Fh, 60h-7Fh RAM and command byte; AAh self test; ABh
 *     interface test; ADh, AEh interface off, on; C0h input port; D0h, D1h
 *     output port; E0h test inputs; D2h byte as if from the keyboard; DDh,
 *     DFh A20 off, on; F0h-FFh pulses; 60h byte for the keyboard; 64h status;
 *     IRQ1
 *   accepted: 20h-3Fh, 60h-7Fh RAM and command byte
 *   absent: D3h, D4h mouse; other commands
 */
#include "devices/kbc-i8042/i8042.h"
#include "tests/unit/devices/fakeboard.h"

struct rig {
    struct fakeboard fb;
    struct device *kbc;
    struct fake_pin irq1, a20, reset;
};

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->kbc = fake_new(&r->fb, &i8042_class, "kbc");
    fake_pin_connect(&r->fb, &r->irq1, i8042_irq1(r->kbc));
    fake_pin_connect(&r->fb, &r->a20, i8042_a20(r->kbc));
    fake_pin_connect(&r->fb, &r->reset, i8042_reset(r->kbc));
    fake_reset(r->kbc, RESET_POWER); /* with the wires on */
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void command(struct rig *r, uint8_t val)
{
    fake_write(r->kbc, "command", 0, val, 1);
}

static void data(struct rig *r, uint8_t val)
{
    fake_write(r->kbc, "data", 0, val, 1);
}

static uint8_t status(struct rig *r)
{
    return (uint8_t)fake_read(r->kbc, "command", 0, 1);
}

static uint8_t get(struct rig *r)
{
    g_assert_cmphex(status(r) & 1, ==, 1);
    return (uint8_t)fake_read(r->kbc, "data", 0, 1);
}

static void test_self_test(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmphex(status(r), ==, 0x10);
    command(r, 0xaa);
    g_assert_cmphex(status(r), ==, 0x1d);
    g_assert_cmphex(get(r), ==, 0x55);
    g_assert_cmphex(status(r), ==, 0x1c);
    command(r, 0xab);
    g_assert_cmphex(get(r), ==, 0x00);
}

static void test_ram(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0x60);
    data(r, 0x74);
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x74);
    g_assert_cmphex(status(r), ==, 0x1c); /* the system flag is in it */
    command(r, 0x7f);
    data(r, 0x99);
    command(r, 0x3f);
    g_assert_cmphex(get(r), ==, 0x99);
    command(r, 0x80); /* neither a read nor a write of RAM */
    data(r, 0x42);
    g_assert_cmphex(get(r), ==, 0xfe); /* the byte went to the keyboard */
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x64); /* ... and switched it on */
    command(r, 0xae);
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x64);
    command(r, 0xad);
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x74);
    g_assert_false(r->irq1.level);
}

static void test_irq(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0x60);
    data(r, 0x01);
    command(r, 0xd2);
    data(r, 0x1c);
    g_assert_true(r->irq1.level);
    command(r, 0xd2);
    data(r, 0x1d);
    command(r, 0xd0); /* the output port shows the full buffer */
    g_assert_cmphex(get(r), ==, 0xd3);
    g_assert_false(r->irq1.level);
    command(r, 0xd0);
    g_assert_cmphex(get(r), ==, 0xc3);
}

static void test_a20(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_true(r->a20.level);
    command(r, 0xd1);
    data(r, 0xdd);
    g_assert_false(r->a20.level);
    command(r, 0xd0);
    g_assert_cmphex(get(r), ==, 0xc1);
    command(r, 0xd1);
    data(r, 0xdf);
    g_assert_true(r->a20.level);
    command(r, 0xdd);
    g_assert_false(r->a20.level);
    command(r, 0xdf);
    g_assert_true(r->a20.level);
    g_assert_cmpuint(r->reset.rises, ==, 0);
    command(r, 0xdd);
    fake_reset(r->kbc, RESET_BUS);
    g_assert_true(r->a20.level);
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xfe);
    g_assert_cmpuint(r->reset.rises, ==, 1);
    g_assert_false(r->reset.level);
    g_assert_true(r->a20.level);
    command(r, 0xff); /* pulses nothing */
    command(r, 0xfd); /* pulses A20 only */
    g_assert_cmpuint(r->reset.rises, ==, 1);
    command(r, 0xf0);
    g_assert_cmpuint(r->reset.rises, ==, 2);
    command(r, 0xd1);
    data(r, 0x02);
    g_assert_cmpuint(r->reset.rises, ==, 3);
    command(r, 0xd0);
    g_assert_cmphex(get(r) & 1, ==, 1);
}

static void test_no_keyboard(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xad);
    data(r, 0xff); /* reset the keyboard: nobody clocks it in */
    g_assert_cmphex(status(r), ==, 0x31);
    g_assert_cmphex(get(r), ==, 0xfe);
    g_assert_cmphex(status(r), ==, 0x10);
    command(r, 0x20);
    g_assert_cmphex(get(r) & 0x10, ==, 0); /* sending enabled it */
    g_assert_cmphex(status(r) & 0x20, ==, 0);
}

static void test_ports(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xc0);
    g_assert_cmphex(get(r), ==, 0xb0);
    command(r, 0xe0);
    g_assert_cmphex(get(r), ==, 0x03);
    command(r, 0xad);
    command(r, 0xe0);
    g_assert_cmphex(get(r), ==, 0x02);
}

static void test_no_mouse(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xd3);
    data(r, 0x5a);
    g_assert_cmphex(status(r) & 1, ==, 0);
    command(r, 0xd4);
    data(r, 0xf4);
    g_assert_cmphex(status(r) & 1, ==, 0);
    for (uint8_t i = 0; i < 32; i++) { /* nor did it go anywhere else */
        command(r, 0x20 + i);
        g_assert_cmphex(get(r), ==, 0);
    }
    command(r, 0xa9);
    g_assert_cmphex(status(r) & 1, ==, 0);
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    /* A command takes the place of one that still waits for its byte. */
    command(r, 0xd1);
    command(r, 0xaa);
    get(r);
    data(r, 0xee);
    g_assert_cmphex(get(r), ==, 0xfe);
    g_assert_true(r->a20.level);
}

static void test_interface_enable(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xad);
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x10);
    command(r, 0xae);
    command(r, 0x20);
    g_assert_cmphex(get(r), ==, 0x00);
}

/* A command's byte is one byte; the next goes to the keyboard. */
static void test_one_byte(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xd1);
    data(r, 0x01);
    g_assert_false(r->a20.level);
    data(r, 0x03);
    g_assert_false(r->a20.level);
    g_assert_cmphex(get(r), ==, 0xfe);
    command(r, 0xd1);
    fake_reset(r->kbc, RESET_BUS);
    data(r, 0x01);
    g_assert_true(r->a20.level);
    g_assert_cmphex(get(r), ==, 0xfe);
}

static void test_reset_clears(struct rig *r, gconstpointer unused)
{
    (void)unused;
    for (uint8_t i = 0; i < 32; i++) {
        command(r, 0x60 + i);
        data(r, i ? 0xa0 + i : 0);
    }
    fake_reset(r->kbc, RESET_BUS);
    for (uint8_t i = 0; i < 32; i++) {
        command(r, 0x20 + i);
        g_assert_cmphex(get(r), ==, 0);
    }
    command(r, 0x60);
    data(r, 0x01); /* an interrupt needs data */
    g_assert_false(r->irq1.level);
    g_assert_cmpuint(r->irq1.rises, ==, 0);
}

/* The command byte opens the way of a byte that is there already; a reset
 * takes the byte away. */
static void test_irq_opened(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r, 0xd2);
    data(r, 0x1c);
    g_assert_false(r->irq1.level);
    command(r, 0x60);
    data(r, 0x01);
    g_assert_true(r->irq1.level);
    fake_reset(r->kbc, RESET_BUS);
    g_assert_false(r->irq1.level);
    g_assert_cmphex(fake_read(r->kbc, "data", 0, 1), ==, 0);
}

/* What timed out is forgotten with the next answer, read or not. */
static void test_timeout_passes(struct rig *r, gconstpointer unused)
{
    (void)unused;
    data(r, 0xed);
    g_assert_cmphex(status(r) & 0x21, ==, 0x21);
    command(r, 0xaa);
    g_assert_cmphex(status(r) & 0x21, ==, 0x01);
    g_assert_cmphex(get(r), ==, 0x55);
}

#define TEST(name, fn) \
    g_test_add("/kbc/" name, struct rig, NULL, setup, fn, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("self-test-and-interface-test-pass", test_self_test);
    TEST("ram-and-command-byte-are-kept", test_ram);
    TEST("a-full-buffer-raises-irq-1", test_irq);
    TEST("a20-by-output-port-and-by-command", test_a20);
    TEST("reset-by-pulse-and-by-output-port", test_reset);
    TEST("a-byte-for-the-keyboard-times-out", test_no_keyboard);
    TEST("input-and-test-ports", test_ports);
    TEST("there-is-no-mouse-port", test_no_mouse);
    TEST("the-interface-is-switched-off-and-on", test_interface_enable);
    TEST("a-command-takes-one-byte", test_one_byte);
    TEST("a-reset-clears-its-memory", test_reset_clears);
    TEST("the-command-byte-opens-the-interrupt", test_irq_opened);
    TEST("a-time-out-is-of-one-byte", test_timeout_passes);
    return g_test_run();
}
