/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_stream.c - frames over stream sockets: the lengths before them, peers
 * that are slow, gone or mad, and the files of the sockets.
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/net/deframe.h"
#include "host/net/stream.h"
#include "host/net/unixpath.h"
#include "tests/unit/host/stub_net_machine.h"

/* --- the decoder ------------------------------------------------------ */

struct frames {
    unsigned n;
    size_t size[8];
    uint8_t first[8];
};

static void collect(void *far, const uint8_t *frame, size_t n)
{
    struct frames *f = far;

    if (f->n < G_N_ELEMENTS(f->size)) {
        f->size[f->n] = n;
        f->first[f->n] = n ? frame[0] : 0;
    }
    f->n++;
}

/* Frames of 3, 0 and 2 bytes. */
static const uint8_t three[] = {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0,
                                0, 0, 0, 0, 2,   'd', 'e'};

static void test_pieces(void)
{
    for (size_t piece = 1; piece <= sizeof three; piece++) {
        struct deframe *d = g_new0(struct deframe, 1);
        struct frames f = {0};

        for (size_t at = 0; at < sizeof three; at += piece)
            g_assert_true(deframe(d, three + at,
                                  MIN(piece, sizeof three - at), collect, &f));
        g_assert_cmpuint(f.n, ==, 3);
        g_assert_cmpuint(f.size[0], ==, 3);
        g_assert_cmpuint(f.size[1], ==, 0);
        g_assert_cmpuint(f.size[2], ==, 2);
        g_assert_cmpuint(f.first[2], ==, 'd');
        g_free(d);
    }
}

static bool length_accepted(uint32_t length)
{
    const uint8_t head[] = {length >> 24, length >> 16, length >> 8, length};
    struct deframe *d = g_new0(struct deframe, 1);
    struct frames f = {0};
    bool ok = deframe(d, head, sizeof head, collect, &f);

    g_free(d);
    return ok;
}

static void test_length_bound(void)
{
    g_assert_true(length_accepted(65536));
    g_assert_false(length_accepted(65537));
    g_assert_false(length_accepted(0x80000000));
    g_assert_false(length_accepted(0xffffffff));
}

static void test_biggest(void)
{
    uint8_t *bytes = g_malloc0(DEFRAME_HEAD + DEFRAME_MAX);
    struct deframe *d = g_new0(struct deframe, 1);
    struct frames f = {0};

    bytes[1] = 1;
    g_assert_true(deframe(d, bytes, DEFRAME_HEAD + DEFRAME_MAX, collect, &f));
    g_assert_cmpuint(f.n, ==, 1);
    g_assert_cmpuint(f.size[0], ==, DEFRAME_MAX);
    g_free(d);
    g_free(bytes);
}

/* --- the socket ------------------------------------------------------- */

struct rig {
    struct loop *loop;
    struct stream *stream;
    int peer;
    struct frames got;
    bool closed;
};

static void got_frame(void *far, const uint8_t *frame, size_t n)
{
    collect(&((struct rig *)far)->got, frame, n);
}

static void got_closed(void *far)
{
    struct rig *r = far;

    r->closed = true;
    g_clear_pointer(&r->stream, stream_free);
}

static void setup(struct rig *r, gconstpointer unused)
{
    const struct stream_far far = {r, got_frame, got_closed};
    int fd[2];

    (void)unused;
    signal(SIGPIPE, SIG_DFL); /* a write to a dead peer must not need it */
    r->loop = loop_new(CLOCK_HOLD);
    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), ==, 0);
    r->stream = stream_new(fd[0], &far);
    r->peer = fd[1];
}

static void teardown(struct rig *r, gconstpointer unused)
{
    (void)unused;
    stream_free(r->stream);
    if (r->peer >= 0)
        close(r->peer);
    loop_free(r->loop);
}

static void peer_writes(struct rig *r, const void *bytes, size_t n)
{
    g_assert_cmpint(write(r->peer, bytes, n), ==, n);
}

static void peer_closes(struct rig *r)
{
    close(r->peer);
    r->peer = -1;
}

#define TEST(name) static void name(struct rig *r, gconstpointer unused)

TEST(test_receive)
{
    (void)unused;
    peer_writes(r, three, 5);
    stub_settle(r->loop);
    g_assert_cmpuint(r->got.n, ==, 0);
    peer_writes(r, three + 5, sizeof three - 5);
    stub_settle(r->loop);
    g_assert_cmpuint(r->got.n, ==, 3);
    g_assert_false(r->closed);
}

