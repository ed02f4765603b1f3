/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_console.c - the far end of the console cable: queues, keys, pipes. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host/console/console.h"
#include "host/console/escape.h"
#include "tests/unit/host/stub_machine.h"

/* --- keys ---------------------------------------------------------------- */

static void test_escape_keys(void)
{
    static const struct {
        uint8_t key, sent;
        enum escape_verb verb;
    } rows[] = {
        {'a', 'a', ESCAPE_SEND},    {1, 0, ESCAPE_NOTHING},
        {'x', 0, ESCAPE_LEAVE},     {'x', 'x', ESCAPE_SEND},
        {1, 0, ESCAPE_NOTHING},     {'b', 0, ESCAPE_BREAK},
        {1, 0, ESCAPE_NOTHING},     {'a', 1, ESCAPE_SEND},
        {1, 0, ESCAPE_NOTHING},     {1, 1, ESCAPE_SEND},
        {'h', 'h', ESCAPE_SEND},    {1, 0, ESCAPE_NOTHING},
        {'h', 0, ESCAPE_HELP},      {1, 0, ESCAPE_NOTHING},
        {'\r', 0, ESCAPE_HELP},     {3, 3, ESCAPE_SEND},
        {0x1c, 0x1c, ESCAPE_SEND},  {0xff, 0xff, ESCAPE_SEND},
    };
    struct escape e = {.key = 1};

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint8_t byte = rows[i].key;

        g_assert_cmpint(escape_key(&e, &byte), ==, rows[i].verb);
        if (rows[i].verb == ESCAPE_SEND)
            g_assert_cmpint(byte, ==, rows[i].sent);
    }
}

static void test_no_escape(void)
{
    struct escape e = {.key = -1};

    for (int i = 0; i < 256; i++) {
        uint8_t byte = (uint8_t)i;

        g_assert_cmpint(escape_key(&e, &byte), ==, ESCAPE_SEND);
        g_assert_cmpint(byte, ==, i);
    }
}

/* --- pipes in place of standard input and output ------------------------- */

struct pipes {
    struct loop *loop;
    struct unit *unit;
    struct console *console;
    int type, see;     /* our ends */
    int stdin_before, stdout_before;
};

static void put_pipe(int fd, int end, int *before, int *ours)
{
    int p[2];

    g_assert_cmpint(pipe(p), ==, 0);
    *before = dup(fd);
    *ours = p[!end];
    dup2(p[end], fd);
    close(p[end]);
    fcntl(*ours, F_SETFL, O_NONBLOCK);
}

static void setup(struct pipes *p, gconstpointer data)
{
    struct console_spec spec;

    (void)data;
    memset(p, 0, sizeof *p);
    fflush(stdout);
    put_pipe(STDIN_FILENO, 0, &p->stdin_before, &p->type);
    put_pipe(STDOUT_FILENO, 1, &p->stdout_before, &p->see);
    p->loop = loop_new(CLOCK_REAL);
    p->unit = stub_unit_new();
    p->unit->state = UNIT_RUNNING;
    console_spec_init(&spec);
    p->console = console_open(&spec, p->loop, NULL, NULL, NULL);
    console_attach(p->console, p->unit);
}

static void teardown(struct pipes *p, gconstpointer data)
{
    (void)data;
    console_free(p->console);
    dup2(p->stdin_before, STDIN_FILENO);
    dup2(p->stdout_before, STDOUT_FILENO);
    close(p->stdin_before);
    close(p->stdout_before);
    if (p->type >= 0)
        close(p->type);
    if (p->see >= 0)
        close(p->see);
    unit_free(p->unit);
    loop_free(p->loop);
}

static void type(struct pipes *p, const char *text, size_t n)
{
    g_assert_cmpint(write(p->type, text, n), ==, (gssize)n);
}

/* Everything there is to see. */
static GString *see(struct pipes *p)
{
    GString *s = g_string_new(NULL);
    char buf[4096];
    ssize_t n;

    while ((n = read(p->see, buf, sizeof buf)) > 0)
        g_string_append_len(s, buf, n);
    return s;
}

static void test_unaltered(struct pipes *p, gconstpointer data)
{
    char all[256];
    GString *seen;

    (void)data;
    for (int i = 0; i < 256; i++)
        all[i] = (char)i; /* Ctrl-A x among them */
    type(p, all, sizeof all);
    type(p, "\001x", 2);
    stub_loop_serve();
    g_assert_cmpmem(p->unit->received->str, p->unit->received->len - 2, all,
                    sizeof all);
    seen = see(p);
    g_assert_cmpmem(seen->str, seen->len, p->unit->received->str,
                    p->unit->received->len);
    g_string_free(seen, TRUE);
}

