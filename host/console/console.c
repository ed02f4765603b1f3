/* SPDX-License-Identifier: GPL-2.0-or-later */
/* console.c - the queues at the far end of a console cable, and its kinds. */
#include <string.h>

#include "host/console/class.h"
#include "host/console/logfile.h"

/* Past so much that a terminal doesn't take, the unit's transmitter holds. */
enum { OUT_LIMIT = 1024 * 1024 };
/* How long leaving waits for a slow reader. */
enum { LAST_WORDS_MS = 1000 };

static bool none_open(struct console *c, const struct console_spec *spec,
                      GError **err)
{
    (void)c, (void)spec, (void)err;
    return true;
}

static void none_read(struct console *c)
{
    (void)c;
}

static size_t none_write(struct console *c, const uint8_t *bytes, size_t n)
{
    (void)c, (void)bytes;
    return n;
}

const struct console_class console_none = {
    .name = "none",
    .help = "nothing plugged in; what the unit sends is lost",
    .size = sizeof(struct console),
    .open = none_open,
    .read_on = none_read,
    .catch_up = none_read,
    .write = none_write,
};

/* --- to the unit --------------------------------------------------------- */

guint console_queued(const struct console *c)
{
    return c->in->len - c->in_at;
}

void console_queue(struct console *c, uint16_t byte_or_break)
{
    g_array_append_val(c->in, byte_or_break);
}

/* The head of the queue is given back in large pieces. */
static void forget_taken(struct console *c)
{
    enum { PIECE = 65536 };

    if (c->in_at >= PIECE) {
        g_array_remove_range(c->in, 0, c->in_at);
        c->in_at = 0;
    }
}

void console_feed(struct console *c)
{
    /* Typed at a unit without power: nobody ever reads it. */
    if (c->unit && unit_state(c->unit) == UNIT_OFF)
        c->in_at = c->in->len;
    while (c->unit && console_queued(c)) {
        uint16_t next = g_array_index(c->in, uint16_t, c->in_at);

        if (next & CONSOLE_BREAK) {
            c->in_at++;
            unit_console_break(c->unit);
            continue;
        }
        if (!unit_console_room(c->unit)) {
            forget_taken(c);
            return;
        }
        c->in_at++;
        if (next & CONSOLE_GARBLED)
            unit_console_garbled(c->unit, (uint8_t)next);
        else
            unit_console_receive(c->unit, (uint8_t)next);
    }
    g_array_set_size(c->in, 0);
    c->in_at = 0;
}

void console_go_on(struct console *c)
{
    console_feed(c);
    if (!console_queued(c))
        c->cls->read_on(c);
}

static void on_room(void *far)
{
    console_go_on(far);
}

void console_catch_up(struct console *c)
{
    c->cls->catch_up(c);
    console_feed(c);
}

/* --- from the unit ------------------------------------------------------- */

static void write_out(struct console *c)
{
    while (c->out->len || c->brk_due) {
        guint n = c->brk_due ? c->brk_at : c->out->len;
        size_t did = n ? c->cls->write(c, c->out->data, n) : 0;

        if (n && !did)
            return;
        g_byte_array_remove_range(c->out, 0, (guint)did);
        if (!c->brk_due)
            continue;
        c->brk_at -= (guint)did;
        if (c->brk_at)
            continue;
        c->brk_due = false;
        if (c->cls->brk)
            c->cls->brk(c);
    }
}

static void tell_listener(struct console *c)
{
    if (c->listener && c->overheard->len)
        c->listener(c->listener_far, c->overheard->data, c->overheard->len);
    g_byte_array_set_size(c->overheard, 0);
}

void console_flush(struct console *c)
{
    tell_listener(c);
    if (c->log)
        logfile_flush(c->log);
    write_out(c);
    if (c->held && c->unit && c->out->len < OUT_LIMIT / 2) {
        c->held = false;
        unit_console_ready(c->unit);
    }
}

static void on_flush(void *far)
{
    console_flush(far);
}

/* Not a system call a byte: the loop comes by after this slice. */
void console_flush_soon(struct console *c)
{
    loop_ask(c->loop, &c->flush);
}

