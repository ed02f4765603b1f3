/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replica.c - the configuration's copy: a stream of numbered DATA messages
 * (docs/failover.md, Copying the configuration). */
#include "guest/failover/parts.h"
#include "guest/lib/bytes.h"
#include "guest/lib/md5.h"
#include "guest/lib/string.h"

enum {
    RETRY_MS = 1000,
    GIVE_UP_MS = 15000,
    BUSY_MS = 1000,
    COPIES = 3, /* that the mate may refuse, or that may be in vain */
    DIFFER = 2, /* hellos with another digest */
};

void replica_start(struct failover *f)
{
    replica_stop_sending(f);
    memset(&f->out, 0, sizeof f->out);
    if (!f->in.busy)
        memset(&f->in, 0, sizeof f->in);
    f->in.epoch = f->in.last = f->in.done_epoch = 0;
}

/* --- sending ----------------------------------------------------------- */

static void give_text_back(struct failover *f)
{
    if (f->out.text)
        f->ops->config_done(f->ops->far);
    f->out.text = NULL;
}

void replica_stop_sending(struct failover *f)
{
    if (f->out.phase == FAILOVER_OUT_COPY)
        failover_tell(f, FAILOVER_EV_BROKEN_OFF, 0);
    give_text_back(f);
    f->out.phase = FAILOVER_OUT_NONE;
    f->out.lines = 0;
}

static uint32_t new_epoch(struct failover *f)
{
    uint32_t epoch;

    do
        epoch = f->ops->random(f->ops->far);
    while (epoch == 0 || epoch == f->out.epoch);
    return epoch;
}

static void begin(struct failover *f)
{
    f->out.epoch = new_epoch(f);
    f->out.sent = f->out.acked = f->out.most = 0;
    f->out.lines = f->out.oldest = f->out.differ = 0;
    f->out.last_ack = f->now;
}

static bool may_send(const struct failover *f)
{
    return f->state == FAILOVER_ACTIVE && f->mate.session &&
           !f->mate.silent && talk_hears_commands(f) &&
           election_misfit(f) == FAILOVER_FITS &&
           (f->mate.hello.state == FAILOVER_STANDBY ||
            f->mate.hello.state == FAILOVER_FAILED);
}

bool replica_is_copied(const struct failover *f)
{
    return f->out.phase == FAILOVER_OUT_LINES &&
           f->out.acked + 1 >= f->out.first_line && may_send(f);
}

bool replica_begin_copy(struct failover *f)
{
    struct md5 md5;

    if (!may_send(f))
        return false;
    give_text_back(f);
    begin(f);
    f->out.text = f->ops->config(f->ops->far, &f->out.n);
    if (!f->out.text)
        return false;
    pack_begin(&f->out.pack);
    f->out.packed = f->out.confirmed = 0;
    f->out.first_line = FAILOVER_NO_LINE;
    md5_begin(&md5);
    md5_add(&md5, f->out.text, f->out.n);
    md5_end(&md5, f->out.md5);
    f->out.phase = FAILOVER_OUT_COPY;
    failover_tell(f, FAILOVER_EV_SENDING, 0);
    replica_tick(f);
    return true;
}

static void begin_same(struct failover *f)
{
    give_text_back(f);
    begin(f);
    memcpy(f->out.md5, failover_digest(f), sizeof f->out.md5);
    f->out.first_line = 2;
    f->out.phase = FAILOVER_OUT_LINES;
    replica_tick(f);
}

/* The number of the oldest line that is not confirmed. */
static uint32_t bottom(const struct failover *f)
{
    return f->out.acked < f->out.first_line ? f->out.first_line
                                            : f->out.acked + 1;
}

/* The highest number there is something for, as far as that is known. */
static uint32_t top(const struct failover *f)
{
    if (f->out.first_line == FAILOVER_NO_LINE)
        return UINT32_MAX;
    return bottom(f) - 1 + f->out.lines;
}

static struct failover_piece *piece(struct failover *f, uint32_t number)
{
    return &f->out.piece[number % FAILOVER_WINDOW];
}

/* The next number is to be sent for the first time: a piece of the text, or
 * what is behind all of them. */
