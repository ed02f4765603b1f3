/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_net.c - cables between units: what net_open() makes of --net, links,
 * listen: and connect:, udp:, and what pcap: records.
 */
#include "host/net/net.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/net/shared.h"
#include "tests/unit/host/stub_net_machine.h"

struct rig {
    struct loop *loop;
    struct unit *a, *b;
    struct shared *shared;
    struct net *net_a, *net_b;
    char *folder;
};

static const uint8_t hello[60] = {255, 255, 255, 255, 255, 255, 2,
                                  0,   0,   0,   0,   1,   'h', 'i'};

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->loop = loop_new(CLOCK_HOLD);
    r->a = stub_unit_new();
    r->b = stub_unit_new();
    r->shared = shared_new(r->loop);
    r->net_a = net_new(r->loop, r->shared);
    r->net_b = net_new(r->loop, r->shared);
    r->folder = stub_folder();
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    net_free(r->net_a);
    net_free(r->net_b);
    shared_free(r->shared);
    stub_unit_free(r->a);
    stub_unit_free(r->b);
    loop_free(r->loop);
    stub_folder_remove(r->folder);
}

/* Plugs KIND:FOLDER/NAME. */
static void plug(struct rig *r, struct net *net, unsigned interface,
                 const char *kind, const char *name)
{
    GError *error = NULL;
    char *spec = name ? g_strdup_printf("%s:%s/%s", kind, r->folder, name)
                      : g_strdup(kind);

    g_assert_true(net_plug(net, interface, spec, &error));
    g_assert_no_error(error);
    g_free(spec);
}

static void open_net(struct net *net, struct unit *unit)
{
    GError *error = NULL;

    g_assert_true(net_open(net, unit, &error));
    g_assert_no_error(error);
    net_start(net);
}

static bool exists(struct rig *r, const char *name)
{
    char *path = g_build_filename(r->folder, name, NULL);
    bool there = g_file_test(path, G_FILE_TEST_EXISTS);

    g_free(path);
    return there;
}

#define TEST(name) static void name(struct rig *r, gconstpointer unused)

/* --- two phases ------------------------------------------------------- */

TEST(test_nothing_created)
{
    (void)unused;
    plug(r, r->net_a, 0, "listen", "s");
    plug(r, r->net_a, 1, "pcap", "p");
    g_assert_false(exists(r, "s"));
    g_assert_false(exists(r, "p"));
    open_net(r->net_a, r->a);
    g_assert_true(exists(r, "s"));
    g_assert_true(exists(r, "p"));
    net_free(r->net_a);
    r->net_a = NULL;
    g_assert_false(exists(r, "s"));
}

TEST(test_no_such_interface)
{
    GError *error = NULL;

    (void)unused;
    plug(r, r->net_a, 2, "none", NULL);
    g_assert_true(net_fits(r->net_a, 3, "525", &error));
    plug(r, r->net_a, 3, "listen", "s");
    g_assert_false(net_fits(r->net_a, 3, "525", &error));
    g_assert_nonnull(strstr(error->message, "--net=3:listen:"));
    g_assert_nonnull(strstr(error->message, "a 525 has 3 interfaces"));
    g_clear_error(&error);
    g_assert_false(net_open(r->net_a, r->a, &error));
    g_assert_false(exists(r, "s"));
    g_clear_error(&error);
    g_assert_false(net_plug(r->net_a, UNIT_PORTS_MAX, "none", &error));
    g_assert_nonnull(strstr(error->message, "from 0 to 15"));
    g_clear_error(&error);
}

