/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_segment.c - a segment is a switch: who hears what, when, and what
 * happens when there is too much; and bad lines.
 */
#include <glib.h>
#include <string.h>

#include "host/net/mactable.h"
#include "host/net/segment.h"
#include "tests/unit/host/stub_net_machine.h"

enum { STATIONS = 3 };

struct rig {
    struct loop *loop;
    struct segment *segment;
    struct station {
        struct rig *rig;
        struct plug *plug;
        unsigned got;
        uint8_t last[128]; /* the beginning of the last frame */
        size_t last_n;
        uint64_t last_ns;
        bool answers, full, prompt;
        bool up;
        unsigned link_changes;
        GString *order; /* byte 14 of each frame */
    } s[STATIONS], unit, monitor;
};

static const uint8_t everyone[6] = {255, 255, 255, 255, 255, 255};

/* Station n has address 02:00:00:00:00:n. */
static void address(uint8_t mac[6], unsigned n)
{
    memset(mac, 0, 6);
    mac[0] = 2;
    mac[5] = (uint8_t)n;
}

static size_t make_frame(uint8_t *f, const uint8_t *to, unsigned from,
                         uint8_t mark)
{
    memset(f, 0, 64);
    memcpy(f, to, 6);
    address(f + 6, from);
    f[14] = mark;
    return 64;
}

static void send_to(struct rig *r, unsigned from, const uint8_t *to,
                    uint8_t mark)
{
    uint8_t f[64];
    size_t n = make_frame(f, to, from, mark);

    plug_send(r->s[from].plug, f, n);
}

static void send_station(struct rig *r, unsigned from, unsigned to)
{
    uint8_t mac[6];

    address(mac, to);
    send_to(r, from, mac, 0);
}

static void got(void *far, const uint8_t *frame, size_t n)
{
    struct station *s = far;
    uint8_t answer[64];

    s->got++;
    s->last_n = n;
    s->last_ns = clock_now(s->rig->loop->clock);
    memcpy(s->last, frame, MIN(n, sizeof s->last));
    g_string_append_c(s->order, (char)frame[14]);
    if (s->answers)
        plug_send(s->plug, answer, make_frame(answer, frame + 6, 1, 'a'));
}

static void link_changed(void *far, bool up)
{
    struct station *s = far;

    s->up = up;
    s->link_changes++;
}

static bool takes(void *far)
{
    return !((struct station *)far)->full;
}

static void plug_in(struct rig *r, struct station *s, enum plug_role role,
                    const struct line_settings *line)
{
    const struct plug_far far = {s, got, link_changed, takes, s->prompt};

    s->rig = r;
    s->order = g_string_new(NULL);
    s->plug = segment_plug(r->segment, role, &far, line);
    if (role == PLUG_OUTSIDE || role == PLUG_INSIDE)
        plug_set_carrier(s->plug, true);
}

static void setup(struct rig *r, gconstpointer role)
{
    r->loop = loop_new(CLOCK_HOLD);
    r->segment = segment_new(r->loop);
    for (unsigned i = 0; i < STATIONS; i++)
        plug_in(r, &r->s[i], role ? PLUG_INSIDE : PLUG_OUTSIDE, NULL);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    segment_free(r->segment);
    loop_free(r->loop);
    for (unsigned i = 0; i < STATIONS; i++)
        g_string_free(r->s[i].order, TRUE);
    if (r->unit.order)
        g_string_free(r->unit.order, TRUE);
    if (r->monitor.order)
        g_string_free(r->monitor.order, TRUE);
}

#define TEST(name) static void name(struct rig *r, gconstpointer unused)

/* --- who hears what --------------------------------------------------- */

TEST(test_flood)
{
    (void)unused;
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[0].got, ==, 0);
    g_assert_cmpuint(r->s[1].got, ==, 1);
    g_assert_cmpuint(r->s[2].got, ==, 1);
    g_assert_cmpuint(segment_counts(r->segment)->flooded, ==, 1);
}

TEST(test_learn)
{
    (void)unused;
    send_to(r, 1, everyone, 0);
    stub_settle(r->loop);
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 1);
    g_assert_cmpuint(r->s[2].got, ==, 1); /* the broadcast alone */
}

TEST(test_filter)
{
    uint8_t f[64], to[6];

    (void)unused;
    send_to(r, 0, everyone, 0);
    address(to, 0);
    plug_send(r->s[0].plug, f, make_frame(f, to, 9, 0));
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 1);
    g_assert_cmpuint(segment_counts(r->segment)->filtered, ==, 1);
}

