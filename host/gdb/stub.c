/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stub.c - what gdb asks of a unit; see stub.h. */
#include "host/gdb/stub.h"

#include <glib.h>
#include <string.h>

#include "host/gdb/packet.h"
#include "host/gdb/points.h"
#include "host/gdb/target.h"

struct stub {
    struct unit *unit;
    struct stub_far far;
    struct points *points;
    bool waiting;   /* for the unit to stop */
};

static void send(struct stub *s, const char *text)
{
    s->far.send(s->far.far, text);
}

static void send_taken(struct stub *s, GString *text)
{
    send(s, text->str);
    g_string_free(text, TRUE);
}

static void fail(struct stub *s)
{
    send(s, "E01");
}

/* --- reading packets ------------------------------------------------------ */

static bool take_hex(const char **p, uint32_t *value)
{
    const char *start = *p;
    uint64_t n = 0;

    while (g_ascii_isxdigit(**p) && n <= UINT32_MAX)
        n = n << 4 | (unsigned)g_ascii_xdigit_value(*(*p)++);
    *value = (uint32_t)n;
    return *p > start && n <= UINT32_MAX;
}

static bool take_char(const char **p, char c)
{
    bool there = **p == c;

    *p += there;
    return there;
}

/* "address,length" */
static bool take_range(const char **p, uint32_t *linear, uint32_t *size)
{
    return take_hex(p, linear) && take_char(p, ',') && take_hex(p, size);
}

/* --- stops ---------------------------------------------------------------- */

static void say_why(struct stub *s, const char *text, size_t n)
{
    static const char *const data[] = {
        [CPU_POINT_WRITE] = "watch",
        [CPU_POINT_READ] = "rwatch",
        [CPU_POINT_ACCESS] = "awatch",
    };
    const struct cpu_debug_stop *stop = unit_debug_stopped(s->unit);
    GString *reply = g_string_new(NULL);

    (void)text, (void)n;
    if (!stop)
        g_string_assign(reply, "T02thread:01;"); /* SIGINT */
    else
        g_string_assign(reply, "T05thread:01;"); /* SIGTRAP */
    if (stop && !stop->stepped && stop->point != CPU_POINT_CODE)
        g_string_append_printf(reply, "%s:%x;", data[stop->point],
                               stop->linear);
    else if (stop && !stop->stepped)
        g_string_append(reply, points_has(s->points, 0, stop->linear)
                                   ? "swbreak:;"
                                   : "hwbreak:;");
    send_taken(s, reply);
}

void stub_paused(struct stub *s)
{
    if (!s->waiting)
        return;
    s->waiting = false;
    say_why(s, NULL, 0);
}

void stub_interrupt(struct stub *s)
{
    if (!s->waiting)
        return;
    if (unit_state(s->unit) == UNIT_RUNNING)
        unit_pause(s->unit, true); /* stub_paused() follows */
    else
        stub_paused(s);
}

/* --- going on ------------------------------------------------------------- */

static void go(struct stub *s, bool step)
{
    s->waiting = true;
    unit_debug_go(s->unit, step);
}

/* c, s: with an address to go on at; C, S: with a signal before it. */
static void resume(struct stub *s, const char *text, size_t n)
{
    const char *p = text + 1;
    struct cpu_registers r;
    uint32_t at, signal;

    (void)n;
    if (g_ascii_isupper(*text) && (!take_hex(&p, &signal) ||
                                   (*p && !take_char(&p, ';')))) {
        fail(s);
        return;
    }
    if (*p) {
        if (!take_hex(&p, &at)) {
            fail(s);
            return;
        }
        unit_debug_registers(s->unit, &r);
        r.eip = at;
        unit_debug_set_registers(s->unit, &r);
    }
    go(s, g_ascii_tolower(*text) == 's');
}

/* There is one thread, so the first action is for it. */
static void resume_threads(struct stub *s, const char *text, size_t n)
{
    char action = text[strlen("vCont;")];

    (void)n;
    if (action && strchr("cCsS", action))
        go(s, g_ascii_tolower(action) == 's');
    else
        fail(s);
}

static void resumes_how(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "vCont;c;C;s;S");
}

/* --- registers and memory ------------------------------------------------- */

