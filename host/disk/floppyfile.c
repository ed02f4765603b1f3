/* SPDX-License-Identifier: GPL-2.0-or-later */
/* floppyfile.c - a diskette image.  See floppyfile.h. */
#include "host/disk/floppyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SECTOR = DRIVE_SECTOR_BYTES,
    BYTES_MAX = DRIVE_DISK_SECTORS * DRIVE_SECTOR_BYTES,
};

struct floppyfile {
    char *name;
    int fd;
    uint32_t sectors;
    struct floppy_medium medium;
};

/* --- the drive's side -------------------------------------------------- */

static uint32_t formatted(void *far)
{
    return ((struct floppyfile *)far)->sectors;
}

static bool read_sector(void *far, uint32_t sector, uint8_t *data)
{
    struct floppyfile *f = far;

    return pread(f->fd, data, SECTOR, (off_t)sector * SECTOR) == SECTOR;
}

/* A sector that does not fit on the disk any more leaves the file as it was:
 * what was written of it is cut off again. */
static bool write_sector(void *far, uint32_t sector, const uint8_t *data)
{
    struct floppyfile *f = far;

    if (pwrite(f->fd, data, SECTOR, (off_t)sector * SECTOR) != SECTOR) {
        if (sector >= f->sectors)
            (void)!ftruncate(f->fd, (off_t)f->sectors * SECTOR);
        return false;
    }
    f->sectors = MAX(f->sectors, sector + 1);
    return true;
}

/* --- opening ----------------------------------------------------------- */

static void fail(GError **error, const char *name, const char *why)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", name, why);
}

/* A FIFO must not make us wait for its other end. */
enum { FLAGS = O_CLOEXEC | O_NONBLOCK };

static const char *open_file(struct floppyfile *f,
                             const struct floppyfile_request *r)
{
    f->medium.protected = r->read_only;
    f->fd = open(f->name, (r->read_only ? O_RDONLY : O_RDWR) | FLAGS);
    if (f->fd < 0 && !r->writable && (errno == EACCES || errno == EROFS)) {
        f->medium.protected = true;
        f->fd = open(f->name, O_RDONLY | FLAGS);
    }
    if (f->fd >= 0)
        return NULL;
    if (errno == ENOENT)
        return "there is no such diskette image; truncate -s 1474560 makes "
               "an empty one";
    if (errno == EISDIR)
        return "is a directory, not a diskette image";
    return g_strerror(errno);
}

static bool same_file(const struct floppyfile *f, const struct stat *st)
{
    struct stat other;

    return f && !fstat(f->fd, &other) && other.st_dev == st->st_dev &&
           other.st_ino == st->st_ino;
}

static bool lock(const struct floppyfile *f)
{
    return !flock(f->fd, (f->medium.protected ? LOCK_SH : LOCK_EX) | LOCK_NB);
}

/* A diskette that is put in again where it is already is in nobody's way. */
static const char *take(const struct floppyfile *f,
                        const struct floppyfile *instead)
{
    const char *why;

    if (lock(f))
        return NULL;
    if (errno != EWOULDBLOCK)
        return g_strerror(errno);
    why = "is in another drive; eject it there or use a copy";
    if (!instead)
        return why;
    flock(instead->fd, LOCK_UN);
    if (lock(f))
        return NULL;
    lock(instead);
    return why;
}

static const char *look_at(struct floppyfile *f,
                           const struct floppyfile *instead)
{
    struct stat st;

    if (fstat(f->fd, &st) < 0)
        return g_strerror(errno);
    if (!S_ISREG(st.st_mode))
        return "is not an ordinary file; copy the diskette with dd first";
    if (st.st_size > BYTES_MAX || st.st_size % SECTOR)
        return "is no diskette image: its size is not a multiple of 512 up to "
               "1474560 bytes";
    f->sectors = (uint32_t)(st.st_size / SECTOR);
    return take(f, same_file(instead, &st) ? instead : NULL);
}

struct floppyfile *floppyfile_open(const struct floppyfile_request *request,
                                   GError **error)
{
    struct floppyfile *f = g_new0(struct floppyfile, 1);
    const char *why;

    f->fd = -1;
    f->name = g_strdup(request->name);
    f->medium = (struct floppy_medium){ .far = f,
                                        .formatted = formatted,
                                        .read = read_sector,
                                        .write = write_sector };
    why = open_file(f, request);
    if (!why)
        why = look_at(f, request->instead);
    if (!why)
        return f;
    fail(error, f->name, why);
    floppyfile_close(f);
    return NULL;
}

void floppyfile_close(struct floppyfile *f)
{
    if (!f)
        return;
    if (f->fd >= 0)
        close(f->fd);
    g_free(f->name);
    g_free(f);
}

const char *floppyfile_name(const struct floppyfile *f)
{
    return f->name;
}

const struct floppy_medium *floppyfile_medium(const struct floppyfile *f)
{
    return &f->medium;
}
