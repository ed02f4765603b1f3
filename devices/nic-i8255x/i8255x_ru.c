/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_ru.c - the receive unit: which frames are taken, where they go, and
 * what happens when there is nowhere.
 *
 * Source: OSDM 6.4.3 (descriptors), 6.5.4 (states), 6.4.2.3 (filters).
 * Simplified and flexible descriptors (their buffers: i8255x_rbd.c); no header
 * RFDs, no receive DMA redirect.
 */
#include "devices/nic-i8255x/ether_crc.h"
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    ETHER_HEADER = 14,
    ETHER_MIN = 60, /* both without the check sequence */
    ETHER_MAX = 1514,
    ETHER_LENGTH_MAX = 1500, /* above: a type */
    ETHER_CRC = 4,
    CHECKSUM_BYTES = 2,
    TYPE_IP = 0x0800,
    TYPE_IPX = 0x8137,
};

/*
 * Filters.
 */

static bool is_station(const struct i8255x *s, const uint8_t *address)
{
    uint8_t differs = address[0] ^ s->station[0];

    if (!i8255x_is_557(s) && (s->config[15] & B15_IGNORE_UL))
        differs &= (uint8_t)~2;
    return !differs && memcmp(address + 1, s->station + 1, 5) == 0;
}

static bool hashed(const struct i8255x *s, const uint8_t *address)
{
    return s->multicast >> ether_hash(address) & 1;
}

static bool is_wanted_group(const struct i8255x *s, const uint8_t *address)
{
    if (is_broadcast(address))
        return !(s->config[15] & B15_NO_BROADCAST);
    if (address[0] & 1)
        return (s->config[21] & B21_ALL_MULTICAST) || hashed(s, address);
    return !i8255x_is_557(s) && (s->config[20] & B20_MULTIPLE_IA) &&
           hashed(s, address);
}

/* RFD status bits that say whom the frame is for; false: not us. */
static bool match(const struct i8255x *s, const uint8_t *frame,
                  uint16_t *status)
{
    if (is_station(s, frame))
        *status = 0;
    else if (is_wanted_group(s, frame))
        *status = RFD_NOT_IA;
    else if (s->config[15] & B15_PROMISCUOUS)
        *status = RFD_NOT_IA | RFD_NO_MATCH;
    else
        return false;
    return true;
}

/* Length errors: RFD status without OK, or false for a frame that is to be
 * discarded.  The 82557 has no upper limit of its own. */
static bool length_ok(struct i8255x *s, size_t n, uint16_t *status)
{
    *status |= RFD_OK;
    if (n < ETHER_MIN) {
        i8255x_count(s, STATS_RX_SHORT);
        *status = (uint16_t)((*status & ~RFD_OK) | RFD_SHORT);
        return !(s->config[7] & B7_DISCARD_SHORT);
    }
    if (n > ETHER_MAX && !i8255x_is_557(s) &&
        !(s->config[18] & B18_LONG_OK)) {
        *status &= (uint16_t)~RFD_OK;
        return s->config[6] & B6_SAVE_BAD;
    }
    return true;
}

/*
 * Descriptors.
 */

static void not_ready(struct i8255x *s, enum ru_state state)
{
    s->ru.state = state;
    i8255x_raise(s, STAT_RNR);
}

/* The sum of RFC 1071 over all that follows the Ethernet header, not
 * complemented, in the order of the wire (OSDM B.4.2; the drivers that use it
 * say so, too). */
static void put_checksum(uint8_t *at, const uint8_t *frame, size_t n)
{
    uint32_t sum = 0;

    for (size_t i = ETHER_HEADER; i < n; i++)
        sum += i & 1 ? frame[i] : (uint32_t)frame[i] << 8;
    sum = (sum & 0xffff) + (sum >> 16);
    sum += sum >> 16;
    at[0] = (uint8_t)(sum >> 8);
    at[1] = (uint8_t)sum;
}

/* What is stored of a frame of *n bytes: padding off if the length field says
 * so, check sequence and then checksum on if configured, for which `room` is
 * there. */
static const uint8_t *stored_form(const struct i8255x *s,
                                  const uint8_t *frame, size_t *n,
                                  uint8_t *room)
{
    unsigned length = be16(frame + 12);
    size_t whole = *n;
    bool crc = s->config[18] & B18_CRC_TRANSFER;
    bool checksum =
        s->part->chip == I82559 && (s->config[9] & B9_CHECKSUM);

    if ((s->config[18] & B18_STRIP) && length <= ETHER_LENGTH_MAX &&
        length < whole - ETHER_HEADER)
        *n = ETHER_HEADER + length;
    if (!crc && !checksum)
        return frame;
    memcpy(room, frame, *n);
    if (crc) {
        put_le32(room + *n, ether_crc(frame, whole));
        *n += ETHER_CRC;
    }
    if (checksum) {
        put_checksum(room + *n, frame, whole);
        *n += CHECKSUM_BYTES;
    }
    return room;
}

