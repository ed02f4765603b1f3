/* SPDX-License-Identifier: GPL-2.0-or-later */
/* wire.h - messages between two units, as docs/failover.md has them. */
#ifndef GUEST_FAILOVER_WIRE_H
#define GUEST_FAILOVER_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WIRE_MAX = 1200,   /* bytes of a message */
    WIRE_HEADER = 36,
    WIRE_DIGEST = 16,
    WIRE_SECRET = 16,
    WIRE_INTERFACES = 16,
    WIRE_LICENCE = 3, WIRE_DES = 0x10, WIRE_3DES = 0x20,
    WIRE_CABLE = 255,  /* the cable's channel */
    WIRE_TEXT = 1024,  /* bytes in a DATA message of kind TEXT */
    WIRE_WHOLE = 4 + WIRE_DIGEST + 1, /* of kind BEGIN */
    WIRE_PACKED = 1,   /* the last of those: the form of TEXT */
    WIRE_LINE = 511,   /* characters of a COMMAND */
    WIRE_ETHERTYPE = 0x88b5,
    WIRE_RECORD = 84,       /* bytes of the longest record */
    WIRE_RECORDS = WIRE_MAX - 45, /* of all in a STATE message */
};

enum wire_type {
    WIRE_HELLO = 1,
    WIRE_DATA,
    WIRE_ACK,
    WIRE_REQUEST,
    WIRE_STATE,
};

enum wire_kind {
    WIRE_BEGIN = 1,
    WIRE_PIECE,
    WIRE_END,
    WIRE_COMMAND,
    WIRE_SAME,
};

/* Of a record: its first byte; its second one is its length. */
enum wire_record {
    WIRE_XLATE = 1,
    WIRE_TCP,
    WIRE_NO_XLATE,
    WIRE_NO_TCP,
    WIRE_ROUND_END,
    WIRE_UP_TIME,
    WIRE_AGAIN,
};

enum wire_verdict { WIRE_DONE, WIRE_BUSY, WIRE_FAILED };

enum wire_request { WIRE_TAKE_OVER = 1, WIRE_RESET, WIRE_GIVE };

struct wire_header {
    uint8_t type, channel;
    bool secondary, ask;
    uint64_t nonce, challenge, answer;
    uint32_t sequence;
};

struct wire_hello {
    uint8_t state, why;
    uint8_t licence; /* of enum failover_licence, and WIRE_DES, WIRE_3DES */
    bool copying, changed;
    uint32_t term, model, memory_mib, flash_kib, release;
    uint8_t digest[WIRE_DIGEST], secret[WIRE_SECRET];
    uint32_t epoch, active_s, poll_ms;
    unsigned interfaces;
    struct {
        bool link;
        uint8_t state, mac[6];
    } interface[WIRE_INTERFACES];
};

struct wire_data {
    uint32_t epoch, number;
    uint8_t kind;
    const uint8_t *with;
    size_t n;
};

struct wire_ack {
    uint32_t epoch, number;
    uint8_t verdict;
};

struct wire_state {
    uint32_t stream, number;
    uint8_t round;
    const uint8_t *records;
    size_t n;
};

/* Each writes a whole message and returns its length. */
size_t wire_put_hello(uint8_t to[WIRE_MAX], const struct wire_header *,
                      const struct wire_hello *);
size_t wire_put_data(uint8_t to[WIRE_MAX], const struct wire_header *,
                     const struct wire_data *);
size_t wire_put_ack(uint8_t to[WIRE_MAX], const struct wire_header *,
                    const struct wire_ack *);
size_t wire_put_request(uint8_t to[WIRE_MAX], const struct wire_header *,
                        enum wire_request);
size_t wire_put_state(uint8_t to[WIRE_MAX], const struct wire_header *,
                      const struct wire_state *);

/* What its header says its length is; 0: too short for one. */
size_t wire_length(const uint8_t *message, size_t n);

/* Each is false if the message is not right; n is its length. */
bool wire_get_header(const uint8_t *message, size_t n, struct wire_header *);
bool wire_get_hello(const uint8_t *message, size_t n, struct wire_hello *);
/* data->with points into the message. */
bool wire_get_data(const uint8_t *message, size_t n, struct wire_data *);
bool wire_get_ack(const uint8_t *message, size_t n, struct wire_ack *);
bool wire_get_request(const uint8_t *message, size_t n, enum wire_request *);
/* state->records points into the message: whole records of known kinds, one at
 * least. */
bool wire_get_state(const uint8_t *message, size_t n, struct wire_state *);
/* The kind of the first record in a STATE message that is none of ours; -1:
 * there is no such record. */
int wire_strange_record(const uint8_t *message, size_t n);

#endif
