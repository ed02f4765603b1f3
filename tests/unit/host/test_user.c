/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_user.c - the port `user`, spoken to with hand-made frames: ARP, ping,
 * a file of 1 MB by TFTP, forwarded connections, and time.
 */
#include <arpa/inet.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/net/net.h"
#include "tests/unit/host/stub_net_machine.h"

enum { ETH = 14, IP = 20, UDP = 8, BLOCK = 512, FILE_BYTES = 1 << 20 };

static const uint8_t our_mac[6] = {0x00, 0x90, 0x27, 1, 2, 3};
static const uint8_t our_ip[4] = {192, 168, 1, 1};
static const uint8_t host_ip[4] = {192, 168, 1, 2};

struct rig {
    struct loop *loop;
    struct unit *unit;
    struct net *net;
    char *folder;
    uint8_t host_mac[6];
};

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->loop = loop_new(CLOCK_HOLD);
    r->unit = stub_unit_new();
    r->net = net_new(r->loop, NULL);
    r->folder = stub_folder();
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    net_free(r->net);
    stub_unit_free(r->unit);
    loop_free(r->loop);
    stub_folder_remove(r->folder);
}

static bool try_plug(struct rig *r, const char *options, GError **error)
{
    char *spec = g_strdup_printf("user,tftp=%s%s", r->folder, options);
    bool ok = net_plug(r->net, 0, spec, error) &&
              net_open(r->net, r->unit, error);

    g_free(spec);
    return ok;
}

static void plug(struct rig *r, const char *options)
{
    GError *error = NULL;

    g_assert_true(try_plug(r, options, &error));
    g_assert_no_error(error);
}

/* --- frames ----------------------------------------------------------- */

static GPtrArray *got(struct rig *r)
{
    return r->unit->port[0].got;
}

static void send_frame(struct rig *r, const uint8_t *f, size_t n)
{
    stub_unit_send(r->unit, 0, f, n);
    stub_settle(r->loop);
}

static void put16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static unsigned get16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static unsigned checksum(const uint8_t *p, size_t n)
{
    uint32_t sum = 0;

    for (size_t i = 0; i + 1 < n; i += 2)
        sum += get16(p + i);
    if (n & 1)
        sum += (uint32_t)p[n - 1] << 8;
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return ~sum & 0xffff;
}

static void ethernet(struct rig *r, uint8_t *f, unsigned type)
{
    memcpy(f, r->host_mac, 6);
    memcpy(f + 6, our_mac, 6);
    put16(f + 12, type);
}

static void arp(struct rig *r, unsigned operation)
{
    static const uint8_t kind[] = {0, 1, 8, 0, 6, 4, 0};
    uint8_t f[60] = {0};

    ethernet(r, f, 0x0806);
    if (operation == 1)
        memset(f, 0xff, 6);
    memcpy(f + 14, kind, sizeof kind);
    f[21] = (uint8_t)operation;
    memcpy(f + 22, our_mac, 6);
    memcpy(f + 28, our_ip, 4);
    memcpy(f + 32, r->host_mac, 6);
    memcpy(f + 38, host_ip, 4);
    send_frame(r, f, sizeof f);
}

/* Adds headers to n bytes that stand at f + ETH + IP, and sends it. */
static void ip(struct rig *r, uint8_t *f, unsigned protocol, size_t n)
{
    uint8_t *h = f + ETH;

    ethernet(r, f, 0x0800);
    memset(h, 0, IP);
    h[0] = 0x45;
    put16(h + 2, (unsigned)(IP + n));
    h[8] = 64;
    h[9] = (uint8_t)protocol;
    memcpy(h + 12, our_ip, 4);
    memcpy(h + 16, host_ip, 4);
    put16(h + 10, checksum(h, IP));
    send_frame(r, f, ETH + IP + n);
}

