/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_ru.c - the receive unit of the 8255x: descriptors, states,
 * filters, what happens without resources.
 *
 * Covered: RUC 0-7; RFD EL, S, size 0; configure bytes 15, 19 (flow control),
 * 20, 21; opcode 3.  What of a frame is stored: test_i8255x_rxdata.c.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 15 control; 19 control; 20 control; 21 control
 *   accepted: 15 control; 19 control; 20 control
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum { FR = 0x40, RNR = 0x10 };
enum { IDLE = 0, SUSPENDED = 1, NO_RESOURCES = 2, READY = 4 };
enum { RU_START = 1, RU_RESUME = 2, RU_ABORT = 4 };

static const struct device_class *const classes[] = {
    &i82557_class, &i82558_class, &i82559_class,
};

static void stores(void)
{
    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_ready(classes[i], 3, 1520);
        uint8_t frame[1514];

        rig_frame(frame, 1514);
        g_assert_cmpuint(rig_rus(r), ==, READY);
        i8255x_receive(r->dev, frame, 1514);
        g_assert_cmphex(rig_status(r, 0), ==, 0xa020); /* C, OK, a type */
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 1514); /* EOF, F */
        g_assert_cmpmem(r->fb->ram + rig_rfd(0) + 16, 1514, frame, 1514);
        g_assert_cmphex(rig_stat(r), ==, FR);
        g_assert_true(r->inta.level);
        g_assert_cmpuint(rig_in(r, 0x14, 4), ==, 1514);
        i8255x_receive(r->dev, frame, 60);
        g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 60);
        g_assert_cmpuint(rig_rus(r), ==, READY);
        g_assert_cmpuint(rig_counter(r, 36), ==, 2);
        g_assert_cmpuint(i8255x_look(r->dev).frames_received, ==, 2);
        rig_free(r);
    }
}

static void base_is_added(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_set_station(r, rig_mac);
    rig_command(r, 6, RIG_RFD);
    rig_cb(r, rig_rfd(0), 0, RIG_RFD_STEP);
    rig_poke(r, rig_rfd(0) + 14, 1520, 2);
    rig_cb(r, rig_rfd(1), 0x8000, 0);
    rig_poke(r, rig_rfd(1) + 14, 1520, 2);
    rig_command(r, RU_START, 0);
    rig_take(r, 64);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0) & 0xa000, ==, 0xa000);
    g_assert_cmphex(rig_status(r, 1) & 0xa000, ==, 0xa000);
    rig_free(r);
}

static void ends_at_el(void)
{
    struct rig *r = rig_ready(&i82557_class, 1, 1520);

    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020); /* the last one counts too */
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_ack(r, 0xff);
    rig_take(r, 64);
    g_assert_cmphex(rig_stat(r), ==, 0); /* no RNR for a dropped frame */
    rig_free(r);
}

static void suspends(void)
{
    struct rig *r = rig_ready(&i82557_class, 3, 1520);

    rig_poke(r, rig_rfd(0) + 2, 0x4000, 2);
    rig_take(r, 64);
    g_assert_cmpuint(rig_rus(r), ==, SUSPENDED);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 1), ==, 0);
    rig_command(r, RU_RESUME, 0);
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 1), ==, 0xa020);
    rig_free(r);
}

static void resume_elsewhere(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1520);

    rig_take(r, 64);
    rig_command(r, RU_RESUME, 0);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    rig_command(r, RU_ABORT, 0);
    rig_command(r, RU_RESUME, 0);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    rig_free(r);
}

static void aborts(void)
{
    struct rig *r = rig_ready(&i82559_class, 3, 1520);

    rig_command(r, RU_ABORT, 0);
    g_assert_cmpuint(rig_rus(r), ==, IDLE);
    g_assert_cmphex(rig_stat(r), ==, RNR);
    rig_ack(r, 0xff);
    rig_command(r, RU_ABORT, 0);
    g_assert_cmphex(rig_stat(r), ==, 0);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_receive_ring(r, 2, 1520);
    g_assert_cmphex(rig_status(r, 0), ==, 0); /* idle holds nothing back */
    rig_take(r, 64);
    rig_take(r, 64);
    rig_take(r, 64); /* held */
    rig_command(r, RU_ABORT, 0);
    rig_receive_ring(r, 2, 1520);
    g_assert_cmphex(rig_status(r, 0), ==, 0); /* forgotten */
    rig_free(r);
}

