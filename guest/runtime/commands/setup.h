/* SPDX-License-Identifier: GPL-2.0-or-later */
/* setup.h - the first questions a unit without a configuration asks. */
#ifndef GUEST_RUNTIME_COMMANDS_SETUP_H
#define GUEST_RUNTIME_COMMANDS_SETUP_H

struct cli;

/* Asks whether to; returns when the answers are saved, or not wanted. */
void setup_offer(struct cli *);

#endif
