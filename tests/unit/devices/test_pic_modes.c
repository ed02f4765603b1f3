/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pic_modes.c - the 8259A, word by word of its datasheet: ICW1 ICW2 ICW3
 * ICW4, OCW1 OCW2 OCW3, poll; what each sets, and what it leaves alone.
 */
#include "tests/unit/devices/picrig.h"

static void test_icw1(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_data(r->master, 0xaa);
    rig_command(r->master, 0x68); /* special mask mode */
    rig_command(r->master, 0xc2); /* lowest is 2 */
    i8259_set_ir(r->master, 4, true);
    i8259_intr_ack(r->master);
    i8259_set_ir(r->master, 6, true);
    rig_program_pair(r, 0x01);
    /* Mask, service and edges are forgotten; a new edge is needed. */
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0); /* IRR */
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    g_assert_false(r->intr.level);
    rig_pulse(r->master, 6);
    rig_pulse(r->master, 1);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x09); /* 0 is highest */
}

static void test_half_initialised(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x11);
    rig_data(r->master, 0x20);
    rig_pulse(r->master, 1);
    g_assert_false(r->intr.level);
    rig_data(r->master, 0x04);
    g_assert_false(r->intr.level);
    rig_data(r->master, 0x01);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x21);
}

static void test_single(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->master, 0x13, 0x40, 0, 0x01);
    rig_data(r->master, 0x80); /* already OCW1 */
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x80);
    rig_pulse(r->master, 2);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x42);
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
}

static void test_8085(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->master, 0x16, 0x12, 0, 0); /* four bytes apart, A7-A5 = 0 */
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    rig_pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    rig_program(r->master, 0xd2, 0x12, 0, 0); /* eight bytes, A7-A6 = 11 */
    rig_pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0xd8);
}

static void test_aeoi(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program_pair(r, 0x03);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    rig_command(r->master, 0x80); /* rotate in AEOI mode */
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    rig_command(r->master, 0x00); /* no more */
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 6);
    rig_pulse(r->master, 5);
    /* 5 was lowest when rotation ended and stays so. */
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
}

static void test_rotate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_command(r->master, 0xa0); /* rotate on non-specific EOI: 3 is lowest */
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 4);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    rig_command(r->master, 0xe5); /* specific, of 5: 4 stays in service */
    g_assert_cmphex(rig_isr(r->master), ==, 0x10);
    rig_command(r->master, 0x64);
    rig_pulse(r->master, 5);
    rig_pulse(r->master, 6);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
    rig_command(r->master, 0x20);
    rig_command(r->master, 0xc1); /* set priority: 1 is lowest, 2 highest */
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    rig_command(r->master, 0x40); /* no operation */
    g_assert_cmphex(rig_isr(r->master), ==, 0x08);
}

static void test_special_mask(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 6);
    rig_data(r->master, 0x08);
    g_assert_false(r->intr.level);
    rig_command(r->master, 0x68); /* ESMM + SMM */
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
    rig_command(r->master, 0x20); /* ends 6: 3 is masked */
    g_assert_cmphex(rig_isr(r->master), ==, 0x08);
    rig_command(r->master, 0x28); /* SMM without ESMM: no change */
    rig_command(r->master, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0x08);
    rig_command(r->master, 0x48); /* off */
    rig_command(r->master, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
}

static void test_special_nested(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_pulse(r->slave, 5);
    i8259_intr_ack(r->master);
    rig_pulse(r->slave, 1);
    g_assert_false(r->intr.level); /* fully nested: IR2 is in service */
    rig_program_pair(r, 0x11);
    rig_pulse(r->slave, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x75);
    rig_pulse(r->slave, 6);
    g_assert_false(r->intr.level); /* lower than what the slave serves */
    rig_pulse(r->slave, 1);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x71);
}

/* As BSDs have set it up: levels 3 to 7 before 0 to 2, special mask mode, each
 * level masked while it is served and ended by its number. */
