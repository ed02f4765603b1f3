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

static const char *open_file(struct floppyfile *f)
{
    f->fd = open(f->name, O_RDWR | O_CLOEXEC);
    if (f->fd < 0 && (errno == EACCES || errno == EROFS)) {
        f->medium.protected = true;
        f->fd = open(f->name, O_RDONLY | O_CLOEXEC);
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

static const char *look_at(struct floppyfile *f)
{
    struct stat st;

    if (fstat(f->fd, &st) < 0)
        return g_strerror(errno);
    if (!S_ISREG(st.st_mode))
        return "is not an ordinary file; copy the diskette with dd first";
    if (st.st_size > BYTES_MAX || st.st_size % SECTOR)
        return "is no diskette image: its size is not a multiple of 512 up to "
               "1474560 bytes";
    if (flock(f->fd, (f->medium.protected ? LOCK_SH : LOCK_EX) | LOCK_NB) < 0)
        return errno == EWOULDBLOCK
                   ? "is in another drive; eject it there or use a copy"
                   : g_strerror(errno);
    f->sectors = (uint32_t)(st.st_size / SECTOR);
    return NULL;
}

struct floppyfile *floppyfile_open(const char *name, GError **error)
{
    struct floppyfile *f = g_new0(struct floppyfile, 1);
    const char *why;

    f->fd = -1;
    f->name = g_strdup(name);
    f->medium = (struct floppy_medium){ .far = f,
                                        .formatted = formatted,
                                        .read = read_sector,
                                        .write = write_sector };
    why = open_file(f);
    if (!why)
        why = look_at(f);
    if (!why)
        return f;
    fail(error, name, why);
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
