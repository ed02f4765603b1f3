/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fuzz_inspect.c - what is looked into: both hosts of a connection say words
 * that matter, or bytes, in segments that come in any order, again, and cut
 * anywhere.  What comes out has right sums, is no longer than a frame, and goes
 * to those two hosts alone; in the end all memory is given back.
 *
 * The first bytes choose the inspection and the translation; then each step is
 * a byte that chooses, and what it needs.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/unit/guest/fwrig.h"

enum { TCP = 6, UDP = 17, SYN = 2, ACK = 16, HOST = 0x0a000005,
       SERVER = 0x08080808, PAT = 0xcb007114, POOL = 0xcb00711e,
       STREAM = 4096, STEPS = 100, CONNECTIONS = 64, FRAME = 1500 };

static struct rig rig;

static const struct {
    uint8_t inspection, protocol;
    uint16_t port;
} kinds[] = {
    {FIX_FTP, TCP, 21}, {FIX_SMTP, TCP, 25}, {FIX_HTTP, TCP, 80},
    {FIX_RSH, TCP, 514}, {FIX_DNS, UDP, 53}, {FIX_TFTP, UDP, 69},
};

#define W(text) {text, sizeof text - 1}

static const struct {
    const char *text;
    uint32_t n;
} words[] = {
    W("PORT 10,0,0,5,4,1\r\n"), W("PORT 10,0,0,6,4,1\r\n"),
    W("EPRT |1|10.0.0.5|99|\r\n"), W("227 ok (8,8,8,8,4,1)\r\n"),
    W("229 ok (|||999|)\r\n"), W("PORT "), W("\r\n"), W("227 "),
    W("220 mail\r\n"), W("354 go on\r\n"), W("EHLO x\r\n"), W("DATA\r\n"),
    W(".\r\n"), W("VRFY x\r\nMAIL FROM:<a>\r\n"), W("RETR x\r\n"),
    W("GET /x HTTP/1.0\r\n\r\n"), W("1022\0"), W("\0\1file\0octet\0"),
};

enum { WORDS = sizeof words / sizeof words[0] };

/* One of the two, and all it has said. */
struct side {
    uint8_t said[STREAM];
    uint32_t n, first; /* bytes; number of the first */
};

struct talk {
    struct side side[2];
    uint8_t protocol;
    uint16_t port, client_port, seen_port;
    uint32_t seen; /* the client, as the server knows it */
};

static uint32_t be(const uint8_t *p, unsigned n)
{
    uint32_t v = 0;

    while (n--)
        v = v << 8 | *p++;
    return v;
}

static void check_what_came_out(void)
{
    uint8_t copy[RIG_PACKET];
    uint32_t to = be(rig.packet + 16, 4);

    if (!rig.sent)
        return;
    memcpy(copy, rig.packet, rig.n);
    rig_seal(copy);
    if (rig.n > FRAME || memcmp(copy, rig.packet, rig.n) != 0 ||
        to != (rig.out == RIG_INSIDE ? HOST : SERVER))
        abort();
}

static void send(struct talk *t, unsigned from, uint8_t flags, uint32_t at,
                 uint32_t n)
{
    uint8_t packet[RIG_PACKET];
    struct side *s = &t->side[from];
    struct rig_spec spec = {
        .protocol = t->protocol, .flags = flags, .seq = s->first + at,
        .ack = t->side[!from].first + t->side[!from].n, .data = s->said + at,
        .n = n, .from = from ? SERVER : HOST, .to = from ? t->seen : SERVER,
        .from_port = from ? t->port : t->client_port,
        .to_port = from ? t->seen_port : t->port};

    rig_packet(&rig, from ? RIG_OUTSIDE : RIG_INSIDE, packet,
               rig_make(packet, &spec));
    check_what_came_out();
}

static void begin(struct talk *t, struct feed *in)
{
    unsigned kind = feed8(in) % (sizeof kinds / sizeof kinds[0]);
    unsigned way = feed8(in);
    struct rules *r = &rig.rules;

    memset(t, 0, sizeof *t);
    t->protocol = kinds[kind].protocol;
    t->port = kinds[kind].port;
    t->client_port = 2000;
    t->side[0].first = feed32(in);
    t->side[1].first = feed32(in);
    r->nat[r->nats++] = (struct rules_nat){
        .interface = RIG_INSIDE, .id = 1, .norandomseq = way & 1};
    r->global[r->globals++] = (struct rules_global){
        .interface = RIG_OUTSIDE, .id = 1, .first = way & 2 ? PAT : POOL,
        .last = way & 2 ? PAT : POOL + 3};
    rig.place.fixup[0] = (struct firewall_fixup){
        kinds[kind].inspection, t->port, t->port};
    rig.place.dns_longest = way & 4 ? 512 : 0;
    rig_configure(&rig);
    send(t, 0, SYN, 0, 0);
    if (!rig.sent)
        abort();
    t->seen = be(rig.packet + 12, 4);
    t->seen_port = (uint16_t)be(rig.packet + 20, 2);
    if (t->protocol == UDP)
        return;
    t->side[0].first++;
    send(t, 1, SYN | ACK, 0, 0);
    t->side[1].first++;
    send(t, 0, ACK, 0, 0);
}

/* More to say: a word, or bytes of the input. */
static void add(struct side *s, struct feed *in)
{
    unsigned which = feed8(in) % (WORDS + 1);
    uint32_t n = which < WORDS ? words[which].n : feed8(in) % 64;
    const void *text = which < WORDS ? (const void *)words[which].text
                                     : in->at;

    if (which == WORDS) {
        n = n < in->left ? n : (uint32_t)in->left;
        in->at += n;
        in->left -= n;
    }
    if (s->n + n > STREAM)
        return;
    memcpy(s->said + s->n, text, n);
    s->n += n;
}

/* What was announced is used: somebody calls. */
static void call(const struct talk *t, struct feed *in)
{
    uint8_t packet[RIG_PACKET];
    uint16_t port = (uint16_t)feed32(in);
    struct rig_spec s = {.protocol = t->protocol, .flags = SYN,
                         .from = SERVER, .to = t->seen, .from_port = 20,
                         .to_port = port ? port : t->seen_port};

    rig_packet(&rig, RIG_OUTSIDE, packet, rig_make(packet, &s));
    check_what_came_out();
}

static void step(struct talk *t, struct feed *in)
{
    uint8_t what = feed8(in);
    unsigned from = what & 1;
    struct side *s = &t->side[from];
    uint32_t at, n;

    switch (what >> 1 & 7) {
    case 0:
        call(t, in);
        break;
    case 1:
        rig_time(&rig, rig.now + feed8(in) % 90);
        break;
    case 2:
        send(t, from, ACK | (feed8(in) & 0x3d), s->n, 0);
        break;
    case 3: /* any piece of what was said */
        at = s->n ? feed32(in) % s->n : 0;
        n = feed8(in) * 8u;
        send(t, from, ACK, at, n < s->n - at ? n : s->n - at);
        break;
    default: /* the next */
        at = s->n;
        add(s, in);
        send(t, from, ACK, at, s->n - at);
    }
}

void fuzz_one(const uint8_t *data, size_t n)
{
    static struct talk talk;
    struct feed in = {data, n};

    rig_begin(&rig, CONNECTIONS);
    begin(&talk, &in);
    for (unsigned i = 0; i < STEPS && in.left; i++)
        step(&talk, &in);
    if (rig_left(&rig))
        abort();
    rig_end(&rig);
}
