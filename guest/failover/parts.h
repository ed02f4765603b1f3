/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parts.h - what the files of this module are to each other. */
#ifndef GUEST_FAILOVER_PARTS_H
#define GUEST_FAILOVER_PARTS_H

#include "guest/failover/failover.h"

/* --- talk.c: messages out and in --------------------------------------- */

enum { TALK_GRACE_MS = 1000 };

void talk_start(struct failover *);      /* a nonce of its own, no session */
void talk_tick(struct failover *);       /* hellos that are due */
void talk_hello_all(struct failover *, bool ask);
/* again: it was sent before. */
void talk_command(struct failover *, const struct wire_data *, bool again);
void talk_ack(struct failover *, const struct wire_ack *);
void talk_request(struct failover *, enum wire_request);
/* By the interface of `failover link`; false: it could not leave. */
bool talk_state(struct failover *, const struct wire_state *);
void talk_frame(struct failover *, unsigned interface, const uint8_t *p,
                size_t n);
void talk_cable(struct failover *, uint8_t byte);
bool talk_uses(const struct failover *, unsigned channel);
bool talk_hears_commands(const struct failover *); /* of the mate, now */
uint32_t talk_poll(const struct failover *); /* what holds for both */
uint32_t talk_silence(const struct failover *);
uint64_t talk_last_heard(const struct failover *);

/* --- keys.c: authenticators --------------------------------------------- */

void keys_change(struct failover *, const char *before); /* another key */
/* Behind a message of n bytes; likewise of one that came.  by_new: the key that
 * counts now made it. */
void keys_sign(const struct failover *, uint8_t *message, size_t n);
bool keys_check(struct failover *, const uint8_t *p, size_t length,
                bool *by_new);

/* --- election.c: who is active ----------------------------------------- */

void election_start(struct failover *);
void election_session(struct failover *); /* a new one began */
void election_hello(struct failover *);
void election_cable(struct failover *, enum failover_cable before);
void election_tick(struct failover *);
void election_count_alone(struct failover *);
void election_become_active(struct failover *, enum failover_cause);
enum failover_why election_misfit(const struct failover *);
bool election_may_take(const struct failover *);
void election_take(struct failover *); /* which may be, soon */
void election_give(struct failover *);
void election_obey(struct failover *, enum wire_request); /* the mate's */
void election_forgive(struct failover *); /* failed interfaces */

/* --- watch.c: interfaces ----------------------------------------------- */

void watch_start(struct failover *);
void watch_set(struct failover *, unsigned i, bool used, bool link);
void watch_hello(struct failover *, unsigned i);
void watch_tick(struct failover *);
void watch_test_all(struct failover *);
void watch_wait_all(struct failover *);
unsigned watch_bad(const struct failover *);
bool watch_testing(const struct failover *);
bool watch_any_link(const struct failover *); /* or nothing to watch */
bool watch_any_passed(const struct failover *);

/* --- replica.c: the configuration's copy ------------------------------- */

void replica_start(struct failover *);
void replica_stop_sending(struct failover *);
void replica_hello(struct failover *);
void replica_data(struct failover *, const struct wire_data *);
void replica_ack(struct failover *, const struct wire_ack *);
void replica_tick(struct failover *);
bool replica_line(struct failover *, const char *line);
bool replica_begin_copy(struct failover *);
/* Has the mate the configuration of this active unit? */
bool replica_is_copied(const struct failover *);

/* --- stateful.c: connections and translations --------------------------- */

void stateful_start(struct failover *);
void stateful_message(struct failover *, const struct wire_state *);
void stateful_strange(struct failover *, int kind); /* a record that is none */
uint32_t stateful_tick(struct failover *); /* when to come again, ms */
void stateful_flush(struct failover *);
void stateful_configured(struct failover *); /* here, as the mate is */

/* --- failover.c -------------------------------------------------------- */

void failover_tell(struct failover *, enum failover_event, unsigned value);
const uint8_t *failover_digest(struct failover *);

#endif
