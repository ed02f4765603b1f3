/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_i8255x_flow.c - PAUSE frames of the 8255x: those that come and those
 * that go, CSR 19h and 1Ah, configure bytes 16, 17 and 19, the counters.
 *
 * Registers of devices/nic-i8255x:
 *   modelled: 19 flow control threshold; 1A flow control; 16, 17 FC delay; 19
 *     control
 */
#include "tests/unit/devices/nicrig.h"

#include <string.h>

enum {
    THRESHOLD = 0x19,
    COMMAND = 0x1a,
    XON = 1,
    XOFF = 2,
    FULL = 4,
    PAUSED = 8,
    FCP = 0x01,
    SLOT_NS = 5120,
    RESTOP = 0x08,
    RESTART = 0x10,
    BLOCK = 0xff000, /* where rig_configure() keeps its command */
};

static const uint8_t group[6] = { 0x01, 0x80, 0xc2, 0, 0, 1 };

static void control_frame(uint8_t frame[60], const uint8_t to[6],
                          uint16_t opcode, uint16_t slots)
{
    static const uint8_t from[8] = { 2, 0, 0, 0, 0, 9, 0x88, 0x08 };

    memset(frame, 0, 60);
    memcpy(frame, to, 6);
    memcpy(frame + 6, from, sizeof from);
    frame[14] = (uint8_t)(opcode >> 8);
    frame[15] = (uint8_t)opcode;
    frame[16] = (uint8_t)(slots >> 8);
    frame[17] = (uint8_t)slots;
}

static void pause(struct rig *r, uint16_t slots)
{
    uint8_t frame[60];

    control_frame(frame, group, 1, slots);
    i8255x_receive(r->dev, frame, sizeof frame);
}

static void send(struct rig *r)
{
    uint8_t frame[100];

    rig_frame(frame, sizeof frame);
    rig_tcb(r, 0x1000, 0x8000, 0, frame, sizeof frame);
    rig_command(r, 0x10, 0x1000);
    g_assert_cmphex(rig_peek(r, 0x1000, 2), ==, 0xa000);
}

/* Byte 19, the delay, and the extended counters. */
static void configure(struct rig *r, uint8_t byte19, uint16_t delay)
{
    rig_configure(r, 6, 0x12);
    rig_poke(r, BLOCK + 8 + 16, delay, 2);
    rig_poke(r, BLOCK + 8 + 19, byte19, 1);
    rig_command(r, 0x10, BLOCK);
    rig_ack(r, 0xff);
}

static struct rig *ready(const struct device_class *cls, uint8_t byte19,
                         uint16_t delay)
{
    struct rig *r = rig_new(cls);

    rig_set_station(r, rig_mac);
    configure(r, byte19, delay);
    return r;
}

/*
 * The far end stops us.
 */

static void waits(gconstpointer cls)
{
    struct rig *r = ready(cls, 0x80, 0);

    pause(r, 3);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, PAUSED);
    g_assert_cmphex(rig_stat(r), ==, FCP);
    g_assert_true(r->inta.level);
    rig_out(r, 3, 0x04, 1); /* FCP's mask */
    g_assert_false(r->inta.level);
    send(r);
    send(r);
    fake_advance(r->fb, 3 * SLOT_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    g_assert_cmpuint(rig_counter(r, 0), ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 2);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    send(r);
    g_assert_cmpuint(r->sent->len, ==, 3);
    g_assert_cmpuint(rig_counter(r, 68), ==, 1);
    rig_free(r);
}

/* The last PAUSE frame says how long; none at all: go on. */
static void is_changed(void)
{
    struct rig *r = ready(&i82559_class, 0x80, 0);

    pause(r, 100);
    send(r);
    fake_advance(r->fb, 50 * SLOT_NS);
    pause(r, 100);
    fake_advance(r->fb, 99 * SLOT_NS);
    g_assert_cmpuint(r->sent->len, ==, 0);
    pause(r, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    rig_free(r);
}

static void who_is_meant(void)
{
    struct rig *r = ready(&i82559_class, 0x80, 0);
    uint8_t frame[60];

    control_frame(frame, rig_mac, 1, 9);
    i8255x_receive(r->dev, frame, 17); /* ends inside its time */
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    i8255x_receive(r->dev, frame, 18);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, PAUSED);
    pause(r, 0);
    frame[5] ^= 1;
    i8255x_receive(r->dev, frame, sizeof frame);
    control_frame(frame, group, 2, 9);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    g_assert_cmpuint(rig_counter(r, 68), ==, 2);
    g_assert_cmpuint(rig_counter(r, 72), ==, 1);
    rig_free(r);
}

