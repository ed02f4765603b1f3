/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_hands.c - diskettes put into the drive and taken out again, and what
 * the files have of it. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/floppy.h"
#include "tests/unit/host/stub_machine.h"

enum { WHOLE = 1474560 };

struct bench {
    char *folder;
    struct unit *unit;
    struct floppy *drive;
    GString *moves; /* 'o'ut and 'i'n */
};

static void on_moved(void *far, bool out)
{
    g_string_append_c(((struct bench *)far)->moves, out ? 'o' : 'i');
}

static void setup(struct bench *b, gconstpointer data)
{
    (void)data;
    b->folder = g_dir_make_tmp("pixemu-hands-XXXXXX", NULL);
    b->unit = stub_unit_new();
    b->unit->drive = true;
    b->drive = floppy_new();
    b->moves = g_string_new(NULL);
    floppy_watch(b->drive, &(struct floppy_watch){on_moved, b});
}

static void teardown(struct bench *b, gconstpointer data)
{
    char *argv[] = {(char *)"rm", (char *)"-r", b->folder, NULL};

    (void)data;
    floppy_free(b->drive);
    unit_free(b->unit);
    g_string_free(b->moves, TRUE);
    g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                 NULL, NULL);
    g_free(b->folder);
}

/* A diskette of so many bytes of 11h; g_free() its name. */
static char *diskette(struct bench *b, const char *name, gsize size)
{
    char *path = g_build_filename(b->folder, name, NULL);
    char *bytes = g_malloc(size + 1);

    memset(bytes, 0x11, size);
    g_assert_true(g_file_set_contents(path, bytes, (gssize)size, NULL));
    g_free(bytes);
    return path;
}

static off_t size_of(const char *path)
{
    struct stat st;

    g_assert_cmpint(g_stat(path, &st), ==, 0);
    return st.st_size;
}

static void put_in(struct bench *b, const char *path)
{
    GError *err = NULL;

    floppy_insert(b->drive, path, FLOPPY_AS_FILE, &err);
    g_assert_no_error(err);
}

static void in_and_out(struct bench *b, gconstpointer data)
{
    char *one = diskette(b, "one.img", WHOLE);
    char *two = diskette(b, "two.img", 512);

    (void)data;
    put_in(b, one);
    g_assert_false(floppy_there(b->drive)); /* no unit yet */
    floppy_mount(b->drive, b->unit);
    g_assert_true(floppy_there(b->drive));
    g_assert_true(b->unit->loaded);
    g_assert_cmpstr(floppy_file(b->drive), ==, one);
    put_in(b, two);
    g_assert_cmpstr(floppy_file(b->drive), ==, two);
    g_assert_cmpuint(b->unit->medium.formatted(b->unit->medium.far), ==, 1);
    floppy_eject(b->drive);
    floppy_eject(b->drive);
    g_assert_false(b->unit->loaded);
    g_assert_null(floppy_file(b->drive));
    g_assert_cmpstr(b->moves->str, ==, "ioio");
    g_free(one);
    g_free(two);
}

static void what_is_refused(struct bench *b, gconstpointer data)
{
    char *good = diskette(b, "good.img", WHOLE);
    char *odd = diskette(b, "odd.img", 1000);
    char *big = diskette(b, "big.img", WHOLE + 512);
    char *gone = g_build_filename(b->folder, "gone.img", NULL);
    const struct {
        const char *path, *says;
    } rows[] = {
        {b->folder, "is a directory, not a diskette image"},
        {odd, "its size is not a multiple of 512 up to 1474560 bytes"},
        {big, "its size is not a multiple of 512 up to 1474560 bytes"},
        {gone, "truncate -s 1474560 makes an empty one"},
        {"/dev/null", "is not an ordinary file"},
    };

    (void)data;
    floppy_mount(b->drive, b->unit);
    put_in(b, good);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        GError *err = NULL;

        g_assert_false(
            floppy_insert(b->drive, rows[i].path, FLOPPY_AS_FILE, &err));
        g_assert_true(g_str_has_prefix(err->message, rows[i].path));
        g_assert_nonnull(strstr(err->message, rows[i].says));
        g_assert_null(strchr(err->message, '\n'));
        g_clear_error(&err);
        g_assert_cmpstr(floppy_file(b->drive), ==, good);
        g_assert_true(b->unit->loaded);
    }
    g_assert_cmpstr(b->moves->str, ==, "i");
    g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
    g_free(good);
    g_free(odd);
    g_free(big);
    g_free(gone);
}

