/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stateful.c - connections and translations, told to the standby unit
 * (docs/failover.md, Copying connections).  What a record means is the
 * owner's affair. */
#include "guest/failover/parts.h"
#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

enum {
    BATCH_MS = 20,
    IDLE_MS = 1000,
    ROUND_MS = 60000,
    AGAIN_MS = 500,
    WONDER_MS = 1000,
    PER_SECOND = 400, /* messages */
    IN_A_ROW = 16,
    ONE = 1000, /* what a message costs of the credit */
};

static const enum failover_object objects[] = {
    [WIRE_XLATE] = FAILOVER_OBJECT_XLATE,
    [WIRE_TCP] = FAILOVER_OBJECT_TCP,
    [WIRE_NO_XLATE] = FAILOVER_OBJECT_XLATE,
    [WIRE_NO_TCP] = FAILOVER_OBJECT_TCP,
    [WIRE_ROUND_END] = FAILOVER_OBJECT_SYSTEM,
    [WIRE_UP_TIME] = FAILOVER_OBJECT_UP_TIME,
    [WIRE_AGAIN] = FAILOVER_OBJECT_SYSTEM,
};

static uint8_t next_round(uint8_t round)
{
    return (uint8_t)(round % 255 + 1);
}

/* --- a message under way ----------------------------------------------- */

struct batch {
    uint8_t records[WIRE_RECORDS];
    size_t n;
};

static bool has_room(const struct batch *b)
{
    return b->n + WIRE_RECORD <= sizeof b->records;
}

static void add(struct batch *b, const uint8_t *record)
{
    memcpy(b->records + b->n, record, record[1]);
    b->n += record[1];
}

static void add_bare(struct batch *b, enum wire_record kind)
{
    const uint8_t record[2] = {(uint8_t)kind, sizeof record};

    add(b, record);
}

static void add_up_time(const struct failover *f, struct batch *b)
{
    uint8_t record[6] = {WIRE_UP_TIME, sizeof record};

    put_be32(record + 2, (uint32_t)(f->now / 1000));
    add(b, record);
}

static void count_sent(struct failover *f, const struct batch *b, bool sent)
{
    for (size_t at = 0; at < b->n; at += b->records[at + 1]) {
        struct failover_object_count *c =
            &f->objects[objects[b->records[at]]];

        if (sent)
            c->sent++;
        else
            c->not_sent++;
    }
}

/* --- the active unit --------------------------------------------------- */

static bool is_linked(const struct failover *f)
{
    return f->set.link < f->self.interfaces && talk_uses(f, f->set.link);
}

/* A change that has to wait for a round: counted, and the round is due. */
static void leave_to_round(struct failover *f, const uint8_t *record)
{
    f->objects[objects[record[0]]].not_sent++;
    f->tell.again = true;
}

void failover_state(struct failover *f, const uint8_t *record, size_t n)
{
    struct failover_tell *t = &f->tell;

    if (!t->on || n > WIRE_RECORD)
        return;
    if (t->queued == FAILOVER_QUEUE) {
        leave_to_round(f, record);
        return;
    }
    if (t->queued == 0)
        t->since = f->now;
    memcpy(t->queue[(t->first + t->queued++) % FAILOVER_QUEUE], record, n);
    t->total++;
    if (t->queued > t->most)
        t->most = t->queued;
}

void failover_state_all(struct failover *f)
{
    f->tell.again = true;
}

static void begin_stream(struct failover *f)
{
    struct failover_tell *t = &f->tell;

    do
        t->stream = f->ops->random(f->ops->far);
    while (t->stream == 0);
    t->epoch = f->out.epoch;
    t->link = f->set.link;
    t->number = 0;
    t->queued = 0;
    t->walking = false;
    t->again = true;
    t->last = f->now;
}

/* Is there somebody to tell? */
static void look(struct failover *f)
{
    bool on = replica_is_copied(f) && is_linked(f);

    if (on && (!f->tell.on || f->tell.epoch != f->out.epoch ||
               f->tell.link != f->set.link))
        begin_stream(f);
    f->tell.on = on;
}

static void begin_round(struct failover *f)
{
    struct failover_tell *t = &f->tell;

    t->walking = t->from_start = true;
    t->again = false;
    t->round_at = f->now;
    t->round = next_round(t->round);
}

/* Changes first: what the round has to say is younger. */
static void fill(struct failover *f, struct batch *b)
{
    struct failover_tell *t = &f->tell;
    uint8_t record[WIRE_RECORD];

    while (t->queued && has_room(b)) {
        add(b, t->queue[t->first]);
        t->first = (t->first + 1) % FAILOVER_QUEUE;
        t->queued--;
    }
    while (t->walking && has_room(b)) {
        if (f->ops->record(f->ops->far, t->from_start, record)) {
            add(b, record);
        } else {
            add_bare(b, WIRE_ROUND_END);
            t->walking = false;
        }
        t->from_start = false;
    }
    t->since = f->now;
}

static bool is_due(const struct failover *f)
{
    const struct failover_tell *t = &f->tell;

    return t->walking || t->queued * WIRE_RECORD > WIRE_RECORDS ||
           (t->queued && f->now - t->since >= BATCH_MS) ||
           f->now - t->last >= IDLE_MS;
}

