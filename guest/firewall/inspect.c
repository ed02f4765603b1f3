/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect.c - see inspect.h.
 *
 * Data that changes its length shifts the numbers behind it.  A segment that
 * ends within a line is held here, and the rest of the line is put behind it:
 * half an address could not be changed any more once it has gone.  The sender
 * gets no acknowledgement until the whole has arrived, and sends again what
 * got lost.
 */
#include "guest/firewall/inspect.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum { AT_SEQ = 4, PACKET_MAX = 1500 };

static bool (*const inspections[])(struct inspected *) = {
    [FIX_NONE] = NULL, [FIX_DNS] = inspect_dns, [FIX_FTP] = inspect_ftp,
    [FIX_HTTP] = inspect_http, [FIX_RSH] = inspect_rsh,
    [FIX_SMTP] = inspect_smtp, [FIX_TFTP] = inspect_tftp,
};

static bool is_udp(uint8_t inspection)
{
    return inspection == FIX_DNS || inspection == FIX_TFTP;
}

uint8_t inspect_which(const struct firewall *f, uint8_t protocol,
                      uint16_t port)
{
    for (unsigned i = 0; i < FIREWALL_FIXUPS; i++) {
        const struct firewall_fixup *x = &f->place->fixup[i];

        if (x->inspection == FIX_NONE)
            break;
        if (port >= x->low && port <= x->high &&
            (protocol == IP_UDP) == is_udp(x->inspection))
            return x->inspection;
    }
    return FIX_NONE;
}

/* --- changing ---------------------------------------------------------- */

static void set_length(struct packet *k, size_t data)
{
    k->transport_n = k->whole_n = k->header_n + data;
    k->n = IP_HEADER + k->transport_n;
    put_be16(k->bytes + 2, (uint16_t)k->n);
    packet_seal(k);
}

/* Numbers behind this segment are `more` further from now on; a segment that
 * is sent again was counted. */
static void shift_from(struct end *e, uint32_t seq, int32_t more)
{
    if (more == 0 || (e->shifted && (int32_t)(seq - e->shift_at) <= 0))
        return;
    e->shift_before = e->shift_after;
    e->shift_after += more;
    e->shift_at = seq;
    e->shifted = true;
}

bool inspect_replace(struct inspected *in, size_t at, size_t old,
                     const char *new, size_t n)
{
    struct packet *k = in->k;

    if (n > old && (k->room < n - old || k->n + (n - old) > PACKET_MAX))
        return false;
    memmove(in->data + at + n, in->data + at + old, in->n - at - old);
    memcpy(in->data + at, new, n);
    k->room += old - n;
    in->n = in->n - old + n;
    set_length(k, in->n);
    shift_from(&in->c->end[in->from], in->seq, (int32_t)n - (int32_t)old);
    state_conn(in->f, in->c, true);
    return true;
}

/* --- half lines -------------------------------------------------------- */

static struct half_line *find_half(struct firewall *f, const struct conn *c,
                                   unsigned from)
{
    for (unsigned i = 0; f->any_half && i < HALF_LINES; i++) {
        if (f->half[i].c == c && f->half[i].from == from)
            return &f->half[i];
    }
    return NULL;
}

/* Whose line is forgotten here sends it again: nobody acknowledged it. */
static struct half_line *place_for_half(struct firewall *f)
{
    for (unsigned i = 0; i < HALF_LINES; i++) {
        if (!f->half[i].c)
            return &f->half[i];
    }
    return &f->half[f->next_half++ % HALF_LINES];
}

static bool keep_half(struct inspected *in)
{
    struct half_line *h = find_half(in->f, in->c, in->from);

    if (in->n > sizeof h->data)
        return false;
    if (!h)
        h = place_for_half(in->f);
    h->c = in->c;
    h->from = (uint8_t)in->from;
    h->seq = in->seq;
    h->n = (uint16_t)in->n;
    memcpy(h->data, in->data, in->n);
    in->f->any_half = true;
    return true;
}

/* What was held goes in front of what has come. */
static bool join_halves(struct inspected *in)
{
    struct half_line *h = find_half(in->f, in->c, in->from);
    struct packet *k = in->k;

    if (!h)
        return true;
    if (in->seq != h->seq + h->n) {
        if (in->seq == h->seq && in->n > h->n)
            h->c = NULL; /* sent again, with more of it */
        return true;
    }
    if (k->room < h->n || k->n + h->n > PACKET_MAX)
        return false;
    memmove(in->data + h->n, in->data, in->n);
    memcpy(in->data, h->data, h->n);
    k->room -= h->n;
    in->n += h->n;
    in->seq = h->seq;
    put_be32(k->transport + AT_SEQ, h->seq);
    set_length(k, in->n);
    h->c = NULL;
    return true;
}

void inspect_forget(struct firewall *f, struct conn *c)
{
    for (unsigned from = 0; from < 2; from++) {
        struct half_line *h = find_half(f, c, from);

        if (h)
            h->c = NULL;
    }
}

/* --- sent again -------------------------------------------------------- */

bool inspect_is_new(const struct inspected *in, size_t at)
{
    const struct conn *c = in->c;

    return !c->heard[in->from] ||
           (int32_t)(in->seq + (uint32_t)at - c->told[in->from]) >= 0;
}

/* The sender's bytes before this one were looked into. */
static void looked_into(struct inspected *in, uint32_t end)
{
    struct conn *c = in->c;
    unsigned from = in->from;

    if (c->protocol != IP_TCP)
        return;
    if (!c->heard[from] || (int32_t)(end - c->told[from]) > 0)
        c->told[from] = end;
    c->heard[from] = true;
}

size_t inspect_next_line(const struct inspected *in, size_t at)
{
    while (at < in->n && in->data[at] != '\n')
        at++;
    return at < in->n ? at + 1 : at;
}

/* --- one packet -------------------------------------------------------- */

bool inspect(struct firewall *f, struct conn *c, unsigned from,
             struct packet *k, bool *held)
{
    size_t head = c->protocol == IP_TCP ? k->header_n : 8;
    struct inspected in = {.f = f, .c = c, .from = from, .k = k,
                           .data = k->transport + head,
                           .n = k->transport_n - head};
    bool text = c->mail_text;
    uint32_t end;

    *held = false;
    if (in.n && c->protocol == IP_TCP) {
        f->counts.looked_into++;
        f->counts.looked_into_http += c->inspection == FIX_HTTP;
        f->counts.looked_into_ftp += c->inspection == FIX_FTP;
    }
    if (k->whole_n != k->transport_n) /* in fragments, longer than a frame */
        return c->protocol == IP_UDP && inspect_dns_length(&in);
    if (in.n == 0)
        return true;
    if (c->protocol == IP_TCP) {
        in.seq = get_be32(k->transport + AT_SEQ);
        if (!join_halves(&in))
            return false;
    }
    end = in.seq + (uint32_t)in.n;
    if (!inspections[c->inspection](&in))
        return false;
    if (c->mail_text != text)
        state_conn(f, c, true);
    if (in.hold)
        *held = keep_half(&in);
    else
        looked_into(&in, end);
    return !in.hold;
}
