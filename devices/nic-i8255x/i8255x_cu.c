/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i8255x_cu.c - the command unit: walks the list of command blocks.
 *
 * Source: OSDM 6.4.2 (blocks), 6.4.2.5.4 (delayed CNA), 6.5.3 (states).  A
 * block is fetched once, right before it is executed, so that a resume given
 * to an active unit needs no memory of its own: the S bit it wants looked at
 * has not been read yet, or has already stopped the unit.
 * The high priority queue of the 82558 is not here.
 */
#include "devices/nic-i8255x/ether_crc.h"
#include "devices/nic-i8255x/i8255x_int.h"

#include <string.h>

enum {
    CB_HEADER_BYTES = 16,
    BLOCK_NS = 320,
    BURST_NS = 64 * BLOCK_NS,
    CID_STEP_NS = 8000,
    MULTICAST_CHUNK = 64,
    CONFIG_COUNT = 0x3f,
};

/*
 * Interrupts.
 */

static void cna_ring(struct device *dev)
{
    i8255x_raise(i8255x(dev), STAT_CNA);
}

void i8255x_cu_flush_cna(struct i8255x *s)
{
    if (s->cu.cna.at_ns == ALARM_OFF)
        return;
    board_alarm_cancel(&s->cu.cna);
    i8255x_raise(s, STAT_CNA);
}

static void raise_cna(struct i8255x *s, uint16_t command)
{
    unsigned cid = command >> CB_CID_SHIFT & CB_CID;

    if (cid == 0 || i8255x_is_557(s))
        i8255x_raise(s, STAT_CNA);
    else
        board_alarm_set(&s->cu.cna,
                        i8255x_now(s) + (uint64_t)cid * CID_STEP_NS);
}

void i8255x_cu_spend(struct i8255x *s, uint32_t ns)
{
    s->cu.spent_ns += ns;
}

/*
 * Commands, one function each.  They return status bits beside C.
 */

static uint16_t do_nop(struct i8255x *s, uint32_t pa, uint16_t command,
                       const uint8_t *cb)
{
    (void)s;
    (void)pa;
    (void)command;
    (void)cb;
    return CB_OK;
}

static uint16_t do_station(struct i8255x *s, uint32_t pa, uint16_t command,
                           const uint8_t *cb)
{
    (void)pa;
    (void)command;
    memcpy(s->station, cb + 8, sizeof s->station);
    return CB_OK;
}

static uint16_t do_configure(struct i8255x *s, uint32_t pa, uint16_t command,
                             const uint8_t *cb)
{
    uint8_t bytes[CONFIG_BYTES];
    unsigned count = cb[8] & CONFIG_COUNT;

    (void)command;
    if (count > CONFIG_BYTES)
        count = CONFIG_BYTES;
    if (!count || !i8255x_fetch(s, pa + 8, bytes, count))
        return 0;
    memcpy(s->config, bytes, count);
    i8255x_flow_check(s);
    return CB_OK;
}

static uint16_t do_multicast(struct i8255x *s, uint32_t pa, uint16_t command,
                             const uint8_t *cb)
{
    uint8_t chunk[MULTICAST_CHUNK * MULTICAST_ADDRESS];
    unsigned left = (le16(cb + 8) & TCB_COUNT) / MULTICAST_ADDRESS;

    (void)command;
    i8255x_cu_spend(s, left * MULTICAST_ADDRESS * CU_SUM_NS);
    s->multicast = 0;
    pa += 10;
    while (left) {
        unsigned n = left < MULTICAST_CHUNK ? left : MULTICAST_CHUNK;

        if (!i8255x_fetch(s, pa, chunk, n * MULTICAST_ADDRESS))
            return 0;
        for (unsigned i = 0; i < n; i++)
            s->multicast |=
                UINT64_C(1) << ether_hash(chunk + i * MULTICAST_ADDRESS);
        pa += n * MULTICAST_ADDRESS;
        left -= n;
    }
    return CB_OK;
}

static uint16_t do_dump(struct i8255x *s, uint32_t pa, uint16_t command,
                        const uint8_t *cb)
{
    (void)pa;
    (void)command;
    return i8255x_dump_registers(s, le32(cb + 8)) ? CB_OK : 0;
}

/* By opcode.  Microcode is accepted: it would patch a processor that is not
 * modelled.  Diagnose finds nothing wrong.  Opcode 8 of the 82559, which loads
 * wake-up filters, is a NOP as 0 is. */
static uint16_t (*const operations[])(struct i8255x *, uint32_t pa,
                                      uint16_t command,
                                      const uint8_t cb[CB_HEADER_BYTES]) = {
    do_nop, do_station, do_configure, do_multicast,
    i8255x_transmit, do_nop, do_dump, do_nop,
};

/*
 * The list.
 */

static void halt(struct i8255x *s, uint32_t pa)
{
    board_guest_error(&s->fn.dev, "no command block at %08x", (unsigned)pa);
    s->cu.state = CU_IDLE;
}

