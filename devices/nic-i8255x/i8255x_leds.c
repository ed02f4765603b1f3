/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_leds.c - the LED pins of the 82555, and of the 82558 and 82559 that
 * have one inside.
 *
 * Source: Intel 82555 data sheet, pins ACTLED#, LILED#, SPEEDLED#, and
 * register 27 (LED switch control).  How long a frame keeps the activity lamp
 * lit is not said there: long enough to be seen.
 */
#include "devices/nic-i8255x/i8255x_int.h"

enum { ACTIVITY_NS = 50000000 };

/* What register 27 bits 2:0 lead to the two switched pins.  Collisions do
 * not happen on a switched segment. */
enum source { OFF, ON, LINK, ACTIVITY, SPEED, COLLISION };
static const uint8_t switched[8][2] = {
    {ACTIVITY, LINK}, {SPEED, COLLISION}, {SPEED, LINK},
    {ACTIVITY, COLLISION}, {OFF, OFF}, {OFF, ON}, {ON, OFF}, {ON, ON},
};

static bool active(const struct i8255x *s)
{
    return i8255x_now(s) < s->leds.active_until_ns;
}

static bool level(const struct i8255x *s, enum source source)
{
    uint64_t now_ns = i8255x_now(s);

    switch (source) {
    case ON:
        return true;
    case LINK:
        return mii_link(&s->mii, now_ns);
    case ACTIVITY:
        return active(s);
    case SPEED:
        return mii_fast(&s->mii, now_ns);
    case OFF:
    case COLLISION:
        break;
    }
    return false;
}

static void drive(struct i8255x *s, enum i8255x_led led, bool lit)
{
    if (lit == s->leds.lit[led])
        return;
    s->leds.lit[led] = lit;
    wire_drive(&s->leds.pin[led], lit);
}

/* The next moment at which a lamp changes by itself. */
static void set_alarm(struct i8255x *s)
{
    uint64_t now_ns = i8255x_now(s), at_ns = ALARM_OFF;

    if (active(s))
        at_ns = s->leds.active_until_ns;
    if (s->mii.plugged && s->mii.up_ns > now_ns && s->mii.up_ns < at_ns)
        at_ns = s->mii.up_ns;
    if (at_ns == ALARM_OFF)
        board_alarm_cancel(&s->leds.alarm);
    else
        board_alarm_set(&s->leds.alarm, at_ns);
}

void i8255x_leds_update(struct i8255x *s)
{
    const uint8_t *row = switched[s->mii.reg[MII_82555_LEDS] & 7];

    drive(s, I8255X_LED_ACTIVITY, level(s, row[0]));
    drive(s, I8255X_LED_LINK, level(s, row[1]));
    drive(s, I8255X_LED_SPEED, level(s, SPEED));
    set_alarm(s);
}

/* A frame only moves the moment on while the lamp is lit: the alarm looks
 * again when it rings. */
void i8255x_leds_activity(struct i8255x *s)
{
    bool was = active(s);

    s->leds.active_until_ns = i8255x_now(s) + ACTIVITY_NS;
    if (!was)
        i8255x_leds_update(s);
}

void i8255x_leds_reset(struct i8255x *s)
{
    s->leds.active_until_ns = 0;
    i8255x_leds_update(s);
}

static void ring(struct device *dev)
{
    i8255x_leds_update(i8255x(dev));
}

void i8255x_leds_init(struct i8255x *s)
{
    alarm_init(&s->leds.alarm, &s->fn.dev, ring);
}

struct wire *i8255x_led(struct device *dev, enum i8255x_led led)
{
    return &i8255x(dev)->leds.pin[led];
}
