/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_stateful.c - connections that two simulated units of guest/failover
 * tell each other. */
#include <glib.h>
#include <string.h>

#include "guest/failover/hmac.h"
#include "tests/unit/guest/failoverrig.h"

enum { LINK = 1, MANY = 3000 };

static struct rig *both_on(guint32 seed, bool lan)
{
    struct rig *rig = rig_new(seed);

    for (unsigned i = 0; i < 2; i++) {
        struct failover_settings *set = &rig->unit[i].set;

        set->link = LINK;
        set->lan = lan;
        set->lan_interface = LINK;
        strcpy(set->key, lan ? "sesame" : "");
        rig_power(rig, i, true);
    }
    g_assert_true(rig_until(rig, rig_settled, 30000));
    g_assert_true(rig_active(rig, 0));
    rig_run(rig, 2000);
    return rig;
}

static void open_some(struct rig *rig, unsigned which, uint32_t first,
                      uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        rig_open(rig, which, first + i);
}

static guint things(struct rig *rig, unsigned which)
{
    return g_hash_table_size(rig->unit[which].things);
}

/* What happens is there at once; what is no more is not. */
static void test_changes(void)
{
    for (unsigned lan = 0; lan < 2; lan++) {
        struct rig *rig = both_on(1, lan);

        open_some(rig, 0, 1, 20);
        rig_run(rig, 40);
        g_assert_cmpuint(things(rig, 1), ==, 20);
        rig_close(rig, 0, 7);
        rig_open(rig, 0, 8); /* another than it was: the same key */
        rig_run(rig, 40);
        g_assert_cmpuint(things(rig, 1), ==, 19);
        g_assert_true(rig_same_things(rig));
        g_assert_cmpuint(rig->unit[0].f.objects[FAILOVER_OBJECT_TCP].sent, ==,
                         22);
        g_assert_cmpuint(
            rig->unit[1].f.objects[FAILOVER_OBJECT_TCP].received, ==, 22);
        g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_STATE_MISSED], ==, 0);
        rig_free(rig);
    }
}

/* Twenty changes at once are two messages, not twenty. */
static void test_batches(void)
{
    struct rig *rig = both_on(2, false);
    uint32_t before;

    rig_run(rig, 30);
    before = rig->unit[0].f.tell.number;
    open_some(rig, 0, 1, 20);
    rig_run(rig, 60);
    g_assert_cmpuint(rig->unit[0].f.tell.number - before, <=, 2);
    g_assert_cmpuint(things(rig, 1), ==, 20);
    rig_free(rig);
}

/* One that joins gets all there is, no faster than it should. */
static void test_joins(void)
{
    struct rig *rig = both_on(3, false);
    uint64_t began;
    uint32_t before;

    rig_power(rig, 1, false);
    rig_run(rig, 1000);
    open_some(rig, 0, 1, MANY);
    g_assert_cmpuint(rig->unit[0].f.tell.queued, ==, 0); /* for nobody */
    rig_power(rig, 1, true);
    before = rig->unit[0].f.tell.number;
    g_assert_true(rig_until(rig, rig_settled, 30000));
    began = rig->now;
    g_assert_true(rig_until(rig, rig_same_things, 5000));
    g_test_message("%u connections after %u ms", MANY,
                   (unsigned)(rig->now - began));
    /* 13 in a message, 400 messages a second */
    g_assert_cmpuint(rig->now - began, >=, (MANY / 13 - 20) * 1000 / 400);
    g_assert_cmpuint(rig->unit[0].f.tell.number - before, <=, MANY / 13 + 10);
    rig_free(rig);
}

/* More at once than there is room for: a round has the rest, and says what is
 * no more. */
