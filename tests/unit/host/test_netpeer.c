/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_netpeer.c - segments and peers that nobody here wrote: QEMU over
 * -netdev stream and dgram, a socket of Python's, tcpdump on a record.
 *
 * What isn't installed is a skip.
 */
#include <arpa/inet.h>
#include <gio/gio.h>
#include <glib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/net/net.h"
#include "tests/unit/host/stub_net_machine.h"

struct rig {
    struct loop *loop;
    struct unit *unit;
    struct net *net;
    char *folder, *socket, *record;
};

static void setup(struct rig *r, gconstpointer unused)
{
    (void)unused;
    r->loop = loop_new(CLOCK_REAL);
    r->unit = stub_unit_new();
    r->net = net_new(r->loop, NULL);
    r->folder = stub_folder();
    r->socket = g_build_filename(r->folder, "cable", NULL);
    r->record = g_build_filename(r->folder, "record", NULL);
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    net_free(r->net);
    stub_unit_free(r->unit);
    loop_free(r->loop);
    g_free(r->socket);
    g_free(r->record);
    stub_folder_remove(r->folder);
}

static void plug(struct rig *r, const char *kind, const char *path)
{
    char *spec = path ? g_strdup_printf("%s:%s", kind, path) : g_strdup(kind);
    GError *error = NULL;

    g_assert_true(net_plug(r->net, 0, spec, &error));
    g_assert_no_error(error);
    g_free(spec);
}

static void open_net(struct rig *r)
{
    GError *error = NULL;

    g_assert_true(net_open(r->net, r->unit, &error));
    g_assert_no_error(error);
}

static bool installed(const char *program)
{
    char *path = g_find_program_in_path(program);
    bool there = path != NULL;

    g_free(path);
    if (!there) {
        char *why = g_strdup_printf("%s is not installed", program);

        g_test_skip(why);
        g_free(why);
    }
    return there;
}

static GSubprocess *start(const char *const *argv, GSubprocessFlags flags)
{
    GError *error = NULL;
    GSubprocess *p = g_subprocess_newv(argv, flags, &error);

    g_assert_no_error(error);
    return p;
}

static void end(GSubprocess *p)
{
    g_subprocess_force_exit(p);
    g_subprocess_wait(p, NULL, NULL);
    g_object_unref(p);
}

#define TEST(name) static void name(struct rig *r, gconstpointer unused)

/* --- QEMU ------------------------------------------------------------- */

/* DHCPREQUEST, which the ROM of QEMU's network card sends when our libslirp's
 * offer has reached it: frames went both ways. */
static bool leased(void *far)
{
    struct rig *r = far;
    GPtrArray *got = r->unit->port[0].got;
    static const uint8_t request[] = {0x63, 0x82, 0x53, 0x63, 53, 1, 3};

    for (guint i = 0; i < got->len; i++) {
        gsize n;
        const uint8_t *f = g_bytes_get_data(got->pdata[i], &n);

        if (n > 14 + 20 + 8 + 236 + sizeof request &&
            memcmp(f + 14 + 20 + 8 + 236, request, sizeof request) == 0)
            return true;
    }
    return false;
}

static void boot_qemu(struct rig *r, const char *netdev)
{
    const char *const argv[] = {
        "qemu-system-i386", "-accel",   "tcg",   "-m",      "32",
        "-nodefaults",      "-display", "none",  "-netdev", netdev,
        "-device",          "e1000,netdev=n", "-boot", "n", NULL,
    };
    GSubprocess *qemu = start(argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);

    g_assert_true(stub_wait_long(r->loop, 60, leased, r));
    end(qemu);
}

TEST(test_qemu_connects)
{
    char *netdev = g_strdup_printf(
        "stream,id=n,server=off,addr.type=unix,addr.path=%s", r->socket);

    (void)unused;
    if (installed("qemu-system-i386")) {
        plug(r, "listen", r->socket);
        plug(r, "user", NULL);
        open_net(r);
        boot_qemu(r, netdev);
    }
    g_free(netdev);
}

TEST(test_qemu_listens)
{
    char *netdev = g_strdup_printf(
        "stream,id=n,server=on,addr.type=unix,addr.path=%s", r->socket);

    (void)unused;
    if (installed("qemu-system-i386")) {
        plug(r, "connect", r->socket);
        plug(r, "user", NULL);
        open_net(r);
        boot_qemu(r, netdev);
    }
    g_free(netdev);
}

