/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_cu.c - the command unit of the 8255x: states, interrupts,
 * commands other than transmit, counters.
 *
 * Covered: CUC 0, 1, 2, 4-7, A; opcodes 0-3, 5-7; configure bytes 6 (CI, TCO,
 * counters); CID.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 0 NOP; 1 IA setup; 2 configure; 3 multicast setup; 4 transmit;
 *     6 dump; 0 count; 6 control
 *   accepted: 5 microcode; 7 diagnose; 8 load filters (559); 1 FIFO limits, 2
 *     IFS, 4 DMA counts, 5 DMA counts; 3 MWI and its like; 6 control; 8 CSMA;
 *     11, 12 linear priority, IFS
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { IDLE = 0, SUSPENDED = 1, ACTIVE = 2 };
enum { CX = 0x80, CNA = 0x20, EL = 0x8000, S = 0x4000, I = 0x2000 };
enum { START = 0x10, RESUME = 0x20, STATIC_RESUME = 0xa0 };

static uint32_t status(struct rig *r, uint32_t cb)
{
    return rig_peek(r, cb, 2);
}

static void walks_to_el(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, 0, 0x2000);
    rig_cb(r, 0x2000, I, 0x3000);
    rig_cb(r, 0x3000, EL, 0x4000);
    rig_cb(r, 0x4000, EL, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(status(r, 0x1000), ==, 0xa000);
    g_assert_cmphex(status(r, 0x2000), ==, 0xa000);
    g_assert_cmphex(status(r, 0x3000), ==, 0xa000);
    g_assert_cmphex(status(r, 0x4000), ==, 0);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    g_assert_cmphex(rig_stat(r), ==, CX | CNA);
    g_assert_true(r->inta.level);
    rig_free(r);
}

static void base_is_added(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_command(r, 0x60, 0x20000);
    rig_cb(r, 0x21000, 0, 0x2000);
    rig_cb(r, 0x22000, EL, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(status(r, 0x21000), ==, 0xa000);
    g_assert_cmphex(status(r, 0x22000), ==, 0xa000);
    /* Offsets wrap around as 32-bit sums do. */
    rig_cb(r, 0x3000, S, 0x4000);
    rig_cb(r, 0x24000, EL, 0);
    rig_command(r, START, 0xfffe3000);
    g_assert_cmphex(status(r, 0x3000), ==, 0xa000);
    rig_poke(r, 0x3002, 0, 2);
    rig_command(r, RESUME, 0);
    g_assert_cmphex(status(r, 0x24000), ==, 0xa000);
    rig_free(r);
}

static void suspends(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, S, 0x2000);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
    g_assert_cmphex(rig_stat(r), ==, CNA);
    rig_configure(r, 6, 0x3a); /* CI: when idle */
    rig_cb(r, 0x1000, S, 0x2000);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_cb(r, 0x1000, EL, 0x2000);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_stat(r), ==, CNA);
    rig_free(r);
}

static void el_wins_over_s(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, EL | S, 0x2000);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    g_assert_cmphex(rig_stat(r), ==, CNA);
    rig_free(r);
}

static void resume_reads_s_again(void)
{
    struct rig *r = rig_new(&i82557_class);

    rig_cb(r, 0x1000, S, 0x2000);
    rig_cb(r, 0x2000, S, 0x3000);
    rig_command(r, START, 0x1000);
    rig_command(r, RESUME, 0);
    g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
    g_assert_cmphex(status(r, 0x2000), ==, 0); /* S is still there */
    rig_poke(r, 0x1002, 0, 2);
    rig_command(r, RESUME, 0);
    g_assert_cmphex(status(r, 0x2000), ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
    rig_free(r);
}

static void resume_uses_the_old_link(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, S, 0x2000);
    rig_cb(r, 0x2000, EL, 0);
    rig_cb(r, 0x3000, EL, 0);
    rig_command(r, START, 0x1000);
    rig_poke(r, 0x1002, 0, 2);
    rig_poke(r, 0x1004, 0x3000, 4);
    rig_command(r, RESUME, 0);
    g_assert_cmphex(status(r, 0x2000), ==, 0xa000);
    g_assert_cmphex(status(r, 0x3000), ==, 0);
    rig_free(r);
}

