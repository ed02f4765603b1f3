/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_pic.c - the 8259A, word by word of its datasheet:
 * ICW1 ICW2 ICW3 ICW4, OCW1 OCW2 OCW3, IRR ISR IMR, poll, cascade; ELCR.
 *
 * Registers of devices/pic-i8259:
 *   modelled: ICW1; ICW2; ICW3; ICW4; OCW1, IMR; OCW2; OCW3; IRR, ISR;
 *     spurious interrupt; ELCR
 *   accepted: ICW4
 *   absent: SP/EN as an output; third INTA cycle of an 8085
 */
#include "devices/pic-i8259/i8259.h"
#include "tests/unit/fakeboard.h"

struct rig {
    struct fakeboard fb;
    struct device *master, *slave;
    struct fake_pin intr;
};

static void command(struct device *pic, uint8_t val)
{
    fake_write(pic, "regs", 0, val, 1);
}

static void data(struct device *pic, uint8_t val)
{
    fake_write(pic, "regs", 1, val, 1);
}

static uint8_t irr(struct device *pic)
{
    command(pic, 0x0a);
    return (uint8_t)fake_read(pic, "regs", 0, 1);
}

static uint8_t isr(struct device *pic)
{
    command(pic, 0x0b);
    return (uint8_t)fake_read(pic, "regs", 0, 1);
}

static void program(struct device *pic, uint8_t icw1, uint8_t icw2,
                    uint8_t icw3, uint8_t icw4)
{
    command(pic, icw1);
    data(pic, icw2);
    if (!(icw1 & 2))
        data(pic, icw3);
    if (icw1 & 1)
        data(pic, icw4);
}

/* As a PC's firmware leaves them: 08h and 70h, nothing masked. */
static void program_pair(struct rig *r, uint8_t master_icw4)
{
    program(r->master, 0x11, 0x08, 0x04, master_icw4);
    program(r->slave, 0x11, 0x70, 0x02, 0x01);
}

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->master = fake_new(&r->fb, &i8259_class, "pic0");
    r->slave = fake_new(&r->fb, &i8259_class, "pic1");
    fake_pin_connect(&r->fb, &r->intr, i8259_intr(r->master));
    *i8259_intr(r->slave) = (struct wire){ i8259_set_ir, r->master, 2 };
    i8259_attach_slave(r->master, 2, i8259_slave_ack, r->slave);
    i8259_set_elcr_writable(r->master, 0xf8);
    i8259_set_elcr_writable(r->slave, 0xde);
    program_pair(r, 0x01);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void pulse(struct device *pic, unsigned n)
{
    i8259_set_ir(pic, n, false);
    i8259_set_ir(pic, n, true);
}

static void test_ack(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_false(r->intr.level);
    i8259_set_ir(r->master, 4, true);
    g_assert_true(r->intr.level);
    g_assert_cmphex(irr(r->master), ==, 0x10);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    g_assert_false(r->intr.level);
    g_assert_cmphex(irr(r->master), ==, 0);
    g_assert_cmphex(isr(r->master), ==, 0x10);
    command(r->master, 0x20);
    g_assert_cmphex(isr(r->master), ==, 0);
    /* The line is still high, but an edge asks only once. */
    g_assert_false(r->intr.level);
}

static void test_mask(struct rig *r, gconstpointer unused)
{
    (void)unused;
    data(r->master, 0x10);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x10);
    i8259_set_ir(r->master, 4, true);
    g_assert_false(r->intr.level);
    g_assert_cmphex(irr(r->master), ==, 0x10);
    data(r->master, 0);
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
    g_assert_cmphex(isr(r->master), ==, 0x0a);
    command(r->master, 0x20); /* ends 1, the highest */
    g_assert_cmphex(isr(r->master), ==, 0x08);
    g_assert_false(r->intr.level);
    command(r->master, 0x63); /* specific: ends 3 */
    g_assert_cmphex(isr(r->master), ==, 0);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
}

static void test_cascade(struct rig *r, gconstpointer unused)
{
    (void)unused;
    i8259_set_ir(r->slave, 3, true);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    g_assert_cmphex(isr(r->master), ==, 0x04);
    g_assert_cmphex(isr(r->slave), ==, 0x08);
    command(r->slave, 0x20);
    command(r->master, 0x20);
    g_assert_cmphex(isr(r->master), ==, 0);
    g_assert_cmphex(isr(r->slave), ==, 0);
}

static void test_cascade_queue(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->slave, 0x11, 0x70, 0x02, 0x03); /* AEOI */
    i8259_set_ir(r->slave, 1, true);
    i8259_set_ir(r->slave, 2, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x71);
    command(r->master, 0x20);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x72);
    command(r->master, 0x20);
    g_assert_false(r->intr.level);
}

