/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mount.h - a unit in its rack: the flash file in it, and everything that is
 * plugged into it.
 *
 * The steps are called in this order, each once, up to the first that
 * refuses.  mount_free() after a refusal leaves nothing behind that was not
 * there before.
 */
#ifndef PIXEMU_HOST_MOUNT_H
#define PIXEMU_HOST_MOUNT_H

#include <glib.h>
#include <stdbool.h>

#include "host/cable/cable.h"
#include "host/console/console.h"
#include "host/control/control.h"
#include "host/disk/flashfile.h"
#include "host/gdb/gdb.h"
#include "host/floppy.h"
#include "host/frontpanel.h"
#include "host/kernelfile.h"
#include "host/net/net.h"
#include "host/options.h"
#include "machine/loop.h"

/* How a unit ends the process it is in.  reason: as in QEMU's SHUTDOWN
 * event. */
struct mount_end {
    void (*end)(void *far, const char *reason, int status);
    void *far;
};

struct mount {
    const struct options *options;
    const struct unit_options *wanted;
    const uint32_t *serial; /* of a new flash file; NULL: by chance */
    uint32_t drawn_serial;
    struct loop *loop;
    struct mount_end end;
    struct net *net;
    struct cables *cables; /* of the process */
    struct cable *cable;   /* NULL: none */
    GBytes *bios, *option_rom; /* option_rom NULL: none */
    struct kernelfile *kernel; /* NULL: none */
    struct floppy *floppy;
    struct flashfile *flash;
    struct mount_undo *undo; /* of a flash file that was there before */
    bool ended; /* its clients know that the process ends */
    bool fresh; /* the flash file is new, and nothing has run yet */
    struct unit *unit;
    struct control *control;
    struct gdb *gdb;
    struct console *console;
    struct frontpanel *panel; /* NULL: neither asked for nor reachable */
};

/* The unit is the nth of the options. */
void mount_init(struct mount *, const struct options *, unsigned n,
                struct loop *, struct shared *, struct cables *,
                const struct mount_end *);
/* Looks at files and cables; opens, but changes nothing. */
bool mount_open_files(struct mount *, GError **);
bool mount_build_unit(struct mount *, GError **);
/* Control socket, console, network. */
bool mount_plug_in(struct mount *, GError **);
/* A flash file that is new appears now.  After this a unit has nothing
 * left to refuse. */
bool mount_commit(struct mount *, GError **);
/* Bytes flow, commands are answered, the unit runs. */
void mount_start(struct mount *);

/* Tells its clients that the process ends, once. */
void mount_say_end(struct mount *, const char *reason);
void mount_free(struct mount *);

#endif
