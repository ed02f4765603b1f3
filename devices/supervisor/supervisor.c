/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * supervisor.c - the time between power-on and the first instruction.
 *
 * An original prints nothing for about half a minute after power-on (the
 * manual has its readers wait for it).  What it does meanwhile is not
 * published; here one timer stands for it, so that it is the same whatever
 * ROM is in the socket, and people who want no wait have none.
 */
#include "devices/supervisor/supervisor.h"

struct supervisor {
    struct device dev;
    struct wire hold;
    struct alarm over;
};

static struct supervisor *supervisor_of(struct device *dev)
{
    return (struct supervisor *)dev;
}

static void over(struct device *dev)
{
    wire_drive(&supervisor_of(dev)->hold, false);
}

static void init(struct device *dev)
{
    alarm_init(&supervisor_of(dev)->over, dev, over);
}

static void reset(struct device *dev, enum reset kind)
{
    if (kind == RESET_POWER)
        board_alarm_cancel(&supervisor_of(dev)->over);
}

void supervisor_supply(struct device *dev, bool on)
{
    struct supervisor *s = supervisor_of(dev);

    board_alarm_cancel(&s->over);
    if (!on || !board_authentic(dev))
        return;
    wire_drive(&s->hold, true);
    board_alarm_set(&s->over, board_now(dev) + SUPERVISOR_NS);
}

struct wire *supervisor_hold(struct device *dev)
{
    return &supervisor_of(dev)->hold;
}

const struct device_class supervisor_class = {
    .name = "supervisor",
    .summary = "power-on reset",
    .size = sizeof(struct supervisor),
    .init = init,
    .reset = reset,
};
