/* SPDX-License-Identifier: GPL-2.0-or-later */
/* banner.h - what sessions are greeted with: the lines of `banner`. */
#ifndef GUEST_CONFIG_BANNER_H
#define GUEST_CONFIG_BANNER_H

struct cli;

/* "motd" to whoever comes, "login" before he says who he is, "exec" when he
 * is in. */
void banner_show(struct cli *, const char *which);

#endif
