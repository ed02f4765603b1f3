/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pixflash_config.c - `pixflash config`: the saved configuration of a unit,
 * out and in.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "guest/config/frame.h"
#include "tools/common.h"
#include "tools/pixflash.h"
#include "tools/unitflash.h"

enum { TEXT_MAX = 1024 * 1024 }; /* of input; flash has room for less */

/* What comes on standard input; "" from a terminal. */
static GString *read_input(void)
{
    GString *text = g_string_new(NULL);
    char piece[4096];
    ssize_t n = 0;

    if (isatty(STDIN_FILENO))
        return text;
    while (text->len <= TEXT_MAX &&
           (n = read(STDIN_FILENO, piece, sizeof piece)) > 0)
        g_string_append_len(text, piece, n);
    if (n < 0)
        die("standard input: %s", g_strerror(errno));
    if (strlen(text->str) != text->len)
        die("standard input: no text, there are zeros in it");
    g_string_replace(text, "\r\n", "\n", 0);
    if (text->len && text->str[text->len - 1] != '\n')
        g_string_append_c(text, '\n');
    return text;
}

/* Which release the text is to be of: its own, or that of the image. */
static void add_release(struct unitflash *u, const char *text, GString *to)
{
    char words[FRAME_RELEASE];
    struct image im;

    if (frame_release(text, words))
        g_string_append_printf(to, FRAME_VERSION "%s\n", words);
    else if (unitflash_image(u, &im) == IMAGE_GOOD)
        g_string_append_printf(to, FRAME_VERSION "%s\n", im.release);
    else
        die("standard input: has no line \"" FRAME_VERSION "...\", and "
            "there is no image in %s to tell the release", u->file->path);
}

/* The line that says who wrote it stays. */
static void add_stamp(const char *text, GString *to)
{
    const char *at = strstr(text, ": Written ");
    const char *end = at ? strchr(at, '\n') : NULL;

    g_string_append(to, ": Saved\n");
    if (end && (at == text || at[-1] == '\n'))
        g_string_append_len(to, at, end - at + 1);
    else
        g_string_append(to, ":\n");
}

/* Lines of a frame in the midst of others are none of the configuration. */
static void add_lines(const char *text, GString *to)
{
    size_t left, n;
    const char *at = frame_lines(text, &left);

    for (; left; at += n, left -= n) {
        const char *end = memchr(at, '\n', left);

        n = end ? (size_t)(end - at) + 1 : left;
        if (!frame_is(at))
            g_string_append_len(to, at, (gssize)n);
    }
}

static GString *framed(struct unitflash *u, const char *text)
{
    GString *to = g_string_new(NULL);
    uint8_t digest[MD5_BYTES];
    char tail[FRAME_TAIL];
    gsize begin;

    add_stamp(text, to);
    add_release(u, text, to);
    begin = to->len;
    add_lines(text, to);
    frame_digest(to->str + begin, to->len - begin, digest);
    frame_tail(digest, tail);
    return g_string_append(to, tail);
}

static void set(const char *path, const char *text)
{
    struct unitflash u;
    enum flashfs_status status;
    uint32_t room;
    GString *all;

    unitflash_open(&u, path, true);
    all = framed(&u, text);
    room = flashfs_room(&u.fs, FLASHFS_CONFIG);
    if (all->len > room)
        die("standard input: with what is added %zu bytes, and flash has room "
            "for %u", all->len, room);
    status = flashfs_set(&u.fs, FLASHFS_CONFIG, all->str,
                         (uint32_t)all->len);
    if (status != FLASHFS_GOOD)
        die("%s: %s; 'pixflash verify' says more", path,
            flashfs_status_text(status));
    g_string_free(all, TRUE);
    unitflash_close(&u);
}

static void print(const char *path)
{
    struct unitflash u;
    g_autofree char *text = NULL;

    unitflash_open(&u, path, false);
    text = unitflash_config(&u);
    if (!text)
        die("%s: there is no configuration in it", path);
    unitflash_close(&u);
    fputs(text, stdout);
}

int pixflash_config(int argc, char **argv)
{
    static const GOptionEntry none[] = {{0}};
    GString *text;

    tool_options(&argc, &argv, none, "FLASH [< TEXT]",
                 "Prints the saved configuration of a unit, or saves TEXT.");
    if (argc != 2)
        die("one FLASH is needed; '%s config --help' says more",
            g_get_prgname());
    text = read_input();
    if (text->len)
        set(argv[1], text->str);
    else
        print(argv[1]);
    g_string_free(text, TRUE);
    return 0;
}
