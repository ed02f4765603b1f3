/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_stack.c - the to-the-box stack over a wire that loses, delays and
 * reorders, in virtual time.  Two interfaces of one stack face each other, so
 * both ends of every connection are tried, and every packet buffer must be
 * back in the end.
 *
 * STACK_TEST_SECONDS: how long the lossy transfers go on (60).
 */
#include <glib.h>
#include <string.h>

#include "guest/lib/bytes.h"
#include "guest/net/conn.h"
#include "guest/net/datagram.h"
#include "guest/net/echo.h"
#include "guest/net/stack.h"
#include "guest/net/stations.h"

enum { A = 0x0a000001, B = 0x0a000002, MASK = 0xffffff00, FAR = 0x0a010101 };

static uint64_t now_us;
static GRand *chance;

/* --- the wire ---------------------------------------------------------- */

struct frame {
    uint64_t due_us;
    unsigned to;
    GBytes *bytes;
};

static GPtrArray *wire;
static unsigned loss_percent, lost, carried;
static bool reorders;
static void (*tap)(unsigned from, const uint8_t *frame, size_t n);

static void free_frame(gpointer far)
{
    struct frame *f = far;

    g_bytes_unref(f->bytes);
    g_free(f);
}

static bool send(void *far, const uint8_t *frame, size_t n)
{
    unsigned from = GPOINTER_TO_UINT(far);
    struct frame *f;

    if (tap)
        tap(from, frame, n);
    if ((unsigned)g_rand_int_range(chance, 0, 100) < loss_percent) {
        lost++;
        return true;
    }
    f = g_new(struct frame, 1);
    f->due_us = now_us + 500 +
                (reorders ? (uint64_t)g_rand_int_range(chance, 0, 4000) : 0);
    f->to = !from;
    f->bytes = g_bytes_new(frame, n);
    g_ptr_array_add(wire, f);
    return true;
}

static void give(unsigned to, const void *frame, size_t n)
{
    struct block *b = block_take((uint32_t)n);

    if (!b)
        return;
    memcpy(b->data, frame, n);
    b->length = (uint16_t)n;
    carried++;
    stack_input(to, b);
}

static void deliver_due(void)
{
    for (;;) {
        struct frame *next = NULL;
        gconstpointer data;
        gsize n;

        for (unsigned i = 0; i < wire->len; i++) {
            struct frame *f = wire->pdata[i];

            if (f->due_us <= now_us && (!next || f->due_us < next->due_us))
                next = f;
        }
        if (!next)
            return;
        data = g_bytes_get_data(next->bytes, &n);
        give(next->to, data, n);
        g_ptr_array_remove(wire, next);
    }
}

static uint32_t now_ms(void)
{
    return (uint32_t)(now_us / 1000);
}

/* A step to the next frame or timer, at most 10 ms. */
static void step(void)
{
    uint64_t next = now_us + MIN(stack_poll(), 10u) * 1000 + 1;

    for (unsigned i = 0; i < wire->len; i++)
        next = MIN(next, ((struct frame *)wire->pdata[i])->due_us);
    now_us = MAX(next, now_us);
    deliver_due();
}

static void run_for(unsigned seconds)
{
    uint64_t until = now_us + seconds * 1000000ull;

    while (now_us < until)
        step();
}

static void setup(void)
{
    for (unsigned i = 0; i < 2; i++) {
        struct stack_port port = {.far = GUINT_TO_POINTER(i), .send = send,
                                  .mac = {2, 0, 0, 0, 0, (uint8_t)i}};

        g_assert_cmpuint(stack_add(&port), ==, i);
        stack_configure(i, true, i ? B : A, MASK, 1500);
    }
}

/* Wire clean, clock on, nothing left over from before. */
static void quiet(void)
{
    tap = NULL;
    loss_percent = 0;
    reorders = false;
    run_for(300);
    g_assert_cmpuint(wire->len, ==, 0);
}

static void assert_all_back(void)
{
    for (unsigned i = 0; blocks_pool(i); i++)
        g_assert_cmpuint(blocks_pool(i)->count, ==, blocks_pool(i)->max);
}

/* --- TCP --------------------------------------------------------------- */

