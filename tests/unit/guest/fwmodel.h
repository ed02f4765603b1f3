/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fwmodel.h - a slow, obvious firewall that judges what the real one did with
 * a packet.  It shares the rules and nothing else: its tables are plain lists,
 * its checksums are summed anew, and what is free to choose (an address of a
 * pool, a port, a sequence offset) it takes from the result after it has looked
 * whether the choice was allowed.  Fragments and inspections are not its own.
 */
#ifndef TESTS_UNIT_FWMODEL_H
#define TESTS_UNIT_FWMODEL_H

#include "guest/firewall/firewall.h"

enum { MODEL_CONNS = 512, MODEL_XLATES = 512, MODEL_EMBRYONIC_S = 30,
       MODEL_TIME_WAIT_S = 15,       MODEL_PORT_S = 30 };

struct model_xlate {
    bool used, fixed;
    unsigned in, out;   /* real and mapped interface */
    uint8_t protocol;   /* 0: a whole address */
    uint16_t port, seen_port;
    uint32_t ip, seen;
    uint32_t max, embryonic;
    bool norandomseq, dns;
    char list[RULES_NAME_MAX + 1]; /* that chose it; "": none */
    uint32_t last, number;         /* number: grows with each */
};

struct model_end {
    unsigned interface;
    uint32_t ip, seen;
    uint16_t port, seen_port;
    bool fin, acked, delta_known;
    uint32_t fin_end, delta;
};

struct model_conn {
    bool used;
    uint8_t protocol;
    struct model_end end[2]; /* who began, who answered */
    unsigned safe;           /* which of them is the more secure one */
    struct model_xlate *xlate[2]; /* of both ends; NULL: none */
    bool answered, up, over, random; /* over: is remembered yet */
    uint32_t last, number; /* number: grows with each */
};

struct model {
    const struct firewall_place *place;
    const struct rules *rules;
    uint32_t now;
    struct model_conn conn[MODEL_CONNS];
    struct model_xlate xlate[MODEL_XLATES];
    uint32_t xlates, conns; /* ever */
};

/* What was done with a packet. */
struct model_result {
    enum firewall_verdict verdict;
    unsigned out;
    uint32_t via;
    const uint8_t *packet;
    size_t n;
};

/* Before anything that happens at this second. */
void model_clock(struct model *, uint32_t seconds);

/* Translations, with their connections. */
void model_clear_xlates(struct model *);

/* NULL: as it should be; otherwise what is wrong. */
const char *model_judge(struct model *, unsigned in, const uint8_t *packet,
                        size_t n, const struct model_result *);

/* What stands for an address in a DNS answer that comes in by one interface
 * and goes out by another. */
uint32_t model_dns(const struct model *, unsigned in, unsigned out,
                   uint32_t ip);

#endif
