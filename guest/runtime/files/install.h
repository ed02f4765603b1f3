/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * install.h - a file in memory into flash.
 *
 * It is whole and verified before the first sector is erased; what runs is
 * not touched by it, and counts until the next start.
 */
#ifndef GUEST_RUNTIME_FILES_INSTALL_H
#define GUEST_RUNTIME_FILES_INSTALL_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/flashfs/flashfs.h"

struct cli;
struct transfer;

/* FLASHFS_IMAGE or FLASHFS_PDM; false: said why. */
bool install_file(struct cli *, const struct transfer *, enum flashfs_file);

/* The largest file that is kept anywhere: what does not fit is told after it
 * has come, with its size. */
uint32_t install_largest(void);

#endif
