/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state_int.h - records as bytes, and back; for state.c alone. */
#ifndef GUEST_FIREWALL_STATE_INT_H
#define GUEST_FIREWALL_STATE_INT_H

#include "guest/firewall/firewall_int.h"
#include "guest/firewall/state.h"

/* Each returns how many bytes it wrote. */
size_t state_put_xlate(const struct firewall *, const struct xlate *,
                       uint8_t to[STATE_RECORD_MAX]);
size_t state_put_conn(const struct firewall *, const struct conn *,
                      uint8_t to[STATE_RECORD_MAX]);
size_t state_put_no_xlate(const struct xlate *, uint8_t to[STATE_RECORD_MAX]);
size_t state_put_no_conn(const struct conn *, uint8_t to[STATE_RECORD_MAX]);

/* False: the record is not such a one, or what it says cannot be.  Fills in
 * what a record has; of the last two, what tells it from others. */
bool state_get_xlate(const struct firewall *, const uint8_t *record, size_t n,
                     struct xlate *);
bool state_get_conn(const struct firewall *, const uint8_t *record, size_t n,
                    struct conn *);
bool state_get_no_xlate(const struct firewall *, const uint8_t *record,
                        size_t n, struct xlate *);
bool state_get_no_conn(const struct firewall *, const uint8_t *record,
                       size_t n, struct conn *);

#endif
