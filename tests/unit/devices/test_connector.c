/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_connector.c - the failover cable's connector: CTS, DSR, DCD, RI for
 * each state of the two ends, and when data passes.
 *
 * Registers of devices/failover-cable:
 *   modelled: DCD, RI: which end is plugged in; DSR: the mate's plug; CTS: the
 *     mate's supply; two ends of the same kind
 *   accepted: data
 *   absent: DTR, RTS
 */
#include "devices/failover-cable/connector.h"
#include "tests/unit/devices/fakeboard.h"

enum { CTS = 1, DSR = 2, DCD = 4, RI = 8, PASSES = 16 };

struct rig {
    struct fakeboard fb;
    struct device *dev;
    unsigned lines, calls;
};

static void lines(void *far, bool cts, bool dsr, bool dcd, bool ri)
{
    struct rig *r = far;

    r->lines = (cts ? CTS : 0) | (dsr ? DSR : 0) | (dcd ? DCD : 0) |
               (ri ? RI : 0);
    r->calls++;
}

static void setup(struct rig *r, gconstpointer unused)
{
    const struct connector_far far = {r, lines};

    (void)unused;
    fakeboard_init(&r->fb);
    r->dev = fake_new(&r->fb, &failover_connector_class, "connector");
    connector_attach(r->dev, &far);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    fakeboard_done(&r->fb);
}

static void test_no_cable(struct rig *r, gconstpointer unused)
{
    (void)unused;
    g_assert_cmpuint(r->lines, ==, 0);
    g_assert_cmpuint(r->calls, ==, 1);
    g_assert_false(connector_passes(r->dev));
}

/* A cable has two ends; without the other it is none. */
static void test_one_end(struct rig *r, gconstpointer unused)
{
    const struct cable_end end = {CABLE_PRIMARY, true, true};
    const struct cable_end far = {CABLE_SECONDARY, true, true};

    (void)unused;
    connector_set(r->dev, &end, &far);
    g_assert_cmpuint(r->lines, !=, 0);
    connector_set(r->dev, &end, NULL);
    g_assert_cmpuint(r->lines, ==, 0);
    g_assert_false(connector_passes(r->dev));
    connector_set(r->dev, NULL, &far);
    g_assert_cmpuint(r->lines, ==, 0);
    /* Before the board has connected it, nobody is told. */
    connector_set(fake_new(&r->fb, &failover_connector_class, "other"), &end,
                  &far);
}

static void test_every_state(struct rig *r, gconstpointer unused)
{
    static const struct {
        struct cable_end mine, mate;
        unsigned lines;
    } row[] = {
        {{CABLE_PRIMARY, true, true}, {CABLE_SECONDARY, true, true},
         DCD | DSR | CTS | PASSES},
        {{CABLE_SECONDARY, true, true}, {CABLE_PRIMARY, true, true},
         RI | DSR | CTS | PASSES},
        {{CABLE_PRIMARY, true, true}, {CABLE_SECONDARY, true, false},
         DCD | DSR},
        {{CABLE_PRIMARY, true, true}, {CABLE_SECONDARY, false, true}, DCD},
        {{CABLE_PRIMARY, true, true}, {CABLE_SECONDARY, false, false}, DCD},
        {{CABLE_PRIMARY, false, true}, {CABLE_SECONDARY, true, true}, 0},
        {{CABLE_PRIMARY, true, false}, {CABLE_SECONDARY, true, true},
         DCD | DSR | CTS},
        {{CABLE_PRIMARY, true, true}, {CABLE_PRIMARY, true, true}, DCD | CTS},
        {{CABLE_SECONDARY, true, true}, {CABLE_SECONDARY, true, false},
         RI | CTS},
    };

    (void)unused;
    for (size_t i = 0; i < G_N_ELEMENTS(row); i++) {
        connector_set(r->dev, &row[i].mine, &row[i].mate);
        fake_reset(r->dev, i % 2 ? RESET_BUS : RESET_POWER);
        g_assert_cmpuint(r->lines | (connector_passes(r->dev) ? PASSES : 0),
                         ==, row[i].lines);
    }
    connector_set(r->dev, NULL, NULL);
    test_no_cable(&(struct rig){.dev = r->dev, .lines = r->lines, .calls = 1},
                  NULL);
}

#define ADD(name, test) \
    g_test_add("/connector/" name, struct rig, NULL, setup, test, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    ADD("without-a-cable-nothing", test_no_cable);
    ADD("every-state-of-the-two-ends", test_every_state);
    ADD("one-end-is-no-cableone-end-is-no-cable", test_one_end);
    return g_test_run();
}