static void test_wrong_slave(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->slave, 0x11, 0x70, 0x05, 0x01);
    i8259_set_ir(r->slave, 3, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0xff);
    g_assert_cmphex(isr(r->slave), ==, 0);
    g_assert_cmphex(isr(r->master), ==, 0x04);
}

static void test_no_slave_bit(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->master, 0x11, 0x08, 0x00, 0x01);
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
    g_assert_cmphex(isr(r->master), ==, 0);
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
    g_assert_cmphex(isr(r->slave), ==, 0);
    g_assert_cmphex(isr(r->master), ==, 0x04);
}

static void test_level(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->master, 0x19, 0x08, 0x04, 0x01); /* LTIM */
    i8259_set_ir(r->master, 5, true);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    g_assert_cmphex(irr(r->master), ==, 0x20);
    command(r->master, 0x20);
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
    command(r->slave, 0x20);
    command(r->master, 0x20);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x73);
    command(r->slave, 0x20);
    command(r->master, 0x20);
    i8259_set_ir(r->slave, 4, true); /* this one is an edge */
    i8259_set_ir(r->slave, 3, false);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x74);
    command(r->slave, 0x20);
    command(r->master, 0x20);
    g_assert_false(r->intr.level);
}

static void test_icw1(struct rig *r, gconstpointer unused)
{
    (void)unused;
    data(r->master, 0xaa);
    command(r->master, 0x68); /* special mask mode */
    command(r->master, 0xc2); /* lowest is 2 */
    i8259_set_ir(r->master, 4, true);
    i8259_intr_ack(r->master);
    i8259_set_ir(r->master, 6, true);
    program_pair(r, 0x01);
    /* Mask, service and edges are forgotten; a new edge is needed. */
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0); /* IRR */
    g_assert_cmphex(isr(r->master), ==, 0);
    g_assert_false(r->intr.level);
    pulse(r->master, 6);
    pulse(r->master, 1);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x09); /* 0 is highest */
}

static void test_half_initialised(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r->master, 0x11);
    data(r->master, 0x20);
    pulse(r->master, 1);
    g_assert_false(r->intr.level);
    data(r->master, 0x04);
    g_assert_false(r->intr.level);
    data(r->master, 0x01);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x21);
}

static void test_single(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->master, 0x13, 0x40, 0, 0x01);
    data(r->master, 0x80); /* already OCW1 */
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x80);
    pulse(r->master, 2);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x42);
    g_assert_cmpuint(r->fb.guest_errors, ==, 0);
}

static void test_8085(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program(r->master, 0x16, 0x12, 0, 0); /* four bytes apart, A7-A5 = 0 */
    g_assert_cmpuint(r->fb.guest_errors, ==, 1);
    pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    program(r->master, 0xd2, 0x12, 0, 0); /* eight bytes, A7-A6 = 11 */
    pulse(r->master, 3);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0xd8);
}

static void test_aeoi(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program_pair(r, 0x03);
    pulse(r->master, 3);
    pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    g_assert_cmphex(isr(r->master), ==, 0);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    command(r->master, 0x80); /* rotate in AEOI mode */
    pulse(r->master, 3);
    i8259_intr_ack(r->master);
    pulse(r->master, 3);
    pulse(r->master, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0d);
    command(r->master, 0x00); /* no more */
    i8259_intr_ack(r->master);
    pulse(r->master, 6);
    pulse(r->master, 5);
    /* 5 was lowest when rotation ended and stays so. */
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
}

static void test_rotate(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pulse(r->master, 3);
    i8259_intr_ack(r->master);
    command(r->master, 0xa0); /* rotate on non-specific EOI: 3 is lowest */
    g_assert_cmphex(isr(r->master), ==, 0);
    pulse(r->master, 3);
    pulse(r->master, 4);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    command(r->master, 0xe5); /* specific, of 5: 4 stays in service */
    g_assert_cmphex(isr(r->master), ==, 0x10);
    command(r->master, 0x64);
    pulse(r->master, 5);
    pulse(r->master, 6);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
    command(r->master, 0x20);
    command(r->master, 0xc1); /* set priority: 1 is lowest, 2 highest */
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    command(r->master, 0x40); /* no operation */
    g_assert_cmphex(isr(r->master), ==, 0x08);
}

