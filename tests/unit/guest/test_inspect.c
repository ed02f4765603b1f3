/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_inspect.c - what is looked into: FTP's addresses and what follows from
 * them, letters, requests. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/guest/fwscene.h"

enum { TCP = 6, UDP = 17, ICMP = 1, INSIDE_HOST = CLIENT, SERVER = CALLER,
       PAT = SCENE_PAT, POOL = SCENE_POOL };

/* A connection with a host on each wire. */
struct talk {
    uint16_t port, seen_port;
    uint32_t seen;
    uint32_t seq[2], ack[2]; /* of client and server, as each knows them */
};

/* From the client (0) or the server (1); what came out is in the rig. */
static enum firewall_verdict tell(struct talk *t, unsigned from,
                                  uint8_t flags, const char *text)
{
    uint8_t packet[RIG_PACKET];
    struct rig_spec s = {
        .protocol = TCP, .flags = flags, .seq = t->seq[from],
        .ack = t->ack[from], .data = text, .n = strlen(text),
        .from = from ? SERVER : INSIDE_HOST, .to = from ? t->seen : SERVER,
        .from_port = from ? 21 : t->port, .to_port = from ? t->seen_port : 21};
    enum firewall_verdict v = rig_packet(&rig, from ? RIG_OUTSIDE : RIG_INSIDE,
                                         packet, rig_make(packet, &s));

    t->seq[from] += (uint32_t)s.n + (flags & (SYN | FIN) ? 1 : 0);
    if (v == FIREWALL_SENT)
        t->ack[!from] = rig_get(rig.packet + 24, 4) + (uint32_t)(rig.n - 40) +
                        (flags & (SYN | FIN) ? 1 : 0);
    return v;
}

static void connect_to(struct talk *t)
{
    *t = (struct talk){.port = 2000, .seq = {1000, 7000}};
    g_assert_cmpint(tell(t, 0, SYN, ""), ==, FIREWALL_SENT);
    t->seen = rig_get(rig.packet + 12, 4);
    t->seen_port = (uint16_t)rig_get(rig.packet + 20, 2);
    g_assert_cmpint(tell(t, 1, SYN | ACK, ""), ==, FIREWALL_SENT);
    g_assert_cmpint(tell(t, 0, ACK, ""), ==, FIREWALL_SENT);
}

static char *said(void)
{
    return g_strndup((const char *)rig.packet + 40, rig.n - 40);
}

static bool sums_are_right(void)
{
    uint8_t copy[RIG_PACKET];

    memcpy(copy, rig.packet, rig.n);
    rig_seal(copy);
    return memcmp(copy, rig.packet, rig.n) == 0;
}

/* --- ftp --------------------------------------------------------------- */

/* Where the PORT that came out says; how long it is. */
static size_t announced_at(struct rig_spec *call)
{
    g_autofree char *got = said();
    unsigned p[6];

    g_assert_cmpint(sscanf(got, "PORT %u,%u,%u,%u,%u,%u\r\n", &p[0], &p[1],
                           &p[2], &p[3], &p[4], &p[5]), ==, 6);
    call->to = p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
    call->to_port = (uint16_t)(p[4] << 8 | p[5]);
    return strlen(got);
}

