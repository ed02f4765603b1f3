/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failovercopy.c - the configuration of a pair (guest/failover): copied
 * whole, line by line, and what comes in between. */
#include <glib.h>
#include <string.h>

#include "tests/unit/guest/failoverrig.h"

/* --- the configuration ------------------------------------------------- */

static void test_lines(void)
{
    struct rig *rig = rig_both_on(18);

    for (unsigned i = 0; i < 100; i++) {
        g_autofree char *line = g_strdup_printf("name 10.0.0.%u n%u", i, i);

        rig_type(rig, 0, line);
        rig_run(rig, 100);
    }
    rig_run(rig, 1000);
    g_assert_cmpstr(rig->unit[0].config->str, ==, rig->unit[1].config->str);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENT], ==, 1);
    /* One that the mate cannot obey. */
    rig->unit[1].refuses = true;
    rig_type(rig, 0, "refused");
    rig_run(rig, 200);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_LINE_FAILED], ==, 1);
    g_assert_true(rig_until(rig, rig_settled, 10000)); /* copied anew */
    rig_free(rig);
}

/* What became of a line is said again when that was lost. */
static void test_lost_refusal(void)
{
    struct rig *rig = rig_both_on(43);

    rig->unit[1].refuses = rig->unit[1].slow = true;
    rig_type(rig, 0, "refused");
    rig_run(rig, 200);
    g_assert_true(rig->unit[1].f.in.busy);
    rig->loss_percent = 100;
    rig_apply(rig, 1);
    rig_run(rig, 100); /* its answer leaves when there is room for it */
    rig->loss_percent = 0;
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_LINE_FAILED], ==, 0);
    rig_run(rig, 3000);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_LINE_FAILED], ==, 1);
    rig_free(rig);
}

/* More at once than there is room for: a copy takes their place. */
static void test_too_many_lines(void)
{
    struct rig *rig = rig_both_on(19);

    for (unsigned i = 0; i < 50; i++)
        rig_type(rig, 0, "route inside 10.0.0.0 255.0.0.0 10.0.0.1");
    g_assert_true(rig_until(rig, rig_settled, 10000));
    rig_free(rig);
}

/* What is typed on the standby stays there until somebody wants it gone. */
static void test_typed_on_standby(void)
{
    struct rig *rig = rig_both_on(20);

    rig_type(rig, 1, "hostname mine");
    rig_run(rig, 60000);
    g_assert_nonnull(strstr(rig->unit[1].config->str, "mine"));
    g_assert_null(strstr(rig->unit[0].config->str, "mine"));
    g_assert_false(failover_copy(&rig->unit[1].f, rig->now));
    g_assert_true(failover_copy(&rig->unit[0].f, rig->now));
    g_assert_true(rig_until(rig, rig_settled, 5000));
    rig_free(rig);
}