static void tell_one(struct failover *f)
{
    struct failover_tell *t = &f->tell;
    struct batch b = {.n = 0};
    struct wire_state s = {.stream = t->stream, .number = ++t->number,
                           .round = t->round, .records = b.records};
    bool sent;

    fill(f, &b);
    if (!b.n)
        add_up_time(f, &b);
    s.n = b.n;
    sent = talk_state(f, &s);
    count_sent(f, &b, sent);
    t->again |= !sent;
    t->last = f->now;
    t->credit -= t->credit < ONE ? t->credit : ONE;
}

static void earn(struct failover *f)
{
    struct failover_tell *t = &f->tell;
    uint64_t more = (f->now - t->credit_at) * PER_SECOND;

    t->credit_at = f->now;
    t->credit = more + t->credit > IN_A_ROW * ONE
                    ? IN_A_ROW * ONE : t->credit + (uint32_t)more;
}

static void tell_tick(struct failover *f)
{
    struct failover_tell *t = &f->tell;

    earn(f);
    if (!t->walking && (t->again || f->now - t->round_at >= ROUND_MS))
        begin_round(f);
    while (t->credit >= ONE && is_due(f))
        tell_one(f);
}

/* Before the units change on purpose: all that waits, which is no more than
 * rings have room for, whatever was sent before. */
void stateful_flush(struct failover *f)
{
    while (f->tell.on && f->tell.queued)
        tell_one(f);
}

/* --- the standby unit -------------------------------------------------- */

static bool may_take(const struct failover *f)
{
    return (f->state == FAILOVER_STANDBY || f->state == FAILOVER_FAILED) &&
           f->mate.hello.state == FAILOVER_ACTIVE &&
           election_misfit(f) == FAILOVER_FITS && f->in.done_epoch &&
           !(f->in.busy && f->in.work == FAILOVER_WORK_CONFIG);
}

static void ask_again(struct failover *f)
{
    struct failover_hear *h = &f->hear;
    struct batch b = {.n = 0};
    struct wire_state s = {.stream = h->stream, .number = h->number,
                           .round = h->round, .records = b.records};

    add_bare(&b, WIRE_AGAIN);
    s.n = b.n;
    h->asked = f->now;
    count_sent(f, &b, talk_state(f, &s));
}

/* Is it the one behind the last?  A round of which nothing was missed may say
 * what is no more. */
static void follow(struct failover *f, const struct wire_state *s)
{
    struct failover_hear *h = &f->hear;
    uint32_t missed = s->number - h->number - 1;

    if (s->stream != h->stream) {
        h->stream = s->stream;
        h->round = 0;
        missed = s->number - 1;
    }
    h->number = s->number;
    if (missed)
        failover_tell(f, FAILOVER_EV_STATE_MISSED, missed);
    if (s->round != h->round) {
        h->round = s->round;
        h->mark = next_round(h->mark);
        h->missed = h->refused = false;
    }
    h->missed |= missed != 0;
}

static void take(struct failover *f, const uint8_t *record)
{
    struct failover_object_count *c = &f->objects[objects[record[0]]];
    bool good = true;

    switch (record[0]) {
    case WIRE_ROUND_END:
        if (!f->hear.missed)
            f->ops->sweep(f->ops->far, f->hear.mark);
        break;
    case WIRE_UP_TIME:
        break;
    case WIRE_AGAIN:
        good = false;
        break;
    default:
        good = f->ops->take(f->ops->far, record, record[1], f->hear.mark);
        f->hear.refused |= !good;
    }
    c->received++;
    c->refused += !good;
}

static void take_all(struct failover *f, const struct wire_state *s)
{
    uint32_t n = 0;

    follow(f, s);
    for (size_t at = 0; at < s->n; at += s->records[at + 1], n++)
        take(f, s->records + at);
    f->hear.total += n;
    if (n > f->hear.most)
        f->hear.most = n;
}

static void take_again(struct failover *f, const struct wire_state *s)
{
    f->objects[FAILOVER_OBJECT_SYSTEM].received++;
    if (s->stream == f->tell.stream && s->round == f->tell.round)
        f->tell.again = true;
}

/* --- for the others ---------------------------------------------------- */

void stateful_start(struct failover *f)
{
    f->tell.on = false;
    f->hear.stream = 0;
    f->hear.missed = f->hear.refused = false;
}

void stateful_message(struct failover *f, const struct wire_state *s)
{
    if (may_take(f))
        take_all(f, s);
    else if (f->tell.on && s->records[0] == WIRE_AGAIN)
        take_again(f, s);
}

/* The message is dropped, and missed when the next one comes. */
void stateful_strange(struct failover *f, int kind)
{
    if (kind < 0 || !may_take(f) || f->now - f->hear.wondered < WONDER_MS)
        return;
    f->hear.wondered = f->now;
    failover_tell(f, FAILOVER_EV_STATE_STRANGE, (unsigned)kind);
}

/* A line comes by another way than the translations it allows, and may be the
 * later one: what was refused without it is asked for. */
void stateful_configured(struct failover *f)
{
    f->hear.missed |= f->hear.refused;
}

uint32_t stateful_tick(struct failover *f)
{
    look(f);
    if (f->tell.on)
        tell_tick(f);
    if (f->hear.missed && may_take(f) && f->now - f->hear.asked >= AGAIN_MS &&
        is_linked(f))
        ask_again(f);
    return f->tell.on && (f->tell.queued || f->tell.walking || f->tell.again)
               ? BATCH_MS : IDLE_MS;
}
