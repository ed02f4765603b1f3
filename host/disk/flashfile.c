/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flashfile.c - the disk image of a unit; see flashfile.h and
 * docs/hardware.md, "The disk image of a unit".
 *
 * The lock is flock(): it goes with the open file, also when it is only read.
 */
#define _GNU_SOURCE /* O_TMPFILE, renameat2() */
#include "host/disk/flashfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/disk/trailer.h"

const char *const flashfile_cards[] = {"at29", "strata", NULL};

static bool fail(const struct flashfile *f, GError **error, const char *fmt,
                 ...) __attribute__((format(printf, 3, 4)));

/* Always false. */
static bool fail(const struct flashfile *f, GError **error, const char *fmt,
                 ...)
{
    g_autofree char *what = NULL;
    va_list ap;

    va_start(ap, fmt);
    what = g_strdup_vprintf(fmt, ap);
    va_end(ap);
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s",
                f->path ? f->path : "flash", what);
    return false;
}

static bool fail_errno(const struct flashfile *f, GError **error,
                       const char *what, int err)
{
    if (err == ENOSPC || err == EDQUOT || err == EFBIG)
        return fail(f, error,
                    "no room for %zu bytes on this file system; make room or "
                    "choose another place", f->map_bytes);
    if (err == EACCES || err == EPERM || err == EROFS)
        return fail(f, error, "no permission to %s it; change that or use "
                              "another file", what);
    return fail(f, error, "cannot %s it: %s", what, g_strerror(err));
}

/* --- the trailer ------------------------------------------------------- */

uint32_t flashfile_serial(uint32_t random)
{
    return 100000000 + random % 800000000; /* nine digits */
}

static uint32_t random_serial(void)
{
    uint32_t n;

    if (getrandom(&n, sizeof n, 0) != sizeof n)
        n = g_random_int();
    return flashfile_serial(n);
}

static size_t chips_bytes(const struct flashfile *f)
{
    return model_flash_bytes(f->model, f->storage.card);
}

/* Of the model and the card asked for. */
static bool check_fit(const struct flashfile *f, GError **error)
{
    return chips_bytes(f) != 0 ||
           fail(f, error,
                "a %s has its flash soldered on and no slot for a card %s; "
                "leave --flash-card out", f->model->title,
                flashfile_cards[f->storage.card]);
}

/* Chips that were in use have their protection on.  It has to be: without it
 * what the BIOS asks them at the start is a write to sector 5500h where a busy
 * computer holds the unit up in the middle of it. */
static void fill_trailer(const struct flashfile *f, uint8_t *t,
                         const uint32_t *serial)
{
    struct trailer r = {.chips = (uint32_t)chips_bytes(f),
                        .serial = serial ? *serial : random_serial()};

    g_strlcpy(r.model, f->model->name, sizeof r.model);
    if (f->storage.card == FLASH_AT29)
        r.protection = PROTECTION_AT29;
    else
        g_strlcpy(r.card, flashfile_cards[f->storage.card], sizeof r.card);
    trailer_write(t, &r);
}

/* The models with this much flash on that card, for a message. */
static char *models_of_size(size_t bytes, enum flash_card card)
{
    GString *s = g_string_new(NULL);

    for (const struct model *m = models; m->name; m++)
        if (model_flash_bytes(m, card) == bytes)
            g_string_append_printf(s, "%s%s", s->len ? ", " : "", m->name);
    return g_string_free(s, FALSE);
}

static bool fail_size(const struct flashfile *f, size_t size, GError **error)
{
    const struct model *m = f->model;
    g_autofree char *others = models_of_size(size, f->storage.card);

    if (*others)
        return fail(f, error,
                    "%zu bytes, but the flash of a %s has %zu; --model=%s has "
                    "as many", size, m->title, chips_bytes(f), others);
    return fail(f, error,
                "%zu bytes, but the flash of a %s has %zu (%zu with the "
                "trailer); this is no disk image of a unit, which "
                "'pixflash create --image=FILE' makes", size, m->title,
                chips_bytes(f), chips_bytes(f) + TRAILER_BYTES);
}