static void test_overflow(void)
{
    struct rig *rig = both_on(4, false);

    open_some(rig, 0, 1, MANY);
    g_assert_cmpuint(rig->unit[0].f.objects[FAILOVER_OBJECT_TCP].not_sent, ==,
                     MANY - FAILOVER_QUEUE);
    g_assert_true(rig_until(rig, rig_same_things, 5000));
    for (uint32_t i = 1; i <= MANY; i += 2)
        rig_close(rig, 0, i);
    g_assert_true(rig_until(rig, rig_same_things, 5000));
    g_assert_cmpuint(things(rig, 1), ==, MANY / 2);
    rig_free(rig);
}

/* A frame that the ring has no place for is made up for, too. */
static void test_full_ring(void)
{
    struct rig *rig = both_on(5, false);

    open_some(rig, 0, 1, 5);
    rig->full = 1;
    rig_run(rig, 40);
    g_assert_cmpuint(rig->unit[0].f.objects[FAILOVER_OBJECT_TCP].not_sent, ==,
                     5);
    g_assert_true(rig_until(rig, rig_same_things, 1000));
    rig_free(rig);
}

/* Messages get lost, coming and going: both ends come to the same. */
static void test_loss(void)
{
    for (guint32 seed = 1; seed <= 20; seed++) {
        struct rig *rig = both_on(seed, seed % 2);
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed);

        rig->loss_percent = 30;
        for (unsigned i = 0; i < 2000; i++) {
            uint32_t number = (uint32_t)g_rand_int_range(rand, 0, 500);

            if (g_rand_int_range(rand, 0, 2))
                rig_open(rig, 0, number);
            else
                rig_close(rig, 0, number);
            if (i % 16 == 0)
                rig_run(rig, 30);
        }
        if (!rig_active(rig, 0)) { /* 30 % may look like a silence */
            rig_free(rig);
            continue;
        }
        g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_STATE_MISSED], >, 0);
        rig->loss_percent = 0;
        g_assert_true(rig_until(rig, rig_same_things, 10000));
        rig_free(rig);
    }
}

/* Only the last message was lost: the next sign of life shows it. */
static void test_last_lost(void)
{
    struct rig *rig = both_on(6, false);

    open_some(rig, 0, 1, 3);
    rig->segment[LINK] = false;
    rig_run(rig, 50);
    rig->segment[LINK] = true;
    g_assert_cmpuint(things(rig, 1), ==, 0);
    g_assert_true(rig_until(rig, rig_same_things, 2500));
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_STATE_MISSED], ==, 1);
    rig_free(rig);
}

/* The one that takes over has all of it, and tells the other one when that is
 * back; what only the old one had is swept. */
static void test_takes_over(void)
{
    struct rig *rig = both_on(7, false);

    open_some(rig, 0, 1, 100);
    rig_run(rig, 40);
    rig_power(rig, 0, false);
    rig_run(rig, 30);
    g_assert_true(rig_active(rig, 1));
    g_assert_cmpuint(things(rig, 1), ==, 100);
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 30000));
    g_assert_true(rig_until(rig, rig_same_things, 1000));
    g_assert_cmpuint(things(rig, 0), ==, 100);
    /* By hand, with what was not told yet. */
    open_some(rig, 1, 200, 5);
    g_assert_true(failover_take(&rig->unit[0].f, rig->now));
    rig_run(rig, 2000);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(things(rig, 0), ==, 105);
    g_assert_true(rig_same_things(rig));
    rig_free(rig);
}

/* Handed over on purpose: not even the last change is missing, be there as
 * many as can wait. */
static void test_handed_over(void)
{
    struct rig *rig = both_on(11, false);

    open_some(rig, 0, 1, FAILOVER_QUEUE);
    g_assert_true(failover_give(&rig->unit[0].f, rig->now));
    g_assert_true(rig_until(rig, rig_second_active, 1000));
    g_assert_cmpuint(things(rig, 1), ==, FAILOVER_QUEUE);
    rig_run(rig, 2000);
    g_assert_cmpuint(things(rig, 1), ==, FAILOVER_QUEUE);
    g_assert_true(rig_same_things(rig));
    rig_free(rig);
}

