/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failover.c - two units of guest/failover on a simulated cable and
 * simulated segments: who is active.  What they say: test_failovertalk.c, the
 * configuration: test_failovercopy.c. */
#include <glib.h>
#include <string.h>

#include "tests/unit/guest/failoverrig.h"

/* --- election ---------------------------------------------------------- */

static void test_both(void)
{
    struct rig *rig = rig_both_on(1);

    g_assert_cmpuint(rig->longest_two, ==, 0);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENT], ==, 1);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_RECEIVED], ==, 1);
    rig_run(rig, 60000);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENT], ==, 1);
    for (unsigned i = 0; i < 2; i++)
        g_assert_cmpuint(rig->unit[i].f.watch[i].state, ==,
                         FAILOVER_IF_NORMAL);
    rig_free(rig);
}

static void test_alone(void)
{
    for (unsigned which = 0; which < 2; which++) {
        struct rig *rig = rig_new(2);

        rig_power(rig, which, true);
        rig_run(rig, 100);
        g_assert_true(rig_active(rig, which)); /* the mate is off */
        rig_free(rig);
    }
}

/* A cable that is nowhere: the primary works, the secondary waits for it. */
static void test_no_cable(void)
{
    struct rig *rig = rig_new(3);

    rig->unit[0].cable_plug = false;
    rig_power(rig, 1, true);
    rig_run(rig, 120000);
    g_assert_false(rig_active(rig, 1));
    rig_power(rig, 0, true);
    rig_run(rig, 6000);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    rig->unit[0].cable_plug = true;
    g_assert_true(rig_until(rig, rig_settled, 10000));
    g_assert_true(rig_active(rig, 0));
    rig_free(rig);
}

/* There is power at the other end, but nothing runs. */
static void test_hung_at_boot(void)
{
    struct rig *rig = rig_new(4);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig->unit[0].mute = true;
    rig_run(rig, RIG_POLLS_MS - 100);
    g_assert_false(rig_active(rig, 1));
    rig_run(rig, 200);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_power_loss(void)
{
    struct rig *rig = rig_both_on(5);

    rig_power(rig, 0, false);
    rig_run(rig, 20);
    g_assert_true(rig_active(rig, 1));
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_MATE_POWER], ==, 1);
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 10000));
    g_assert_true(rig_active(rig, 1)); /* nobody takes it back */
    rig_free(rig);
}

static void test_hung(void)
{
    struct rig *rig = rig_both_on(6);

    rig->busy_segment = true;
    rig->unit[0].mute = true;
    rig_run(rig, RIG_POLLS_MS - 3000);
    g_assert_false(rig_active(rig, 1));
    rig_run(rig, 3200);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_restart(void)
{
    struct rig *rig = rig_both_on(7);

    rig_type(rig, 0, "name 1.2.3.4 unsaved");
    rig_run(rig, 100);
    rig_power(rig, 0, true); /* the button: no loss of power is seen */
    g_assert_true(rig_until(rig, rig_settled, 10000));
    g_assert_true(rig_active(rig, 1));
    g_assert_nonnull(strstr(rig->unit[0].config->str, "unsaved"));
    rig_free(rig);
}

/* Taken over, and the other one starts anew between its HELLO and its ACK: the
 * new session begins with a copy. */
static void test_restart_at_once(void)
{
    struct rig *rig = rig_both_on(43);
    unsigned sent;

    failover_take(&rig->unit[1].f, rig->now);
    while (rig->unit[1].f.out.sent == 0)
        rig_run(rig, RIG_STEP_MS);
    rig->unit[0].mute = true;
    rig_run(rig, 1500);
    sent = rig->unit[1].events[FAILOVER_EV_SENT];
    rig->unit[0].mute = false;
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 10000));
    rig_run(rig, 100);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_SENT], ==, sent + 1);
    rig_free(rig);
}

static void test_commands_of_state(void)
{
    struct rig *rig = rig_both_on(8);

    g_assert_false(failover_take(&rig->unit[0].f, rig->now));
    g_assert_true(failover_take(&rig->unit[1].f, rig->now));
    g_assert_true(rig_until(rig, rig_second_active, 200));
    g_assert_true(rig_until(rig, rig_settled, 1000));
    g_assert_true(rig_active(rig, 1));
    g_assert_true(failover_give(&rig->unit[1].f, rig->now));
    rig_run(rig, 100);
    g_assert_true(rig_active(rig, 0));
    g_assert_true(rig_until(rig, rig_settled, 1000));
    /* Equal before and after: nothing was copied again. */
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_SENT], ==, 0);
    g_assert_cmpuint(rig->longest_two, <=, 20);
    g_assert_cmpuint(rig->longest_none, <=, 5000); /* of the start */
    rig_free(rig);
}

