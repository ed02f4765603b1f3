/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode.c - see decode.h. */
#include "guest/capture/decode.h"

#include <stdarg.h>

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"

enum {
    ETHERNET = 14, TYPE = 12, TYPE_IP = 0x0800, TYPE_ARP = 0x0806,
    TYPE_VLAN = 0x8100, VLAN = 4, ARP = 28, IP = 20, UDP = 8, TCP = 20,
    ICMP = 4, IP_ICMP = 1, IP_TCP = 6, IP_UDP = 17,
    FIN = 1, SYN = 2, RST = 4, PSH = 8, ACK = 16, URG = 32,
};

void decode_say(const struct decode_text *to, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(to->put, to->far, fmt, ap);
    va_end(ap);
}

static void say_ip(const struct decode_text *to, const uint8_t *ip)
{
    decode_say(to, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
}

static void say_mac(const struct decode_text *to, const uint8_t *mac)
{
    decode_say(to, "%02x%02x.%02x%02x.%02x%02x", mac[0], mac[1], mac[2], mac[3],
               mac[4], mac[5]);
}

/* --- ARP --------------------------------------------------------------- */

static void say_arp(const struct decode_text *to, const uint8_t *p, size_t n)
{
    if (n < ARP) {
        decode_say(to, "arp [|arp]");
    } else if (get_be16(p + 6) == 1) {
        decode_say(to, "arp who-has ");
        say_ip(to, p + 24);
        decode_say(to, " tell ");
        say_ip(to, p + 14);
    } else if (get_be16(p + 6) == 2) {
        decode_say(to, "arp reply ");
        say_ip(to, p + 14);
        decode_say(to, " is-at %x:%x:%x:%x:%x:%x", p[8], p[9], p[10], p[11],
                   p[12], p[13]);
    } else {
        decode_say(to, "arp operation %u", get_be16(p + 6));
    }
}

/* --- ICMP -------------------------------------------------------------- */

static const char *unreachable(uint8_t code)
{
    static const char *const what[] = {"net", "host", "protocol", "port",
                                       "need to frag"};

    return code < sizeof what / sizeof what[0] ? what[code] : "destination";
}

static void say_icmp(const struct decode_text *to, const uint8_t *p, size_t n)
{
    static const struct {
        uint8_t type;
        const char *name;
    } names[] = {
        {0, "echo reply"}, {4, "source quench"}, {5, "redirect"},
        {8, "echo request"}, {9, "router advertisement"},
        {10, "router solicitation"}, {11, "time exceeded in-transit"},
        {12, "parameter problem"}, {13, "time stamp request"},
        {14, "time stamp reply"}, {15, "information request"},
        {16, "information reply"}, {17, "address mask request"},
        {18, "address mask reply"},
    };

    if (n < ICMP) {
        decode_say(to, "icmp: [|icmp]");
        return;
    }
    if (p[0] == 3) {
        decode_say(to, "icmp: %s unreachable", unreachable(p[1]));
        return;
    }
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].type == p[0]) {
            decode_say(to, "icmp: %s", names[i].name);
            return;
        }
    }
    decode_say(to, "icmp: type %u code %u", p[0], p[1]);
}

/* --- TCP --------------------------------------------------------------- */

static void say_flags(const struct decode_text *to, uint8_t flags)
{
    if (!(flags & (SYN | FIN | RST | PSH)))
        decode_say(to, ".");
    decode_say(to, "%s%s%s%s", flags & SYN ? "S" : "", flags & FIN ? "F" : "",
               flags & RST ? "R" : "", flags & PSH ? "P" : "");
}

/* One option; its length, 0: no more. */
static unsigned say_option(const struct decode_text *to, const uint8_t *p,
                           size_t n)
{
    unsigned bytes = p[0] <= 1 ? 1 : n > 1 ? p[1] : 0;

    if (bytes == 0 || bytes > n || (p[0] > 1 && bytes < 2))
        return 0;
    if (p[0] == 0)
        decode_say(to, "eol");
    else if (p[0] == 1)
        decode_say(to, "nop");
    else if (p[0] == 2 && bytes == 4)
        decode_say(to, "mss %u", get_be16(p + 2));
    else if (p[0] == 3 && bytes == 3)
        decode_say(to, "wscale %u", p[2]);
    else if (p[0] == 4)
        decode_say(to, "sackOK");
    else if (p[0] == 8 && bytes == 10)
        decode_say(to, "timestamp %u %u", (unsigned)get_be32(p + 2),
                   (unsigned)get_be32(p + 6));
    else
        decode_say(to, "opt-%u", p[0]);
    return p[0] == 0 ? 0 : bytes;
}

static void say_options(const struct decode_text *to, const uint8_t *p,
                        size_t n)
{
    unsigned bytes;

    if (n == 0)
        return;
    decode_say(to, " <");
    for (size_t at = 0; at < n; at += bytes) {
        if (at)
            decode_say(to, ",");
        bytes = say_option(to, p + at, n - at);
        if (bytes == 0)
            break;
    }
    decode_say(to, ">");
}

