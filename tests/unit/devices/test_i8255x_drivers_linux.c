/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_drivers_linux.c - the 8255x as drivers for Linux 2.4 and their
 * kin use it: what they do to registers and memory, in their order, and what
 * they wait for.  Facts about them, none of their text.
 *
 * Families: Intel's own (e100 2.x); the first (eepro100), after which those of
 * Etherboot and U-Boot are made.  Today's e100 boots in tests/foreign/linux.t.
 */
#include "tests/unit/devices/nicdriver.h"

#include <string.h>

enum { RFDS = 4 };

/* The S bit of the block before goes, then the unit is resumed. */
static void go_on(struct rig *r, uint32_t before)
{
    driver_accepted(r);
    driver_no_suspend(r, before);
    rig_out(r, 2, CU_RESUME, 1);
}

/*
 * Intel's.
 */

static void intel_quiet(struct rig *r)
{
    rig_out(r, 3, 1, 1);
    rig_out(r, 0, rig_in(r, 0, 2), 2);
    rig_in(r, 0, 2);
}

static void intel_reset(struct rig *r, bool software)
{
    rig_out(r, 8, 2, 4);
    rig_in(r, 0, 2);
    if (software)
        rig_out(r, 8, 0, 4);
    intel_quiet(r);
}

static void intel_pointer_command(struct rig *r, uint8_t command,
                                  uint32_t pointer)
{
    driver_accepted(r);
    rig_out(r, 4, pointer, 4);
    rig_in(r, 4, 4);
    rig_out(r, 2, command, 1);
}

/* The result area's address shares a dword with the function. */
static void intel_self_test(struct rig *r)
{
    intel_reset(r, true);
    rig_poke(r, RIG_AREA, 0, 4);
    rig_poke(r, RIG_AREA + 4, 0xffffffff, 4);
    rig_out(r, 8, RIG_AREA | 1, 4);
    rig_in(r, 0, 2);
    g_assert_cmphex(rig_peek(r, RIG_AREA, 4), !=, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 4, 4), ==, 0);
    intel_quiet(r);
}

/* Commands other than transmit are lists of one. */
static void intel_once(struct rig *r, uint16_t opcode, const void *body,
                       size_t n)
{
    rig_cb(r, ONCE, EL | opcode, 0);
    memcpy(r->fb->ram + ONCE + 8, body, n);
    g_assert_cmpuint(rig_cus(r), !=, 2);
    intel_pointer_command(r, CU_START, ONCE);
    g_assert_true(driver_complete(r, ONCE));
}

/* An 82559 with its TCO counters beside the bit for standard ones, and with
 * receive checksums. */
static void intel_configure(struct rig *r)
{
    uint8_t bytes[22] = {
        22, 0x08, 0, 0, 0, 0, 0x3a, 0x03, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48,
        0x1f, 0x01, 0xf3, 0xbd, 0x3f, 0x05,
    };

    if (!driver_is_557(r)) {
        bytes[3] = 1;
        bytes[6] = driver_is_559(r) ? 0x2e : 0x0a;
        bytes[18] |= 0x08;
    }
    if (driver_is_559(r))
        bytes[9] = 1;
    intel_once(r, CONFIGURE, bytes, sizeof bytes);
}

/* A pool of blocks that stand ready: one descriptor each, in the block where
 * the part has that, with no array; an interrupt delay. */
static void intel_pool(struct rig *r)
{
    for (unsigned i = 0; i < RING_BLOCKS; i++) {
        uint32_t cb = driver_block(i);

        rig_cb(r, cb, S | SF | TRANSMIT | (driver_is_557(r) ? 0 : 6 << 8),
               driver_block(i + 1));
        rig_poke(r, cb + 8, driver_is_557(r) ? cb + 16 : 0xffffffff, 4);
        rig_poke(r, cb + 12, 0x010c0000, 4);
        if (i < 2)
            rig_poke(r, cb, C, 2);
    }
}

static void intel_start(struct rig *r)
{
    static const uint8_t microcode[134 * 4];
    static const uint8_t filter[8] = { 0, 0, 0, 0x80 };

    intel_self_test(r);
    intel_reset(r, false);
    if (driver_is_559(r)) {
        intel_reset(r, true);
        rig_out(r, 4, 0, 4);
        rig_out(r, 2, CU_BASE, 1);
        intel_quiet(r);
        driver_accepted(r);
        g_assert_cmphex(rig_in(r, 0x1b, 1) & 2, ==, 0); /* TCO request */
    }
    intel_pointer_command(r, CU_BASE, 0);
    intel_pointer_command(r, RU_BASE, 0);
    intel_once(r, MICROCODE, microcode, sizeof microcode);
    intel_configure(r);
    intel_once(r, ADDRESS, rig_mac, 6);
    if (driver_is_559(r))
        intel_once(r, FILTERS, filter, sizeof filter);
    rig_out(r, 0x19, 0, 1);
    rig_out(r, 0x1a, 0, 1);
    intel_pool(r);
    rig_receive_ring(r, RFDS, 1522);
    rig_out(r, 3, 0, 1);
}