static void resume_from_idle(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, EL, 0x2000);
    rig_cb(r, 0x2000, EL, 0);
    rig_command(r, START, 0x1000);
    rig_poke(r, 0x1002, 0, 2);
    rig_command(r, RESUME, 0);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    g_assert_cmphex(status(r, 0x2000), ==, 0);
    rig_free(r);
}

static void static_resume(void)
{
    struct rig *r = rig_new(&i82558_class);

    rig_cb(r, 0x1000, S, 0x2000);
    rig_cb(r, 0x2000, S, 0x1000);
    rig_command(r, START, 0x1000);
    rig_command(r, STATIC_RESUME, 0); /* S is not looked at */
    g_assert_cmphex(status(r, 0x2000), ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
    rig_free(r);
    r = rig_new(&i82557_class);
    rig_command(r, STATIC_RESUME, 0);
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_free(r);
}

static void start_from_suspended(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, S, 0x2000);
    rig_cb(r, 0x5000, EL, 0);
    rig_command(r, START, 0x1000);
    rig_command(r, START, 0x5000);
    g_assert_cmphex(status(r, 0x5000), ==, 0xa000);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    rig_free(r);
}

static void a_circle_hangs_nobody(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, 0, 0x2000);
    rig_cb(r, 0x2000, 0, 0x1000);
    rig_command(r, START, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, ACTIVE);
    g_assert_cmpuint(fake_next_alarm(r->fb), >, r->fb->now_ns);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(rig_cus(r), ==, ACTIVE);
    rig_command(r, START, 0x5000); /* not while active */
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_command(r, RESUME, 0);
    g_assert_cmpuint(rig_cus(r), ==, ACTIVE);
    rig_poke(r, 0x2002, EL, 2); /* software breaks the circle */
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    rig_cb(r, 0x1000, 0, 0x1000);
    rig_command(r, START, 0x1000);
    rig_out(r, 8, 2, 4);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    g_assert_cmpuint(fake_next_alarm(r->fb), ==, ALARM_OFF);
    rig_free(r);
}

/* Two lists of 2,730 addresses in a circle: as many a millisecond as 16 KB
 * would take to fetch, not as many as a burst has blocks. */
static void a_circle_of_long_lists(void)
{
    enum { BYTES = 2730 * 6, MULTICAST = 3 };
    struct rig *r = rig_new(&i82559_class);
    unsigned blocks = 0;

    for (uint32_t at = 0x1000; at <= 0x8000; at += 0x7000) {
        rig_cb(r, at, MULTICAST, 0x9000 - at);
        rig_poke(r, at + 8, BYTES, 2);
    }
    rig_command(r, START, 0x1000);
    for (unsigned us = 0; us < 5000; us += 20) {
        for (uint32_t at = 0x1000; at <= 0x8000; at += 0x7000) {
            blocks += rig_peek(r, at, 2) != 0;
            rig_poke(r, at, 0, 2);
        }
        fake_advance(r->fb, 20000);
    }
    g_assert_cmpuint(blocks, >=, 5);
    g_assert_cmpuint(blocks, <=, 10);
    rig_free(r);
}

static void long_lists_complete(void)
{
    struct rig *r = rig_new(&i82559_class);

    for (unsigned i = 0; i < 500; i++)
        rig_cb(r, 0x10000 + i * 32, i == 499 ? EL : 0, 0x10020 + i * 32);
    rig_command(r, START, 0x10000);
    fake_advance(r->fb, 1000000);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    for (unsigned i = 0; i < 500; i++)
        g_assert_cmphex(status(r, 0x10000 + i * 32), ==, 0xa000);
    rig_free(r);
}

/*
 * Delayed CNA.
 */

static void cna_delay(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x1000, EL | I | 3 << 8, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_stat(r), ==, CX); /* CX is never delayed */
    fake_advance(r->fb, 23999);
    g_assert_cmphex(rig_stat(r), ==, CX);
    fake_advance(r->fb, 1);
    g_assert_cmphex(rig_stat(r), ==, CX | CNA);
    rig_free(r);
    r = rig_new(&i82557_class);
    rig_cb(r, 0x1000, EL | 3 << 8, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_stat(r), ==, CNA); /* the 82557 knows no delay */
    rig_free(r);
}

/* The block it stopped at is read again, or would be. */
static void resume_without_memory(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_cb(r, 0x80000, S, 0x1000);
    rig_cb(r, 0x1000, EL | 1, 0);
    rig_command(r, START, 0x80000);
    rig_ack(r, 0xff);
    r->fb->ram_size = 0x80000;
    rig_command(r, RESUME, 0);
    g_assert_cmpuint(rig_cus(r), ==, IDLE);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmphex(status(r, 0x1000), ==, 0);
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_free(r);
}