/* One to the station goes to memory even when those to the group do not. */
static void rejects_the_group(void)
{
    struct rig *r = ready(&i82559_class, 0xa0, 0);
    uint8_t frame[60];

    rig_poke(r, BLOCK + 8 + 21, 0x0d, 1); /* every other group is welcome */
    rig_command(r, 0x10, BLOCK);
    rig_receive_ring(r, 3, 1520);
    pause(r, 9);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0);
    control_frame(frame, rig_mac, 1, 9);
    i8255x_receive(r->dev, frame, sizeof frame);
    g_assert_cmphex(rig_peek(r, rig_rfd(0), 2), ==, 0xa020);
    rig_poke(r, BLOCK + 8 + 19, 0x80, 1); /* so is this one without */
    rig_command(r, 0x10, BLOCK);
    pause(r, 9);
    g_assert_cmphex(rig_peek(r, rig_rfd(1), 2), ==, 0xa022);
    rig_free(r);
}

static void may_be_off(void)
{
    struct rig *r = ready(&i82559_class, 0x84, 0);

    pause(r, 3);
    g_assert_cmphex(rig_stat(r), ==, 0);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    send(r);
    g_assert_cmpuint(r->sent->len, ==, 1);
    g_assert_cmpuint(rig_counter(r, 68), ==, 1);
    rig_free(r);
    r = ready(&i82557_class, 0x80, 0);
    pause(r, 3);
    g_assert_cmphex(rig_stat(r), ==, 0);
    send(r);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_free(r);
}