/* Differs, and nobody typed anything: copied again. */
static void test_differs(void)
{
    struct rig *rig = rig_both_on(21);

    g_string_append(rig->unit[1].config, "damaged\n");
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

/* A mate that cannot have all of it is not given it again and again. */
static void test_never_the_same(void)
{
    struct rig *rig = rig_both_on(29);
    struct rig_unit *u = &rig->unit[0];

    rig->unit[1].forgets = true;
    g_string_append(u->config, "isakmp peers\n");
    failover_changed(&u->f);
    g_assert_true(failover_copy(&u->f, rig->now));
    rig_run(rig, 600000);
    g_assert_cmpuint(u->events[FAILOVER_EV_SENDING], ==, 1 + 1 + 3);
    g_assert_cmpuint(u->events[FAILOVER_EV_UNEQUAL], ==, 1);
    /* A new line, or a new wish, and it is tried again. */
    rig_type(rig, 0, "name 10.1.1.1 a");
    rig_run(rig, 600000);
    g_assert_cmpuint(u->events[FAILOVER_EV_SENDING], ==, 1 + 1 + 3 + 3);
    rig->unit[1].forgets = false;
    g_assert_true(failover_copy(&u->f, rig->now));
    g_assert_true(rig_until(rig, rig_settled, 10000));
    rig_free(rig);
}

static void fill(struct rig *rig, unsigned lines, const char *format)
{
    for (unsigned i = 0; i < lines; i++) {
        g_string_append_printf(rig->unit[0].saved, format, i >> 8, i & 255);
        g_string_append_c(rig->unit[0].saved, '\n');
    }
}

#define SHORT "name 10.%u.%u.1 a-host"

/* 5,000 lines, on the cable at its speed; how far it is is told. */
static void test_long(void)
{
    struct rig *rig = rig_new(22);
    uint32_t done = 0, last = 0, all;
    uint64_t began;

    fill(rig, 5000, "access-list from_inside permit tcp any host 10.%u.%u.9 "
                    "eq 80");
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    began = rig->now;
    while (!rig_settled(rig) && rig->now - began < 60000) {
        rig_run(rig, RIG_STEP_MS);
        if (!failover_progress(&rig->unit[0].f, &done, &all))
            continue;
        g_assert_cmpuint(done, >=, last);
        g_assert_cmpuint(done, <=, all);
        g_assert_cmpuint(all, ==, rig->unit[0].config->len);
        last = done;
    }
    g_test_message("%zu bytes in %u ms", rig->unit[0].config->len,
                   (unsigned)(rig->now - began));
    g_assert_true(rig_settled(rig));
    g_assert_cmpuint(rig->now - began, <, 6000); /* packed; 30 s otherwise */
    g_assert_cmpuint(last, >, rig->unit[0].config->len * 9 / 10);
    rig_run(rig, 100);
    g_assert_false(failover_progress(&rig->unit[0].f, &done, &all));
    g_assert_false(failover_progress(&rig->unit[1].f, &done, &all));
    rig_free(rig);
}

/* Pieces that were lost are sent again as they were. */
static void test_lossy(void)
{
    struct rig *rig = rig_new(26);

    fill(rig, 2800, SHORT);
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    while (!failover_is_copying(&rig->unit[0].f))
        rig_run(rig, RIG_STEP_MS);
    rig->loss_percent = 10;
    g_assert_true(rig_until(rig, rig_settled, 120000));
    g_assert_cmpuint(rig->unit[0].f.count.again, >, 3);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENDING], ==, 1);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_BROKEN_OFF], ==, 0);
    rig_free(rig);
}

/* --- what no mate sends ------------------------------------------------- */

#define SENT "name 10.1.1.1 a\nname 10.1.1.2 a\n"

/* As if the first unit had said it. */
static void say(struct rig *rig, uint32_t number, enum wire_kind kind,
                const void *with, size_t n)
{
    struct failover *from = &rig->unit[0].f;
    struct wire_data d = {.epoch = 7, .number = number, .kind = kind,
                          .with = with, .n = n};
    struct wire_header head = {.channel = WIRE_CABLE, .nonce = from->nonce,
                               .challenge = from->challenge,
                               .answer = from->answer,
                               .sequence = ++from->sequence};
    uint8_t message[WIRE_MAX], bytes[CABLEFRAME_MAX];

    n = cableframe_encode(message, wire_put_data(message, &head, &d), bytes);
    for (size_t i = 0; i < n; i++)
        failover_cable_byte(&rig->unit[1].f, bytes[i], rig->now);
}

static void say_begin(struct rig *rig, uint8_t form)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_MD5);
    uint8_t with[WIRE_WHOLE] = {0, 0, 0, sizeof SENT - 1};
    gsize n = WIRE_DIGEST;

    g_checksum_update(sum, (const guchar *)SENT, -1);
    g_checksum_get_digest(sum, with + 4, &n);
    with[WIRE_WHOLE - 1] = form;
    say(rig, 1, WIRE_BEGIN, with, sizeof with);
}

/* A copy of one TEXT; the line in force is SENT, or what it was. */
static void say_text(const char *bytes, size_t n, bool good)
{
    struct rig *rig = rig_both_on(27);
    const char *line = good ? SENT : "hostname pix\n";
    struct failover *f = &rig->unit[1].f;
    uint32_t done, all;

    say_begin(rig, WIRE_PACKED);
    say(rig, 2, WIRE_PIECE, bytes, n);
    g_assert_true(failover_progress(f, &done, &all));
    g_assert_cmpuint(done, <=, all);
    say(rig, 3, WIRE_END, NULL, 0);
    g_assert_false(failover_progress(f, &done, &all));
    g_assert_cmpstr(rig->unit[1].config->str, ==, line);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_BROKEN_OFF], ==,
                     good ? 0 : 1);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

#define FIRST "\x0fname 10.1.1.1 a\n"
#define GOOD FIRST "\x88\x00\x10\x03" "2 a\n"
#define SAY(text, good) say_text(text, sizeof text - 1, good)