static void udp(struct rig *r, unsigned port, const void *data, size_t n)
{
    uint8_t f[1514];
    uint8_t *h = f + ETH + IP;

    put16(h, 2001);
    put16(h + 2, port);
    put16(h + 4, (unsigned)(UDP + n));
    put16(h + 6, 0);
    memcpy(h + UDP, data, n);
    ip(r, f, 17, UDP + n);
}

/* The last frame the unit got; empty if there was none. */
static const uint8_t *last(struct rig *r, size_t *n)
{
    static const uint8_t nothing[1514];

    *n = 0;
    return got(r)->len
               ? g_bytes_get_data(got(r)->pdata[got(r)->len - 1], n)
               : nothing;
}

/* Whose address is asked first, as any station does. */
static void find_host(struct rig *r)
{
    size_t n;
    const uint8_t *f;

    arp(r, 1);
    f = last(r, &n);
    g_assert_cmpuint(got(r)->len, ==, 1);
    g_assert_cmpuint(get16(f + 12), ==, 0x0806);
    g_assert_cmpuint(f[21], ==, 2);
    g_assert_cmpmem(f + 28, 4, host_ip, 4);
    memcpy(r->host_mac, f + 22, 6);
    g_ptr_array_set_size(got(r), 0);
}

#define TEST(name) static void name(struct rig *r, gconstpointer unused)

/* --- what libslirp answers by itself ---------------------------------- */

TEST(test_ping)
{
    uint8_t f[1514] = {0};
    uint8_t *h = f + ETH + IP;
    const uint8_t *reply;
    size_t n;

    (void)unused;
    plug(r, "");
    find_host(r);
    h[0] = 8;
    put16(h + 6, 3);
    memcpy(h + 8, "abcdefgh", 8);
    put16(h + 2, checksum(h, 16));
    ip(r, f, 1, 16);
    reply = last(r, &n);
    g_assert_cmpuint(got(r)->len, ==, 1);
    g_assert_cmpuint(n, ==, 60);
    g_assert_cmpmem(reply, 6, our_mac, 6);
    g_assert_cmpuint(reply[ETH + IP], ==, 0);
    g_assert_cmpmem(reply + ETH + IP + 8, 8, "abcdefgh", 8);
}

static void make_file(struct rig *r, const char *name, uint8_t *bytes)
{
    char *path = g_build_filename(r->folder, name, NULL);
    uint32_t x = 1;

    for (size_t i = 0; i < FILE_BYTES; i++)
        bytes[i] = (uint8_t)((x = x * 1103515245 + 12345) >> 16);
    g_file_set_contents(path, (char *)bytes, FILE_BYTES, NULL);
    g_free(path);
}

static void ask_for(struct rig *r, const char *name)
{
    uint8_t request[64] = {0, 1};
    size_t n = 2;

    n += g_strlcpy((char *)request + n, name, 32) + 1;
    n += g_strlcpy((char *)request + n, "octet", 8) + 1;
    udp(r, 69, request, n);
}

/* The data block the server just sent, NULL if it wasn't block `number`. */
static const uint8_t *block(struct rig *r, unsigned number, size_t *n)
{
    const uint8_t *f = last(r, n);
    const uint8_t *tftp = f + ETH + IP + UDP;

    if (got(r)->len != 1 || get16(tftp) != 3 ||
        get16(tftp + 2) != (number & 0xffff))
        return NULL;
    *n = get16(f + ETH + IP + 4) - UDP - 4;
    return tftp + 4;
}

/* What came of the file, and the sum of all frames to compare runs by. */
static GByteArray *fetch(struct rig *r, GChecksum *sum)
{
    GByteArray *file = g_byte_array_new();
    const uint8_t *data;
    size_t n;

    ask_for(r, "pix621.bin");
    for (unsigned number = 1; (data = block(r, number, &n)); number++) {
        uint8_t ack[4] = {0, 4};
        size_t whole;
        const uint8_t *frame = last(r, &whole);

        g_checksum_update(sum, frame, (gssize)whole);
        g_byte_array_append(file, data, (guint)n);
        if (n < BLOCK)
            break;
        put16(ack + 2, number);
        g_ptr_array_set_size(got(r), 0);
        udp(r, 69, ack, sizeof ack);
    }
    return file;
}

