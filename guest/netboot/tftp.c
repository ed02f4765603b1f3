/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tftp.c - the TFTP client (RFC 1350, octet mode, no options).
 *
 * A server may answer from port 69 or from a port of its own (its transfer
 * identifier); the first message that makes sense decides which, and from
 * then on nothing else is listened to.
 */
#include "guest/netboot/tftp.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/netboot/strings.h"

/* Table 11-2.  OUT_OF_SEQUENCE and below 9: noted when tracing, and the
 * download goes on. */
enum code {
    CODE_NONE = 0,
    CODE_TIMEOUT = -1,
    CODE_SHORT = 2,
    CODE_NOT_SERVER = 3,
    CODE_IP_HEADER = 4,
    CODE_NOT_UDP = 5,
    CODE_NOT_US = 6,
    CODE_PORTS = 7,
    CODE_CHECKSUM = 8,
    CODE_OPCODE = 9,
    CODE_ERROR = 10,
    CODE_NOT_FOUND = -10,
    CODE_OUT_OF_SEQUENCE = 11,
};

enum opcode { OP_READ = 1, OP_DATA = 3, OP_ACK = 4, OP_ERROR = 5 };

enum {
    PORT_TFTP = 69,
    BLOCK_BYTES = 512,
    HEAD_BYTES = 4, /* opcode and block number */
    ERROR_NO_ACCESS = 2,
    ERROR_NO_SPACE = 3,
    TRIES = 5,
    BACK_OFF_MAX = 4, /* times the first patience */
    ARP_TRIES = 4,
    ARP_PATIENCE_MS = 1000,
};

enum outcome { GOING, FINISHED, GIVEN_UP };

struct transfer {
    struct net *net;
    const struct tftp_request *request;
    uint16_t local_port;
    uint16_t server_port;
    bool server_known;
    uint16_t block; /* the last one taken; wraps */
    size_t bytes;
    /* What is sent again when nothing comes. */
    uint8_t last[HEAD_BYTES + TFTP_FILE_MAX + 8];
    size_t last_bytes;
    uint32_t since_ms;
    unsigned expired; /* times in a row */
};

struct message {
    const uint8_t *tftp;
    size_t bytes;
    uint16_t from_port;
};

/* --- out --------------------------------------------------------------- */

static void send_last(struct transfer *t)
{
    struct net *n = t->net;
    uint8_t *udp = net_payload(n);
    size_t bytes = UDP_BYTES + t->last_bytes;

    put_be16(udp, t->local_port);
    put_be16(udp + 2, t->server_port);
    put_be16(udp + 4, (uint16_t)bytes);
    put_be16(udp + 6, 0);
    memcpy(udp + UDP_BYTES, t->last, t->last_bytes);
    uint32_t sum =
        net_pseudo_sum(n->address, t->request->server, IP_UDP, bytes);
    uint16_t check = (uint16_t)~net_fold(net_sum(sum, udp, bytes));
    put_be16(udp + 6, check ? check : 0xffff); /* 0 means none (RFC 768) */
    net_send(n, t->request->server, IP_UDP, bytes);
}

/* Patience begins anew with what brings the download on, and when it has run
 * out; a server that only repeats itself does not win time by it. */
static void wait_from_now(struct transfer *t)
{
    t->since_ms = t->net->host->now_ms(t->net->host->far);
}

static void send_read(struct transfer *t)
{
    static const char mode[] = "octet";
    size_t name = strlen(t->request->file) + 1;

    put_be16(t->last, OP_READ);
    memcpy(t->last + 2, t->request->file, name);
    memcpy(t->last + 2 + name, mode, sizeof(mode));
    t->last_bytes = 2 + name + sizeof(mode);
    send_last(t);
}

static void send_ack(struct transfer *t)
{
    put_be16(t->last, OP_ACK);
    put_be16(t->last + 2, t->block);
    t->last_bytes = HEAD_BYTES;
    send_last(t);
}

static void send_too_big(struct transfer *t)
{
    static const char why[] = "no room";

    put_be16(t->last, OP_ERROR);
    put_be16(t->last + 2, ERROR_NO_SPACE);
    memcpy(t->last + HEAD_BYTES, why, sizeof(why));
    t->last_bytes = HEAD_BYTES + sizeof(why);
    send_last(t);
}