/* All of the FIFO is there again. */
static void abort_empties(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1520);

    for (unsigned i = 0; i < 4; i++)
        rig_take(r, 1000);
    rig_command(r, RU_ABORT, 0);
    g_assert_cmphex(rig_in(r, 0x14, 4), ==, 0);
    rig_receive_ring(r, 1, 1520);
    for (unsigned i = 0; i < 4; i++)
        rig_take(r, 1000);
    g_assert_cmpuint(rig_counter(r, 52), ==, 0);
    rig_receive_ring(r, 4, 1520);
    g_assert_cmphex(rig_count(r, 2), ==, 0xc000 | 1000);
    g_assert_cmphex(rig_status(r, 3), ==, 0);
    rig_free(r);
}

static void other_commands(void)
{
    struct rig *r = rig_ready(&i82559_class, 3, 1520);

    rig_command(r, 0, 0);
    rig_command(r, 5, 0x20);
    g_assert_cmpuint(r->fb->guest_errors, ==, 0);
    rig_command(r, 3, 0);
    rig_command(r, 7, 0);
    rig_command(r, RU_START, rig_rfd(1)); /* while ready */
    g_assert_cmpuint(r->fb->guest_errors, ==, 3);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 1), ==, 0xa020);
    rig_free(r);
}

/* As Linux e100 relies on: EL and size 0 in the last but one. */
static void size_zero(void)
{
    struct rig *r = rig_ready(&i82559_class, 3, 1520);

    rig_poke(r, rig_rfd(1) + 2, 0x8000, 2);
    rig_poke(r, rig_rfd(1) + 14, 0, 2);
    rig_take(r, 64);
    g_assert_cmpuint(rig_rus(r), ==, READY);
    rig_take(r, 65);
    g_assert_cmphex(rig_status(r, 1), ==, 0);
    g_assert_cmphex(rig_count(r, 1), ==, 0);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_cmphex(rig_stat(r), ==, FR | RNR);
    rig_poke(r, rig_rfd(1) + 2, 0, 2);
    rig_poke(r, rig_rfd(1) + 14, 1520, 2);
    rig_command(r, RU_START, rig_rfd(1));
    g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 65); /* it had waited */
    rig_free(r);
}

/*
 * Without resources.
 */

static void says_when(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1520);
    unsigned before = r->rooms;

    g_assert_true(i8255x_takes(r->dev));
    rig_take(r, 64);
    rig_take(r, 64);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_false(i8255x_takes(r->dev));
    g_assert_cmpuint(r->rooms, ==, before);
    rig_poke(r, rig_rfd(0) + 2, 0x4000, 2); /* S */
    rig_command(r, RU_START, rig_rfd(0));
    g_assert_true(i8255x_takes(r->dev));
    g_assert_cmpuint(r->rooms, ==, before + 1);
    rig_take(r, 64);
    g_assert_cmpuint(rig_rus(r), ==, SUSPENDED);
    g_assert_false(i8255x_takes(r->dev));
    rig_command(r, RU_RESUME, 0);
    g_assert_true(i8255x_takes(r->dev));
    g_assert_cmpuint(r->rooms, ==, before + 2);
    rig_take(r, 64);
    g_assert_false(i8255x_takes(r->dev));
    rig_command(r, RU_ABORT, 0); /* there is nothing to wait for any more */
    g_assert_true(i8255x_takes(r->dev));
    rig_free(r);
}

static void the_82557_drops(void)
{
    struct rig *r = rig_ready(&i82557_class, 1, 1520);

    for (unsigned i = 0; i < 4; i++)
        rig_take(r, 64);
    g_assert_cmpuint(rig_counter(r, 48), ==, 3);
    rig_receive_ring(r, 2, 1520);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_free(r);
}

static void others_hold(void)
{
    for (unsigned i = 1; i < 3; i++) {
        struct rig *r = rig_ready(classes[i], 1, 1520);

        for (unsigned n = 0; n < 4; n++)
            rig_take(r, 1000 + n);
        /* The first is stored, three fit in 3 KB; the fifth does not. */
        rig_take(r, 1000);
        g_assert_cmpuint(rig_counter(r, 48), ==, 0);
        g_assert_cmpuint(rig_counter(r, 52), ==, 1);
        rig_ack(r, 0xff);
        rig_receive_ring(r, 2, 1520);
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 1001);
        g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 1002);
        g_assert_cmphex(rig_stat(r), ==, FR | RNR);
        rig_receive_ring(r, 2, 1520);
        g_assert_cmphex(rig_count(r, 0), ==, 0xc000 | 1003);
        g_assert_cmphex(rig_status(r, 1), ==, 0);
        g_assert_cmpuint(rig_rus(r), ==, READY);
        rig_free(r);
    }
}

static void held_over_suspend(void)
{
    struct rig *r = rig_ready(&i82558_class, 3, 1520);

    rig_poke(r, rig_rfd(0) + 2, 0x4000, 2);
    rig_take(r, 64);
    rig_take(r, 65);
    rig_command(r, RU_RESUME, 0);
    g_assert_cmphex(rig_count(r, 1), ==, 0xc000 | 65);
    rig_free(r);
}

