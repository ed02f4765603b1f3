/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmd_copy.c - copy tftp flash, configure net.
 *
 * The whole file is in memory and verified before the first sector is
 * erased; what runs is not touched by it, and counts until the next start.
 */
#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/config/config.h"
#include "guest/config/save.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands.h"
#include "guest/runtime/transfer.h"
#include "guest/runtime/unit.h"

enum { MARK_BYTES = 65536, PLACE_MAX = 63 };

struct source {
    uint32_t ip;
    char name[CONFIG_PATH_MAX + 1];
};

/* --- where from and where to ------------------------------------------- */

static bool set_name(struct source *s, const char *name)
{
    size_t n = strlen(name);

    if (n == 0 || n > CONFIG_PATH_MAX)
        return false;
    memcpy(s->name, name, n + 1);
    return true;
}

/* What is not given is the tftp-server command's. */
static void defaults(struct source *s)
{
    const struct config_state *st = &unit.config.state;

    s->ip = st->tftp_server;
    memcpy(s->name, st->tftp_path, sizeof s->name);
}

/* "[[//location][/pathname]]", which never asks. */
static bool parse_source(struct cli *cli, const char *text, struct source *s)
{
    char place[PLACE_MAX + 1];
    size_t n = 0;

    defaults(s);
    if (text[0] == '/' && text[1] == '/') {
        text += 2;
        while (text[n] && text[n] != '/' && n < PLACE_MAX) {
            place[n] = text[n];
            n++;
        }
        place[n] = '\0';
        if (n && !config_get_ip(cli, place, &s->ip))
            return false;
        text += n;
    }
    if (text[0] == '/' && text[1] && !set_name(s, text + 1))
        return false;
    if (s->ip && s->name[0])
        return true;
    cli_printf(cli, "%s\n", STR_COPY_NO_SOURCE);
    return false;
}

static bool ask_source(struct cli *cli, struct source *s)
{
    char prompt[EDITOR_PROMPT_MAX + 1], typed[CONFIG_PATH_MAX + 1];
    char text[CONFIG_IP_TEXT];

    defaults(s);
    format(prompt, sizeof prompt, "Address or name of remote host [%s]? ",
           s->ip ? config_ip(&unit.config, s->ip, text) : "127.0.0.1");
    if (!cli_ask(cli, prompt, typed, sizeof typed) ||
        (typed[0] && !config_get_ip(cli, typed, &s->ip)))
        return false;
    format(prompt, sizeof prompt, "Source file name [%.40s]? ",
           s->name[0] ? s->name : "cdisk");
    if (!cli_ask(cli, prompt, typed, sizeof typed))
        return false;
    if (!s->ip)
        s->ip = 0x7f000001;
    return set_name(s, typed[0] ? typed : s->name[0] ? s->name : "cdisk");
}

/* yes, no, or the questions again. */
static bool confirm_source(struct cli *cli, struct source *s,
                           const char *target)
{
    char ip[CONFIG_IP_TEXT], typed[16];

    for (;;) {
        if (!ask_source(cli, s))
            return false;
        cli_printf(cli, "copying tftp://%s/%s to %s\n",
                   config_ip(&unit.config, s->ip, ip), s->name, target);
        if (!cli_ask(cli, "[yes|no|again]? ", typed, sizeof typed))
            return false;
        if (cli_abbreviates(typed, "yes"))
            return true;
        if (!cli_abbreviates(typed, "again"))
            return false;
    }
}

/* "flash[:[image|pdm]]" */
static bool parse_target(const char *text, enum flashfs_file *to)
{
    *to = FLASHFS_IMAGE;
    if (strncasecmp(text, "flash", 5) != 0)
        return false;
    text += 5;
    if (*text == '\0')
        return true;
    if (*text++ != ':')
        return false;
    if (cli_abbreviates(text, "pdm"))
        *to = FLASHFS_PDM;
    return *text == '\0' || *to == FLASHFS_PDM ||
           cli_abbreviates(text, "image");
}

/* --- may it be installed? ---------------------------------------------- */

/* NULL: it may. */
static const char *objection(const struct transfer *t, enum flashfs_file to)
{
    struct image image;

    if (image_verify(t->file, t->bytes, &image, NULL) != IMAGE_GOOD)
        return STR_COPY_BAD_IMAGE;
    if (image.kind != (to == FLASHFS_PDM ? IMAGE_DEVICE_MANAGER
                                         : IMAGE_FIREWALL))
        return STR_COPY_WRONG_KIND;
    if (to == FLASHFS_PDM)
        return NULL;
    if (image.generation < unit.fs.layout->generation)
        return STR_COPY_OTHER_LAYOUT;
    if (unit.platform && RELEASE(image.major, image.minor,
                                 image.maintenance) < unit.platform->since)
        return STR_COPY_UNKNOWN_PLATFORM;
    return NULL;
}

static bool fits(struct cli *cli, const struct transfer *t,
                 enum flashfs_file to)
{
    uint32_t room = flashfs_room(&unit.fs, to), current;
    struct flashfs_info at = {0};

    if (t->bytes <= room)
        return true;
    flashfs_look(&unit.fs, to, &at);
    current = at.length;
    cli_printf(cli, "Insufficient flash space available for this request:\n"
               "Size info:request:%u current:%u delta:%d free:%u\n",
               (unsigned)t->bytes, (unsigned)current,
               (int)(t->bytes - current), (unsigned)(room - current));
    return false;
}

