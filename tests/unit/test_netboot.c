/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_netboot.c - monitor, ping and TFTP against a server made of this test:
 * one that answers, and that lies in every way Table 11-2 has a code for.
 *
 * Time is a number; resting adds a tick to it.
 */
#include <glib.h>
#include <string.h>

#include "guest/lib/bytes.h"
#include "guest/netboot/monitor.h"
#include "guest/netboot/ping.h"

enum {
    TICK_MS = 50,
    FILE_ROOM = 64 * 1024,
    US = 0xc0a80101,     /* 192.168.1.1 */
    SERVER = 0xc0a80102, /* 192.168.1.2 */
    GATEWAY = 0xc0a801fe,
    FAR_AWAY = 0x0a010203, /* 10.1.2.3 */
    NEW_PORT = 40123,
    ETHERTYPE_LLDP = 0x88cc,
};

static const uint8_t our_mac[6] = { 0, 0x90, 0x27, 0x22, 0xf0, 0xb1 };
static const uint8_t server_mac[6] = { 2, 0, 0, 0, 0, 2 };

struct world;
/* Called for each TFTP packet the unit sends. */
typedef void tftp_server(struct world *, const uint8_t *tftp, size_t n);

struct world {
    GQueue frames; /* GBytes on their way to the unit */
    GString *console;
    const char *keys;
    uint32_t now_ms;
    bool stop;
    bool deaf;       /* the server does not answer ARP */
    bool mute_ping;
    bool unreachable;
    tftp_server *serve;
    /* Of the server. */
    const uint8_t *data;
    size_t data_bytes;
    uint16_t port;      /* it answers from */
    uint16_t unit_port; /* learned */
    uint32_t from;      /* address put into its packets */
    uint32_t served;    /* blocks acknowledged */
    bool no_sums;
    unsigned requests, arps, arp_replies, acks, errors_seen;
    uint16_t last_ack;
    uint32_t arp_target;
    char asked_for[64];
    int step; /* the test's own */
    size_t flipped; /* byte of the next echo reply to be flipped, 0: none */
    struct net net;
    uint8_t file[FILE_ROOM];
};

/* --- frames ------------------------------------------------------------ */

static void to_unit(struct world *w, const uint8_t *frame, size_t n)
{
    g_queue_push_tail(&w->frames, g_bytes_new(frame, n));
}

static size_t ip_frame(uint8_t *f, uint32_t from, uint32_t to,
                       uint8_t protocol, const uint8_t *payload, size_t n)
{
    memset(f, 0, 60);
    memcpy(f, our_mac, 6);
    memcpy(f + 6, server_mac, 6);
    put_be16(f + 12, ETHER_IP);
    uint8_t *ip = f + ETHER_BYTES;
    ip[0] = 0x45;
    put_be16(ip + 2, (uint16_t)(IP_BYTES + n));
    ip[8] = 64;
    ip[9] = protocol;
    put_be32(ip + 12, from);
    put_be32(ip + 16, to);
    put_be16(ip + 10, (uint16_t)~net_fold(net_sum(0, ip, IP_BYTES)));
    memcpy(ip + IP_BYTES, payload, n);
    return MAX(60, ETHER_BYTES + IP_BYTES + n);
}

static size_t udp_frame(struct world *w, uint8_t *f, const uint8_t *tftp,
                        size_t n)
{
    uint8_t udp[1500];

    put_be16(udp, w->port);
    put_be16(udp + 2, w->unit_port);
    put_be16(udp + 4, (uint16_t)(UDP_BYTES + n));
    put_be16(udp + 6, 0);
    memcpy(udp + UDP_BYTES, tftp, n);
    uint32_t sum = net_pseudo_sum(w->from, US, IP_UDP, UDP_BYTES + n);
    uint16_t check = (uint16_t)~net_fold(net_sum(sum, udp, UDP_BYTES + n));
    put_be16(udp + 6, w->no_sums ? 0 : check ? check : 0xffff);
    return ip_frame(f, w->from, US, IP_UDP, udp, UDP_BYTES + n);
}

static void tftp_to_unit(struct world *w, const uint8_t *tftp, size_t n)
{
    uint8_t f[1600];

    to_unit(w, f, udp_frame(w, f, tftp, n));
}

static void send_block(struct world *w, uint16_t block, size_t at, size_t n)
{
    uint8_t tftp[4 + 1024] = { 0, 3 };

    put_be16(tftp + 2, block);
    memcpy(tftp + 4, w->data + at, n);
    tftp_to_unit(w, tftp, 4 + n);
}

static void send_error(struct world *w, uint16_t code, const char *text)
{
    uint8_t tftp[128] = { 0, 5 };

    put_be16(tftp + 2, code);
    memcpy(tftp + 4, text, strlen(text) + 1);
    tftp_to_unit(w, tftp, 5 + strlen(text));
}

static void send_arp(struct world *w, uint16_t operation, uint32_t sender,
                     uint32_t target)
{
    uint8_t f[60] = { 0 };

    memcpy(f, our_mac, 6);
    memcpy(f + 6, server_mac, 6);
    put_be16(f + 12, ETHER_ARP);
    memcpy(f + 14, "\0\1\10\0\6\4", 6);
    put_be16(f + 20, operation);
    memcpy(f + 22, server_mac, 6);
    put_be32(f + 28, sender);
    put_be32(f + 38, target);
    to_unit(w, f, sizeof(f));
}

