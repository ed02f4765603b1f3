/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * grouporder.h - the order of object groups and their members, and who names
 * them.
 *
 * Groups are known by number, from 1, without gaps.  What is nested stands
 * before what nests it, so that the lines can be obeyed in their order, and
 * members stand in the order of their groups.
 */
#ifndef GUEST_CONFIG_GROUPORDER_H
#define GUEST_CONFIG_GROUPORDER_H

#include <stdbool.h>

#include "guest/firewall/rules.h"

unsigned grouporder_count(const struct rules *);

/* Does an entry of a list, or another group, name it? */
bool grouporder_is_used(struct rules *, unsigned group);

/* Takes away a group that nobody uses, and its members. */
void grouporder_remove(struct rules *, unsigned group);

/* A member has come, wherever it belongs. */
void grouporder_settle(struct rules *);

/* Does a group have the other in it, or is it that one? */
bool grouporder_reaches(const struct rules *, unsigned from, unsigned to);

#endif