/* --- writing ----------------------------------------------------------- */

static void mark(void *far, uint32_t done, uint32_t total)
{
    (void)total;
    if (done % MARK_BYTES == 0)
        cli_printf(far, "!");
}

static enum flashfs_status write(struct cli *cli, const struct transfer *t,
                                 enum flashfs_file to)
{
    static struct flashfs_writer writer;
    enum flashfs_status status;

    status = flashfs_write_begin(&writer, &unit.fs, to, t->bytes);
    if (status != FLASHFS_GOOD)
        return status;
    writer.progress = mark;
    writer.far = cli;
    flashfs_write_add(&writer, t->file, t->bytes);
    status = flashfs_write_end(&writer);
    return status == FLASHFS_GOOD
               ? flashfs_compare(&unit.fs, to, 0, t->file, t->bytes)
               : status;
}

static bool install(struct cli *cli, const struct transfer *t,
                    enum flashfs_file to)
{
    const char *what = to == FLASHFS_PDM ? "PDM" : "image";
    const char *why = objection(t, to);
    enum flashfs_status status;

    if (why) {
        cli_printf(cli, "%s\n", why);
        return false;
    }
    if (!fits(cli, t, to))
        return false;
    cli_printf(cli, "Erasing current %s\nWriting %u bytes of %s\n", what,
               (unsigned)t->bytes, what);
    unit_flash_begin();
    status = write(cli, t, to);
    unit_flash_end();
    cli_printf(cli, "\n");
    if (status != FLASHFS_GOOD)
        cli_printf(cli, "%s\n", flashfs_status_text(status));
    return status == FLASHFS_GOOD;
}

/* The largest file that is kept anywhere: what does not fit is told after it
 * has come, with its size. */
static uint32_t largest(void)
{
    uint32_t image = flashfs_room(&unit.fs, FLASHFS_IMAGE);
    uint32_t pdm = flashfs_room(&unit.fs, FLASHFS_PDM);

    if (image < CONFIG_TEXT_MAX)
        image = CONFIG_TEXT_MAX; /* without flash: text only */
    return image > pdm ? image : pdm;
}

static void copy_tftp(struct cli *cli, const struct source *from,
                      enum flashfs_file to)
{
    struct transfer t;
    bool done = false;

    if (transfer_tftp(cli, &t, from->ip, from->name, largest())) {
        cli_printf(cli, "Received %u bytes\n", (unsigned)t.bytes);
        done = install(cli, &t, to);
    }
    transfer_end(cli);
    cli_printf(cli, "%s %s\n", to == FLASHFS_PDM ? "PDM" : "Image",
               done ? "installed" : "not installed");
}

static void copy(struct cli *cli, int argc, char **argv)
{
    const char *from = argv[0];
    struct source source;
    enum flashfs_file to;
    char ip[CONFIG_IP_TEXT];

    (void)argc;
    if (strncasecmp(from, "tftp", 4) != 0 || (from[4] && from[4] != ':') ||
        !parse_target(argv[1], &to)) {
        cli_usage(cli, "copy", 4);
    } else if (!unit.has_card || !unit.fs.place) {
        cli_printf(cli, "%s\n", STR_NO_FLASH);
    } else if (from[4] == '\0') {
        if (confirm_source(cli, &source, argv[1]))
            copy_tftp(cli, &source, to);
    } else if (parse_source(cli, from + 5, &source)) {
        cli_printf(cli, "copying tftp://%s/%s to %s\n",
                   config_ip(&unit.config, source.ip, ip), source.name,
                   argv[1]);
        copy_tftp(cli, &source, to);
    }
}

/* --- configure net ----------------------------------------------------- */

/* "[[location]:[pathname]]"; what is missing is the tftp-server command's. */
static bool parse_net(struct cli *cli, const char *text, struct source *s)
{
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;
    char place[PLACE_MAX + 1];

    defaults(s);
    if (*text && (!colon || n > PLACE_MAX)) {
        cli_usage(cli, "configure net", 13);
        return false;
    }
    memcpy(place, text, n);
    place[n] = '\0';
    if (n && !config_get_ip(cli, place, &s->ip))
        return false;
    if (colon && colon[1] && !set_name(s, colon + 1))
        return false;
    if (s->ip && s->name[0])
        return true;
    cli_printf(cli, "%s\n", STR_COPY_NO_SOURCE);
    return false;
}

/* The lines are added to what runs. */
static void configure_net(struct cli *cli, int argc, char **argv)
{
    struct source from;
    struct transfer t;

    if (!parse_net(cli, argc ? argv[0] : "", &from))
        return;
    if (transfer_tftp(cli, &t, from.ip, from.name, largest()))
        save_execute_copy(cli, t.file, t.bytes);
    transfer_end(cli);
}

const struct command copy_commands[] = {
    {"configure net", "[[<location>]:[<pathname>]]",
     "Add what a TFTP server has", CLI_PRIVILEGED, .max_args = 1,
     .run = configure_net},
    {"copy", "tftp[:[[//<location>][/<pathname>]]] flash[:[image|pdm]]",
     "Fetch an image or the device manager", CLI_PRIVILEGED,
     .since = RELEASE(5, 1, 1), .min_args = 2, .max_args = 2, .run = copy},
    {0},
};
