/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_drivers_more.c - the 8255x as more drivers use it: what they do
 * to registers and memory, in their order, and what they wait for.  Facts
 * about them, none of their text.
 *
 * Families: Windows' (the sample of its driver kit); CFE's, a boot firmware of
 * MIPS boards.
 */
#include "tests/unit/devices/nicdriver.h"

#include <string.h>

enum { RFDS = 4, ODD = 10, SIZE = 1514 };

static void no_wait(struct rig *r, uint8_t command)
{
    rig_out(r, 2, command, 1);
}

static void with_pointer(struct rig *r, uint8_t command, uint32_t pointer)
{
    driver_accepted(r);
    rig_out(r, 4, pointer, 4);
    rig_out(r, 2, command, 1);
}

/* A list of one block. */
static void once(struct rig *r, uint16_t opcode, const void *body, size_t n)
{
    rig_cb(r, ONCE, EL | opcode, 0xffffffff);
    memcpy(r->fb->ram + ONCE + 8, body, n);
    with_pointer(r, CU_START, ONCE);
    g_assert_cmphex(rig_peek(r, ONCE, 2) & 0xa000, ==, 0xa000);
}

/*
 * Windows'.
 */

/* An interrupt is masked, acknowledged by a word that begins with the status
 * byte, and let through again. */
static uint8_t windows_interrupt(struct rig *r)
{
    uint8_t causes;

    g_assert_true(r->inta.level);
    rig_out(r, 3, 1, 1);
    g_assert_false(r->inta.level);
    causes = rig_stat(r);
    rig_out(r, 0, (uint32_t)causes << 8, 2);
    rig_out(r, 3, 0, 1);
    g_assert_false(r->inta.level);
    return causes;
}

/* Broadcasts are refused until somebody wants them. */
static void windows_configure(struct rig *r, uint8_t byte15)
{
    const uint8_t bytes[22] = { 22, 0x88, 0, 0, 0, 0, 0x32, 0x03, 0x01, 0,
                                0x2e, 0, 0x60, 0, 0xf2, byte15, 0, 0x40,
                                0xf2, 0x80, 0x3f, 0x05 };

    once(r, CONFIGURE, bytes, sizeof bytes);
}

/* Descriptors begin ten bytes behind a multiple of eight, so that data behind
 * the Ethernet header begins with one. */
static uint32_t windows_rfd(unsigned i)
{
    return rig_rfd(i) + ODD;
}

static void windows_give(struct rig *r, unsigned i, bool first)
{
    rig_cb(r, windows_rfd(i), EL, 0xffffffff);
    rig_poke(r, windows_rfd(i) + 8, 0xffffffff, 4);
    rig_poke(r, windows_rfd(i) + 12, (uint32_t)SIZE << 16, 4);
    if (first)
        return;
    rig_poke(r, windows_rfd(i - 1) + 4, windows_rfd(i), 4);
    rig_poke(r, windows_rfd(i - 1) + 2, 0, 2);
}

static void windows_start(struct rig *r)
{
    rig_out(r, 8, 0, 4);
    rig_out(r, 3, 1, 1);
    rig_poke(r, RIG_AREA, 0, 4);
    rig_poke(r, RIG_AREA + 4, 0xffffffff, 4);
    rig_out(r, 8, RIG_AREA | 1, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA, 4), !=, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 4, 4), ==, 0);
    rig_out(r, 8, 0, 4);
    rig_out(r, 3, 1, 1);
    with_pointer(r, CU_BASE, 0);
    with_pointer(r, RU_BASE, 0);
    windows_configure(r, 0x6a);
    once(r, ADDRESS, rig_mac, 6);
    with_pointer(r, CU_STATS, RIG_AREA);
    driver_accepted(r);
    no_wait(r, CU_DUMP_RESET);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa007);
    rig_out(r, 0, 0xff00, 2);
    rig_out(r, 3, 0, 1);
    for (unsigned i = 0; i < RFDS; i++)
        windows_give(r, i, i == 0);
    with_pointer(r, RU_START, windows_rfd(0));
    driver_accepted(r);
    g_assert_cmphex(rig_in(r, 0, 1) & 0x3c, ==, 0x10);
}

/* No block asks for an interrupt: that the unit leaves the active state is
 * what tells of them.  A resume behind a resume does not wait. */
