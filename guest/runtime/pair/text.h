/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.h - the states of a pair in words. */
#ifndef GUEST_RUNTIME_PAIR_TEXT_H
#define GUEST_RUNTIME_PAIR_TEXT_H

#include "guest/failover/failover.h"

const char *pair_text_cable(enum failover_cable);

/* Numbers of the enums in failover.h, as a mate may have sent them: any. */
const char *pair_text_state(unsigned state);
const char *pair_text_why(unsigned why);
const char *pair_text_interface(unsigned state, bool link);

#endif
