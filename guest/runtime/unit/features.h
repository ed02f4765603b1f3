/* SPDX-License-Identifier: GPL-2.0-or-later */
/* features.h - the "Licensed Features" of a unit, in each release's words. */
#ifndef GUEST_RUNTIME_UNIT_FEATURES_H
#define GUEST_RUNTIME_UNIT_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guest/licence/licence.h"
#include "guest/platform/platform.h"

enum { FEATURES_TEXT = 64 };

/* Line `index` of the table; false: there are not that many. */
bool features_line(char *to, size_t n, unsigned index, uint32_t release,
                   const struct licence *, const struct platform *);

/* Physical interfaces that may be used; platform NULL: an unknown chassis. */
unsigned features_interfaces(const struct licence *, const struct platform *);

/* Addresses that a DHCP server's pool may have. */
unsigned features_dhcpd(uint32_t release, const struct licence *,
                        const struct platform *);

/* "an Unrestricted (UR)" */
const char *features_licence_name(const struct licence *);

#endif
