/* SPDX-License-Identifier: GPL-2.0-or-later */
/* startup.h - what the runtime prints between its start and the prompt. */
#ifndef GUEST_RUNTIME_STARTUP_H
#define GUEST_RUNTIME_STARTUP_H

void startup_hardware(void);   /* memory, flash, interfaces */
void startup_banner(void);     /* the box */
void startup_licence(void);    /* product, features, what is missing */

#endif
