/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dissect.c - see dissect.h. */
#include "guest/capture/dissect.h"

#include "guest/lib/bytes.h"

enum {
    ICMP = 1, TCP = 6, UDP = 17, ICMP_HEAD = 8, TCP_HEAD = 20, UDP_HEAD = 8,
    ROW = 16,
};

static void say_ip(const struct decode_text *to, const uint8_t *p)
{
    uint16_t fragment = get_be16(p + 6);

    decode_say(to, "-- IP --\n%u.%u.%u.%u\t==>\t%u.%u.%u.%u\n\n", p[12], p[13],
               p[14], p[15], p[16], p[17], p[18], p[19]);
    decode_say(to, "\tver = 0x%x\thlen = 0x%x\ttos = 0x%x\ttlen = 0x%x\n",
               p[0] >> 4, p[0] & 15u, p[1], get_be16(p + 2));
    decode_say(to, "\tid = 0x%x\tflags = 0x%x\tfrag off=0x%x\n",
               get_be16(p + 4), (unsigned)(fragment >> 13), fragment & 0x1fffu);
    decode_say(to, "\tttl = 0x%x\tproto=0x%x\tchksum = 0x%x\n\n", p[8], p[9],
               get_be16(p + 10));
}

static void say_tcp(const struct decode_text *to, const uint8_t *p)
{
    static const char *const flags[] = {"fin", "syn", "rst", "psh", "ack",
                                        "urg"};

    decode_say(to, "\t-- TCP --\n\t\tsource port = 0x%x\tdest port = 0x%x",
               get_be16(p), get_be16(p + 2));
    for (unsigned i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (p[13] & 1u << i)
            decode_say(to, " %s", flags[i]);
    }
    decode_say(to, "\n\t\tseq = 0x%x\n\t\tack = 0x%x\n",
               (unsigned)get_be32(p + 4), (unsigned)get_be32(p + 8));
    decode_say(to, "\t\thlen = 0x%x\t\twindow = 0x%x\n", (unsigned)(p[12] >> 4),
               get_be16(p + 14));
    decode_say(to, "\t\tchecksum = 0x%x\turg = 0x%x\n", get_be16(p + 16),
               get_be16(p + 18));
}

static void say_udp(const struct decode_text *to, const uint8_t *p)
{
    decode_say(to, "\t-- UDP --\n\t\tsource port = 0x%x\tdest port = 0x%x\n",
               get_be16(p), get_be16(p + 2));
    decode_say(to, "\t\tlen = 0x%x\tchecksum = 0x%x\n", get_be16(p + 4),
               get_be16(p + 6));
}

static void say_icmp(const struct decode_text *to, const uint8_t *p)
{
    decode_say(to,
               "\t-- ICMP --\n\t\ttype = 0x%x\tcode = 0x%x\tchecksum=0x%x\n",
               p[0], p[1], get_be16(p + 2));
    decode_say(to, "\t\tidentifier = 0x%x\tseq = 0x%x\n", get_be16(p + 4),
               get_be16(p + 6));
}

/* `at`: of the packet. */
static void say_data(const struct decode_text *to, const uint8_t *p,
                     size_t at, size_t n)
{
    if (at >= n)
        return;
    decode_say(to, "\t-- DATA --\n");
    for (; at < n; at += ROW) {
        size_t end = at + ROW < n ? at + ROW : n;

        decode_say(to, "\t%08x: ", (unsigned)at);
        for (size_t i = at; i < end; i++)
            decode_say(to, "%02x ", p[i]);
        decode_say(to, "| ");
        for (size_t i = at; i < end; i++)
            decode_say(to, "%c", p[i] > ' ' && p[i] <= '~' ? p[i] : '.');
        decode_say(to, "\n");
    }
}

/* What the transport's header takes, once it is said; 0: there is none. */
static size_t say_transport(const struct decode_text *to, uint8_t protocol,
                            const uint8_t *p, size_t n)
{
    size_t head;

    if (protocol == TCP && n >= TCP_HEAD) {
        say_tcp(to, p);
        head = p[12] >> 4 << 2;
        return head < TCP_HEAD ? TCP_HEAD : head < n ? head : n;
    }
    if (protocol == UDP && n >= UDP_HEAD) {
        say_udp(to, p);
        return UDP_HEAD;
    }
    if (protocol == ICMP && n >= ICMP_HEAD) {
        say_icmp(to, p);
        return ICMP_HEAD;
    }
    return 0;
}

void dissect_packet(const struct decode_text *to, const uint8_t *p, size_t n)
{
    size_t head = (p[0] & 15u) * 4, whole = get_be16(p + 2);

    if (whole > DISSECT_MIN && whole < n)
        n = whole; /* the rest is the frame's */
    if (head < DISSECT_MIN || head > n)
        head = n;
    decode_say(to, "--------- PACKET ---------\n");
    say_ip(to, p);
    if (!(get_be16(p + 6) & 0x1fff))
        head += say_transport(to, p[9], p + head, n - head);
    say_data(to, p, head, n);
    decode_say(to, "--------- END OF PACKET ---------\n");
}
