/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pic.c - the 8259A: requests, priorities, cascade, spurious interrupts,
 * ELCR; test_pic_modes.c has its words one by one.
 *
 * Registers of devices/pic-i8259:
 *   modelled: ICW1; ICW2; ICW3; ICW4; OCW1, IMR; OCW2; OCW3; IRR, ISR;
 *     spurious interrupt; ELCR
 *   accepted: ICW4
 *   absent: SP/EN as an output; third INTA cycle of an 8085
 */
#include "tests/unit/devices/picrig.h"

static void test_ack(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_false(r->intr.level);
    i8259_set_ir(r->master, 4, true);
    g_assert_true(r->intr.level);
    g_assert_cmphex(rig_irr(r->master), ==, 0x10);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    g_assert_false(r->intr.level);
    g_assert_cmphex(rig_irr(r->master), ==, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0x10);
    rig_command(r->master, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    /* The line is still high, but an edge asks only once. */
    g_assert_false(r->intr.level);
}

static void test_mask(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_data(r->master, 0x10);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x10);
    i8259_set_ir(r->master, 4, true);
    g_assert_false(r->intr.level);
    g_assert_cmphex(rig_irr(r->master), ==, 0x10);
    rig_data(r->master, 0);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
}

static void test_priority(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8259_set_ir(r->master, 5, true);
    i8259_set_ir(r->master, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    g_assert_false(r->intr.level); /* 5 waits for the end of 3 */
    i8259_set_ir(r->master, 1, true);
    g_assert_true(r->intr.level); /* 1 does not */
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x09);
    g_assert_cmphex(rig_isr(r->master), ==, 0x0a);
    rig_command(r->master, 0x20); /* ends 1, the highest */
    g_assert_cmphex(rig_isr(r->master), ==, 0x08);
    g_assert_false(r->intr.level);
    rig_command(r->master, 0x63); /* specific: ends 3 */
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
}

static void test_cascade(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8259_set_ir(r->slave, 3, true);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    g_assert_cmphex(rig_isr(r->master), ==, 0x04);
    g_assert_cmphex(rig_isr(r->slave), ==, 0x08);
    rig_command(r->slave, 0x20);
    rig_command(r->master, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    g_assert_cmphex(rig_isr(r->slave), ==, 0);
}

static void test_cascade_queue(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->slave, 0x11, 0x70, 0x02, 0x03); /* AEOI */
    i8259_set_ir(r->slave, 1, true);
    i8259_set_ir(r->slave, 2, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x71);
    rig_command(r->master, 0x20);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x72);
    rig_command(r->master, 0x20);
    g_assert_false(r->intr.level);
}

static void test_wrong_slave(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->slave, 0x11, 0x70, 0x05, 0x01);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0xff);
    g_assert_cmphex(rig_isr(r->slave), ==, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0x04);
}

static void test_no_slave_bit(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->master, 0x11, 0x08, 0x00, 0x01);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0a);
}

static void test_spurious(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8259_set_ir(r->master, 4, true);
    g_assert_true(r->intr.level);
    i8259_set_ir(r->master, 4, false); /* gone before the acknowledge */
    g_assert_false(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0f);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
}

/* The slave's request goes away between the two INTA cycles: the master has
 * it in service, the slave says 7. */
static uint8_t late_ack(void *chip, unsigned cas)
{
    i8259_set_ir(chip, 3, false);
    return i8259_slave_ack(chip, cas);
}

static void test_spurious_slave(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8259_attach_slave(r->master, 2, late_ack, r->slave);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x77);
    g_assert_cmphex(rig_isr(r->slave), ==, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0x04);
}

static void test_level(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->master, 0x19, 0x08, 0x04, 0x01); /* LTIM */
    i8259_set_ir(r->master, 5, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    g_assert_cmphex(rig_irr(r->master), ==, 0x20);
    rig_command(r->master, 0x20);
    g_assert_true(r->intr.level); /* still high: asks again */
    i8259_set_ir(r->master, 5, false);
    g_assert_false(r->intr.level);
}

static void test_elcr(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->master, "elcr", 0, 0xff, 1);
    g_assert_cmphex(fake_read(r->master, "elcr", 0, 1), ==, 0xf8);
    fake_write(r->slave, "elcr", 0, 0xff, 1);
    g_assert_cmphex(fake_read(r->slave, "elcr", 0, 1), ==, 0xde);
    fake_write(r->slave, "elcr", 0, 0x08, 1);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    rig_command(r->slave, 0x20);
    rig_command(r->master, 0x20);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    rig_command(r->slave, 0x20);
    rig_command(r->master, 0x20);
    i8259_set_ir(r->slave, 4, true); /* this one is an edge */
    i8259_set_ir(r->slave, 3, false);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x74);
    rig_command(r->slave, 0x20);
    rig_command(r->master, 0x20);
    g_assert_false(r->intr.level);
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->master, "elcr", 0, 0x20, 1);
    rig_pulse(r->master, 5);
    g_assert_true(r->intr.level);
    fake_reset(r->master, RESET_BUS);
    g_assert_false(r->intr.level);
    g_assert_cmphex(fake_read(r->master, "elcr", 0, 1), ==, 0);
    rig_pulse(r->master, 1);
    g_assert_false(r->intr.level);
    rig_data(r->master, 0xfb); /* no ICW was begun: the mask */
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0xfb);
}

/* What asks follows the register at once; an edge is forgotten when its input
 * becomes a level. */
static void test_elcr_at_once(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_pulse(r->master, 5);
    fake_write(r->master, "elcr", 0, 0x20, 1);
    g_assert_cmphex(rig_irr(r->master), ==, 0x20);
    fake_write(r->master, "elcr", 0, 0, 1);
    g_assert_cmphex(rig_irr(r->master), ==, 0);
    g_assert_false(r->intr.level);
    fake_write(r->master, "elcr", 0, 0x20, 1);
    g_assert_true(r->intr.level);
}

#define TEST(name, fn) \
    g_test_add("/pic/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("an-edge-is-acknowledged-once", test_ack);
    TEST("ocw1-a-masked-request-waits", test_mask);
    TEST("a-higher-level-interrupts-a-lower-one", test_priority);
    TEST("icw3-the-slave-gives-the-vector", test_cascade);
    TEST("the-slave-asks-again-for-its-next-request", test_cascade_queue);
    TEST("icw3-a-slave-with-another-number-is-silent", test_wrong_slave);
    TEST("icw3-without-its-bit-the-master-answers", test_no_slave_bit);
    TEST("a-vanished-request-is-spurious-7", test_spurious);
    TEST("a-vanished-slave-request-is-spurious-15", test_spurious_slave);
    TEST("icw1-ltim-a-level-asks-until-it-falls", test_level);
    TEST("elcr-chooses-level-by-input", test_elcr);
    TEST("reset-silences-it-until-initialised", test_reset);
    TEST("elcr-acts-at-once", test_elcr_at_once);
    return g_test_run();
}
