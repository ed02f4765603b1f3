/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mkimage.c - packs programs into a file that the monitor loads and flash
 * holds: guest/image/image.h.  What it writes follows from its arguments and
 * nothing else, so that two builds are byte-identical.
 */
#include <stdio.h>
#include <string.h>

#include "guest/image/image.h"
#include "guest/image/header.h"
#include "guest/lib/bytes.h"
#include "tools/common.h"
#include "tools/elf.h"

static struct {
    char *output, *release, *kind, *generation, *product, *built, *size;
    char *loader, *runtime, *page;
} option;

static const GOptionEntry options[] = {
    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &option.output,
     "file to write", "FILE"},
    {"release", 'r', 0, G_OPTION_ARG_STRING, &option.release,
     "release, such as 6.2(1)", "RELEASE"},
    {"kind", 0, 0, G_OPTION_ARG_STRING, &option.kind,
     "firewall (default), password, pdm or boothelper", "WORD"},
    {"generation", 0, 0, G_OPTION_ARG_STRING, &option.generation,
     "flash layout it reads (default 3)", "N"},
    {"product", 0, 0, G_OPTION_ARG_STRING, &option.product,
     "name of the product", "TEXT"},
    {"built", 0, 0, G_OPTION_ARG_STRING, &option.built, "date of the build",
     "TEXT"},
    {"size", 0, 0, G_OPTION_ARG_STRING, &option.size,
     "zeros behind it up to this size, as on a diskette", "BYTES"},
    {"loader", 0, 0, G_OPTION_ARG_FILENAME, &option.loader,
     "ELF file that runs when it came over the network", "FILE"},
    {"runtime", 0, 0, G_OPTION_ARG_FILENAME, &option.runtime,
     "ELF file that runs when it came from flash", "FILE"},
    {"page", 0, 0, G_OPTION_ARG_FILENAME, &option.page,
     "what a device manager shows, in place of a runtime", "FILE"},
    {0},
};

static uint8_t *header_of(GByteArray *file)
{
    return file->data;
}

static void pad(GByteArray *file)
{
    guint was = file->len, is = (was + IMAGE_UNIT - 1) / IMAGE_UNIT *
                                IMAGE_UNIT;

    g_byte_array_set_size(file, is);
    memset(file->data + was, 0, is - was);
}

static void add_program(GByteArray *file, unsigned at, const char *path)
{
    struct elf_program p;
    const char *wrong;
    g_autofree char *elf = NULL;
    uint8_t *h;
    size_t n;

    if (!path)
        return;
    elf = tool_read(path, &n);
    wrong = elf_flatten((const uint8_t *)elf, n, &p);
    if (wrong)
        die("%s: %s", path, wrong);
    h = header_of(file);
    put_le32(h + at, file->len);
    put_le32(h + at + 4, p.n);
    put_le32(h + at + 8, p.load_pa);
    put_le32(h + at + 12, p.memory_bytes);
    put_le32(h + at + 16, p.entry_pa);
    g_byte_array_append(file, p.bytes, p.n);
    g_free(p.bytes);
    pad(file);
}

/* Nobody runs it: it has no place in memory. */
static void add_page(GByteArray *file, const char *path)
{
    g_autofree char *page = NULL;
    uint8_t *h;
    size_t n;

    if (!path)
        return;
    page = tool_read(path, &n);
    h = header_of(file);
    put_le32(h + IMAGE_RUNTIME_AT, file->len);
    put_le32(h + IMAGE_RUNTIME_AT + 4, (uint32_t)n);
    put_le32(h + IMAGE_RUNTIME_AT + 12, (uint32_t)n);
    g_byte_array_append(file, (const uint8_t *)page, (guint)n);
    pad(file);
}

static void put_text(uint8_t *to, size_t n, const char *name, const char *text)
{
    if (strlen(text) >= n)
        die("%s=%s: at most %zu characters fit", name, text, n - 1);
    memcpy(to, text, strlen(text));
}

