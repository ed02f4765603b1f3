/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dhcpoptions.h - for dhcpd.c: options of DHCP by their number, kept as they
 * go out. */
#ifndef GUEST_CONFIG_DHCPOPTIONS_H
#define GUEST_CONFIG_DHCPOPTIONS_H

#include "guest/config/config.h"

/* "CODE ascii TEXT", "CODE hex DIGITS", "CODE ip IP [IP]", in place of an
 * earlier one; each says what is wrong and returns false. */
bool dhcpoptions_set(struct cli *, int argc, char **argv);
bool dhcpoptions_remove(struct cli *, const char *code);

void dhcpoptions_generate(const struct config_dhcpd *, struct config_text *);

#endif
