/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uartrig.c - see uartrig.h. */
#include "tests/unit/devices/uartrig.h"

static void far_send(void *far, uint8_t byte)
{
    g_string_append_c(((struct rig *)far)->sent, (char)byte);
}

static void far_brk(void *far, bool on)
{
    ((struct rig *)far)->brk = on;
}

static void far_modem(void *far, bool dtr, bool rts)
{
    ((struct rig *)far)->dtr = dtr;
    ((struct rig *)far)->rts = rts;
}

static void far_room(void *far)
{
    ((struct rig *)far)->rooms++;
}

static void far_format(void *far, unsigned divisor, uint8_t lcr)
{
    struct rig *r = far;

    r->formats++;
    r->divisor = divisor;
    r->lcr = lcr;
}

static bool far_takes(void *far)
{
    return !((struct rig *)far)->deaf;
}

void rig_put(struct rig *r, unsigned port, uint8_t val)
{
    fake_write(r->uart, "regs", port, val, 1);
}

uint8_t rig_get(struct rig *r, unsigned port)
{
    return (uint8_t)fake_read(r->uart, "regs", port, 1);
}

void rig_attach(struct rig *r)
{
    struct uart_far far = {
        r, far_send, far_brk, far_modem, far_room, far_format, far_takes,
    };

    uart_attach(r->uart, &far);
}

void rig_setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_init(&r->fb);
    r->sent = g_string_new(NULL);
    r->uart = fake_new(&r->fb, &uart16550_class, "uart0");
    fake_pin_connect(&r->fb, &r->irq, uart_irq(r->uart));
    rig_attach(r);
    rig_put(r, LCR, 0x03);
    rig_put(r, MCR, 0x0b);
}

void rig_teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_string_free(r->sent, TRUE);
    fakeboard_done(&r->fb);
}

void rig_receive(struct rig *r, const char *text)
{
    while (*text)
        uart_receive(r->uart, (uint8_t)*text++);
}
