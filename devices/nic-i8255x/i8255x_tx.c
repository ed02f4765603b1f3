/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_tx.c - the transmit command: gathering a frame, completing it, and
 * its time on the wire.
 *
 * Source: OSDM 6.4.2.5.  The block is complete when the frame has been read
 * from memory, which goes on while others are on the wire, as long as 3 KB of
 * them; counters change when one has left.  An underrun is a frame that can't
 * be read or is too long, counted at once.  Collisions, deferral and thresholds
 * have no counterpart on our segments.
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
    TBD_NS = 80,
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

struct array {
    uint32_t tcb, pa;
    unsigned count;
    bool extended; /* the first two stand in the block itself */
    bool dynamic;  /* software still appends to it */
};

static uint32_t descriptor(const struct array *a, unsigned i)
{
    if (!a->extended)
        return a->pa + TBD_BYTES * i;
    if (i < TBDS_IN_TCB)
        return a->tcb + 16 + TBD_BYTES * i;
    return a->pa + TBD_BYTES * (i - TBDS_IN_TCB);
}

static uint16_t gather_buffers(struct i8255x *s, const struct array *a)
{
    for (unsigned i = 0; i < a->count; i++) {
        uint8_t tbd[TBD_BYTES];

        i8255x_cu_spend(s, TBD_NS);
        if (!i8255x_fetch(s, descriptor(a, i), tbd, sizeof tbd))
            return TCB_U;
        if (a->dynamic && le32(tbd) == 0)
            return CB_AGAIN; /* not there yet */
        if (!gather(s, le32(tbd), le32(tbd + 4) & TBD_COUNT))
            return TCB_U;
        if (le32(tbd + 4) & TBD_EL)
            break;
    }
    return CB_OK;
}