static void pack_next(struct failover *f, uint32_t number)
{
    struct failover_piece *p = piece(f, number);

    if (f->out.packed == f->out.n) {
        f->out.first_line = number + 1; /* this is END */
        return;
    }
    p->n = pack_piece(&f->out.pack, f->out.text, f->out.n, &f->out.packed,
                      p->bytes, sizeof p->bytes);
    p->end = f->out.packed;
}

/* What a number of the stream stands for; with: room for BEGIN's. */
static struct wire_data item(struct failover *f, uint32_t number,
                             uint8_t with[WIRE_WHOLE])
{
    struct wire_data d = {.epoch = f->out.epoch, .number = number};

    if (number >= f->out.first_line) {
        unsigned nth = number - bottom(f);

        d.kind = WIRE_COMMAND;
        d.with = (const uint8_t *)f->out.line[(f->out.oldest + nth) %
                                              FAILOVER_LINES];
        d.n = strlen((const char *)d.with);
    } else if (number == 1 && f->out.first_line == 2) {
        d.kind = WIRE_SAME;
        d.with = f->out.md5;
        d.n = WIRE_DIGEST;
    } else if (number == 1) {
        put_be32(with, f->out.n);
        memcpy(with + 4, f->out.md5, WIRE_DIGEST);
        with[4 + WIRE_DIGEST] = WIRE_PACKED;
        d.kind = WIRE_BEGIN;
        d.with = with;
        d.n = WIRE_WHOLE;
    } else if (number == f->out.first_line - 1) {
        d.kind = WIRE_END;
    } else {
        d.kind = WIRE_PIECE;
        d.with = piece(f, number)->bytes;
        d.n = piece(f, number)->n;
    }
    return d;
}

/* While the mate does a line, or puts a configuration in force, it hears of
 * nothing else. */
static uint32_t window(const struct failover *f)
{
    return f->out.sent + 1 >= f->out.first_line ? 1 : FAILOVER_WINDOW;
}

static void send_window(struct failover *f)
{
    uint8_t with[WIRE_WHOLE];

    while (f->out.sent < top(f) && f->out.sent - f->out.acked < window(f)) {
        bool again = ++f->out.sent <= f->out.most;
        struct wire_data d;

        if (!again && f->out.sent > 1 && f->out.first_line == FAILOVER_NO_LINE)
            pack_next(f, f->out.sent);
        d = item(f, f->out.sent, with);
        talk_command(f, &d, again);
        if (!again)
            f->out.most = f->out.sent;
        f->out.last_sent = f->now;
    }
}

bool replica_line(struct failover *f, const char *line)
{
    size_t n = strlen(line);

    f->out.vain = 0;
    if (f->out.phase == FAILOVER_OUT_NONE)
        return true; /* the next copy has it */
    if (f->out.lines == FAILOVER_LINES || n == 0 || n > WIRE_LINE) {
        replica_stop_sending(f);
        return false;
    }
    memcpy(f->out.line[(f->out.oldest + f->out.lines) % FAILOVER_LINES],
           line, n + 1);
    if (f->out.lines++ == 0)
        f->out.last_ack = f->now;
    send_window(f);
    return true;
}

/* The mate has number `number`, for better or worse. */
static void confirm(struct failover *f, uint32_t number, bool done)
{
    f->out.acked = number;
    if (number >= f->out.first_line) {
        if (!done)
            failover_tell(f, FAILOVER_EV_LINE_FAILED, 0);
        f->out.oldest = (f->out.oldest + 1) % FAILOVER_LINES;
        f->out.lines--;
    } else if (number == f->out.first_line - 1 && done) {
        give_text_back(f);
        f->mate.hello.epoch = f->out.epoch;
        f->out.failures = 0;
        if (f->out.phase == FAILOVER_OUT_COPY) {
            f->out.phase = FAILOVER_OUT_LINES;
            f->mate.fresh = false;
            failover_tell(f, FAILOVER_EV_SENT, 0);
        }
    } else if (!done) {
        f->out.failures++;
        f->mate.fresh = true; /* the whole, next time */
        replica_stop_sending(f);
    } else if (number > 1) {
        f->out.confirmed = piece(f, number)->end;
    }
}