TEST(test_move)
{
    uint8_t f[64];

    (void)unused;
    send_to(r, 1, everyone, 0);
    plug_send(r->s[2].plug, f, make_frame(f, everyone, 1, 0));
    stub_settle(r->loop);
    r->s[1].got = r->s[2].got = 0;
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 0);
    g_assert_cmpuint(r->s[2].got, ==, 1);
}

TEST(test_age)
{
    (void)unused;
    send_to(r, 1, everyone, 0);
    stub_run_until(r->loop, MACTABLE_AGE_NS - 1);
    r->s[2].got = 0;
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[2].got, ==, 0);
    stub_run_until(r->loop, MACTABLE_AGE_NS);
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[2].got, ==, 1);
}

/* Eight of them would fill the set that station 1 is in. */
TEST(test_group_source)
{
    uint8_t f[64];

    (void)unused;
    send_to(r, 1, everyone, 0);
    for (unsigned i = 0; i < MACTABLE_WAYS; i++) {
        make_frame(f, everyone, 1, 0);
        f[6] |= 1;
        f[7] = (uint8_t)i;
        plug_send(r->s[2].plug, f, 64);
    }
    stub_run_until(r->loop, 1000);
    r->s[2].got = 0;
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[2].got, ==, 0);
}

TEST(test_monitor)
{
    (void)unused;
    plug_in(r, &r->monitor, PLUG_MONITOR, NULL);
    send_to(r, 1, everyone, 0);
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[2].got, ==, 1);
    g_assert_cmpuint(r->monitor.got, ==, 2);
}

TEST(test_unplug)
{
    (void)unused;
    send_to(r, 1, everyone, 'x');
    segment_unplug(r->s[1].plug);
    stub_settle(r->loop);
    g_assert_cmpstr(r->s[0].order->str, ==, "x");
    send_station(r, 0, 1); /* its address is forgotten with it */
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[2].got, ==, 2);
}

static void test_full_set(void)
{
    struct mactable *t = g_new0(struct mactable, 1);
    uint8_t mac[9][6];

    /* Byte 1 is not in the hash: nine addresses of one set of eight. */
    for (unsigned i = 0; i < 9; i++) {
        address(mac[i], 7);
        mac[i][1] = (uint8_t)i;
        mactable_learn(t, mac[i], i + 1, 100 + i);
    }
    g_assert_cmpuint(mactable_find(t, mac[0], 200), ==, 0);
    for (unsigned i = 1; i < 9; i++)
        g_assert_cmpuint(mactable_find(t, mac[i], 200), ==, i + 1);
    g_free(t);
}

/* --- when ------------------------------------------------------------- */

TEST(test_not_inside)
{
    (void)unused;
    send_to(r, 0, everyone, 0);
    g_assert_cmpuint(r->s[1].got, ==, 0);
    g_assert_cmpuint(r->loop->kicks, ==, 1);
    stub_work(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 1);
}

TEST(test_order)
{
    (void)unused;
    send_to(r, 0, everyone, 'a');
    send_to(r, 1, everyone, 'b');
    send_to(r, 0, everyone, 'c');
    stub_settle(r->loop);
    g_assert_cmpstr(r->s[2].order->str, ==, "abc");
}

TEST(test_answer)
{
    (void)unused;
    r->s[1].answers = true;
    send_to(r, 0, everyone, 'q');
    stub_work(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 1);
    g_assert_cmpuint(r->s[0].got, ==, 0);
    stub_work(r->loop);
    g_assert_cmpuint(r->s[0].got, ==, 1);
}

TEST(test_outside)
{
    (void)unused;
    send_station(r, 0, 1);
    g_assert_cmpuint(r->loop->outside, ==, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->loop->outside, ==, 3);
}

TEST(test_inside)
{
    (void)unused;
    plug_in(r, &r->monitor, PLUG_MONITOR, NULL);
    plug_in(r, &r->unit, PLUG_UNIT, NULL);
    send_station(r, 0, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, 1);
    g_assert_cmpuint(r->loop->outside, ==, 0);
}

/* --- the unit's plug --------------------------------------------------- */

static void plug_in_unit(struct rig *r, bool prompt)
{
    for (unsigned i = 0; i < STATIONS; i++) {
        segment_unplug(r->s[i].plug);
        g_string_free(r->s[i].order, TRUE);
        r->s[i].prompt = prompt || i > 0;
        plug_in(r, &r->s[i], PLUG_OUTSIDE, NULL);
    }
    plug_in(r, &r->unit, PLUG_UNIT, NULL);
}