static void ten_times_slower(void)
{
    struct rig *r = ready(&i82559_class, 0x80, 0);

    rig_out(r, 0x10, 1u << 26 | 1 << 21, 4); /* PHY control: 10 Mb/s */
    pause(r, 1);
    send(r);
    fake_advance(r->fb, 10 * SLOT_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_free(r);
}

/* With a wire that takes time: what is on it stays, what follows waits. */
static void on_the_wire(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    uint64_t wire_ns = (100 + 24) * 80;

    rig_set_station(r, rig_mac);
    configure(r, 0x80, 0);
    send(r);
    send(r);
    fake_advance(r->fb, 80);
    pause(r, 10);
    fake_advance(r->fb, wire_ns - 80);
    g_assert_cmpuint(r->sent->len, ==, 1);
    fake_advance(r->fb, 80 + 10 * SLOT_NS - 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 2);
    rig_free(r);
}

/* A frame that waits takes its time after the last PAUSE frame's. */
static void not_on_the_wire(void)
{
    struct rig *r = rig_new_authentic(&i82559_class);
    uint64_t wire_ns = (100 + 24) * 80;

    rig_set_station(r, rig_mac);
    configure(r, 0x80, 0);
    pause(r, 100);
    send(r);
    fake_advance(r->fb, SLOT_NS);
    pause(r, 10);
    fake_advance(r->fb, 10 * SLOT_NS + wire_ns - 1);
    g_assert_cmpuint(r->sent->len, ==, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_free(r);
}

/* Three kilobytes of frames and one more wait, then the command unit does. */
static void fills_up(void)
{
    struct rig *r = ready(&i82559_class, 0x80, 0);
    uint8_t frame[1000];

    pause(r, 0xffff);
    rig_frame(frame, sizeof frame);
    for (unsigned i = 0; i < 5; i++)
        rig_tcb(r, 0x1000 + 0x800 * i, i == 4 ? 0x8000 : 0,
                0x1000 + 0x800 * (i + 1), frame, sizeof frame);
    rig_command(r, 0x10, 0x1000);
    g_assert_cmpuint(rig_cus(r), ==, 2);
    g_assert_cmphex(rig_peek(r, 0x1000 + 0x800 * 3, 2), ==, 0xa000);
    g_assert_cmphex(rig_peek(r, 0x1000 + 0x800 * 4, 2), ==, 0);
    pause(r, 0);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(r->sent->len, ==, 5);
    g_assert_cmpuint(rig_cus(r), ==, 0);
    rig_free(r);
}

static void reset_forgets(void)
{
    struct rig *r = ready(&i82559_class, 0x80, 0);

    rig_out(r, THRESHOLD, 5, 1);
    pause(r, 0xffff);
    send(r);
    rig_out(r, 8, 2, 4);
    g_assert_cmphex(rig_in(r, THRESHOLD, 2), ==, 0);
    fake_advance(r->fb, 1000000000);
    g_assert_cmpuint(r->sent->len, ==, 0);
    send(r);
    g_assert_cmpuint(r->sent->len, ==, 1);
    rig_free(r);
}

/*
 * We stop the far end.
 */

/* The number and the time of PAUSE frames sent. */
static unsigned sent(struct rig *r, unsigned *slots)
{
    unsigned n = r->sent->len;
    uint8_t expected[60];
    size_t size;

    if (n) {
        const uint8_t *frame = rig_sent(r, n - 1, &size);

        *slots = (unsigned)(frame[16] << 8 | frame[17]);
        control_frame(expected, group, 1, (uint16_t)*slots);
        memcpy(expected + 6, rig_mac, 6);
        g_assert_cmpmem(frame, size, expected, sizeof expected);
    }
    return n;
}

/* Frames that the FIFO holds, n bytes in all. */
static void fill(struct rig *r, unsigned n)
{
    uint8_t frame[600];

    rig_frame(frame, sizeof frame);
    while (n) {
        unsigned part = n >= 660 ? 600 : n;

        i8255x_receive(r->dev, frame, part);
        n -= part;
    }
}

static void empty(struct rig *r)
{
    rig_receive_ring(r, 20, 1520);
}

/* The receive unit without resources: one frame takes what there is. */
static struct rig *stuck(const struct device_class *cls, uint8_t byte19,
                         uint16_t delay)
{
    struct rig *r = ready(cls, byte19, delay);

    rig_receive_ring(r, 1, 1520);
    fill(r, 60);
    rig_ack(r, 0xff);
    return r;
}

static void at_the_threshold(void)
{
    static const unsigned room[] = { 512, 1024, 1280, 1536,
                                     1792, 2048, 2304, 2560 };

    for (unsigned i = 0; i < G_N_ELEMENTS(room); i++) {
        struct rig *r = stuck(&i82558_class, 0x80 | RESTART, 0x1234);
        unsigned slots = 0;

        rig_out(r, THRESHOLD, 0xf8 | i, 1);
        g_assert_cmphex(rig_in(r, THRESHOLD, 1), ==, i);
        fill(r, 3072 - room[i] - 1);
        g_assert_cmpuint(sent(r, &slots), ==, 0);
        rig_free(r);
        r = stuck(&i82558_class, 0x80 | RESTART, 0x1234);
        rig_out(r, THRESHOLD, 0xf8 | i, 1);
        fill(r, 3072 - room[i]);
        g_assert_cmpuint(sent(r, &slots), ==, 1);
        g_assert_cmphex(slots, ==, 0x1234);
        g_assert_cmphex(rig_in(r, COMMAND, 1), ==, FULL);
        g_assert_cmpuint(rig_counter(r, 64), ==, 1);
        g_assert_cmpuint(rig_counter(r, 0), ==, 0);
        rig_free(r);
    }
}

static void restarts(void)
{
    struct rig *r = stuck(&i82559_class, 0x80 | RESTART, 0x00ff);
    unsigned slots = 0;

    fill(r, 2700);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    empty(r);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    g_assert_cmpuint(slots, ==, 0);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    g_assert_cmpuint(rig_counter(r, 64), ==, 2);
    fake_advance(r->fb, 1000000000);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    rig_free(r);
}

/* 27 slots and more before the time is over, as long as anything waits; no
 * frame that lets go. */
static void stops_again(void)
{
    struct rig *r = stuck(&i82559_class, 0x80 | RESTOP, 0x011f);
    unsigned slots = 0;

    fill(r, 2700);
    fake_advance(r->fb, 0x100 * SLOT_NS - 1);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    fake_advance(r->fb, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    g_assert_cmphex(slots, ==, 0x011f);
    fake_advance(r->fb, 0x100 * SLOT_NS);
    g_assert_cmpuint(sent(r, &slots), ==, 3);
    empty(r);
    fake_advance(r->fb, 1000000000);
    g_assert_cmpuint(sent(r, &slots), ==, 3);
    rig_free(r);
}

/* Room above the threshold does not end it: there is a frame yet. */
static void not_empty_yet(void)
{
    static const struct {
        uint8_t byte19;
        unsigned repeated;
    } rows[] = { { RESTOP, 1 }, { RESTART, 0 }, { RESTOP | RESTART, 1 } };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *r = stuck(&i82559_class, 0x80 | rows[i].byte19, 0x0040);
        unsigned slots = 0;

        fill(r, 2700);
        rig_receive_ring(r, 3, 1520); /* for three of five */
        fake_advance(r->fb, 0x40 * SLOT_NS - 1);
        g_assert_cmpuint(sent(r, &slots), ==, 1);
        g_assert_cmphex(rig_in(r, COMMAND, 1), ==, FULL);
        fake_advance(r->fb, 1);
        g_assert_cmpuint(sent(r, &slots), ==, 1 + rows[i].repeated);
        g_assert_cmphex(rig_in(r, COMMAND, 1), ==,
                        rows[i].repeated ? FULL : 0);
        rig_free(r);
    }
}

/* Without restop it looks at the threshold once its time is over. */
static void looks_again(void)
{
    struct rig *r = stuck(&i82559_class, 0x80 | RESTART, 0x0040);
    unsigned slots = 0;

    fill(r, 2700);
    fake_advance(r->fb, 0x40 * SLOT_NS);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    rig_out(r, 8, 2, 4);
    fake_advance(r->fb, 1000000000);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    rig_free(r);
}

/* A delay that is too short to be repeated in time is not repeated. */
static void short_delay(void)
{
    struct rig *r = stuck(&i82559_class, 0x80 | RESTOP | RESTART, 31);
    unsigned slots = 0;

    fill(r, 2700);
    fake_advance(r->fb, 1000000000);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    g_assert_cmpuint(slots, ==, 31);
    rig_free(r);
}

static void by_software(void)
{
    struct rig *r = ready(&i82559_class, 0x80 | RESTOP | RESTART, 0x00ff);
    unsigned slots = 0;

    empty(r);
    rig_out(r, COMMAND, XOFF, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    g_assert_cmpuint(slots, ==, 0xff);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, XOFF | FULL);
    rig_out(r, COMMAND, XOFF, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    fake_advance(r->fb, 0xe0 * SLOT_NS);
    g_assert_cmpuint(sent(r, &slots), ==, 2);
    rig_out(r, COMMAND, XON, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 3);
    g_assert_cmpuint(slots, ==, 0);
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    rig_out(r, COMMAND, XOFF, 1);
    rig_out(r, 8, 2, 4); /* a reset forgets this, too */
    g_assert_cmphex(rig_in(r, COMMAND, 1), ==, 0);
    rig_free(r);
}

static void not_asked_for(void)
{
    struct rig *r = stuck(&i82559_class, 0x80, 0x00ff);
    unsigned slots = 0;

    fill(r, 2700);
    rig_out(r, COMMAND, XOFF, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 0);
    /* As soon as it is, the FIFO says so. */
    configure(r, 0x80 | RESTOP, 0x00ff);
    g_assert_cmpuint(sent(r, &slots), ==, 1);
    rig_free(r);
    r = stuck(&i82557_class, 0x80 | RESTOP | RESTART, 0x00ff);
    fill(r, 2700);
    rig_out(r, COMMAND, XOFF, 1);
    g_assert_cmphex(rig_in(r, 0x18, 4), ==, 0);
    g_assert_cmpuint(sent(r, &slots), ==, 0);
    rig_free(r);
}

static void no_wire(void)
{
    struct rig *r = ready(&i82559_class, 0x80 | RESTART, 0x00ff);
    unsigned slots = 0;

    i8255x_set_link(r->dev, false);
    rig_out(r, COMMAND, XOFF, 1);
    g_assert_cmpuint(sent(r, &slots), ==, 0);
    g_assert_cmpuint(rig_counter(r, 64), ==, 0);
    rig_free(r);
}

int main(int argc, char **argv)
{
    static const struct rig_test tests[] = {
        { "the-last-pause-frame-counts", is_changed },
        { "to-the-group-or-the-station", who_is_meant },
        { "those-to-the-group-may-be-rejected", rejects_the_group },
        { "may-be-off-and-is-not-the-82557s", may_be_off },
        { "slots-are-longer-at-10-mb", ten_times_slower },
        { "a-frame-on-the-wire-stays", on_the_wire },
        { "a-frame-that-waits-is-as-long", not_on_the_wire },
        { "the-command-unit-waits-in-the-end", fills_up },
        { "a-reset-forgets", reset_forgets },
        { "sent-at-the-threshold", at_the_threshold },
        { "restart-lets-go", restarts },
        { "restop-repeats-in-time", stops_again },
        { "an-emptier-fifo-is-not-empty", not_empty_yet },
        { "restart-alone-looks-again", looks_again },
        { "a-short-delay-is-sent-once", short_delay },
        { "software-stops-and-lets-go", by_software },
        { "none-that-is-not-asked-for", not_asked_for },
        { "none-without-a-wire", no_wire },
        { 0 },
    };

    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/i8255x/flow/the-82558-waits", &i82558_class,
                         waits);
    g_test_add_data_func("/i8255x/flow/the-82559-waits", &i82559_class,
                         waits);
    rig_add("/i8255x/flow/", tests);
    return g_test_run();
}