static void test_bsd(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program_pair(r, 0x01);
    rig_command(r->master, 0x68);
    rig_command(r->slave, 0x68);
    rig_command(r->master, 0xc2);
    rig_pulse(r->master, 0);
    rig_pulse(r->master, 4);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    rig_data(r->master, 0x10);
    rig_command(r->master, 0x64);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x08);
    rig_data(r->master, 0x11); /* 0 is served and masked: even 2 gets through */
    rig_pulse(r->slave, 6);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x76);
    rig_data(r->slave, 0x40);
    rig_command(r->slave, 0x66);
    rig_command(r->master, 0x62);
    g_assert_cmphex(rig_isr(r->slave), ==, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0x01);
    rig_command(r->master, 0x60);
    rig_data(r->master, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    g_assert_false(r->intr.level);
}

static void test_poll(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0);
    rig_pulse(r->master, 5);
    rig_command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x85);
    g_assert_false(r->intr.level);
    rig_pulse(r->master, 1); /* the next read is an ordinary one */
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x02);
    g_assert_true(r->intr.level);
    i8259_set_ir(r->master, 1, false);
    rig_command(r->master, 0x0b);
    rig_command(r->master, 0x48); /* no RR: ISR stays chosen */
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0x20);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0); /* the IMR */
    rig_command(r->master, 0x20);
    rig_pulse(r->slave, 3);
    rig_command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x82);
    rig_command(r->slave, 0x0c);
    g_assert_cmphex(fake_read(r->slave, "regs", 0, 1), ==, 0x83);
}

/* "ICW1": special mask mode off, status read is IRR. */
static void test_icw1_modes(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x68); /* special mask */
    rig_command(r->master, 0x0b); /* read ISR */
    rig_program_pair(r, 0x01);
    i8259_set_ir(r->master, 3, true);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x08);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    rig_data(r->master, 0x08); /* in service and masked: lower ones wait */
    i8259_set_ir(r->master, 5, true);
    g_assert_false(r->intr.level);
    rig_command(r->master, 0x0c); /* poll, and then a new ICW1 */
    rig_program_pair(r, 0x01);
    i8259_set_ir(r->master, 5, false);
    i8259_set_ir(r->master, 5, true);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x20);
}

/* "Fully nested": of two in service the one that comes first in the present
 * rotation is the one that ends. */
static void test_eoi_rotated(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0xc2); /* 3 is highest, 2 lowest */
    rig_pulse(r->master, 1);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x09);
    rig_pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    rig_command(r->master, 0x20);
    g_assert_cmphex(rig_isr(r->master), ==, 0x02);
}

/* A rotation with nothing to end rotates nothing. */
static void test_rotate_nothing(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0xc3);
    rig_command(r->master, 0xa0);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 4);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
}

/* "Automatic rotation" is of AEOI mode alone, and ICW1 ends it. */
static void test_rotate_aeoi(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x80);
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_command(r->master, 0x20);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    rig_program_pair(r, 0x03); /* AEOI */
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 3);
    rig_pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
}

/* Special fully nested mode is for slaves' levels. */
static void test_nested_no_slave(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program_pair(r, 0x11);
    rig_pulse(r->master, 4);
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 4);
    g_assert_false(r->intr.level);
}

/* T2-T0 are the level's, A5 is ICW1's only with four bytes between calls. */
static void test_vector_bits(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->master, 0x11, 0x0f, 0x04, 0x01);
    rig_pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    rig_program(r->master, 0x36, 0, 0, 0);
    rig_pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x2c);
    rig_program(r->master, 0xf2, 0, 0, 0);
    rig_pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0xd8);
}

/* ID2-ID0 alone are the slave's number, 7 until ICW3; a single 8259A looks at
 * no number. */