/* --- in ---------------------------------------------------------------- */

static enum code judge_ip(const struct transfer *t,
                          const struct net_packet *p)
{
    const uint8_t *ip = p->ip;

    if (p->bytes < IP_BYTES + UDP_BYTES + HEAD_BYTES)
        return CODE_SHORT;
    size_t header = (ip[0] & 15) * 4u;
    if (ip[0] >> 4 != 4 || header < IP_BYTES || header > p->bytes)
        return CODE_IP_HEADER;
    /* The table has no code of its own for the header's sum. */
    if (net_fold(net_sum(0, ip, header)) != 0xffff)
        return CODE_CHECKSUM;
    if (ip[9] != IP_UDP)
        return CODE_NOT_UDP;
    if (get_be32(ip + 16) != t->net->address)
        return CODE_NOT_US;
    if (get_be32(ip + 12) != t->request->server)
        return CODE_NOT_SERVER;
    return CODE_NONE;
}

static enum code judge(const struct transfer *t, const struct net_packet *p,
                       struct message *m)
{
    enum code code = judge_ip(t, p);
    if (code)
        return code;
    size_t header = (p->ip[0] & 15) * 4u;
    size_t total = get_be16(p->ip + 2);
    /* A fragment is never a whole TFTP packet: those are small. */
    if (total > p->bytes || total < header + UDP_BYTES + HEAD_BYTES ||
        get_be16(p->ip + 6) & 0x3fff)
        return CODE_SHORT;

    const uint8_t *udp = p->ip + header;
    size_t bytes = get_be16(udp + 4);
    uint16_t from = get_be16(udp);
    if (get_be16(udp + 2) != t->local_port ||
        (t->server_known && from != t->server_port))
        return CODE_PORTS;
    if (bytes < UDP_BYTES + HEAD_BYTES || bytes > total - header)
        return CODE_SHORT;
    uint32_t sum =
        net_pseudo_sum(t->request->server, t->net->address, IP_UDP, bytes);
    if (get_be16(udp + 6) && net_fold(net_sum(sum, udp, bytes)) != 0xffff)
        return CODE_CHECKSUM;
    *m = (struct message){ udp + UDP_BYTES, bytes - UDP_BYTES, from };
    return CODE_NONE;
}

static void say(struct transfer *t, enum code code)
{
    net_mark(t->net, "<%d>", code);
    net_print(t->net, "\n");
}

/* A stranger's text: what can't be printed safely is left out. */
static void print_error(struct transfer *t, const struct message *m)
{
    char text[64];
    size_t n = 0;

    for (size_t i = HEAD_BYTES; i < m->bytes && m->tftp[i]; i++)
        if (n < sizeof(text) - 1 && m->tftp[i] >= ' ' && m->tftp[i] < 127)
            text[n++] = (char)m->tftp[i];
    text[n] = 0;
    net_print(t->net, STR_TFTP_ERROR "\n", get_be16(m->tftp + 2), text);
}

/* In answer to the request three numbers mean that the file is not there or
 * can't be read; tftpd-hpa tells the latter as 0 with words of its own. */
static enum outcome take_error(struct transfer *t, const struct message *m)
{
    unsigned number = get_be16(m->tftp + 2);

    say(t, !t->server_known && number <= ERROR_NO_ACCESS ? CODE_NOT_FOUND
                                                          : CODE_ERROR);
    if (t->server_known || !number || number > ERROR_NO_ACCESS)
        print_error(t, m);
    else
        net_print(t->net, STR_TFTP_NOT_FOUND "\n");
    return GIVEN_UP;
}

static enum outcome take_data(struct transfer *t, const struct message *m)
{
    uint16_t block = get_be16(m->tftp + 2);
    size_t n = m->bytes - HEAD_BYTES;