/* Data first, then the count, the status word last: software looks at that. */
static bool store_frame(struct i8255x *s, uint32_t rfd, const uint8_t *data,
                        size_t n, uint16_t status)
{
    uint8_t word[2];

    if (n && !i8255x_store(s, rfd + RFD_HEADER_BYTES, data, n))
        return false;
    put_le16(word, (uint16_t)(n | RFD_EOF | RFD_F));
    if (!i8255x_store(s, rfd + 12, word, sizeof word))
        return false;
    put_le16(word, status | RFD_C);
    s->ru.dma_count = (uint32_t)n;
    return i8255x_store(s, rfd, word, sizeof word);
}

/* A frame longer than its descriptor, without save bad frames: counted, and
 * the descriptor, not complete, serves the next frame. */
static void reuse(struct i8255x *s, uint32_t rfd, const uint8_t *data,
                  size_t n, uint16_t status)
{
    uint8_t word[2];

    i8255x_count(s, STATS_RX_RESOURCE);
    put_le16(word, status);
    if (n)
        i8255x_store(s, rfd + RFD_HEADER_BYTES, data, n);
    i8255x_store(s, rfd, word, sizeof word);
}

/* 6.3.7: of a frame whose length is known from its header, software may hear
 * before its end.  All of a frame comes at once here, whatever the number. */
static bool is_early(const struct i8255x *s, const uint8_t *frame)
{
    unsigned type = be16(frame + 12);

    if (i8255x_is_557(s) || !s->early_rx)
        return false;
    return type <= ETHER_LENGTH_MAX || ((s->config[3] & B3_TYPE) &&
                                        (type == TYPE_IP || type == TYPE_IPX));
}

static void frame_stored(struct i8255x *s, uint16_t command, uint32_t link,
                         bool good)
{
    if (good) {
        i8255x_count(s, STATS_RX_GOOD);
        s->frames_received++;
    }
    s->ru.next = s->ru.base + link;
    i8255x_cu_flush_cna(s);
    i8255x_raise(s, STAT_FR);
    if (command & RFD_EL)
        not_ready(s, RU_NO_RESOURCES);
    else if (command & RFD_S)
        not_ready(s, RU_SUSPENDED);
}

/* Some bytes behind the descriptor, as its size says, the others in buffers.
 * Without enough of these the descriptor is complete all the same. */
static void deliver_flexible(struct i8255x *s, const uint8_t *rfd,
                             const uint8_t *data, size_t n, uint16_t status)
{
    size_t own = le16(rfd + 14) & RFD_COUNT, done;

    if (own > n)
        own = n;
    done = own + i8255x_rbd_store(s, le32(rfd + 8), data + own, n - own);
    if (done < n) {
        i8255x_count(s, STATS_RX_RESOURCE);
        status = (uint16_t)((status & ~RFD_OK) | RFD_NO_SPACE);
    }
    if (!store_frame(s, s->ru.next, data, own, status)) {
        i8255x_count(s, STATS_RX_OVERRUN);
        return;
    }
    s->ru.dma_count = (uint32_t)done;
    if (is_early(s, data))
        i8255x_raise(s, STAT_ER);
    frame_stored(s, le16(rfd + 2), le32(rfd + 4), status & RFD_OK);
}

/* False: there is no descriptor for it after all. */
static bool deliver(struct i8255x *s, const uint8_t *frame, size_t n,
                    uint16_t status)
{
    uint8_t rfd[RFD_HEADER_BYTES];
    uint8_t room[I8255X_FRAME_MAX + ETHER_CRC + CHECKSUM_BYTES];
    const uint8_t *data;
    uint16_t command;
    size_t size;

    if (!i8255x_fetch(s, s->ru.next, rfd, sizeof rfd)) {
        board_guest_error(&s->fn.dev, "no receive descriptor at %08x",
                          (unsigned)s->ru.next);
        not_ready(s, RU_NO_RESOURCES);
        return false;
    }
    command = le16(rfd + 2);
    size = le16(rfd + 14) & RFD_COUNT;
    if (size == 0 && (command & (RFD_EL | RFD_SF)) == RFD_EL) {
        not_ready(s, RU_NO_RESOURCES);
        return false;
    }
    data = stored_form(s, frame, &n, room);
    if (command & RFD_SF) {
        deliver_flexible(s, rfd, data, n, status);
        return true;
    }
    if (n > size) {
        n = size;
        status = (uint16_t)((status & ~RFD_OK) | RFD_NO_SPACE);
        if (!(s->config[6] & B6_SAVE_BAD)) {
            reuse(s, s->ru.next, data, n, status);
            return true;
        }
    }
    device_trace(&s->fn.dev, "%u bytes received at %08x, status %04x",
                 (unsigned)n, (unsigned)s->ru.next, status | RFD_C);
    if (!store_frame(s, s->ru.next, data, n, status)) {
        i8255x_count(s, STATS_RX_OVERRUN);
        return true;
    }
    if (is_early(s, frame))
        i8255x_raise(s, STAT_ER);
    frame_stored(s, command, le32(rfd + 4), status & RFD_OK);
    return true;
}

