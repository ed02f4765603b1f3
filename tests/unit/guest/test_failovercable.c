/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_failovercable.c - six states of the cable out of four modem inputs. */
#include <glib.h>

#include "guest/drivers/failovercable.h"

/* Bits of a 16550's modem status register. */
enum { CTS = 0x10, DSR = 0x20, RI = 0x40, DCD = 0x80 };

static void test_states(void)
{
    static const struct {
        uint8_t modem;
        enum failovercable_state state;
    } row[] = {
        {DCD | DSR | CTS, FAILOVERCABLE_NORMAL},
        {RI | DSR | CTS, FAILOVERCABLE_NORMAL},
        {DCD | DSR, FAILOVERCABLE_MATE_OFF},
        {RI | DSR, FAILOVERCABLE_MATE_OFF},
        {0, FAILOVERCABLE_OUT_HERE},
        {CTS | DSR, FAILOVERCABLE_OUT_HERE},
        {DCD, FAILOVERCABLE_OUT_THERE},
        {RI, FAILOVERCABLE_OUT_THERE},
        {DCD | CTS, FAILOVERCABLE_BAD},
        {RI | CTS, FAILOVERCABLE_BAD},
        {0xff, FAILOVERCABLE_ERROR}, /* nothing answers at the port */
        {DCD | RI, FAILOVERCABLE_ERROR},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(row); i++) {
        g_assert_cmpint(failovercable_state(row[i].modem), ==, row[i].state);
        /* What has changed lately is below the inputs. */
        g_assert_cmpint(failovercable_state(row[i].modem | 0x0f), ==,
                        row[i].state);
    }
}

static void test_ends(void)
{
    g_assert_true(failovercable_is_primary(DCD | DSR));
    g_assert_false(failovercable_is_primary(RI | DSR));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/failovercable/states", test_states);
    g_test_add_func("/failovercable/ends", test_ends);
    return g_test_run();
}
