/* SPDX-License-Identifier: GPL-2.0-or-later */
/* failover.c - see failover.h. */
#include "guest/failover/failover.h"

#include "guest/failover/parts.h"
#include "guest/lib/string.h"

enum { DIGEST_MS = 10000, SOON_MS = 50, LATER_MS = 500 };

void failover_tell(struct failover *f, enum failover_event event,
                   unsigned value)
{
    f->ops->event(f->ops->far, event, value);
}

/* Changes are told (failover_changed()).  That others are found takes a
 * while: thousands of lines cost a fair part of a second.  During a copy a
 * cable would overrun meanwhile. */
const uint8_t *failover_digest(struct failover *f)
{
    if (!f->digest_at || (f->now - f->digest_at >= DIGEST_MS &&
                          !failover_is_copying(f))) {
        f->ops->digest(f->ops->far, f->digest);
        f->digest_at = f->now;
    }
    return f->digest;
}

/* --- settings ---------------------------------------------------------- */

void failover_begin(struct failover *f, const struct failover_ops *ops,
                    const struct failover_self *self, uint64_t now)
{
    memset(f, 0, sizeof *f);
    f->ops = ops;
    f->self = *self;
    f->now = f->state_since = f->alone_since = now;
    f->state = FAILOVER_ACTIVE;
    f->cable = FAILOVER_CABLE_UNKNOWN;
    f->set.link = FAILOVER_NO_LINK;
}

/* Two units that were a pair must not both become active by that. */
static void stop(struct failover *f)
{
    replica_start(f);
    stateful_start(f);
    f->state = f->state == FAILOVER_STANDBY || f->state == FAILOVER_FAILED
                   ? FAILOVER_STANDBY : FAILOVER_ACTIVE;
    f->why = FAILOVER_FITS;
    f->leaderless = f->claim_until = f->judging = f->asked = 0;
    memset(&f->mate, 0, sizeof f->mate);
    f->ops->turned(f->ops->far, f->state);
}

static void start(struct failover *f)
{
    talk_start(f);
    replica_start(f);
    stateful_start(f);
    watch_start(f);
    election_start(f);
}

void failover_configure(struct failover *f,
                        const struct failover_settings *set, uint64_t now)
{
    struct failover_settings old = f->set;

    f->now = now;
    f->set = *set;
    if (!set->enabled) {
        if (old.enabled) {
            stop(f);
            failover_tell(f, FAILOVER_EV_DISABLED, 0);
        }
    } else if (!old.enabled || old.lan != set->lan ||
               old.secondary != set->secondary ||
               (set->lan && old.lan_interface != set->lan_interface)) {
        if (!old.enabled)
            failover_tell(f, FAILOVER_EV_ENABLED, 0);
        start(f);
    } else if (set->lan && strcmp(old.key, set->key) != 0) {
        keys_change(f, old.key);
    }
}

/* --- what came --------------------------------------------------------- */

void failover_cable_byte(struct failover *f, uint8_t byte, uint64_t now)
{
    f->now = now;
    if (f->set.enabled && !f->set.lan)
        talk_cable(f, byte);
}

void failover_cable_state(struct failover *f, enum failover_cable state,
                          uint64_t now)
{
    enum failover_cable before = f->cable;

    f->now = now;
    f->cable = state;
    if (f->set.enabled)
        election_cable(f, before);
}

void failover_frame(struct failover *f, unsigned interface, const uint8_t *p,
                    size_t n, uint64_t now)
{
    f->now = now;
    if (f->set.enabled && interface < f->self.interfaces)
        talk_frame(f, interface, p, n);
}

void failover_interface(struct failover *f, unsigned interface, bool used,
                        bool link, uint64_t now)
{
    f->now = now;
    watch_set(f, interface, used, link);
}

/* --- time -------------------------------------------------------------- */

/* What a mate should know at once. */
static uint32_t outline(const struct failover *f)
{
    uint32_t all = f->state | (uint32_t)f->why << 3;

    for (unsigned i = 0; i < f->self.interfaces; i++)
        all = all * 7 + f->watch[i].state;
    return all;
}

static bool hurried(const struct failover *f)
{
    return f->state == FAILOVER_NEGOTIATING || f->leaderless ||
           f->claim_until || f->asked || f->out.phase == FAILOVER_OUT_COPY ||
           f->in.busy || f->in.copying || watch_testing(f);
}

uint32_t failover_tick(struct failover *f, uint64_t now)
{
    uint32_t before, state;

    f->now = now;
    election_count_alone(f);
    if (!f->set.enabled)
        return LATER_MS;
    before = outline(f);
    watch_tick(f);
    election_tick(f);
    replica_tick(f);
    if (before != outline(f))
        talk_hello_all(f, false);
    talk_tick(f);
    state = stateful_tick(f);
    return state < SOON_MS ? state : hurried(f) ? SOON_MS : LATER_MS;
}

/* --- commands ---------------------------------------------------------- */

void failover_changed(struct failover *f)
{
    f->digest_at = 0;
}

bool failover_line(struct failover *f, const char *line, uint64_t now)
{
    f->now = now;
    f->digest_at = 0;
    if (!f->set.enabled)
        return true;
    if (f->state == FAILOVER_ACTIVE)
        return replica_line(f, line);
    f->changed = true;
    return true;
}

bool failover_take(struct failover *f, uint64_t now)
{
    f->now = now;
    if (!f->set.enabled || !election_may_take(f))
        return false;
    election_take(f);
    return true;
}

bool failover_give(struct failover *f, uint64_t now)
{
    f->now = now;
    if (!f->set.enabled || f->state != FAILOVER_ACTIVE ||
        !failover_mate_heard(f) ||
        f->mate.hello.state != FAILOVER_STANDBY)
        return false;
    election_give(f);
    return true;
}

void failover_reset(struct failover *f, uint64_t now)
{
    f->now = now;
    if (!f->set.enabled)
        return;
    election_forgive(f);
    talk_request(f, WIRE_RESET);
}

bool failover_copy(struct failover *f, uint64_t now)
{
    f->now = now;
    f->out.failures = f->out.vain = 0;
    return f->set.enabled && replica_begin_copy(f);
}

/* --- for those who look ------------------------------------------------ */

bool failover_is_active(const struct failover *f)
{
    return f->state == FAILOVER_ACTIVE;
}

bool failover_is_copying(const struct failover *f)
{
    return f->out.phase == FAILOVER_OUT_COPY || f->in.copying;
}

bool failover_progress(const struct failover *f, uint32_t *done,
                       uint32_t *all)
{
    if (f->in.copying) {
        *done = f->in.n;
        *all = f->in.length;
        return true;
    }
    if (f->out.phase != FAILOVER_OUT_COPY)
        return false;
    *all = f->out.n;
    *done = f->out.confirmed;
    return true;
}

bool failover_mate_heard(const struct failover *f)
{
    return f->mate.session && !f->mate.silent;
}

uint32_t failover_active_s(const struct failover *f)
{
    uint64_t ms = f->active_ms;

    if (f->state == FAILOVER_ACTIVE)
        ms += f->now - f->state_since;
    return (uint32_t)(ms / 1000);
}

unsigned failover_bad(const struct failover *f)
{
    return watch_bad(f);
}
