/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * logger.c - see logger.h.
 *
 * The thread waits in one place alone.  A message that a TCP server has not
 * taken whole stays in `rest`, and no other leaves the queue until it has, or
 * until the server is given up; neither while one is called for the first
 * time.
 */
#include "guest/runtime/terminals/logger.h"

#include "guest/i386/cpu.h"
#include "guest/lib/calendar.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/net/conn.h"
#include "guest/net/datagram.h"
#include "guest/runtime/terminals/console.h"
#include "guest/runtime/terminals/remote.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/threads/thread.h"

enum {
    STACK_BYTES = 8192,
    OPEN_S = 10,  /* to be reached in */
    TAKE_S = 30,  /* to take a message in */
    RETRY_S = 10, /* until a server is tried again */
    LOG_DEVICE_MAX = CLI_HOSTNAME_MAX,
    PACKET_MAX = LOG_LINE_MAX + LOG_DEVICE_MAX + 12,
};

struct server {
    struct config_log_host host; /* ip 0: none */
    struct conn *conn;           /* NULL: not connected */
    bool down;
    uint64_t until; /* when to give up, or to try again */
    char rest[PACKET_MAX];
    unsigned rest_n;
};

static struct server servers[CONFIG_LOG_HOSTS_MAX];
static struct datagram socket;
static struct event event;
static struct thread thread;
static uint8_t stack[STACK_BYTES] __attribute__((aligned(16)));

static void wake(void)
{
    thread_signal(&event);
}

static void wake_far(void *far)
{
    (void)far;
    thread_signal(&event);
}

static void tell_time(char *to, size_t n)
{
    struct date d = calendar_date(wallclock_local(wallclock_now(NULL), NULL));

    calendar_stamp(to, n, &d);
}

/* --- servers ----------------------------------------------------------- */

static bool in_use(void)
{
    const struct log_settings *s = &unit.config.state.log;

    return s->on && s->level[LOG_TRAP] != LOG_NEVER;
}

static void hang_up(struct server *s)
{
    if (s->conn)
        conn_abort(s->conn);
    s->conn = NULL;
    s->rest_n = 0;
}

static void give_up(struct server *s)
{
    hang_up(s);
    s->down = true;
    s->until = clock_coarse() + CLOCK_SECONDS(RETRY_S);
}

static void call(struct server *s)
{
    s->conn = conn_open(s->host.ip, s->host.port, wake_far, NULL);
    s->until = clock_coarse() + CLOCK_SECONDS(OPEN_S);
    if (!s->conn)
        give_up(s);
}

static void push_rest(struct server *s)
{
    unsigned n = (unsigned)conn_write(s->conn, s->rest, s->rest_n);

    memmove(s->rest, s->rest + n, s->rest_n - n);
    s->rest_n -= n;
    if (n)
        s->until = clock_coarse() + CLOCK_SECONDS(TAKE_S);
}

/* What is to be done for one; it has a TCP server's host. */
static void look_after(struct server *s)
{
    bool late = clock_coarse() >= s->until;
    char unread[64];

    if (!s->conn) {
        if (late || !s->down)
            call(s);
        return;
    }
    while (conn_read(s->conn, unread, sizeof unread) > 0)
        ;
    if (s->conn->state == CONN_OPEN) {
        s->down = false;
        if (s->rest_n)
            push_rest(s);
        if (s->rest_n && late)
            give_up(s);
    } else if (s->conn->state != CONN_OPENING || late) {
        give_up(s);
    }
}

/* Returns when to look again. */
static uint64_t look_after_all(void)
{
    uint64_t next = THREAD_FOREVER;
    bool blocked = false;

    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        struct server *s = &servers[i];

        if (!s->host.ip || s->host.protocol != CONFIG_TCP)
            continue;
        if (!in_use()) {
            hang_up(s);
            s->down = false;
            continue;
        }
        look_after(s);
        blocked |= s->down;
        if ((!s->conn || s->conn->state == CONN_OPENING || s->rest_n) &&
            s->until < next)
            next = s->until;
    }
    log_block_connections(blocked);
    return next;
}

static bool is_held_up(const struct server *s)
{
    if (!s->host.ip || s->host.protocol != CONFIG_TCP || !in_use())
        return false;
    return s->rest_n ||
           (!s->down && (!s->conn || s->conn->state == CONN_OPENING));
}

static bool any_held_up(void)
{
    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        if (is_held_up(&servers[i]))
            return true;
    }
    return false;
}

