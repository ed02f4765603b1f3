/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * copy.c - the configuration to the mate and from it.
 *
 * What comes is executed on a configuration that nobody uses, and becomes the
 * running one whole: only what differs is touched.
 */
#include <stddef.h>

#include "guest/config/save.h"
#include "guest/config/secrets.h"
#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"
#include "guest/runtime/pair/pair_int.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

#define OWN_LINE "failover lan unit "

enum { OWN_LINE_N = sizeof OWN_LINE - 1 };

static char *out, *in;         /* texts on their way */
static struct config *scratch; /* what comes is tried on it */
static struct cli *session;
static uint8_t known[WIRE_DIGEST];

static struct {
    enum failover_work what;
    const char *text;
    uint32_t n;
    bool waits;
} work;

bool pair_copy_setup(struct failover_self *self)
{
    uint32_t room = unit.config.text_room;

    out = memory_take(room + 1);
    in = memory_take(room + 1);
    scratch = memory_take(sizeof *scratch);
    session = memory_take(sizeof *session);
    self->text = in;
    self->text_room = room;
    return out && in && scratch && session;
}

/* --- text, without the line that is each unit's own ---------------------- */

struct lines {
    char begin[OWN_LINE_N + 1]; /* of the line under way */
    unsigned n;                 /* of it; OWN_LINE_N: decided */
    bool own;
    void (*put)(void *far, char c);
    void *far;
};

static void put_line(void *far, char c)
{
    struct lines *l = far;

    if (l->n < OWN_LINE_N) {
        l->begin[l->n++] = c;
        l->own = l->n == OWN_LINE_N &&
                 !memcmp(l->begin, OWN_LINE, OWN_LINE_N);
        if (l->own || (l->n < OWN_LINE_N && c != '\n'))
            return;
        for (unsigned i = 0; i < l->n; i++)
            l->put(l->far, l->begin[i]);
    } else if (!l->own) {
        l->put(l->far, c);
    }
    if (c == '\n')
        l->n = 0;
}

static void generate(void (*put)(void *far, char c), void *far)
{
    struct lines lines = {.put = put, .far = far};
    struct config_text to = {put_line, &lines};

    config_generate(&unit.config, &to);
}

static void put_digest(void *far, char c)
{
    md5_add(far, &c, 1);
}

/* A number that is another for nearly every other configuration. */
static uint32_t outline(const struct config_state *s)
{
    const uint8_t *bytes = (const void *)s;
    uint32_t sum = 0;

    _Static_assert(sizeof *s % 4 == 0, "whole words");
    for (uint32_t at = 0; at < sizeof *s; at += 4)
        sum = (sum ^ get_le32(bytes + at)) * 16777619u; /* FNV's prime */
    return sum;
}

/* This is asked for again and again, and while the text of thousands of lines
 * is made, for a fair part of a second, nothing is forwarded. */
void pair_copy_digest(void *far, uint8_t to[WIRE_DIGEST])
{
    static uint8_t last[WIRE_DIGEST];
    static uint32_t of;
    static bool valid;
    uint32_t now = outline(&unit.config.state);
    struct md5 md5;

    (void)far;
    if (!valid || of != now) {
        md5_begin(&md5);
        generate(put_digest, &md5);
        md5_end(&md5, last);
        of = now;
        valid = true;
    }
    memcpy(to, last, sizeof last);
}

struct sink {
    char *to;
    uint32_t n;
};

static void put_text(void *far, char c)
{
    struct sink *s = far;

    if (s->n < unit.config.text_room)
        s->to[s->n] = c;
    s->n++;
}

const char *pair_copy_text(void *far, uint32_t *n)
{
    struct sink sink = {out, 0};

    (void)far;
    generate(put_text, &sink);
    *n = sink.n;
    return sink.n <= unit.config.text_room ? out : NULL;
}

void pair_copy_text_done(void *far)
{
    (void)far;
}

/* --- what the mate sends ------------------------------------------------ */

void pair_copy_apply(void *far, enum failover_work what, const char *text,
                     uint32_t n)
{
    (void)far;
    work.what = what;
    work.text = text;
    work.n = n;
    work.waits = true;
    pair_wake();
}

enum { END = 5 }; /* "[OK]" and the end of its line */
static uint32_t said; /* characters */
static char last[END];

static void io_put(void *far, char c)
{
    (void)far;
    last[said++ % END] = c;
}

/* Most lines say nothing when they are obeyed; `write memory` ends so. */
static bool obeyed(void)
{
    static const char good[END] = {'[', 'O', 'K', ']', '\n'};

    for (uint32_t i = 0; said && i < END; i++) {
        if (said < END || last[(said + i) % END] != good[i])
            return false;
    }
    return true;
}

static int io_get(void *far)
{
    (void)far;
    return -1;
}

