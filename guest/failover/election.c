/* SPDX-License-Identifier: GPL-2.0-or-later */
/* election.c - who is active (docs/failover.md, Who is active). */
#include "guest/failover/parts.h"
#include "guest/lib/string.h"

enum {
    PRIMARY_WAITS_MS = 5000,
    BETTER_MS = 2000,
    LEADERLESS_PRIMARY_MS = 1500,
    LEADERLESS_SECONDARY_MS = 3000,
    ALONE_MS = 24 * 3600 * 1000,
    FLIPPING_MS = 120000,
    ASKED_MS = 500,
};

/* --- states ------------------------------------------------------------ */

/* The fifth time from or to active in two minutes is told. */
static void note_turn(struct failover *f)
{
    uint64_t oldest = f->turns[FAILOVER_TURNS - 1];

    if (oldest && f->now - oldest < FLIPPING_MS) {
        memset(f->turns, 0, sizeof f->turns);
        failover_tell(f, FAILOVER_EV_FLIPPING, 0);
    }
    memmove(f->turns + 1, f->turns,
            (FAILOVER_TURNS - 1) * sizeof f->turns[0]);
    f->turns[0] = f->now;
}

static void turn(struct failover *f, enum failover_state state,
                 enum failover_why why, enum failover_cause cause)
{
    static const enum failover_event events[] = {
        [FAILOVER_ACTIVE] = FAILOVER_EV_ACTIVE,
        [FAILOVER_STANDBY] = FAILOVER_EV_STANDBY,
        [FAILOVER_FAILED] = FAILOVER_EV_FAILED,
    };
    enum failover_state before = f->state;

    if (state == before && why == f->why)
        return;
    if (before == FAILOVER_ACTIVE) {
        f->active_ms += f->now - f->state_since;
        replica_stop_sending(f);
    }
    f->state = state;
    f->why = why;
    f->cause = cause;
    f->state_since = f->now;
    f->judging = f->claim_until = f->better_since = f->asked = 0;
    if (state != before)
        f->ops->turned(f->ops->far, state);
    if (state != before && before != FAILOVER_NEGOTIATING &&
        (state == FAILOVER_ACTIVE || before == FAILOVER_ACTIVE))
        note_turn(f);
    if (before == FAILOVER_FAILED && state == FAILOVER_STANDBY)
        failover_tell(f, FAILOVER_EV_OK, 0);
    else if (state != FAILOVER_NEGOTIATING)
        failover_tell(f, events[state],
                      state == FAILOVER_FAILED ? why : (unsigned)cause);
}

void election_start(struct failover *f)
{
    f->state = FAILOVER_NEGOTIATING;
    f->why = FAILOVER_FITS;
    f->state_since = f->now;
    f->active_ms = 0;
    f->term = 0;
    f->leaderless = f->claim_until = f->judging = f->asked = 0;
    f->changed = false;
    f->ops->turned(f->ops->far, f->state);
}

void election_become_active(struct failover *f, enum failover_cause cause)
{
    bool mate = f->mate.session && f->cable != FAILOVER_CABLE_MATE_OFF;

    if (f->state == FAILOVER_ACTIVE)
        return;
    f->term++;
    f->changed = false;
    f->leaderless = 0;
    f->in.epoch = f->in.last = f->in.done_epoch = 0;
    turn(f, FAILOVER_ACTIVE, FAILOVER_FITS, cause);
    if (mate) {
        f->claim_until = f->now + talk_silence(f);
        talk_hello_all(f, true);
    }
}

/* --- on purpose -------------------------------------------------------- */

/* An active mate is asked first, so that it tells what it has not told yet. */
void election_take(struct failover *f)
{
    if (failover_mate_heard(f) && f->mate.hello.state == FAILOVER_ACTIVE &&
        talk_hears_commands(f)) {
        f->asked = f->now;
        talk_request(f, WIRE_GIVE);
    } else {
        election_become_active(f, FAILOVER_CAUSE_COMMAND);
    }
}

