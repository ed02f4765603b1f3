/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floppy.c - what a hand does at the diskette drive.  See floppy.h. */
#include "host/floppy.h"

#include "host/disk/floppyfile.h"

struct floppy {
    struct unit *unit; /* NULL before floppy_mount() */
    struct floppyfile *in;
    struct floppy_watch watch;
};

struct floppy *floppy_new(void)
{
    return g_new0(struct floppy, 1);
}

void floppy_free(struct floppy *f)
{
    if (!f)
        return;
    floppyfile_close(f->in);
    g_free(f);
}

void floppy_mount(struct floppy *f, struct unit *unit)
{
    f->unit = unit;
    if (f->in)
        unit_insert(unit, floppyfile_medium(f->in));
}

void floppy_watch(struct floppy *f, const struct floppy_watch *watch)
{
    f->watch = *watch;
}

bool floppy_there(const struct floppy *f)
{
    return f->unit && unit_has_drive(f->unit);
}

static void tell(const struct floppy *f, bool out)
{
    if (f->watch.moved)
        f->watch.moved(f->watch.far, out);
}

bool floppy_insert(struct floppy *f, const char *file, enum floppy_notch notch,
                   GError **err)
{
    const struct floppyfile_request request = {
        .name = file,
        .read_only = notch == FLOPPY_PROTECTED,
        .writable = notch == FLOPPY_WRITABLE,
        .instead = f->in,
    };
    struct floppyfile *in = floppyfile_open(&request, err);

    if (!in)
        return false;
    floppy_eject(f);
    f->in = in;
    if (f->unit)
        unit_insert(f->unit, floppyfile_medium(in));
    tell(f, false);
    return true;
}

void floppy_eject(struct floppy *f)
{
    if (!f->in)
        return;
    if (f->unit)
        unit_eject(f->unit);
    g_clear_pointer(&f->in, floppyfile_close);
    tell(f, true);
}

const char *floppy_file(const struct floppy *f)
{
    return f->in ? floppyfile_name(f->in) : NULL;
}

bool floppy_protected(const struct floppy *f)
{
    return f->in && floppyfile_medium(f->in)->protected;
}

bool floppy_lamp(const struct floppy *f)
{
    return f->unit && unit_drive_lamp(f->unit);
}