static void windows_send(struct rig *r, unsigned i, bool idle)
{
    uint32_t cb = driver_block(i), parts = cb + 0x40;

    rig_cb(r, cb, S | SF | TRANSMIT, driver_block(i + 1));
    rig_poke(r, cb + 8, parts, 4);
    rig_poke(r, cb + 12, 0x02080000, 4); /* two buffers, none behind it */
    rig_frame(r->fb->ram + FRAME, 200);
    rig_poke(r, parts, FRAME, 4);
    rig_poke(r, parts + 4, 14, 4);
    rig_poke(r, parts + 8, FRAME + 14, 4);
    rig_poke(r, parts + 12, 186, 4);
    if (idle) {
        g_assert_cmpuint(rig_cus(r), ==, 0);
        with_pointer(r, CU_START, cb);
    } else {
        driver_no_suspend(r, driver_block(i + RING_BLOCKS - 1));
        no_wait(r, CU_RESUME);
    }
    g_assert_true(driver_complete(r, cb));
    g_assert_cmphex(windows_interrupt(r), ==, CNA);
    rig_expect_sent(r, r->sent->len - 1, r->fb->ram + FRAME, 200);
}

static void windows_receives(struct rig *r)
{
    static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 };
    uint8_t frame[100];

    rig_frame(frame, sizeof frame);
    memcpy(frame, all, 6);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_false(r->inta.level);
    windows_configure(r, 0x68);
    rig_out(r, 0, (uint32_t)rig_stat(r) << 8, 2);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(windows_interrupt(r), ==, FR);
    g_assert_cmphex(rig_peek(r, windows_rfd(0), 2) & 0xa000, ==, 0xa000);
    g_assert_cmphex(rig_peek(r, windows_rfd(0) + 12, 2), ==, 0xc000 | 100);
    g_assert_cmpmem(r->fb->ram + windows_rfd(0) + 16, 100, frame, 100);
    windows_give(r, RFDS, false); /* the list grows at its end */
    for (unsigned i = 1; i <= RFDS; i++)
        rig_take(r, 60 + i);
    g_assert_cmphex(windows_interrupt(r), ==, FR | RNR);
    for (unsigned i = 1; i <= RFDS; i++)
        g_assert_cmphex(rig_peek(r, windows_rfd(i) + 12, 2), ==,
                        0xc000 | (60 + i));
    g_assert_cmphex(rig_in(r, 0, 1) & 0x3c, !=, 0x10);
    windows_give(r, 0, true); /* and begins anew */
    with_pointer(r, RU_START, windows_rfd(0));
    rig_take(r, 77);
    g_assert_cmphex(windows_interrupt(r), ==, FR | RNR);
    g_assert_cmphex(rig_peek(r, windows_rfd(0) + 12, 2), ==, 0xc000 | 77);
}