/* The socket that could be had goes again; the record isn't overwritten. */
TEST(test_open_fails)
{
    char *record = g_build_filename(r->folder, "p", NULL), *text = NULL;
    GError *error = NULL;

    (void)unused;
    g_file_set_contents(record, "old", 3, NULL);
    plug(r, r->net_b, 0, "listen", "taken");
    open_net(r->net_b, r->b);
    plug(r, r->net_a, 0, "pcap", "p");
    plug(r, r->net_a, 0, "listen", "s");
    plug(r, r->net_a, 0, "listen", "taken");
    g_assert_false(net_open(r->net_a, r->a, &error));
    g_assert_error(error, NET_ERROR, NET_ERROR_OPEN);
    g_assert_nonnull(strstr(error->message, "/taken is in use"));
    g_assert_false(exists(r, "s"));
    g_assert_true(exists(r, "taken"));
    g_assert_false(r->a->port[0].attached);
    g_file_get_contents(record, &text, NULL, NULL);
    g_assert_cmpstr(text, ==, "old");
    g_error_free(error);
    g_free(text);
    g_free(record);
}

/* --- links ------------------------------------------------------------ */

TEST(test_unplugged)
{
    (void)unused;
    plug(r, r->net_a, 1, "none", NULL);
    plug(r, r->net_a, 2, "pcap", "p");
    open_net(r->net_a, r->a);
    for (unsigned i = 0; i < STUB_PORTS; i++) {
        g_assert_true(r->a->port[i].attached);
        g_assert_false(r->a->port[i].link);
        stub_unit_send(r->a, i, hello, sizeof hello);
    }
    stub_settle(r->loop);
}

TEST(test_set_link)
{
    (void)unused;
    plug(r, r->net_a, 1, "user", NULL);
    open_net(r->net_a, r->a);
    g_assert_true(r->a->port[1].link);
    g_assert_true(net_set_link(r->net_a, 1, false));
    g_assert_false(r->a->port[1].link);
    g_assert_true(net_set_link(r->net_a, 1, true));
    g_assert_true(r->a->port[1].link);
    g_assert_true(net_set_link(r->net_a, 0, true));
    g_assert_false(r->a->port[0].link);
    g_assert_false(net_set_link(r->net_a, STUB_PORTS, true));
}

static bool both_linked(void *far)
{
    struct rig *r = far;

    return r->a->port[1].link && r->b->port[0].link;
}

static bool b_unlinked(void *far)
{
    return !((struct rig *)far)->b->port[0].link;
}

static bool b_got_one(void *far)
{
    return ((struct rig *)far)->b->port[0].got->len == 1;
}

static bool a_got_one(void *far)
{
    return ((struct rig *)far)->a->port[1].got->len == 1;
}

static void assert_hello(GPtrArray *got)
{
    g_assert_cmpuint(got->len, ==, 1);
    if (got->len == 1) {
        gsize n;
        const void *frame = g_bytes_get_data(got->pdata[0], &n);

        g_assert_cmpmem(frame, n, hello, sizeof hello);
    }
}

static void join(struct rig *r)
{
    plug(r, r->net_a, 1, "listen", "cable");
    plug(r, r->net_b, 0, "connect", "cable");
    open_net(r->net_a, r->a);
    open_net(r->net_b, r->b);
    g_assert_true(stub_wait(r->loop, both_linked, r));
}

TEST(test_cable)
{
    (void)unused;
    join(r);
    stub_unit_send(r->a, 1, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, b_got_one, r));
    assert_hello(r->b->port[0].got);
    stub_unit_send(r->b, 0, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, a_got_one, r));
    assert_hello(r->a->port[1].got);
    g_assert_cmpuint(r->loop->outside, >, 0);
}

TEST(test_reconnect)
{
    (void)unused;
    plug(r, r->net_b, 0, "connect", "cable");
    open_net(r->net_b, r->b);
    g_assert_false(r->b->port[0].link);
    plug(r, r->net_a, 1, "listen", "cable");
    open_net(r->net_a, r->a);
    g_assert_true(stub_wait(r->loop, both_linked, r));

    net_free(r->net_a);
    g_assert_true(stub_wait(r->loop, b_unlinked, r));

    r->net_a = net_new(r->loop, NULL);
    plug(r, r->net_a, 1, "listen", "cable");
    open_net(r->net_a, r->a);
    g_assert_true(stub_wait(r->loop, both_linked, r));
    stub_unit_send(r->a, 1, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, b_got_one, r));
}

