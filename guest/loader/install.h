/* SPDX-License-Identifier: GPL-2.0-or-later */
/* install.h - from memory into flash. */
#ifndef GUEST_LOADER_INSTALL_H
#define GUEST_LOADER_INSTALL_H

#include <stdint.h>

#include "guest/flashfs/flashfs.h"
#include "guest/image/image.h"
#include "guest/loader/key.h"

enum install_result {
    INSTALL_DONE,    /* flash holds the image, read back */
    INSTALL_REFUSED, /* said why; nothing was changed */
    INSTALL_FAILED,  /* said why; flash holds no whole image */
};

/* The file is what the header says, in memory; `own` is the layout of its
 * generation, which flash gets unless it has that of a later one. */
enum install_result install(struct flashfs *,
                            const struct flashfs_layout *own, uint32_t serial,
                            enum key_habit,
                            const struct image *, const void *file);

#endif