static void test_ftp_active(void)
{
    for (int pat = 0; pat < 2; pat++) {
        struct rig_spec data = {.protocol = TCP, .flags = SYN,
                                .from = SERVER, .from_port = 20};
        uint8_t packet[RIG_PACKET];
        struct talk t;
        uint32_t seq;
        size_t n;

        scene_inspected(FIX_FTP, 21, pat);
        connect_to(&t);
        g_assert_cmpint(tell(&t, 0, ACK, "PORT 10,0,0,5,4,1\r\n"), ==,
                        FIREWALL_SENT);
        g_assert_true(sums_are_right());
        seq = rig_get(rig.packet + 24, 4) + (uint32_t)announced_at(&data);
        g_assert_cmphex(data.to, ==, t.seen);

        /* Numbers on both sides go on as if each had said what it sees. */
        g_assert_cmpint(tell(&t, 1, ACK, "200 OK\r\n"), ==, FIREWALL_SENT);
        g_assert_cmpuint(rig_get(rig.packet + 28, 4), ==, t.seq[0]);
        tell(&t, 0, ACK, "RETR x\r\n");
        g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, seq);

        /* The server calls, once, and nobody else may. */
        data.from = SERVER + 1;
        n = rig_make(packet, &data);
        g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet, n), ==,
                        FIREWALL_DROPPED);
        data.from = SERVER;
        n = rig_make(packet, &data);
        g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet, n), ==,
                        FIREWALL_SENT);
        g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, INSIDE_HOST);
        g_assert_cmpuint(rig_get(rig.packet + 22, 2), ==, 4 * 256 + 1);
        data.from_port = 2121;
        n = rig_make(packet, &data);
        g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet, n), ==,
                        FIREWALL_DROPPED);
        rig_end(&rig);
    }
}

/* In pieces, and sent again, it comes out whole and the same. */
static void test_ftp_pieces(void)
{
    const char line[] = "PORT 10,0,0,5,4,1\r\n";
    g_autofree char *whole = NULL;
    struct talk t, before;
    uint32_t seq;

    scene_inspected(FIX_FTP, 21, false);
    connect_to(&t);
    before = t;
    g_assert_cmpint(tell(&t, 0, ACK, line), ==, FIREWALL_SENT);
    whole = said();
    seq = rig_get(rig.packet + 24, 4);
    for (size_t cut = 1; cut < strlen(line); cut++) {
        g_autofree char *first = g_strndup(line, cut), *again = NULL;

        t = before;
        g_assert_cmpint(tell(&t, 0, ACK, first), ==, FIREWALL_HELD);
        g_assert_cmpint(tell(&t, 0, ACK, line + cut), ==, FIREWALL_SENT);
        again = said();
        g_assert_cmpstr(again, ==, whole);
        g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, seq);
        g_assert_true(sums_are_right());
    }
    t = before;
    tell(&t, 0, ACK, line);
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==, seq);
    tell(&t, 0, ACK, "NOOP\r\n");
    g_assert_cmpuint(rig_get(rig.packet + 24, 4), ==,
                     seq + (uint32_t)strlen(whole));
    /* Whoever leaves in the middle of a word waits for nothing. */
    g_assert_cmpint(tell(&t, 0, ACK | FIN, "PO"), ==, FIREWALL_SENT);
    rig_end(&rig);
}

/* Behind other lines of the same segment, too; but nothing that a server
 * repeats of its client's words, wherever it is cut, however often it comes. */
static void test_ftp_lines(void)
{
    static const struct {
        const char *text; /* of the server */
        uint32_t seq;
        const char *want; /* NULL: dropped */
    } said_by[] = {
        {"220 hello\r\n226 done\r\n227 x (10,0,0,5,8,1)\r\n", 1,
         "220 hello\r\n226 done\r\n227 x (203,0,113,30,8,1)\r\n"},
        {"500 what is XXXX", 44, "500 what is XXXX"},
        {"227 (10,0,0,5,0,139)\r\n", 60, "227 (10,0,0,5,0,139)\r\n"},
        {"227 (10,0,0,5,0,139)\r\n", 60, "227 (10,0,0,5,0,139)\r\n"},
        {"227 (10,0,0,5,8,2)\r\n", 86, NULL}, /* what is before is missing */
        {"227 (10,0,0,5,8,2)\r\n", 82, "227 (203,0,113,30,8,2)\r\n"},
        {"227 (10,0,0,5,8,2)\r\n", 82, "227 (203,0,113,30,8,2)\r\n"},
    };
    struct rules *r = &rig.rules;
    struct rig_spec s = {.protocol = TCP, .from = SERVER, .to = POOL,
                         .from_port = 3000, .to_port = 21, .flags = SYN};
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_FTP, 21, false);
    r->statics[r->static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = POOL,
        .real_ip = INSIDE_HOST, .mask = 0xffffffff, .norandomseq = true};
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = TCP, .icmp = RULES_ANY_ICMP};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s = (struct rig_spec){.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                          .from_port = 21, .to_port = 3000,
                          .flags = SYN | ACK};
    rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
    s.flags = ACK;
    for (unsigned i = 0; i < G_N_ELEMENTS(said_by); i++) {
        g_autofree char *got = NULL;

        s.seq = said_by[i].seq;
        s.data = said_by[i].text;
        s.n = strlen(said_by[i].text);
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==,
                        said_by[i].want ? FIREWALL_SENT : FIREWALL_DROPPED);
        got = said_by[i].want ? said() : NULL;
        g_assert_cmpstr(got, ==, said_by[i].want);
    }
    rig_end(&rig);
}