static void windows(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    windows_start(r);
    for (unsigned i = 0; i < 2 * RING_BLOCKS; i++)
        windows_send(r, i, i == 0);
    windows_receives(r);
    windows_send(r, 0, true); /* the unit was idle after the filter's block */
    windows_send(r, 1, false);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * CFE's.
 */

/* Clocks without a start bit first, to end what may be under way; each bit of
 * an answer is looked at when the clock has fallen. */
static uint16_t cfe_word(struct rig *r, unsigned at)
{
    unsigned command = 6 << 6 | at;
    uint16_t word = 0;

    rig_out(r, 0x0e, 2, 2);
    for (unsigned i = 0; i < 9; i++) {
        unsigned di = command >> (8 - i) & 1 ? 4 : 0;

        rig_out(r, 0x0e, 2 | di, 2);
        rig_out(r, 0x0e, 3 | di, 2);
        rig_out(r, 0x0e, 2 | di, 2);
        rig_out(r, 0x0e, 2, 2);
    }
    for (unsigned i = 0; i < 16; i++) {
        rig_out(r, 0x0e, 3, 2);
        rig_out(r, 0x0e, 2, 2);
        word = (uint16_t)(word << 1 | (rig_in(r, 0x0e, 2) >> 3 & 1));
    }
    rig_out(r, 0x0e, 0, 2);
    return word;
}

static void cfe_probe(struct rig *r)
{
    rig_out(r, 8, 0, 4);
    rig_out(r, 3, 1, 1);
    for (unsigned i = 0; i < 65; i++)
        rig_out(r, 0x0e, 2 | (i & 1), 2);
    rig_out(r, 0x0e, 0, 2);
    for (unsigned i = 0; i < 3; i++)
        g_assert_cmphex(cfe_word(r, i), ==,
                        rig_mac[2 * i] | rig_mac[2 * i + 1] << 8);
    rig_out(r, 0x10, 0x08220000, 4); /* who is at address 1? */
    g_assert_cmphex(rig_in(r, 0x10, 4) & 0x1000ffff, ==, 0x100002a8);
    rig_out(r, 0x10, 0x08210000, 4);
    rig_out(r, 0x10, 0x08210000, 4); /* twice, for what is latched */
    g_assert_cmphex(rig_in(r, 0x10, 2) & 0x0024, ==, 0x0024);
    rig_out(r, 0x10, 0x08250000, 4);
    g_assert_cmphex(rig_in(r, 0x10, 2) & 0x0100, ==, 0x0100);
    g_assert_cmphex(rig_in(r, 0x1d, 1), ==, driver_is_559(r) ? 7 : 0);
}

/* Its byte for the 82557 that should say "standard block" is byte 5: byte 6
 * asks an 82557 for what it does not have. */
static void cfe_start(struct rig *r)
{
    uint8_t bytes[24] = { 22, 0x08, 0, 0x01, 0, 0, 0x22, 0x03, 0x01, 0, 0x2e,
                          0, 0x61, 0, 0xf2, 0x48, 0, 0, 0xf3, 0x80, 0x3f,
                          0x05 };

    if (driver_is_557(r)) {
        bytes[3] = 0;
        bytes[5] = 0x32;
        bytes[12] = 0x60;
        bytes[17] = 0x40;
    }
    with_pointer(r, CU_BASE, 0);
    with_pointer(r, RU_BASE, 0);
    once(r, CONFIGURE, bytes, sizeof bytes);
    rig_ack(r, CNA);
    once(r, ADDRESS, rig_mac, 6);
    rig_ack(r, CNA);
    for (unsigned i = 0; i < RFDS; i++) {
        rig_cb(r, rig_rfd(i), i + 1 < RFDS ? 0 : EL,
               i + 1 < RFDS ? rig_rfd(i + 1) : 0xffffffff);
        rig_poke(r, rig_rfd(i) + 8, 0x12345678, 4); /* it leaves that alone */
        rig_poke(r, rig_rfd(i) + 12, 1520u << 16, 4);
    }
    with_pointer(r, RU_START, rig_rfd(0));
    for (unsigned i = 0; i < RING_BLOCKS; i++)
        rig_cb(r, driver_block(i), NOP, driver_block(i + 1));
    rig_poke(r, driver_block(RING_BLOCKS - 1) + 2, S | NOP, 2);
    with_pointer(r, CU_START, driver_block(RING_BLOCKS - 1));
    g_assert_cmpuint(rig_cus(r), ==, 1);
}

/* One buffer, whose descriptor is in the block where the part knows extended
 * ones, and is pointed at where not. */
static void cfe_send(struct rig *r, unsigned i)
{
    uint32_t cb = driver_block(i);

    rig_cb(r, cb, S | I | SF | TRANSMIT, driver_block(i + 1));
    rig_poke(r, cb + 8, driver_is_557(r) ? cb + 16 : 0xffffffff, 4);
    rig_poke(r, cb + 12, 0x01080000, 4);
    rig_frame(r->fb->ram + FRAME, 300);
    rig_poke(r, cb + 16, FRAME, 4);
    rig_poke(r, cb + 20, 0x10000 | 300, 4);
    rig_poke(r, cb + 24, FRAME, 4);
    rig_poke(r, cb + 28, 0, 4);
    driver_no_suspend(r, driver_block(i + RING_BLOCKS - 1));
    driver_accepted(r);
    no_wait(r, CU_RESUME);
    g_assert_cmphex(rig_stat(r) & CX, ==, CX);
    rig_ack(r, rig_stat(r));
    g_assert_true(driver_complete(r, cb));
    rig_expect_sent(r, i, r->fb->ram + FRAME, 300);
}

/* Stripping is on; after the last descriptor RNR has it start anew. */
static void cfe_receives(struct rig *r)
{
    uint8_t frame[60];

    rig_frame(frame, sizeof frame);
    frame[12] = 0;
    frame[13] = 20; /* a length: what is behind it is padding */
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa000);
    g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 34);
    for (unsigned i = 1; i < RFDS; i++)
        rig_take(r, 1000 + i);
    g_assert_cmphex(rig_stat(r) & (FR | RNR), ==, FR | RNR);
    rig_ack(r, rig_stat(r));
    rig_cb(r, rig_rfd(1), EL, 0xffffffff);
    rig_poke(r, rig_rfd(1) + 12, 1520u << 16, 4);
    with_pointer(r, RU_START, rig_rfd(1));
    rig_take(r, 999);
    g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 999);
}

static void cfe(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    cfe_probe(r);
    cfe_start(r);
    for (unsigned i = 0; i < 2 * RING_BLOCKS; i++)
        cfe_send(r, i);
    cfe_receives(r);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct driver_family families[] = {
        { "windows", windows },
        { "cfe", cfe },
        { 0 },
    };

    return driver_main(argc, argv, families);
}