/* The block behind the last one acknowledged. */
static void send_next(struct world *w)
{
    size_t at = (size_t)w->served * 512;

    if (at <= w->data_bytes)
        send_block(w, (uint16_t)(w->served + 1), at,
                   MIN(512, w->data_bytes - at));
}

static void honest(struct world *w, const uint8_t *tftp, size_t n)
{
    g_assert_cmpuint(n, >=, 4);
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == (uint16_t)(w->served + 1))
        w->served++;
    send_next(w);
}

/* --- what the unit sends ----------------------------------------------- */

static void got_arp(struct world *w, const uint8_t *arp)
{
    if (get_be16(arp + 6) == 2) {
        w->arp_replies++;
        return;
    }
    w->arps++;
    w->arp_target = get_be32(arp + 24);
    g_assert_cmphex(get_be32(arp + 14), ==, US);
    if (!w->deaf)
        send_arp(w, 2, w->arp_target, US);
}

static void got_echo(struct world *w, const uint8_t *ip, size_t n)
{
    uint8_t icmp[128], f[200];

    g_assert_cmpuint(n, ==, 100);
    memcpy(icmp, ip + 20, 80);
    g_assert_cmphex(net_fold(net_sum(0, icmp, 80)), ==, 0xffff);
    if (w->mute_ping)
        return;
    if (w->unreachable) {
        memset(icmp, 0, 8);
        icmp[0] = 3;
        memcpy(icmp + 8, ip, 28);
    } else {
        icmp[0] = 0;
        put_be16(icmp + 2, 0);
    }
    size_t bytes = w->unreachable ? 36 : 80;
    put_be16(icmp + 2, (uint16_t)~net_fold(net_sum(0, icmp, bytes)));
    if (w->flipped)
        icmp[w->flipped] ^= 0x10;
    w->flipped = 0;
    to_unit(w, f, ip_frame(f, w->unreachable ? GATEWAY : get_be32(ip + 16), US,
                           IP_ICMP, icmp, bytes));
}

static void got_tftp(struct world *w, const uint8_t *ip, size_t n)
{
    const uint8_t *udp = ip + 20;
    uint32_t sum = net_pseudo_sum(US, get_be32(ip + 16), IP_UDP, n - 20);

    g_assert_cmphex(net_fold(net_sum(sum, udp, n - 20)), ==, 0xffff);
    g_assert_cmpuint(get_be16(udp + 4), ==, n - 20);
    w->unit_port = get_be16(udp);
    const uint8_t *tftp = udp + 8;
    switch (get_be16(tftp)) {
    case 1:
        w->requests++;
        g_assert_cmpuint(get_be16(udp + 2), ==, 69);
        g_strlcpy(w->asked_for, (const char *)tftp + 2, sizeof(w->asked_for));
        break;
    case 4:
        w->acks++;
        w->last_ack = get_be16(tftp + 2);
        g_assert_cmpuint(get_be16(udp + 2), ==, w->port);
        break;
    case 5:
        w->errors_seen++;
        return;
    }
    w->serve(w, tftp, n - 28);
}

static bool sent_by_unit(void *far, const uint8_t *f, size_t n)
{
    struct world *w = far;

    g_assert_cmpuint(n, <=, NET_FRAME_MAX);
    g_assert_cmpmem(f + 6, 6, our_mac, 6);
    if (get_be16(f + 12) == ETHER_ARP) {
        got_arp(w, f + 14);
        return true;
    }
    const uint8_t *ip = f + 14;
    g_assert_cmpmem(f, 6, server_mac, 6);
    g_assert_cmphex(net_fold(net_sum(0, ip, 20)), ==, 0xffff);
    g_assert_cmpuint(get_be16(ip + 2), ==, n - 14);
    if (ip[9] == IP_ICMP)
        got_echo(w, ip, n - 14);
    else
        got_tftp(w, ip, n - 14);
    return true;
}

static size_t for_unit(void *far, uint8_t *to, size_t room)
{
    struct world *w = far;
    g_autoptr(GBytes) frame = g_queue_pop_head(&w->frames);

    if (!frame)
        return 0;
    size_t n;
    const uint8_t *bytes = g_bytes_get_data(frame, &n);
    n = MIN(n, room);
    memcpy(to, bytes, n);
    return n;
}

/* --- the unit's host ---------------------------------------------------- */

static void put(void *far, char c)
{
    if (c != '\r')
        g_string_append_c(((struct world *)far)->console, c);
}

static int key(void *far)
{
    struct world *w = far;

    return *w->keys ? (uint8_t)*w->keys++ : -1;
}

static bool stopped(void *far)
{
    return ((struct world *)far)->stop;
}

static uint32_t now_ms(void *far)
{
    return ((struct world *)far)->now_ms;
}

static void rest(void *far)
{
    ((struct world *)far)->now_ms += TICK_MS;
}

static struct host host;