/* One listens, two connect: the two also hear each other. */
TEST(test_many_peers)
{
    (void)unused;
    plug(r, r->net_b, 1, "connect", "cable");
    plug(r, r->net_b, 2, "connect", "cable");
    join(r);
    g_assert_true(r->b->port[2].link);
    stub_unit_send(r->b, 1, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, b_got_one, r));
    g_assert_true(stub_wait(r->loop, a_got_one, r));
    g_assert_cmpuint(r->b->port[2].got->len, ==, 1);
    g_assert_cmpuint(r->b->port[1].got->len, ==, 0);
}

/* Frees the spec. */
static void plug_named(struct net *net, const char *name, char *spec)
{
    GError *error = NULL;

    g_assert_true(net_plug_named(net, name, spec, &error));
    g_assert_no_error(error);
    g_free(spec);
}

TEST(test_hub)
{
    (void)unused;
    plug_named(r->net_a, "lan", g_strdup_printf("listen:%s/cable", r->folder));
    plug_named(r->net_a, "dmz", g_strdup("segment:lan"));
    plug_named(r->net_a, "dmz", g_strdup_printf("listen:%s/dmz", r->folder));
    open_net(r->net_a, NULL);
    plug(r, r->net_b, 0, "connect", "cable");
    plug(r, r->net_b, 1, "connect", "dmz");
    open_net(r->net_b, r->b);
    stub_settle(r->loop);
    stub_unit_send(r->b, 1, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, b_got_one, r));
    assert_hello(r->b->port[0].got);
}

TEST(test_segment)
{
    (void)unused;
    plug(r, r->net_a, 1, "segment:lan", NULL);
    plug(r, r->net_b, 0, "segment:lan", NULL);
    plug(r, r->net_b, 2, "segment:other", NULL);
    open_net(r->net_a, r->a);
    g_assert_true(r->a->port[1].link);
    open_net(r->net_b, r->b);
    stub_unit_send(r->a, 1, hello, sizeof hello);
    stub_settle(r->loop);
    assert_hello(r->b->port[0].got);
    g_assert_cmpuint(r->b->port[2].got->len, ==, 0);
    g_assert_cmpuint(r->a->port[1].got->len, ==, 0);
    g_assert_cmpuint(r->loop->outside, ==, 0); /* warp may jump */
    stub_unit_send(r->b, 0, hello, sizeof hello);
    stub_settle(r->loop);
    assert_hello(r->a->port[1].got);
    net_free(r->net_b);
    r->net_b = NULL;
    stub_unit_send(r->a, 1, hello, sizeof hello);
    stub_settle(r->loop);
}

TEST(test_unit_full)
{
    (void)unused;
    plug(r, r->net_a, 1, "segment:lan", NULL);
    plug(r, r->net_b, 0, "segment:lan", NULL);
    open_net(r->net_a, r->a);
    open_net(r->net_b, r->b);
    r->b->port[0].full = true;
    stub_unit_send(r->a, 1, hello, sizeof hello);
    stub_settle(r->loop);
    g_assert_cmpuint(r->b->port[0].got->len, ==, 0);
    r->b->port[0].full = false;
    r->b->port[0].far.room(r->b->port[0].far.far);
    stub_settle(r->loop);
    assert_hello(r->b->port[0].got);
}

TEST(test_rings)
{
    GError *error = NULL;

    (void)unused;
    plug(r, r->net_b, 0, "segment:lan", NULL);
    plug(r, r->net_b, 1, "segment:lan", NULL); /* two interfaces: no ring */
    open_net(r->net_b, r->b);
    plug(r, r->net_a, 0, "segment:lan", NULL);
    plug(r, r->net_a, 0, "segment:dmz", NULL);
    plug(r, r->net_a, 1, "segment:dmz", NULL);
    plug(r, r->net_a, 1, "segment:lan", NULL);
    g_assert_false(net_open(r->net_a, r->a, &error));
    g_assert_nonnull(strstr(error->message, "--net=1:segment:lan: "));
    g_assert_nonnull(strstr(error->message, "ring"));
    g_clear_error(&error);
    net_free(r->net_a);
    r->net_a = net_new(r->loop, NULL);
    plug(r, r->net_a, 0, "segment:lan", NULL);
    g_assert_false(net_open(r->net_a, r->a, &error));
    g_assert_nonnull(strstr(error->message, "listen:"));
    g_clear_error(&error);
}

