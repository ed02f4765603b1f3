/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failover.c - two units of guest/failover on a simulated cable and
 * simulated segments. */
#include <glib.h>
#include <string.h>

#include "guest/failover/hmac.h"
#include "tests/unit/failoverrig.h"

/* Both polls of a silence, the tests and what it takes to hear of it. */
enum {
    POLLS_MS = 7000,
    TESTS_MS = 60000,
    BOUND_MS = POLLS_MS + TESTS_MS + 1000,
};

static struct rig *both_on(guint32 seed)
{
    struct rig *rig = rig_new(seed);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 0));
    rig_run(rig, 100); /* and the first one has heard of it */
    return rig;
}

/* --- digests and frames ------------------------------------------------ */

/* RFC 2202, 2, cases 1, 2 and 6 (with the key cut to 64 bytes: not ours). */
static void test_hmac(void)
{
    static const uint8_t jefe[] = {
        0x75, 0x0c, 0x78, 0x3e, 0x6a, 0xb0, 0xb5, 0x03, 0xea, 0xa8, 0x6e,
        0x31, 0x0a, 0x5d, 0xb7, 0x38};
    static const uint8_t hi[] = {
        0x92, 0x94, 0x72, 0x7a, 0x36, 0x38, 0xbb, 0x1c, 0x13, 0xf4, 0x8e,
        0xf8, 0x15, 0x8b, 0xfc, 0x9d};
    uint8_t key[16], sum[HMAC_BYTES];

    memset(key, 0x0b, sizeof key);
    hmac(key, sizeof key, "Hi There", 8, sum);
    g_assert_cmpmem(sum, sizeof sum, hi, sizeof hi);
    hmac("Jefe", 4, "what do ya want for nothing?", 28, sum);
    g_assert_cmpmem(sum, sizeof sum, jefe, sizeof jefe);
    g_assert_true(hmac_same(sum, jefe));
    sum[15] ^= 1;
    g_assert_false(hmac_same(sum, jefe));
}

static void test_framing(void)
{
    static struct cableframe f;
    uint8_t message[WIRE_MAX], bytes[CABLEFRAME_MAX];
    size_t n, got = 0;

    for (unsigned i = 0; i < sizeof message; i++)
        message[i] = (uint8_t)(i % 5 ? 0x7e : 0x7d);
    n = cableframe_encode(message, sizeof message, bytes);
    for (unsigned i = 0; i < n; i++)
        got += cableframe_byte(&f, bytes[i]);
    g_assert_cmpmem(f.data, got, message, sizeof message);
    /* A bit of any byte between the flags. */
    for (unsigned i = 1; i < n - 1; i += 97) {
        uint32_t dropped = f.dropped;

        bytes[i] ^= 0x01;
        got = 0;
        for (unsigned k = 0; k < n; k++)
            got += cableframe_byte(&f, bytes[k]);
        g_assert_cmpuint(got, ==, 0);
        g_assert_cmpuint(f.dropped, >, dropped);
        bytes[i] ^= 0x01;
    }
    /* Far too long, and then a good one. */
    for (unsigned i = 0; i < 5000; i++)
        g_assert_cmpuint(cableframe_byte(&f, 'x'), ==, 0);
    for (unsigned i = 0; i < n; i++)
        got += cableframe_byte(&f, bytes[i]);
    g_assert_cmpuint(got, ==, sizeof message);
}

/* --- election ---------------------------------------------------------- */