/* A server that sends back what it gets; a client that counts what it sends
 * and checks what comes. */
struct end {
    struct conn *conn;
    uint32_t to_send, sent, got;
    uint8_t held[2000]; /* the server's */
    size_t held_n;
    bool done;
};

enum { CLIENTS = 100, BYTES = 20000 };
static struct end clients[CLIENTS], servers[CONNS_MAX];
static unsigned server_count, finished, failed;

static void nothing(void *far)
{
    (void)far;
}

static bool accepted(void *far, struct conn *c)
{
    (void)far;
    for (unsigned i = 0; i < CONNS_MAX; i++) {
        if (servers[i].conn)
            continue;
        servers[i] = (struct end){.conn = c};
        conn_on_change(c, nothing, NULL);
        server_count++;
        return true;
    }
    return false;
}

static void serve(struct end *s)
{
    int n;

    if (s->held_n == 0) {
        n = conn_read(s->conn, s->held, sizeof s->held);
        if (n < 0) {
            conn_close(s->conn);
            s->conn = NULL;
            return;
        }
        s->held_n = (size_t)n;
    }
    n = (int)conn_write(s->conn, s->held, s->held_n);
    memmove(s->held, s->held + n, s->held_n - (size_t)n);
    s->held_n -= (size_t)n;
}

/* Byte i of every stream. */
static uint8_t byte_at(unsigned client, uint32_t i)
{
    return (uint8_t)(client * 7 + i * 13 + i / 251);
}

static void write_some(unsigned number, struct end *c)
{
    uint8_t some[700];
    size_t n = MIN(sizeof some, c->to_send - c->sent);

    for (size_t i = 0; i < n; i++)
        some[i] = byte_at(number, c->sent + (uint32_t)i);
    c->sent += conn_write(c->conn, some, n);
}

static void read_some(unsigned number, struct end *c)
{
    uint8_t some[900];
    int n;

    while ((n = conn_read(c->conn, some, sizeof some)) > 0) {
        for (int i = 0; i < n; i++) {
            if (some[i] != byte_at(number, c->got++))
                failed++;
        }
    }
    if (n < 0 && c->got < c->to_send)
        failed++;
    if (n < 0 || c->got == c->to_send) {
        conn_close(c->conn);
        c->conn = NULL;
        finished++;
    }
}

static void work(void)
{
    for (unsigned i = 0; i < CLIENTS; i++) {
        struct end *c = &clients[i];

        if (!c->conn)
            continue;
        if (c->sent < c->to_send)
            write_some(i, c);
        read_some(i, c);
    }
    for (unsigned i = 0; i < CONNS_MAX; i++) {
        if (servers[i].conn)
            serve(&servers[i]);
    }
}

static void open_missing(void)
{
    for (unsigned i = 0; i < CLIENTS; i++) {
        if (clients[i].conn)
            continue;
        clients[i] = (struct end){.to_send = BYTES};
        clients[i].conn = conn_open(B, 7, nothing, NULL);
    }
}

static bool working(void)
{
    for (unsigned i = 0; i < CLIENTS; i++) {
        if (clients[i].conn)
            return true;
    }
    return false;
}

static void test_echo_over_loss(void)
{
    const char *asked = g_getenv("STACK_TEST_SECONDS");
    unsigned seconds = asked ? (unsigned)atoi(asked) : 60;
    uint64_t until = now_us + seconds * 1000000ull;
    uint64_t give_up = until + 1200 * 1000000ull;
    unsigned before = finished;

    g_assert_true(conn_listen(7, NULL, accepted, NULL));
    loss_percent = 5;
    reorders = true;
    while ((now_us < until || working()) && now_us < give_up) {
        if (now_us < until)
            open_missing();
        work();
        step();
    }
    g_test_message("%u transfers of %u bytes, %u frames, %u lost, %u s",
                   finished - before, BYTES, carried, lost, seconds);
    g_assert_false(working());
    g_assert_cmpuint(failed, ==, 0);
    g_assert_cmpuint(finished - before, >=, CLIENTS);
    g_assert_cmpuint(lost, >, 100);
    for (unsigned i = 0; i < 1000; i++) {
        work();
        step();
    }
    quiet();
    work();
    quiet();
    assert_all_back();
}