static uint16_t gather_frame(struct i8255x *s, uint32_t pa, uint16_t command,
                             const uint8_t *tcb)
{
    unsigned own = le16(tcb + 12) & TCB_COUNT;
    bool later = !i8255x_is_557(s);
    struct array a = {
        .tcb = pa,
        .pa = le32(tcb + 8),
        .count = tcb[15],
        .extended = later && !(s->config[6] & B6_STANDARD_TCB),
        .dynamic = later && (s->config[7] & B7_DYNAMIC_TBD) &&
                   tcb[15] == TBDS_DYNAMIC,
    };

    s->tx.n = 0;
    if (!(command & TCB_SF))
        return gather(s, pa + 16, own) ? CB_OK : TCB_U;
    if (!gather(s, pa + (a.extended ? 32 : 16), own))
        return TCB_U;
    return gather_buffers(s, &a);
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

    i8255x_cu_spend(s, (uint32_t)n * CU_SUM_NS);
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

static uint64_t wire_ns(const struct i8255x *s, size_t n)
{
    bool slow = !mii_fast(&s->mii, i8255x_now(s)) &&
                mii_link(&s->mii, i8255x_now(s));

    if (!board_authentic(&s->fn.dev))
        return 0;
    return (n + WIRE_OVERHEAD) *
           (uint64_t)(slow ? NS_PER_BYTE_SLOW : NS_PER_BYTE_FAST);
}

static bool has_wire(const struct i8255x *s)
{
    return mii_link(&s->mii, i8255x_now(s)) && !mii_isolated(&s->mii);
}

static void frame_left(struct i8255x *s, const uint8_t *frame, size_t n)
{
    bool good_length = n >= ETHER_HEADER && n <= I8255X_FRAME_MAX;
    bool on_wire;

    i8255x_count(s, STATS_TX_GOOD);
    s->frames_sent++;
    if (loops_back(s)) {
        i8255x_ru_frame(s, frame, n);
        return;
    }
    on_wire = has_wire(s);
    if (!on_wire)
        i8255x_count(s, STATS_TX_LOST_CRS);
    else
        i8255x_leds_activity(s);
    if (on_wire && good_length && s->ether.send)
        s->ether.send(s->ether.far, frame, n);
}

static uint64_t not_paused(const struct i8255x *s, uint64_t at_ns)
{
    uint64_t until_ns = i8255x_flow_paused_until(s);

    return at_ns > until_ns ? at_ns : until_ns;
}

/* What has left by now.  Frames follow each other without a pause, whenever it
 * is looked at. */
static void leave(struct i8255x *s)
{
    const uint8_t *frame;
    size_t n;
    uint16_t unused;

    while (i8255x_fifo_peek(&s->tx.fifo, &frame, &n, &unused) &&
           s->tx.head_ns <= i8255x_now(s)) {
        frame_left(s, frame, n);
        i8255x_fifo_drop(&s->tx.fifo);
        if (i8255x_fifo_peek(&s->tx.fifo, &frame, &n, &unused))
            s->tx.head_ns = not_paused(s, s->tx.head_ns) + wire_ns(s, n);
    }
    if (s->tx.fifo.count)
        board_alarm_set(&s->tx.alarm, s->tx.head_ns);
}

/* The frame from memory goes to the wire, or waits for room. */
static void enter(struct i8255x *s)
{
    bool first = s->tx.fifo.count == 0;

    s->tx.busy = !i8255x_fifo_put(&s->tx.fifo, s->tx.frame, s->tx.n, 0);
    if (s->tx.busy || !first)
        return;
    if (!s->tx.late)
        s->tx.head_ns = i8255x_now(s);
    s->tx.head_ns = not_paused(s, s->tx.head_ns) + wire_ns(s, s->tx.n);
    board_alarm_set(&s->tx.alarm, s->tx.head_ns);
}

static void ring(struct device *dev)
{
    struct i8255x *s = i8255x(dev);

    s->tx.late = true;
    leave(s);
    if (s->tx.busy)
        enter(s);
    i8255x_cu_continue(s);
    leave(s);
    s->tx.late = false;
}

uint16_t i8255x_transmit(struct i8255x *s, uint32_t pa, uint16_t command,
                         const uint8_t tcb[16])
{
    uint16_t status = gather_frame(s, pa, command, tcb);

    if (status == TCB_U)
        i8255x_count(s, STATS_TX_UNDERRUNS);
    if (status != CB_OK)
        return status;
    complete_frame(s, command);
    if (board_authentic(&s->fn.dev) || s->tx.fifo.count ||
        i8255x_flow_paused_until(s) > i8255x_now(s)) {
        leave(s);
        enter(s);
    } else {
        frame_left(s, s->tx.frame, s->tx.n);
    }
    return CB_OK;
}

/* A frame that is on the wire is not stopped. */
void i8255x_tx_paused(struct i8255x *s)
{
    const uint8_t *frame;
    size_t n;
    uint16_t unused;
    uint64_t now_ns = i8255x_now(s);

    if (!i8255x_fifo_peek(&s->tx.fifo, &frame, &n, &unused) ||
        s->tx.head_ns <= now_ns + wire_ns(s, n))
        return;
    s->tx.head_ns = not_paused(s, now_ns) + wire_ns(s, n);
    board_alarm_set(&s->tx.alarm, s->tx.head_ns);
}

bool i8255x_tx_at_once(struct i8255x *s, const uint8_t *frame, size_t n)
{
    if (loops_back(s) || !has_wire(s))
        return false;
    i8255x_leds_activity(s);
    if (s->ether.send)
        s->ether.send(s->ether.far, frame, n);
    return true;
}

void i8255x_tx_reset(struct i8255x *s)
{
    s->tx.busy = false;
    s->tx.fifo.used = 0;
    s->tx.fifo.count = 0;
    board_alarm_cancel(&s->tx.alarm);
}

void i8255x_tx_init(struct i8255x *s)
{
    alarm_init(&s->tx.alarm, &s->fn.dev, ring);
}