/* Which card a trailer names: none is the first. */
static bool check_card(struct flashfile *f, const char *name,
                       const enum flash_card *wanted, GError **error)
{
    unsigned card = 0;

    while (*name && card < FLASH_CARDS && strcmp(name, flashfile_cards[card]))
        card++;
    if (card == FLASH_CARDS)
        return fail(f, error,
                    "its flash card is one that this version does not know");
    f->storage.card = (enum flash_card)card;
    if (wanted && *wanted != f->storage.card)
        return fail(f, error,
                    "holds the chips of a card %s and not %s; leave "
                    "--flash-card out, or use another file",
                    flashfile_cards[card], flashfile_cards[*wanted]);
    return true;
}

/* What the trailer at t says, against the file and the request. */
static bool check_trailer(struct flashfile *f, const uint8_t *t, size_t size,
                          const struct flashfile_request *r, GError **error)
{
    struct trailer says;

    if (!trailer_read(&says, t))
        return fail(f, error,
                    "its trailer is damaged, so model and serial number are "
                    "unknown; without its last %d bytes it is a new unit",
                    TRAILER_BYTES);
    f->model = model_find(says.model);
    if (!f->model) {
        g_autofree char *plain = g_strescape(says.model, NULL);

        return fail(f, error,
                    "belongs to a model %s, which this version does not know",
                    plain);
    }
    if (r->model && r->model != f->model)
        return fail(f, error,
                    "belongs to a %s and not to a %s; leave --model out, or "
                    "use another file", f->model->title, r->model->title);
    if (!check_card(f, says.card, r->card, error))
        return false;
    if (says.chips != size - TRAILER_BYTES ||
        chips_bytes(f) != size - TRAILER_BYTES)
        return fail(f, error,
                    "%zu bytes, but the disk image of a %s has %zu; a part is "
                    "missing or too much", size, f->model->title,
                    chips_bytes(f) + TRAILER_BYTES);
    return true;
}

static bool is_chips_size(size_t bytes)
{
    for (const struct model *m = models; m->name; m++)
        for (unsigned card = 0; card < FLASH_CARDS; card++)
            if (model_flash_bytes(m, card) == bytes)
                return true;
    return false;
}

/* --- memory ------------------------------------------------------------ */

static void lend(struct flashfile *f)
{
    f->storage.flash = f->map;
    f->storage.flash_size = f->map_bytes - TRAILER_BYTES;
    trailer_lend(f->map + f->storage.flash_size, &f->storage);
}

static bool map_file(struct flashfile *f, int protection, GError **error)
{
    void *map = mmap(NULL, f->map_bytes, protection, MAP_SHARED, f->fd, 0);

    if (map == MAP_FAILED)
        return fail_errno(f, error, "map", errno);
    f->map = map;
    return true;
}

/* --- files that exist -------------------------------------------------- */