/* The first frame starts the unit, the others resume it, an 82558's without a
 * look whether the last resume was accepted. */
static void intel_sends(struct rig *r)
{
    rig_frame(r->fb->ram + FRAME, 90);
    for (unsigned i = 2; i < 3 * RING_BLOCKS; i++) {
        uint32_t cb = driver_block(i);

        rig_poke(r, cb, 0, 2);
        rig_poke(r, cb + 2, rig_peek(r, cb + 2, 2) | S, 2);
        rig_poke(r, cb + 16, FRAME, 4);
        rig_poke(r, cb + 20, 90, 2);
        driver_no_suspend(r, driver_block(i - 1));
        if (i == 2)
            intel_pointer_command(r, CU_START, cb);
        else
            rig_out(r, 2, CU_RESUME, 1);
        g_assert_true(driver_complete(r, cb));
    }
    g_assert_cmpuint(r->sent->len, ==, 3 * RING_BLOCKS - 2);
}

/* A word of status; masked, acknowledged, served, unmasked. */
static uint8_t intel_interrupt(struct rig *r)
{
    uint32_t status = rig_in(r, 0, 2);

    g_assert_true(r->inta.level);
    intel_quiet(r);
    g_assert_false(r->inta.level);
    rig_out(r, 3, 0, 1);
    return (uint8_t)(status >> 8);
}

static void intel_receives(struct rig *r)
{
    unsigned extra = driver_is_559(r) ? 2 : 0;
    uint8_t frame[100];

    intel_quiet(r);
    rig_out(r, 3, 0, 1);
    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < RFDS; i++) {
        i8255x_receive(r->dev, frame, sizeof frame);
        g_assert_cmphex(intel_interrupt(r), ==,
                        i + 1 < RFDS ? FR : FR | RNR);
        g_assert_cmphex(rig_peek(r, rig_rfd(i), 2), ==, 0xa020);
        g_assert_cmphex(rig_peek(r, rig_rfd(i) + 12, 2) & 0x3fff, ==,
                        sizeof frame + extra);
    }
    /* An interrupt of its own has it look for buffers again. */
    rig_out(r, 3, rig_in(r, 3, 1) | 2, 1);
    g_assert_cmphex(intel_interrupt(r), ==, SWI);
    g_assert_cmpuint(rig_rus(r), !=, 4);
    rig_receive_ring(r, RFDS, 1522);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(intel_interrupt(r), ==, FR);
}

static void intel_counters(struct rig *r)
{
    unsigned done = driver_is_557(r) ? 64 : driver_is_559(r) ? 80 : 76;

    rig_poke(r, RIG_AREA + done, 0, 4);
    intel_pointer_command(r, CU_STATS, RIG_AREA);
    driver_command(r, CU_DUMP_RESET);
    g_assert_cmphex(rig_peek(r, RIG_AREA + done, 4), ==, 0xa007);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 3 * RING_BLOCKS - 2);
    g_assert_cmpuint(rig_peek(r, RIG_AREA + 36, 4), ==, RFDS + 1);
}

static void intel(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    intel_start(r);
    intel_sends(r);
    intel_receives(r);
    intel_counters(r);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * The first one.
 */

/* A whole command in one run of clocks, the answer with it; the high byte of
 * the register is written, too. */
static uint32_t eepro_eeprom(struct rig *r, uint32_t command)
{
    uint32_t answer = 0;

    rig_out(r, 0x0e, 0x4802, 2);
    rig_out(r, 0x0e, 0x4803, 2);
    for (int bit = 27; bit >= 0; bit--) {
        uint32_t pins = command >> bit & 1 ? 0x4806 : 0x4802;

        rig_out(r, 0x0e, pins, 2);
        rig_out(r, 0x0e, pins | 1, 2);
        answer = answer << 1 | (rig_in(r, 0x0e, 2) >> 3 & 1);
    }
    rig_out(r, 0x0e, 0x4802, 2);
    rig_out(r, 0x0e, 0x4800, 2);
    return answer;
}

/* 256 words would answer a first read with ones until the eighth address
 * bit. */
static void eepro_reads_the_eeprom(struct rig *r)
{
    uint16_t sum = 0;

    g_assert_cmphex(eepro_eeprom(r, 6u << 24) & 0xffe0000, !=, 0xffe0000);
    for (unsigned i = 0; i < 64; i++)
        sum += (uint16_t)eepro_eeprom(r, 6u << 22 | i << 16);
    g_assert_cmphex(sum, ==, 0xbaba);
}

static void eepro_command(struct rig *r, uint8_t command)
{
    driver_command(r, command);
    driver_accepted(r);
}

static void eepro_probe(struct rig *r)
{
    eepro_reads_the_eeprom(r);
    rig_out(r, 8, 0, 4);
    g_assert_cmphex(rig_in(r, 8, 4), ==, 0);
    rig_poke(r, RIG_AREA, 0, 4);
    rig_poke(r, RIG_AREA + 4, 0xffffffff, 4);
    rig_out(r, 8, RIG_AREA | 1, 4);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 4, 4), ==, 0);
    rig_out(r, 8, 0, 4);
}

