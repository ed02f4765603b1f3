/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remote.c - see remote.h. */
#include "guest/runtime/terminals/remote.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/config/banner.h"
#include "guest/config/config.h"
#include "guest/config/users.h"
#include "guest/i386/cpu.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/conn.h"
#include "guest/net/telnet.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum {
    SESSIONS = 5,
    STACK_BYTES = 16384,
    PORT = 23,
    TRIES = 3,
    OUT_BYTES = 512,
    IN_BYTES = 256,
    PASSWORD_ROOM = 65,
};

struct session {
    struct conn *conn; /* NULL: nobody */
    struct telnet telnet;
    bool logged_in;
    bool gone;         /* killed, idle for too long, or the far end left */
    struct event event;
    struct thread thread;
    uint8_t in[IN_BYTES], out[OUT_BYTES];
    unsigned in_at, in_n, out_n;
    struct cli cli;
};

static struct session *sessions[SESSIONS];

static void wake(void *far)
{
    struct session *s = far;

    thread_signal(&s->event);
}

/* False: the moment came, or the session is over. */
static bool wait(struct session *s, uint64_t until)
{
    uint32_t flags = cpu_save();
    bool signalled = !s->gone && thread_wait(&s->event, until);

    cpu_restore(flags);
    return signalled;
}

/* --- characters -------------------------------------------------------- */

static uint64_t patience(void)
{
    return clock_coarse() +
           CLOCK_SECONDS(60) * unit.config.state.telnet_timeout_min;
}

/* Who takes nothing for so long is idle, too. */
static void flush(struct session *s)
{
    uint64_t until = patience();
    unsigned done = 0;

    while (done < s->out_n && !s->gone) {
        unsigned n = (unsigned)conn_write(s->conn, s->out + done,
                                          s->out_n - done);

        done += n;
        if (n) {
            interfaces_kick();
            until = patience();
        } else if (s->conn->state == CONN_FAILED || clock_coarse() >= until) {
            s->gone = true;
        } else {
            wait(s, clock_coarse() + CLOCK_SECONDS(1));
        }
    }
    s->out_n = 0;
}

static void put(void *far, char c)
{
    struct session *s = far;

    if (s->out_n == OUT_BYTES)
        flush(s);
    s->out[s->out_n++] = (uint8_t)c;
}

static void put_bytes(struct session *s, const uint8_t *bytes, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        put(s, (char)bytes[i]);
}

/* What has come, without Telnet's own bytes, behind what waits in `in`.  As
 * conn_read(). */
static int take_more(struct session *s)
{
    uint8_t bytes[IN_BYTES], reply[TELNET_REPLY_MAX];
    unsigned answers;
    int n, c;

    memmove(s->in, s->in + s->in_at, s->in_n - s->in_at);
    s->in_n -= s->in_at;
    s->in_at = 0;
    if (s->in_n == IN_BYTES)
        return 0;
    n = conn_read(s->conn, bytes, IN_BYTES - s->in_n);
    for (int i = 0; i < n; i++) {
        c = telnet_feed(&s->telnet, bytes[i], reply, &answers);
        put_bytes(s, reply, answers);
        if (c >= 0)
            s->in[s->in_n++] = (uint8_t)c;
    }
    return n;
}

/* Reads until there is something; false: the session is over. */
static bool fill(struct session *s)
{
    uint64_t until;

    flush(s);
    until = patience();
    while (!s->gone) {
        int n = take_more(s);

        flush(s);
        if (s->in_n)
            return true;
        if (n > 0)
            until = patience();
        else if (n < 0 || clock_coarse() >= until)
            s->gone = true;
        else
            wait(s, until);
    }
    return false;
}

static int get(void *far)
{
    struct session *s = far;

    if (s->in_at == s->in_n && !fill(s))
        return -1;
    return s->in[s->in_at++];
}

static bool interrupted(void *far)
{
    enum { CONTROL_C = 3 };
    struct session *s = far;
    const uint8_t *found;

    flush(s);
    s->gone = s->gone || take_more(s) < 0;
    found = memchr(s->in + s->in_at, CONTROL_C, s->in_n - s->in_at);
    if (found)
        s->in_at = (unsigned)(found + 1 - s->in);
    return s->gone || found;
}

/* --- a session --------------------------------------------------------- */

static bool knows_password(struct session *s)
{
    const char *prompt = unit.release < RELEASE(6, 0, 0) ? STR_OLD_LOGIN
                                                        : STR_PASSWORD;
    char typed[PASSWORD_ROOM];

    for (unsigned i = 0; i < TRIES; i++) {
        bool right = cli_ask_secret(&s->cli, prompt, typed, sizeof typed) &&
                     password_matches(unit.config.state.passwd_hash, typed);

        memset(typed, 0, sizeof typed);
        if (right || s->gone)
            return right;
        if (i < TRIES - 1)
            cli_printf(&s->cli, "%s\n", STR_BAD_PASSWORD);
    }
    cli_printf(&s->cli, "%s\n", STR_DENIED);
    return false;
}

