/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chassis.h - the models as people ask for them. */
#ifndef PIXEMU_HOST_CHASSIS_H
#define PIXEMU_HOST_CHASSIS_H

#include "machine/model.h"

/* Ethernet ports, with the cards it comes with. */
unsigned chassis_interfaces(const struct model *);

/* The table of --model=list; g_free() it. */
char *chassis_list(void);

#endif