static void the_notch(struct bench *b, gconstpointer data)
{
    char *path = diskette(b, "a.img", WHOLE);
    GError *err = NULL;

    (void)data;
    floppy_mount(b->drive, b->unit);
    g_assert_true(
        floppy_insert(b->drive, path, FLOPPY_PROTECTED, &err));
    g_assert_true(floppy_protected(b->drive));
    g_assert_true(b->unit->medium.protected);
    /* Put in again where it is already, the notch closed. */
    g_assert_true(floppy_insert(b->drive, path, FLOPPY_WRITABLE, &err));
    g_assert_false(floppy_protected(b->drive));
    g_chmod(path, 0444);
    if (geteuid()) { /* root may write anything */
        g_assert_false(floppy_insert(b->drive, path, FLOPPY_WRITABLE, &err));
        g_clear_error(&err);
        put_in(b, path);
        g_assert_true(floppy_protected(b->drive));
    }
    g_free(path);
}

static void one_drive_at_a_time(struct bench *b, gconstpointer data)
{
    char *path = diskette(b, "a.img", WHOLE), *other = diskette(b, "b.img", 0);
    struct floppy *next = floppy_new();
    GError *err = NULL;

    (void)data;
    put_in(b, path);
    g_assert_true(floppy_insert(next, other, FLOPPY_AS_FILE, &err));
    g_assert_false(floppy_insert(next, path, FLOPPY_AS_FILE, &err));
    g_assert_nonnull(strstr(err->message, "is in another drive"));
    g_clear_error(&err);
    g_assert_cmpstr(floppy_file(next), ==, other);
    put_in(b, path); /* still ours */
    g_assert_false(floppy_insert(next, path, FLOPPY_AS_FILE, &err));
    g_clear_error(&err);
    floppy_eject(b->drive);
    g_assert_true(floppy_insert(next, path, FLOPPY_AS_FILE, &err));
    floppy_free(next);
    g_free(path);
    g_free(other);
}

/* The file is pulled away from under a write: what is there is whole. */
static void sectors_are_whole(struct bench *b, gconstpointer data)
{
    char *path = diskette(b, "a.img", 1024), *bytes;
    uint8_t sector[512];
    const struct floppy_medium *m = &b->unit->medium;
    gsize size;

    (void)data;
    floppy_mount(b->drive, b->unit);
    put_in(b, path);
    memset(sector, 0x22, sizeof sector);
    g_assert_true(m->write(m->far, 1, sector));
    g_assert_true(m->write(m->far, 2, sector));
    floppy_eject(b->drive);
    g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
    g_assert_cmpuint(size, ==, 3 * 512);
    for (gsize i = 0; i < size; i++)
        g_assert_cmphex(bytes[i], ==, i < 512 ? 0x11 : 0x22);
    g_assert_cmpint(size_of(path) % 512, ==, 0);
    g_free(bytes);
    g_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function)                                                   \
    g_test_add("/hands/" name, struct bench, NULL, setup, function, teardown)
    ADD("in-and-out", in_and_out);
    ADD("what-is-refused-and-leaves-the-old-one", what_is_refused);
    ADD("the-notch", the_notch);
    ADD("one-drive-at-a-time", one_drive_at_a_time);
    ADD("sectors-are-whole", sectors_are_whole);
    return g_test_run();
}
