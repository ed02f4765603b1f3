/* SPDX-License-Identifier: GPL-2.0-or-later */
/* talk.c - messages out and in: channels, sessions, hellos. */
#include "guest/failover/hmac.h"
#include "guest/failover/parts.h"
#include "guest/lib/string.h"

enum { NEGOTIATE_MS = 500, ASK_MS = 1000, CLAIM_MS = 250, STRANGER_MS = 250,
       TELL_MS = 1000 };

#define LAST_SEQUENCE 0xf0000000u

static uint64_t random64(struct failover *f)
{
    uint64_t high = f->ops->random(f->ops->far);

    return high << 32 | f->ops->random(f->ops->far) | 1;
}

void talk_start(struct failover *f)
{
    f->nonce = random64(f);
    f->challenge = random64(f);
    f->answer = 0;
    f->sequence = 0;
    f->replied = 0;
    for (unsigned i = 0; i < WIRE_SECRET; i++)
        f->secret[i] = (uint8_t)f->ops->random(f->ops->far);
    memset(&f->mate, 0, sizeof f->mate);
    memset(f->said, 0, sizeof f->said);
    memset(&f->rekey, 0, sizeof f->rekey);
    f->framing.n = 0;
    f->framing.escaped = f->framing.broken = false;
}

static unsigned command_channel(const struct failover *f)
{
    return f->set.lan ? f->set.lan_interface : FAILOVER_CABLE;
}

bool talk_uses(const struct failover *f, unsigned channel)
{
    if (channel == FAILOVER_CABLE)
        return !f->set.lan && (f->cable == FAILOVER_CABLE_NORMAL ||
                               f->cable == FAILOVER_CABLE_UNKNOWN);
    return channel < f->self.interfaces && f->watch[channel].used &&
           f->watch[channel].link;
}

uint32_t talk_poll(const struct failover *f)
{
    enum { LONGEST_MS = FAILOVER_POLL_MAX_S * 1000 };
    uint32_t mates = f->mate.session ? f->mate.hello.poll_ms : 0;

    if (mates > LONGEST_MS)
        mates = LONGEST_MS;
    return mates > f->set.poll_ms ? mates : f->set.poll_ms;
}

uint32_t talk_silence(const struct failover *f)
{
    return 2 * talk_poll(f) + TALK_GRACE_MS;
}

uint64_t talk_last_heard(const struct failover *f)
{
    uint64_t last = 0;

    for (unsigned i = 0; i < FAILOVER_CHANNELS; i++) {
        if (f->mate.heard[i] > last)
            last = f->mate.heard[i];
    }
    return last;
}

/* --- out --------------------------------------------------------------- */

static uint8_t number_of(unsigned channel)
{
    return channel == FAILOVER_CABLE ? WIRE_CABLE : (uint8_t)channel;
}

static struct wire_header header(struct failover *f, unsigned channel)
{
    return (struct wire_header){
        .channel = number_of(channel),
        .secondary = f->set.secondary,
        .nonce = f->nonce,
        .challenge = f->challenge,
        .answer = f->answer,
        .sequence = ++f->sequence,
    };
}

static void seen(struct failover *f, enum failover_seen what,
                 unsigned channel, const uint8_t *message, size_t n)
{
    if (f->ops->seen)
        f->ops->seen(f->ops->far, what, channel, message, n);
}

static bool is_lan(const struct failover *f, unsigned channel)
{
    return f->set.lan && channel == f->set.lan_interface;
}

static bool send(struct failover *f, unsigned channel, uint8_t *message,
                 size_t n, enum failover_seen what)
{
    f->count.sent++;
    f->count.again += what == FAILOVER_AGAIN;
    f->count.lan_sent += is_lan(f, channel);
    seen(f, what, channel, message, n);
    if (channel == FAILOVER_CABLE) {
        f->ops->cable(f->ops->far, f->bytes,
                      cableframe_encode(message, n, f->bytes));
        return true;
    }
    keys_sign(f, message, n);
    return f->ops->frame(f->ops->far, channel, message, n + HMAC_BYTES);
}