static void test_refused(void)
{
    struct conn *c = conn_open(B, 9, nothing, NULL);

    run_for(2);
    g_assert_nonnull(c);
    g_assert_cmpint(c->state, ==, CONN_FAILED);
    g_assert_cmpint(conn_read(c, NULL, 0), ==, -1);
    g_assert_cmpuint(conn_write(c, "x", 1), ==, 0);
    conn_close(c);
    assert_all_back();
}

/* The other end goes silent: given up in the end, all buffers back. */
static void test_silence(void)
{
    struct conn *c = conn_open(B, 7, nothing, NULL);

    run_for(1);
    g_assert_cmpint(c->state, ==, CONN_OPEN);
    loss_percent = 100;
    while (conn_write(c, "0123456789", 10) != 0)
        continue;
    run_for(2000);
    g_assert_cmpint(c->state, ==, CONN_FAILED);
    conn_close(c);
    for (unsigned i = 0; i < CONNS_MAX; i++) {
        if (servers[i].conn)
            conn_abort(servers[i].conn);
        servers[i].conn = NULL;
    }
    quiet();
    assert_all_back();
}

/* --- random numbers ---------------------------------------------------- */

static uint32_t next_of_xorshift(uint32_t seen)
{
    seen ^= seen << 13;
    seen ^= seen >> 17;
    seen ^= seen << 5;
    return (seen ^ now_ms()) * 2654435761u;
}

/* Who was sent a number and knows the clock does not know the next one. */
static void test_random(void)
{
    enum { N = 20000 };
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    uint32_t last = stack_random(), all = 0;

    for (unsigned i = 0; i < N; i++) {
        uint32_t next = stack_random();

        g_assert_cmphex(next, !=, next_of_xorshift(last));
        g_hash_table_add(seen, GUINT_TO_POINTER(next));
        all |= next;
        last = next;
    }
    g_assert_cmpuint(g_hash_table_size(seen), >=, N - 2);
    g_assert_cmphex(all, ==, 0xffffffff);
}

/* --- UDP, ICMP --------------------------------------------------------- */

static void test_datagrams(void)
{
    struct datagram a, b, taken;
    uint8_t got[2000];
    uint32_t ip;
    uint16_t port;

    g_assert_true(datagram_open(&a, 0, nothing, NULL));
    g_assert_true(datagram_open(&b, 69, nothing, NULL));
    g_assert_false(datagram_open(&taken, 69, nothing, NULL));
    g_assert_true(datagram_send(&a, B, 69, "hello", 5));
    g_assert_false(datagram_send(&a, FAR, 69, "hello", 5));
    run_for(1);
    g_assert_cmpint(datagram_receive(&b, got, sizeof got, &ip, &port), ==, 5);
    g_assert_cmpmem(got, 5, "hello", 5);
    g_assert_cmpuint(ip, ==, A);
    g_assert_cmpint(datagram_receive(&b, got, sizeof got, &ip, &port), ==, -1);
    for (unsigned i = 0; i < 50; i++)
        datagram_send(&a, B, 69, got, 100);
    run_for(1);
    datagram_close(&a);
    datagram_close(&b);
    quiet();
    assert_all_back();
}

static void test_ping(void)
{
    struct echo e;

    echo_begin(&e, nothing, NULL);
    g_assert_true(echo_send(&e, B, 100));
    run_for(1);
    g_assert_true(e.answered);
    for (size_t n = 1480; n < 65000; n += 9000) { /* in pieces, both ways */
        g_assert_true(echo_send(&e, B, n));
        run_for(1);
        g_assert_true(e.answered);
    }
    g_assert_false(echo_send(&e, FAR, 100));
    g_assert_true(echo_send(&e, 0x0a000063, 100));
    run_for(10);
    g_assert_false(e.answered);
    echo_end(&e);
    assert_all_back();
}

/* --- routes, stations, fragments --------------------------------------- */

static uint8_t asked_mac[6];
static uint32_t asked_ip;