/* Static resume on a part that has none, and codes that nothing has. */
static void reserved_commands(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t command;
    } rows[] = {
        { &i82557_class, 0xa0 }, { &i82559_class, 0x30 },
        { &i82559_class, 0x80 }, { &i82559_class, 0x90 },
        { &i82559_class, 0xb0 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);

        rig_cb(r, 0x1000, S, 0x2000);
        rig_cb(r, 0x2000, EL, 0);
        rig_command(r, START, 0x1000);
        rig_command(r, rows[i].command, 0x2000);
        g_assert_cmpuint(rig_cus(r), ==, SUSPENDED);
        g_assert_cmphex(status(r, 0x2000), ==, 0);
        g_assert_cmpuint(r->fb->guest_errors, ==, 1);
        rig_free(r);
    }
}

static void cna_cancelled(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 6, 0x3a); /* no CNA from suspending */
    rig_cb(r, 0x1000, EL | 31 << 8, 0);
    rig_cb(r, 0x2000, S, 0);
    rig_command(r, START, 0x1000);
    rig_command(r, START, 0x2000);
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_command(r, START, 0x1000);
    rig_command(r, RESUME, 0);
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_command(r, START, 0x1000);
    rig_out(r, 8, 2, 4); /* and so does a reset */
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_free(r);
}

static void cna_flushed(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[64];

    rig_set_station(r, rig_mac);
    rig_receive_ring(r, 3, 1520);
    rig_cb(r, 0x1000, EL | 31 << 8, 0);
    rig_command(r, START, 0x1000);
    rig_frame(frame, 64);
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_stat(r), ==, 0x60); /* FR takes CNA along */
    rig_ack(r, 0xff);
    fake_advance(r->fb, 1000000);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_free(r);
}

/*
 * Commands.
 */

static void accepted_commands(void)
{
    static const uint8_t opcodes[] = { 0, 5, 7, 8 };

    for (unsigned i = 0; i < sizeof opcodes; i++) {
        struct rig *r = rig_new(&i82559_class);

        rig_cb(r, 0x1000, EL | opcodes[i], 0);
        rig_command(r, START, 0x1000);
        g_assert_cmphex(status(r, 0x1000), ==, 0xa000);
        rig_free(r);
    }
}

static void dump_command(void)
{
    struct rig *r = rig_new(&i82559_class);

    memset(r->fb->ram + RIG_AREA, 0xee, 1024);
    rig_cb(r, 0x1000, EL | 6, 0);
    rig_poke(r, 0x1008, RIG_AREA, 4);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(status(r, 0x1000), ==, 0xa000);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 595, 1), ==, 0);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 596, 1), ==, 0xee);
    rig_poke(r, 0x1008, 0xd0000000, 4);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(status(r, 0x1000), ==, 0x8000); /* no OK */
    rig_free(r);
}

static void configure_count(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_configure(r, 6, 0x3a); /* CI */
    rig_cb(r, 0x1000, EL | 2, 0);
    memset(r->fb->ram + 0x1008, 0, 24);
    rig_poke(r, 0x1008, 6, 1); /* bytes 0 to 5 only */
    rig_command(r, START, 0x1000);
    rig_ack(r, 0xff);
    rig_cb(r, 0x1000, S, 0);
    rig_command(r, START, 0x1000);
    g_assert_cmphex(rig_stat(r), ==, 0); /* byte 6 kept its value */
    rig_ack(r, 0xff);
    rig_cb(r, 0x1000, EL | 2, 0);
    rig_poke(r, 0x1008, 0x3f, 1); /* more than there are: no harm */
    rig_command(r, START, 0x1000);
    g_assert_cmphex(status(r, 0x1000), ==, 0xa000);
    rig_free(r);
}

static void block_at_the_end_of_memory(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint32_t cb = FAKE_RAM_SIZE - 16;

    rig_cb(r, cb, 2, 0);
    rig_poke(r, cb + 8, 22, 1);
    rig_command(r, START, cb);
    g_assert_cmphex(status(r, cb), ==, 0x8000);
    rig_free(r);
}

/*
 * Counters.
 */

