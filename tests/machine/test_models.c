/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_models.c - the table of chassis holds together. */
#include <glib.h>

#include "machine/cards.h"
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

static void take(uint32_t *taken, unsigned device)
{
    g_assert_cmpuint(device, <, 32);
    g_assert_cmphex(*taken >> device & 1, ==, 0);
    *taken |= 1u << device;
}

static void test_no_two_devices_share_a_place(void)
{
    for (const struct model *m = models; m->name; m++) {
        /* Host bridge and ISA bridge are everywhere, the kernel card may
         * be. */
        uint32_t taken[1 + MODEL_BRIDGES_MAX] = {1u << 0 | 1u << 1 | 1u << 31};

        for (unsigned i = 0; i < MODEL_ONBOARD_MAX && m->onboard[i].chip; i++)
            take(&taken[0], m->onboard[i].pci_device);
        for (unsigned i = 1; i <= MODEL_BRIDGES_MAX && m->bridge[i]; i++)
            take(&taken[0], m->bridge[i]);
        for (unsigned i = 0; i < model_slots(m); i++) {
            const struct model_slot *s = &m->slot[i];

            /* 64-bit slots have buses of their own. */
            g_assert_cmpuint(s->width, ==, s->bridge ? 64 : 32);
            g_assert_true(!s->bridge || m->bridge[s->bridge]);
            take(&taken[s->bridge], s->pci_device);
        }
    }
}

/* model by model, slot by slot, card by card */
static void test_cards_add_their_ports(void)
{
    static const struct {
        const char *model;
        unsigned onboard, slots, usual;
    } row[] = {
        {"501", 2, 0, 2}, {"506", 2, 0, 2},  {"506e", 2, 0, 2},
        {"510", 0, 4, 2}, {"515", 2, 2, 2},  {"515e", 2, 2, 2},
        {"520", 0, 6, 2}, {"525", 2, 3, 2},  {"535", 0, 9, 2},
    };
    static const unsigned ports[ETHER_CARDS] = {0, 1, 1, 4, 4};

    for (size_t r = 0; r < G_N_ELEMENTS(row); r++) {
        const struct model *m = model_find(row[r].model);
        enum ether_card none[MODEL_SLOTS_MAX] = {0};

        g_assert_cmpuint(model_slots(m), ==, row[r].slots);
        g_assert_cmpuint(cards_ports(m, none), ==, row[r].usual);
        for (unsigned i = 0; i < row[r].slots; i++)
            for (unsigned c = 1; c < ETHER_CARDS; c++) {
                enum ether_card slot[MODEL_SLOTS_MAX] = {0};

                slot[i] = (enum ether_card)c;
                g_assert_cmpuint(cards_ports(m, slot), ==,
                                 row[r].onboard + ports[c]);
            }
    }
}

static void test_every_chassis_can_be_built(void)
{
    for (const struct model *m = models; m->name; m++) {
        g_assert_cmpuint(m->flash_kib % 512, ==, 0);
        g_assert_cmpuint(m->flash_kib, <=, 32 * 512);
        g_assert_cmpuint(m->ram_mib, >=, 16);
        g_assert_cmpuint(m->ram_mib, <=, 1024);
        g_assert_cmpuint(m->mhz, >, 0);
        g_assert_cmpuint(m->default_slot + m->default_cards, <=,
                         model_slots(m));
        g_assert_true(m->onboard[0].chip || m->default_cards);
        g_assert_true(!m->default_card == !m->default_cards);
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
    g_test_add_func("/models/cards-add-their-ports",
                    test_cards_add_their_ports);
    g_test_add_func("/models/every-chassis-can-be-built",
                    test_every_chassis_can_be_built);
    g_test_add_func("/models/a-525-is-the-chapters",
                    test_a_525_is_the_chapters);
    return g_test_run();
}