    if (block != (uint16_t)(t->block + 1)) {
        net_trace(t->net, "<%d>", CODE_OUT_OF_SEQUENCE);
        /* The last one again: our acknowledgement was lost. */
        if (block == t->block && t->server_known)
            send_ack(t);
        return GOING;
    }
    if (n > BLOCK_BYTES) {
        net_trace(t->net, "<%d>", CODE_SHORT);
        return GOING;
    }
    t->server_known = true;
    t->server_port = m->from_port;
    if (n > t->request->room - t->bytes) {
        send_too_big(t);
        net_print(t->net, "\n" STR_TFTP_TOO_BIG "\n",
                  (unsigned)t->request->room);
        return GIVEN_UP;
    }
    memcpy(t->request->to + t->bytes, m->tftp + HEAD_BYTES, n);
    t->bytes += n;
    t->block = block;
    t->expired = 0;
    net_mark(t->net, ".");
    send_ack(t);
    wait_from_now(t);
    return n < BLOCK_BYTES ? FINISHED : GOING;
}

static enum outcome take(struct transfer *t, const struct net_packet *p)
{
    struct message m;
    enum code code = judge(t, p, &m);

    if (code) {
        net_trace(t->net, "<%d>", code);
        return GOING;
    }
    switch (get_be16(m.tftp)) {
    case OP_DATA:
        return take_data(t, &m);
    case OP_ERROR:
        return take_error(t, &m);
    default:
        say(t, CODE_OPCODE);
        net_print(t->net, STR_TFTP_OPCODE "\n", get_be16(m.tftp));
        return GIVEN_UP;
    }
}

/* --- time -------------------------------------------------------------- */

static enum outcome look_at_clock(struct transfer *t)
{
    const struct host *h = t->net->host;
    unsigned times = 1u << t->expired;

    if (times > BACK_OFF_MAX)
        times = BACK_OFF_MAX;
    if (h->now_ms(h->far) - t->since_ms < t->request->timeout_s * 1000 * times)
        return GOING;
    net_trace(t->net, "T");
    if (++t->expired == TRIES) {
        say(t, CODE_TIMEOUT);
        net_print(t->net, STR_TFTP_SILENT "\n");
        return GIVEN_UP;
    }
    net_trace(t->net, "<%d>", CODE_TIMEOUT);
    send_last(t);
    wait_from_now(t);
    return GOING;
}

static enum outcome step(struct transfer *t)
{
    const struct host *h = t->net->host;
    struct net_packet p;
    enum net_kind kind = net_look(t->net, &p);
    enum outcome outcome = kind == NET_IP ? take(t, &p) : GOING;

    if (outcome == GOING)
        outcome = look_at_clock(t);
    if (outcome == GOING && h->stopped(h->far)) {
        net_print(t->net, "\n" STR_STOPPED "\n");
        outcome = GIVEN_UP;
    }
    if (outcome == GOING && kind == NET_NOTHING)
        h->rest(h->far);
    return outcome;
}

static bool find_server(struct net *n, const struct tftp_request *r)
{
    char text[FORMAT_IPV4];

    switch (net_resolve(n, r->server, ARP_TRIES, ARP_PATIENCE_MS)) {
    case NET_RESOLVED:
        return true;
    case NET_STOPPED:
        net_print(n, "\n" STR_STOPPED "\n");
        return false;
    case NET_UNRESOLVED:
        break;
    }
    if (!n->trace)
        net_mark(n, "<%d>", CODE_TIMEOUT);
    net_print(n, "\n" STR_TFTP_NO_ARP "\n", format_ipv4(n->hop, text));
    return false;
}

bool tftp_get(struct net *n, const struct tftp_request *r, size_t *bytes)
{
    char text[FORMAT_IPV4];
    uint32_t now = n->host->now_ms(n->host->far);
    struct transfer t = {
        .net = n,
        .request = r,
        /* One that differs from the last transfer's, whose packets may still
         * be under way. */
        .local_port = (uint16_t)(1024 + (now * 31 + ++n->ip_id * 7) % 60000),
        .server_port = PORT_TFTP,
    };
    enum outcome outcome = GOING;

    if (strlen(r->file) > TFTP_FILE_MAX)
        return false;
    net_print(n, "tftp %s@%s", r->file, format_ipv4(r->server, text));
    if (n->gateway)
        net_print(n, " via %s", format_ipv4(n->gateway, text));
    if (!find_server(n, r))
        return false;
    send_read(&t);
    wait_from_now(&t);
    while (outcome == GOING)
        outcome = step(&t);
    if (outcome == GIVEN_UP)
        return false;
    net_print(n, "\nReceived %u bytes\n", (unsigned)t.bytes);
    *bytes = t.bytes;
    return true;
}
