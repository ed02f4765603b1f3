/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_models.c - the table of chassis holds together. */
#include <glib.h>

#include "machine/machine.h"

static void test_names_and_straps_are_unique(void)
{
    for (const struct model *m = models; m->name; m++) {
        g_assert_true(model_find(m->name) == m);
        for (const struct model *o = m + 1; o->name; o++) {
            g_assert_cmpstr(m->name, !=, o->name);
            g_assert_cmpstr(m->title, !=, o->title);
            g_assert_cmphex(m->strap, !=, o->strap);
        }
    }
    g_assert_null(model_find("526"));
    g_assert_null(model_find(""));
}

static void test_no_two_devices_share_a_place(void)
{
    for (const struct model *m = models; m->name; m++) {
        /* Host bridge and ISA bridge are everywhere. */
        uint32_t taken = 1u << 0 | 1u << 1;

        for (unsigned i = 0; i < MODEL_ONBOARD_MAX && m->onboard[i].chip; i++) {
            g_assert_cmphex(taken >> m->onboard[i].pci_device & 1, ==, 0);
            taken |= 1u << m->onboard[i].pci_device;
        }
        for (unsigned i = 0; i < MODEL_SLOTS_MAX && m->slot[i].width; i++) {
            g_assert_true(m->slot[i].width == 32 || m->slot[i].width == 64);
            g_assert_cmphex(taken >> m->slot[i].pci_device & 1, ==, 0);
            taken |= 1u << m->slot[i].pci_device;
        }
    }
}

static void test_every_chassis_can_be_built(void)
{
    for (const struct model *m = models; m->name; m++) {
        unsigned slots = 0;

        while (slots < MODEL_SLOTS_MAX && m->slot[slots].width)
            slots++;
        g_assert_cmpuint(m->flash_kib % 512, ==, 0);
        g_assert_cmpuint(m->flash_kib, <=, 32 * 512);
        g_assert_cmpuint(m->ram_mib, >=, 16);
        g_assert_cmpuint(m->ram_mib, <=, 1024);
        g_assert_cmpuint(m->mhz, >, 0);
        g_assert_cmpuint(m->default_cards, <=, slots);
        g_assert_true(m->onboard[0].chip || m->default_cards);
        g_assert_cmpuint(m->interfaces_max, <=, UNIT_PORTS_MAX);
        /* Only these two have a drive (the chapter, Boothelper). */
        g_assert_true(m->floppy == (m->strap == 0x0510 || m->strap == 0x0520));
    }
}

/* The chapter's session: two ports, device 13 and 14, the second an 82558. */
static void test_a_525_is_the_chapters(void)
{
    const struct model *m = model_find("525");

    g_assert_cmpuint(m->onboard[0].pci_device, ==, 13);
    g_assert_cmpuint(m->onboard[1].pci_device, ==, 14);
    g_assert_true(m->onboard[1].chip == NIC_I82558);
    g_assert_cmpuint(m->flash_kib, ==, 16384);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/models/names-and-straps-are-unique",
                    test_names_and_straps_are_unique);
    g_test_add_func("/models/no-two-devices-share-a-place",
                    test_no_two_devices_share_a_place);
    g_test_add_func("/models/every-chassis-can-be-built",
                    test_every_chassis_can_be_built);
    g_test_add_func("/models/a-525-is-the-chapters",
                    test_a_525_is_the_chapters);
    return g_test_run();
}