TEST(test_send)
{
    static const uint8_t wanted[] = {0, 0, 0, 3, 'x', 'y', 'z'};
    uint8_t wire[16];

    (void)unused;
    stream_send(r->stream, (const uint8_t *)"xyz", 3);
    stub_settle(r->loop);
    g_assert_cmpint(read(r->peer, wire, sizeof wire), ==, sizeof wanted);
    g_assert_cmpmem(wire, sizeof wanted, wanted, sizeof wanted);
}

/* Who waits for the first works on while the others are made. */
TEST(test_first)
{
    uint8_t wire[64];

    (void)unused;
    fcntl(r->peer, F_SETFL, O_NONBLOCK);
    stub_settle(r->loop);
    for (unsigned i = 0; i < 3; i++)
        stream_send(r->stream, (const uint8_t *)"xyz", 3);
    g_assert_cmpint(read(r->peer, wire, sizeof wire), ==, 7);
    g_assert_cmpint(read(r->peer, wire, sizeof wire), <, 0);
    stub_settle(r->loop);
    g_assert_cmpint(read(r->peer, wire, sizeof wire), ==, 14);
}

TEST(test_hang_up)
{
    (void)unused;
    peer_writes(r, three, sizeof three);
    peer_closes(r);
    stub_settle(r->loop);
    g_assert_cmpuint(r->got.n, ==, 3); /* what came before still counts */
    g_assert_true(r->closed);
}

TEST(test_too_long)
{
    static const uint8_t length[] = {0, 1, 0, 1, 0};

    (void)unused;
    peer_writes(r, length, sizeof length);
    stub_settle(r->loop);
    g_assert_true(r->closed);
    g_assert_cmpuint(r->got.n, ==, 0);
}

TEST(test_dead_peer)
{
    (void)unused;
    peer_closes(r);
    stream_send(r->stream, (const uint8_t *)"xyz", 3);
    g_assert_false(r->closed); /* never from inside a send */
    stub_settle(r->loop);
    g_assert_true(r->closed);
}

/* A peer that stopped reading for good, but didn't hang up. */
TEST(test_deaf_peer)
{
    (void)unused;
    shutdown(r->peer, SHUT_RD);
    stream_send(r->stream, (const uint8_t *)"xyz", 3);
    stub_settle(r->loop);
    g_assert_true(r->closed);
}

/* The frame with this number: its length and all its bytes tell. */
static size_t numbered(uint8_t *frame, unsigned i)
{
    size_t n = 100 + i * 37 % 1400;

    memset(frame, (int)(i & 0xff), n);
    return n;
}

/* Reads everything and checks that it consists of whole frames of rising
 * numbers.  How many. */
static unsigned drain(struct rig *r)
{
    GByteArray *wire = g_byte_array_new();
    uint8_t bytes[4096], wanted[2048];
    unsigned frames = 0, i = 0;
    ssize_t n;

    fcntl(r->peer, F_SETFL, O_NONBLOCK);
    for (;;) {
        n = read(r->peer, bytes, sizeof bytes);
        if (n > 0)
            g_byte_array_append(wire, bytes, (guint)n);
        else if (!g_main_context_iteration(NULL, FALSE))
            break;
    }
    for (guint at = 0; at + 4 <= wire->len; frames++, i++) {
        const uint8_t *p = wire->data + at;
        size_t length = (size_t)p[2] << 8 | p[3], size = 0;

        while (i < 100000 && ((size = numbered(wanted, i)) != length ||
                              wanted[0] != p[4]))
            i++;
        g_assert_cmpuint(at + 4 + length, <=, wire->len);
        if (i == 100000 || at + 4 + length > wire->len)
            break;
        g_assert_cmpmem(p + 4, length, wanted, size);
        at += 4 + (guint)length;
    }
    g_byte_array_free(wire, TRUE);
    return frames;
}

TEST(test_slow_peer)
{
    uint8_t frame[2048];
    unsigned sent = 4000;
    const struct stream_counts *c = stream_counts(r->stream);

    (void)unused;
    for (unsigned i = 0; i < sent; i++)
        stream_send(r->stream, frame, numbered(frame, i));
    g_assert_cmpuint(c->lost, >, 0);
    g_assert_cmpuint(c->out + c->lost, ==, sent);
    g_assert_cmpuint(drain(r), ==, c->out);
    stream_send(r->stream, frame, numbered(frame, 5));
    stub_settle(r->loop);
    g_assert_cmpuint(drain(r), ==, 1);
}

TEST(test_flood)
{
    uint8_t *zeros = g_malloc0(128 * 1024);

    (void)unused;
    peer_writes(r, zeros, 128 * 1024);
    g_main_context_iteration(NULL, FALSE);
    g_assert_cmpuint(r->got.n, >, 0);
    g_assert_cmpuint(r->got.n, <=, 8192);
    stub_settle(r->loop);
    g_assert_cmpuint(r->got.n, ==, 32768);
    g_free(zeros);
}