static const struct cli_io io = {.put = io_put, .get = io_get};

static void begin_session(struct cli_unit *of)
{
    said = 0;
    cli_begin(session, of, &io);
    session->mode = CLI_CONFIG;
}

/* The parts of the running configuration that are others now.  Who is shunned
 * is no line of it. */
static void take_over(struct config_state *new)
{
    struct config *c = &unit.config;
    const struct config_state *old = &c->state;
    bool changed[CONFIG_INTERFACES_MAX] = {false};

    for (unsigned i = 0; i < new->interfaces; i++)
        changed[i] = memcmp(&old->interface[i], &new->interface[i],
                            sizeof old->interface[i]) != 0;
    memcpy(new->rules.shun, old->rules.shun, sizeof new->rules.shun);
    new->rules.shuns = old->rules.shuns;
    c->state = *new;
    for (unsigned i = 0; i < new->interfaces; i++) {
        if (changed[i])
            config_changed(c, CONFIG_PART_INTERFACE, i);
    }
    config_changed_parts(c);
}

static bool apply_config(void)
{
    struct cli_unit of = unit.cli;

    scratch->release_text = unit.config.release_text;
    scratch->missing = unit.config.missing;
    scratch->dhcpd_max = unit.config.dhcpd_max;
    config_defaults(scratch, unit.release, unit.config.state.interfaces);
    of.config = scratch;
    of.settings = &scratch->state.cli;
    of.typed = NULL;
    in[work.n] = '\0';
    begin_session(&of);
    save_execute(session, in);
    scratch->state.failover.lan_unit = unit.config.state.failover.lan_unit;
    take_over(&scratch->state);
    return true;
}

static bool apply_line(void)
{
    char line[WIRE_LINE + 1];

    memcpy(line, work.text, work.n);
    line[work.n] = '\0';
    begin_session(&unit.cli);
    save_execute(session, line);
    return obeyed();
}

void pair_copy_work(void)
{
    bool done;

    if (!work.waits)
        return;
    work.waits = false;
    done = work.what == FAILOVER_WORK_CONFIG ? apply_config() : apply_line();
    pair_copy_note();
    failover_applied(pair_failover(), done, pair_now());
    pair_kick();
}

/* --- what is typed here ------------------------------------------------- */

void pair_copy_note(void)
{
    if (pair_figures().on)
        pair_copy_digest(NULL, known);
}

static bool begins(const char *line, const char *word)
{
    while (*line == ' ')
        line++;
    return strncasecmp(line, word, strlen(word)) == 0;
}

/* "write memory", and no other that has an m in it. */
static bool saves(const char *line)
{
    const char *second;

    while (*line == ' ')
        line++;
    second = begins(line, "wr") ? strchr(line, ' ') : NULL;
    return second && begins(second, "m");
}

/* Lines that stand for many, or for what only this unit has. */
static bool is_for_copy(const char *line)
{
    return begins(line, "cop") || begins(line, "conf") || begins(line, "cle") ||
           begins(line, "setup");
}

/* A line of a group's mode stands behind the one that leads there. */
static bool hand_on(struct failover *f, const struct cli *cli,
                    const char *line)
{
    char both[WIRE_LINE + 2];

    if (!cli->submode || !(cli->row->modes & CLI_GROUP))
        return failover_line(f, line, pair_now());
    format(both, sizeof both, "%s\n%s", cli->enter, line);
    return failover_line(f, both, pair_now());
}

const char *pair_copy_shown(const char *line, char to[PAIR_SHOWN])
{
    const char *enter = strchr(line, '\n');

    secrets_hide_typed(enter ? enter + 1 : line, to, PAIR_SHOWN);
    return to;
}

void pair_typed(struct cli *cli, const char *line)
{
    struct failover *f = pair_failover();
    char shown[PAIR_SHOWN];
    uint8_t now[WIRE_DIGEST];
    bool changed;

    if (!f->set.enabled)
        return;
    pair_copy_digest(NULL, now);
    changed = memcmp(now, known, sizeof now) != 0;
    memcpy(known, now, sizeof now);
    if (changed)
        failover_changed(f);
    if (!changed && !saves(line))
        return;
    if (f->state == FAILOVER_NEGOTIATING)
        return;
    if (changed && !failover_is_active(f))
        cli_printf(cli, "%s\n%s\n%s\n", STR_PAIR_WARNING,
                   STR_PAIR_NOT_REPLICATED, STR_PAIR_NOT_SAME);
    if (!failover_is_active(f) && !changed)
        return;
    if (failover_is_active(f) && changed && is_for_copy(line))
        failover_copy(f, pair_now());
    else if (!hand_on(f, cli, line))
        log_message(709002, pair_copy_shown(line, shown));
    pair_kick();
}