static struct world *new_world(tftp_server *serve, size_t data_bytes)
{
    struct world *w = g_new0(struct world, 1);
    uint8_t *data = g_malloc(data_bytes + 1);

    for (size_t i = 0; i < data_bytes; i++)
        data[i] = (uint8_t)(i * 31 + (i >> 9));
    host = (struct host){ w, put, key, stopped, now_ms, rest };
    w->console = g_string_new(NULL);
    g_queue_init(&w->frames);
    w->keys = "";
    w->data = data;
    w->data_bytes = data_bytes;
    w->port = NEW_PORT;
    w->from = SERVER;
    w->serve = serve;
    w->now_ms = UINT32_MAX - 1000; /* the clock wraps during the test */
    w->net.host = &host;
    w->net.address = US;
    w->net.trace = true;
    w->net.port = (struct netif){ w, { 0 }, sent_by_unit, for_unit };
    memcpy(w->net.port.mac, our_mac, 6);
    return w;
}

static void end_world(struct world *w)
{
    g_queue_clear_full(&w->frames, (GDestroyNotify)g_bytes_unref);
    g_string_free(w->console, TRUE);
    g_free((void *)w->data);
    g_free(w);
}

static bool fetch(struct world *w)
{
    struct tftp_request r = { SERVER, "pix621.bin", w->file, sizeof(w->file),
                              TFTP_TIMEOUT_S };
    size_t bytes = 0;
    bool got = tftp_get(&w->net, &r, &bytes);

    if (got)
        g_assert_cmpmem(w->file, bytes, w->data, w->data_bytes);
    return got;
}

static void expect_console(struct world *w, const char *text)
{
    g_assert_cmpstr(w->console->str, ==, text);
}

static void expect_on_console(struct world *w, const char *part)
{
    if (!strstr(w->console->str, part))
        g_test_message("console: %s", w->console->str);
    g_assert_true(strstr(w->console->str, part) != NULL);
}

/* --- downloads ---------------------------------------------------------- */

static void a_file_of_whole_blocks_ends_with_an_empty_one(void)
{
    struct world *w = new_world(honest, 1024);

    g_assert_true(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2A...\n"
                      "Received 1024 bytes\n");
    g_assert_cmpstr(w->asked_for, ==, "pix621.bin");
    g_assert_cmpuint(w->last_ack, ==, 3);
    end_world(w);
}

static void a_short_last_block_ends_it(void)
{
    struct world *w = new_world(honest, 1025);

    w->net.trace = false;
    g_assert_true(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2...\n"
                      "Received 1025 bytes\n");
    end_world(w);
}

static void an_empty_file_is_one_empty_block(void)
{
    struct world *w = new_world(honest, 0);

    g_assert_true(fetch(w));
    g_assert_cmpuint(w->acks, ==, 1);
    end_world(w);
}

static void data_may_come_from_port_69(void)
{
    struct world *w = new_world(honest, 700);

    w->port = 69;
    g_assert_true(fetch(w));
    end_world(w);
}

static void dots_wrap_at_column_80(void)
{
    struct world *w = new_world(honest, 60 * 1024);

    w->net.trace = false;
    g_assert_true(fetch(w));
    g_auto(GStrv) line = g_strsplit(w->console->str, "\n", -1);
    g_assert_cmpuint(strlen(line[0]), ==, 80);
    g_assert_cmpuint(strlen(line[1]), ==, 121 - (80 - 27));
    g_assert_cmpstr(line[2], ==, "Received 61440 bytes");
    end_world(w);
}

static void a_gateway_is_named_and_used(void)
{
    struct world *w = new_world(honest, 5);
    struct tftp_request r = { FAR_AWAY, "f", w->file, sizeof(w->file), 1 };
    size_t bytes;

    w->net.gateway = GATEWAY;
    w->from = FAR_AWAY;
    g_assert_true(tftp_get(&w->net, &r, &bytes));
    g_assert_cmphex(w->arp_target, ==, GATEWAY);
    expect_on_console(w, "tftp f@10.1.2.3 via 192.168.1.254A.\n");
    end_world(w);
}

static void the_gateway_is_left_out_for_the_own_network(void)
{
    struct world *w = new_world(honest, 5);

    w->net.gateway = GATEWAY;
    g_assert_true(fetch(w));
    g_assert_cmphex(w->arp_target, ==, SERVER);
    end_world(w);
}

static void a_file_without_room_is_refused(void)
{
    struct world *w = new_world(honest, FILE_ROOM + 1);
    struct tftp_request r = { SERVER, "f", w->file, sizeof(w->file), 1 };
    size_t bytes = 77;

    g_assert_false(tftp_get(&w->net, &r, &bytes));
    expect_on_console(w, "\nFile is longer than the 65536 bytes");
    g_assert_cmpuint(w->errors_seen, ==, 1);
    g_assert_cmpuint(bytes, ==, 77);
    end_world(w);
}

static void block_numbers_wrap(void)
{
    struct world *w = new_world(honest, 66000 * 512 + 9);
    uint8_t *big = g_malloc(w->data_bytes);
    struct tftp_request r = { SERVER, "f", big, w->data_bytes, 1 };
    size_t bytes = 0;

    g_assert_true(tftp_get(&w->net, &r, &bytes));
    g_assert_cmpmem(big, bytes, w->data, w->data_bytes);
    g_assert_cmpuint(w->last_ack, ==, 66001 - 65536);
    g_free(big);
    end_world(w);
}