/* Asked for its role, the active unit does not answer: it is taken. */
static void test_take_from_mute(void)
{
    struct rig *rig = rig_both_on(44);

    rig->unit[0].mute = true;
    g_assert_true(failover_take(&rig->unit[1].f, rig->now));
    rig_run(rig, 300);
    g_assert_false(rig_active(rig, 1));
    rig_run(rig, 300);
    g_assert_true(rig_active(rig, 1));
    rig->unit[0].mute = false;
    g_assert_true(rig_until(rig, rig_settled, 10000));
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

/* Told when it happens again and again, not otherwise. */
static void test_back_and_forth(void)
{
    struct rig *rig = rig_both_on(9);

    for (unsigned i = 0; i < 4; i++) {
        rig_run(rig, i ? 50000 : 5000);
        failover_take(&rig->unit[!(i % 2)].f, rig->now);
        rig_run(rig, 1000);
    }
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_FLIPPING], ==, 0);
    for (unsigned i = 0; i < 4; i++) {
        failover_take(&rig->unit[!(i % 2)].f, rig->now);
        rig_run(rig, 5000);
    }
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_FLIPPING], ==, 1);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_FLIPPING], ==, 1);
    rig_free(rig);
}

/* --- who may be a mate ------------------------------------------------- */

static void misfit(struct rig *rig, enum failover_why why)
{
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_run(rig, 20000);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_FAILED);
    g_assert_cmpuint(rig->unit[1].f.why, ==, why);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_SENDING], ==, 0);
    g_assert_cmpstr(rig->unit[1].config->str, ==, "hostname other\n");
    /* Its mate gone, it is a unit that starts alone. */
    rig_power(rig, 0, false);
    rig_run(rig, 100);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static struct rig *unlike(void)
{
    struct rig *rig = rig_new(9);

    g_string_assign(rig->unit[1].saved, "hostname other\n");
    return rig;
}

static void test_misfits(void)
{
    struct rig *rig = unlike();

    rig->unit[1].self.model = 515;
    misfit(rig, FAILOVER_WHY_MODEL);
    rig = unlike();
    rig->unit[1].self.memory_mib = 256;
    misfit(rig, FAILOVER_WHY_MEMORY);
    rig = unlike();
    rig->unit[1].self.flash_kib = 8192;
    misfit(rig, FAILOVER_WHY_FLASH);
    rig = unlike();
    rig->unit[1].self.release = 0x060301;
    misfit(rig, FAILOVER_WHY_RELEASE);
    rig = unlike();
    rig->unit[1].self.interfaces = 1;
    misfit(rig, FAILOVER_WHY_INTERFACES);
    rig = unlike();
    rig->unit[1].self.licence = FAILOVER_R;
    misfit(rig, FAILOVER_WHY_LICENCE);
    rig = unlike();
    rig->unit[1].self.encryption = WIRE_DES;
    misfit(rig, FAILOVER_WHY_LICENCE);
    rig = unlike();
    rig->unit[0].self.licence = rig->unit[1].self.licence = FAILOVER_FO;
    misfit(rig, FAILOVER_WHY_LICENCE);
}

/* UR and FO are a pair, and the two run the same again after an upgrade. */
static void test_fits(void)
{
    struct rig *rig = rig_new(10);

    rig->unit[1].self.licence = FAILOVER_FO;
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 10000));
    rig->unit[1].self.release = 0x060301;
    rig_power(rig, 1, true);
    rig_run(rig, 10000);
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_FAILED);
    rig->unit[0].self.release = 0x060301;
    rig_power(rig, 0, false);
    rig_run(rig, 100);
    g_assert_true(rig_active(rig, 1));
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 10000));
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_two_primaries(void)
{
    struct rig *rig = rig_new(11);
    unsigned active;

    rig->unit[1].set.secondary = false;
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_run(rig, 20000);
    active = rig_active(rig, 1);
    g_assert_true(rig_active(rig, active));
    g_assert_false(rig_active(rig, !active));
    g_assert_cmpuint(rig->unit[!active].f.why, ==, FAILOVER_WHY_UNIT);
    rig_free(rig);
}

static void test_alone_for_a_day(void)
{
    struct rig *rig = rig_new(12);

    rig->unit[1].self.licence = FAILOVER_FO;
    rig_power(rig, 1, true);
    rig_run(rig, 3600 * 1000);
    g_assert_true(rig_active(rig, 1));
    rig->now += 23ull * 3600 * 1000 - 5000;
    rig_run(rig, 100);
    g_assert_cmpuint(rig->unit[1].restarts, ==, 0);
    rig_run(rig, 6000);
    g_assert_cmpuint(rig->unit[1].restarts, ==, 1);
    rig_free(rig);
}

