/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_firewall.c - rules, and packets for them: nothing is forwarded that the
 * model forbids, and in the end all memory is given back.  The first byte: with
 * the model, or without it and with fragments.  Then bytes choose rules, and
 * packets are made up from bytes or are bytes; without the model there are
 * records of another unit, too: one of its own, changed.
 */
#include <stdlib.h>
#include <string.h>

#include "guest/firewall/state.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/fwrig.h"

enum { CONNECTIONS = 256, PACKETS = 200, RAW = 3 };

static struct rig rig;

static void one_packet(struct rig_bits *b, bool model)
{
    uint8_t packet[RIG_PACKET] = {0};
    unsigned in = 0;
    size_t n = 0;

    if (rig_below(b, 4) == RAW) {
        in = rig_below(b, RIG_INTERFACES);
        n = rig_below(b, 96);
        n = n < b->n ? n : b->n;
        memcpy(packet, b->bytes, n);
        b->bytes += n;
        b->n -= n;
        if (n >= 20 && model)
            packet[6] = packet[7] = 0; /* fragments are not the model's */
        if (n >= 20)
            rig_seal(packet);
    } else {
        n = rig_random_packet(&rig, b, packet, &in);
    }
    if (!model)
        rig_packet(&rig, in, packet, n);
    else if (rig_judged(&rig, in, packet, n))
        abort();
}

static void one_record(struct rig_bits *b)
{
    uint8_t record[STATE_RECORD_MAX] = {STATE_TCP, STATE_RECORD_MAX};
    struct state_walk walk = {0};
    size_t n = STATE_RECORD_MAX, found;

    for (unsigned i = rig_below(b, 8); i--;) {
        found = state_next(rig.firewall, &walk, record);
        n = found ? found : n;
    }
    for (unsigned i = rig_below(b, 4); i--;)
        record[rig_below(b, (uint32_t)n)] = (uint8_t)rig_below(b, 256);
    state_standby(rig.firewall, rig_below(b, 2));
    state_take(rig.firewall, record, n, (uint8_t)(1 + rig_below(b, 3)));
    if (rig_below(b, 16) == 1)
        state_sweep(rig.firewall, (uint8_t)(1 + rig_below(b, 3)));
    state_standby(rig.firewall, false);
}

void fuzz_one(const uint8_t *data, size_t n)
{
    struct rig_bits bits = {.bytes = data, .n = n};
    bool model = rig_below(&bits, 2);

    rig_begin(&rig, CONNECTIONS);
    rig_random_rules(&rig, &bits);
    if (!model) /* which looks into nothing */
        rig.place.fixup[0] = (struct firewall_fixup){
            (uint8_t)(1 + rig_below(&bits, FIX_TFTP)), 1, 1023};
    rig_configure(&rig);
    for (unsigned i = 0; i < PACKETS && bits.n; i++) {
        one_packet(&bits, model);
        if (!model && rig_below(&bits, 4) == 1)
            one_record(&bits);
        if (rig_below(&bits, 8) == 1)
            rig_time(&rig, rig.now + rig_below(&bits, 60));
        if (rig_below(&bits, 20) == 1)
            rig_random_change(&rig, &bits);
    }
    if (rig_left(&rig))
        abort();
    rig_end(&rig);
}