static bool log_in(struct session *s)
{
    bool right;

    banner_show(&s->cli, "motd");
    banner_show(&s->cli, "login");
    if (unit.release >= RELEASE(6, 0, 0))
        cli_printf(&s->cli, "\nUser Access Verification\n\n");
    right = users_asked(&unit.config, "telnet") ? users_log_in(&s->cli)
                                                : knows_password(s);
    if (!right && !s->gone)
        log_message(307003, s->cli.from, (unsigned)TRIES);
    return right;
}

static void serve(struct session *s)
{
    struct cli_io io = {.far = s, .put = put, .get = get,
                        .interrupted = interrupted};
    char ip[CONFIG_IP_TEXT];

    memset(&s->telnet, 0, sizeof s->telnet);
    s->in_at = s->in_n = s->out_n = 0;
    put_bytes(s, telnet_hello, TELNET_HELLO);
    cli_begin(&s->cli, &unit.cli, &io);
    config_mask(s->conn->remote_ip, ip);
    format(s->cli.from, sizeof s->cli.from, "%s", ip);
    if (log_in(s)) {
        log_message(307002, ip);
        cli_printf(&s->cli, "%s\n", STR_NO_SUCH_COMMAND);
        banner_show(&s->cli, "exec");
        s->logged_in = true;
        cli_session(&s->cli);
        s->logged_in = false;
    }
    flush(s);
}

static void run(void *far)
{
    struct session *s = far;

    for (;;) {
        uint32_t flags = cpu_save();

        while (!s->conn)
            thread_wait(&s->event, THREAD_FOREVER);
        cpu_restore(flags);
        serve(s);
        s->cli.monitor = false; /* whoever comes next has not logged in */
        conn_close(s->conn);
        s->conn = NULL;
        interfaces_kick();
    }
}

/* --- who may come ------------------------------------------------------ */

/* Never by the outermost interface. */
static bool permits(unsigned interface, uint32_t ip)
{
    const struct config_state *st = &unit.config.state;
    char text[CONFIG_IP_TEXT];

    if (st->interface[interface].security != 0 &&
        config_permits(st->telnet, st->telnets, interface, ip))
        return true;
    log_message(307001, config_mask(ip, text), st->interface[interface].name);
    return false;
}

static bool accepted(void *far, struct conn *c)
{
    (void)far;
    for (unsigned i = 0; i < SESSIONS; i++) {
        struct session *s = sessions[i];

        if (!s || s->conn)
            continue;
        s->gone = false;
        s->conn = c;
        conn_on_change(c, wake, s);
        thread_signal(&s->event);
        return true;
    }
    return false;
}

void remote_start(void)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        struct session *s = memory_take(sizeof *s);
        void *stack = memory_take(STACK_BYTES);

        if (!s || !stack)
            return;
        sessions[i] = s;
        thread_start(&s->thread, "telnet/ci", run, s, stack, STACK_BYTES);
    }
    conn_listen(PORT, permits, accepted, NULL);
}

static void show(struct session *s, const char *text)
{
    char line[LOG_LINE_MAX + 3];
    int n = format(line, sizeof line, "%s\r\n", text);

    if (s->conn->state != CONN_FAILED)
        conn_write(s->conn, line, (size_t)n);
    interfaces_kick();
}

void remote_show(const char *text)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        struct session *s = sessions[i];

        if (s && s->conn && s->cli.monitor)
            show(s, text);
    }
}

bool remote_trace(const char *text)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        struct session *s = sessions[i];

        if (s && s->conn && s->logged_in) {
            show(s, text);
            return true;
        }
    }
    return false;
}

/* --- who, kill --------------------------------------------------------- */

static void who(struct cli *cli, int argc, char **argv)
{
    char ip[CONFIG_IP_TEXT];

    (void)argc, (void)argv;
    for (unsigned i = 0; i < SESSIONS; i++) {
        if (sessions[i] && sessions[i]->conn)
            cli_printf(cli, STR_WHO "\n", i,
                       config_ip(&unit.config, sessions[i]->conn->remote_ip,
                                 ip));
    }
}

static void kill(struct cli *cli, int argc, char **argv)
{
    uint32_t i;

    (void)argc;
    if (!config_get_number(cli, argv[0], 0, SESSIONS - 1, &i))
        return;
    if (!sessions[i] || !sessions[i]->conn) {
        cli_printf(cli, STR_NO_SESSION "\n", (unsigned)i);
        return;
    }
    sessions[i]->gone = true;
    thread_signal(&sessions[i]->event);
}

const struct command remote_commands[] = {
    {"kill", "<session>", "End a Telnet session", CLI_PRIVILEGED,
     .min_args = 1, .max_args = 1, .run = kill},
    {"show who", "", "Telnet sessions", CLI_ANY, .run = who},
    {"who", "", "Telnet sessions", CLI_ANY, .run = who},
    {0},
};
