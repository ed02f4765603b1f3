/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store.h - the configuration's place in this unit's flash. */
#ifndef GUEST_RUNTIME_UNIT_STORE_H
#define GUEST_RUNTIME_UNIT_STORE_H

#include <stdbool.h>

#include "guest/config/config.h"

extern const struct config_store store_flash;

/* Lends a configuration memory for its text, as much as flash has room for;
 * on units with little memory a 32nd of it. */
void store_lend_text(struct config *);

/* Was there a configuration that was erased?  A unit that never had one does
 * not count. */
bool store_is_erased(void);

#endif