static void read_registers(struct stub *s, const char *text, size_t n)
{
    GString *reply = g_string_new(NULL);
    struct cpu_registers r;

    (void)text, (void)n;
    unit_debug_registers(s->unit, &r);
    for (unsigned i = 0; i < target_registers(); i++)
        target_append(reply, &r, i);
    send_taken(s, reply);
}

static void write_registers(struct stub *s, const char *text, size_t n)
{
    const char *p = text + 1;
    struct cpu_registers r;
    unsigned i = 0;

    (void)n;
    unit_debug_registers(s->unit, &r);
    while (*p && target_take(&r, i, &p))
        i++;
    if (*p) {
        fail(s);
        return;
    }
    unit_debug_set_registers(s->unit, &r);
    send(s, "OK");
}

static void read_register(struct stub *s, const char *text, size_t n)
{
    GString *reply = g_string_new(NULL);
    const char *p = text + 1;
    struct cpu_registers r;
    uint32_t number;

    (void)n;
    unit_debug_registers(s->unit, &r);
    if (!take_hex(&p, &number) || !target_append(reply, &r, number))
        g_string_assign(reply, "E01");
    send_taken(s, reply);
}

static void write_register(struct stub *s, const char *text, size_t n)
{
    const char *p = text + 1;
    struct cpu_registers r;
    uint32_t number;

    (void)n;
    unit_debug_registers(s->unit, &r);
    if (!take_hex(&p, &number) || !take_char(&p, '=') ||
        !target_writable(number) || !target_take(&r, number, &p)) {
        fail(s);
        return;
    }
    unit_debug_set_registers(s->unit, &r);
    send(s, "OK");
}

static void read_memory(struct stub *s, const char *text, size_t n)
{
    uint8_t bytes[PACKET_MAX / 2];
    const char *p = text + 1;
    uint32_t linear, size;
    GString *reply;
    size_t got;

    (void)n;
    if (!take_range(&p, &linear, &size)) {
        fail(s);
        return;
    }
    got = unit_debug_read(s->unit, linear, bytes, MIN(size, sizeof bytes));
    if (size && !got) {
        fail(s);
        return;
    }
    reply = g_string_new(NULL);
    for (size_t i = 0; i < got; i++)
        g_string_append_printf(reply, "%02x", bytes[i]);
    send_taken(s, reply);
}

/* Of `M': hexadecimal digits. */
static size_t unhex(const char *p, size_t n, uint8_t *out)
{
    size_t done = 0;

    for (; n >= 2; p += 2, n -= 2) {
        int high = g_ascii_xdigit_value(p[0]);
        int low = g_ascii_xdigit_value(p[1]);

        if (high < 0 || low < 0)
            break;
        out[done++] = (uint8_t)(high << 4 | low);
    }
    return done;
}

/* Of `X': bytes, some behind } and with bit 5 turned over. */
static size_t unescape(const char *p, size_t n, uint8_t *out)
{
    size_t done = 0;

    for (size_t i = 0; i < n; i++) {
        bool escaped = p[i] == '}' && i + 1 < n;

        i += escaped;
        out[done++] = (uint8_t)(p[i] ^ (escaped ? 0x20 : 0));
    }
    return done;
}

static void write_memory(struct stub *s, const char *text, size_t n)
{
    uint8_t bytes[PACKET_MAX];
    const char *p = text + 1;
    uint32_t linear, size;
    size_t rest, got;

    if (!take_range(&p, &linear, &size) || !take_char(&p, ':')) {
        fail(s);
        return;
    }
    rest = n - (size_t)(p - text);
    got = *text == 'M' ? unhex(p, rest, bytes) : unescape(p, rest, bytes);
    if (got != size ||
        unit_debug_write(s->unit, linear, bytes, size) != size)
        fail(s);
    else
        send(s, "OK");
}

/* --- points --------------------------------------------------------------- */

static void point(struct stub *s, const char *text, size_t n)
{
    enum { WATCHED_MAX = 64 }; /* bytes; gdb asks for a variable's */
    const char *p = text + 1;
    struct point w;

    (void)n;
    if (!take_hex(&p, &w.type) || !take_char(&p, ',') ||
        !take_range(&p, &w.linear, &w.size)) {
        fail(s);
        return;
    }
    if (w.type >= POINT_TYPES) {
        send(s, "");
        return;
    }
    if (w.type < 2)
        w.size = 1; /* gdb's is the length of the instruction it would write */
    if (!w.size || w.size > WATCHED_MAX)
        fail(s);
    else if (*text == 'Z' ? points_set(s->points, &w)
                          : points_clear(s->points, &w))
        send(s, "OK");
    else
        fail(s);
}