/* Ends and suspends at once; a flag of the driver's own in the status. */
static void eepro_receive_ring(struct rig *r)
{
    for (unsigned i = 0; i < RFDS; i++) {
        rig_cb(r, rig_rfd(i), i == RFDS - 1 ? EL | S : 0, rig_rfd(i + 1));
        rig_poke(r, rig_rfd(i), 1, 2);
        rig_poke(r, rig_rfd(i) + 8, 0xffffffff, 4);
        rig_poke(r, rig_rfd(i) + 12, 1536u << 16, 4);
    }
}

/* The address block says that it is complete before it has run; the start
 * that unmasks all but two causes is one word. */
static void eepro_open(struct rig *r)
{
    eepro_receive_ring(r);
    rig_out(r, 2, 0x0100, 2);
    rig_out(r, 4, 0, 4);
    rig_in(r, 4, 4);
    eepro_command(r, RU_BASE);
    eepro_command(r, CU_BASE);
    rig_out(r, 4, RIG_AREA, 4);
    rig_out(r, 2, CU_STATS, 1);
    rig_poke(r, RIG_AREA + 64, 0, 4);
    rig_out(r, 4, rig_rfd(0), 4);
    eepro_command(r, RU_START);
    eepro_command(r, CU_DUMP_RESET);
    rig_cb(r, driver_block(0), S | ADDRESS, driver_block(1));
    rig_poke(r, driver_block(0), 0xa000, 2);
    memcpy(r->fb->ram + driver_block(0) + 8, rig_mac, 6);
    rig_out(r, 4, driver_block(0), 4);
    rig_out(r, 2, 0x0c00 | CU_START, 2);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa007);
}

/* A list of groups too long for a block stands beside the ring: a NOP in the
 * ring leads there and it leads back. */
static void eepro_filter(struct rig *r)
{
    static const uint8_t bytes[22] = {
        22, 0x08, 0, 1, 0, 0x80, 0x22, 0x03, 1, 0, 0x2e, 0, 0x60, 0x08, 0x88,
        0x68, 0, 0x40, 0xf2, 0x84, 0x31, 0x05,
    };

    rig_cb(r, driver_block(1), S | CONFIGURE, driver_block(2));
    memcpy(r->fb->ram + driver_block(1) + 8, bytes, sizeof bytes);
    go_on(r, driver_block(0));
    g_assert_true(driver_complete(r, driver_block(1)));
    rig_cb(r, ONCE, S | GROUPS, driver_block(3));
    rig_poke(r, ONCE + 8, 20 * 6, 2);
    for (unsigned i = 0; i < 20; i++) {
        memcpy(r->fb->ram + ONCE + 10 + 6 * i, "\x01\x00\x5e\x00\x00\x00", 6);
        rig_poke(r, ONCE + 15 + 6 * i, i, 1);
    }
    rig_cb(r, driver_block(2), NOP, ONCE);
    go_on(r, driver_block(1));
    g_assert_true(driver_complete(r, ONCE));
}

static uint8_t eepro_interrupt(struct rig *r)
{
    uint32_t status = rig_in(r, 0, 2);

    rig_out(r, 0, status & 0xfc00, 2);
    return (uint8_t)(status >> 8);
}

static void eepro_sends(struct rig *r)
{
    rig_frame(r->fb->ram + FRAME, 90);
    eepro_interrupt(r);
    for (unsigned i = 3; i < 3 * RING_BLOCKS; i++) {
        uint32_t cb = driver_block(i);

        rig_cb(r, cb, S | SF | TRANSMIT, driver_block(i + 1));
        rig_poke(r, cb + 8, cb + 16, 4);
        rig_poke(r, cb + 12, 0x01208000, 4);
        rig_poke(r, cb + 16, FRAME, 4);
        rig_poke(r, cb + 20, 90, 4);
        go_on(r, i == 3 ? ONCE : driver_block(i - 1));
        g_assert_cmphex(eepro_interrupt(r), ==, CNA);
    }
    g_assert_cmpuint(r->sent->len, ==, 3 * RING_BLOCKS - 3);
}