static void unit_sends(struct rig *r, uint8_t mark, size_t n)
{
    uint8_t f[64];

    make_frame(f, everyone, 9, mark);
    plug_send(r->unit.plug, f, n);
}

TEST(test_prompt)
{
    (void)unused;
    plug_in_unit(r, true);
    unit_sends(r, 'a', 64);
    g_assert_cmpuint(r->s[0].got, ==, 1);
    g_assert_cmpuint(r->loop->kicks, ==, 0);
    unit_sends(r, 'b', 50); /* to be padded: by way of the queue */
    unit_sends(r, 'c', 64);
    g_assert_cmpuint(r->s[0].got, ==, 1);
    stub_settle(r->loop);
    g_assert_cmpstr(r->s[0].order->str, ==, "abc");
    g_assert_cmpuint(segment_counts(r->segment)->frames, ==, 3);
    g_assert_cmpuint(segment_counts(r->segment)->bytes, ==, 64 + 60 + 64);
    send_to(r, 0, everyone, 'd');
    g_assert_cmpuint(r->unit.got, ==, 1);
    g_assert_cmpstr(r->s[1].order->str, ==, "abcd");
}

TEST(test_not_prompt)
{
    (void)unused;
    plug_in_unit(r, false);
    unit_sends(r, 'a', 64);
    g_assert_cmpuint(r->s[1].got, ==, 0); /* though this one is */
    segment_unplug(r->s[0].plug);
    stub_settle(r->loop);
    unit_sends(r, 'b', 64);
    g_assert_cmpstr(r->s[1].order->str, ==, "ab");
}

TEST(test_full_unit)
{
    (void)unused;
    plug_in_unit(r, false);
    r->unit.full = true;
    send_to(r, 0, everyone, 'a');
    send_to(r, 1, everyone, 'b');
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, 0);
    g_assert_cmpuint(r->s[2].got, ==, 2); /* the others do not wait for it */
    stub_run_until(r->loop, SEGMENT_PATIENCE_NS);
    r->unit.full = false;
    send_to(r, 0, everyone, 'c');
    g_assert_cmpuint(r->unit.got, ==, 0);
    stub_settle(r->loop);
    g_assert_cmpstr(r->unit.order->str, ==, "abc");
    r->unit.full = true;
    send_to(r, 0, everyone, 'd');
    stub_settle(r->loop);
    r->unit.full = false;
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, 3);
    plug_ready(r->unit.plug);
    stub_settle(r->loop);
    g_assert_cmpstr(r->unit.order->str, ==, "abcd");
}

TEST(test_patience)
{
    (void)unused;
    plug_in_unit(r, true);
    r->unit.full = true;
    send_to(r, 0, everyone, 'a');
    stub_settle(r->loop);
    stub_run_until(r->loop, SEGMENT_PATIENCE_NS + 1);
    send_to(r, 0, everyone, 'b');
    stub_settle(r->loop);
    r->unit.full = false;
    plug_ready(r->unit.plug);
    stub_settle(r->loop);
    g_assert_cmpstr(r->unit.order->str, ==, "b");
    g_assert_cmpuint(segment_counts(r->segment)->overflow, ==, 1);
}

TEST(test_full_bound)
{
    (void)unused;
    plug_in_unit(r, true);
    r->unit.full = true;
    for (unsigned i = 0; i < SEGMENT_QUEUE_FRAMES + 5; i++) {
        send_to(r, 0, everyone, 1);
        stub_settle(r->loop);
    }
    g_assert_cmpuint(segment_counts(r->segment)->overflow, ==, 5);
    r->unit.full = false;
    plug_ready(r->unit.plug);
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, SEGMENT_QUEUE_FRAMES);
}

/* --- how much --------------------------------------------------------- */

TEST(test_padding)
{
    uint8_t f[64];

    (void)unused;
    make_frame(f, everyone, 0, 0);
    memset(f + 14, 0xee, sizeof f - 14);
    plug_send(r->s[0].plug, f, 14);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].last_n, ==, 60);
    for (unsigned i = 14; i < 60; i++)
        g_assert_cmpuint(r->s[1].last[i], ==, 0);
}

