/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_flow.c - flow control by PAUSE frames, which the 82558 and 82559
 * have, both ways: the far end stops our transmitter, a receive FIFO that
 * fills stops the far end's.
 *
 * Source: OSDM 6.6 (flow control), 6.4.2.3 (bytes 16, 17 and 19), IEEE 802.3
 * clause 31B; the bits of 19h and 1Ah: Intel 82559 data sheet.  Pause times are
 * those of the link's speed whatever --timing says: there is nothing they
 * could be shortened to.  Pausing of low priority (byte 18, 20) is not here.
 */
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    ETHER_HEADER = 14,
    ETHER_MIN = 60,
    CONTROL_TYPE = 0x8808,
    OPCODE_PAUSE = 1,
    TIME_AT = 16,
    SLOT_NS_FAST = 5120, /* 512 bit times */
    SLOT_NS_SLOW = 51200,
    /* The chip's own count leaves these bits out, to be in time for another
     * PAUSE frame before the far end goes on (OSDM 6.6.2.3.2). */
    DELAY_IGNORED = 31,
};

static const uint8_t control_group[6] = { 0x01, 0x80, 0xc2, 0, 0, 0x01 };

static uint64_t slots_ns(const struct i8255x *s, unsigned slots)
{
    bool slow = mii_link(&s->mii, i8255x_now(s)) &&
                !mii_fast(&s->mii, i8255x_now(s));

    return slots * (uint64_t)(slow ? SLOT_NS_SLOW : SLOT_NS_FAST);
}

/*
 * The far end stops us.
 */

static void pause(struct i8255x *s, unsigned slots)
{
    device_trace(&s->fn.dev, "PAUSE of %u slots received", slots);
    s->flow.paused_until_ns = i8255x_now(s) + slots_ns(s, slots);
    i8255x_tx_paused(s);
    i8255x_raise(s, STAT_FCP);
}

/* Nothing without a time is a PAUSE frame; nor does one count that is for
 * another station. */
bool i8255x_flow_received(struct i8255x *s, const uint8_t *frame, size_t n)
{
    bool group = memcmp(frame, control_group, sizeof control_group) == 0;

    if (i8255x_is_557(s) || n < TIME_AT + 2 ||
        be16(frame + 12) != CONTROL_TYPE ||
        (!group && memcmp(frame, s->station, sizeof s->station) != 0))
        return false;
    if (be16(frame + ETHER_HEADER) != OPCODE_PAUSE) {
        i8255x_count(s, STATS_FC_UNSUPPORTED);
    } else {
        i8255x_count(s, STATS_FC_RECEIVED);
        if (!(s->config[19] & B19_NO_TX_FLOW))
            pause(s, be16(frame + TIME_AT));
    }
    return group && (s->config[19] & B19_REJECT_FLOW);
}

uint64_t i8255x_flow_paused_until(const struct i8255x *s)
{
    return s->flow.paused_until_ns;
}

/*
 * We stop the far end.
 */

/* Free bytes of the receive FIFO. */
static size_t threshold(const struct i8255x *s)
{
    static const uint16_t bytes[] = { 512, 1024, 1280, 1536,
                                      1792, 2048, 2304, 2560 };

    return bytes[s->flow.threshold & FLOW_THRESHOLD];
}

static bool wants_pause(const struct i8255x *s)
{
    return s->flow.xoff || FIFO_BYTES - s->fifo.used <= threshold(s);
}

static bool has_pause_reason(const struct i8255x *s)
{
    return s->flow.xoff || s->fifo.count;
}

static void send(struct i8255x *s, unsigned slots)
{
    uint8_t frame[ETHER_MIN] = { 0 };

    memcpy(frame, control_group, sizeof control_group);
    memcpy(frame + 6, s->station, sizeof s->station);
    frame[12] = CONTROL_TYPE >> 8;
    frame[13] = CONTROL_TYPE & 0xff;
    frame[15] = OPCODE_PAUSE;
    frame[TIME_AT] = (uint8_t)(slots >> 8);
    frame[TIME_AT + 1] = (uint8_t)slots;
    device_trace(&s->fn.dev, "PAUSE of %u slots sent", slots);
    if (i8255x_tx_at_once(s, frame, sizeof frame))
        i8255x_count(s, STATS_FC_SENT);
}

/* With a delay that is all ignored bits the chip would repeat its frame
 * without end; ours sends one. */
static void send_pause(struct i8255x *s)
{
    unsigned slots = le16(s->config + 16);
    unsigned counted = slots & ~(unsigned)DELAY_IGNORED;

    s->flow.full = true;
    if (counted)
        board_alarm_set(&s->flow.alarm, i8255x_now(s) + slots_ns(s, counted));
    send(s, slots);
}

static void release(struct i8255x *s)
{
    s->flow.full = false;
    board_alarm_cancel(&s->flow.alarm);
    if (s->config[19] & B19_RESTART)
        send(s, 0);
}

void i8255x_flow_check(struct i8255x *s)
{
    if (i8255x_is_557(s) ||
        !(s->config[19] & (B19_RESTOP | B19_RESTART)))
        return;
    if (s->flow.full) {
        if (!has_pause_reason(s))
            release(s);
    } else if (wants_pause(s)) {
        send_pause(s);
    }
}

/* The time of the last PAUSE frame is nearly over. */
static void ring(struct device *dev)
{
    struct i8255x *s = i8255x(dev);

    s->flow.full = false;
    if ((s->config[19] & B19_RESTOP) && has_pause_reason(s))
        send_pause(s);
    else
        i8255x_flow_check(s);
}

/*
 * Registers.
 */

uint8_t i8255x_flow_status(const struct i8255x *s)
{
    return (uint8_t)((s->flow.xoff ? FLOW_XOFF : 0) |
                     (s->flow.full ? FLOW_FULL : 0) |
                     (s->flow.paused_until_ns > i8255x_now(s) ? FLOW_PAUSED
                                                              : 0));
}

void i8255x_flow_command(struct i8255x *s, uint8_t val)
{
    if (val & FLOW_XON)
        s->flow.xoff = false;
    else if (val & FLOW_XOFF)
        s->flow.xoff = true;
    i8255x_flow_check(s);
}

void i8255x_flow_reset(struct i8255x *s)
{
    s->flow.paused_until_ns = 0;
    s->flow.threshold = 0;
    s->flow.xoff = s->flow.full = false;
    board_alarm_cancel(&s->flow.alarm);
}

void i8255x_flow_init(struct i8255x *s)
{
    alarm_init(&s->flow.alarm, &s->fn.dev, ring);
}
