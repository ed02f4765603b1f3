/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysctl.c - ports 61h and 92h of an AT.
 *
 * Source: Intel 290550, 82371SB PIIX3, "NMI status and control register"
 * (61h) and "Port 92h register".  Not modelled: parity and channel-check
 * errors, which this board never has; their enables read back.
 */
#include "devices/sysctl/sysctl.h"

enum {
    P61_GATE2 = 0x01,
    P61_SPEAKER = 0x02,
    P61_WRITABLE = 0x0f, /* and the enables of SERR# and IOCHK# NMIs */
    P61_REFRESH = 0x10,
    P61_OUT2 = 0x20,
};
enum {
    P92_RESET = 0x01,
    P92_A20 = 0x02,
    P92_WRITABLE = 0x03,
    P92_ONES = 0x24, /* reserved, read 1 */
};

/* Timer 1 asks for a refresh every 18 ticks of 1,193,182 Hz. */
enum { TIMER_HZ = 1193182, REFRESH_TICKS = 18, NS_PER_S = 1000000000 };

struct sysctl {
    struct device dev;
    struct wire a20, reset, gate2, speaker;
    bool (*out)(void *timer, unsigned n);
    void *timer;
    uint8_t port61, port92;
};

static struct sysctl *sysctl_of(struct device *dev)
{
    return (struct sysctl *)dev;
}

static bool refresh_toggle(struct device *dev)
{
    uint64_t now = board_now(dev);
    uint64_t ticks = now / NS_PER_S * TIMER_HZ +
                     now % NS_PER_S * TIMER_HZ / NS_PER_S;

    return ticks / REFRESH_TICKS & 1;
}

static uint32_t port61_read(struct device *dev, uint32_t off, unsigned width)
{
    struct sysctl *s = sysctl_of(dev);
    uint32_t val = s->port61;

    (void)off;
    (void)width;
    if (refresh_toggle(dev))
        val |= P61_REFRESH;
    if (s->out && s->out(s->timer, 2))
        val |= P61_OUT2;
    return val;
}

static void set_port61(struct sysctl *s, uint8_t val)
{
    s->port61 = val & P61_WRITABLE;
    wire_drive(&s->gate2, val & P61_GATE2);
    wire_drive(&s->speaker, val & P61_SPEAKER);
}

static void port61_write(struct device *dev, uint32_t off, uint32_t val,
                         unsigned width)
{
    (void)off;
    (void)width;
    set_port61(sysctl_of(dev), (uint8_t)val);
}

static uint32_t port92_read(struct device *dev, uint32_t off, unsigned width)
{
    (void)off;
    (void)width;
    return sysctl_of(dev)->port92 | P92_ONES;
}

/* Only bit 0 going from 0 to 1 resets the processor. */
static void port92_write(struct device *dev, uint32_t off, uint32_t val,
                         unsigned width)
{
    struct sysctl *s = sysctl_of(dev);
    bool pulse = val & ~s->port92 & P92_RESET;

    (void)off;
    (void)width;
    s->port92 = val & P92_WRITABLE;
    wire_drive(&s->a20, val & P92_A20);
    if (!pulse)
        return;
    wire_drive(&s->reset, true);
    wire_drive(&s->reset, false);
}

void sysctl_attach_timer(struct device *dev,
                         bool (*out)(void *timer, unsigned n), void *timer)
{
    sysctl_of(dev)->out = out;
    sysctl_of(dev)->timer = timer;
}

struct wire *sysctl_a20(struct device *dev)
{
    return &sysctl_of(dev)->a20;
}

struct wire *sysctl_reset(struct device *dev)
{
    return &sysctl_of(dev)->reset;
}

struct wire *sysctl_gate2(struct device *dev)
{
    return &sysctl_of(dev)->gate2;
}

struct wire *sysctl_speaker(struct device *dev)
{
    return &sysctl_of(dev)->speaker;
}

static void reset(struct device *dev, enum reset kind)
{
    struct sysctl *s = sysctl_of(dev);

    (void)kind;
    s->port92 = 0;
    wire_drive(&s->a20, false);
    set_port61(s, 0);
}

static const struct window sysctl_windows[] = {
    [SYSCTL_PORT61] = { "port61", SPACE_PORT, 1, 1, port61_read,
                        port61_write },
    [SYSCTL_PORT92] = { "port92", SPACE_PORT, 1, 1, port92_read,
                        port92_write },
    { 0 },
};

const struct device_class sysctl_class = {
    .name = "sysctl",
    .summary = "AT system control ports 61h and 92h",
    .size = sizeof(struct sysctl),
    .windows = sysctl_windows,
    .reset = reset,
};