/* Once a minute all of it; what is refused is counted and tried again. */
static void test_rounds(void)
{
    struct rig *rig = both_on(8, false);
    struct failover_object_count *count =
        &rig->unit[1].f.objects[FAILOVER_OBJECT_TCP];
    unsigned sweeps;

    rig->unit[1].refuses = true;
    open_some(rig, 0, 1, 10);
    rig_run(rig, 100);
    g_assert_cmpuint(count->refused, ==, 10);
    rig->unit[1].refuses = false;
    rig_run(rig, 61000);
    g_assert_true(rig_same_things(rig));
    sweeps = rig->unit[1].sweeps;
    rig_run(rig, 180000);
    g_assert_cmpuint(rig->unit[1].sweeps - sweeps, ==, 3);
    g_assert_cmpuint(count->received, ==, 50);
    g_assert_cmpuint(
        rig->unit[1].f.objects[FAILOVER_OBJECT_UP_TIME].received, >, 200);
    rig_free(rig);
}

/* The line that allows them comes later than they do: they are there once it
 * was carried out, and not a minute later. */
static void test_line_is_later(void)
{
    struct rig *rig = both_on(12, false);
    struct failover_object_count *count =
        &rig->unit[1].f.objects[FAILOVER_OBJECT_TCP];

    rig->unit[1].refuses = true;
    open_some(rig, 0, 1, 10);
    rig_run(rig, 2000);
    g_assert_cmpuint(count->refused, ==, 10); /* nothing changes that yet */
    rig->unit[1].refuses = false;
    rig_type(rig, 0, "static (inside,outside) 192.168.89.9 10.1.1.9");
    g_assert_true(rig_until(rig, rig_same_things, 1500));
    rig_run(rig, 2000);
    g_assert_cmpuint(count->received, ==, 20); /* one round, no more */
    rig_free(rig);
}

/* What comes while nothing can be taken is a gap, and made up for. */
static void test_not_yet(void)
{
    struct rig *rig = both_on(13, false);

    rig->unit[1].slow = true;
    g_assert_true(failover_copy(&rig->unit[0].f, rig->now));
    open_some(rig, 0, 1, 5);
    rig_run(rig, 3000);
    g_assert_cmpuint(things(rig, 1), ==, 0);
    rig_apply(rig, 1);
    rig->unit[1].slow = false;
    g_assert_true(rig_until(rig, rig_same_things, 1500));
    /* As if it had copied nothing when they came. */
    rig->unit[1].f.in.busy = true;
    open_some(rig, 0, 6, 5);
    rig_run(rig, 40);
    rig->unit[1].f.in.busy = false;
    g_assert_cmpuint(things(rig, 1), ==, 5);
    g_assert_true(rig_until(rig, rig_same_things, 2500));
    rig_free(rig);
}

/* As if the first unit had sent it. */
static void say(struct rig *rig, const void *records, size_t n)
{
    struct failover *from = &rig->unit[0].f;
    struct wire_state s = {.stream = from->tell.stream,
                           .number = ++from->tell.number,
                           .round = from->tell.round, .records = records,
                           .n = n};
    struct wire_header head = {.channel = LINK, .nonce = from->nonce,
                               .challenge = from->challenge,
                               .answer = from->answer,
                               .sequence = ++from->sequence};
    uint8_t m[FAILOVER_MESSAGE_MAX];

    n = wire_put_state(m, &head, &s);
    hmac(from->secret, WIRE_SECRET, m, n, m + n);
    rig_inject(rig, LINK, 1, m, n + HMAC_BYTES);
}

