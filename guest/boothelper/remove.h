/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remove.h - the half minute in which the diskette is to be taken out. */
#ifndef GUEST_BOOTHELPER_REMOVE_H
#define GUEST_BOOTHELPER_REMOVE_H

/* Counts down; returns when the time is up or `reload` was typed. */
void remove_diskette(void);

#endif
