/* SPDX-License-Identifier: GPL-2.0-or-later */
/* netbootrig.c - see netbootrig.h. */
#include "tests/unit/guest/netbootrig.h"

#include <string.h>

#include "guest/netboot/tftp.h"

static const uint8_t our_mac[6] = { 0, 0x90, 0x27, 0x22, 0xf0, 0xb1 };
static const uint8_t server_mac[6] = { 2, 0, 0, 0, 0, 2 };

/* --- frames ------------------------------------------------------------ */

void to_unit(struct world *w, const uint8_t *frame, size_t n)
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

size_t udp_frame(struct world *w, uint8_t *f, const uint8_t *tftp,
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

void tftp_to_unit(struct world *w, const uint8_t *tftp, size_t n)
{
    uint8_t f[1600];

    to_unit(w, f, udp_frame(w, f, tftp, n));
}

void send_block(struct world *w, uint16_t block, size_t at, size_t n)
{
    uint8_t tftp[4 + 1024] = { 0, 3 };

    put_be16(tftp + 2, block);
    memcpy(tftp + 4, w->data + at, n);
    tftp_to_unit(w, tftp, 4 + n);
}

void send_error(struct world *w, uint16_t code, const char *text)
{
    uint8_t tftp[128] = { 0, 5 };

    put_be16(tftp + 2, code);
    memcpy(tftp + 4, text, strlen(text) + 1);
    tftp_to_unit(w, tftp, 5 + strlen(text));
}

void send_arp(struct world *w, uint16_t operation, uint32_t sender,
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

void honest(struct world *w, const uint8_t *tftp, size_t n)
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
    g_assert_cmpuint(get_be16(icmp + 6), ==, w->step++);
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
    size_t head = ETHER_BYTES + IP_BYTES;

    if (w->odd >= head)
        icmp[w->odd - head] ^= 1;
    put_be16(icmp + 2, (uint16_t)~net_fold(net_sum(0, icmp, bytes)));
    if (w->flipped)
        icmp[w->flipped] ^= 0x10;
    w->flipped = 0;
    bytes = ip_frame(f, w->unreachable ? GATEWAY : get_be32(ip + 16), US,
                     IP_ICMP, icmp, bytes);
    if (w->odd && w->odd < head)
        f[w->odd] ^= 1;
    w->odd = 0;
    to_unit(w, f, bytes);
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
        g_assert_true(w->strangers || get_be16(udp + 2) == w->port);
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
    g_assert_true(w->strangers || !memcmp(f, server_mac, 6));
    g_assert_cmphex(net_fold(net_sum(0, ip, 20)), ==, 0xffff);
    g_assert_cmpuint(get_be16(ip + 2), ==, n - 14);
    if (ip[9] == IP_ICMP)
        got_echo(w, ip, n - 14);
    else
        got_tftp(w, ip, n - 14);
    return true;
}

size_t for_unit(void *far, uint8_t *to, size_t room)
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

struct host host;

struct world *new_world(tftp_server *serve, size_t data_bytes)
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

void end_world(struct world *w)
{
    g_queue_clear_full(&w->frames, (GDestroyNotify)g_bytes_unref);
    g_string_free(w->console, TRUE);
    g_free((void *)w->data);
    g_free(w);
}

bool fetch(struct world *w)
{
    struct tftp_request r = { SERVER, "pix621.bin", w->file, sizeof(w->file),
                              TFTP_TIMEOUT_S };
    size_t bytes = 0;
    bool got = tftp_get(&w->net, &r, &bytes);

    if (got)
        g_assert_cmpmem(w->file, bytes, w->data, w->data_bytes);
    return got;
}

void expect_console(struct world *w, const char *text)
{
    g_assert_cmpstr(w->console->str, ==, text);
}

void expect_on_console(struct world *w, const char *part)
{
    if (!strstr(w->console->str, part))
        g_test_message("console: %s", w->console->str);
    g_assert_true(strstr(w->console->str, part) != NULL);
}