static void dump_counters(struct rig *r, uint8_t command)
{
    memset(r->fb->ram + RIG_AREA, 0xee, 128);
    rig_command(r, 0x40, RIG_AREA);
    rig_command(r, command, 0);
}

static void counter_sizes(void)
{
    static const struct {
        const struct device_class *cls;
        uint8_t byte6;
        unsigned done;
    } rows[] = {
        { &i82557_class, 0x32, 64 }, { &i82557_class, 0x12, 64 },
        { &i82558_class, 0x32, 64 }, { &i82558_class, 0x12, 76 },
        { &i82558_class, 0x16, 76 }, { &i82559_class, 0x32, 64 },
        { &i82559_class, 0x12, 76 }, { &i82559_class, 0x16, 80 },
        { &i82559_class, 0x36, 80 }, { &i82558_class, 0x36, 64 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = rig_new(rows[i].cls);

        rig_configure(r, 6, rows[i].byte6);
        dump_counters(r, 0x50);
        g_assert_cmphex(rig_peek(r, RIG_AREA + rows[i].done, 4), ==, 0xa005);
        g_assert_cmphex(rig_peek(r, RIG_AREA + rows[i].done - 4, 4), ==, 0);
        g_assert_cmphex(rig_peek(r, RIG_AREA + rows[i].done + 4, 4), ==,
                        0xeeeeeeee);
        rig_free(r);
    }
}

static void counters_reset(void)
{
    struct rig *r = rig_new(&i82559_class);
    uint8_t frame[60];

    rig_frame(frame, 60);
    rig_tcb(r, 0x1000, EL, 0, frame, 60);
    rig_command(r, START, 0x1000);
    rig_command(r, START, 0x1000);
    dump_counters(r, 0x50);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 2);
    dump_counters(r, 0x70);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 2);
    g_assert_cmphex(rig_peek(r, RIG_AREA + 64, 4), ==, 0xa007);
    dump_counters(r, 0x50);
    g_assert_cmpuint(rig_peek(r, RIG_AREA, 4), ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/cu/a-list-runs-to-its-end-and-raises-cna", walks_to_el);
    g_test_add_func("/cu/pointer-and-links-are-offsets-from-the-base",
                    base_is_added);
    g_test_add_func("/cu/suspending-raises-cna-but-for-the-ci-bit",
                    suspends);
    g_test_add_func("/cu/the-end-of-the-list-wins-over-suspend",
                    el_wins_over_s);
    g_test_add_func("/cu/resume-reads-the-s-bit-again", resume_reads_s_again);
    g_test_add_func("/cu/resume-goes-on-at-the-link-as-it-was",
                    resume_uses_the_old_link);
    g_test_add_func("/cu/resume-from-idle-is-ignored", resume_from_idle);
    g_test_add_func("/cu/static-resume-does-not-look-at-s", static_resume);
    g_test_add_func("/cu/start-is-good-from-suspended", start_from_suspended);
    g_test_add_func("/cu/a-circular-list-hangs-nobody",
                    a_circle_hangs_nobody);
    g_test_add_func("/cu/long-multicast-lists-in-a-circle-take-their-time",
                    a_circle_of_long_lists);
    g_test_add_func("/cu/five-hundred-blocks-complete", long_lists_complete);
    g_test_add_func("/cu/resume-without-its-block-is-idle",
                    resume_without_memory);
    g_test_add_func("/cu/reserved-commands-do-nothing", reserved_commands);
    g_test_add_func("/cu/cid-delays-cna-and-not-cx", cna_delay);
    g_test_add_func("/cu/start-and-resume-cancel-a-delayed-cna",
                    cna_cancelled);
    g_test_add_func("/cu/a-received-frame-takes-a-delayed-cna-along",
                    cna_flushed);
    g_test_add_func("/cu/nop-microcode-and-diagnose-are-ok",
                    accepted_commands);
    g_test_add_func("/cu/dump-writes-596-bytes-or-is-not-ok", dump_command);
    g_test_add_func("/cu/configure-keeps-what-its-count-leaves-out",
                    configure_count);
    g_test_add_func("/cu/a-block-cut-off-by-the-end-of-memory-is-not-ok",
                    block_at_the_end_of_memory);
    g_test_add_func("/stats/the-configuration-chooses-one-of-three-sizes",
                    counter_sizes);
    g_test_add_func("/stats/dump-and-reset-dumps-then-resets",
                    counters_reset);
    return g_test_run();
}