TEST(test_size)
{
    uint8_t *f = g_malloc0(SEGMENT_FRAME_MAX + 1);

    (void)unused;
    memset(f, 0xff, 6);
    plug_send(r->s[0].plug, f, 13);
    plug_send(r->s[0].plug, f, 0);
    plug_send(r->s[0].plug, f, SEGMENT_FRAME_MAX + 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 0);
    g_assert_cmpuint(segment_counts(r->segment)->bad_size, ==, 3);
    plug_send(r->s[0].plug, f, SEGMENT_FRAME_MAX);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].last_n, ==, SEGMENT_FRAME_MAX);
    g_free(f);
}

TEST(test_frames_bound)
{
    (void)unused;
    for (unsigned i = 0; i < SEGMENT_QUEUE_FRAMES + 5; i++)
        send_to(r, 0, everyone, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, SEGMENT_QUEUE_FRAMES);
    g_assert_cmpuint(segment_counts(r->segment)->overflow, ==, 5);
    send_to(r, 0, everyone, 1);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, SEGMENT_QUEUE_FRAMES + 1);
}

TEST(test_bytes_bound)
{
    uint8_t *f = g_malloc0(SEGMENT_FRAME_MAX);
    unsigned fit = SEGMENT_QUEUE_BYTES / SEGMENT_FRAME_MAX;

    (void)unused;
    memset(f, 0xff, 6);
    for (unsigned i = 0; i < fit + 3; i++)
        plug_send(r->s[0].plug, f, SEGMENT_FRAME_MAX);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, fit);
    g_assert_cmpuint(segment_counts(r->segment)->overflow, ==, 3);
    plug_send(r->s[0].plug, f, SEGMENT_FRAME_MAX);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, fit + 1);
    g_free(f);
}

/* --- link ------------------------------------------------------------- */

TEST(test_link)
{
    (void)unused;
    plug_in(r, &r->unit, PLUG_UNIT, NULL);
    g_assert_true(segment_link(r->segment));
    for (unsigned i = 0; i < STATIONS; i++) {
        g_assert_cmpuint(r->unit.link_changes, ==, 0);
        plug_set_carrier(r->s[i].plug, false);
    }
    g_assert_cmpuint(r->unit.link_changes, ==, 1);
    g_assert_false(r->unit.up);
    plug_set_carrier(r->s[1].plug, true);
    g_assert_true(r->unit.up);
    segment_unplug(r->s[1].plug);
    g_assert_false(r->unit.up);
}

TEST(test_pulled)
{
    uint8_t f[64];
    size_t n = make_frame(f, everyone, 7, 0);

    (void)unused;
    plug_in(r, &r->unit, PLUG_UNIT, NULL);
    segment_set_admin(r->segment, false);
    g_assert_false(r->unit.up);
    plug_send(r->unit.plug, f, n);
    send_to(r, 0, everyone, 0);
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, 0);
    g_assert_cmpuint(r->s[1].got, ==, 1); /* the others go on */
    g_assert_cmpuint(segment_counts(r->segment)->no_link, ==, 1);
    segment_set_admin(r->segment, true);
    g_assert_true(r->unit.up);
    send_to(r, 0, everyone, 0);
    stub_settle(r->loop);
    g_assert_cmpuint(r->unit.got, ==, 1);
}

TEST(test_monitor_no_link)
{
    (void)unused;
    plug_in(r, &r->monitor, PLUG_MONITOR, NULL);
    for (unsigned i = 0; i < STATIONS; i++)
        segment_unplug(r->s[i].plug);
    g_assert_false(segment_link(r->segment));
}

/* --- bad lines -------------------------------------------------------- */

static void plug_bad_line(struct rig *r, uint32_t loss_ppm, uint64_t delay_ns)
{
    const struct line_settings line = {loss_ppm, delay_ns, 0};

    segment_unplug(r->s[1].plug);
    g_string_free(r->s[1].order, TRUE);
    plug_in(r, &r->s[1], PLUG_OUTSIDE, &line);
}

TEST(test_delay)
{
    (void)unused;
    plug_bad_line(r, 0, 20000000);
    stub_run_until(r->loop, 1000);
    send_to(r, 0, everyone, 'a');
    stub_run_until(r->loop, 2000);
    send_to(r, 0, everyone, 'b');
    stub_run_until(r->loop, 20000999);
    g_assert_cmpuint(r->s[1].got, ==, 0);
    g_assert_cmpuint(r->s[2].got, ==, 2);
    stub_run_until(r->loop, 20001000);
    g_assert_cmpuint(r->s[1].got, ==, 1);
    stub_run_until(r->loop, 30000000);
    g_assert_cmpstr(r->s[1].order->str, ==, "ab");
    g_assert_cmpuint(r->s[1].last_ns, ==, 20002000);
    send_to(r, 1, everyone, 'c'); /* and the other way */
    stub_run_until(r->loop, 60000000);
    g_assert_cmpuint(r->s[0].last_ns, ==, 50000000);
}