/* Nor does it help to switch failover off, or off and on. */
static void test_alone_without_failover(void)
{
    for (int on = 0; on < 2; on++) {
        struct rig *rig = rig_new(12);
        struct rig_unit *u = &rig->unit[1];

        u->self.licence = FAILOVER_FO;
        rig_power(rig, 1, true);
        rig->now += 12ull * 3600 * 1000;
        for (int i = 0; i <= on; i++) {
            u->set.enabled = i;
            failover_configure(&u->f, &u->set, rig->now);
        }
        rig->now += 12ull * 3600 * 1000 - 5000;
        failover_tick(&u->f, rig->now);
        g_assert_cmpuint(u->restarts, ==, 0);
        rig->now += 6000;
        failover_tick(&u->f, rig->now);
        g_assert_cmpuint(u->restarts, ==, 1);
        rig_free(rig);
    }
}

/* --- interfaces -------------------------------------------------------- */

static void test_unplugged(void)
{
    struct rig *rig = rig_both_on(13);

    rig->busy_segment = true;
    rig->unit[0].plug[1] = false;
    g_assert_true(rig_until(rig, rig_second_active, RIG_BOUND_MS));
    rig_run(rig, 3000);
    g_assert_cmpuint(rig->unit[0].f.state, ==, FAILOVER_FAILED);
    g_assert_cmpuint(rig->unit[0].f.why, ==, FAILOVER_WHY_INTERFACE);
    g_assert_cmpuint(rig->unit[0].events[FAILOVER_EV_MATE_SAYS_FAILED], ==,
                     1);
    g_assert_cmpuint(rig->unit[1].f.watch[0].state, ==, FAILOVER_IF_NORMAL);
    /* Mended, it is standby again, no more. */
    rig->unit[0].plug[1] = true;
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_run(rig, RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

/* Nobody else talks: a link here and none there is enough. */
static void test_unplugged_quiet(void)
{
    struct rig *rig = rig_both_on(42);

    rig->unit[0].plug[1] = false;
    g_assert_true(rig_until(rig, rig_second_active, 2 * RIG_POLLS_MS));
    rig_run(rig, RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 1));
    g_assert_cmpuint(rig->unit[0].f.why, ==, FAILOVER_WHY_INTERFACE);
    rig_free(rig);
}

static void test_unplugged_standby(void)
{
    struct rig *rig = rig_both_on(14);

    rig->busy_segment = true;
    rig->unit[1].plug[0] = false;
    rig_run(rig, RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_FAILED);
    /* A failed unit is better than none. */
    rig_power(rig, 0, false);
    rig_run(rig, 100);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_unplugged_both(void)
{
    struct rig *rig = rig_both_on(15);

    rig->unit[0].plug[0] = rig->unit[1].plug[0] = false;
    rig_run(rig, 3 * RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_STANDBY);
    rig->unit[0].plug[0] = rig->unit[1].plug[0] = true;
    rig_run(rig, RIG_BOUND_MS);
    g_assert_true(rig_settled(rig));
    rig_free(rig);
}

/* A segment of which both have the link, but that carries nothing: every
 * step fails on both, and nothing changes. */
static void test_dead_segment(void)
{
    struct rig *rig = rig_both_on(16);

    rig->unit[0].stations = 3;
    rig->segment[0] = false;
    rig_run(rig, 3 * RIG_BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_STANDBY);
    g_assert_cmpuint(rig->unit[0].f.watch[0].state, !=, FAILOVER_IF_NORMAL);
    g_assert_cmpuint(rig->unit[0].arps, >=, 4);
    g_assert_cmpuint(rig->unit[0].pings, >=, 1);
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_TEST_FAILED], >=, 1);
    rig_free(rig);
}

static void test_reset(void)
{
    struct rig *rig = rig_both_on(17);

    rig->busy_segment = true;
    rig->unit[1].plug[0] = false;
    rig_run(rig, RIG_BOUND_MS);
    rig->unit[1].plug[0] = true;
    failover_reset(&rig->unit[0].f, rig->now);
    rig_run(rig, 500);
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_STANDBY);
    rig_free(rig);
}

/* --- anything at any time ---------------------------------------------- */

