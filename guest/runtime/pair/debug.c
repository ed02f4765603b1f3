/* SPDX-License-Identifier: GPL-2.0-or-later */
/* debug.c - debug fover: what the pair does, while it does it. */
#include "guest/failover/wire.h"
#include "guest/lib/format.h"
#include "guest/runtime/pair/pair_int.h"
#include "guest/runtime/pair/text.h"
#include "guest/runtime/terminals/debug.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

static const char *name_of(unsigned channel)
{
    if (channel == FAILOVER_CABLE)
        return STR_DEBUG_THE_CABLE;
    return unit.config.state.interface[channel].name;
}

/* --- events ------------------------------------------------------------- */

/* Those of interfaces are told by the state that they lead to. */
static bool is_of_interface(enum failover_event event)
{
    return event >= FAILOVER_EV_WAITING && event <= FAILOVER_EV_TEST_FAILED;
}

void pair_debug_event(enum failover_event event, unsigned value)
{
    const struct failover *f = pair_failover();

    if (event == FAILOVER_EV_CABLE)
        debug_printf(DEBUG_FOVER_CABLE, STR_DEBUG_CABLE,
                     pair_text_cable(f->cable));
    else if (is_of_interface(event))
        debug_printf(DEBUG_FOVER_IFC, STR_DEBUG_IFC,
                     name_of(value),
                     pair_text_interface(f->watch[value].state,
                                         f->watch[value].link));
    else if (event == FAILOVER_EV_ACTIVE || event == FAILOVER_EV_STANDBY ||
             event == FAILOVER_EV_FAILED)
        debug_printf(DEBUG_FOVER_SWITCH, STR_DEBUG_SWITCH,
                     pair_text_state(f->state));
    else if (event == FAILOVER_EV_ENABLED)
        debug_printf(DEBUG_FOVER_OPEN, STR_DEBUG_OPEN,
                     name_of(f->set.lan ? f->set.lan_interface
                                        : FAILOVER_CABLE));
}

/* --- messages ----------------------------------------------------------- */

static void message(enum debug_kind kind, const char *option,
                    unsigned channel, const uint8_t *m, size_t n)
{
    static const char *const types[] = {
        [0] = "?", [WIRE_HELLO] = "HELLO", [WIRE_DATA] = "DATA",
        [WIRE_ACK] = "ACK", [WIRE_REQUEST] = "REQUEST",
        [WIRE_STATE] = "STATE"};
    struct wire_header h;

    if (debug_is_on(kind) && wire_get_header(m, n, &h))
        debug_printf(kind, STR_DEBUG_MESSAGE, option, name_of(channel),
                     types[h.type <= WIRE_STATE ? h.type : 0],
                     (unsigned)h.sequence, (unsigned)n);
}

static void dump(enum debug_kind kind, const char *option, const uint8_t *m,
                 size_t n)
{
    enum { ROW = 32 };
    char hex[2 * ROW + 1];

    for (size_t at = 0; debug_is_on(kind) && at < n; at += ROW) {
        for (size_t i = 0; i < ROW && at + i < n; i++)
            format(hex + 2 * i, 3, "%02x", m[at + i]);
        debug_printf(kind, STR_DEBUG_DUMP, option, hex);
    }
}

static void line(const uint8_t *m, size_t n)
{
    struct wire_header h;
    struct wire_data d;

    if (debug_is_on(DEBUG_FOVER_LANCMD) && wire_get_header(m, n, &h) &&
        h.type == WIRE_DATA && wire_get_data(m, n, &d) &&
        d.kind == WIRE_COMMAND)
        debug_printf(DEBUG_FOVER_LANCMD, STR_DEBUG_LINE, (int)d.n,
                     (const char *)d.with);
}

static void dropped(enum failover_seen what, unsigned channel)
{
    static const char *const texts[] = {
        [FAILOVER_BROKEN] = STR_DEBUG_BROKEN,
        [FAILOVER_FORGED] = STR_DEBUG_FORGED,
        [FAILOVER_STALE] = STR_DEBUG_STALE,
        [FAILOVER_STRANGE] = STR_DEBUG_STRANGE,
    };

    debug_printf(DEBUG_FOVER_FAIL, STR_DEBUG_FAIL, name_of(channel),
                 texts[what]);
    debug_printf(DEBUG_FOVER_VERIFY, STR_DEBUG_VERIFY, name_of(channel),
                 texts[what]);
}

static void on_cable(bool out, unsigned channel, const uint8_t *m, size_t n)
{
    if (out) {
        message(DEBUG_FOVER_TX, "tx", channel, m, n);
        dump(DEBUG_FOVER_TXDMP, "txdmp", m, n);
    } else {
        message(DEBUG_FOVER_RX, "rx", channel, m, n);
        dump(DEBUG_FOVER_RXDMP, "rxdmp", m, n);
    }
}

static void on_interface(bool out, unsigned channel, const uint8_t *m,
                         size_t n)
{
    if (out) {
        message(DEBUG_FOVER_PUT, "put", channel, m, n);
        message(DEBUG_FOVER_TXIP, "txip", channel, m, n);
    } else {
        message(DEBUG_FOVER_GET, "get", channel, m, n);
        message(DEBUG_FOVER_RXIP, "rxip", channel, m, n);
    }
}

static void on_lan(enum failover_seen what, unsigned channel,
                   const uint8_t *m, size_t n)
{
    line(m, n);
    if (what == FAILOVER_TAKEN)
        message(DEBUG_FOVER_LANRX, "lanrx", channel, m, n);
    else
        message(DEBUG_FOVER_LANTX, "lantx", channel, m, n);
    if (what == FAILOVER_AGAIN)
        message(DEBUG_FOVER_LANRETX, "lanretx", channel, m, n);
}

void pair_debug_seen(void *far, enum failover_seen what, unsigned channel,
                     const uint8_t *m, size_t n)
{
    const struct failover *f = pair_failover();
    bool out = what == FAILOVER_SENT || what == FAILOVER_AGAIN;

    (void)far;
    if (!out && what != FAILOVER_TAKEN) {
        dropped(what, channel);
        return;
    }
    message(DEBUG_FOVER_FMSG, "fmsg", channel, m, n);
    if (channel == FAILOVER_CABLE)
        on_cable(out, channel, m, n);
    else
        on_interface(out, channel, m, n);
    if (f->set.lan && channel == f->set.lan_interface)
        on_lan(what, channel, m, n);
    if (!out)
        debug_printf(DEBUG_FOVER_VERIFY, STR_DEBUG_VERIFY, name_of(channel),
                     STR_DEBUG_GOOD);
}