/* Two UDP ports of the loopback that nobody has. */
static void choose_ports(unsigned port[2])
{
    int fd[2];

    for (size_t i = 0; i < 2; i++) {
        struct sockaddr_in at = {.sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        socklen_t n = sizeof at;

        fd[i] = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        g_assert_cmpint(bind(fd[i], (struct sockaddr *)&at, n), ==, 0);
        g_assert_cmpint(getsockname(fd[i], (struct sockaddr *)&at, &n), ==, 0);
        port[i] = ntohs(at.sin_port);
    }
    close(fd[0]);
    close(fd[1]);
}

TEST(test_qemu_dgram)
{
    unsigned port[2];
    char *ours, *his;

    (void)unused;
    if (!installed("qemu-system-i386"))
        return;
    choose_ports(port);
    ours = g_strdup_printf("udp:127.0.0.1:%u:127.0.0.1:%u", port[0], port[1]);
    his = g_strdup_printf(
        "dgram,id=n,local.type=inet,local.host=127.0.0.1,local.port=%u,"
        "remote.type=inet,remote.host=127.0.0.1,remote.port=%u",
        port[1], port[0]);
    plug(r, ours, NULL);
    plug(r, "user", NULL);
    open_net(r);
    boot_qemu(r, his);
    g_free(ours);
    g_free(his);
}

/* --- a socket of Python's --------------------------------------------- */

/* Sends a broadcast byte by byte and an empty frame, waits for the unit's
 * answer, then says a length no frame has and is to be hung up on. */
static const char peer_script[] =
    "import socket, struct, sys\n"
    "s = socket.socket(socket.AF_UNIX)\n"
    "s.settimeout(30)\n"
    "if sys.argv[1] == 'listen':\n"
    "    s.bind(sys.argv[2]); s.listen(1); s, _ = s.accept()\n"
    "else:\n"
    "    s.connect(sys.argv[2])\n"
    "frame = b'\\xff' * 6 + b'\\2\\0\\0\\0\\0\\7' + b'\\x88\\xb5' + b'p' * 86\n"
    "for b in struct.pack('>I', len(frame)) + frame:\n"
    "    s.sendall(bytes([b]))\n"
    "s.sendall(struct.pack('>I', 0))\n"
    "got = b''\n"
    "while len(got) < 4 + 60:\n"
    "    got += s.recv(4096)\n"
    "assert got[:4] == struct.pack('>I', 60), got\n"
    "assert got[4:10] == frame[6:12], got\n"
    "s.sendall(struct.pack('>I', 65537))\n"
    "assert s.recv(1) == b''\n";

static bool got_frame(void *far)
{
    return ((struct rig *)far)->unit->port[0].got->len > 0;
}

static void set_done(GObject *source, GAsyncResult *result, gpointer done)
{
    g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
    *(bool *)done = true;
}

static bool is_set(void *flag)
{
    return *(bool *)flag;
}

static void talk(struct rig *r, GSubprocess *python)
{
    static const uint8_t answer[60] = {2, 0, 0, 0, 0, 7, 2, 0, 0, 0, 0, 8};
    bool done = false;
    gsize n;
    const uint8_t *f;

    g_assert_true(stub_wait_long(r->loop, 30, got_frame, r));
    f = g_bytes_get_data(r->unit->port[0].got->pdata[0], &n);
    g_assert_cmpuint(n, ==, 100);
    g_assert_cmpuint(f[99], ==, 'p');
    stub_unit_send(r->unit, 0, answer, sizeof answer);
    g_subprocess_wait_async(python, NULL, set_done, &done);
    g_assert_true(stub_wait_long(r->loop, 30, is_set, &done));
    g_assert_cmpint(g_subprocess_get_exit_status(python), ==, 0);
    g_assert_false(r->unit->port[0].link);
}

static void test_python(struct rig *r, const char *ours, const char *his)
{
    const char *const argv[] = {"python3", "-c",      peer_script,
                                his,       r->socket, NULL};
    GSubprocess *python;

    if (!installed("python3"))
        return;
    plug(r, ours, r->socket);
    open_net(r);
    python = start(argv, G_SUBPROCESS_FLAGS_NONE);
    talk(r, python);
    end(python);
}

TEST(test_python_connects)
{
    (void)unused;
    test_python(r, "listen", "connect");
}

TEST(test_python_listens)
{
    (void)unused;
    test_python(r, "connect", "listen");
}

/* --- tcpdump ---------------------------------------------------------- */

/* ARP: who has 192.168.1.2, tell 192.168.1.1. */
static const uint8_t who_has[60] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00, 0x90, 0x27, 1, 2,   3,   8, 6,
    0,    1,    8,    0,    6,    4,    0,    1,    0,    0x90, 0x27, 1, 2, 3,
    192,  168,  1,    1,    0,    0,    0,    0,    0,    0, 192, 168, 1, 2};

TEST(test_tcpdump)
{
    const char *const argv[] = {"tcpdump", "-n",      "-t",
                                "-r",      r->record, NULL};
    GSubprocess *tcpdump;
    char *text = NULL;

    (void)unused;
    if (!installed("tcpdump"))
        return;
    plug(r, "user", NULL);
    plug(r, "pcap", r->record);
    open_net(r);
    stub_unit_send(r->unit, 0, who_has, sizeof who_has);
    g_assert_true(stub_wait(r->loop, got_frame, r));
    tcpdump = start(argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                              G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_subprocess_communicate_utf8(tcpdump, NULL, NULL, &text, NULL, NULL);
    g_assert_nonnull(
        strstr(text, "ARP, Request who-has 192.168.1.2 tell 192.168.1.1"));
    g_assert_nonnull(strstr(text, "ARP, Reply 192.168.1.2 is-at"));
    g_free(text);
    g_object_unref(tcpdump);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        {"qemu-connects-and-gets-an-address", test_qemu_connects},
        {"qemu-listens-and-gets-an-address", test_qemu_listens},
        {"qemu-over-datagrams-gets-an-address", test_qemu_dgram},
        {"a-strangers-socket-connects", test_python_connects},
        {"a-strangers-socket-listens", test_python_listens},
        {"tcpdump-reads-a-record", test_tcpdump},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/netpeer/", tests[i].name, NULL);

        g_test_add(path, struct rig, NULL, setup, tests[i].run, teardown);
        g_free(path);
    }
    return g_test_run();
}
