/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state.c - connections and translations between guest/failover, which
 * carries them, and guest/firewall, which has them. */
#include <stddef.h>

#include "guest/firewall/state.h"
#include "guest/log/log.h"
#include "guest/runtime/pair/pair_int.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

static struct firewall *firewall;
static struct state_walk walk;
static bool http; /* `failover replicate http` was there */

void pair_serve(struct firewall *of)
{
    firewall = of;
}

size_t pair_state_record(void *far, bool first, uint8_t to[WIRE_RECORD])
{
    _Static_assert((int)STATE_RECORD_MAX == (int)WIRE_RECORD, "the same");
    (void)far;
    if (!firewall)
        return 0;
    if (first)
        walk = (struct state_walk){0};
    return state_next(firewall, &walk, to);
}

/* Statics first: of these the rules and places that others have are none. */
static void log_mapping(const uint8_t *record, enum state_verdict why)
{
    struct state_mapping m = state_mapping(record);
    char text[CONFIG_IP_TEXT];

    if (m.fixed)
        log_message(210021, config_mask(m.mapped, text),
                    unit.config.state.interface[m.mapped_interface].name);
    else if (why == STATE_NOT_CONFIGURED)
        log_message(210006, config_mask(m.real, text));
    else if (m.port)
        log_message(210020, (unsigned)m.mapped_port);
    else
        log_message(210007);
}

static void log_refused(const uint8_t *record, enum state_verdict why)
{
    char from[CONFIG_IP_TEXT], to[CONFIG_IP_TEXT];
    struct state_ends e;

    if (why == STATE_NO_XLATE_FOR) {
        e = state_ends(record);
        log_message(210008, config_mask(e.ip[0], from), (unsigned)e.port[0],
                    config_mask(e.ip[1], to), (unsigned)e.port[1]);
    } else if (why == STATE_MALFORMED) {
        log_message(210001, STR_PAIR_STATE, (unsigned)record[0]);
    } else if (record[0] == STATE_TCP) {
        log_message(210005);
    } else {
        log_mapping(record, why);
    }
}

bool pair_state_take(void *far, const uint8_t *record, size_t n, uint8_t mark)
{
    enum state_verdict v;

    (void)far;
    if (!firewall)
        return false;
    v = state_take(firewall, record, n, mark);
    if (v != STATE_TAKEN)
        log_refused(record, v);
    return v == STATE_TAKEN;
}

void pair_state_sweep(void *far, uint8_t mark)
{
    (void)far;
    if (firewall)
        state_sweep(firewall, mark);
}

void pair_state(void *far, const uint8_t *record, size_t n)
{
    struct failover *f = pair_failover();

    (void)far;
    if (f->tell.queued == 0)
        pair_kick();
    failover_state(f, record, n);
}

void pair_state_look(void)
{
    bool now = unit.config.state.failover.replicate_http;

    if (!firewall)
        return;
    state_standby(firewall, !pair_is_active());
    state_tell(firewall, pair_failover()->tell.on, now);
    if (now != http)
        failover_state_all(pair_failover());
    http = now;
}