static void test_both(void)
{
    struct rig *rig = both_on(1);

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
    rig_run(rig, POLLS_MS - 100);
    g_assert_false(rig_active(rig, 1));
    rig_run(rig, 200);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_power_loss(void)
{
    struct rig *rig = both_on(5);

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
    struct rig *rig = both_on(6);

    rig->busy_segment = true;
    rig->unit[0].mute = true;
    rig_run(rig, POLLS_MS - 3000);
    g_assert_false(rig_active(rig, 1));
    rig_run(rig, 3200);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

static void test_restart(void)
{
    struct rig *rig = both_on(7);

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
    struct rig *rig = both_on(43);
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
    struct rig *rig = both_on(8);

    g_assert_false(failover_take(&rig->unit[0].f, rig->now));
    g_assert_true(failover_take(&rig->unit[1].f, rig->now));
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

/* --- interfaces -------------------------------------------------------- */

static void test_unplugged(void)
{
    struct rig *rig = both_on(13);

    rig->busy_segment = true;
    rig->unit[0].plug[1] = false;
    g_assert_true(rig_until(rig, rig_second_active, BOUND_MS));
    rig_run(rig, 3000);
    g_assert_cmpuint(rig->unit[0].f.state, ==, FAILOVER_FAILED);
    g_assert_cmpuint(rig->unit[0].f.why, ==, FAILOVER_WHY_INTERFACE);
    g_assert_cmpuint(rig->unit[1].f.watch[0].state, ==, FAILOVER_IF_NORMAL);
    /* Mended, it is standby again, no more. */
    rig->unit[0].plug[1] = true;
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_run(rig, BOUND_MS);
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

/* Nobody else talks: a link here and none there is enough. */
static void test_unplugged_quiet(void)
{
    struct rig *rig = both_on(42);

    rig->unit[0].plug[1] = false;
    g_assert_true(rig_until(rig, rig_second_active, 2 * POLLS_MS));
    rig_run(rig, BOUND_MS);
    g_assert_true(rig_active(rig, 1));
    g_assert_cmpuint(rig->unit[0].f.why, ==, FAILOVER_WHY_INTERFACE);
    rig_free(rig);
}

static void test_unplugged_standby(void)
{
    struct rig *rig = both_on(14);

    rig->busy_segment = true;
    rig->unit[1].plug[0] = false;
    rig_run(rig, BOUND_MS);
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
    struct rig *rig = both_on(15);

    rig->unit[0].plug[0] = rig->unit[1].plug[0] = false;
    rig_run(rig, 3 * BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_STANDBY);
    rig->unit[0].plug[0] = rig->unit[1].plug[0] = true;
    rig_run(rig, BOUND_MS);
    g_assert_true(rig_settled(rig));
    rig_free(rig);
}

/* A segment of which both have the link, but that carries nothing: every
 * step fails on both, and nothing changes. */
static void test_dead_segment(void)
{
    struct rig *rig = both_on(16);

    rig->unit[0].stations = 3;
    rig->segment[0] = false;
    rig_run(rig, 3 * BOUND_MS);
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
    struct rig *rig = both_on(17);

    rig->busy_segment = true;
    rig->unit[1].plug[0] = false;
    rig_run(rig, BOUND_MS);
    rig->unit[1].plug[0] = true;
    failover_reset(&rig->unit[0].f, rig->now);
    rig_run(rig, 500);
    g_assert_cmpuint(rig->unit[1].f.state, ==, FAILOVER_STANDBY);
    rig_free(rig);
}

/* --- the configuration ------------------------------------------------- */

static void test_lines(void)
{
    struct rig *rig = both_on(18);

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

/* More at once than there is room for: a copy takes their place. */
static void test_too_many_lines(void)
{
    struct rig *rig = both_on(19);

    for (unsigned i = 0; i < 50; i++)
        rig_type(rig, 0, "route inside 10.0.0.0 255.0.0.0 10.0.0.1");
    g_assert_true(rig_until(rig, rig_settled, 10000));
    rig_free(rig);
}

/* What is typed on the standby stays there until somebody wants it gone. */
static void test_typed_on_standby(void)
{
    struct rig *rig = both_on(20);

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
    struct rig *rig = both_on(21);

    g_string_append(rig->unit[1].config, "damaged\n");
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

static void fill(struct rig *rig, unsigned lines)
{
    for (unsigned i = 0; i < lines; i++)
        g_string_append_printf(rig->unit[0].saved,
                               "name 10.%u.%u.1 n%05u\n", i >> 8, i & 255, i);
}

/* The largest text that flash has room for, on the cable at its speed. */
static void test_long(void)
{
    struct rig *rig = rig_new(22);
    uint64_t began;

    fill(rig, 2800);
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    began = rig->now;
    g_assert_true(rig_until(rig, rig_settled, 30000));
    g_test_message("%zu bytes in %u ms", rig->unit[0].config->len,
                   (unsigned)(rig->now - began));
    rig_free(rig);
}

static void test_restart_in_copy(void)
{
    for (unsigned who = 0; who < 2; who++) {
        struct rig *rig = rig_new(23);

        fill(rig, 2800);
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

    fill(rig, 2800);
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

/* --- a pair without a cable -------------------------------------------- */

static struct rig *lan_rig(guint32 seed)
{
    struct rig *rig = rig_new(seed);

    for (unsigned i = 0; i < 2; i++) {
        rig->unit[i].cable_plug = false;
        rig->unit[i].set.lan = true;
        rig->unit[i].set.lan_interface = 1;
        strcpy(rig->unit[i].set.key, "sesame");
    }
    return rig;
}

static void test_lan(void)
{
    struct rig *rig = lan_rig(30);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 0));
    rig_type(rig, 0, "name 1.1.1.1 one");
    rig_run(rig, 100);
    g_assert_true(rig_settled(rig));
    rig_power(rig, 0, false);
    g_assert_true(rig_until(rig, rig_second_active, BOUND_MS));
    rig_power(rig, 0, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    g_assert_true(rig_active(rig, 1));
    rig_free(rig);
}

/* Its segment dead, the units still see each other elsewhere. */
static void test_lan_down(void)
{
    struct rig *rig = lan_rig(31);

    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig->segment[1] = false;
    rig_run(rig, 3 * BOUND_MS);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    rig_type(rig, 0, "name 1.1.1.1 missed");
    rig_run(rig, 30000);
    rig->segment[1] = true;
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_free(rig);
}

static void test_other_key(void)
{
    struct rig *rig = lan_rig(32);

    strcpy(rig->unit[1].set.key, "barley");
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    rig_run(rig, 20000);
    g_assert_cmpuint(rig->unit[0].f.count.forged, >, 5);
    g_assert_cmpuint(rig->unit[0].f.count.received, ==, 0);
    g_assert_false(rig->unit[0].f.mate.session);
    rig_free(rig);
}

/* Everything that was ever said, said again by somebody else, at any time. */
static void test_replays(void)
{
    struct rig *rig = lan_rig(33);
    g_auto(GStrv) lines = NULL;
    uint64_t session;
    uint32_t received;

    rig->capture = g_string_new("");
    rig_power(rig, 0, true);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_power(rig, 1, false);
    rig_run(rig, 1000);
    rig_power(rig, 1, true);
    g_assert_true(rig_until(rig, rig_settled, 20000));
    rig_run(rig, 100); /* nothing is under way */
    lines = g_strsplit(rig->capture->str, "\n", -1);
    session = rig->unit[0].f.mate.nonce;
    received = rig->unit[0].f.count.received;
    for (unsigned i = 0; lines[i] && lines[i][0]; i++) {
        uint8_t frame[FAILOVER_MESSAGE_MAX];
        const char *hex = strrchr(lines[i], ' ') + 1;
        size_t n = strlen(hex) / 2;

        for (size_t b = 0; b < n; b++)
            frame[b] = (uint8_t)(g_ascii_xdigit_value(hex[2 * b]) << 4 |
                                 g_ascii_xdigit_value(hex[2 * b + 1]));
        for (unsigned segment = 0; segment < RIG_SEGMENTS; segment++)
            rig_inject(rig, segment, 0, frame, n);
        for (size_t b = 0; b < n; b += 7) { /* and changed */
            frame[b] ^= 4;
            rig_inject(rig, frame[6] & 1, 0, frame, n);
            frame[b] ^= 4;
        }
    }
    g_assert_true(rig->unit[0].f.mate.nonce == session);
    g_assert_cmpuint(rig->unit[0].f.count.received, ==, received);
    g_assert_cmpuint(rig->unit[0].f.count.forged, >, 100);
    rig_run(rig, 10000);
    g_assert_true(rig_settled(rig));
    g_assert_true(rig_active(rig, 0));
    rig_free(rig);
}

/* A forged frame where there is a cable: nobody on a segment has the key. */
static void test_forged_beside_cable(void)
{
    struct rig *rig = both_on(34);
    struct wire_header h = {.type = WIRE_HELLO, .channel = 0, .secondary = 1,
                            .sequence = 1000000};
    struct wire_hello hello = {.state = FAILOVER_ACTIVE, .term = 99};
    uint8_t frame[FAILOVER_MESSAGE_MAX];
    size_t n;

    h.nonce = rig->unit[0].f.mate.nonce;
    n = wire_put_hello(frame, &h, &hello);
    hmac("", 0, frame, n, frame + n);
    rig_inject(rig, 0, 0, frame, n + HMAC_BYTES);
    g_assert_cmpuint(rig->unit[0].f.count.forged, ==, 1);
    g_assert_true(rig_active(rig, 0));
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
    if (rig->longest_two > 5000 || rig->longest_none > BOUND_MS)
        g_test_message("seed %u: two for %u ms, none for %u ms", seed,
                       (unsigned)rig->longest_two,
                       (unsigned)rig->longest_none);
    g_assert_cmpuint(rig->longest_two, <=, 5000);
    g_assert_cmpuint(rig->longest_none, <=, BOUND_MS);
    mend(rig);
    if (!rig_until(rig, rig_settled, 3 * BOUND_MS))
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
    struct rig *rig = both_on(40);

    rig->loss_percent = 30;
    rig_run(rig, 3600 * 1000);
    g_assert_true(rig_active(rig, 0));
    g_assert_false(rig_active(rig, 1));
    g_assert_cmpuint(rig->unit[1].events[FAILOVER_EV_ACTIVE], ==, 0);
    rig_free(rig);
}

static void test_flapping(void)
{
    struct rig *rig = both_on(41);

    rig->busy_segment = true;
    for (unsigned i = 0; i < 300; i++) {
        rig->segment[0] = i % 2;
        rig->unit[0].plug[1] = i % 3;
        rig_run(rig, 700);
    }
    g_assert_cmpuint(rig->longest_two, <=, 5000);
    mend(rig);
    g_assert_true(rig_until(rig, rig_settled, BOUND_MS));
    rig_free(rig);
}

/* For the decoder written from the document: --capture FILE. */
static int write_capture(const char *path)
{
    struct rig *rig = rig_new(50), *lan = lan_rig(51);
    struct rig *both[] = {rig, lan};
    g_autoptr(GString) all = g_string_new("");

    for (unsigned i = 0; i < 2; i++) {
        struct rig *r = both[i];

        r->capture = g_string_new("");
        rig_power(r, 0, true);
        rig_power(r, 1, true);
        rig_until(r, rig_settled, 20000);
        rig_type(r, 0, "name 10.1.1.9 gateway");
        rig_run(r, 5000);
        failover_give(&r->unit[0].f, r->now);
        failover_reset(&r->unit[0].f, r->now);
        rig_run(r, 5000);
        g_string_append(all, i ? "lan\n" : "cable\n");
        g_string_append_len(all, r->capture->str, (gssize)r->capture->len);
        rig_free(r);
    }
    return g_file_set_contents(path, all->str, (gssize)all->len, NULL) ? 0
                                                                       : 1;
}

int main(int argc, char **argv)
{
    if (argc == 3 && !strcmp(argv[1], "--capture"))
        return write_capture(argv[2]);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/failover/hmac", test_hmac);
    g_test_add_func("/failover/framing", test_framing);
    g_test_add_func("/failover/both", test_both);
    g_test_add_func("/failover/alone", test_alone);
    g_test_add_func("/failover/no-cable", test_no_cable);
    g_test_add_func("/failover/hung-at-boot", test_hung_at_boot);
    g_test_add_func("/failover/power-loss", test_power_loss);
    g_test_add_func("/failover/hung", test_hung);
    g_test_add_func("/failover/restart", test_restart);
    g_test_add_func("/failover/restart-at-once", test_restart_at_once);
    g_test_add_func("/failover/state-commands", test_commands_of_state);
    g_test_add_func("/failover/misfits", test_misfits);
    g_test_add_func("/failover/fits", test_fits);
    g_test_add_func("/failover/two-primaries", test_two_primaries);
    g_test_add_func("/failover/alone-for-a-day", test_alone_for_a_day);
    g_test_add_func("/failover/unplugged", test_unplugged);
    g_test_add_func("/failover/unplugged-quiet", test_unplugged_quiet);
    g_test_add_func("/failover/unplugged-standby", test_unplugged_standby);
    g_test_add_func("/failover/unplugged-both", test_unplugged_both);
    g_test_add_func("/failover/dead-segment", test_dead_segment);
    g_test_add_func("/failover/reset", test_reset);
    g_test_add_func("/failover/lines", test_lines);
    g_test_add_func("/failover/too-many-lines", test_too_many_lines);
    g_test_add_func("/failover/typed-on-standby", test_typed_on_standby);
    g_test_add_func("/failover/differs", test_differs);
    g_test_add_func("/failover/long", test_long);
    g_test_add_func("/failover/restart-in-copy", test_restart_in_copy);
    g_test_add_func("/failover/killed-in-copy", test_killed_in_copy);
    g_test_add_func("/failover/slow", test_slow);
    g_test_add_func("/failover/lan", test_lan);
    g_test_add_func("/failover/lan-down", test_lan_down);
    g_test_add_func("/failover/other-key", test_other_key);
    g_test_add_func("/failover/replays", test_replays);
    g_test_add_func("/failover/forged", test_forged_beside_cable);
    g_test_add_func("/failover/disturbed", test_disturbed);
    g_test_add_func("/failover/lossy", test_lossy);
    g_test_add_func("/failover/flapping", test_flapping);
    return g_test_run();
}
