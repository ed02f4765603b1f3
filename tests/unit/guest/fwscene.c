/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwscene.c - see fwscene.h. */
#include "tests/unit/guest/fwscene.h"

#include <string.h>

struct rig rig;

void scene_nat(void)
{
    rig_begin(&rig, 400);
    rig.rules.nat[rig.rules.nats++] =
        (struct rules_nat){.interface = RIG_INSIDE, .id = 1};
    rig.rules.global[rig.rules.globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1, .first = SCENE_PAT,
        .last = SCENE_PAT};
    rig_configure(&rig);
}

void scene_inspected(uint8_t inspection, uint16_t port, bool pat)
{
    struct rules *r = &rig.rules;

    rig_begin(&rig, 100);
    r->nat[r->nats++] = (struct rules_nat){.interface = RIG_INSIDE, .id = 1};
    r->global[r->globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1,
        .first = pat ? SCENE_PAT : SCENE_POOL,
        .last = pat ? SCENE_PAT : SCENE_POOL + 3};
    rig.place.fixup[0] = (struct firewall_fixup){inspection, port, port};
    rig_configure(&rig);
}

void scene_server(uint32_t embryonic)
{
    struct rules *r = &rig.rules;

    rig_begin(&rig, 1000);
    r->statics[r->static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = CALLED,
        .real_ip = HOST, .mask = 0xffffffff, .embryonic = embryonic};
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = 6, .icmp = RULES_ANY_ICMP};
    rig_configure(&rig);
}

enum firewall_verdict scene_call(unsigned in, uint32_t outside, uint16_t port,
                                 uint8_t flags, uint32_t seq, uint32_t ack,
                                 const char *text)
{
    uint8_t packet[RIG_PACKET];
    bool back = in == RIG_INSIDE;
    struct rig_spec s = {.protocol = 6, .flags = flags, .seq = seq,
                         .ack = ack, .from = back ? HOST : outside,
                         .to = back ? outside : CALLED,
                         .from_port = back ? 80 : port,
                         .to_port = back ? port : 80, .data = text,
                         .n = strlen(text)};

    return rig_packet(&rig, in, packet, rig_make(packet, &s));
}