static void test_ftp_liars(void)
{
    struct talk t;

    scene_inspected(FIX_FTP, 21, false);
    connect_to(&t);
    /* Somebody else's address. */
    g_assert_cmpint(tell(&t, 0, ACK, "PORT 10,0,0,6,4,1\r\n"), ==,
                    FIREWALL_DROPPED);
    g_assert_cmpint(rig.event[rig.events - 1].drop, ==, DROP_INSPECTION);
    connect_to(&t);
    g_assert_cmpint(tell(&t, 0, ACK, "PORT 999,0,0,5,4,1\r\n"), ==,
                    FIREWALL_SENT);
    rig_end(&rig);
}

/* The server is inside; who calls it is told its outside address. */
static void test_ftp_passive(void)
{
    struct rules *r = &rig.rules;
    struct rig_spec s = {.protocol = TCP, .from = SERVER, .to = POOL,
                         .from_port = 3000, .to_port = 21, .flags = SYN};
    const char text[] = "227 Entering Passive Mode (10,0,0,5,8,1).\r\n";
    g_autofree char *got = NULL;
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_FTP, 21, false);
    r->statics[r->static_count++] = (struct rules_static){
        .real = RIG_INSIDE, .mapped = RIG_OUTSIDE, .mapped_ip = POOL,
        .real_ip = INSIDE_HOST, .mask = 0xffffffff};
    r->ace[r->aces++] = (struct rules_ace){
        .action = RULES_PERMIT, .protocol = TCP, .icmp = RULES_ANY_ICMP,
        .to_ports = {RULES_PORT_EQ, 21, 0}};
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s.to_port = 2049;
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    s = (struct rig_spec){.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                          .from_port = 21, .to_port = 3000, .flags = ACK,
                          .data = text, .n = sizeof text - 1};
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    got = said();
    g_assert_cmpstr(got, ==,
                    "227 Entering Passive Mode (203,0,113,30,8,1).\r\n");
    s = (struct rig_spec){.protocol = TCP, .from = SERVER, .to = POOL,
                          .from_port = 3001, .to_port = 2049, .flags = SYN};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, INSIDE_HOST);
    rig_end(&rig);
}

static void test_ftp_extended(void)
{
    g_autofree char *got = NULL;
    struct talk t;

    scene_inspected(FIX_FTP, 21, false);
    connect_to(&t);
    g_assert_cmpint(tell(&t, 0, ACK, "EPRT |1|10.0.0.5|1025|\r\n"), ==,
                    FIREWALL_SENT);
    got = said();
    g_assert_cmpstr(got, ==, "EPRT |1|203.0.113.30|1025|\r\n");
    g_assert_cmpint(tell(&t, 1, ACK, "229 Extended (|||3000|)\r\n"), ==,
                    FIREWALL_SENT);
    rig_end(&rig);
}

/* --- the others -------------------------------------------------------- */