void election_give(struct failover *f)
{
    stateful_flush(f);
    talk_request(f, WIRE_TAKE_OVER);
}

void election_obey(struct failover *f, enum wire_request what)
{
    if (what == WIRE_RESET)
        election_forgive(f);
    else if (what == WIRE_GIVE && f->state == FAILOVER_ACTIVE)
        election_give(f);
    else if (what == WIRE_TAKE_OVER && election_may_take(f))
        election_become_active(f, FAILOVER_CAUSE_COMMAND);
}

/* --- the mate ---------------------------------------------------------- */

enum failover_why election_misfit(const struct failover *f)
{
    const struct wire_hello *h = &f->mate.hello;
    unsigned own = f->self.licence, mates = h->licence & WIRE_LICENCE;

    if (h->model != f->self.model)
        return FAILOVER_WHY_MODEL;
    if (h->memory_mib != f->self.memory_mib)
        return FAILOVER_WHY_MEMORY;
    if (h->flash_kib != f->self.flash_kib)
        return FAILOVER_WHY_FLASH;
    if (h->release != f->self.release)
        return FAILOVER_WHY_RELEASE;
    if (own == FAILOVER_R || mates == FAILOVER_R ||
        (own != FAILOVER_UR && mates != FAILOVER_UR) ||
        (h->licence & ~WIRE_LICENCE) != f->self.encryption)
        return FAILOVER_WHY_LICENCE;
    if (f->mate.secondary == f->set.secondary)
        return FAILOVER_WHY_UNIT;
    if (h->interfaces != f->self.interfaces)
        return FAILOVER_WHY_INTERFACES;
    return FAILOVER_FITS;
}

static unsigned mate_bad(const struct failover *f)
{
    unsigned bad = 0;

    for (unsigned i = 0; i < f->mate.hello.interfaces; i++) {
        uint8_t state = f->mate.hello.interface[i].state;

        bad += state == FAILOVER_IF_FAILED;
    }
    return bad;
}

static bool mate_testing(const struct failover *f)
{
    for (unsigned i = 0; i < f->mate.hello.interfaces; i++) {
        if (f->mate.hello.interface[i].state == FAILOVER_IF_TESTING)
            return true;
    }
    return false;
}

/* Between two units that are the same kind the nonces decide. */
static bool goes_first(const struct failover *f)
{
    if (f->mate.secondary == f->set.secondary)
        return f->nonce > f->mate.nonce;
    return !f->set.secondary;
}

bool election_may_take(const struct failover *f)
{
    return f->state == FAILOVER_STANDBY ||
           (f->state == FAILOVER_FAILED && f->why == FAILOVER_WHY_INTERFACE);
}

/* Beside an active mate: standby, or failed. */
static void settle(struct failover *f, enum failover_cause cause)
{
    enum failover_why why = election_misfit(f);

    if (why == FAILOVER_FITS && !watch_testing(f) && !mate_testing(f) &&
        watch_bad(f) > mate_bad(f))
        why = FAILOVER_WHY_INTERFACE;
    if (why == FAILOVER_FITS && f->why == FAILOVER_WHY_INTERFACE &&
        (watch_testing(f) || mate_testing(f)))
        return;
    turn(f, why ? FAILOVER_FAILED : FAILOVER_STANDBY, why, cause);
}

void election_session(struct failover *f)
{
    f->judging = 0;
    if (f->state == FAILOVER_FAILED && f->why != FAILOVER_WHY_INTERFACE)
        f->why = FAILOVER_FITS;
}

static void negotiate(struct failover *f)
{
    const struct wire_hello *h = &f->mate.hello;

    if (h->state == FAILOVER_ACTIVE)
        settle(f, FAILOVER_CAUSE_ELECTED);
    else if (h->state == FAILOVER_NEGOTIATING && goes_first(f))
        election_become_active(f, FAILOVER_CAUSE_ELECTED);
    else if (h->state == FAILOVER_NEGOTIATING)
        settle(f, FAILOVER_CAUSE_ELECTED);
}

