/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * test_commandcuts.c - the runtime's commands that write to flash, typed, and
 * power cuts.
 *
 * The supply fails at some half of some program cycle.  Whatever the moment:
 * configuration, key and layout are old or new, whole; the unit starts, and
 * the same command again completes.  `make check` takes some hundred moments
 * of what is long; with SOAK in the environment every one is tried.
 */
#include <glib.h>
#include <string.h>

#include "guest/config/save.h"
#include "guest/lib/bytes.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/install.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/processor.h"
#include "guest/runtime/unit/store.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/unit/wallclock.h"
#include "tests/unit/guest/ramflash.h"

enum {
    MIB = 1024 * 1024,
    SERIAL = 12345678,
    IMAGE_BYTES = 400 * 512,
    CUTS = 150, /* of a command, if not all */
};

/* --- what the runtime has around these --------------------------------- */

static void copy(struct cli *, int argc, char **argv);

static const struct command copy_command[] = {
    {"copy", "", "Install the image that has come", CLI_PRIVILEGED,
     .run = copy},
    {0},
};
static const struct command *const tables[] = {
    cli_basic_commands, config_basic_commands, config_save_commands,
    activation_commands, flashfs_commands, copy_command, NULL};

void clock_fine(bool on)
{
    (void)on;
}

void clock_rest(unsigned microseconds)
{
    (void)microseconds;
}

void processor_text(char *to, size_t n, const struct platform *p)
{
    (void)p;
    g_strlcpy(to, "a test", n);
}

void wallclock_text(char *to, size_t n, bool weekday)
{
    (void)weekday;
    g_strlcpy(to, "12:00:00.000 UTC Tue Sep 11 2001", n);
}

uint32_t memory_total(void)
{
    return 16 << 20;
}

void *memory_take(uint32_t n)
{
    static uint8_t text[CONFIG_TEXT_LEAST + 1];

    return n <= sizeof text ? text : NULL;
}

bool flashcard_find(struct flashcard *card,
                    void (*rest)(void *far, unsigned microseconds), void *far)
{
    (void)rest, (void)far;
    card->serial = SERIAL;
    card->flash = ramflash.flash;
    return true;
}

/* --- a session --------------------------------------------------------- */

static struct cli cli;
static GString *said;
static uint8_t *old_image, *new_image;

static void put(void *far, char c)
{
    (void)far;
    g_string_append_c(said, c);
}

static int answer_yes(void *far)
{
    (void)far;
    return '\r';
}

static const struct cli_io io = {.put = put, .get = answer_yes};

static void copy(struct cli *to, int argc, char **argv)
{
    struct transfer t = {new_image, IMAGE_BYTES};

    (void)argc, (void)argv;
    install_file(to, &t, FLASHFS_IMAGE);
}

/* Power on, as far as the prompt. */
static void start(void)
{
    memset(&unit, 0, sizeof unit);
    unit.release = RELEASE(6, 2, 1);
    unit.image.major = 6;
    unit.image.minor = 2;
    unit.image.file_bytes = IMAGE_BYTES;
    memcpy(unit.image.md5, old_image + 32, sizeof unit.image.md5);
    unit.image.sum = get_le16(old_image + 28);
    unit.boot.source = BOOT_FROM_FLASH;
    unit.cli.release = unit.release;
    unit.cli.tables = tables;
    unit.cli.config = &unit.config;
    unit.cli.settings = &unit.config.state.cli;
    unit.config.release_text = "6.2(1)";
    unit.config.store = &store_flash;
    store_lend_text(&unit.config);
    unit_look_around();
    config_defaults(&unit.config, unit.release, 2);
    cli_begin(&cli, &unit.cli, &io);
    cli.mode = CLI_CONFIG;
    save_start(&cli);
}

static void type(const char *text)
{
    g_autofree char *line = g_strdup(text);

    g_string_truncate(said, 0);
    cli_line(&cli, line);
}

/* --- what must be old or new ------------------------------------------- */

struct facts {
    uint32_t generation, key;
    char host; /* the first letter in the configuration; 0: none */
};

static char host_in(struct flashfs *fs)
{
    static char text[CONFIG_TEXT_LEAST + 1];
    const char *host;
    uint32_t n;

    if (flashfs_get(fs, FLASHFS_CONFIG, text, CONFIG_TEXT_LEAST, &n) ==
        FLASHFS_ABSENT)
        return 0;
    text[n] = '\0';
    g_assert_true(g_str_has_suffix(text, ": end\n"));
    host = strstr(text, "hostname ");
    return host ? host[9] : '?';
}

static struct facts look(void)
{
    uint32_t key[4] = {0};
    struct flashfs fs;

    g_assert_cmpint(flashfs_open_any(&fs, &ramflash.flash, &flashfs_layout),
                    ==, FLASHFS_GOOD);
    g_assert_cmpint(flashfs_key_get(&fs, key), ==, FLASHFS_GOOD);
    return (struct facts){fs.layout->generation, key[0], host_in(&fs)};
}