/* Consoles are read before anything else happens; with work asked for, the
 * loop looks again, and the others get their turn, too. */
void console_heard(struct console *c)
{
    loop_note_outside(c->loop);
    loop_ask(c->loop, &c->flush);
}

static void on_send(void *far, uint8_t byte)
{
    struct console *c = far;

    g_byte_array_append(c->out, &byte, 1);
    if (c->listener)
        g_byte_array_append(c->overheard, &byte, 1);
    if (c->log)
        logfile_add(c->log, byte);
    console_flush_soon(c);
}

static bool on_takes(void *far)
{
    struct console *c = far;

    c->held = c->out->len >= OUT_LIMIT;
    return !c->held;
}

static void on_break(void *far)
{
    struct console *c = far;

    if (!c->brk_due)
        c->brk_at = c->out->len;
    c->brk_due = true;
    console_flush_soon(c);
}

/* --- a second terminal --------------------------------------------------- */

void console_listen(struct console *c,
                    void (*heard)(void *far, const uint8_t *, size_t n),
                    void *far)
{
    c->listener = heard;
    c->listener_far = far;
}

void console_type(struct console *c, const uint8_t *bytes, size_t n)
{
    loop_note_outside(c->loop);
    for (size_t i = 0; i < n; i++)
        console_queue(c, bytes[i]);
    console_feed(c);
}

void console_type_break(struct console *c)
{
    loop_note_outside(c->loop);
    console_queue(c, CONSOLE_BREAK);
    console_feed(c);
}

/* --- life ---------------------------------------------------------------- */

struct console *console_open(const struct console_spec *spec,
                             struct loop *loop, void (*leave)(void *far),
                             void *far, GError **err)
{
    struct console *c = g_malloc0(spec->cls->size);

    c->cls = spec->cls;
    c->waits = spec->wait;
    c->baud = spec->baud;
    c->loop = loop;
    c->flush = (struct loop_work){.serve = on_flush, .far = c};
    c->leave = leave;
    c->far = far;
    c->in = g_array_new(FALSE, FALSE, sizeof(uint16_t));
    c->out = g_byte_array_new();
    c->overheard = g_byte_array_new();
    if (spec->log)
        c->log = logfile_open(spec->log, err);
    c->tried = c->log || !spec->log;
    if (c->tried && c->cls->open(c, spec, err))
        return c;
    console_free(c);
    return NULL;
}

void console_attach(struct console *c, struct unit *unit)
{
    const struct console_far far = {c, on_send, on_break, on_room, on_takes};

    c->unit = unit;
    unit_console_attach(unit, &far);
    unit_console_baud(unit, c->baud);
    if (c->log)
        logfile_start(c->log);
    if (c->cls->start)
        c->cls->start(c);
}

bool console_await(struct console *c, void (*arrived)(void *far), void *far)
{
    if (!c->waits)
        return false;
    c->arrived = arrived;
    c->arrived_far = far;
    return true;
}

void console_arrive(struct console *c)
{
    void (*arrived)(void *far) = c->arrived;

    c->heard = true;
    c->waits = false;
    c->arrived = NULL;
    if (arrived)
        arrived(c->arrived_far);
}

void console_free(struct console *c)
{
    gint64 end = g_get_monotonic_time() + LAST_WORDS_MS * 1000;

    if (!c)
        return;
    c->unit = NULL; /* it may be gone */
    c->listener = NULL;
    console_flush(c);
    while (c->out->len && g_get_monotonic_time() < end) {
        c->cls->wait(c, LAST_WORDS_MS);
        console_flush(c);
    }
    if (c->tried && c->cls->close)
        c->cls->close(c);
    loop_forget(c->loop, &c->flush);
    logfile_close(c->log);
    g_array_free(c->in, TRUE);
    g_byte_array_free(c->out, TRUE);
    g_byte_array_free(c->overheard, TRUE);
    g_free(c);
}

char *console_describe(const struct console *c)
{
    return c->cls->describe ? c->cls->describe(c) : g_strdup(c->cls->name);
}

bool console_open_end(const struct console *c)
{
    return c->heard;
}