/* --- the file --------------------------------------------------------- */

static void test_stale(void)
{
    char *folder = stub_folder();
    char *path = g_build_filename(folder, "s", NULL);
    struct unixpath old, new;
    char *why = NULL;

    g_assert_cmpint(unixpath_listen(&old, path, &why), >=, 0);
    close(old.fd); /* its process was killed: the file stays */
    g_free(old.path);
    g_assert_cmpint(unixpath_listen(&new, path, &why), >=, 0);
    g_assert_null(why);
    unixpath_close(&new);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_free(path);
    stub_folder_remove(folder);
}

/* Somebody removed our file and listens there himself. */
static void test_not_ours(void)
{
    char *folder = stub_folder();
    char *path = g_build_filename(folder, "s", NULL);
    struct unixpath ours, his;
    char *why = NULL;

    g_assert_cmpint(unixpath_listen(&ours, path, &why), >=, 0);
    g_remove(path);
    g_assert_cmpint(unixpath_listen(&his, path, &why), >=, 0);
    unixpath_close(&ours);
    g_assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
    unixpath_close(&his);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_free(path);
    stub_folder_remove(folder);
}

static void test_in_use(void)
{
    char *folder = stub_folder();
    char *path = g_build_filename(folder, "s", NULL);
    struct unixpath first, second;
    char *why = NULL;
    struct stat st;
    int peer;

    g_assert_cmpint(unixpath_listen(&first, path, &why), >=, 0);
    g_assert_cmpint(unixpath_listen(&second, path, &why), ==, -1);
    g_assert_nonnull(strstr(why, path));
    g_assert_nonnull(strstr(why, "in use"));
    peer = unixpath_connect(path); /* the first is unharmed */
    g_assert_cmpint(peer, >=, 0);
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpuint(st.st_mode & 0777, ==, 0600);
    close(peer);
    unixpath_close(&first);
    g_free(why);
    g_free(path);
    stub_folder_remove(folder);
}

static void test_no_socket(void)
{
    char *folder = stub_folder();
    char *path = g_build_filename(folder, "letter", NULL);
    struct unixpath u;
    char *why = NULL, *text = NULL;

    g_file_set_contents(path, "dear", 4, NULL);
    g_assert_cmpint(unixpath_listen(&u, path, &why), ==, -1);
    g_assert_nonnull(strstr(why, "no socket"));
    g_file_get_contents(path, &text, NULL, NULL);
    g_assert_cmpstr(text, ==, "dear");
    g_clear_pointer(&why, g_free);
    g_assert_cmpint(unixpath_listen(&u, "/nowhere/s", &why), ==, -1);
    g_assert_nonnull(strstr(why, "/nowhere/s"));
    g_free(why);
    g_free(text);
    g_free(path);
    stub_folder_remove(folder);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(struct rig *, gconstpointer);
    } tests[] = {
        {"a-frame-in-pieces-is-received-whole", test_receive},
        {"a-frame-follows-its-length", test_send},
        {"the-first-of-many-goes-at-once", test_first},
        {"what-came-before-the-hang-up-still-counts", test_hang_up},
        {"a-length-over-64-kib-ends-the-stream", test_too_long},
        {"a-dead-peer-is-noticed-after-the-send", test_dead_peer},
        {"a-peer-that-never-reads-again-is-gone", test_deaf_peer},
        {"a-slow-peer-loses-whole-frames-only", test_slow_peer},
        {"a-flood-of-empty-frames-leaves-others-their-turn", test_flood},
    };

    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/stream/pieces-of-any-size-give-the-same-frames",
                    test_pieces);
    g_test_add_func("/stream/a-length-has-a-bound", test_length_bound);
    g_test_add_func("/stream/the-biggest-frame-comes-through", test_biggest);
    for (size_t i = 0; i < G_N_ELEMENTS(tests); i++) {
        char *path = g_strconcat("/stream/", tests[i].name, NULL);

        g_test_add(path, struct rig, NULL, setup, tests[i].run, teardown);
        g_free(path);
    }
    g_test_add_func("/unixpath/a-stale-file-is-taken-over", test_stale);
    g_test_add_func("/unixpath/a-file-somebody-else-answers-on-stays",
                    test_not_ours);
    g_test_add_func("/unixpath/one-that-answers-is-in-use", test_in_use);
    g_test_add_func("/unixpath/another-file-is-left-alone", test_no_socket);
    return g_test_run();
}