static void send(struct server *s, const char *packet, unsigned n)
{
    if (s->host.protocol == CONFIG_UDP) {
        datagram_send(&socket, s->host.ip, s->host.port, packet, n);
    } else if (s->conn && s->conn->state == CONN_OPEN) {
        memcpy(s->rest, packet, n);
        s->rest[n] = '\n';
        s->rest_n = n + 1;
        s->until = clock_coarse() + CLOCK_SECONDS(TAKE_S);
        push_rest(s);
    }
}

/* Who speaks; "": that was not asked for. */
static const char *device_id(char to[LOG_DEVICE_MAX + 1])
{
    const struct log_settings *s = &unit.config.state.log;

    switch (s->device) {
    case LOG_DEVICE_HOSTNAME:
        return unit.config.state.cli.hostname;
    case LOG_DEVICE_ADDRESS:
        return config_mask(
            unit.config.state.interface[s->device_interface].ip, to);
    case LOG_DEVICE_STRING:
        return s->device_text;
    default:
        return "";
    }
}

/* "<P>TEXT", or "<P>[TIME ]DEVICE : TEXT". */
static unsigned make_packet(const struct log_entry *e, char *to, size_t n)
{
    unsigned priority = unit.config.state.log.facility * 8u + e->level;
    const char *text = strstr(e->text, "%PIX-"), *device;
    char ip[LOG_DEVICE_MAX + 1];
    int time = (int)(text - e->text);

    device = device_id(ip);
    if (!device[0])
        return (unsigned)format(to, n, "<%u>%s", priority, e->text);
    if (time > 0)
        time -= 2; /* the colon and the blank stand behind the device now */
    return (unsigned)format(to, n, "<%u>%.*s%s%s : %s", priority, time,
                            e->text, time ? " " : "", device, text);
}

static void send_all(const struct log_entry *e)
{
    char packet[PACKET_MAX];
    unsigned n = make_packet(e, packet, sizeof packet);

    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        if (servers[i].host.ip)
            send(&servers[i], packet, n);
    }
    interfaces_kick();
}

bool logger_is_down(const struct config_log_host *h)
{
    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        if (!memcmp(&servers[i].host, h, sizeof *h))
            return servers[i].down;
    }
    return false;
}

/* --- the thread -------------------------------------------------------- */

static void deliver(const struct log_entry *e)
{
    if (e->places & 1u << LOG_CONSOLE)
        console_tell(e->text);
    if (e->places & 1u << LOG_MONITOR)
        remote_show(e->text);
    if (e->places & 1u << LOG_TRAP)
        send_all(e);
}

/* Unless something has happened since `seen`. */
static void wait_until(uint64_t moment, uint32_t seen)
{
    uint32_t flags = cpu_save();

    if (event.signals == seen)
        thread_wait(&event, moment);
    cpu_restore(flags);
}

static void run(void *far)
{
    static struct log_entry entry;

    (void)far;
    datagram_open(&socket, 0, wake_far, NULL);
    for (;;) {
        uint32_t seen = event.signals;
        uint64_t next = look_after_all();

        while (!any_held_up() && log_take(&entry))
            deliver(&entry);
        if (any_held_up()) /* begun meanwhile */
            next = look_after_all();
        wait_until(next, seen);
    }
}

/* --- settings ---------------------------------------------------------- */

static bool is_configured(const struct config_log_host *h)
{
    const struct config_state *s = &unit.config.state;

    for (unsigned i = 0; i < s->log_hosts; i++) {
        if (!memcmp(&s->log_host[i], h, sizeof *h))
            return true;
    }
    return false;
}

static struct server *server_of(const struct config_log_host *h)
{
    struct server *free = NULL;

    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        if (!memcmp(&servers[i].host, h, sizeof *h))
            return &servers[i];
        if (!servers[i].host.ip && !free)
            free = &servers[i];
    }
    return free;
}

void logger_apply(void)
{
    const struct config_state *s = &unit.config.state;

    for (unsigned i = 0; i < CONFIG_LOG_HOSTS_MAX; i++) {
        if (servers[i].host.ip && !is_configured(&servers[i].host)) {
            hang_up(&servers[i]);
            memset(&servers[i], 0, sizeof servers[i]);
        }
    }
    for (unsigned i = 0; i < s->log_hosts; i++)
        server_of(&s->log_host[i])->host = s->log_host[i];
    wake();
}

void logger_start(void)
{
    static const struct log_owner owner = {
        .settings = &unit.config.state.log, .time = tell_time, .wake = wake};

    log_setup(&owner);
    thread_start(&thread, "Logger", run, NULL, stack, sizeof stack);
}
