/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_tx.c - the transmit command: gathering a frame, completing it, and
 * its time on the wire.
 *
 * Source: OSDM 6.4.2.5.  The block is complete when the frame has been read
 * from memory; counters change when it has left.  Collisions, deferral,
 * thresholds and underruns have no counterpart on our segments.
 */
#include "devices/nic-i8255x/ether_crc.h"
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    ETHER_ADDRESS = 6,
    ETHER_HEADER = 14,
    ETHER_MIN = 60,
    ETHER_CRC = 4,
    WIRE_OVERHEAD = 8 + 4 + 12, /* preamble, check sequence, gap */
    NS_PER_BYTE_FAST = 80,
    NS_PER_BYTE_SLOW = 800,
    TBDS_IN_TCB = 2,
    TBDS_MAX = 255,
};

/*
 * Gathering.
 */

static bool gather(struct i8255x *s, uint32_t pa, size_t n)
{
    if (n > sizeof s->tx.frame - s->tx.n) {
        board_guest_error(&s->fn.dev, "frame of more than %u bytes",
                          (unsigned)sizeof s->tx.frame);
        return false;
    }
    if (n && !i8255x_fetch(s, pa, s->tx.frame + s->tx.n, n))
        return false;
    s->tx.n += n;
    return true;
}

/* With extended blocks the first two descriptors stand in the block itself
 * and the array begins with the third. */
static bool gather_buffers(struct i8255x *s, uint32_t tcb, uint32_t array,
                           unsigned count, bool extended)
{
    for (unsigned i = 0; i < count && i < TBDS_MAX; i++) {
        uint8_t tbd[TBD_BYTES];
        uint32_t at = array + TBD_BYTES * i;

        if (extended)
            at = i < TBDS_IN_TCB ? tcb + 16 + TBD_BYTES * i
                                 : array + TBD_BYTES * (i - TBDS_IN_TCB);
        if (!i8255x_fetch(s, at, tbd, sizeof tbd) ||
            !gather(s, le32(tbd), le32(tbd + 4) & TBD_COUNT))
            return false;
        if (le32(tbd + 4) & TBD_EL)
            break;
    }
    return true;
}

static bool gather_frame(struct i8255x *s, uint32_t pa, uint16_t command,
                         const uint8_t *tcb)
{
    unsigned own = le16(tcb + 12) & TCB_COUNT;
    bool extended = !i8255x_is_557(s) && !(s->config[6] & B6_STANDARD_TCB);

    s->tx.n = 0;
    if (!(command & TCB_SF))
        return gather(s, pa + 16, own);
    return gather(s, pa + (extended ? 32 : 16), own) &&
           gather_buffers(s, pa, le32(tcb + 8), tcb[15], extended);
}

/*
 * Completing.
 */

/* 6.4.2.5.3, step 5: the source address is not in memory but ours. */
static void insert_source(struct i8255x *s)
{
    uint8_t *at = s->tx.frame + ETHER_ADDRESS;

    if (s->tx.n < ETHER_ADDRESS ||
        s->tx.n > sizeof s->tx.frame - ETHER_ADDRESS)
        return;
    memmove(at + ETHER_ADDRESS, at, s->tx.n - ETHER_ADDRESS);
    memcpy(at, s->station, ETHER_ADDRESS);
    s->tx.n += ETHER_ADDRESS;
}

static void pad(struct i8255x *s)
{
    if (s->tx.n >= ETHER_MIN)
        return;
    memset(s->tx.frame + s->tx.n, s->part->pad, ETHER_MIN - s->tx.n);
    s->tx.n = ETHER_MIN;
}

/* Software that brings its own check sequence may bring a wrong one: every
 * receiver would drop the frame, so it goes nowhere. */
static void own_check_sequence(struct i8255x *s)
{
    size_t n = s->tx.n < ETHER_CRC ? 0 : s->tx.n - ETHER_CRC;

    if (n && le32(s->tx.frame + n) == ether_crc(s->tx.frame, n))
        s->tx.n = n;
    else
        s->tx.n = 0;
}

static void complete_frame(struct i8255x *s, uint16_t command)
{
    if (command & TCB_NC) {
        own_check_sequence(s);
        return;
    }
    if (!(s->config[10] & B10_NSAI))
        insert_source(s);
    if (s->config[18] & B18_PAD)
        pad(s);
}

/*
 * The wire.
 */

static bool loops_back(const struct i8255x *s)
{
    return (s->config[10] & B10_LOOPBACK) || mii_loopback(&s->mii);
}

static uint64_t wire_ns(const struct i8255x *s)
{
    bool slow = !mii_fast(&s->mii, i8255x_now(s)) &&
                mii_link(&s->mii, i8255x_now(s));

    return (s->tx.n + WIRE_OVERHEAD) *
           (uint64_t)(slow ? NS_PER_BYTE_SLOW : NS_PER_BYTE_FAST);
}

static void frame_left(struct i8255x *s)
{
    bool good_length =
        s->tx.n >= ETHER_HEADER && s->tx.n <= I8255X_FRAME_MAX;
    bool on_wire;

    s->tx.busy = false;
    i8255x_count(s, STATS_TX_GOOD);
    s->frames_sent++;
    if (loops_back(s)) {
        i8255x_ru_frame(s, s->tx.frame, s->tx.n);
        return;
    }
    on_wire = mii_link(&s->mii, i8255x_now(s)) && !mii_isolated(&s->mii);
    if (!on_wire)
        i8255x_count(s, STATS_TX_LOST_CRS);
    else
        i8255x_leds_activity(s);
    if (on_wire && good_length && s->ether.send)
        s->ether.send(s->ether.far, s->tx.frame, s->tx.n);
}

static void ring(struct device *dev)
{
    struct i8255x *s = i8255x(dev);

    frame_left(s);
    i8255x_cu_continue(s);
}

uint16_t i8255x_transmit(struct i8255x *s, uint32_t pa, uint16_t command,
                         const uint8_t tcb[16])
{
    if (!gather_frame(s, pa, command, tcb)) {
        i8255x_count(s, STATS_TX_UNDERRUNS);
        return TCB_U;
    }
    complete_frame(s, command);
    if (board_authentic(&s->fn.dev)) {
        s->tx.busy = true;
        board_alarm_set(&s->tx.alarm, i8255x_now(s) + wire_ns(s));
    } else {
        frame_left(s);
    }
    return CB_OK;
}

void i8255x_tx_reset(struct i8255x *s)
{
    s->tx.busy = false;
    board_alarm_cancel(&s->tx.alarm);
}

void i8255x_tx_init(struct i8255x *s)
{
    alarm_init(&s->tx.alarm, &s->fn.dev, ring);
}