/* n bytes are here, whole_n were on the wire. */
static void say_tcp(const struct decode_text *to, const uint8_t *p, size_t n,
                    size_t whole_n)
{
    unsigned head = n >= TCP ? p[12] >> 4 << 2 : 0;
    uint32_t data, seq;
    uint8_t flags;

    if (head < TCP) {
        decode_say(to, "[|tcp]");
        return;
    }
    flags = p[13];
    data = whole_n > head ? (uint32_t)(whole_n - head) : 0;
    seq = get_be32(p + 4);
    say_flags(to, flags);
    if (data || (flags & (SYN | FIN | RST)))
        decode_say(to, " %u:%u(%u)", (unsigned)seq, (unsigned)(seq + data),
                   (unsigned)data);
    if (flags & ACK)
        decode_say(to, " ack %u", (unsigned)get_be32(p + 8));
    decode_say(to, " win %u", get_be16(p + 14));
    if (flags & URG)
        decode_say(to, " urg %u", get_be16(p + 18));
    say_options(to, p + TCP, (n < head ? n : head) - TCP);
}

/* --- IP ---------------------------------------------------------------- */

static void say_addresses(const struct decode_text *to, const uint8_t *p,
                          const uint8_t *ports)
{
    say_ip(to, p + 12);
    if (ports)
        decode_say(to, ".%u", get_be16(ports));
    decode_say(to, " > ");
    say_ip(to, p + 16);
    if (ports)
        decode_say(to, ".%u", get_be16(ports + 2));
    decode_say(to, ": ");
}

static void say_detail(const struct decode_text *to, const uint8_t *p)
{
    uint16_t fragment = get_be16(p + 6);

    if (fragment & 0x4000)
        decode_say(to, " (DF)");
    if (p[1])
        decode_say(to, " [tos 0x%x]", p[1]);
    decode_say(to, " (ttl %u, id %u)", p[8], get_be16(p + 4));
}

static void say_ip_packet(const struct decode_text *to, const uint8_t *p,
                          size_t n, bool detail)
{
    size_t head = n >= IP ? (p[0] & 15u) * 4 : 0, whole, body;
    uint16_t fragment;
    const uint8_t *q;
    bool rest, ports;

    if (head < IP || n < head || p[0] >> 4 != 4) {
        decode_say(to, "[|ip]");
        return;
    }
    q = p + head;
    whole = get_be16(p + 2) > head ? get_be16(p + 2) - head : 0;
    body = n - head < whole ? n - head : whole;
    fragment = get_be16(p + 6);
    rest = (fragment & 0x1fff) != 0;
    ports = !rest && body >= 4 && (p[9] == IP_TCP || p[9] == IP_UDP);
    say_addresses(to, p, ports ? q : NULL);
    if (ports && p[9] == IP_TCP)
        say_tcp(to, q, body, whole);
    else if (ports)
        decode_say(to, " udp %u", (unsigned)(whole > UDP ? whole - UDP : 0));
    else if (p[9] == IP_ICMP && !rest)
        say_icmp(to, q, body);
    else
        decode_say(to, " ip-proto-%u, length %u", p[9], (unsigned)whole);
    if (fragment & 0x3fff)
        decode_say(to, " (frag %u:%u@%u%s)", get_be16(p + 4), (unsigned)whole,
                   (fragment & 0x1fffu) * 8, fragment & 0x2000 ? "+" : "");
    if (detail)
        say_detail(to, p);
}

/* --- frames ------------------------------------------------------------ */

void decode_line(const struct decode_text *to, const uint8_t *frame, size_t n,
                 size_t whole_n, bool detail)
{
    size_t head = ETHERNET;
    uint16_t type;

    if (n < ETHERNET) {
        decode_say(to, "[|ether]");
        return;
    }
    type = get_be16(frame + TYPE);
    if (detail || (type != TYPE_IP && type != TYPE_ARP)) {
        say_mac(to, frame + 6);
        decode_say(to, " ");
        say_mac(to, frame);
        decode_say(to, " 0x%04x %u: ", type, (unsigned)whole_n);
    }
    if (type == TYPE_VLAN && n >= ETHERNET + VLAN) {
        decode_say(to, "802.1Q vlan#%u P%u ", get_be16(frame + 14) & 0xfffu,
                   frame[14] >> 5);
        type = get_be16(frame + TYPE + VLAN);
        head += VLAN;
    }
    if (type == TYPE_IP)
        say_ip_packet(to, frame + head, n - head, detail);
    else if (type == TYPE_ARP)
        say_arp(to, frame + head, n - head);
    else
        for (size_t i = head; i < n && i < head + 32; i++)
            decode_say(to, "%02x%s", frame[i], i % 2 ? " " : "");
}

void decode_dump(const struct decode_text *to, const uint8_t *bytes, size_t n)
{
    for (size_t at = 0; at < n; at += 16) {
        decode_say(to, "0x%04x   ", (unsigned)at);
        for (size_t i = at; i < at + 16; i++) {
            if (i < n)
                decode_say(to, "%02x", bytes[i]);
            else
                decode_say(to, "  ");
            decode_say(to, "%s", i % 2 ? " " : "");
        }
        decode_say(to, "       ");
        for (size_t i = at; i < n && i < at + 16; i++)
            decode_say(to, "%c",
                       bytes[i] > ' ' && bytes[i] <= '~' ? bytes[i] : '.');
        decode_say(to, "\n");
    }
}