/* To a mate that is active by better right. */
static void give_in(struct failover *f)
{
    settle(f, FAILOVER_CAUSE_MATE);
    if (f->why == FAILOVER_WHY_INTERFACE)
        failover_tell(f, FAILOVER_EV_MATE_SAYS_FAILED, 0);
}

/* Two active units: one has to give in. */
static void dispute(struct failover *f)
{
    const struct wire_hello *h = &f->mate.hello;

    if (f->term < h->term || (f->term == h->term && !goes_first(f)))
        give_in(f);
    else if (!f->claim_until)
        f->claim_until = f->now + talk_silence(f);
}

/* Fewer of this unit's interfaces failed, and not only because a cable was
 * put in here first. */
static void compare(struct failover *f)
{
    bool better = f->state == FAILOVER_STANDBY && f->in.done_epoch &&
                  !f->in.copying && !watch_testing(f) && !mate_testing(f) &&
                  watch_bad(f) < mate_bad(f);

    if (!better)
        f->better_since = 0;
    else if (!f->better_since)
        f->better_since = f->now;
    else if (f->now - f->better_since >= BETTER_MS)
        election_become_active(f, FAILOVER_CAUSE_INTERFACE);
}

static void standby_hello(struct failover *f)
{
    uint8_t state = f->mate.hello.state;

    if (state == FAILOVER_ACTIVE) {
        settle(f, FAILOVER_CAUSE_MATE);
        compare(f);
    } else if (state == FAILOVER_NEGOTIATING && f->mate.was_active &&
               election_may_take(f)) {
        /* It was active and began anew. */
        election_become_active(f, FAILOVER_CAUSE_MATE);
    }
}

void election_hello(struct failover *f)
{
    const struct wire_hello *h = &f->mate.hello;
    bool active = h->state == FAILOVER_ACTIVE;

    if (f->state == FAILOVER_ACTIVE && active) {
        dispute(f);
    } else {
        if (h->term > f->term && f->state != FAILOVER_ACTIVE)
            f->term = h->term;
        if (!active && f->state == FAILOVER_ACTIVE)
            f->claim_until = 0;
        if (f->state == FAILOVER_NEGOTIATING)
            negotiate(f);
        else if (f->state != FAILOVER_ACTIVE)
            standby_hello(f);
    }
    if (active || f->state == FAILOVER_ACTIVE)
        f->leaderless = 0;
    else if (!f->leaderless)
        f->leaderless = f->now;
    if ((h->licence & WIRE_LICENCE) == FAILOVER_UR)
        f->alone_since = f->now;
}

void election_forgive(struct failover *f)
{
    watch_wait_all(f);
    if (f->state == FAILOVER_FAILED && f->why == FAILOVER_WHY_INTERFACE)
        turn(f, FAILOVER_STANDBY, FAILOVER_FITS, FAILOVER_CAUSE_COMMAND);
}

/* --- nobody there ------------------------------------------------------ */

static bool disconnected(const struct failover *f)
{
    return !f->set.lan && (f->cable == FAILOVER_CABLE_OUT_HERE ||
                           f->cable == FAILOVER_CABLE_OUT_THERE ||
                           f->cable == FAILOVER_CABLE_BAD);
}

static void lose_mate(struct failover *f)
{
    bool was_active = f->mate.was_active;

    memset(&f->mate, 0, sizeof f->mate);
    f->mate.was_active = was_active;
    f->leaderless = f->claim_until = 0;
    replica_stop_sending(f);
    watch_wait_all(f);
}