static bool lock(struct flashfile *f, int how, GError **error)
{
    if (flock(f->fd, how | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return fail(f, error,
                    "in use by another pixemu; stop that one or use another "
                    "file");
    return fail_errno(f, error, "lock", errno);
}

static bool regular_size(struct flashfile *f, size_t *size, GError **error)
{
    struct stat st;

    if (fstat(f->fd, &st) != 0)
        return fail_errno(f, error, "look at", errno);
    if (!S_ISREG(st.st_mode))
        return fail(f, error, "not a regular file; a disk image is one");
    *size = (size_t)st.st_size;
    return true;
}

/* Holes become real: afterwards no write through the mapping can fail. */
static bool allocate(struct flashfile *f, size_t bytes, GError **error)
{
    int err = posix_fallocate(f->fd, 0, (off_t)bytes);

    return err == 0 || fail_errno(f, error, "allocate", err);
}

/* A file of exactly the chips' size becomes a unit's. */
static bool add_trailer(struct flashfile *f, size_t size,
                        const struct flashfile_request *r, GError **error)
{
    uint8_t t[TRAILER_BYTES];
    ssize_t did;

    f->map_bytes = size + TRAILER_BYTES;
    if (!allocate(f, size, error))
        return false;
    fill_trailer(f, t, r->serial);
    errno = ENOSPC; /* what a short write means */
    did = pwrite(f->fd, t, sizeof t, (off_t)size);
    if (did == (ssize_t)sizeof t)
        return true;
    fail_errno(f, error, "write", errno);
    if (ftruncate(f->fd, (off_t)size) != 0)
        g_debug("%s: %s", f->path, g_strerror(errno));
    return false;
}

static bool claim(struct flashfile *f, const struct flashfile_request *r,
                  size_t size, GError **error)
{
    uint8_t t[TRAILER_BYTES] = {0};
    bool magic = size > TRAILER_BYTES &&
                 pread(f->fd, t, sizeof t, (off_t)size - TRAILER_BYTES) ==
                     (ssize_t)sizeof t &&
                 trailer_is(t);

    f->map_bytes = size;
    if (magic || (size > TRAILER_BYTES && is_chips_size(size - TRAILER_BYTES)))
        return check_trailer(f, t, size, r, error) &&
               (r->mode == FLASHFILE_LOOK || allocate(f, size, error));
    if (r->mode == FLASHFILE_LOOK)
        return fail(f, error,
                    "no disk image of a unit: it has no trailer%s",
                    is_chips_size(size) ? " yet; a pixemu that uses it adds "
                                          "one" : "");
    f->model = r->model ? r->model : r->otherwise;
    if (r->card)
        f->storage.card = *r->card;
    if (!check_fit(f, error))
        return false;
    if (size != chips_bytes(f))
        return fail_size(f, size, error);
    return add_trailer(f, size, r, error);
}

static bool open_existing(struct flashfile *f,
                          const struct flashfile_request *r, GError **error)
{
    bool look = r->mode == FLASHFILE_LOOK;
    size_t size = 0;

    return lock(f, look ? LOCK_SH : LOCK_EX, error) &&
           regular_size(f, &size, error) && claim(f, r, size, error) &&
           map_file(f, look ? PROT_READ : PROT_READ | PROT_WRITE, error);
}

/* --- files that come to be --------------------------------------------- */

static struct flashfile *new_flashfile(const char *path)
{
    struct flashfile *f = g_new0(struct flashfile, 1);

    f->path = g_strdup(path);
    f->fd = -1;
    return f;
}

/* A file without a name, or, where the file system has no such thing, with
 * a name of its own. */
static bool open_unnamed(struct flashfile *f, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(f->path);

    f->fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    if (f->fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR ||
                      errno == EINVAL)) {
        f->temporary = g_strconcat(f->path, ".XXXXXX", NULL);
        f->fd = g_mkstemp_full(f->temporary, O_RDWR | O_CLOEXEC, 0666);
        if (f->fd < 0)
            g_clear_pointer(&f->temporary, g_free);
    }
    if (f->fd < 0 && errno == ENOENT)
        return fail(f, error, "there is no folder %s; make it or choose "
                              "another place", folder);
    return f->fd >= 0 || fail_errno(f, error, "create", errno);
}

/* Written, since setting it through the map costs a fault for every page. */
static bool write_blank(struct flashfile *f, GError **error)
{
    size_t chips = chips_bytes(f), at = 0, piece = MIN(chips, 1u << 20);
    g_autofree uint8_t *blank = g_malloc(piece);

    memset(blank, 0xff, piece);
    while (at < chips) {
        ssize_t did = pwrite(f->fd, blank, MIN(piece, chips - at), (off_t)at);

        if (did < 0 && errno != EINTR)
            return fail_errno(f, error, "write", errno);
        at += did > 0 ? (size_t)did : 0;
    }
    return true;
}

/* The chips are blank already. */
static void begin(struct flashfile *f, const uint32_t *serial)
{
    fill_trailer(f, f->map + chips_bytes(f), serial);
    lend(f);
    f->created = true;
}

struct flashfile *flashfile_create(const char *path, const struct model *model,
                                   enum flash_card card,
                                   const uint32_t *serial, GError **error)
{
    struct flashfile *f = new_flashfile(path);
    struct stat st;

    f->model = model;
    f->storage.card = card;
    f->map_bytes = chips_bytes(f) + TRAILER_BYTES;
    if (lstat(path, &st) == 0 && stat(path, &st) != 0)
        fail(f, error, "is a link to a file that can't be reached; remove it "
                       "or choose another name");
    else if (lstat(path, &st) == 0)
        fail(f, error, "exists already; remove it or choose another name");
    else if (check_fit(f, error) && open_unnamed(f, error) &&
             lock(f, LOCK_EX, error) && allocate(f, f->map_bytes, error) &&
             write_blank(f, error) &&
             map_file(f, PROT_READ | PROT_WRITE, error)) {
        begin(f, serial);
        return f;
    }
    flashfile_close(f);
    return NULL;
}

/* Where there are no links, as on folders shared with another system: the name
 * is taken first.  errno otherwise. */
static bool take_name(struct flashfile *f)
{
    int fd = open(f->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0)
        return false;
    close(fd);
    if (rename(f->temporary, f->path) == 0)
        return true;
    unlink(f->path);
    return false;
}

/* Gives the file its name unless something has it; errno otherwise. */
static bool name_file(struct flashfile *f)
{
    g_autofree char *self = g_strdup_printf("/proc/self/fd/%d", f->fd);

    if (!f->temporary)
        return linkat(AT_FDCWD, self, AT_FDCWD, f->path,
                      AT_SYMLINK_FOLLOW) == 0;
    if (renameat2(AT_FDCWD, f->temporary, AT_FDCWD, f->path,
                  RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL)
        return false;
    if (link(f->temporary, f->path) != 0)
        return errno != EEXIST && take_name(f);
    unlink(f->temporary);
    return true;
}

bool flashfile_publish(struct flashfile *f, GError **error)
{
    if (name_file(f)) {
        g_clear_pointer(&f->temporary, g_free);
        return true;
    }
    if (errno == EEXIST)
        return fail(f, error,
                    "exists already; remove it or choose another name");
    return fail_errno(f, error, "create", errno);
}

struct flashfile *flashfile_in_memory(const struct model *model,
                                      enum flash_card card,
                                      const uint32_t *serial, GError **error)
{
    struct flashfile *f = new_flashfile(NULL);
    void *map;

    f->model = model;
    f->storage.card = card;
    if (!check_fit(f, error)) {
        flashfile_close(f);
        return NULL;
    }
    f->map_bytes = chips_bytes(f) + TRAILER_BYTES;
    map = mmap(NULL, f->map_bytes, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (map == MAP_FAILED)
        g_error("no memory for %zu bytes of flash", f->map_bytes);
    /* All of it is touched at once: fewer faults, where that can be had. */
    madvise(map, f->map_bytes, MADV_HUGEPAGE);
    f->map = map;
    memset(f->map, 0xff, chips_bytes(f));
    begin(f, serial);
    return f;
}

/* --- open and close ---------------------------------------------------- */

static struct flashfile *create_and_publish(const struct flashfile_request *r,
                                            GError **error)
{
    struct flashfile *f = flashfile_create(
        r->path, r->model ? r->model : r->otherwise,
        r->card ? *r->card : FLASH_AT29, r->serial, error);

    if (f && flashfile_publish(f, error))
        return f;
    flashfile_close(f);
    return NULL;
}

struct flashfile *flashfile_open(const struct flashfile_request *r,
                                 GError **error)
{
    struct flashfile *f = new_flashfile(r->path);
    bool look = r->mode == FLASHFILE_LOOK;

    f->fd = open(r->path, (look ? O_RDONLY : O_RDWR) | O_CLOEXEC | O_NONBLOCK);
    if (f->fd < 0 && errno == ENOENT && !look) {
        flashfile_close(f);
        return create_and_publish(r, error);
    }
    if (f->fd < 0 && errno == EISDIR)
        fail(f, error, "not a regular file; a disk image is one");
    else if (f->fd < 0)
        fail_errno(f, error, look ? "read" : "write", errno);
    else if (open_existing(f, r, error)) {
        lend(f);
        return f;
    }
    flashfile_close(f);
    return NULL;
}

void flashfile_close(struct flashfile *f)
{
    if (!f)
        return;
    if (f->map)
        munmap(f->map, f->map_bytes);
    if (f->fd >= 0)
        close(f->fd);
    if (f->temporary)
        unlink(f->temporary);
    g_free(f->temporary);
    g_free(f->path);
    g_free(f);
}