static void test_smtp(void)
{
    static const struct {
        unsigned from;
        const char *text, *want;
    } lines[] = {
        {1, "220 mail.example.com ESMTP\r\n", "220 "},
        {0, "EHLO me\r\n", "XXXX me\r\n"},
        {0, "HELO me\r\n", "HELO me\r\n"},
        {0, "VRFY root\r\nMAIL FROM:<a>\r\n", "XXXX root\r\nMAIL FROM:<a>\r\n"},
        {0, " \tEXPN root\r\n NOOP\r\n", " \tXXXX root\r\n NOOP\r\n"},
        {0, " ", " "},
        {0, "TURN\r\n", "XXXX\r\n"},
        {0, "DATA\r\n", "DATA\r\n"},
        {1, "354 go on\r\n", "354 go on\r\n"},
        {0, "EXPN stays\r\n", "EXPN stays\r\n"},
        {0, ".\r\nEXPN root\r\n", ".\r\nXXXX root\r\n"},
    };
    struct talk t;

    scene_inspected(FIX_SMTP, 21, true);
    connect_to(&t);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autofree char *got = NULL;

        g_assert_cmpint(tell(&t, lines[i].from, ACK, lines[i].text), ==,
                        FIREWALL_SENT);
        got = said();
        if (i == 0) {
            g_assert_true(g_str_has_prefix(got, "220 *"));
            g_assert_null(strstr(got, "mail"));
        } else {
            g_assert_cmpstr(got, ==, lines[i].want);
        }
        g_assert_true(sums_are_right());
    }
    /* Without the licence, nothing is guarded. */
    rig.place.guards = false;
    rig_configure(&rig);
    tell(&t, 0, ACK, "EHLO me\r\n");
    g_assert_cmpmem(rig.packet + 40, 4, "EHLO", 4);
    rig_end(&rig);
}

static void test_http(void)
{
    struct talk t;

    scene_inspected(FIX_HTTP, 21, true);
    connect_to(&t);
    tell(&t, 0, ACK, "GET /a/b?c HTTP/1.0\r\n\r\n");
    g_assert_cmpuint(rig.events, ==, 1);
    g_assert_cmpint(rig.event[0].kind, ==, EVENT_URL);
    g_assert_cmpuint(rig.event[0].text_length, ==, 6);
    tell(&t, 1, ACK, "HTTP/1.0 200 OK\r\n\r\nGET /no");
    g_assert_cmpuint(rig.events, ==, 0);
    rig_end(&rig);
}

static void test_tftp(void)
{
    struct rig_spec s = {.protocol = UDP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 2000, .to_port = 69,
                         .data = "\0\1file\0octet", .n = 13};
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_TFTP, 69, true);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s = (struct rig_spec){.protocol = UDP, .from = SERVER,
                          .to = rig_get(rig.packet + 12, 4), .from_port = 5000,
                          .to_port = (uint16_t)rig_get(rig.packet + 20, 2),
                          .data = "\0\3\0\1x", .n = 5};
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmphex(rig_get(rig.packet + 16, 4), ==, INSIDE_HOST);
    g_assert_cmpuint(rig_get(rig.packet + 22, 2), ==, 2000);
    rig_end(&rig);
}

static void test_dns(void)
{
    static const uint8_t longer[600];
    struct rig_spec s = {.protocol = UDP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 2000, .to_port = 53, .data = longer,
                         .n = 40};
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_DNS, 53, true);
    rig.place.dns_longest = 512;
    rig_configure(&rig);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s.n = 513;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    rig_end(&rig);
}

/* --- sent again, and in pieces ----------------------------------------- */

/* The same once more: what comes out is the same, and it is not told again. */
static void say_twice(uint8_t inspection, const char *text, const char *want)
{
    struct talk t, before;

    scene_inspected(inspection, 21, true);
    connect_to(&t);
    before = t;
    for (unsigned i = 0; i < 2; i++) {
        g_autofree char *got = NULL;

        t = before;
        g_assert_cmpint(tell(&t, 0, ACK, text), ==, FIREWALL_SENT);
        got = said();
        g_assert_cmpstr(got, ==, want);
        g_assert_cmpuint(rig.events, ==, i == 0);
    }
    tell(&t, 0, ACK, text);
    g_assert_cmpuint(rig.events, ==, 1);
    rig_end(&rig);
}

static void test_told_once(void)
{
    say_twice(FIX_SMTP, "EHLO me\r\n", "XXXX me\r\n");
    say_twice(FIX_FTP, "RETR file\r\n", "RETR file\r\n");
    say_twice(FIX_HTTP, "GET /x HTTP/1.0\r\n", "GET /x HTTP/1.0\r\n");
}