void election_cable(struct failover *f, enum failover_cable before)
{
    if (f->set.lan || f->cable == before)
        return;
    failover_tell(f, FAILOVER_EV_CABLE, f->cable);
    if (f->cable == FAILOVER_CABLE_MATE_OFF) {
        if (before != FAILOVER_CABLE_UNKNOWN)
            failover_tell(f, FAILOVER_EV_MATE_POWER, 0);
        lose_mate(f);
        election_become_active(f, before == FAILOVER_CABLE_UNKNOWN
                                      ? FAILOVER_CAUSE_ALONE
                                      : FAILOVER_CAUSE_POWER);
        return;
    }
    f->said[FAILOVER_CABLE] = 0;
    if (f->cable == FAILOVER_CABLE_NORMAL && !f->mate.session &&
        f->state != FAILOVER_ACTIVE) {
        turn(f, FAILOVER_NEGOTIATING, FAILOVER_FITS, FAILOVER_CAUSE_ALONE);
        f->state_since = f->now;
    }
}

static void negotiating_tick(struct failover *f)
{
    uint32_t wait = f->set.secondary ? talk_silence(f) : PRIMARY_WAITS_MS;

    if (!f->set.lan && f->cable == FAILOVER_CABLE_MATE_OFF)
        election_become_active(f, FAILOVER_CAUSE_ALONE);
    else if (f->mate.session || f->now - f->state_since < wait)
        return;
    else if (f->set.secondary && disconnected(f))
        turn(f, FAILOVER_STANDBY, FAILOVER_FITS, FAILOVER_CAUSE_ALONE);
    else
        election_become_active(f, FAILOVER_CAUSE_ALONE);
}

/* A mate that is there, and nobody active. */
static void leaderless_tick(struct failover *f)
{
    uint32_t wait = goes_first(f) ? LEADERLESS_PRIMARY_MS
                                  : LEADERLESS_SECONDARY_MS;

    if (f->leaderless && f->now - f->leaderless >= wait &&
        (f->state == FAILOVER_NEGOTIATING || election_may_take(f) ||
         goes_first(f)))
        election_become_active(f, FAILOVER_CAUSE_ELECTED);
}

/* Nobody was heard for two polls: are this unit's interfaces at fault? */
static void judge(struct failover *f)
{
    bool good;

    if (!f->judging) {
        f->judging = f->now;
        watch_test_all(f);
    }
    if (watch_testing(f))
        return;
    good = disconnected(f) ? watch_any_passed(f) : watch_any_link(f);
    f->judging = 0;
    if (good) {
        lose_mate(f);
        election_become_active(f, FAILOVER_CAUSE_SILENCE);
    } else {
        /* Once more after as long a silence. */
        f->mate.heard[FAILOVER_CABLE] = f->now;
    }
}

static void silence_tick(struct failover *f)
{
    bool silent = f->now - talk_last_heard(f) >= talk_silence(f);

    if (!f->mate.session || !silent) {
        f->judging = 0;
        return;
    }
    if (!f->mate.silent) {
        f->mate.silent = true;
        failover_tell(f, FAILOVER_EV_MATE_SILENT, 1);
        replica_stop_sending(f);
    }
    if (f->state == FAILOVER_ACTIVE)
        watch_wait_all(f);
    else
        judge(f);
}

void election_tick(struct failover *f)
{
    if (f->claim_until && f->now >= f->claim_until)
        f->claim_until = 0;
    if (f->asked && f->now - f->asked >= ASKED_MS) /* it did not answer */
        election_become_active(f, FAILOVER_CAUSE_COMMAND);
    if (f->state == FAILOVER_NEGOTIATING)
        negotiating_tick(f);
    if (f->state != FAILOVER_ACTIVE)
        leaderless_tick(f);
    if (f->state != FAILOVER_NEGOTIATING)
        silence_tick(f);
    if (f->state != FAILOVER_ACTIVE && f->mate.session &&
        f->mate.hello.state == FAILOVER_ACTIVE && !f->mate.silent)
        standby_hello(f);
}

/* Whether failover is on or not. */
void election_count_alone(struct failover *f)
{
    if (f->self.licence != FAILOVER_FO || f->now - f->alone_since < ALONE_MS)
        return;
    f->alone_since = f->now;
    f->ops->restart(f->ops->far);
}