static void block_done(struct i8255x *s, uint32_t pa, uint16_t command,
                       uint32_t link)
{
    if (command & CB_EL) {
        s->cu.state = CU_IDLE;
        raise_cna(s, command);
    } else if (command & CB_S) {
        s->cu.state = CU_SUSPENDED;
        s->cu.suspended = pa;
        s->cu.link = link;
        if (!(s->config[6] & B6_CI))
            raise_cna(s, command);
    } else {
        s->cu.next = s->cu.base + link;
    }
}

static void execute(struct i8255x *s, uint32_t pa)
{
    uint8_t cb[CB_HEADER_BYTES], word[2];
    uint16_t command, status;

    if (!i8255x_fetch(s, pa, cb, sizeof cb)) {
        halt(s, pa);
        return;
    }
    command = le16(cb + 2);
    status = operations[command & CB_OPCODE](s, pa, command, cb);
    if (s->cu.state != CU_ACTIVE)
        return; /* a bus that leads our cycles back to our registers */
    if (status == CB_AGAIN) {
        i8255x_cu_spend(s, BURST_NS);
        return;
    }
    device_trace(&s->fn.dev, "command block %08x: command %04x, status %04x",
                 (unsigned)pa, command, status | CB_C);
    put_le16(word, status | CB_C);
    if (!i8255x_store(s, pa, word, sizeof word)) {
        halt(s, pa);
        return;
    }
    if ((command & CB_I) || (!(status & CB_OK) && i8255x_is_557(s) &&
                             (s->config[6] & B6_TNO)))
        i8255x_raise(s, STAT_CX);
    block_done(s, pa, command, le32(cb + 4));
}

/* The next frame waits until there is room for the last one.  A list may be
 * circular: after a burst the unit stands back for as long as it took, or the
 * processor and the control socket would never run. */
static void run(struct i8255x *s)
{
    s->cu.spent_ns = 0;
    while (s->cu.state == CU_ACTIVE && !s->tx.busy &&
           s->cu.alarm.at_ns == ALARM_OFF) {
        i8255x_cu_spend(s, BLOCK_NS);
        execute(s, s->cu.next);
        if (s->cu.spent_ns >= BURST_NS)
            board_alarm_set(&s->cu.alarm, i8255x_now(s) + s->cu.spent_ns);
    }
}

static void ring(struct device *dev)
{
    run(i8255x(dev));
}

void i8255x_cu_continue(struct i8255x *s)
{
    if (s->cu.alarm.at_ns == ALARM_OFF)
        run(s);
}

/*
 * Control commands (6.5.3).
 */

static void start(struct i8255x *s)
{
    if (s->cu.state == CU_ACTIVE) {
        board_guest_error(&s->fn.dev, "CU start while active");
        return;
    }
    board_alarm_cancel(&s->cu.cna);
    s->cu.state = CU_ACTIVE;
    s->cu.next = s->cu.base + s->pointer;
    run(s);
}

static bool still_suspended(struct i8255x *s)
{
    uint8_t word[2];

    if (!i8255x_fetch(s, s->cu.suspended + 2, word, sizeof word)) {
        halt(s, s->cu.suspended);
        return true;
    }
    return le16(word) & CB_S;
}

static void resume(struct i8255x *s, bool look)
{
    board_alarm_cancel(&s->cu.cna);
    if (s->cu.state != CU_SUSPENDED || (look && still_suspended(s)))
        return;
    s->cu.state = CU_ACTIVE;
    s->cu.next = s->cu.base + s->cu.link;
    run(s);
}

static void unknown(struct i8255x *s, unsigned cuc)
{
    board_guest_error(&s->fn.dev, "CU command %u is not modelled", cuc);
}

void i8255x_cu_command(struct i8255x *s, unsigned cuc)
{
    switch (cuc) {
    case CUC_NOP:
        break;
    case CUC_START:
        start(s);
        break;
    case CUC_RESUME:
        resume(s, true);
        break;
    case CUC_STATIC_RESUME:
        if (i8255x_is_557(s))
            unknown(s, cuc);
        else
            resume(s, false);
        break;
    case CUC_LOAD_DUMP_ADDRESS:
        s->dump_address = s->pointer;
        break;
    case CUC_DUMP:
    case CUC_DUMP_RESET:
        i8255x_stats_dump(s, cuc == CUC_DUMP_RESET);
        break;
    case CUC_LOAD_BASE:
        s->cu.base = s->pointer;
        break;
    default:
        unknown(s, cuc);
        break;
    }
}

void i8255x_cu_reset(struct i8255x *s)
{
    s->cu.state = CU_IDLE;
    board_alarm_cancel(&s->cu.alarm);
    board_alarm_cancel(&s->cu.cna);
}

void i8255x_cu_init(struct i8255x *s)
{
    alarm_init(&s->cu.alarm, &s->fn.dev, ring);
    alarm_init(&s->cu.cna, &s->fn.dev, cna_ring);
}
