/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mactable.c - which station address was last seen behind which plug.
 */
#include "host/net/mactable.h"

#include <stddef.h>
#include <string.h>

static unsigned set_of(const uint8_t mac[6])
{
    /* Vendors count in the last bytes. */
    return (mac[5] ^ mac[4] << 3 ^ mac[3] << 1 ^ mac[2]) % MACTABLE_SETS;
}

void mactable_learn(struct mactable *t, const uint8_t mac[6], uint64_t plug,
                    uint64_t now_ns)
{
    struct mactable_entry *set = t->entry[set_of(mac)];
    struct mactable_entry *place = &set[0];

    for (unsigned i = 0; i < MACTABLE_WAYS; i++) {
        if (set[i].plug && memcmp(set[i].mac, mac, 6) == 0) {
            place = &set[i];
            break;
        }
        if (!set[i].plug) {
            if (place->plug)
                place = &set[i];
        } else if (place->plug && set[i].seen_ns < place->seen_ns) {
            place = &set[i];
        }
    }
    memcpy(place->mac, mac, 6);
    place->plug = plug;
    place->seen_ns = now_ns;
}

uint64_t mactable_find(const struct mactable *t, const uint8_t mac[6],
                       uint64_t now_ns)
{
    const struct mactable_entry *set = t->entry[set_of(mac)];

    for (unsigned i = 0; i < MACTABLE_WAYS; i++)
        if (set[i].plug && memcmp(set[i].mac, mac, 6) == 0)
            return now_ns - set[i].seen_ns < MACTABLE_AGE_NS ? set[i].plug : 0;
    return 0;
}

void mactable_forget(struct mactable *t, uint64_t plug)
{
    for (unsigned s = 0; s < MACTABLE_SETS; s++)
        for (unsigned i = 0; i < MACTABLE_WAYS; i++)
            if (t->entry[s][i].plug == plug)
                t->entry[s][i].plug = 0;
}