/* --- codes -------------------------------------------------------------- */

/* Each spoils one packet on its way, with block 2 due; the honest one follows
 * at once where the spoiled one was extra, else after the time-out. */
enum spoiler {
    RUNT,
    TOTAL_TOO_LONG,
    UDP_TOO_LONG,
    FRAGMENT,
    HUGE_BLOCK,
    OTHER_HOST,
    BAD_IHL,
    IP_VERSION_6,
    ICMP,
    OTHER_DESTINATION,
    OTHER_LOCAL_PORT,
    OTHER_FOREIGN_PORT,
    FLIPPED_DATA,
    FLIPPED_IP_HEADER,
    FUTURE_BLOCK,
    LLDP,
    EMPTY_FRAME,
};

static void resum(uint8_t *ip)
{
    put_be16(ip + 10, 0);
    size_t n = MAX(20, (ip[0] & 15) * 4u);
    put_be16(ip + 10, (uint16_t)~net_fold(net_sum(0, ip, n)));
}

static void spoil(struct world *w, enum spoiler what)
{
    uint8_t f[1600], tftp[4 + 600] = { 0, 3, 0, 2 };
    size_t n = udp_frame(w, f, tftp, what == HUGE_BLOCK ? 604 : 516);
    uint8_t *ip = f + 14, *udp = ip + 20;

    switch (what) {
    case RUNT: n = 45; break;
    case EMPTY_FRAME: n = 13; break;
    case TOTAL_TOO_LONG: put_be16(ip + 2, 1400); resum(ip); break;
    case UDP_TOO_LONG: put_be16(udp + 4, 1400); break;
    case FRAGMENT: put_be16(ip + 6, 0x2000); resum(ip); break;
    case OTHER_HOST: put_be32(ip + 12, GATEWAY); resum(ip); break;
    case BAD_IHL: ip[0] = 0x43; resum(ip); break;
    case IP_VERSION_6: ip[0] = 0x65; resum(ip); break;
    case ICMP: ip[9] = IP_ICMP; resum(ip); break;
    case OTHER_DESTINATION: put_be32(ip + 16, US + 9); resum(ip); break;
    case OTHER_LOCAL_PORT: put_be16(udp + 2, 9); break;
    case OTHER_FOREIGN_PORT: put_be16(udp, 9); break;
    case FLIPPED_DATA: f[100] ^= 1; break;
    case FLIPPED_IP_HEADER: ip[8] ^= 1; break;
    case FUTURE_BLOCK: put_be16(udp + 10, 7); put_be16(udp + 6, 0); break;
    case LLDP: put_be16(f + 12, ETHERTYPE_LLDP); break;
    case HUGE_BLOCK: break;
    }
    to_unit(w, f, n);
}

static enum spoiler spoiling;

static void spoils_the_second(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step++)
        spoil(w, spoiling);
    honest(w, tftp, n);
}

static void a_spoiled_packet_is_coded_and_survived(void)
{
    static const struct {
        enum spoiler what;
        const char *mark;
    } rows[] = {
        { RUNT, "<2>" },
        { TOTAL_TOO_LONG, "<2>" },
        { UDP_TOO_LONG, "<2>" },
        { FRAGMENT, "<2>" },
        { HUGE_BLOCK, "<2>" },
        { OTHER_HOST, "<3>" },
        { BAD_IHL, "<4>" },
        { IP_VERSION_6, "<4>" },
        { ICMP, "<5>" },
        { OTHER_DESTINATION, "<6>" },
        { OTHER_LOCAL_PORT, "<7>" },
        { OTHER_FOREIGN_PORT, "<7>" },
        { FLIPPED_DATA, "<8>" },
        { FLIPPED_IP_HEADER, "<8>" },
        { FUTURE_BLOCK, "<11>" },
        { LLDP, "(88cc)" },
        { EMPTY_FRAME, "" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        for (int trace = 0; trace < 2; trace++) {
            struct world *w = new_world(spoils_the_second, 1500);
            g_autofree char *want = g_strdup_printf(
                "tftp pix621.bin@192.168.1.2%s.%s..\nReceived 1500 bytes\n",
                trace ? "A" : "", trace ? rows[i].mark : "");
            spoiling = rows[i].what;
            w->net.trace = trace;
            g_assert_true(fetch(w));
            expect_console(w, want);
            end_world(w);
        }
}

static void repeats_itself(struct world *w, const uint8_t *tftp, size_t n)
{
    honest(w, tftp, n);
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step++)
        send_block(w, 1, 0, 512);
}

static void a_repeated_block_is_11_and_acknowledged_again(void)
{
    struct world *w = new_world(repeats_itself, 1500);

    g_assert_true(fetch(w));
    expect_on_console(w, "<11>");
    end_world(w);
}

static void loses_some(struct world *w, const uint8_t *tftp, size_t n)
{
    if (w->step++ % 3 == 0)
        return;
    honest(w, tftp, n);
}

static void what_is_lost_is_sent_again(void)
{
    struct world *w = new_world(loses_some, 3000);

    g_assert_true(fetch(w));
    expect_on_console(w, "AT<-1>.");
    expect_on_console(w, ".T<-1>.");
    g_assert_cmpuint(w->requests, ==, 2);
    end_world(w);
}

static void says_nothing(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)w, (void)tftp, (void)n;
}