static void fill_hello(struct failover *f, struct wire_hello *h)
{
    *h = (struct wire_hello){
        .state = (uint8_t)f->state,
        .why = (uint8_t)f->why,
        .licence = (uint8_t)(f->self.licence | f->self.encryption),
        .copying = failover_is_copying(f),
        .changed = f->changed,
        .term = f->term,
        .model = f->self.model,
        .memory_mib = f->self.memory_mib,
        .flash_kib = f->self.flash_kib,
        .release = f->self.release,
        .epoch = f->in.done_epoch,
        .active_s = failover_active_s(f),
        .poll_ms = f->set.poll_ms,
        .interfaces = f->self.interfaces,
    };
    memcpy(h->digest, failover_digest(f), WIRE_DIGEST);
    for (unsigned i = 0; i < f->self.interfaces; i++) {
        h->interface[i].state = (uint8_t)f->watch[i].state;
        h->interface[i].link = f->watch[i].link;
        memcpy(h->interface[i].mac, f->self.mac[i], 6);
    }
}

static void hello(struct failover *f, unsigned channel, bool ask)
{
    uint8_t message[FAILOVER_MESSAGE_MAX];
    struct wire_header head;
    struct wire_hello h;

    f->said[channel] = f->now;
    if (!talk_uses(f, channel))
        return;
    fill_hello(f, &h);
    if (channel == FAILOVER_CABLE)
        memcpy(h.secret, f->secret, WIRE_SECRET);
    head = header(f, channel);
    head.ask = ask;
    send(f, channel, message, wire_put_hello(message, &head, &h),
         FAILOVER_SENT);
}

void talk_hello_all(struct failover *f, bool ask)
{
    for (unsigned i = FAILOVER_CHANNELS; i--;)
        hello(f, i, ask);
}

void talk_command(struct failover *f, const struct wire_data *d, bool again)
{
    uint8_t message[FAILOVER_MESSAGE_MAX];
    unsigned channel = command_channel(f);
    struct wire_header head = header(f, channel);

    if (talk_uses(f, channel))
        send(f, channel, message, wire_put_data(message, &head, d),
             again ? FAILOVER_AGAIN : FAILOVER_SENT);
}

void talk_ack(struct failover *f, const struct wire_ack *a)
{
    uint8_t message[FAILOVER_MESSAGE_MAX];
    unsigned channel = command_channel(f);
    struct wire_header head = header(f, channel);

    if (talk_uses(f, channel))
        send(f, channel, message, wire_put_ack(message, &head, a),
             FAILOVER_SENT);
}

void talk_request(struct failover *f, enum wire_request what)
{
    uint8_t message[FAILOVER_MESSAGE_MAX];
    unsigned channel = command_channel(f);
    struct wire_header head = header(f, channel);

    if (talk_uses(f, channel))
        send(f, channel, message, wire_put_request(message, &head, what),
             FAILOVER_SENT);
}

bool talk_state(struct failover *f, const struct wire_state *s)
{
    uint8_t message[FAILOVER_MESSAGE_MAX];
    struct wire_header head = header(f, f->set.link);

    return send(f, f->set.link, message, wire_put_state(message, &head, s),
                FAILOVER_SENT);
}

/* When the hello after the last one on a channel is due, and whether it asks
 * for one. */
static uint64_t due(const struct failover *f, unsigned channel, bool *ask)
{
    uint64_t last = f->said[channel];

    *ask = true;
    if (!last)
        return f->now;
    if (f->state == FAILOVER_NEGOTIATING || f->leaderless)
        return last + NEGOTIATE_MS;
    if (f->claim_until)
        return last + CLAIM_MS;
    if (f->mate.session && f->mate.heard[channel] &&
        f->now - f->mate.heard[channel] >= talk_poll(f) + TALK_GRACE_MS &&
        !f->mate.silent)
        return last + ASK_MS;
    *ask = false;
    return last + f->set.poll_ms;
}

bool talk_hears_commands(const struct failover *f)
{
    unsigned channel = command_channel(f);
    uint64_t heard = f->mate.heard[channel];

    return talk_uses(f, channel) && heard &&
           f->now - heard < talk_silence(f);
}

/* The mate is there, and the cable brings nothing of it. */
static void look_at_commands(struct failover *f)
{
    if (f->set.lan || !f->mate.session || f->mate.silent || f->mate.lost ||
        !talk_uses(f, FAILOVER_CABLE) || talk_hears_commands(f))
        return;
    f->mate.lost = true;
    failover_tell(f, FAILOVER_EV_COMMANDS_LOST, 0);
}