TEST(test_udp)
{
    (void)unused;
    plug(r, r->net_a, 1, "udp:localhost:28881:localhost:28882", NULL);
    plug(r, r->net_b, 0, "udp:localhost:28882:localhost:28881", NULL);
    open_net(r->net_a, r->a);
    stub_unit_send(r->a, 1, hello, sizeof hello); /* nobody is there yet */
    stub_settle(r->loop);
    open_net(r->net_b, r->b);
    stub_settle(r->loop);
    stub_unit_send(r->a, 1, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, b_got_one, r));
    assert_hello(r->b->port[0].got);
    stub_unit_send(r->b, 0, hello, sizeof hello);
    g_assert_true(stub_wait(r->loop, a_got_one, r));
}

/* --- records ---------------------------------------------------------- */

static uint32_t word(const char *p)
{
    uint32_t w;

    memcpy(&w, p, 4);
    return w;
}

/* A PC of today is little-endian; the magic says which it was. */
static void assert_header(const char *p)
{
    static const uint16_t version[] = {2, 4};

    g_assert_cmphex(word(p), ==, 0xa1b23c4d);
    g_assert_cmpmem(p + 4, 4, version, 4);
    g_assert_cmpuint(word(p + 20), ==, 1); /* Ethernet */
}

TEST(test_record)
{
    char *path = g_build_filename(r->folder, "p", NULL), *p = NULL;
    gsize n = 0;

    (void)unused;
    plug(r, r->net_a, 0, "pcap", "p");
    plug(r, r->net_a, 0, "listen", "cable");
    plug(r, r->net_b, 0, "connect", "cable");
    open_net(r->net_a, r->a);
    open_net(r->net_b, r->b);
    stub_settle(r->loop);
    stub_run_until(r->loop, 3000000007);
    stub_unit_send(r->a, 0, hello, sizeof hello);
    stub_settle(r->loop);

    g_file_get_contents(path, &p, &n, NULL); /* flushed, not yet closed */
    g_assert_cmpuint(n, ==, 24 + 16 + sizeof hello);
    assert_header(p);
    g_assert_cmpuint(word(p + 24), ==, 3);
    g_assert_cmpuint(word(p + 28), ==, 7);
    g_assert_cmpuint(word(p + 32), ==, sizeof hello);
    g_assert_cmpuint(word(p + 36), ==, sizeof hello);
    g_assert_cmpmem(p + 40, n - 40, hello, sizeof hello);
    g_free(p);
    g_free(path);
}

/* Nobody reads, then somebody who doesn't take it out, then he goes, then
 * another comes: the unit never waits, and each reader gets a header. */
TEST(test_fifo)
{
    char *path = g_build_filename(r->folder, "fifo", NULL);
    char *bytes = g_malloc(1 << 20);
    ssize_t n;
    int fd;

    (void)unused;
    g_assert_cmpint(mkfifo(path, 0600), ==, 0);
    plug(r, r->net_a, 0, "pcap", "fifo");
    plug(r, r->net_a, 0, "user", NULL);
    open_net(r->net_a, r->a);
    stub_unit_send(r->a, 0, hello, sizeof hello);
    stub_settle(r->loop);

    fd = open(path, O_RDONLY | O_NONBLOCK);
    for (unsigned i = 0; i < 2000; i++) {
        stub_unit_send(r->a, 0, hello, sizeof hello);
        stub_settle(r->loop);
    }
    n = read(fd, bytes, 1 << 20);
    g_assert_cmpint(n, >, 24);
    g_assert_cmpint((n - 24) % (16 + sizeof hello), ==, 0); /* whole ones */
    assert_header(bytes);
    close(fd);
    stub_unit_send(r->a, 0, hello, sizeof hello);
    stub_settle(r->loop);

    fd = open(path, O_RDONLY | O_NONBLOCK);
    stub_unit_send(r->a, 0, hello, sizeof hello);
    stub_settle(r->loop);
    n = read(fd, bytes, 1 << 20);
    g_assert_cmpint(n, ==, 24 + 16 + sizeof hello);
    assert_header(bytes);
    close(fd);
    g_free(bytes);
    g_free(path);
}