static void disturb(struct rig *rig)
{
    unsigned who = g_rand_boolean(rig->random);
    struct rig_unit *u = &rig->unit[who];

    switch (g_rand_int_range(rig->random, 0, 8)) {
    case 0:
        rig_power(rig, who, !u->on);
        break;
    case 1:
        if (u->on)
            rig_power(rig, who, true);
        break;
    case 2:
        u->plug[0] = !u->plug[0];
        break;
    case 3:
        u->plug[1] = !u->plug[1];
        break;
    case 4:
        if (u->on)
            failover_take(&u->f, rig->now);
        break;
    case 5:
        if (u->on)
            failover_give(&u->f, rig->now);
        break;
    case 6:
        rig->segment[0] = !rig->segment[0];
        break;
    default:
        if (rig_active(rig, who))
            rig_type(rig, who, "name 1.1.1.1 one");
        break;
    }
}

static void mend(struct rig *rig)
{
    for (unsigned i = 0; i < 2; i++) {
        for (unsigned s = 0; s < RIG_SEGMENTS; s++)
            rig->unit[i].plug[s] = rig->segment[s] = true;
        rig->unit[i].cable_plug = true;
        if (!rig->unit[i].on)
            rig_power(rig, i, true);
    }
}

/* However the cable loses messages, the claim is heard in time. */
static void disturbed(guint32 seed, unsigned loss)
{
    struct rig *rig = rig_new(seed);

    rig->loss_percent = loss;
    rig->busy_segment = g_rand_boolean(rig->random);
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    for (unsigned i = 0; i < 40; i++) {
        rig_run(rig, (uint64_t)g_rand_int_range(rig->random, 10, 20000));
        disturb(rig);
    }
    if (rig->longest_two > 5000 || rig->longest_none > RIG_BOUND_MS)
        g_test_message("seed %u: two for %u ms, none for %u ms", seed,
                       (unsigned)rig->longest_two,
                       (unsigned)rig->longest_none);
    g_assert_cmpuint(rig->longest_two, <=, 5000);
    g_assert_cmpuint(rig->longest_none, <=, RIG_BOUND_MS);
    mend(rig);
    if (!rig_until(rig, rig_settled, 3 * RIG_BOUND_MS))
        g_test_message("seed %u does not settle", seed);
    g_assert_true(rig_settled(rig));
    rig_free(rig);
}

static void test_disturbed(void)
{
    for (guint32 seed = 100; seed < 250; seed++) {
        disturbed(seed, 0);
        disturbed(seed, 30);
    }
}

/* 30 % lost, and nothing else: nobody ever takes over. */
static void test_lossy(void)
{
    struct rig *rig = rig_both_on(40);

    rig->loss_percent = 30;
    rig_run(rig, 3600 * 1000);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_ACTIVE], ==, 0);
    rig_free(rig);
}

static void test_flapping(void)
{
    struct rig *rig = rig_both_on(41);

    rig->busy_segment = true;
    for (unsigned i = 0; i < 300; i++) {
        rig->segment[0] = i % 2;
        rig->unit[0].plug[1] = i % 3;
        rig_run(rig, 700);
    }
    g_assert_cmpuint(rig->longest_two, <=, 5000);
    mend(rig);
    g_assert_true(rig_until(rig, rig_settled, RIG_BOUND_MS));
    rig_free(rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failover/both", test_both);
    g_test_add_func("/failover/alone", test_alone);
    g_test_add_func("/failover/no-cable", test_no_cable);
    g_test_add_func("/failover/hung-at-boot", test_hung_at_boot);
    g_test_add_func("/failover/power-loss", test_power_loss);
    g_test_add_func("/failover/hung", test_hung);
    g_test_add_func("/failover/restart", test_restart);
    g_test_add_func("/failover/restart-at-once", test_restart_at_once);
    g_test_add_func("/failover/state-commands", test_commands_of_state);
    g_test_add_func("/failover/take-from-mute", test_take_from_mute);
    g_test_add_func("/failover/back-and-forth", test_back_and_forth);
    g_test_add_func("/failover/misfits", test_misfits);
    g_test_add_func("/failover/fits", test_fits);
    g_test_add_func("/failover/two-primaries", test_two_primaries);
    g_test_add_func("/failover/alone-for-a-day", test_alone_for_a_day);
    g_test_add_func("/failover/alone-without-failover",
                    test_alone_without_failover);
    g_test_add_func("/failover/unplugged", test_unplugged);
    g_test_add_func("/failover/unplugged-quiet", test_unplugged_quiet);
    g_test_add_func("/failover/unplugged-standby", test_unplugged_standby);
    g_test_add_func("/failover/unplugged-both", test_unplugged_both);
    g_test_add_func("/failover/dead-segment", test_dead_segment);
    g_test_add_func("/failover/reset", test_reset);
    g_test_add_func("/failover/disturbed", test_disturbed);
    g_test_add_func("/failover/lossy", test_lossy);
    g_test_add_func("/failover/flapping", test_flapping);
    return g_test_run();
}