static void silence_ends_it_with_minus_1(void)
{
    for (int trace = 0; trace < 2; trace++) {
        struct world *w = new_world(says_nothing, 10);
        uint32_t began = w->now_ms;

        w->net.trace = trace;
        g_assert_false(fetch(w));
        expect_console(w, trace ? "tftp pix621.bin@192.168.1.2"
                                  "AT<-1>T<-1>T<-1>T<-1>T<-1>\n"
                                  "No answer from the server.\n"
                                : "tftp pix621.bin@192.168.1.2<-1>\n"
                                  "No answer from the server.\n");
        /* 2 + 4 + 8 + 8 + 8 seconds */
        g_assert_cmpuint(w->now_ms - began, >=, 30000);
        g_assert_cmpuint(w->now_ms - began, <, 31000);
        g_assert_cmpuint(w->requests, ==, 5);
        end_world(w);
    }
}

static void noise_for_ever(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)tftp, (void)n;
    w->step = 1;
}

static size_t noisy(void *far, uint8_t *to, size_t room)
{
    struct world *w = far;

    if (w->step) {
        w->now_ms += 10;
        spoil(w, OTHER_HOST);
    }
    return for_unit(far, to, room);
}

static void noise_does_not_keep_it_alive(void)
{
    struct world *w = new_world(noise_for_ever, 10);

    w->net.trace = false;
    w->net.port.receive = noisy;
    g_assert_false(fetch(w));
    expect_on_console(w, "<-1>\n");
    end_world(w);
}

static void nobody_at_that_address_ends_in_time(void)
{
    struct world *w = new_world(honest, 10);
    uint32_t began = w->now_ms;

    w->deaf = true;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2AT<-1>AT<-1>AT<-1>AT<-1>\n"
                      "No answer to ARP for 192.168.1.2.\n");
    g_assert_cmpuint(w->now_ms - began, <, 20000);
    g_assert_cmpuint(w->requests, ==, 0);
    end_world(w);
}

static uint16_t error_code;
static const char *error_text;

static void reports(struct world *w, const uint8_t *tftp, size_t n)
{
    (void)tftp, (void)n;
    send_error(w, error_code, error_text);
}

static void a_missing_file_is_minus_10(void)
{
    struct world *w = new_world(reports, 10);

    w->net.trace = false;
    w->port = 0; /* as one server does for a directory */
    error_code = 1;
    error_text = "no such file";
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2<-10>\n"
                      "File not found on the server.\n");
    g_assert_cmpuint(w->requests, ==, 1);
    end_world(w);
}

static void another_error_is_10_and_its_text_is_tamed(void)
{
    struct world *w = new_world(reports, 10);

    w->net.trace = false;
    error_code = 2;
    error_text = "Access\x1b[2J denied";
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2<10>\n"
                      "The server reports error 2: Access[2J denied\n");
    end_world(w);
}

static void acknowledges_options(struct world *w, const uint8_t *tftp,
                                 size_t n)
{
    static const uint8_t oack[] = "\0\6blksize\0001024";

    (void)tftp, (void)n;
    tftp_to_unit(w, oack, sizeof(oack));
}

static void an_unasked_opcode_is_9(void)
{
    struct world *w = new_world(acknowledges_options, 10);

    w->net.trace = false;
    g_assert_false(fetch(w));
    expect_console(w, "tftp pix621.bin@192.168.1.2<9>\n"
                      "Unexpected TFTP code 6 from the server.\n");
    end_world(w);
}

static void changes_port(struct world *w, const uint8_t *tftp, size_t n)
{
    if (get_be16(tftp) == 4 && get_be16(tftp + 2) == 1 && !w->step) {
        w->step = 1;
        w->port = 5;
        honest(w, tftp, n);
        w->port = NEW_PORT;
        return;
    }
    honest(w, tftp, n);
}

static void a_server_that_changes_port_is_7_then_heard_again(void)
{
    struct world *w = new_world(changes_port, 1500);

    g_assert_true(fetch(w));
    expect_on_console(w, "A.<7>T<-1>..");
    end_world(w);
}

static void a_sum_of_zero_means_none(void)
{
    struct world *w = new_world(honest, 600);

    w->no_sums = true;
    g_assert_true(fetch(w));
    expect_on_console(w, "A..\n");
    end_world(w);
}

static void the_user_can_stop_it(void)
{
    struct world *w = new_world(says_nothing, 10);

    w->stop = true;
    g_assert_false(fetch(w));
    expect_on_console(w, "\nInterrupted.\n");
    end_world(w);
}

