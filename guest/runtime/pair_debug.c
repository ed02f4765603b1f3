/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pair_debug.c - debug fover: what the pair does, while it does it. */
#include "guest/runtime/debug.h"
#include "guest/runtime/pair_int.h"
#include "guest/runtime/pair_text.h"
#include "guest/runtime/strings.h"
#include "guest/runtime/unit.h"

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
                     unit.config.state.interface[value].name,
                     pair_text_interface(f->watch[value].state,
                                         f->watch[value].link));
    else if (event == FAILOVER_EV_ACTIVE || event == FAILOVER_EV_STANDBY ||
             event == FAILOVER_EV_FAILED)
        debug_printf(DEBUG_FOVER_SWITCH, STR_DEBUG_SWITCH,
                     pair_text_state(f->state));
}