/* Sequences do not begin again within a session: long before they end, the unit
 * takes another nonce, as if it had started. */
static void renew_nonce(struct failover *f)
{
    if (f->sequence < LAST_SEQUENCE)
        return;
    f->nonce = random64(f);
    f->sequence = 0;
    talk_hello_all(f, true);
}

/* The cable first: it tells the key to what comes by the others. */
void talk_tick(struct failover *f)
{
    look_at_commands(f);
    renew_nonce(f);
    for (unsigned i = FAILOVER_CHANNELS; i--;) {
        bool ask;

        if (due(f, i, &ask) <= f->now)
            hello(f, i, ask);
    }
}

/* --- in ---------------------------------------------------------------- */

static void begin_session(struct failover *f, const struct wire_header *h)
{
    bool was_active = f->mate.session && (f->mate.was_active ||
                      f->mate.hello.state == FAILOVER_ACTIVE);

    memset(&f->mate, 0, sizeof f->mate);
    f->mate.session = true;
    f->mate.was_active = was_active;
    f->mate.fresh = true;
    f->mate.nonce = h->nonce;
    f->challenge = random64(f);
    f->out.failures = f->out.vain = 0;
    replica_stop_sending(f); /* that was another one's */
    election_session(f);
}

/* A message of a nonce that is not the session's; true: it is now. */
static bool meet(struct failover *f, unsigned channel,
                 const struct wire_header *h)
{
    f->count.strange++;
    if (h->type != WIRE_HELLO)
        return false;
    f->answer = h->challenge;
    if (h->answer == f->challenge &&
        (f->set.lan || channel == FAILOVER_CABLE)) {
        begin_session(f, h);
        return true;
    }
    if (!f->replied || f->now - f->replied >= STRANGER_MS) {
        f->replied = f->now;
        hello(f, channel, true);
    }
    return false;
}

/* A message that counts for nothing. */
static void drop(struct failover *f, enum failover_seen what,
                 unsigned channel, const uint8_t *m, size_t n)
{
    uint32_t *counters[] = {
        [FAILOVER_BROKEN] = &f->count.broken,
        [FAILOVER_FORGED] = &f->count.forged,
        [FAILOVER_STALE] = &f->count.stale,
        [FAILOVER_STRANGE] = &f->count.strange,
    };

    ++*counters[what];
    seen(f, what, channel, m, n);
    if (!is_lan(f, channel) || what == FAILOVER_STRANGE)
        return;
    f->count.lan_dropped++;
    if (!f->dropped || f->now - f->dropped >= TELL_MS) {
        f->dropped = f->now;
        failover_tell(f, FAILOVER_EV_LAN_DROPPED, what);
    }
}

/* The interface by which the units talk, where the mate has it. */
static void tell_of_lan(struct failover *f, const struct wire_hello *new)
{
    const struct wire_hello *old = &f->mate.hello;
    unsigned i = f->set.lan_interface;

    if (f->set.lan && i < new->interfaces && i < old->interfaces &&
        new->interface[i].link != old->interface[i].link)
        failover_tell(f, new->interface[i].link ? FAILOVER_EV_MATE_LAN_UP
                                                : FAILOVER_EV_MATE_LAN_DOWN,
                      i);
}

/* What is new about the mate. */
static void tell_of(struct failover *f, const struct wire_hello *new)
{
    const struct wire_hello *old = &f->mate.hello;

    if (new->state == FAILOVER_FAILED && old->state != FAILOVER_FAILED)
        failover_tell(f, FAILOVER_EV_MATE_FAILED, new->why);
    for (unsigned i = 0; i < new->interfaces; i++) {
        bool failed = new->interface[i].state == FAILOVER_IF_FAILED;
        bool before = i < old->interfaces &&
                      old->interface[i].state == FAILOVER_IF_FAILED;

        if (failed != before)
            failover_tell(f, failed ? FAILOVER_EV_MATE_IF_FAILED
                                    : FAILOVER_EV_MATE_IF_OK, i);
    }
}

