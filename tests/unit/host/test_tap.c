/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_tap.c - tap:IFNAME, in a network namespace of its own; needs root.
 */
#define _GNU_SOURCE /* unshare() */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/net/net.h"
#include "tests/unit/host/stub_net_machine.h"

static const uint8_t hello[60] = {255, 255, 255, 255, 255, 255, 2, 0, 0, 0,
                                  0,   1,   0x88, 0xb5, 'h', 'i'};

struct rig {
    struct loop *loop;
    struct unit *unit;
    struct net *net;
    int wire; /* the other side of the interface */
};

static bool have_namespace(void)
{
    int fd = open("/dev/net/tun", O_RDWR);

    if (fd < 0)
        return false;
    close(fd);
    return unshare(CLONE_NEWNET) == 0;
}

static bool opens(struct rig *r, const char *spec, GError **error)
{
    return net_plug(r->net, 0, spec, error) &&
           net_open(r->net, r->unit, error);
}

static int raw_socket(const char *name)
{
    struct ifreq request = {0};
    struct sockaddr_ll address = {.sll_family = AF_PACKET,
                                  .sll_protocol = htons(0x88b5)};
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(0x88b5));

    strcpy(request.ifr_name, name);
    request.ifr_flags = IFF_UP;
    g_assert_cmpint(ioctl(fd, SIOCSIFFLAGS, &request), ==, 0);
    address.sll_ifindex = (int)if_nametoindex(name);
    g_assert_cmpint(bind(fd, (struct sockaddr *)&address, sizeof address), ==,
                    0);
    return fd;
}

/* The kernel has something to say on a new interface, too. */
static bool unit_got_hello(void *far)
{
    const GPtrArray *got = ((struct rig *)far)->unit->port[0].got;

    for (guint i = 0; i < got->len; i++) {
        gsize n;
        const void *frame = g_bytes_get_data(got->pdata[i], &n);

        if (n == sizeof hello && !memcmp(frame, hello, n))
            return true;
    }
    return false;
}

static void test_frames(struct rig *r)
{
    uint8_t got[100];
    GError *error = NULL;

    g_assert_true(opens(r, "tap:pixtap0", &error));
    g_assert_no_error(error);
    g_assert_true(r->unit->port[0].link);
    r->wire = raw_socket("pixtap0");
    g_assert_cmpint(send(r->wire, hello, sizeof hello, 0), ==, sizeof hello);
    g_assert_true(stub_wait(r->loop, unit_got_hello, r));
    while (recv(r->wire, got, sizeof got, 0) > 0)
        continue;
    stub_unit_send(r->unit, 0, hello, sizeof hello);
    stub_settle(r->loop);
    g_assert_cmpint(recv(r->wire, got, sizeof got, 0), ==, sizeof hello);
    g_assert_cmpmem(got, sizeof hello, hello, sizeof hello);
    g_assert_cmpuint(r->loop->outside, >, 0);
    close(r->wire);
}

static void test_refusals(struct rig *r)
{
    static const struct {
        const char *spec, *says;
    } rows[] = {
        {"tap:lo", "no tap"},
        {"tap:longer-than-a-name", "at most 15"},
        {"tap:a/b", "slash"},
        {"tap:", "tap:IFNAME"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct net *net = net_new(r->loop, NULL);
        GError *error = NULL;

        g_assert_false(net_plug(net, 0, rows[i].spec, &error) &&
                       net_open(net, r->unit, &error));
        g_test_message("%s", error->message);
        g_assert_nonnull(strstr(error->message, rows[i].says));
        g_error_free(error);
        net_free(net);
    }
}

static void test_in_use(struct rig *r)
{
    struct net *other = net_new(r->loop, NULL);
    GError *error = NULL;

    g_assert_true(opens(r, "tap:pixtap1", &error));
    g_assert_true(net_plug(other, 0, "tap:pixtap1", NULL));
    g_assert_false(net_open(other, r->unit, &error));
    g_assert_nonnull(strstr(error->message, "in use"));
    g_error_free(error);
    net_free(other);
}

static void run(gconstpointer test)
{
    void (*function)(struct rig *) = (void (*)(struct rig *))test;
    struct rig r = {.loop = loop_new(CLOCK_HOLD), .unit = stub_unit_new()};

    r.net = net_new(r.loop, NULL);
    function(&r);
    net_free(r.net);
    stub_unit_free(r.unit);
    loop_free(r.loop);
}

static void skip(void)
{
    g_test_skip("needs root and /dev/net/tun");
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*function)(struct rig *);
    } tests[] = {
        {"/tap/frames-go-both-ways", test_frames},
        {"/tap/what-cannot-be-had-is-said", test_refusals},
        {"/tap/one-in-use-is-refused", test_in_use},
    };
    bool can = have_namespace();

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
        if (can)
            g_test_add_data_func(tests[i].name,
                                 (gconstpointer)tests[i].function, run);
        else
            g_test_add_func(tests[i].name, skip);
    return g_test_run();
}