static void garbage_of_every_length_does_no_harm(void)
{
    GRand *random = g_rand_new_with_seed(1);

    for (int round = 0; round < 300; round++) {
        struct world *w = new_world(honest, 600);
        w->net.trace = round & 1;
        for (int i = 0; i < 40; i++) {
            /* Exactly as long as it says, so that a step beyond shows. */
            size_t n = (size_t)g_rand_int_range(random, 1, 90);
            g_autofree uint8_t *f = g_malloc(n);
            for (size_t j = 0; j < n; j++)
                f[j] = (uint8_t)g_rand_int(random);
            if (n > 14)
                put_be16(f + 12, g_rand_boolean(random) ? ETHER_IP : ETHER_ARP);
            if (n > 15)
                f[14] = (uint8_t)(0x40 | g_rand_int_range(random, 4, 16));
            to_unit(w, f, n);
        }
        g_assert_true(fetch(w));
        end_world(w);
    }
    g_rand_free(random);
}

/* --- ARP and ping -------------------------------------------------------- */

static void arp_is_answered_while_waiting(void)
{
    struct world *w = new_world(says_nothing, 10);

    send_arp(w, 1, GATEWAY, US);
    send_arp(w, 1, GATEWAY, US + 1); /* somebody else's */
    g_assert_false(fetch(w));
    g_assert_cmpuint(w->arp_replies, ==, 1);
    end_world(w);
}

static void ping_prints_what_the_chapter_shows(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 5);
    g_assert_true(g_regex_match_simple(
        "^Sending 5, 100-byte 0x[0-9a-f]+ ICMP Echoes to 192\\.168\\.1\\.2, "
        "timeout is 4 seconds:\n!!!!!\n"
        "Success rate is 100 percent \\(5/5\\)\n$",
        w->console->str, 0, 0));
    g_assert_cmpuint(w->arps, ==, 1);
    end_world(w);
}

static void no_reply_is_a_dot_after_4_seconds(void)
{
    struct world *w = new_world(honest, 0);
    uint32_t began = w->now_ms;

    w->net.trace = false;
    w->mute_ping = true;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n.....\nSuccess rate is 0 percent (0/5)\n");
    g_assert_cmpuint(w->now_ms - began, >=, 20000);
    g_assert_cmpuint(w->now_ms - began, <, 20500);
    end_world(w);
}

static void a_refusal_is_a_question_mark(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    w->unreachable = true;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n?????\n");
    end_world(w);
}

static void a_ping_to_nobody_ends(void)
{
    struct world *w = new_world(honest, 0);
    uint32_t began = w->now_ms;

    w->deaf = true;
    w->net.trace = false;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 0);
    expect_on_console(w, ":\n.....\n");
    g_assert_cmpuint(w->now_ms - began, <=, 21000);
    end_world(w);
}

static void a_damaged_reply_does_not_count(void)
{
    struct world *w = new_world(honest, 0);

    w->net.trace = false;
    w->flipped = 60;
    g_assert_cmpuint(ping(&w->net, SERVER), ==, 4);
    expect_on_console(w, ":\n.!!!!\nSuccess rate is 80 percent (4/5)\n");
    end_world(w);
}

/* --- monitor ------------------------------------------------------------- */

struct unit {
    struct world *w;
    struct monitor m;
    struct monitor_ports ports;
    struct monitor_owner owner;
    bool linked;
    unsigned opened, started, reloaded;
    size_t started_bytes;
};

static void describe(void *far, unsigned i, bool exact, char *to, size_t room)
{
    (void)far;
    g_snprintf(to, room, exact ? "i82558 @ %u" : "i8255X @ %u", i);
}

static bool open_port(void *far, unsigned i, struct netif *port)
{
    struct unit *u = far;

    (void)i;
    if (!u->linked)
        return false;
    u->opened++;
    *port = u->w->net.port;
    return true;
}

static void start(void *far, uint8_t *file, size_t bytes)
{
    struct unit *u = far;

    g_assert_true(file == u->w->file);
    u->started++;
    u->started_bytes = bytes;
}

static void reload(void *far)
{
    ((struct unit *)far)->reloaded++;
}

static struct unit *new_unit(unsigned ports)
{
    struct unit *u = g_new0(struct unit, 1);

    u->w = new_world(honest, 1000);
    u->linked = true;
    u->ports = (struct monitor_ports){ u, ports, describe, open_port };
    u->owner = (struct monitor_owner){
        u, "monitor> ", u->w->file, sizeof(u->w->file), start, reload };
    monitor_init(&u->m, &host, &u->ports, &u->owner);
    return u;
}

static void end_unit(struct unit *u)
{
    end_world(u->w);
    g_free(u);
}

/* Types a line, expects exactly that answer. */
static void type(struct unit *u, const char *line, const char *answer)
{
    g_autofree char *copy = g_strdup(line);

    g_string_truncate(u->w->console, 0);
    monitor_line(&u->m, copy);
    expect_console(u->w, answer);
}

static void the_second_port_is_the_usual_one(void)
{
    struct unit *u = new_unit(3);

    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n1: i8255X @ 1\n2: i8255X @ 2\n\n"
                         "Using 1: i82558 @ 1\nUse ? for help.\n");
    end_unit(u);
}