static void test_special_mask(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pulse(r->master, 3);
    i8259_intr_ack(r->master);
    pulse(r->master, 6);
    data(r->master, 0x08);
    g_assert_false(r->intr.level);
    command(r->master, 0x68); /* ESMM + SMM */
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0e);
    command(r->master, 0x20); /* ends 6: 3 is masked */
    g_assert_cmphex(isr(r->master), ==, 0x08);
    command(r->master, 0x28); /* SMM without ESMM: no change */
    command(r->master, 0x20);
    g_assert_cmphex(isr(r->master), ==, 0x08);
    command(r->master, 0x48); /* off */
    command(r->master, 0x20);
    g_assert_cmphex(isr(r->master), ==, 0);
}

static void test_special_nested(struct rig *r, gconstpointer unused)
{
    (void)unused;
    pulse(r->slave, 5);
    i8259_intr_ack(r->master);
    pulse(r->slave, 1);
    g_assert_false(r->intr.level); /* fully nested: IR2 is in service */
    program_pair(r, 0x11);
    pulse(r->slave, 5);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x75);
    pulse(r->slave, 6);
    g_assert_false(r->intr.level); /* lower than what the slave serves */
    pulse(r->slave, 1);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x71);
}

/* As BSDs have set it up: levels 3 to 7 before 0 to 2, special mask mode, each
 * level masked while it is served and ended by its number. */
static void test_bsd(struct rig *r, gconstpointer unused)
{
    (void)unused;
    program_pair(r, 0x01);
    command(r->master, 0x68);
    command(r->slave, 0x68);
    command(r->master, 0xc2);
    pulse(r->master, 0);
    pulse(r->master, 4);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0c);
    data(r->master, 0x10);
    command(r->master, 0x64);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x08);
    data(r->master, 0x11); /* 0 is served and masked: even 2 gets through */
    pulse(r->slave, 6);
    g_assert_true(r->intr.level);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x76);
    data(r->slave, 0x40);
    command(r->slave, 0x66);
    command(r->master, 0x62);
    g_assert_cmphex(isr(r->slave), ==, 0);
    g_assert_cmphex(isr(r->master), ==, 0x01);
    command(r->master, 0x60);
    data(r->master, 0);
    g_assert_cmphex(isr(r->master), ==, 0);
    g_assert_false(r->intr.level);
}

static void test_poll(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0);
    pulse(r->master, 5);
    command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0x85);
    g_assert_false(r->intr.level);
    pulse(r->master, 1); /* the next read is an ordinary one */
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x02);
    g_assert_true(r->intr.level);
    i8259_set_ir(r->master, 1, false);
    command(r->master, 0x0b);
    command(r->master, 0x48); /* no RR: ISR stays chosen */
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x20);
    g_assert_cmphex(isr(r->master), ==, 0x20);
    g_assert_cmphex(fake_read(r->master, "regs", 1, 1), ==, 0); /* the IMR */
    command(r->master, 0x20);
    pulse(r->slave, 3);
    command(r->master, 0x0c);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x82);
    command(r->slave, 0x0c);
    g_assert_cmphex(fake_read(r->slave, "regs", 0, 1), ==, 0x83);
}

static void test_reset(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fake_write(r->master, "elcr", 0, 0x20, 1);
    pulse(r->master, 5);
    g_assert_true(r->intr.level);
    fake_reset(r->master, RESET_BUS);
    g_assert_false(r->intr.level);
    g_assert_cmphex(fake_read(r->master, "elcr", 0, 1), ==, 0);
    pulse(r->master, 1);
    g_assert_false(r->intr.level);
}

/* "ICW1": special mask mode off, status read is IRR. */
static void test_icw1_modes(struct rig *r, gconstpointer unused)
{
    (void)unused;
    command(r->master, 0x68); /* special mask */
    command(r->master, 0x0b); /* read ISR */
    program_pair(r, 0x01);
    i8259_set_ir(r->master, 3, true);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x08);
    g_assert_cmphex(i8259_intr_ack(r->master), ==, 0x0b);
    data(r->master, 0x08); /* in service and masked: lower ones wait */
    i8259_set_ir(r->master, 5, true);
    g_assert_false(r->intr.level);
    command(r->master, 0x0c); /* poll, and then a new ICW1 */
    program_pair(r, 0x01);
    i8259_set_ir(r->master, 5, false);
    i8259_set_ir(r->master, 5, true);
    g_assert_cmphex(fake_read(r->master, "regs", 0, 1), ==, 0x20);
}

#define TEST(name, fn) \
    g_test_add("/pic/" name, struct rig, NULL, setup, fn, teardown)

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
    TEST("reset-silences-it-until-initialised", test_reset);
    TEST("icw1-forgets-the-modes-of-ocw3", test_icw1_modes);
    return g_test_run();
}