/* A segment that is sent again with more behind it: only that is new. */
static void test_told_in_part(void)
{
    struct talk t, before;

    scene_inspected(FIX_SMTP, 21, true);
    connect_to(&t);
    before = t;
    tell(&t, 0, ACK, "EHLO me\r\n");
    tell(&before, 0, ACK, "EHLO me\r\nVRFY you\r\n");
    g_assert_cmpuint(rig.events, ==, 1);
    g_assert_cmpmem(rig.event[0].text, 4, "XXXX", 4);
    rig_end(&rig);
}

static void begin_letter(struct talk *t)
{
    scene_inspected(FIX_SMTP, 21, true);
    connect_to(t);
    tell(t, 0, ACK, "DATA\r\n");
    tell(t, 1, ACK, "250 so far\r\n354 go on\r\n");
}

/* However a letter is cut, it stays as it is, and ends with its dot. */
static void test_letter_pieces(void)
{
    const char letter[] = "VRFY.\r\n..\nof\r\n.x\r\nme\r\n.\r\n";

    for (size_t a = 1; a < strlen(letter); a++) {
        for (size_t b = a; b < strlen(letter); b++) {
            g_autofree char *one = g_strndup(letter, a);
            g_autofree char *two = g_strndup(letter + a, b - a);
            const char *piece[] = {one, two, letter + b};
            struct talk t;

            begin_letter(&t);
            for (unsigned i = 0; i < 3; i++) {
                g_autofree char *got = NULL;

                tell(&t, 0, ACK, piece[i]);
                got = said();
                g_assert_cmpstr(got, ==, piece[i]);
            }
            tell(&t, 0, ACK, "VRFY root\r\n");
            g_assert_cmpmem(rig.packet + 40, 4, "XXXX", 4);
            rig_end(&rig);
        }
    }
}

/* A command may come in pieces, too. */
static void test_command_pieces(void)
{
    struct talk t;

    scene_inspected(FIX_SMTP, 21, true);
    connect_to(&t);
    tell(&t, 0, ACK, "MAIL FROM:<some");
    tell(&t, 0, ACK, "body>\r\nVRFY root\r\n");
    g_assert_cmpmem(rig.packet + 40, 11, "body>\r\nXXXX", 11);
    g_assert_cmpuint(rig.events, ==, 1);
    rig_end(&rig);
}

/* What got lost of a letter and is sent again behind its end is no command;
 * and a server that says 354 again does not begin another one. */
static void test_letter_again(void)
{
    struct talk t, middle;
    g_autofree char *got = NULL;

    begin_letter(&t);
    tell(&t, 0, ACK, "first\r\n");
    middle = t;
    tell(&t, 0, ACK, "second\r\n");
    tell(&t, 0, ACK, ".\r\n");
    tell(&middle, 0, ACK, "second\r\n.\r\nVRFY x\r\n");
    got = said();
    g_assert_cmpstr(got, ==, "second\r\n.\r\nXXXX x\r\n");
    tell(&t, 1, ACK, "354 go on\r\n");
    tell(&middle, 0, ACK, "VRFY y\r\n");
    g_assert_cmpmem(rig.packet + 40, 4, "XXXX", 4);
    rig_end(&rig);
}

/* Who begins lines and does not end them keeps nobody else from it. */
static void test_half_lines(void)
{
    struct rig_spec s = {.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                         .to_port = 21};
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_FTP, 21, false);
    for (uint16_t i = 0; i < 40; i++) {
        s.from_port = (uint16_t)(2000 + i);
        s.flags = SYN;
        s.n = 0;
        rig_packet(&rig, RIG_INSIDE, packet, rig_make(packet, &s));
        s.flags = ACK;
        s.seq = 1;
        s.data = "PORT ";
        s.n = 5;
        g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                                   rig_make(packet, &s)), ==, FIREWALL_HELD);
    }
    s.seq = 6;
    s.data = "10,0,0,5,4,1\r\n";
    s.n = 14;
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    g_assert_cmpmem(rig.packet + 40, 9, "PORT 203,", 9);
    rig_end(&rig);
}

