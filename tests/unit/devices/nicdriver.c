/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nicdriver.c - what tests that play a driver of the 8255x share.
 */
#include "tests/unit/devices/nicdriver.h"

bool driver_is_557(struct rig *r)
{
    return r->dev->cls == &i82557_class;
}

bool driver_is_559(struct rig *r)
{
    return r->dev->cls == &i82559_class;
}

uint32_t driver_block(unsigned i)
{
    return RING + i % RING_BLOCKS * RING_STEP;
}

bool driver_complete(struct rig *r, uint32_t cb)
{
    return rig_peek(r, cb, 2) & C;
}

void driver_accepted(struct rig *r)
{
    g_assert_cmphex(rig_in(r, 2, 1), ==, 0);
}

void driver_command(struct rig *r, uint8_t command)
{
    driver_accepted(r);
    rig_out(r, 2, command, 1);
}

void driver_no_suspend(struct rig *r, uint32_t cb)
{
    rig_poke(r, cb + 2, rig_peek(r, cb + 2, 2) & ~(uint32_t)S, 2);
}

void driver_add(const struct driver_family *families)
{
    static const struct device_class *const classes[] = {
        &i82557_class, &i82558_class, &i82559_class,
    };

    for (; families->name; families++)
        for (unsigned i = 0; i < G_N_ELEMENTS(classes); i++) {
            char *path = g_strdup_printf("/i8255x/drivers/%s/%s",
                                         families->name, classes[i]->name);

            g_test_add_data_func(path, classes[i], families->run);
            g_free(path);
        }
}

int driver_main(int argc, char **argv, const struct driver_family *families)
{
    g_test_init(&argc, &argv, NULL);
    driver_add(families);
    return g_test_run();
}