static void note_arp(unsigned from, const uint8_t *frame, size_t n)
{
    if (n >= 42 && from == 0 && get_be16(frame + 12) == 0x0806)
        asked_ip = get_be32(frame + 38);
    if (n >= 34 && get_be16(frame + 12) == 0x0800)
        memcpy(asked_mac, frame, 6);
}

static void test_routes(void)
{
    static const struct stack_route routes[] = {
        {.interface = 0, .metric = 1, .gateway = 0x0a00004d},
        {.interface = 0, .metric = 1, .ip = 0x0a010000, .mask = 0xffff0000,
         .gateway = 0x0a00004e},
    };
    struct datagram d;
    unsigned interface;
    uint32_t via;

    stack_set_routes(routes, 2);
    g_assert_true(stack_find_route(FAR, &interface, &via));
    g_assert_cmphex(via, ==, 0x0a00004e);
    g_assert_true(stack_find_route(0x08080808, &interface, &via));
    g_assert_cmphex(via, ==, 0x0a00004d);
    g_assert_true(stack_find_route(B, &interface, &via));
    g_assert_cmphex(via, ==, B);
    tap = note_arp;
    g_assert_true(datagram_open(&d, 0, nothing, NULL));
    g_assert_true(datagram_send(&d, FAR, 1, "x", 1));
    g_assert_cmphex(asked_ip, ==, 0x0a00004e);
    datagram_close(&d);
    stack_set_routes(routes, 0);
    g_assert_false(stack_find_route(FAR, &interface, &via));
    quiet();
    assert_all_back();
}

static void test_stations(void)
{
    static const struct station fixed = {.ip = 0x0a000032,
                                         .mac = {2, 1, 2, 3, 4, 5}};
    struct station s;
    unsigned at = 0, seen = 0;
    struct datagram d;

    /* Both interfaces are on one network here; only one can have it. */
    stack_configure(1, false, B, MASK, 1500);
    stations_set(&fixed, 1, 60);
    stack_configure(1, true, B, MASK, 1500);
    tap = note_arp;
    g_assert_true(datagram_open(&d, 0, nothing, NULL));
    g_assert_true(datagram_send(&d, fixed.ip, 1, "x", 1));
    g_assert_cmpmem(asked_mac, 6, fixed.mac, 6);
    datagram_send(&d, B, 1, "x", 1);
    run_for(1);
    while (stations_next(&at, &s))
        seen += s.ip == fixed.ip || s.ip == B;
    g_assert_cmpuint(seen, ==, 2);
    run_for(70);
    for (at = seen = 0; stations_next(&at, &s); seen++)
        g_assert_cmphex(s.ip, ==, fixed.ip);
    g_assert_cmpuint(seen, ==, 1);
    datagram_close(&d);
    stations_set(NULL, 0, 14400);
    quiet();
    assert_all_back();
}

/* Somebody at `ip` asks for the first interface's address. */
static void ask(uint32_t ip)
{
    uint8_t frame[60] = {2, 0, 0, 0, 0, 0, 2, 9, 9, 9, 9, 9, 8, 6,
                         0, 1, 8, 0, 6, 4, 0, 1, 2, 9, 9, 9, 9, 9};

    put_be32(frame + 28, ip);
    put_be32(frame + 38, A);
    give(0, frame, sizeof frame);
}

/* Who was heard of last comes first; who was never heard of, not at all. */
static void test_recent(void)
{
    static const struct station fixed = {.ip = 0x0a000032,
                                         .mac = {2, 1, 2, 3, 4, 5}};
    struct station s;

    stations_set(&fixed, 1, 60);
    g_assert_false(stations_recent(0, 0, &s));
    for (uint32_t i = 0; i < 12; i++)
        ask(0x0a000060 + i);
    ask(0x0a000063); /* once more */
    for (unsigned nth = 0; nth < 12; nth++) {
        static const uint8_t order[] = {3, 11, 10, 9, 8, 7, 6, 5, 4, 2, 1, 0};

        g_assert_true(stations_recent(0, nth, &s));
        g_assert_cmphex(s.ip, ==, 0x0a000060u + order[nth]);
    }
    g_assert_false(stations_recent(0, 12, &s));
    g_assert_false(stations_recent(1, 0, &s));
    stations_set(NULL, 0, 14400);
    g_assert_false(stations_recent(0, 0, &s));
    quiet();
}