static void test_no_room(struct pipes *p, gconstpointer data)
{
    char line[1024];

    (void)data;
    memset(line, 'y', sizeof line);
    p->unit->room = 0;
    p->unit->echoes = false;
    /* 64 KiB fit into a pipe: what isn't read stays there, and the writer
     * notices. */
    while (write(p->type, line, sizeof line) == sizeof line)
        ;
    stub_loop_serve();
    g_assert_cmpuint(p->unit->received->len, ==, 0);
    while (write(p->type, line, sizeof line) == sizeof line)
        ;
    stub_loop_serve(); /* must come to an end: nothing is read, nothing spins */
    p->unit->room = 1;
    p->unit->console.room(p->unit->console.far);
    stub_loop_serve();
    g_assert_cmpuint(p->unit->received->len, >=, 65536);
    g_assert_cmpuint(p->unit->received->len, <, 80000);
}

static void test_end_of_input(struct pipes *p, gconstpointer data)
{
    GString *seen;

    (void)data;
    type(p, "last", 4);
    close(p->type);
    p->type = -1;
    stub_loop_serve(); /* ends: a closed input is not polled for ever */
    g_assert_cmpstr(p->unit->received->str, ==, "last");
    g_assert_false(console_open_end(p->console));
    g_assert_false(p->loop->quit);
    p->unit->console.send(p->unit->console.far, '!');
    stub_loop_serve();
    seen = see(p);
    g_assert_cmpstr(seen->str, ==, "last!");
    g_string_free(seen, TRUE);
}

static void test_nobody_reads(struct pipes *p, gconstpointer data)
{
    (void)data;
    close(p->see);
    p->see = -1;
    for (int i = 0; i < 3; i++) {
        p->unit->console.send(p->unit->console.far, '!');
        stub_loop_serve();
    }
    type(p, "on", 2);
    stub_loop_serve();
    g_assert_cmpstr(p->unit->received->str, ==, "on");
    g_assert_false(p->loop->quit);
}

static void test_slow_reader(struct pipes *p, gconstpointer data)
{
    enum { MANY = 300000 };
    GString *seen = g_string_new(NULL);

    (void)data;
    for (int i = 0; i < MANY; i++)
        p->unit->console.send(p->unit->console.far, (uint8_t)(i % 251));
    for (int turns = 0; turns < 1000 && seen->len < MANY; turns++) {
        GString *some;

        stub_loop_serve();
        some = see(p);
        g_string_append_len(seen, some->str, (gssize)some->len);
        g_string_free(some, TRUE);
    }
    g_assert_cmpuint(seen->len, ==, MANY);
    for (int i = 0; i < MANY && i < (int)seen->len; i++)
        if ((uint8_t)seen->str[i] != i % 251) {
            g_test_message("byte %d is wrong", i);
            g_test_fail();
            break;
        }
    g_string_free(seen, TRUE);
}

static void test_stalled_reader(struct pipes *p, gconstpointer data)
{
    const struct console_far *far = &p->unit->console;
    int sent = 0;

    (void)data;
    while (far->takes(far->far) && sent < 3000000) {
        far->send(far->far, 'y');
        sent++;
    }
    /* The unit's transmitter waits, and has all the time in the world. */
    g_assert_cmpint(sent, ==, 1024 * 1024);
    stub_loop_serve();
    g_assert_cmpuint(p->unit->readies, ==, 0);
    /* Somebody looks again: all of it is still there. */
    for (int seen = 0, turns = 0; turns < 2000; turns++) {
        GString *some;

        stub_loop_serve();
        some = see(p);
        seen += (int)some->len;
        g_string_free(some, TRUE);
        if (turns == 1999)
            g_assert_cmpint(seen, ==, sent);
    }
    g_assert_cmpuint(p->unit->readies, ==, 1);
    g_assert_true(far->takes(far->far));
}

static void test_off(struct pipes *p, gconstpointer data)
{
    (void)data;
    p->unit->state = UNIT_OFF;
    type(p, "lost", 4);
    stub_loop_serve();
    p->unit->state = UNIT_PAUSED;
    type(p, "kept", 4);
    stub_loop_serve();
    g_assert_cmpstr(p->unit->received->str, ==, "");
    p->unit->state = UNIT_RUNNING;
    console_go_on(p->console);
    stub_loop_serve();
    g_assert_cmpstr(p->unit->received->str, ==, "kept");
}

#define ADD(path, test)                                                        \
    g_test_add(path, struct pipes, NULL, setup, test, teardown)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    signal(SIGPIPE, SIG_IGN);
    g_test_add_func("/console/keys-behind-the-escape-key", test_escape_keys);
    g_test_add_func("/console/without-escape-key-all-is-sent", test_no_escape);
    ADD("/console/pipes-are-unaltered", test_unaltered);
    ADD("/console/a-full-receiver-holds-the-writer", test_no_room);
    ADD("/console/the-end-of-input-ends-nothing", test_end_of_input);
    ADD("/console/a-reader-that-goes-ends-nothing", test_nobody_reads);
    ADD("/console/a-slow-reader-misses-nothing", test_slow_reader);
    ADD("/console/a-stalled-reader-makes-the-unit-wait", test_stalled_reader);
    ADD("/console/without-power-nobody-hears", test_off);
    return g_test_run();
}