static void test_slave_number(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_program(r->slave, 0x11, 0x70, 0xfa, 0x01);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    rig_command(r->master, 0x20);
    rig_program(r->slave, 0x13, 0x70, 0, 0x01);
    rig_pulse(r->slave, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    rig_command(r->slave, 0x11);
    g_assert_cmphex(i8259_slave_ack(r->slave, 2), ==, 0xff);
    g_assert_cmphex(i8259_slave_ack(r->slave, 7), ==, 0x38);
}

static void test_other_cascade(struct rig *r, gconstpointer unused)
{
    (void)unused;
    *i8259_intr(r->slave) = (struct wire){ i8259_set_ir, r->master, 5 };
    i8259_attach_slave(r->master, 5, i8259_slave_ack, r->slave);
    rig_program(r->master, 0x11, 0x08, 0x20, 0x01);
    rig_program(r->slave, 0x11, 0x70, 0x05, 0x01);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    g_assert_cmphex(rig_isr(r->master), ==, 0x20);
}

/* SMM counts only beside ESMM. */
static void test_esmm(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x68);
    rig_command(r->master, 0x0a);
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_data(r->master, 0x08);
    rig_pulse(r->master, 6);
    g_assert_true(r->intr.level);
    rig_command(r->master, 0x48);
    g_assert_false(r->intr.level);
    rig_command(r->master, 0x28);
    g_assert_false(r->intr.level);
}

/* P goes before RR in the same word, and the next word takes it back. */
static void test_poll_words(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_pulse(r->master, 3);
    i8259_intr_ack(r->master);
    rig_pulse(r->master, 5);
    rig_command(r->master, 0x0a);
    rig_command(r->master, 0x0f);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x20);
    rig_command(r->master, 0x0c);
    rig_command(r->master, 0x0b);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x08);
}

/* Neither INTA nor a poll gets anything out of a chip that has not had its
 * last ICW. */
static void test_half_asked(struct rig *r, gconstpointer unused)
{
    (void)unused;
    rig_command(r->master, 0x11);
    rig_data(r->master, 0x20);
    rig_pulse(r->master, 1);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x38);
    rig_command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0);
    g_assert_cmphex(rig_isr(r->master), ==, 0);
    rig_data(r->master, 0x04);
    rig_data(r->master, 0x01);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x21);
}

#define TEST(name, fn) \
    g_test_add("/pic/" name, struct rig, NULL, rig_setup, fn, rig_teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("icw1-forgets-masks-service-and-edges", test_icw1);
    TEST("nothing-is-asked-before-the-last-icw", test_half_initialised);
    TEST("icw1-sngl-skips-icw3", test_single);
    TEST("icw2-as-an-8085-would-get-it", test_8085);
    TEST("icw4-aeoi-with-and-without-rotation", test_aeoi);
    TEST("ocw2-rotations-and-specific-eoi", test_rotate);
    TEST("ocw3-special-mask-mode", test_special_mask);
    TEST("icw4-special-fully-nested-mode", test_special_nested);
    TEST("levels-3-to-7-first-and-special-mask-mode", test_bsd);
    TEST("ocw3-poll", test_poll);
    TEST("icw1-forgets-the-modes-of-ocw3", test_icw1_modes);
    TEST("ocw2-eoi-ends-the-first-of-the-rotation", test_eoi_rotated);
    TEST("ocw2-rotation-needs-a-level-in-service", test_rotate_nothing);
    TEST("ocw2-rotation-in-aeoi-mode-only", test_rotate_aeoi);
    TEST("icw4-sfnm-lets-no-device-interrupt-itself", test_nested_no_slave);
    TEST("icw2-the-low-bits-are-the-level", test_vector_bits);
    TEST("icw3-a-slave-has-three-bits-of-number", test_slave_number);
    TEST("icw3-a-slave-on-another-level", test_other_cascade);
    TEST("ocw3-smm-counts-beside-esmm", test_esmm);
    TEST("ocw3-poll-goes-before-read-register", test_poll_words);
    TEST("nothing-is-acknowledged-before-the-last-icw", test_half_asked);
    return g_test_run();
}
