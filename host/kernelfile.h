/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernelfile.h - a Linux kernel, its initial RAM disk and command line, laid
 * out for a unit's memory as the 32-bit boot protocol wants it.
 */
#ifndef PIXEMU_HOST_KERNELFILE_H
#define PIXEMU_HOST_KERNELFILE_H

#include <glib.h>

#include "machine/machine.h"

struct kernelfile;

struct kernelfile_request {
    const char *kernel; /* path */
    const char *initrd; /* path; NULL: none */
    const char *append; /* NULL: empty */
    unsigned ram_mib;   /* of the unit */
};

/* NULL with *err set. */
struct kernelfile *kernelfile_open(const struct kernelfile_request *,
                                   GError **err);
void kernelfile_free(struct kernelfile *);

/* For the unit; lives as long as the kernelfile. */
const struct kernelcard_program *kernelfile_program(const struct kernelfile *);

#endif
