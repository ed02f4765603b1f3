/* SPDX-License-Identifier: GPL-2.0-or-later */
/* message.c - see message.h. */
#include "guest/dhcp/message.h"

#include "guest/lib/bytes.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"

/* Figure 1 of RFC 2131; the cookie is section 3's. */
enum {
    OP = 0, HTYPE = 1, HLEN = 2, XID = 4, FLAGS = 10, CIADDR = 12,
    YIADDR = 16, GIADDR = 24, CHADDR = 28, SNAME = 44, SNAME_BYTES = 64,
    FILE = 108, FILE_BYTES = 128, COOKIE = 236, OPTIONS = 240,
    ASKS = 1, ANSWERS = 2, ETHERNET = 1, MAGIC = 0x63825363,
    HEADS = 28,        /* IP's and UDP's */
    ROOM_ALWAYS = 548, /* every client takes that much */
    OVERLOADS_FILE = 1, OVERLOADS_SNAME = 2,
};

/* --- in ---------------------------------------------------------------- */

struct reader {
    struct dhcp_message *to;
    uint8_t overload;
};

static void take_client(struct dhcp_client *c, const uint8_t *id, size_t n)
{
    struct md5 md5;

    c->n = (uint8_t)(n < DHCP_ID_MAX ? n : DHCP_ID_MAX);
    memcpy(c->id, id, c->n);
    if (n <= DHCP_ID_MAX)
        return;
    md5_begin(&md5);
    md5_add(&md5, id, n);
    md5_end(&md5, c->id + DHCP_ID_MAX - MD5_BYTES);
}

/* False: an option that cannot be. */
static bool take_option(struct reader *r, uint8_t option, const uint8_t *data,
                        size_t n)
{
    struct dhcp_message *m = r->to;

    switch (option) {
    case DHCP_OPTION_TYPE:
        if (n != 1 || data[0] == 0 || data[0] >= DHCP_TYPES)
            return false;
        m->type = data[0];
        return true;
    case DHCP_OPTION_REQUESTED:
        m->requested = n == 4 ? get_be32(data) : 0;
        return n == 4;
    case DHCP_OPTION_SERVER:
        m->server = n == 4 ? get_be32(data) : 0;
        return n == 4;
    case DHCP_OPTION_MAX:
        if (n != 2)
            return false;
        if (get_be16(data) > ROOM_ALWAYS + HEADS)
            m->room = (uint16_t)(get_be16(data) - HEADS);
        return true;
    case DHCP_OPTION_OVERLOAD:
        if (n != 1)
            return false;
        r->overload |= data[0];
        return true;
    case DHCP_OPTION_CLIENT:
        if (n < 2) /* RFC 2132, 9.14 */
            return false;
        take_client(&m->client, data, n);
        return true;
    default:
        return true;
    }
}

static bool take_options(struct reader *r, const uint8_t *at, size_t n)
{
    size_t i = 0;

    while (i < n && at[i] != DHCP_OPTION_END) {
        if (at[i] == DHCP_OPTION_PAD) {
            i++;
            continue;
        }
        if (n - i < 2 || n - i - 2 < at[i + 1] ||
            !take_option(r, at[i], at + i + 2, at[i + 1]))
            return false;
        i += 2u + at[i + 1];
    }
    return true;
}

static void take_head(const uint8_t *from, struct dhcp_message *m)
{
    uint8_t id[1 + DHCP_MAC];

    m->transaction = get_be32(from + XID);
    m->flags = get_be16(from + FLAGS);
    m->own = get_be32(from + CIADDR);
    m->relay = get_be32(from + GIADDR);
    m->room = ROOM_ALWAYS;
    memcpy(m->mac, from + CHADDR, DHCP_MAC);
    id[0] = ETHERNET;
    memcpy(id + 1, m->mac, DHCP_MAC);
    take_client(&m->client, id, sizeof id);
}

bool dhcp_parse(const uint8_t *from, size_t n, struct dhcp_message *m)
{
    struct reader r = {.to = m};

    memset(m, 0, sizeof *m);
    if (n < OPTIONS || from[OP] != ASKS || from[HTYPE] != ETHERNET ||
        from[HLEN] != DHCP_MAC || (from[CHADDR] & 1) ||
        get_be32(from + COOKIE) != MAGIC)
        return false;
    take_head(from, m);
    return take_options(&r, from + OPTIONS, n - OPTIONS) &&
           (!(r.overload & OVERLOADS_FILE) ||
            take_options(&r, from + FILE, FILE_BYTES)) &&
           (!(r.overload & OVERLOADS_SNAME) ||
            take_options(&r, from + SNAME, SNAME_BYTES));
}

bool dhcp_same_client(const struct dhcp_client *a, const struct dhcp_client *b)
{
    return a->n == b->n && memcmp(a->id, b->id, a->n) == 0;
}

/* --- out --------------------------------------------------------------- */

void dhcp_answer_begin(struct dhcp_answer *a, const struct dhcp_message *m,
                       enum dhcp_type type, uint32_t server, uint32_t yours)
{
    uint8_t byte = (uint8_t)type;

    memset(a, 0, sizeof *a);
    a->data[OP] = ANSWERS;
    a->data[HTYPE] = ETHERNET;
    a->data[HLEN] = DHCP_MAC;
    put_be32(a->data + XID, m->transaction);
    put_be16(a->data + FLAGS, m->flags);
    put_be32(a->data + CIADDR, type == DHCP_ACK ? m->own : 0);
    put_be32(a->data + YIADDR, yours);
    memcpy(a->data + CHADDR, m->mac, DHCP_MAC);
    put_be32(a->data + COOKIE, MAGIC);
    a->n = OPTIONS;
    a->room = m->room < DHCP_MESSAGE_MAX ? m->room : DHCP_MESSAGE_MAX;
    dhcp_answer_add(a, DHCP_OPTION_TYPE, &byte, 1);
    dhcp_answer_number(a, DHCP_OPTION_SERVER, server);
}

bool dhcp_answer_add(struct dhcp_answer *a, uint8_t option, const void *data,
                     size_t n)
{
    if (n > 255 || a->n + 2 + n + 1 > a->room) /* the end needs one */
        return false;
    a->data[a->n] = option;
    a->data[a->n + 1] = (uint8_t)n;
    memcpy(a->data + a->n + 2, data, n);
    a->n += 2 + n;
    return true;
}

bool dhcp_answer_number(struct dhcp_answer *a, uint8_t option, uint32_t number)
{
    uint8_t bytes[4];

    put_be32(bytes, number);
    return dhcp_answer_add(a, option, bytes, sizeof bytes);
}

void dhcp_answer_end(struct dhcp_answer *a)
{
    a->data[a->n++] = DHCP_OPTION_END;
    if (a->n < DHCP_MESSAGE_MIN)
        a->n = DHCP_MESSAGE_MIN; /* zeros: padding */
}
