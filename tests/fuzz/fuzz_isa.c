/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_isa.c - the chips of the ISA side; the first byte says which.
 */
#include <string.h>

#include "devices/dma-i8237/i8237.h"
#include "devices/kbc-i8042/i8042.h"
#include "devices/pic-i8259/i8259.h"
#include "devices/pit-i8254/i8254.h"
#include "devices/rtc-mc146818/mc146818.h"
#include "devices/sysctl/sysctl.h"
#include "devices/uart-16550/uart16550.h"
#include "tests/fuzz/chip.h"

static const struct wire sink = {chip_sink, NULL, 0};

/* --- 8259 pair ---------------------------------------------------------- */

static void pic_pin(struct chip *c, uint8_t what, uint32_t val,
                    struct feed *f)
{
    struct device **pair = c->own;

    (void)f;
    if (what & 1)
        i8259_intr_ack(pair[0]);
    else
        i8259_set_ir(pair[what >> 1 & 1], val & 7, val & 8);
    if (what & 4) /* whose registers are written from now on */
        c->dev = pair[what >> 3 & 1];
}

static void pic(struct chip *c, struct feed *f)
{
    struct device *pair[2] = {fake_new(c->fb, &i8259_class, "pic0"),
                              fake_new(c->fb, &i8259_class, "pic1")};

    i8259_attach_slave(pair[0], 2, i8259_slave_ack, pair[1]);
    *i8259_intr(pair[0]) = sink;
    *i8259_intr(pair[1]) = (struct wire){i8259_set_ir, pair[0], 2};
    c->own = pair;
    c->dev = pair[0];
    c->pin = pic_pin;
    chip_run(c, f);
}

/* --- 8254 --------------------------------------------------------------- */

static void pit_pin(struct chip *c, uint8_t what, uint32_t val,
                    struct feed *f)
{
    (void)f;
    i8254_set_gate(c->dev, what % 3, val & 1);
    (void)i8254_out_level(c->dev, val % 3);
}

static void pit(struct chip *c, struct feed *f)
{
    c->dev = fake_new(c->fb, &i8254_class, "pit");
    for (unsigned n = 0; n < 3; n++)
        *i8254_out(c->dev, n) = sink;
    c->pin = pit_pin;
    chip_run(c, f);
}

/* --- 16550 -------------------------------------------------------------- */

static void uart_pin(struct chip *c, uint8_t what, uint32_t val,
                     struct feed *f)
{
    (void)f;
    switch (what % 4) {
    case 0:
        if (uart_room(c->dev))
            uart_receive(c->dev, (uint8_t)val);
        break;
    case 1:
        uart_receive_break(c->dev);
        break;
    case 2:
        uart_receive_garbled(c->dev, (uint8_t)val);
        break;
    case 3:
        uart_set_modem(c->dev, val & 1, val & 2, val & 4, val & 8);
        break;
    }
}

static void uart(struct chip *c, struct feed *f)
{
    const struct uart_far far = {0};

    c->dev = fake_new(c->fb, &uart16550_class, "uart");
    uart_attach(c->dev, &far);
    *uart_irq(c->dev) = sink;
    c->pin = uart_pin;
    chip_run(c, f);
}

/* --- MC146818 ----------------------------------------------------------- */

static void rtc(struct chip *c, struct feed *f)
{
    uint8_t cmos[RTC_CMOS_SIZE];

    c->fb->calendar = (int64_t)feed32(f) * (feed8(f) & 1 ? -1 : 1);
    for (unsigned i = 0; i < sizeof cmos; i++)
        cmos[i] = feed8(f);
    c->dev = fake_new(c->fb, &mc146818_class, "rtc");
    rtc_attach(c->dev, cmos);
    *rtc_irq(c->dev) = sink;
    chip_run(c, f);
}

/* --- 8237 pair ---------------------------------------------------------- */

static void dack(void *who, enum i8237_cycle cycle, uint16_t *data, bool tc)
{
    uint8_t *told = who;

    (void)cycle;
    (void)tc;
    *data = (uint16_t)(*data * 3 + ++*told);
}

static void dma_pin(struct chip *c, uint8_t what, uint32_t val,
                    struct feed *f)
{
    (void)f;
    i8237_set_dreq(c->dev, what & 7, val & 1);
}

static void dma(struct chip *c, struct feed *f)
{
    static uint8_t told;
    const struct i8237_client client = {&told, dack};

    c->dev = fake_new(c->fb, &i8237_class, "dma");
    for (unsigned n = 0; n < 8; n++)
        if (n != 4)
            i8237_attach(c->dev, n, &client);
    c->fb->ram_size = 0x18000;
    c->max_wait_ns = 4000000;
    c->pin = dma_pin;
    chip_run(c, f);
}

/* --- 8042, ports 61h and 92h -------------------------------------------- */

static void kbc(struct chip *c, struct feed *f)
{
    c->dev = fake_new(c->fb, &i8042_class, "kbc");
    *i8042_irq1(c->dev) = sink;
    *i8042_a20(c->dev) = sink;
    *i8042_reset(c->dev) = sink;
    chip_run(c, f);
}

static void ports(struct chip *c, struct feed *f)
{
    struct device *timer = fake_new(c->fb, &i8254_class, "pit");

    c->dev = fake_new(c->fb, &sysctl_class, "sysctl");
    sysctl_attach_timer(c->dev, i8254_out_level, timer);
    *sysctl_gate2(c->dev) = (struct wire){i8254_set_gate, timer, 2};
    *sysctl_reset(c->dev) = sink;
    chip_run(c, f);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static void (*const chips[])(struct chip *, struct feed *) = {
        pic, pit, uart, rtc, dma, kbc, ports,
    };
    struct feed f = {data, n};
    uint8_t which = feed8(&f);
    struct fakeboard fb;
    struct chip c = {.fb = &fb, .max_wait_ns = 10000000};

    fakeboard_init(&fb);
    fb.authentic = which & 0x80;
    chips[(which & 0x7f) % 7](&c, &f);
    fakeboard_done(&fb);
}