TEST(test_tftp)
{
    uint8_t *wanted = g_malloc(FILE_BYTES);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    GByteArray *file;

    (void)unused;
    make_file(r, "pix621.bin", wanted);
    plug(r, "");
    find_host(r);
    file = fetch(r, sum);
    g_assert_cmpmem(file->data, file->len, wanted, FILE_BYTES);
    g_byte_array_free(file, TRUE);
    g_checksum_free(sum);
    g_free(wanted);
}

/* All of a transfer, frame for frame, on a fresh port. */
static char *transfer(void)
{
    struct rig r = {0};
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    uint8_t *bytes = g_malloc(FILE_BYTES);
    char *text;

    setup(&r, NULL);
    make_file(&r, "pix621.bin", bytes);
    plug(&r, "");
    find_host(&r);
    g_byte_array_free(fetch(&r, sum), TRUE);
    text = g_strdup(g_checksum_get_string(sum));
    g_checksum_free(sum);
    g_free(bytes);
    teardown(&r, NULL);
    return text;
}

static void test_repeatable(void)
{
    char *first = transfer();

    for (unsigned i = 0; i < 3; i++) {
        char *again = transfer();

        g_assert_cmpstr(again, ==, first);
        g_free(again);
    }
    g_free(first);
}

/* Forty requests that nobody goes on with, over minutes: libslirp has room
 * for twenty, and forgets one after five seconds of virtual time. */
TEST(test_sessions_end)
{
    static const uint8_t enough[] = {0, 5, 0, 0, 0};
    uint8_t *bytes = g_malloc(FILE_BYTES);
    size_t n;

    (void)unused;
    make_file(r, "pix621.bin", bytes);
    plug(r, "");
    find_host(r);
    for (unsigned i = 1; i <= 40; i++) {
        stub_run_until(r->loop, i * UINT64_C(6000000000));
        g_ptr_array_set_size(got(r), 0);
        ask_for(r, "pix621.bin");
        g_assert_nonnull(block(r, 1, &n));
    }
    udp(r, 69, enough, sizeof enough); /* libslirp 4.7 frees it only so */
    g_free(bytes);
}

TEST(test_missing)
{
    const uint8_t *f;
    size_t n;

    (void)unused;
    plug(r, ",restrict=on");
    find_host(r);
    ask_for(r, "nothing.bin");
    f = last(r, &n);
    g_assert_cmpuint(get16(f + ETH + IP + UDP), ==, 5);
    g_assert_cmpuint(get16(f + ETH + IP + UDP + 2), ==, 1);
}

/* An idle network sets no alarm, so that warp may jump as far as it likes. */
TEST(test_idle)
{
    (void)unused;
    plug(r, "");
    find_host(r);
    stub_settle(r->loop);
    g_assert_cmpuint(clock_next_alarm(r->loop->clock), ==, ALARM_OFF);
}

/* --- this computer's sockets ------------------------------------------ */

static bool asked_for_us(void *far)
{
    struct rig *r = far;
    size_t n;
    const uint8_t *f = last(r, &n);

    return n && get16(f + 12) == 0x0806 && f[21] == 1 &&
           memcmp(f + 38, our_ip, 4) == 0;
}

static bool got_syn(void *far)
{
    struct rig *r = far;

    for (guint i = 0; i < got(r)->len; i++) {
        gsize n;
        const uint8_t *f = g_bytes_get_data(got(r)->pdata[i], &n);

        if (get16(f + 12) == 0x0800 && f[ETH + 9] == 6 &&
            get16(f + ETH + IP + 2) == 23 && f[ETH + IP + 13] == 2)
            return true;
    }
    return false;
}

static int call(uint16_t port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)!connect(fd, (struct sockaddr *)&a, sizeof a);
    return fd;
}

/* A connection to this computer arrives as a SYN, after an ARP exchange whose
 * reply alone must set the waiting packet free. */