void replica_ack(struct failover *f, const struct wire_ack *a)
{
    if (f->out.phase == FAILOVER_OUT_NONE)
        return;
    if (a->epoch != f->out.epoch) {
        /* It was asked about lines of a stream that it never had. */
        if (a->epoch == 0 && f->out.acked)
            replica_stop_sending(f);
        return;
    }
    if (a->number > f->out.sent)
        return;
    if (a->verdict == WIRE_BUSY || a->number > f->out.acked)
        f->out.last_ack = f->out.last_sent = f->now;
    while (f->out.phase != FAILOVER_OUT_NONE && f->out.acked < a->number)
        confirm(f, f->out.acked + 1, f->out.acked + 1 < a->number ||
                                         a->verdict != WIRE_FAILED);
    if (f->out.phase != FAILOVER_OUT_NONE)
        send_window(f);
}

static void send_tick(struct failover *f)
{
    if (f->out.phase == FAILOVER_OUT_NONE || f->out.acked == top(f))
        return;
    if (f->now - f->out.last_ack >= GIVE_UP_MS) {
        failover_tell(f, FAILOVER_EV_MATE_SILENT, 3);
        replica_stop_sending(f);
        return;
    }
    if (f->out.sent > f->out.acked && f->now - f->out.last_sent >= RETRY_MS)
        f->out.sent = f->out.acked;
    send_window(f);
}

/* The stream is at rest, and still the mate has something else. */
static void copy_anew(struct failover *f)
{
    f->out.differ = 0;
    if (f->out.vain < COPIES) {
        f->out.vain++;
        replica_begin_copy(f);
    } else if (f->out.vain == COPIES) {
        f->out.vain++; /* this is said once */
        failover_tell(f, FAILOVER_EV_UNEQUAL, 0);
    }
}

static void look_at_digests(struct failover *f, bool same)
{
    if (same)
        f->out.vain = 0;
    if (same || f->mate.hello.changed || f->out.acked != top(f))
        f->out.differ = 0;
    else if (++f->out.differ >= DIFFER)
        copy_anew(f);
}

/* The mate says what it has. */
void replica_hello(struct failover *f)
{
    const struct wire_hello *h = &f->mate.hello;
    bool same = !memcmp(h->digest, failover_digest(f), WIRE_DIGEST);

    if (!may_send(f) || f->out.phase == FAILOVER_OUT_COPY ||
        f->out.failures >= COPIES)
        return;
    if (f->out.phase == FAILOVER_OUT_NONE || h->epoch != f->out.epoch) {
        if (f->out.phase == FAILOVER_OUT_LINES && f->out.acked == 0)
            return; /* SAME is on its way */
        if (same && !f->mate.fresh)
            begin_same(f);
        else
            replica_begin_copy(f);
        return;
    }
    look_at_digests(f, same);
}

/* --- receiving --------------------------------------------------------- */

static void answer(struct failover *f, enum wire_verdict verdict)
{
    struct wire_ack a = {.epoch = f->in.epoch, .number = f->in.last,
                         .verdict = (uint8_t)verdict};

    f->in.told_busy = f->now;
    if (verdict != WIRE_BUSY)
        f->in.verdict = (uint8_t)verdict;
    talk_ack(f, &a);
}

static void drop_copy(struct failover *f)
{
    if (f->in.copying)
        failover_tell(f, FAILOVER_EV_BROKEN_OFF, 1);
    f->in.copying = false;
}

static void take_begin(struct failover *f, const struct wire_data *d)
{
    drop_copy(f);
    f->in.epoch = d->epoch;
    f->in.last = 1;
    f->in.done_epoch = 0;
    if (d->with[4 + WIRE_DIGEST] != WIRE_PACKED) {
        answer(f, WIRE_FAILED);
        return;
    }
    f->in.n = 0;
    f->in.spoilt = false;
    f->in.length = get_be32(d->with);
    memcpy(f->in.md5, d->with + 4, WIRE_DIGEST);
    f->in.copying = true;
    failover_tell(f, FAILOVER_EV_RECEIVING, 0);
    answer(f, WIRE_DONE);
}

static void take_same(struct failover *f, const struct wire_data *d)
{
    bool same = !memcmp(d->with, failover_digest(f), WIRE_DIGEST);

    drop_copy(f);
    f->in.epoch = d->epoch;
    f->in.last = 1;
    f->in.done_epoch = same ? d->epoch : 0;
    answer(f, same ? WIRE_DONE : WIRE_FAILED);
}