static void check(const struct facts *is, const struct facts *old,
                  const struct facts *new)
{
    g_assert_true(is->generation == old->generation ||
                  is->generation == new->generation);
    g_assert_true(is->key == old->key || is->key == new->key);
    g_assert_true(is->host == old->host || is->host == new->host);
}

/* --- cuts -------------------------------------------------------------- */

static void make_key(char *line, size_t n, enum licence_type type_)
{
    struct licence l;
    uint32_t key[4];

    licence_of_type(&l, type_);
    l.format = 2;
    g_assert_true(licence_make(SERIAL, &l, key));
    g_snprintf(line, n, "activation-key %08x %08x %08x %08x", key[0], key[1],
               key[2], key[3]);
}

/* 0: 16 MiB in blocks. */
static void begin(uint32_t flash_bytes)
{
    char key[80];
    struct flashfs_writer w;
    struct flashfs fs;

    if (!said) {
        said = g_string_new(NULL);
        old_image = make_image_of(IMAGE_BYTES, 1);
        new_image = make_image_of(IMAGE_BYTES, 2);
    }
    if (flash_bytes)
        ramflash_setup(flash_bytes);
    else
        ramflash_setup_blocks(16 * MIB);
    ramflash_open(&fs);
    flashfs_write_begin(&w, &fs, FLASHFS_IMAGE, IMAGE_BYTES);
    flashfs_write_add(&w, old_image, IMAGE_BYTES);
    g_assert_cmpint(flashfs_write_end(&w), ==, FLASHFS_GOOD);
    start();
    make_key(key, sizeof key, LICENCE_RESTRICTED);
    type(key);
    type("hostname First");
    type("write memory");
    g_assert_nonnull(strstr(said->str, "[OK]"));
}

/* What is typed without saving, then the command. */
static void cuts_of(const char *first, const char *command, const char *done)
{
    g_autofree uint8_t *before = g_memdup2(ramflash.array,
                                           ramflash.flash.bytes);
    struct facts old = look(), new, is;
    unsigned cuts = 0;
    int steps, stride;

    start();
    type(first);
    ramflash.steps_left = RAMFLASH_ALWAYS;
    type(command);
    g_assert_nonnull(strstr(said->str, done));
    steps = ramflash_steps();
    g_assert_cmpint(steps, >, 0);
    new = look();
    stride = g_getenv("SOAK") ? 1 : MAX(1, steps / CUTS);
    for (int step = 1; step <= steps; step += stride) {
        memcpy(ramflash.array, before, ramflash.flash.bytes);
        start();
        type(first);
        ramflash.steps_left = step;
        type(command);
        g_assert_cmpint(ramflash.steps_left, ==, 0);
        ramflash.steps_left = RAMFLASH_ALWAYS;
        is = look();
        check(&is, &old, &new);
        start();
        type(first);
        type(command);
        is = look();
        g_assert_true(is.host == new.host && is.key == new.key);
        if (g_test_failed())
            g_error("%s: after a cut at step %d", command, step);
        cuts++;
    }
    g_test_message("%s: %u cuts, %d steps", command, cuts, steps);
}

/* In sectors and in blocks. */
static const uint32_t both[] = {2 * MIB, 0};

static void test_write_memory(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        begin(both[i]);
        cuts_of("hostname Second", "write memory", "[OK]");
        ramflash_teardown();
    }
}

static void test_write_erase(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        begin(both[i]);
        cuts_of("", "write erase", "[confirm]");
        cuts_of("hostname Third", "write memory", "[OK]");
        ramflash_teardown();
    }
}

static void test_activation_key(void)
{
    char key[80];

    make_key(key, sizeof key, LICENCE_UNRESTRICTED);
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        begin(both[i]);
        cuts_of("", key, "has been modified");
        ramflash_teardown();
    }
}

static void test_downgrade(void)
{
    static const uint32_t sizes[] = {2 * MIB, 8 * MIB, 0};

    for (unsigned i = 0; i < G_N_ELEMENTS(sizes); i++) {
        begin(sizes[i]);
        cuts_of("", "flash downgrade 5.1", "layout of release 5.1");
        ramflash_teardown();
        begin(sizes[i]);
        cuts_of("", "clear flashfs", STR_FLASH_CLEARED);
        ramflash_teardown();
    }
}

/* The image is old, new, or noticed to be neither. */
static void test_copy(void)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(both); i++) {
        begin(both[i]);
        cuts_of("", "copy", "Writing");
        g_assert_true(memcmp(ramflash.array, new_image, IMAGE_BYTES) == 0);
        ramflash_teardown();
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_set_nonfatal_assertions();
    g_test_add_func("/commandcuts/write-memory", test_write_memory);
    g_test_add_func("/commandcuts/write-erase", test_write_erase);
    g_test_add_func("/commandcuts/activation-key", test_activation_key);
    g_test_add_func("/commandcuts/flash-downgrade", test_downgrade);
    g_test_add_func("/commandcuts/copy", test_copy);
    return g_test_run();
}