TEST(test_forward)
{
    int fd;

    (void)unused;
    plug(r, ",hostfwd=tcp:127.0.0.1:28883-192.168.1.1:23");
    fd = call(28883);
    g_assert_true(stub_wait(r->loop, asked_for_us, r));
    memcpy(r->host_mac, last(r, &(size_t){0}) + 6, 6);
    arp(r, 2);
    g_assert_true(got_syn(r));
    close(fd);
}

TEST(test_forward_taken)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(28884)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    GError *error = NULL;

    (void)unused;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&a, sizeof a), ==, 0);
    g_assert_cmpint(listen(fd, 1), ==, 0);
    g_assert_false(
        try_plug(r, ",hostfwd=tcp:127.0.0.1:28884-192.168.1.1:23", &error));
    g_assert_error(error, NET_ERROR, NET_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, "port 28884"));
    g_error_free(error);
    close(fd);
}

/* A SYN nobody answers is sent again when virtual time says so. */
TEST(test_retransmission)
{
    int fd;
    uint64_t now;

    (void)unused;
    plug(r, ",hostfwd=tcp:127.0.0.1:28885-192.168.1.1:23");
    fd = call(28885);
    g_assert_true(stub_wait(r->loop, asked_for_us, r));
    memcpy(r->host_mac, last(r, &(size_t){0}) + 6, 6);
    arp(r, 2);
    g_assert_true(got_syn(r));
    g_ptr_array_set_size(got(r), 0);
    stub_settle(r->loop);
    g_assert_false(got_syn(r));
    now = clock_now(r->loop->clock);
    stub_run_until(r->loop, now + UINT64_C(15000000000));
    g_assert_true(got_syn(r));
    close(fd);
}

static bool got_udp(void *far)
{
    size_t n;
    const uint8_t *f = last(far, &n);

    return n && get16(f + 12) == 0x0800 && f[ETH + 9] == 17;
}

/* libslirp closes a UDP socket four minutes after its last use; it has to
 * know that long idle time lies before the first use, not after. */
TEST(test_udp_after_idle)
{
    struct sockaddr_in a = {.sin_family = AF_INET};
    socklen_t length = sizeof a;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    char question[8];
    const uint8_t *f;
    size_t n;

    (void)unused;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&a, sizeof a), ==, 0);
    getsockname(fd, (struct sockaddr *)&a, &length);
    plug(r, "");
    find_host(r);
    stub_run_until(r->loop, UINT64_C(600000000000));
    udp(r, ntohs(a.sin_port), "ask", 3);
    length = sizeof a;
    g_assert_cmpint(recvfrom(fd, question, sizeof question, MSG_DONTWAIT,
                             (struct sockaddr *)&a, &length),
                    ==, 3);
    sendto(fd, "told", 4, 0, (struct sockaddr *)&a, length);
    g_assert_true(stub_wait(r->loop, got_udp, r));
    f = last(r, &n);
    g_assert_cmpmem(f + ETH + IP + UDP, 4, "told", 4);
    close(fd);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        {"its-host-answers-arp-and-ping", test_ping},
        {"a-megabyte-comes-by-tftp-block-by-block", test_tftp},
        {"abandoned-transfers-end-in-virtual-time", test_sessions_end},
        {"a-missing-file-is-error-1-restricted-or-not", test_missing},
        {"an-idle-network-sets-no-alarm", test_idle},
        {"a-forwarded-connection-reaches-the-unit", test_forward},
        {"a-forwarded-port-in-use-is-an-error", test_forward_taken},
        {"an-unanswered-syn-comes-again", test_retransmission},
        {"datagrams-come-back-after-a-long-idle-time", test_udp_after_idle},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/user/", tests[i].name, NULL);

        g_test_add(path, struct rig, NULL, setup, tests[i].run, teardown);
        g_free(path);
    }
    g_test_add_func("/user/two-transfers-are-the-same-frame-for-frame",
                    test_repeatable);
    return g_test_run();
}