static void test_malformed(void)
{
    SAY(GOOD, true);
    SAY(FIRST "\x88\x00\x11\x03" "2 a\n", false); /* above the beginning */
    SAY(FIRST "\x88\x00\x00\x03" "2 a\n", false); /* from nowhere */
    SAY("\x80\x00\x01" GOOD, false);              /* of nothing */
    SAY(FIRST "\x88\x00\x10\x04" "2 a\n", false); /* longer than all */
    SAY(FIRST "\x88\x00\x10\x7f", false);
    SAY(FIRST "\x88\x00", false);                 /* cut */
    SAY(FIRST "\x88\x00\x10\x02" "2 a", false);  /* too short */
    SAY(GOOD "\x80\x00\x01", false);              /* more than was told */
    SAY(FIRST "\xff\x00\x10", false);
}

/* A form of text that is not known is refused at once. */
static void test_other_form(void)
{
    struct rig *rig = rig_both_on(28);
    uint32_t done, all;

    say_begin(rig, WIRE_PACKED + 1);
    g_assert_false(failover_progress(&rig->unit[1].f, &done, &all));
    say(rig, 2, WIRE_PIECE, GOOD, sizeof GOOD - 1);
    say(rig, 3, WIRE_END, NULL, 0);
    g_assert_cmpstr(rig->unit[1].config->str, ==, "hostname pix\n");
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

static void test_restart_in_copy(void)
{
    for (unsigned who = 0; who < 2; who++) {
        struct rig *rig = rig_new(23);

        fill(rig, 2800, SHORT);
        rig_power(rig, 0, true);
        rig_power(rig, 1, true);
        while (rig->unit[1].f.in.n < 20000)
            rig_run(rig, RIG_STEP_MS);
        rig_power(rig, who, true);
        g_assert_cmpstr(rig->unit[1].config->str, ==, "hostname pix\n");
        g_assert_true(rig_until(rig, rig_settled, 40000));
        rig_free(rig);
    }
}

/* The active unit dies in the middle: the other goes on with what it had. */
static void test_killed_in_copy(void)
{
    struct rig *rig = rig_new(24);

    fill(rig, 2800, SHORT);
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    while (rig->unit[1].f.in.n < 20000)
        rig_run(rig, RIG_STEP_MS);
    rig_power(rig, 0, false);
    rig_run(rig, 100);
    g_assert_true(rig_active(rig, 1));
    g_assert_cmpstr(rig->unit[1].config->str, ==, "hostname pix\n");
    rig_free(rig);
}

/* Lines that are typed faster than the mate does them wait for it, and for
 * nothing else. */
static void test_pasted(void)
{
    struct rig *rig = rig_both_on(31);

    rig->unit[1].slow = true;
    for (unsigned i = 0; i < 8; i++) {
        g_autofree char *line = g_strdup_printf("name 10.1.1.%u pasted", i);

        rig_type(rig, 0, line);
    }
    for (unsigned i = 0; i < 8; i++) {
        rig_run(rig, 100);
        rig_apply(rig, 1);
    }
    g_assert_nonnull(strstr(rig->unit[1].config->str, "10.1.1.7 pasted"));
    g_assert_cmpuint(rig->unit[0].f.count.again, ==, 0);
    rig_free(rig);
}

/* A mate that takes a minute to carry out is waited for. */
static void test_slow(void)
{
    struct rig *rig = rig_new(25);

    rig->unit[1].slow = true;
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_run(rig, 60000);
    g_assert_true(failover_is_copying(&rig->unit[0].f));
    rig_apply(rig, 1);
    rig_run(rig, 100);
    g_assert_true(rig_settled(rig));
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENDING], ==, 1);
    rig_free(rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failovercopy/lines", test_lines);
    g_test_add_func("/failovercopy/too-many-lines", test_too_many_lines);
    g_test_add_func("/failovercopy/typed-on-standby", test_typed_on_standby);
    g_test_add_func("/failovercopy/differs", test_differs);
    g_test_add_func("/failovercopy/never-the-same", test_never_the_same);
    g_test_add_func("/failovercopy/long", test_long);
    g_test_add_func("/failovercopy/lossy", test_lossy);
    g_test_add_func("/failovercopy/a-refusal-that-is-lost", test_lost_refusal);
    g_test_add_func("/failovercopy/malformed", test_malformed);
    g_test_add_func("/failovercopy/other-form", test_other_form);
    g_test_add_func("/failovercopy/restart-in-copy", test_restart_in_copy);
    g_test_add_func("/failovercopy/killed-in-copy", test_killed_in_copy);
    g_test_add_func("/failovercopy/pasted", test_pasted);
    g_test_add_func("/failovercopy/slow", test_slow);
    return g_test_run();
}