/* The 82557 drops what it can't store, its successors keep 3 KB of it. */
static void no_resources(struct i8255x *s, const uint8_t *frame, size_t n,
                         uint16_t status)
{
    device_trace(&s->fn.dev, "%u bytes find no receive descriptor",
                 (unsigned)n);
    if (s->ru.state == RU_IDLE)
        return;
    if (i8255x_is_557(s))
        i8255x_count(s, STATS_RX_RESOURCE);
    else if (!i8255x_fifo_put(&s->fifo, frame, n, status))
        i8255x_count(s, STATS_RX_OVERRUN);
    i8255x_flow_check(s);
}

/* What waited in the FIFO goes first. */
static void drain(struct i8255x *s)
{
    const uint8_t *frame;
    size_t n;
    uint16_t status;

    while (s->ru.state == RU_READY &&
           i8255x_fifo_peek(&s->fifo, &frame, &n, &status) &&
           deliver(s, frame, n, status))
        i8255x_fifo_drop(&s->fifo);
    i8255x_flow_check(s);
}

void i8255x_ru_frame(struct i8255x *s, const uint8_t *frame, size_t n)
{
    uint16_t status;

    if (n < ETHER_HEADER || n > I8255X_FRAME_MAX)
        return;
    if (i8255x_flow_received(s, frame, n) || !match(s, frame, &status) ||
        !length_ok(s, n, &status))
        return;
    if (be16(frame + 12) > ETHER_LENGTH_MAX)
        status |= RFD_TYPE;
    if (s->ru.state != RU_READY || !deliver(s, frame, n, status))
        no_resources(s, frame, n, status);
}

bool i8255x_takes(struct device *dev)
{
    const struct i8255x *s = i8255x(dev);

    return s->ru.state != RU_NO_RESOURCES && s->ru.state != RU_SUSPENDED;
}

static void tell_room(struct i8255x *s)
{
    if (s->ether.room)
        s->ether.room(s->ether.far);
}

void i8255x_receive(struct device *dev, const uint8_t *frame, size_t n)
{
    struct i8255x *s = i8255x(dev);
    uint16_t status;

    if (!mii_link(&s->mii, i8255x_now(s)) || mii_loopback(&s->mii) ||
        mii_isolated(&s->mii) || (s->config[10] & B10_LOOPBACK))
        return;
    i8255x_leds_activity(s);
    if (n >= ETHER_HEADER && match(s, frame, &status))
        i8255x_wake_frame(s, frame, n, !status);
    if (!s->fn.asleep)
        i8255x_ru_frame(s, frame, n);
}

/*
 * Commands.
 */

unsigned i8255x_ru_status(const struct i8255x *s)
{
    return s->ru.state | (s->ru.rbds == RBDS_NONE ? RU_NO_RBDS : 0);
}

void i8255x_ru_reset(struct i8255x *s)
{
    s->ru.state = RU_IDLE;
    s->ru.rbds = RBDS_IN_RFD;
    s->ru.next = 0;
    s->ru.dma_count = 0;
    s->fifo.used = 0;
    s->fifo.count = 0;
}

static void start(struct i8255x *s)
{
    if (s->ru.state == RU_READY)
        board_guest_error(&s->fn.dev, "RU start while ready");
    s->ru.state = RU_READY;
    s->ru.rbds = RBDS_IN_RFD;
    s->ru.next = s->ru.base + s->pointer;
    drain(s);
    tell_room(s);
}

static void resume(struct i8255x *s)
{
    if (s->ru.state != RU_SUSPENDED)
        return;
    s->ru.state = RU_READY;
    drain(s);
    tell_room(s);
}

static void abort_reception(struct i8255x *s)
{
    bool was_ready = s->ru.state == RU_READY;

    i8255x_ru_reset(s);
    i8255x_flow_check(s);
    if (was_ready)
        i8255x_raise(s, STAT_RNR);
}

void i8255x_ru_command(struct i8255x *s, unsigned ruc)
{
    switch (ruc) {
    case RUC_NOP:
    case RUC_LOAD_HDS: /* for the H bit, which is not looked at */
        break;
    case RUC_START:
        start(s);
        break;
    case RUC_RESUME:
        resume(s);
        break;
    case RUC_ABORT:
        abort_reception(s);
        break;
    case RUC_LOAD_BASE:
        s->ru.base = s->pointer;
        break;
    case RUC_REDIRECT:
    case RUC_RBD_RESUME:
        board_guest_error(&s->fn.dev, "RU command %u is not modelled", ruc);
        break;
    }
}
