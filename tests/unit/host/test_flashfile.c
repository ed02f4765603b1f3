/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_flashfile.c - disk images of units: host/disk/flashfile.c. */
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/disk/flashfile.h"

enum { TRAILER = 8192, CHIPS_525 = 16 << 20, CHIPS_520 = 2 << 20 };

static char *folder, *path;

static void setup(void)
{
    folder = g_dir_make_tmp("flashfile-XXXXXX", NULL);
    path = g_build_filename(folder, "a.flash", NULL);
}

static void teardown(void)
{
    g_remove(path);
    g_assert_cmpint(g_rmdir(folder), ==, 0); /* nothing else was left */
    g_free(path);
    g_free(folder);
}

/* Closed again: only what went wrong matters.  NULL: nothing did. */
/* A new unit's chips, and those of a file without a trailer, take writes in
 * command sequences only. */
static void begins_protected(void)
{
    static const enum flash_card cards[] = {FLASH_AT29, FLASH_STRATA};

    for (unsigned i = 0; i < G_N_ELEMENTS(cards); i++) {
        struct flashfile *f = flashfile_in_memory(
            model_find("525"), cards[i], NULL, NULL);

        for (unsigned n = 0; n < 32; n++)
            g_assert_cmpuint(f->storage.protection[n], ==,
                             cards[i] == FLASH_AT29 ? PROTECTION_AT29 : 0);
        flashfile_close(f);
    }
}

static char *open_error(const char *model, enum flashfile_mode mode)
{
    struct flashfile_request r = {
        .path = path,
        .mode = mode,
        .model = model ? model_find(model) : NULL,
        .otherwise = model_find("525"),
    };
    GError *error = NULL;
    struct flashfile *f = flashfile_open(&r, &error);
    char *text = NULL;

    g_assert_true((f == NULL) == (error != NULL));
    flashfile_close(f);
    if (error)
        text = g_strdup(error->message);
    g_clear_error(&error);
    return text;
}

static struct flashfile *open_as(const char *model, uint32_t serial)
{
    struct flashfile_request r = {
        .path = path,
        .model = model ? model_find(model) : NULL,
        .otherwise = model_find("525"),
        .serial = serial ? &serial : NULL,
    };
    GError *error = NULL;
    struct flashfile *f = flashfile_open(&r, &error);

    if (!f)
        g_error("%s", error->message);
    return f;
}

static void expect(char *is, const char *part)
{
    if (!is || !strstr(is, part) || !g_str_has_prefix(is, path) ||
        strchr(is, '\n')) {
        g_test_message("'%s' says nothing of '%s'", is ? is : "", part);
        g_test_fail();
    }
    g_free(is);
}

static void write_file(const void *data, gsize n)
{
    g_assert_true(g_file_set_contents(path, data, (gssize)n, NULL));
}

static void flip(size_t at)
{
    FILE *f = g_fopen(path, "r+b");
    int c;

    fseek(f, (long)at, SEEK_SET);
    c = fgetc(f);
    fseek(f, (long)at, SEEK_SET);
    fputc(c ^ 1, f);
    fclose(f);
}

static off_t size_now(void)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_size : -1;
}

/* --- what is there afterwards ------------------------------------------ */

static void test_created(void)
{
    static const uint8_t blank[128] = {[0 ... 127] = 0xff}, zero[128];
    struct flashfile *f;

    setup();
    f = open_as("520", 77);
    g_assert_true(f->created);
    g_assert_cmpstr(f->model->name, ==, "520");
    g_assert_cmpuint(f->storage.flash_size, ==, CHIPS_520);
    g_assert_cmpuint(f->storage.serial, ==, 77);
    for (size_t i = 0; i < CHIPS_520; i++)
        if (f->storage.flash[i] != 0xff)
            g_error("byte %zx", i);
    g_assert_cmpmem(f->storage.cmos, 128, zero, 128);
    for (unsigned i = 0; i < UNIT_PORTS_MAX; i++)
        g_assert_cmpmem(f->storage.eeprom[i], 128, blank, 128);
    flashfile_close(f);
    g_assert_cmpint(size_now(), ==, CHIPS_520 + TRAILER);
    teardown();
}