/* The receiver's state from the word that held the interrupt. */
static void eepro_receives(struct rig *r)
{
    uint8_t frame[64];

    rig_frame(frame, sizeof frame);
    memcpy(frame, "\x01\x00\x5e\x00\x00\x13", 6);
    for (unsigned i = 0; i < RFDS; i++)
        i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0xa022);
    g_assert_cmphex(rig_in(r, 0, 2), ==, (FR | RNR) << 8 | 0x48);
    g_assert_cmphex(eepro_interrupt(r), ==, FR | RNR);
    eepro_receive_ring(r);
    eepro_command(r, RU_ABORT);
    rig_out(r, 4, rig_rfd(0), 4);
    eepro_command(r, RU_START);
    g_assert_cmphex(eepro_interrupt(r), ==, 0);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(eepro_interrupt(r), ==, FR);
}

/* Closed, the part sleeps in D2; it wakes as it was but for its units. */
static void eepro_closes(struct rig *r)
{
    rig_out(r, 2, 0x0100, 2);
    rig_out(r, 8, 2, 4);
    if (driver_is_557(r))
        return;
    pci_config_write(r->fn, 0xe0, 2, 2);
    g_assert_cmphex(rig_in(r, 0, 4), ==, 0xffffffff);
    pci_config_write(r->fn, 0xe0, 0, 2);
    eepro_open(r);
    g_assert_cmpuint(rig_rus(r), ==, 4);
    g_assert_cmpuint(rig_cus(r), ==, 1);
}

static void eepro(gconstpointer cls)
{
    struct rig *r = rig_new(cls);

    eepro_probe(r);
    eepro_open(r);
    eepro_filter(r);
    eepro_sends(r);
    eepro_receives(r);
    eepro_closes(r);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

/*
 * U-Boot's and Etherboot's: one block, started anew for each command, with
 * both bits that stop the unit; all causes masked by each word that commands.
 */

static void boot_block(struct rig *r, uint16_t command)
{
    rig_poke(r, driver_block(0), 0, 2);
    rig_poke(r, driver_block(0) + 2, command, 2);
    rig_poke(r, driver_block(0) + 4, driver_block(0), 4);
    g_assert_cmphex(rig_in(r, 2, 2) & 0xf7, ==, 0);
    rig_out(r, 4, driver_block(0), 4);
    rig_out(r, 2, 0x0100 | CU_START, 2);
    g_assert_cmphex(rig_peek(r, driver_block(0), 2), ==, 0xa000);
}

static void boot_receive_ring(struct rig *r)
{
    for (unsigned i = 0; i < RFDS; i++) {
        rig_cb(r, rig_rfd(i), i == RFDS - 1 ? S : 0, rig_rfd((i + 1) % RFDS));
        rig_poke(r, rig_rfd(i) + 12, 1536u << 16, 4);
    }
    rig_out(r, 4, rig_rfd(0), 4);
    rig_out(r, 2, 0x0100 | RU_START, 2);
}

static void boot(gconstpointer cls)
{
    struct rig *r = rig_new(cls);
    uint8_t frame[64];
    size_t n;

    rig_out(r, 8, 2, 4);
    rig_out(r, 8, 0, 4);
    rig_out(r, 4, 0, 4);
    rig_out(r, 2, 0x0100 | RU_BASE, 2);
    rig_out(r, 2, 0x0100 | CU_BASE, 2);
    boot_receive_ring(r);
    memcpy(r->fb->ram + driver_block(0) + 8, rig_mac, 6);
    boot_block(r, S | ADDRESS);
    rig_frame(r->fb->ram + FRAME, 42);
    for (unsigned i = 0; i < 3; i++) {
        rig_poke(r, driver_block(0) + 8, driver_block(0) + 16, 4);
        rig_poke(r, driver_block(0) + 12, 0x01208000, 4);
        rig_poke(r, driver_block(0) + 16, FRAME, 4);
        rig_poke(r, driver_block(0) + 20, 42, 4);
        boot_block(r, EL | S | SF | TRANSMIT);
        rig_sent(r, i, &n);
        g_assert_cmpuint(n, ==, 60);
    }
    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < RFDS; i++)
        i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_false(r->inta.level);
    rig_out(r, 0, rig_in(r, 0, 2) & RNR << 8, 2);
    g_assert_cmphex(rig_stat(r) & RNR, ==, 0);
    boot_receive_ring(r);
    g_assert_cmpuint(rig_rus(r), ==, 4);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct driver_family families[] = {
        { "intel", intel },
        { "eepro100", eepro },
        { "boot", boot },
        { 0 },
    };

    return driver_main(argc, argv, families);
}