/* A record nobody knows, or not by that length: told, and made up for. */
static void test_strange(void)
{
    static const struct {
        const char *records;
        size_t n;
        int strange; /* -1: none */
    } rows[] = {
        {"\7\2", 2, -1}, {"\10\2", 2, 8}, {"\0\2", 2, 0},
        {"\5\2\11\3x", 5, 9}, {"\5\3x", 3, 5}, {"\6\6\0\0\0", 5, 6},
        {"\5\2\1", 3, 1},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct rig *rig = both_on(14, false);
        struct rig_unit *u = &rig->unit[1];

        say(rig, rows[i].records, rows[i].n);
        say(rig, rows[i].records, rows[i].n); /* a second is not over */
        g_assert_cmpuint(u->events[FAILOVER_EV_STATE_STRANGE], ==,
                         rows[i].strange >= 0 ? 1 : 0);
        if (rows[i].strange >= 0)
            g_assert_cmpint((int)u->last_value[FAILOVER_EV_STATE_STRANGE], ==,
                            rows[i].strange);
        g_assert_cmpuint(u->f.count.broken, ==, rows[i].strange >= 0 ? 2 : 0);
        open_some(rig, 0, 1, 5);
        g_assert_true(rig_until(rig, rig_same_things, 2500));
        rig_free(rig);
    }
}

/* Without `failover link` nothing is told, nor is a mate without it obeyed. */
static void test_no_link(void)
{
    struct rig *rig = both_on(9, false);

    rig->unit[1].set.link = FAILOVER_NO_LINK;
    failover_configure(&rig->unit[1].f, &rig->unit[1].set, rig->now);
    open_some(rig, 0, 1, 10);
    rig_run(rig, 100);
    g_assert_cmpuint(rig->unit[1].taken, ==, 0);
    rig->unit[0].set.link = FAILOVER_NO_LINK;
    failover_configure(&rig->unit[0].f, &rig->unit[0].set, rig->now);
    rig_run(rig, 100);
    g_assert_false(rig->unit[0].f.tell.on);
    rig_free(rig);
}

/* A standby unit cannot make the active one take anything over. */
static void test_one_way(void)
{
    struct rig *rig = both_on(10, false);

    open_some(rig, 1, 1, 10);
    rig_run(rig, 200);
    g_assert_cmpuint(rig->unit[0].taken, ==, 0);
    g_assert_cmpuint(things(rig, 0), ==, 0);
    rig_free(rig);
}

/* For the decoder written from the document: --capture FILE. */
static int write_capture(const char *path)
{
    struct rig *rig = rig_new(50);
    g_autoptr(GString) all = g_string_new("state\n");

    rig->capture = g_string_new("");
    for (unsigned i = 0; i < 2; i++) {
        rig->unit[i].set.link = LINK;
        rig_power(rig, i, true);
    }
    rig_until(rig, rig_settled, 20000);
    open_some(rig, 0, 1, 50);
    rig_run(rig, 1500);
    rig->full = 1; /* one does not come */
    rig_close(rig, 0, 7);
    rig_run(rig, 3000);
    failover_take(&rig->unit[1].f, rig->now);
    rig_run(rig, 5000);
    g_string_append(all, rig->capture->str);
    rig_free(rig);
    return g_file_set_contents(path, all->str, (gssize)all->len, NULL) ? 0
                                                                       : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--capture"))
        return write_capture(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/stateful/changes", test_changes);
    g_test_add_func("/stateful/batches", test_batches);
    g_test_add_func("/stateful/joins", test_joins);
    g_test_add_func("/stateful/overflow", test_overflow);
    g_test_add_func("/stateful/full-ring", test_full_ring);
    g_test_add_func("/stateful/loss", test_loss);
    g_test_add_func("/stateful/last-lost", test_last_lost);
    g_test_add_func("/stateful/takes-over", test_takes_over);
    g_test_add_func("/stateful/handed-over", test_handed_over);
    g_test_add_func("/stateful/rounds", test_rounds);
    g_test_add_func("/stateful/line-is-later", test_line_is_later);
    g_test_add_func("/stateful/not-yet", test_not_yet);
    g_test_add_func("/stateful/strange", test_strange);
    g_test_add_func("/stateful/no-link", test_no_link);
    g_test_add_func("/stateful/one-way", test_one_way);
    return g_test_run();
}