/* Offsets of docs/hardware.md, read from the file itself. */
static void test_trailer(void)
{
    g_autofree char *data = NULL;
    struct flashfile *f;
    const char *t;
    gsize n;

    setup();
    f = open_as("520", 0x01020304);
    f->storage.protection[3] = 0x55;
    f->storage.cmos[127] = 0x66;
    f->storage.eeprom[15][127] = 0x77;
    flashfile_close(f);
    g_assert_true(g_file_get_contents(path, &data, &n, NULL));
    t = data + CHIPS_520;
    g_assert_cmpmem(t, 8, "PXTRAIL1", 8);
    g_assert_cmpmem(t + 8, 4, "\x00\x20\x00\x00", 4);
    g_assert_cmpmem(t + 12, 4, "\x00\x00\x20\x00", 4);
    g_assert_cmpmem(t + 16, 16, "520\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    g_assert_cmpmem(t + 32, 4, "\x04\x03\x02\x01", 4);
    g_assert_cmphex(t[64 + 3], ==, 0x55);
    g_assert_cmphex(t[128 + 127], ==, 0x66);
    g_assert_cmphex(t[256 + 15 * 128 + 127], ==, 0x77);
    g_assert_cmphex(t[8191], ==, 0);
    teardown();
}

static void test_kept(void)
{
    struct flashfile *f;

    setup();
    f = open_as("520", 77);
    f->storage.flash[1234] = 0x5a;
    f->storage.protection[0] = 1;
    flashfile_close(f);
    f = open_as(NULL, 88); /* model and serial number are the file's */
    g_assert_false(f->created);
    g_assert_cmpstr(f->model->name, ==, "520");
    g_assert_cmpuint(f->storage.serial, ==, 77);
    g_assert_cmphex(f->storage.flash[1234], ==, 0x5a);
    g_assert_cmphex(f->storage.protection[0], ==, 1);
    flashfile_close(f);
    teardown();
}

static void test_random_serial(void)
{
    struct flashfile *f;
    uint32_t a;

    setup();
    f = open_as("520", 0);
    a = f->storage.serial;
    flashfile_close(f);
    g_remove(path);
    f = open_as("520", 0);
    g_assert_cmpuint(f->storage.serial, !=, a);
    flashfile_close(f);
    teardown();
}

static void test_bare(void)
{
    g_autofree char *data = g_malloc(CHIPS_525);
    struct flashfile *f;

    setup();
    memset(data, 0x42, CHIPS_525);
    write_file(data, CHIPS_525);
    expect(open_error(NULL, FLASHFILE_LOOK), "no trailer yet");
    g_assert_cmpint(size_now(), ==, CHIPS_525);
    f = open_as(NULL, 5);
    g_assert_cmpstr(f->model->name, ==, "525");
    g_assert_false(f->created);
    g_assert_cmphex(f->storage.flash[CHIPS_525 - 1], ==, 0x42);
    flashfile_close(f);
    g_assert_cmpint(size_now(), ==, CHIPS_525 + TRAILER);
    f = open_as(NULL, 6);
    g_assert_cmpuint(f->storage.serial, ==, 5);
    flashfile_close(f);
    teardown();
}

static void test_allocated(void)
{
    struct stat st;

    setup();
    write_file("", 0);
    g_assert_cmpint(truncate(path, CHIPS_525), ==, 0); /* one hole */
    flashfile_close(open_as(NULL, 0));
    g_assert_cmpint(stat(path, &st), ==, 0);
    g_assert_cmpint(st.st_blocks * 512, >=, CHIPS_525 + TRAILER);
    teardown();
}

static void test_memory(void)
{
    uint32_t serial = 9;
    struct flashfile *f = flashfile_in_memory(model_find("525"), FLASH_AT29,
                                              &serial, NULL);

    g_assert_null(f->path);
    g_assert_cmpuint(f->storage.serial, ==, 9);
    g_assert_cmpuint(f->storage.flash_size, ==, CHIPS_525);
    g_assert_cmphex(f->storage.flash[0], ==, 0xff);
    f->storage.flash[CHIPS_525 - 1] = 0;
    flashfile_close(f);
    flashfile_close(NULL);
}

static void test_cards(void)
{
    enum flash_card strata = FLASH_STRATA, at29 = FLASH_AT29;
    struct flashfile_request r = {.path = path, .card = &strata,
                                  .model = model_find("501")};
    GError *error = NULL;
    struct flashfile *f;

    setup();
    r.path = path;
    g_assert_null(flashfile_open(&r, &error));
    expect(g_strdup(error->message), "soldered");
    g_clear_error(&error);
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_null(flashfile_in_memory(r.model, strata, NULL, NULL));
    r.model = model_find("520");
    f = flashfile_open(&r, NULL);
    g_assert_cmpuint(f->storage.flash_size, ==, CHIPS_525);
    g_assert_cmpint(f->storage.card, ==, FLASH_STRATA);
    flashfile_close(f);
    r.card = &at29;
    g_assert_null(flashfile_open(&r, &error));
    expect(g_strdup(error->message), "a card strata and not at29");
    g_clear_error(&error);
    r.card = NULL; /* the file knows */
    f = flashfile_open(&r, NULL);
    g_assert_cmpint(f->storage.card, ==, FLASH_STRATA);
    flashfile_close(f);
    flip(CHIPS_525 + 40); /* a card of the future, with a line's end in it */
    g_assert_null(flashfile_open(&r, &error));
    expect(g_strdup(error->message), "does not know");
    g_clear_error(&error);
    teardown();
}

/* --- what is refused --------------------------------------------------- */

static void test_locked(void)
{
    struct flashfile *f;

    setup();
    f = open_as("520", 0);
    expect(open_error(NULL, FLASHFILE_USE), "in use by another pixemu");
    expect(open_error(NULL, FLASHFILE_LOOK), "in use by another pixemu");
    flashfile_close(f);
    g_assert_null(open_error(NULL, FLASHFILE_LOOK));
    f = open_as(NULL, 0);
    flashfile_close(f);
    teardown();
}

static void test_other_model(void)
{
    setup();
    flashfile_close(open_as("515", 0));
    expect(open_error("525", FLASHFILE_USE), "belongs to a PIX-515");
    expect(open_error("525", FLASHFILE_USE), "and not to a PIX-525");
    g_assert_null(open_error("515", FLASHFILE_USE));
    teardown();
}

static void test_sizes(void)
{
    g_autofree char *data = g_malloc0(CHIPS_525 + TRAILER);

    setup();
    write_file(data, 1000);
    expect(open_error(NULL, FLASHFILE_USE),
           "1000 bytes, but the flash of a PIX-525 has 16777216");
    g_assert_cmpint(size_now(), ==, 1000);
    write_file(data, 0);
    expect(open_error(NULL, FLASHFILE_USE), "0 bytes");
    write_file(data, CHIPS_520);
    expect(open_error(NULL, FLASHFILE_USE), "--model=510, 520 has as many");
    g_assert_null(open_error("520", FLASHFILE_USE));
    teardown();
}

static void test_damaged(void)
{
    static const unsigned at[] = {0, 9, 13, 16, 33, 36};

    setup();
    flashfile_close(open_as("520", 7));
    for (unsigned i = 0; i < G_N_ELEMENTS(at); i++) {
        flip(CHIPS_520 + at[i]);
        expect(open_error(NULL, FLASHFILE_USE), "trailer is damaged");
        flip(CHIPS_520 + at[i]);
    }
    g_assert_null(open_error(NULL, FLASHFILE_USE));
    teardown();
}

static void test_cut(void)
{
    g_autofree char *data = NULL;
    gsize n;

    setup();
    flashfile_close(open_as("520", 7));
    g_assert_true(g_file_get_contents(path, &data, &n, NULL));
    write_file(data + 512, n - 512); /* its beginning is missing */
    expect(open_error(NULL, FLASHFILE_USE), "a part is missing or too much");
    teardown();
}

static void test_no_file(void)
{
    setup();
    g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    expect(open_error(NULL, FLASHFILE_USE), "not a regular file");
    expect(open_error(NULL, FLASHFILE_LOOK), "not a regular file");
    g_rmdir(path);
    expect(open_error(NULL, FLASHFILE_LOOK), "No such file");
    g_assert_cmpint(size_now(), ==, -1);
    g_free(path);
    path = g_build_filename(folder, "no", "such", "folder", NULL);
    expect(open_error(NULL, FLASHFILE_USE), "there is no folder");
    teardown();
}

static void test_full_disk(void)
{
    struct rlimit was, small;
    g_autofree char *data = g_malloc0(CHIPS_525);

    setup();
    write_file(data, CHIPS_525);
    getrlimit(RLIMIT_FSIZE, &was);
    small = was;
    small.rlim_cur = CHIPS_525 + 4096; /* the trailer fits by half */
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    expect(open_error("525", FLASHFILE_USE), "no room for 16785408 bytes");
    g_assert_cmpint(size_now(), ==, CHIPS_525);
    g_remove(path);
    expect(open_error("525", FLASHFILE_USE), "no room for 16785408 bytes");
    setrlimit(RLIMIT_FSIZE, &was);
    g_assert_cmpint(size_now(), ==, -1);
    teardown();
}

/* --- create and publish ------------------------------------------------ */

static void test_unpublished(void)
{
    struct flashfile *f;

    setup();
    f = flashfile_create(path, model_find("520"), FLASH_AT29, NULL, NULL);
    g_assert_nonnull(f);
    g_assert_cmpint(size_now(), ==, -1);
    flashfile_close(f);
    g_assert_cmpint(size_now(), ==, -1);
    teardown();
}

static void test_name_taken(void)
{
    GError *error = NULL;
    struct flashfile *f;

    setup();
    f = flashfile_create(path, model_find("520"), FLASH_AT29, NULL, NULL);
    write_file("mine", 4);
    g_assert_false(flashfile_publish(f, &error));
    g_assert_nonnull(strstr(error->message, "exists already"));
    g_clear_error(&error);
    flashfile_close(f);
    g_assert_cmpint(size_now(), ==, 4);
    g_assert_null(flashfile_create(path, model_find("520"), FLASH_AT29, NULL,
                                   &error));
    g_assert_nonnull(strstr(error->message, "exists already"));
    g_clear_error(&error);
    teardown();
}

#define TEST(name, function) g_test_add_func("/flashfile/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    TEST("a-new-one-is-blank", test_created);
    TEST("the-trailer-is-as-documented", test_trailer);
    TEST("what-is-written-stays", test_kept);
    TEST("serial-numbers-differ", test_random_serial);
    TEST("a-file-of-the-chips-alone-gets-a-trailer", test_bare);
    TEST("chips-begin-protected", begins_protected);
    TEST("holes-are-filled", test_allocated);
    TEST("in-memory-only", test_memory);
    TEST("flash cards", test_cards);
    TEST("one-in-use-is-refused", test_locked);
    TEST("one-of-another-model-is-refused", test_other_model);
    TEST("wrong-sizes-are-named", test_sizes);
    TEST("a-damaged-trailer-is-refused", test_damaged);
    TEST("a-cut-one-is-refused", test_cut);
    TEST("what-is-no-file-is-refused", test_no_file);
    TEST("a-full-disk-leaves-everything-as-it-was", test_full_disk);
    TEST("unpublished-it-leaves-nothing", test_unpublished);
    TEST("a-taken-name-is-not-overwritten", test_name_taken);
    return g_test_run();
}
