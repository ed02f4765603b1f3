/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * message.h - messages of DHCP (RFC 2131, 2132), taken apart and made.
 *
 * What comes from a client is somebody's bytes: nothing is read beyond them,
 * and an option of the wrong length makes the message malformed.
 */
#ifndef GUEST_DHCP_MESSAGE_H
#define GUEST_DHCP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DHCP_MAC = 6,
    DHCP_ID_MAX = 32, /* of a client; a longer one ends in its digest */
    DHCP_MESSAGE_MIN = 300,
    DHCP_MESSAGE_MAX = 1024, /* the longest that is made */
    DHCP_EVERYBODY = 0x8000, /* flag: the client takes broadcasts only */
};

/* Option 53; 0: BOOTP. */
enum dhcp_type {
    DHCP_BOOTP,
    DHCP_DISCOVER,
    DHCP_OFFER,
    DHCP_REQUEST,
    DHCP_DECLINE,
    DHCP_ACK,
    DHCP_NAK,
    DHCP_RELEASE,
    DHCP_INFORM,
    DHCP_TYPES,
};

enum dhcp_option {
    DHCP_OPTION_PAD = 0,
    DHCP_OPTION_MASK = 1,
    DHCP_OPTION_ROUTER = 3,
    DHCP_OPTION_DNS = 6,
    DHCP_OPTION_DOMAIN = 15,
    DHCP_OPTION_WINS = 44,
    DHCP_OPTION_REQUESTED = 50,
    DHCP_OPTION_LEASE = 51,
    DHCP_OPTION_OVERLOAD = 52,
    DHCP_OPTION_TYPE = 53,
    DHCP_OPTION_SERVER = 54,
    DHCP_OPTION_MAX = 57,
    DHCP_OPTION_RENEW = 58,
    DHCP_OPTION_REBIND = 59,
    DHCP_OPTION_CLIENT = 61,
    DHCP_OPTION_END = 255,
};

struct dhcp_client {
    uint8_t n; /* bytes of id: type of hardware and address, or option 61 */
    uint8_t id[DHCP_ID_MAX];
};

/* A client's message.  Addresses are 0 where it names none. */
struct dhcp_message {
    enum dhcp_type type;
    uint32_t transaction, own, relay; /* xid, ciaddr, giaddr */
    uint16_t flags;
    uint8_t mac[DHCP_MAC];
    uint32_t requested, server; /* options 50, 54 */
    uint16_t room;              /* for the answer, without IP and UDP */
    struct dhcp_client client;
};

/* False: it is none of a client on an Ethernet, or malformed. */
bool dhcp_parse(const uint8_t *from, size_t n, struct dhcp_message *);

/* An answer under way: options are added until there is no room. */
struct dhcp_answer {
    size_t n, room;
    uint8_t data[DHCP_MESSAGE_MAX];
};

void dhcp_answer_begin(struct dhcp_answer *, const struct dhcp_message *,
                       enum dhcp_type, uint32_t server, uint32_t yours);

/* False: no room was left, and nothing is changed. */
bool dhcp_answer_add(struct dhcp_answer *, uint8_t option, const void *data,
                     size_t n);
bool dhcp_answer_number(struct dhcp_answer *, uint8_t option, uint32_t number);

/* Ended and padded. */
void dhcp_answer_end(struct dhcp_answer *);

bool dhcp_same_client(const struct dhcp_client *, const struct dhcp_client *);

#endif