static void take_piece(struct failover *f, const struct wire_data *d)
{
    uint32_t room = f->in.length < f->self.text_room ? f->in.length
                                                     : f->self.text_room;

    f->in.last++;
    if (!f->in.copying || f->in.spoilt ||
        !pack_open(d->with, d->n, f->self.text, room, &f->in.n))
        f->in.spoilt = true; /* which is said at the end */
    answer(f, WIRE_DONE);
}

static bool whole(const struct failover *f)
{
    uint8_t sum[MD5_BYTES];
    struct md5 md5;

    md5_begin(&md5);
    md5_add(&md5, f->self.text, f->in.n);
    md5_end(&md5, sum);
    return f->in.copying && !f->in.spoilt && f->in.n == f->in.length &&
           !memcmp(sum, f->in.md5, sizeof sum);
}

static void work(struct failover *f, enum failover_work what,
                 const char *text, uint32_t n)
{
    f->in.busy = true;
    f->in.work = what;
    f->in.told_busy = f->now;
    f->ops->apply(f->ops->far, what, text, n);
}

static void take_end(struct failover *f)
{
    if (whole(f)) {
        work(f, FAILOVER_WORK_CONFIG, f->self.text, f->in.n);
    } else {
        f->in.last++;
        drop_copy(f);
        answer(f, WIRE_FAILED);
    }
}

static void take_command(struct failover *f, const struct wire_data *d)
{
    memcpy(f->in.line, d->with, d->n);
    f->in.line[d->n] = '\0';
    work(f, FAILOVER_WORK_LINE, f->in.line, (uint32_t)d->n);
}

static void take_next(struct failover *f, const struct wire_data *d)
{
    if (d->kind == WIRE_PIECE)
        take_piece(f, d);
    else if (d->kind == WIRE_END)
        take_end(f);
    else if (d->kind == WIRE_COMMAND && f->in.done_epoch == f->in.epoch)
        take_command(f, d);
    else
        answer(f, (enum wire_verdict)f->in.verdict); /* out of place */
}

void replica_data(struct failover *f, const struct wire_data *d)
{
    bool first = d->kind == WIRE_BEGIN || d->kind == WIRE_SAME;

    if ((f->state != FAILOVER_STANDBY && f->state != FAILOVER_FAILED) ||
        f->mate.hello.state != FAILOVER_ACTIVE ||
        election_misfit(f) != FAILOVER_FITS)
        return;
    if (f->in.busy) {
        answer(f, WIRE_BUSY);
    } else if (d->epoch != f->in.epoch) {
        if (first && d->number == 1 && d->kind == WIRE_BEGIN)
            take_begin(f, d);
        else if (first && d->number == 1)
            take_same(f, d);
        else
            talk_ack(f, &(struct wire_ack){0});
    } else if (d->number == f->in.last + 1 && !first) {
        take_next(f, d);
    } else {
        /* Heard before, or one was missed: what was said of the last. */
        answer(f, (enum wire_verdict)f->in.verdict);
    }
}

void failover_applied(struct failover *f, bool done, uint64_t now)
{
    bool config = f->in.work == FAILOVER_WORK_CONFIG;

    f->now = now;
    if (!f->in.busy)
        return;
    f->in.busy = false;
    f->digest_at = 0;
    f->changed = false;
    stateful_configured(f);
    if (!f->in.epoch)
        return; /* of a stream that has ended meanwhile */
    f->in.last++;
    if (!config && !done)
        failover_tell(f, FAILOVER_EV_LINE_REFUSED, 0);
    if (config) {
        f->in.copying = false;
        f->in.done_epoch = done ? f->in.epoch : 0;
        f->mate.fresh = !done;
        failover_tell(f, done ? FAILOVER_EV_RECEIVED
                              : FAILOVER_EV_BROKEN_OFF, 1);
    }
    answer(f, done ? WIRE_DONE : WIRE_FAILED);
    if (config)
        talk_hello_all(f, false);
}

void replica_tick(struct failover *f)
{
    send_tick(f);
    if (f->in.copying && (f->mate.silent || f->state == FAILOVER_ACTIVE))
        drop_copy(f);
    if (f->in.busy && f->in.epoch && f->now - f->in.told_busy >= BUSY_MS)
        answer(f, WIRE_BUSY);
}
