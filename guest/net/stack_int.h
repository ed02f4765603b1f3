/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stack_int.h - for the files of guest/net that know lwIP. */
#ifndef GUEST_NET_STACK_INT_H
#define GUEST_NET_STACK_INT_H

struct netif;

unsigned stack_number_of(const struct netif *);
struct netif *stack_netif(unsigned interface); /* NULL: no such one */

#endif
