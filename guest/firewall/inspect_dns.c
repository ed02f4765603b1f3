/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect_dns.c - DNS (RFC 1035) is kept to its length; addresses in answers
 * become what they are called where the answer goes.  No message gets longer or
 * shorter by that.
 */
#include "guest/firewall/inspect.h"

#include "guest/lib/bytes.h"

enum {
    UDP_HEADER = 8, HEADER = 12, AT_FLAGS = 2, IS_ANSWER = 0x80, AT_COUNTS = 4,
    QUESTION = 4, RECORD = 10, TYPE_A = 1, CLASS_IN = 1, ADDRESS = 4,
    POINTER = 0xc0, LABEL_MAX = 63,
};

/* Behind a name; 0: it does not end. */
static size_t skip_name(const struct inspected *in, size_t at)
{
    while (at < in->n) {
        uint8_t n = in->data[at];

        if ((n & POINTER) == POINTER)
            return at + 2 <= in->n ? at + 2 : 0;
        if (n > LABEL_MAX)
            return 0;
        at += 1u + n;
        if (n == 0)
            return at <= in->n ? at : 0;
    }
    return 0;
}

/* Behind the questions; 0: they do not end. */
static size_t skip_questions(const struct inspected *in)
{
    unsigned n = get_be16(in->data + AT_COUNTS);
    size_t at = HEADER;

    while (n-- && at) {
        at = skip_name(in, at);
        if (at)
            at = at + QUESTION <= in->n ? at + QUESTION : 0;
    }
    return at;
}

static void translate_address(struct inspected *in, size_t at)
{
    uint32_t ip = get_be32(in->data + at);
    uint8_t new[ADDRESS];

    put_be32(new, fixed_dns(in->f, in->k->in,
                            in->c->end[!in->from].interface, ip));
    packet_write(in->k, in->data + at, new, ADDRESS);
}

/* One record; behind it, 0: it does not end. */
static size_t look_at_record(struct inspected *in, size_t at)
{
    uint16_t n;

    at = skip_name(in, at);
    if (!at || at + RECORD > in->n)
        return 0;
    n = get_be16(in->data + at + 8);
    if (at + RECORD + n > in->n)
        return 0;
    if (get_be16(in->data + at) == TYPE_A &&
        get_be16(in->data + at + 2) == CLASS_IN && n == ADDRESS)
        translate_address(in, at + RECORD);
    return at + RECORD + n;
}

bool inspect_dns_length(struct inspected *in)
{
    uint16_t longest = in->f->place->dns_longest;
    size_t n = in->k->whole_n - UDP_HEADER;

    if (in->c->inspection != FIX_DNS || !longest ||
        !in->f->place->guards || n <= longest)
        return true;
    in->k->limit = longest;
    in->k->used = (uint32_t)n;
    return false;
}

bool inspect_dns(struct inspected *in)
{
    unsigned records = 0;
    size_t at;

    if (!inspect_dns_length(in) || in->n < HEADER)
        return false;
    if (!(in->data[AT_FLAGS] & IS_ANSWER))
        return true;
    for (unsigned i = 1; i < 4; i++)
        records += get_be16(in->data + AT_COUNTS + 2 * i);
    for (at = skip_questions(in); at && records--;)
        at = look_at_record(in, at);
    return true;
}