static void a_single_port_is_the_usual_one(void)
{
    struct unit *u = new_unit(1);

    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n\nUsing 0: i82558 @ 0\n"
                         "Use ? for help.\n");
    end_unit(u);
}

static void no_port_is_said(void)
{
    struct unit *u = new_unit(0);

    monitor_begin(&u->m);
    expect_console(u->w, "No Ethernet interfaces found.\nUse ? for help.\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "ping 192.168.1.2", "No Ethernet interfaces found.\n");
    type(u, "interface 0", "Invalid interface number.\n");
    end_unit(u);
}

static void the_chapters_session_works(void)
{
    struct unit *u = new_unit(2);

    monitor_begin(&u->m);
    type(u, "addr 192.168.1.1", "address 192.168.1.1\n");
    type(u, "serv 192.168.1.2", "server 192.168.1.2\n");
    type(u, "file pix601.bin", "file pix601.bin\n");
    type(u, "tftp", "tftp pix601.bin@192.168.1.2..\n"
                    "Received 1000 bytes\n\n");
    g_assert_cmpuint(u->started, ==, 1);
    g_assert_cmpuint(u->started_bytes, ==, 1000);
    end_unit(u);
}

static void names_are_short_when_unique(void)
{
    struct unit *u = new_unit(2);
    static const char bad[] =
        "Invalid or incorrect command.  Use 'help' for help.\n";

    type(u, "a 10.0.0.1", "address 10.0.0.1\n");
    type(u, "GATEWAY 10.0.0.9", "gateway 10.0.0.9\n");
    type(u, "t", bad);
    type(u, "tr", "trace on\n");
    type(u, "trac", "trace off\n");
    type(u, "ti 7", "timeout 7\n");
    type(u, "timeout", "timeout 7\n");
    type(u, "timeout 0", "Invalid timeout; use 1 to 60 seconds.\n");
    type(u, "addresses", bad);
    type(u, "address 10.0.0.1 255.0.0.0", bad);
    type(u, "  file   x  ", "file x\n");
    type(u, "", "");
    type(u, "   ", "");
    type(u, "re", "");
    g_assert_cmpuint(u->reloaded, ==, 1);
    end_unit(u);
}

static void without_argument_the_value_is_shown(void)
{
    struct unit *u = new_unit(2);

    type(u, "address", "\n");
    type(u, "server", "\n");
    type(u, "gateway", "\n");
    type(u, "file", "\n");
    type(u, "server 1.2.3.4", "server 1.2.3.4\n");
    type(u, "server", "server 1.2.3.4\n");
    type(u, "server 1.2.3", "Invalid IP address.\n");
    type(u, "server 224.0.0.1", "Invalid IP address.\n");
    type(u, "server", "server 1.2.3.4\n");
    type(u, "server 0.0.0.0", "\n");
    end_unit(u);
}

static void what_is_missing_is_named(void)
{
    struct unit *u = new_unit(2);

    type(u, "tftp", "no address\n");
    type(u, "ping 1.2.3.4", "no address\n");
    type(u, "ping", "no host\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "tftp", "no server\n");
    type(u, "server 192.168.1.2", "server 192.168.1.2\n");
    type(u, "tftp", "no file\n");
    end_unit(u);
}

static void a_port_without_link_is_tried_again_when_needed(void)
{
    struct unit *u = new_unit(2);

    u->linked = false;
    monitor_begin(&u->m);
    expect_console(u->w, "0: i8255X @ 0\n1: i8255X @ 1\nUse ? for help.\n");
    type(u, "interface 0", "0: i8255X @ 0\n1: i8255X @ 1\n");
    type(u, "address 192.168.1.1", "address 192.168.1.1\n");
    type(u, "ping 192.168.1.2", "");
    u->linked = true;
    g_string_truncate(u->w->console, 0);
    monitor_line(&u->m, (char[]){ "ping 192.168.1.2" });
    expect_on_console(u->w, "!!!!!");
    g_assert_cmpuint(u->opened, ==, 1);
    type(u, "interface", "0: i8255X @ 0\n1: i8255X @ 1\n\n"
                         "Using 0: i82558 @ 0\n");
    g_assert_cmpuint(u->opened, ==, 1);
    end_unit(u);
}

static void help_has_the_usual_columns(void)
{
    struct unit *u = new_unit(2);

    type(u, "?",
         "?               this help message\n"
         "address  [addr] set IP address\n"
         "file     [name] set boot file name\n"
         "gateway  [addr] set IP gateway\n"
         "help            this help message\n"
         "interface [num] select TFTP interface\n"
         "ping     <addr> send ICMP echo\n"
         "reload          halt and reload system\n"
         "server   [addr] set server IP address\n"
         "tftp            TFTP download\n"
         "timeout         TFTP timeout\n"
         "trace           toggle packet tracing\n");
    end_unit(u);
}

/* --- prompt -------------------------------------------------------------- */

static void expect_line(struct world *w, const char *keys, const char *line)
{
    struct prompt p = { .host = &host };

    w->keys = keys;
    g_assert_cmpstr(prompt_read(&p, "> "), ==, line);
}

static void a_line_is_edited(void)
{
    struct world *w = new_world(honest, 0);

    expect_line(w, "abc\r", "abc");
    expect_line(w, "abx\bc\n", "abc");
    expect_line(w, "abx\177c\r", "abc");
    expect_line(w, "\b\b\177a\r", "a");
    expect_line(w, "garbage\025abc\r", "abc");
    expect_line(w, "a\033b\001\r", "ab");
    g_string_truncate(w->console, 0);
    expect_line(w, "ab\b\r", "a");
    expect_console(w, "> ab\b \b\n");
    end_world(w);
}

static void cr_and_lf_together_end_one_line(void)
{
    struct world *w = new_world(honest, 0);
    struct prompt p = { .host = &host };

    w->keys = "one\r\ntwo\n\nfour\r";
    g_assert_cmpstr(prompt_read(&p, ""), ==, "one");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "two");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "");
    g_assert_cmpstr(prompt_read(&p, ""), ==, "four");
    end_world(w);
}