static void take_hello(struct failover *f, unsigned channel,
                       const struct wire_header *h,
                       const struct wire_hello *what)
{
    uint8_t secret[WIRE_SECRET];

    tell_of(f, what);
    tell_of_lan(f, what);
    memcpy(secret, channel == FAILOVER_CABLE ? what->secret
                                             : f->mate.hello.secret,
           sizeof secret);
    f->mate.hello = *what;
    memcpy(f->mate.hello.secret, secret, sizeof secret);
    f->mate.secondary = h->secondary;
    if (what->state == FAILOVER_ACTIVE)
        f->mate.was_active = true;
    if (channel != FAILOVER_CABLE)
        watch_hello(f, channel);
    election_hello(f);
    replica_hello(f);
    if (h->ask)
        hello(f, channel, false);
}

/* What is no hello; false: not right. */
static bool take_other(struct failover *f, uint8_t type, const uint8_t *m,
                       size_t n)
{
    enum wire_request request;
    struct wire_data data;
    struct wire_state state;
    struct wire_ack ack;

    if (type == WIRE_STATE && wire_get_state(m, n, &state)) {
        stateful_message(f, &state);
        return true;
    }
    if (type == WIRE_STATE)
        stateful_strange(f, wire_strange_record(m, n));
    if (type == WIRE_DATA && wire_get_data(m, n, &data)) {
        replica_data(f, &data);
        return true;
    }
    if (type == WIRE_ACK && wire_get_ack(m, n, &ack)) {
        replica_ack(f, &ack);
        return true;
    }
    if (type == WIRE_REQUEST && wire_get_request(m, n, &request)) {
        election_obey(f, request);
        return true;
    }
    return false;
}

/* Is this a channel for what is no hello? */
static bool carries(const struct failover *f, unsigned channel, uint8_t type)
{
    return channel == (type == WIRE_STATE ? f->set.link : command_channel(f));
}

/* false: it is none of the mate, or came before. */
static bool receive(struct failover *f, unsigned channel, const uint8_t *m,
                    size_t n)
{
    struct wire_header h;
    struct wire_hello what;

    if (!wire_get_header(m, n, &h) || h.channel != number_of(channel) ||
        (h.type == WIRE_HELLO ? !wire_get_hello(m, n, &what)
                              : !carries(f, channel, h.type))) {
        drop(f, FAILOVER_BROKEN, channel, m, n);
        return false;
    }
    if (h.nonce == f->nonce)
        return false;
    if (!(f->mate.session && h.nonce == f->mate.nonce) &&
        !meet(f, channel, &h))
        return false;
    if (h.sequence <= f->mate.sequence[channel]) {
        drop(f, FAILOVER_STALE, channel, m, n);
        return false;
    }
    f->count.received++;
    f->count.lan_received += is_lan(f, channel);
    seen(f, FAILOVER_TAKEN, channel, m, n);
    f->mate.sequence[channel] = h.sequence;
    f->mate.heard[channel] = f->now;
    f->mate.silent = false;
    if (channel == command_channel(f))
        f->mate.lost = false;
    f->answer = h.challenge;
    if (h.type == WIRE_HELLO)
        take_hello(f, channel, &h, &what);
    else if (!take_other(f, h.type, m, n))
        drop(f, FAILOVER_BROKEN, channel, m, n);
    return true;
}

void talk_frame(struct failover *f, unsigned interface, const uint8_t *p,
                size_t n)
{
    size_t length = wire_length(p, n);
    bool by_new;

    if (length < WIRE_HEADER || length > WIRE_MAX ||
        length + HMAC_BYTES > n) {
        drop(f, FAILOVER_BROKEN, interface, p, n);
    } else if (!f->set.lan && !f->mate.session) {
        drop(f, FAILOVER_STRANGE, interface, p, n);
    } else if (!keys_check(f, p, length, &by_new)) {
        drop(f, FAILOVER_FORGED, interface, p, n);
    } else if (receive(f, interface, p, length) && by_new) {
        f->rekey.heard = true;
    }
}

void talk_cable(struct failover *f, uint8_t byte)
{
    size_t n = cableframe_byte(&f->framing, byte);

    if (n)
        receive(f, FAILOVER_CABLE, f->framing.data, n);
}