static void many_small_frames(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1520);

    for (unsigned n = 0; n < 200; n++)
        rig_take(r, 60);
    g_assert_cmpuint(rig_counter(r, 52), ==, 199 - 51); /* 3072 / 60 */
    rig_free(r);
}

static void no_descriptor(void)
{
    struct rig *r = rig_new(&i82559_class);

    rig_set_station(r, rig_mac);
    rig_command(r, RU_START, 0xd0000000);
    rig_take(r, 64);
    g_assert_cmpuint(rig_rus(r), ==, NO_RESOURCES);
    g_assert_cmpuint(r->fb->guest_errors, ==, 1);
    rig_poke(r, FAKE_RAM_SIZE - 2, 1520, 2); /* header in, data out */
    rig_command(r, RU_START, FAKE_RAM_SIZE - 16);
    g_assert_cmpuint(rig_counter(r, 52), ==, 1);
    rig_free(r);
}

/*
 * Filters.  Each tells how a frame to an address arrives: its RFD status, 0
 * when it does not.
 */

static uint32_t to(struct rig *r, const char *address)
{
    uint8_t frame[64];
    uint32_t got;

    rig_frame(frame, 64);
    memcpy(frame, address, 6);
    rig_command(r, RU_ABORT, 0);
    rig_receive_ring(r, 2, 1520);
    i8255x_receive(r->dev, frame, 64);
    got = rig_status(r, 0);
    return got;
}

#define STATION "\x00\x90\x27\x12\x34\x56"
#define STATION_LOCAL "\x02\x90\x27\x12\x34\x56"
#define STATION_GROUP "\x01\x90\x27\x12\x34\x56"
#define OTHER "\x00\x90\x27\x12\x34\x57"
#define BROADCAST "\xff\xff\xff\xff\xff\xff"
#define GROUP_1 "\x01\x00\x5e\x00\x00\x05"
#define GROUP_2 "\x01\x00\x5e\x00\x00\x06"
#define GROUP_3 "\x01\x80\xc2\x00\x00\x00"

static void addresses(void)
{
    for (unsigned i = 0; i < 3; i++) {
        struct rig *r = rig_ready(classes[i], 1, 1520);

        g_assert_cmphex(to(r, STATION), ==, 0xa020);
        g_assert_cmphex(to(r, OTHER), ==, 0);
        g_assert_cmphex(to(r, STATION_LOCAL), ==, 0);
        g_assert_cmphex(to(r, BROADCAST), ==, 0xa022); /* not IA */
        g_assert_cmphex(to(r, GROUP_1), ==, 0);
        rig_configure(r, 15, 0x4a);
        g_assert_cmphex(to(r, BROADCAST), ==, 0);
        rig_configure(r, 15, 0x49);
        g_assert_cmphex(to(r, OTHER), ==, 0xa026); /* no match at all */
        g_assert_cmphex(to(r, STATION), ==, 0xa020);
        g_assert_cmphex(to(r, GROUP_1), ==, 0xa026);
        rig_configure(r, 21, 0x0d);
        g_assert_cmphex(to(r, GROUP_1), ==, 0xa022);
        g_assert_cmphex(to(r, OTHER), ==, 0);
        rig_free(r);
    }
}

static void join(struct rig *r, const char *list, unsigned bytes)
{
    rig_cb(r, 0x1000, 0x8003, 0);
    rig_poke(r, 0x1008, bytes, 2);
    memcpy(r->fb->ram + 0x100a, list, bytes);
    rig_command(r, 0x10, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
}

static void multicast(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1520);

    join(r, GROUP_1 GROUP_2, 12);
    g_assert_cmphex(to(r, GROUP_1), ==, 0xa022);
    g_assert_cmphex(to(r, GROUP_2), ==, 0xa022);
    g_assert_cmphex(to(r, GROUP_3), ==, 0);
    join(r, GROUP_3 GROUP_1, 11); /* the second is incomplete */
    g_assert_cmphex(to(r, GROUP_3), ==, 0xa022);
    g_assert_cmphex(to(r, GROUP_1), ==, 0); /* a new list replaces */
    join(r, "", 0);
    g_assert_cmphex(to(r, GROUP_3), ==, 0);
    rig_free(r);
}

static void long_multicast_list(void)
{
    struct rig *r = rig_ready(&i82559_class, 1, 1520);
    char list[200 * 6];

    for (unsigned i = 0; i < 200; i++)
        memcpy(list + 6 * i, i == 199 ? GROUP_2 : GROUP_1, 6);
    join(r, list, sizeof list);
    g_assert_cmphex(to(r, GROUP_2), ==, 0xa022);
    g_assert_cmphex(to(r, GROUP_3), ==, 0);
    rig_free(r);
}