TEST(test_delay_unplugged)
{
    (void)unused;
    plug_bad_line(r, 0, 20000000);
    send_to(r, 1, everyone, 'a');
    stub_settle(r->loop);
    segment_unplug(r->s[1].plug);
    stub_run_until(r->loop, 50000000);
    g_assert_cmpuint(r->s[0].got, ==, 0);
}

TEST(test_loss)
{
    (void)unused;
    plug_bad_line(r, 50000, 0);
    for (unsigned i = 0; i < 20000; i++) {
        send_to(r, 0, everyone, 0);
        stub_settle(r->loop);
    }
    g_assert_cmpuint(r->s[2].got, ==, 20000);
    /* Five standard deviations of a binomial distribution: 154. */
    g_assert_cmpuint(r->s[1].got, >=, 19000 - 154);
    g_assert_cmpuint(r->s[1].got, <=, 19000 + 154);
}

TEST(test_all_lost)
{
    (void)unused;
    plug_bad_line(r, 1000000, 0);
    send_to(r, 0, everyone, 0);
    send_to(r, 1, everyone, 0);
    stub_settle(r->loop);
    g_assert_cmpuint(r->s[1].got, ==, 0);
    g_assert_cmpuint(r->s[0].got, ==, 0);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        const void *role;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        {"a-frame-to-an-unknown-station-reaches-all-but-its-sender", NULL,
         test_flood},
        {"a-frame-to-a-known-station-reaches-only-that", NULL, test_learn},
        {"a-frame-for-its-own-side-goes-nowhere", NULL, test_filter},
        {"a-station-that-moved-is-found-again", NULL, test_move},
        {"an-address-is-forgotten-after-300-seconds", NULL, test_age},
        {"a-group-address-is-never-learnt", NULL, test_group_source},
        {"a-monitor-sees-every-frame", NULL, test_monitor},
        {"frames-outlive-the-plug-they-came-from", NULL, test_unplug},
        {"nothing-is-delivered-inside-the-senders-call", NULL,
         test_not_inside},
        {"frames-arrive-in-the-order-they-were-sent", NULL, test_order},
        {"an-answer-waits-for-the-next-round", NULL, test_answer},
        {"frames-of-outside-plugs-are-noted-both-ways", NULL, test_outside},
        {"frames-between-inside-plugs-are-not-noted", "inside", test_inside},
        {"among-prompt-plugs-and-the-unit-frames-go-through-at-once", NULL,
         test_prompt},
        {"and-wait-while-one-of-them-is-not-prompt", NULL, test_not_prompt},
        {"frames-wait-for-a-unit-without-a-place", NULL, test_full_unit},
        {"but-not-longer-than-50-ms", NULL, test_patience},
        {"nor-more-of-them-than-a-queue-has-room-for", NULL, test_full_bound},
        {"a-short-frame-is-padded-with-zeros", NULL, test_padding},
        {"frames-of-impossible-size-are-counted-and-lost", NULL, test_size},
        {"the-queue-is-bounded-in-frames", NULL, test_frames_bound},
        {"the-queue-is-bounded-in-bytes", NULL, test_bytes_bound},
        {"the-link-is-there-while-one-plug-has-carrier", NULL, test_link},
        {"a-pulled-unit-hears-and-says-nothing", NULL, test_pulled},
        {"a-monitor-alone-makes-no-link", NULL, test_monitor_no_link},
        {"a-delayed-frame-arrives-to-the-nanosecond", NULL, test_delay},
        {"a-pulled-plug-loses-what-is-under-way", NULL, test_delay_unplugged},
        {"one-in-twenty-is-lost-at-five-percent", NULL, test_loss},
        {"at-a-hundred-percent-nothing-comes-through", NULL, test_all_lost},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/segment/a-full-set-forgets-its-oldest-address",
                    test_full_set);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/segment/", tests[i].name, NULL);

        g_test_add(path, struct rig, tests[i].role, setup, tests[i].run,
                   teardown);
        g_free(path);
    }
    return g_test_run();
}
