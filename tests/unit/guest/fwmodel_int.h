/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fwmodel_int.h - what the files of the model share. */
#ifndef TESTS_UNIT_FWMODEL_INT_H
#define TESTS_UNIT_FWMODEL_INT_H

#include "tests/unit/guest/fwmodel.h"

enum { ICMP = 1, TCP = 6, UDP = 17, FIN = 1, SYN = 2, RST = 4, ACK = 16 };

/* --- packets, fwmodel_packet.c ----------------------------------------- */

struct model_packet {
    uint32_t from, to;
    uint8_t protocol, flags, type;
    uint16_t from_port, to_port; /* ICMP: both the identifier */
    uint32_t seq, ack;
    const uint8_t *data;
    size_t n, payload;
};

/* The packet that must come out, but for checksums and sequence numbers. */
struct model_wanted {
    uint32_t from, to, via;
    uint16_t from_port, to_port;
    unsigned out;
};

uint32_t model_be(const uint8_t *p, unsigned n);
unsigned model_sum(const uint8_t *p, size_t n, uint32_t start);
bool model_within(uint32_t ip, uint32_t net, uint32_t mask);
bool model_asks(uint8_t icmp_type);
bool model_answers(uint8_t icmp_type);

/* False: nothing that a firewall should touch. */
bool model_read_packet(const uint8_t *, size_t n, struct model_packet *);
bool model_read_transport(struct model_packet *);

/* NULL: that is what became of it; otherwise what should have. */
const char *model_dropped(const struct model_result *);
const char *model_for_unit(const struct model_result *);
const char *model_forwarded(const struct model_packet *,
                            const struct model_wanted *,
                            const uint8_t *before,
                            const struct model_result *);

/* --- who may, fwmodel_access.c ----------------------------------------- */

/* Where a packet goes, and what stands for its destination. */
struct model_way {
    unsigned out;
    uint32_t to;
    uint16_t to_port;
    bool mapped;
    struct model_xlate *xlate; /* that is there; NULL: */
    struct model_xlate make;   /* this would be made */
};

bool model_list_permits(const struct rules *, unsigned list,
                        const struct model_packet *);
bool model_access_granted(const struct model *, unsigned in,
                          const struct model_way *,
                          const struct model_packet *);
bool model_shunned(const struct rules *, const struct model_packet *);
bool model_unit_answers(const struct model *, unsigned in,
                        const struct model_packet *);

/* --- where an address is, fwmodel_route.c ------------------------------ */

bool model_route(const struct model *, uint32_t ip, unsigned *out,
                 uint32_t *via);
/* Is this the interface to it? */
bool model_route_by(const struct model *, unsigned out, uint32_t ip,
                    uint32_t *via);
bool model_safer(const struct model *, unsigned a, unsigned b);
bool model_same_level(const struct model *, unsigned a, unsigned b);

/* --- static lines, fwmodel_static.c ------------------------------------ */

/* An address in the network it is moved to. */
uint32_t model_moved(uint32_t ip, uint32_t to, uint32_t mask);

/* The packet as a list has to see it: as who is called would send it, and with
 * the destination it will have. */
struct model_packet model_from_inside(const struct model_packet *,
                                      uint32_t real, uint16_t real_port);
struct model_packet model_going(const struct model_packet *,
                                const struct model_way *);

/* Line i with what its list says of the real side; false: it says nothing. */
bool model_static_line(const struct model *, unsigned i,
                       struct rules_static *);
struct model_xlate model_of_static(const struct model *,
                                   const struct rules_static *,
                                   uint32_t real);
/* The first that fits the source, or without a way the destination; those with
 * a list go before the others. */
bool model_find_static(const struct model *, unsigned in,
                       const struct model_way *, const struct model_packet *,
                       struct rules_static *);

/* --- translations, fwmodel_translate.c --------------------------------- */

/* What a source looks like, and why. */
struct model_seen {
    uint32_t ip;
    uint16_t port;
    bool any;                  /* something stands for it: */
    bool pool;                 /* if there is something left to give */
    struct model_xlate *there; /* that is there; NULL: */
    struct model_xlate make;   /* this would be made */
};

/* False: for the unit, or nowhere. */
bool model_find_way(struct model *, unsigned in, const struct model_packet *,
                    struct model_way *, bool *unit);
/* Does a list of nat 0 except this pair of hosts? */
bool model_exempt(const struct model *, unsigned interface, uint8_t protocol,
                  uint32_t from, uint32_t to);
/* NULL: *seen is set, as far as that can be known when the packet was not
 * sent; otherwise why it should not be. */
const char *model_source(struct model *, unsigned in,
                         const struct model_way *,
                         const struct model_packet *,
                         const struct model_result *, struct model_seen *);
struct model_xlate *model_add_xlate(struct model *,
                                    const struct model_xlate *filled);

/* --- connections, fwmodel_conn.c --------------------------------------- */

uint32_t model_patience(const struct model *, const struct model_conn *);
void model_end_conn(struct model *, struct model_conn *);
bool model_in_use(const struct model *, const struct model_xlate *);
struct model_conn *model_find_conn(struct model *, unsigned in,
                                   const struct model_packet *,
                                   unsigned *from);
const char *model_of_conn(struct model *, struct model_conn *, unsigned from,
                          const struct model_packet *, const uint8_t *before,
                          const struct model_result *);
/* Is that too much for the host on the safer side?  1: yes; 2: only because
 * it has many that are half open. */
unsigned model_too_many(const struct model *, const struct model_xlate *,
                        unsigned interface, uint32_t ip,
                        const struct model_packet *);
const char *model_new_conn(struct model *, unsigned in,
                           const struct model_way *,
                           const struct model_seen *,
                           const struct model_packet *,
                           const uint8_t *before,
                           const struct model_result *);

#endif
