/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chassis.h - the models and their cards as people ask for them.  Texts are
 * for g_free(). */
#ifndef PIXEMU_HOST_CHASSIS_H
#define PIXEMU_HOST_CHASSIS_H

/* The table of --model=list. */
char *chassis_list(void);
/* That of --card=help. */
char *chassis_cards(void);

#endif