/* The first half of a packet that never becomes whole. */
static size_t fragment(uint8_t *frame, uint32_t to, uint16_t id)
{
    uint32_t sum = 0;

    memset(frame, 0, 1514);
    memcpy(frame, "\2\0\0\0\0\1\2\0\0\0\0\0\x08\0", 14);
    frame[14] = 0x45;
    put_be16(frame + 16, 1500);
    put_be16(frame + 18, id);
    put_be16(frame + 20, 0x2000);
    frame[22] = 64;
    frame[23] = 17;
    put_be32(frame + 26, A);
    put_be32(frame + 30, to);
    for (unsigned i = 14; i < 34; i += 2)
        sum += get_be16(frame + i);
    put_be16(frame + 24, (uint16_t)~(sum + (sum >> 16)));
    return 1514;
}

static const struct block_pool *big(void)
{
    unsigned i = 0;

    while (blocks_pool(i)->size != BLOCK_FRAME)
        i++;
    return blocks_pool(i);
}

static void test_fragments_hold_blocks(void)
{
    uint8_t frame[1514];

    for (uint16_t i = 0; i < 20; i++)
        give(1, frame, fragment(frame, B, i));
    g_assert_cmpuint(big()->count, ==, big()->max - 20);
    for (unsigned i = 0; i < 1000; i++)
        give(1, frame, fragment(frame, B, (uint16_t)(100 + i)));
    g_assert_cmpuint(big()->count, >=, big()->max - 200);
    run_for(30);
    g_assert_cmpuint(big()->count, ==, big()->max);
}

static void test_not_ours(void)
{
    uint8_t frame[1514];

    give(1, frame, fragment(frame, A, 1));
    give(1, frame, fragment(frame, FAR, 1));
    g_assert_cmpuint(big()->count, ==, big()->max);
    stack_configure(1, false, B, MASK, 1500);
    give(1, frame, fragment(frame, B, 1));
    g_assert_cmpuint(big()->count, ==, big()->max);
    stack_configure(1, true, B, MASK, 1500);
}

/* Frames of any length and contents. */
static void test_noise(void)
{
    uint8_t frame[1514];

    for (unsigned i = 0; i < 20000; i++) {
        size_t n = (size_t)g_rand_int_range(chance, 1, 1515);

        fragment(frame, B, (uint16_t)i);
        if (i % 3 == 0)
            put_be16(frame + 12, 0x0806);
        for (int k = g_rand_int_range(chance, 0, 12); k; k--)
            frame[g_rand_int_range(chance, 0, 60)] =
                (uint8_t)g_rand_int(chance);
        give(i & 1, frame, n);
        if (i % 50 == 0)
            step();
    }
    run_for(60);
    stations_set(NULL, 0, 14400);
    quiet();
    assert_all_back();
}

static void *take(uint32_t bytes)
{
    return g_malloc(bytes);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    chance = g_rand_new_with_seed(2113);
    wire = g_ptr_array_new_with_free_func(free_frame);
    g_assert_true(blocks_setup(take));
    stack_setup(now_ms, (const uint8_t[STACK_SECRET]){1});
    setup();
    g_test_add_func("/random/numbers", test_random);
    g_test_add_func("/icmp/ping", test_ping);
    g_test_add_func("/udp/datagrams", test_datagrams);
    g_test_add_func("/ip/routes", test_routes);
    g_test_add_func("/arp/stations-fixed-and-learned", test_stations);
    g_test_add_func("/arp/the-last-heard-of", test_recent);
    g_test_add_func("/ip/fragments-hold-blocks-and-give-them-back",
                    test_fragments_hold_blocks);
    g_test_add_func("/ip/what-is-not-ours-is-dropped", test_not_ours);
    g_test_add_func("/tcp/a-hundred-echoes-over-five-percent-loss",
                    test_echo_over_loss);
    g_test_add_func("/tcp/refused", test_refused);
    g_test_add_func("/tcp/the-other-end-goes-silent", test_silence);
    g_test_add_func("/noise-leaves-nothing-behind", test_noise);
    return g_test_run();
}
