/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.c - see text.h. */
#include "guest/runtime/pair/text.h"

#include "guest/runtime/unit/strings.h"

const char *pair_text_cable(enum failover_cable cable)
{
    static const char *const texts[] = {
        [FAILOVER_CABLE_NORMAL] = "Normal",
        [FAILOVER_CABLE_MATE_OFF] = "Other side powered off",
        [FAILOVER_CABLE_OUT_HERE] = "My side not connected",
        [FAILOVER_CABLE_OUT_THERE] = "Other side is not connected",
        [FAILOVER_CABLE_BAD] = STR_PAIR_CABLE_BAD,
        [FAILOVER_CABLE_UNKNOWN] = "Unknown",
    };

    return texts[cable];
}

const char *pair_text_state(unsigned state)
{
    static const char *const texts[] = {
        [FAILOVER_NEGOTIATING] = STR_PAIR_NEGOTIATING,
        [FAILOVER_ACTIVE] = "Active",
        [FAILOVER_STANDBY] = "Standby",
        [FAILOVER_FAILED] = "Standby (Failed)",
    };

    return texts[state <= FAILOVER_FAILED ? state : FAILOVER_FAILED];
}

const char *pair_text_why(unsigned why)
{
    static const char *const texts[] = {
        [FAILOVER_FITS] = "",
        [FAILOVER_WHY_INTERFACE] = STR_PAIR_WHY_INTERFACE,
        [FAILOVER_WHY_MODEL] = STR_PAIR_WHY_MODEL,
        [FAILOVER_WHY_MEMORY] = STR_PAIR_WHY_MEMORY,
        [FAILOVER_WHY_FLASH] = STR_PAIR_WHY_FLASH,
        [FAILOVER_WHY_RELEASE] = STR_PAIR_WHY_RELEASE,
        [FAILOVER_WHY_LICENCE] = STR_PAIR_WHY_LICENCE,
        [FAILOVER_WHY_UNIT] = STR_PAIR_WHY_UNIT,
        [FAILOVER_WHY_INTERFACES] = STR_PAIR_WHY_INTERFACES,
    };

    return texts[why <= FAILOVER_WHY_INTERFACES ? why : 0];
}

const char *pair_text_interface(unsigned state, bool link)
{
    static const char *const texts[] = {
        [FAILOVER_IF_UNKNOWN] = "Unknown",
        [FAILOVER_IF_WAITING] = "Normal (Waiting)",
        [FAILOVER_IF_NORMAL] = "Normal",
        [FAILOVER_IF_TESTING] = "Testing",
        [FAILOVER_IF_FAILED] = "Failed",
        [FAILOVER_IF_LINK_DOWN] = "Link Down",
        [FAILOVER_IF_SHUT] = "Shut Down",
    };

    if (!link && state == FAILOVER_IF_FAILED)
        state = FAILOVER_IF_LINK_DOWN;
    return texts[state <= FAILOVER_IF_SHUT ? state : 0];
}
