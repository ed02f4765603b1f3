/* SPDX-License-Identifier: GPL-2.0-or-later */
/* picrig.c - see picrig.h. */
#include "tests/unit/devices/picrig.h"

void rig_command(struct device *pic, uint8_t val)
{
    fake_write(pic, "regs", 0, val, 1);
}

void rig_data(struct device *pic, uint8_t val)
{
    fake_write(pic, "regs", 1, val, 1);
}

uint8_t rig_irr(struct device *pic)
{
    rig_command(pic, 0x0a);
    return (uint8_t)fake_read(pic, "regs", 0, 1);
}

uint8_t rig_isr(struct device *pic)
{
    rig_command(pic, 0x0b);
    return (uint8_t)fake_read(pic, "regs", 0, 1);
}

void rig_program(struct device *pic, uint8_t icw1, uint8_t icw2, uint8_t icw3,
                 uint8_t icw4)
{
    rig_command(pic, icw1);
    rig_data(pic, icw2);
    if (!(icw1 & 2))
        rig_data(pic, icw3);
    if (icw1 & 1)
        rig_data(pic, icw4);
}

void rig_program_pair(struct rig *r, uint8_t master_icw4)
{
    rig_program(r->master, 0x11, 0x08, 0x04, master_icw4);
    rig_program(r->slave, 0x11, 0x70, 0x02, 0x01);
}

void rig_setup(struct rig *r, gconstpointer unused)
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
    rig_program_pair(r, 0x01);
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

void rig_pulse(struct device *pic, unsigned n)
{
    i8259_set_ir(pic, n, false);
    i8259_set_ir(pic, n, true);
}