/* --- the rest ------------------------------------------------------------- */

static void supported(struct stub *s, const char *text, size_t n)
{
    char *reply = g_strdup_printf("PacketSize=%x;qXfer:features:read+;"
                                  "swbreak+;hwbreak+;QStartNoAckMode+",
                                  PACKET_MAX);

    (void)text, (void)n;
    send(s, reply);
    g_free(reply);
}

static void describe(struct stub *s, const char *text, size_t n)
{
    const char *p = text + strlen("qXfer:features:read:target.xml:");
    char *all = target_description();
    uint32_t from, size, length = (uint32_t)strlen(all);
    GString *reply = g_string_new(NULL);

    (void)n;
    if (!take_range(&p, &from, &size) || from > length) {
        g_string_assign(reply, "E01");
    } else {
        size = MIN(MIN(size, length - from), PACKET_MAX - 1);
        g_string_append_c(reply, from + size < length ? 'm' : 'l');
        g_string_append_len(reply, all + from, size);
    }
    send_taken(s, reply);
    g_free(all);
}

static void no_acks(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "OK");
    s->far.stop_acks(s->far.far);
}

/* "monitor reset" */
static void command(struct stub *s, const char *text, size_t n)
{
    const char *p = text + strlen("qRcmd,");
    uint8_t word[PACKET_MAX];
    size_t length = unhex(p, n - (size_t)(p - text), word);
    GString *reply = g_string_new(NULL);

    if (length == 5 && !memcmp(word, "reset", 5)) {
        unit_reset(s->unit);
        send(s, "OK");
    } else {
        for (const char *c = "the only command is reset\n"; *c; c++)
            g_string_append_printf(reply, "%02x", (unsigned)*c);
        send(s, reply->str);
    }
    g_string_free(reply, TRUE);
}

static void detach(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "OK");
    unit_debug(s->unit, false);
    unit_pause(s->unit, false);
    s->far.leave(s->far.far);
}

static void kill_process(struct stub *s, const char *text, size_t n)
{
    (void)n;
    if (*text == 'v')
        send(s, "OK");
    s->far.kill(s->far.far);
}

static void fine(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "OK");
}

static void threads(struct stub *s, const char *text, size_t n)
{
    (void)n;
    send(s, text[1] == 'f' ? "m01" : "l");
}

static void current_thread(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "QC01");
}

static void attached(struct stub *s, const char *text, size_t n)
{
    (void)text, (void)n;
    send(s, "1"); /* at its end gdb detaches and doesn't kill */
}

/* The first that begins a packet answers it. */
static const struct {
    const char *prefix;
    void (*run)(struct stub *, const char *text, size_t n);
} commands[] = {
    {"?", say_why},
    {"g", read_registers},
    {"G", write_registers},
    {"p", read_register},
    {"P", write_register},
    {"m", read_memory},
    {"M", write_memory},
    {"X", write_memory},
    {"c", resume},
    {"C", resume},
    {"s", resume},
    {"S", resume},
    {"vCont?", resumes_how},
    {"vCont;", resume_threads},
    {"vKill", kill_process},
    {"Z", point},
    {"z", point},
    {"D", detach},
    {"k", kill_process},
    {"H", fine},
    {"T", fine},
    {"qSupported", supported},
    {"qXfer:features:read:target.xml:", describe},
    {"QStartNoAckMode", no_acks},
    {"qRcmd,", command},
    {"qfThreadInfo", threads},
    {"qsThreadInfo", threads},
    {"qC", current_thread},
    {"qAttached", attached},
};

void stub_command(struct stub *s, const char *text, size_t n)
{
    for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
        if (g_str_has_prefix(text, commands[i].prefix)) {
            commands[i].run(s, text, n);
            return;
        }
    send(s, "");
}

struct stub *stub_new(struct unit *unit, const struct stub_far *far)
{
    struct stub *s = g_new0(struct stub, 1);

    s->unit = unit;
    s->far = *far;
    s->points = points_new(unit);
    unit_pause(unit, true);
    unit_debug(unit, true);
    return s;
}

void stub_free(struct stub *s)
{
    unit_debug(s->unit, false);
    points_free(s->points);
    g_free(s);
}