/* Announced twice, because the command got lost behind the unit: one call. */
static void test_announced_once(void)
{
    struct rig_spec s = {.protocol = TCP, .flags = SYN, .from = SERVER,
                         .to = POOL, .from_port = 20, .to_port = 1025};
    struct talk t, before;
    uint8_t packet[RIG_PACKET];

    scene_inspected(FIX_FTP, 21, false);
    connect_to(&t);
    before = t;
    tell(&t, 0, ACK, "PORT 10,0,0,5,4,1\r\n");
    tell(&before, 0, ACK, "PORT 10,0,0,5,4,1\r\n");
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_SENT);
    s.from_port = 30;
    g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet,
                               rig_make(packet, &s)), ==, FIREWALL_DROPPED);
    rig_end(&rig);
}

/* A minute is a minute for who stands behind one address, too, though a
 * translation of a port that nobody uses ends earlier. */
static void test_announced_late(void)
{
    for (int late = 0; late < 2; late++) {
        struct rig_spec data = {.protocol = TCP, .flags = SYN,
                                .from = SERVER, .from_port = 20};
        uint8_t packet[RIG_PACKET];
        struct talk t;
        size_t n;

        scene_inspected(FIX_FTP, 21, true);
        connect_to(&t);
        tell(&t, 0, ACK, "PORT 10,0,0,5,4,1\r\n");
        announced_at(&data);
        rig_time(&rig, 1045);
        if (late)
            rig_time(&rig, 1061);
        n = rig_make(packet, &data);
        g_assert_cmpint(rig_packet(&rig, RIG_OUTSIDE, packet, n), ==,
                        late ? FIREWALL_DROPPED : FIREWALL_SENT);
        rig_end(&rig);
    }
}

/* An option may stand anywhere in the header. */
static void test_odd_options(void)
{
    static const uint8_t options[] = {1, 2, 4, 5, 0xb4, 0, 0, 0};
    struct rig_spec s = {.protocol = TCP, .from = INSIDE_HOST, .to = SERVER,
                         .from_port = 2000, .to_port = 80, .flags = SYN,
                         .data = options, .n = sizeof options};
    uint8_t packet[RIG_PACKET];
    size_t n;

    scene_inspected(FIX_NONE, 0, true);
    rig.rules.tcp_mss = 1000;
    rig_configure(&rig);
    n = rig_make(packet, &s);
    packet[32] = 0x70;
    rig_seal(packet);
    g_assert_cmpint(rig_packet(&rig, RIG_INSIDE, packet, n), ==,
                    FIREWALL_SENT);
    g_assert_cmpuint(rig_get(rig.packet + 43, 2), ==, 1000);
    g_assert_true(sums_are_right());
    rig_end(&rig);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/inspect/ftp-active", test_ftp_active);
    g_test_add_func("/inspect/ftp-in-pieces", test_ftp_pieces);
    g_test_add_func("/inspect/ftp-lines", test_ftp_lines);
    g_test_add_func("/inspect/ftp-liars", test_ftp_liars);
    g_test_add_func("/inspect/ftp-passive", test_ftp_passive);
    g_test_add_func("/inspect/ftp-extended", test_ftp_extended);
    g_test_add_func("/inspect/smtp", test_smtp);
    g_test_add_func("/inspect/http", test_http);
    g_test_add_func("/inspect/tftp", test_tftp);
    g_test_add_func("/inspect/dns", test_dns);
    g_test_add_func("/inspect/told-once", test_told_once);
    g_test_add_func("/inspect/told-in-part", test_told_in_part);
    g_test_add_func("/inspect/letter-pieces", test_letter_pieces);
    g_test_add_func("/inspect/command-pieces", test_command_pieces);
    g_test_add_func("/inspect/letter-again", test_letter_again);
    g_test_add_func("/inspect/half-lines", test_half_lines);
    g_test_add_func("/inspect/announced-once", test_announced_once);
    g_test_add_func("/inspect/announced-late", test_announced_late);
    g_test_add_func("/inspect/odd-options", test_odd_options);
    return g_test_run();
}