static void refused_with(struct rig *r, const char *spec, const char *words)
{
    GError *error = NULL;

    g_assert_true(net_plug(r->net_a, 0, spec, &error));
    g_assert_false(net_open(r->net_a, r->a, &error));
    g_assert_nonnull(strstr(error->message, words));
    g_error_free(error);
}

TEST(test_no_record)
{
    (void)unused;
    refused_with(r, "pcap:/nowhere/p", "/nowhere/p can't be written: No such");
}

TEST(test_full_disk)
{
    (void)unused;
    refused_with(r, "pcap:/dev/full", "/dev/full can't be written: No space");
}

/* What was recorded before stays until nothing can be refused any more; then
 * the record begins anew. */
TEST(test_old_record)
{
    char *path = g_build_filename(r->folder, "p", NULL), *p = NULL;
    GError *error = NULL;
    gsize n = 0;

    (void)unused;
    g_assert_true(g_file_set_contents(path, "precious and long: 24 bytes", -1,
                                      NULL));
    plug(r, r->net_a, 0, "pcap", "p");
    g_assert_true(net_open(r->net_a, r->a, &error));
    g_file_get_contents(path, &p, NULL, NULL);
    g_assert_cmpstr(p, ==, "precious and long: 24 bytes");
    g_free(p);
    net_start(r->net_a);
    g_file_get_contents(path, &p, &n, NULL);
    g_assert_cmpuint(n, ==, 24);
    assert_header(p);
    g_free(p);
    g_free(path);
}

/* A flash file is locked while its unit runs, and so is a record. */
TEST(test_locked_record)
{
    char *path = g_build_filename(r->folder, "p", NULL), *p = NULL;
    GError *error = NULL;

    (void)unused;
    plug(r, r->net_a, 0, "pcap", "p");
    plug(r, r->net_b, 0, "pcap", "p");
    open_net(r->net_a, r->a);
    g_assert_false(net_open(r->net_b, r->b, &error));
    g_assert_nonnull(strstr(error->message, "in use"));
    g_error_free(error);
    g_file_get_contents(path, &p, NULL, NULL);
    assert_header(p);
    g_free(p);
    g_free(path);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        {"plugging-creates-nothing-and-freeing-cleans-up",
         test_nothing_created},
        {"an-interface-the-unit-lacks-is-refused", test_no_such_interface},
        {"when-one-port-fails-nothing-is-left-behind", test_open_fails},
        {"an-unplugged-interface-has-no-link", test_unplugged},
        {"set-link-pulls-the-units-plug", test_set_link},
        {"listen-and-connect-make-a-cable", test_cable},
        {"connect-waits-for-its-peer-and-comes-back", test_reconnect},
        {"peers-of-one-listener-hear-each-other", test_many_peers},
        {"a-hub-needs-no-unit", test_hub},
        {"units-of-a-process-meet-in-a-segment", test_segment},
        {"a-frame-waits-until-its-unit-takes-it", test_unit_full},
        {"a-cable-that-closes-a-ring-is-refused", test_rings},
        {"udp-carries-a-frame-a-datagram", test_udp},
        {"a-record-has-virtual-stamps-and-is-flushed", test_record},
        {"a-fifo-never-stops-the-unit", test_fifo},
        {"a-record-that-cannot-be-written-is-an-error", test_no_record},
        {"a-record-for-which-there-is-no-room-is-an-error", test_full_disk},
        {"a-record-begins-anew-when-all-is-well", test_old_record},
        {"two-records-are-not-one-file", test_locked_record},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/net/", tests[i].name, NULL);

        g_test_add(path, struct rig, NULL, setup, tests[i].run, teardown);
        g_free(path);
    }
    return g_test_run();
}