static uint32_t kind_of(const char *word)
{
    static const char *const words[] = {
        [IMAGE_FIREWALL] = "firewall",
        [IMAGE_PASSWORD_TOOL] = "password",
        [IMAGE_DEVICE_MANAGER] = "pdm",
        [IMAGE_BOOTHELPER] = "boothelper",
    };

    if (!word)
        return IMAGE_FIREWALL;
    for (uint32_t i = IMAGE_FIREWALL; i <= IMAGE_BOOTHELPER; i++)
        if (g_str_equal(word, words[i]))
            return i;
    die("--kind=%s: it is one of firewall, password, pdm, boothelper", word);
}

static void fill_header(GByteArray *file)
{
    uint8_t *h = header_of(file);
    unsigned major, minor, maintenance;

    tool_release("--release", option.release, &major, &minor, &maintenance);
    memcpy(h, IMAGE_MAGIC, IMAGE_MAGIC_BYTES);
    put_le32(h + IMAGE_HEADER_LENGTH_AT, IMAGE_HEADER_BYTES);
    put_le32(h + IMAGE_FILE_LENGTH_AT, file->len);
    put_le32(h + IMAGE_KIND_AT, kind_of(option.kind));
    h[IMAGE_VERSION_AT] = (uint8_t)major;
    h[IMAGE_VERSION_AT + 1] = (uint8_t)minor;
    h[IMAGE_VERSION_AT + 2] = (uint8_t)maintenance;
    put_le32(h + IMAGE_GENERATION_AT,
             option.generation ? (uint32_t)tool_number("--generation",
                                                       option.generation, 1, 3)
                               : 3);
    put_text(h + IMAGE_RELEASE_AT, IMAGE_RELEASE_BYTES, "--release",
             option.release);
    put_text(h + IMAGE_PRODUCT_AT, IMAGE_PRODUCT_BYTES, "--product",
             option.product);
    put_text(h + IMAGE_BUILT_AT, IMAGE_BUILT_BYTES, "--built", option.built);
}

/* Sum and digest are what image_verify() finds while they are zero. */
static void seal(GByteArray *file)
{
    uint8_t *h = header_of(file);
    struct image_sums sums;
    struct image im;

    if (image_verify(h, file->len, &im, &sums) != IMAGE_BAD_SUM)
        die("the programs do not fit into an image");
    put_le16(h + IMAGE_SUM_AT, sums.sum);
    memcpy(h + IMAGE_MD5_AT, sums.md5, sizeof sums.md5);
    if (image_verify(h, file->len, &im, NULL) != IMAGE_GOOD)
        die("the image does not verify");
}

/* What lies behind the file on its diskette; not part of what is sealed. */
static void fill_up(GByteArray *file)
{
    guint was = file->len, is;

    if (!option.size)
        return;
    is = (guint)tool_number("--size", option.size, 1, 1474560);
    if (is < was)
        die("--size=%s: the file has %u bytes", option.size, was);
    g_byte_array_set_size(file, is);
    memset(file->data + was, 0, is - was);
}

int main(int argc, char **argv)
{
    g_autoptr(GByteArray) file = g_byte_array_new();
    GError *error = NULL;

    g_set_prgname("mkimage");
    argv[0] = NULL; /* it has no commands */
    tool_options(&argc, &argv, options, "",
                 "Packs programs into an image for flash and monitor.");
    if (argc > 1)
        die("'%s' is too much; everything is said by options", argv[1]);
    if (option.page && option.runtime)
        die("--page and --runtime: a file has one or the other");
    if (!option.output || !option.release || !option.product || !option.built)
        die("--output, --release, --product and --built are needed");
    g_byte_array_set_size(file, IMAGE_HEADER_BYTES);
    memset(file->data, 0, IMAGE_HEADER_BYTES);
    add_program(file, IMAGE_LOADER_AT, option.loader);
    add_program(file, IMAGE_RUNTIME_AT, option.runtime);
    add_page(file, option.page);
    fill_header(file);
    seal(file);
    fill_up(file);
    if (!g_file_set_contents(option.output, (const char *)file->data,
                             file->len, &error))
        die("%s: %s", option.output, error->message);
    return 0;
}