static void later_filters(void)
{
    struct rig *r = rig_ready(&i82558_class, 1, 1520);

    rig_configure(r, 15, 0x58); /* ignore U/L */
    g_assert_cmphex(to(r, STATION_LOCAL), ==, 0xa020);
    g_assert_cmphex(to(r, STATION_GROUP), ==, 0);
    join(r, OTHER, 6);
    g_assert_cmphex(to(r, OTHER), ==, 0);
    rig_configure(r, 20, 0x7f); /* several station addresses */
    g_assert_cmphex(to(r, OTHER), ==, 0xa022);
    rig_free(r);
    r = rig_ready(&i82557_class, 1, 1520);
    rig_configure(r, 15, 0x58);
    g_assert_cmphex(to(r, STATION_LOCAL), ==, 0);
    rig_free(r);
}

static void flow_control(void)
{
    struct rig *r = rig_ready(&i82559_class, 3, 1520);
    uint8_t frame[64];

    rig_configure(r, 21, 0x0d);
    rig_frame(frame, 64);
    memcpy(frame, "\x01\x80\xc2\x00\x00\x01", 6);
    memcpy(frame + 12, "\x88\x08\x00\x01", 4);
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa022);
    rig_configure(r, 19, 0xa0); /* reject */
    i8255x_receive(r->dev, frame, 64);
    frame[15] = 2;
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_status(r, 1), ==, 0);
    rig_configure(r, 21, 0x0d);
    frame[5] = 2; /* another group, another type: ordinary frames */
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_status(r, 1), ==, 0xa022);
    frame[5] = 1;
    frame[13] = 9;
    i8255x_receive(r->dev, frame, 64);
    g_assert_cmphex(rig_status(r, 2), ==, 0xa022);
    rig_configure(r, 6, 0x12);
    g_assert_cmpuint(rig_counter(r, 68), ==, 2);
    g_assert_cmpuint(rig_counter(r, 72), ==, 1);
    rig_free(r);
}

static void link_down(void)
{
    struct rig *r = rig_ready(&i82559_class, 2, 1520);

    i8255x_set_link(r->dev, false);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    i8255x_set_link(r->dev, true);
    rig_out(r, 0x10, 0x04203400, 4); /* PHY isolated */
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0);
    rig_out(r, 0x10, 0x04203000, 4);
    rig_take(r, 64);
    g_assert_cmphex(rig_status(r, 0), ==, 0xa020);
    rig_free(r);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/ru/a-frame-is-stored-with-eof-and-f", stores);
    g_test_add_func("/ru/pointer-and-links-are-offsets-from-the-base",
                    base_is_added);
    g_test_add_func("/ru/el-ends-in-no-resources-with-rnr", ends_at_el);
    g_test_add_func("/ru/s-suspends-until-resume", suspends);
    g_test_add_func("/ru/resume-is-for-suspended-only", resume_elsewhere);
    g_test_add_func("/ru/abort-raises-rnr-if-it-was-ready", aborts);
    g_test_add_func("/ru/abort-empties-the-fifo", abort_empties);
    g_test_add_func("/ru/unmodelled-commands-are-reported", other_commands);
    g_test_add_func("/ru/a-descriptor-with-el-and-size-0-is-not-touched",
                    size_zero);
    g_test_add_func("/ru/it-says-when-it-takes-frames-again", says_when);
    g_test_add_func("/ru/the-82557-drops-and-counts-resource-errors",
                    the_82557_drops);
    g_test_add_func("/ru/the-others-hold-3-kb-and-deliver-after-start",
                    others_hold);
    g_test_add_func("/ru/frames-are-held-over-suspension-too",
                    held_over_suspend);
    g_test_add_func("/ru/the-fifo-fills-with-51-short-frames",
                    many_small_frames);
    g_test_add_func("/ru/descriptors-without-memory-are-survived",
                    no_descriptor);
    g_test_add_func("/filter/status-tells-whom-a-frame-is-for", addresses);
    g_test_add_func("/filter/multicast-setup-replaces-the-hash", multicast);
    g_test_add_func("/filter/a-list-of-two-hundred-is-read-whole",
                    long_multicast_list);
    g_test_add_func("/filter/u-l-and-multiple-ia-are-the-82558s",
                    later_filters);
    g_test_add_func("/filter/pause-frames-are-counted-and-may-be-rejected",
                    flow_control);
    g_test_add_func("/filter/nothing-comes-without-link", link_down);
    return g_test_run();
}