static void a_line_without_end_is_cut(void)
{
    struct world *w = new_world(honest, 0);
    g_autofree char *keys = g_strnfill(1000, 'x');

    keys[999] = '\r';
    g_autofree char *line = g_strnfill(PROMPT_LINE - 1, 'x');
    expect_line(w, keys, line);
    end_world(w);
}

#define ADD(name, function) g_test_add_func("/netboot/" name, function)

static void add_downloads(void)
{
    ADD("a-file-of-whole-blocks-ends-with-an-empty-one",
        a_file_of_whole_blocks_ends_with_an_empty_one);
    ADD("a-short-last-block-ends-it", a_short_last_block_ends_it);
    ADD("an-empty-file-is-one-empty-block", an_empty_file_is_one_empty_block);
    ADD("data-may-come-from-port-69", data_may_come_from_port_69);
    ADD("dots-wrap-at-column-80", dots_wrap_at_column_80);
    ADD("a-gateway-is-named-and-used", a_gateway_is_named_and_used);
    ADD("the-gateway-is-left-out-for-the-own-network",
        the_gateway_is_left_out_for_the_own_network);
    ADD("a-file-without-room-is-refused", a_file_without_room_is_refused);
    ADD("block-numbers-wrap", block_numbers_wrap);
}

static void add_codes(void)
{
    ADD("a-spoiled-packet-is-coded-and-survived",
        a_spoiled_packet_is_coded_and_survived);
    ADD("a-repeated-block-is-11-and-acknowledged-again",
        a_repeated_block_is_11_and_acknowledged_again);
    ADD("what-is-lost-is-sent-again", what_is_lost_is_sent_again);
    ADD("silence-ends-it-with-minus-1", silence_ends_it_with_minus_1);
    ADD("noise-does-not-keep-it-alive", noise_does_not_keep_it_alive);
    ADD("nobody-at-that-address-ends-in-time",
        nobody_at_that_address_ends_in_time);
    ADD("a-missing-file-is-minus-10", a_missing_file_is_minus_10);
    ADD("another-error-is-10-and-its-text-is-tamed",
        another_error_is_10_and_its_text_is_tamed);
    ADD("an-unasked-opcode-is-9", an_unasked_opcode_is_9);
    ADD("a-server-that-changes-port-is-7-then-heard-again",
        a_server_that_changes_port_is_7_then_heard_again);
    ADD("a-sum-of-zero-means-none", a_sum_of_zero_means_none);
    ADD("the-user-can-stop-it", the_user_can_stop_it);
    ADD("garbage-of-every-length-does-no-harm",
        garbage_of_every_length_does_no_harm);
}

static void add_ping_and_monitor(void)
{
    ADD("arp-is-answered-while-waiting", arp_is_answered_while_waiting);
    ADD("ping-prints-what-the-chapter-shows",
        ping_prints_what_the_chapter_shows);
    ADD("no-reply-is-a-dot-after-4-seconds",
        no_reply_is_a_dot_after_4_seconds);
    ADD("a-refusal-is-a-question-mark", a_refusal_is_a_question_mark);
    ADD("a-ping-to-nobody-ends", a_ping_to_nobody_ends);
    ADD("a-damaged-reply-does-not-count", a_damaged_reply_does_not_count);
    ADD("the-second-port-is-the-usual-one", the_second_port_is_the_usual_one);
    ADD("a-single-port-is-the-usual-one", a_single_port_is_the_usual_one);
    ADD("no-port-is-said", no_port_is_said);
    ADD("the-chapters-session-works", the_chapters_session_works);
    ADD("names-are-short-when-unique", names_are_short_when_unique);
    ADD("without-argument-the-value-is-shown",
        without_argument_the_value_is_shown);
    ADD("what-is-missing-is-named", what_is_missing_is_named);
    ADD("a-port-without-link-is-tried-again-when-needed",
        a_port_without_link_is_tried_again_when_needed);
    ADD("help-has-the-usual-columns", help_has_the_usual_columns);
    ADD("a-line-is-edited", a_line_is_edited);
    ADD("cr-and-lf-together-end-one-line", cr_and_lf_together_end_one_line);
    ADD("a-line-without-end-is-cut", a_line_without_end_is_cut);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    add_downloads();
    add_codes();
    add_ping_and_monitor();
    return g_test_run();
}
