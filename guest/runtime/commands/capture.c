/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture.c - capture, show capture, copy capture. */
#include <stddef.h>

#include "guest/capture/decode.h"
#include "guest/cli/cli.h"
#include "guest/config/rulework.h"
#include "guest/config/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/commands/capture.h"
#include "guest/runtime/commands/commands.h"
#include "guest/runtime/files/source.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/network/captures.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

enum { LINE = 512, STAMP = 24 };

/* --- what is typed ----------------------------------------------------- */

static const struct {
    const char *name;
    uint16_t type;
} types[] = {
    {"ip", 0x0800}, {"arp", 0x0806}, {"rarp", 0x8035}, {"vlan", 0x8100},
    {"ipx", 0x8137}, {"ip6", 0x86dd}, {"pppoed", 0x8863}, {"pppoes", 0x8864},
};

enum { TYPES = sizeof types / sizeof types[0] };

static bool get_type(struct cli *cli, const char *text, uint16_t *to)
{
    uint32_t n;

    for (unsigned i = 0; i < TYPES; i++) {
        if (!strcasecmp(text, types[i].name)) {
            *to = types[i].type;
            return true;
        }
    }
    if (text[0] == '0' && (text[1] | 32) == 'x' && parse_hex32(text, &n) &&
        n > 0 && n <= 0xffff) {
        *to = (uint16_t)n;
        return true;
    }
    if (!config_get_number(cli, text, 1, 65535, &n))
        return false;
    *to = (uint16_t)n;
    return true;
}

/* A command's words; `given` are those that belong to the buffer. */
struct words {
    struct captures_entry e;
    uint32_t buffer, length;
    bool circular, given;
};

static bool get_list(struct cli *cli, const char *name,
                     struct captures_entry *e)
{
    if (rulework_list(cli->unit->config, name) < 0) {
        cli_printf(cli, STR_CONFIG_NO_LIST "\n", name);
        return false;
    }
    format(e->list, sizeof e->list, "%s", name);
    return true;
}

/* A word and what follows it; 0: not understood, which is said. */
static int get_word(struct cli *cli, int argc, char **argv, struct words *w)
{
    struct captures_entry *e = &w->e;
    unsigned interface;
    bool good;

    if (cli_abbreviates(argv[0], "circular-buffer")) {
        w->circular = w->given = true;
        return 1;
    }
    if (argc < 2) {
        cli_printf(cli, "%s\n", STR_CONFIG_MORE_WORDS);
        return 0;
    }
    if (cli_abbreviates(argv[0], "access-list")) {
        good = get_list(cli, argv[1], e);
    } else if (cli_abbreviates(argv[0], "buffer")) {
        good = config_get_number(cli, argv[1], CAPTURES_BUFFER_MIN,
                                 CAPTURES_BUFFER_MAX, &w->buffer);
        w->given = true;
    } else if (cli_abbreviates(argv[0], "ethernet-type")) {
        good = get_type(cli, argv[1], &e->ethernet_type);
    } else if (cli_abbreviates(argv[0], "interface")) {
        good = config_get_interface(cli, argv[1], &interface);
        e->interfaces |= good ? 1u << interface : 0;
    } else if (cli_abbreviates(argv[0], "packet-length")) {
        good = config_get_number(cli, argv[1], 14, CAPTURE_FRAME, &w->length);
        w->given = true;
    } else {
        rulework_bad_word(cli, argv[0]);
        good = false;
    }
    return good ? 2 : 0;
}

static bool get_words(struct cli *cli, int argc, char **argv, struct words *w)
{
    int used;

    memset(w, 0, sizeof *w);
    w->buffer = CAPTURES_BUFFER;
    w->length = CAPTURES_LENGTH;
    for (int i = 0; i < argc; i += used) {
        used = get_word(cli, argc - i, argv + i, w);
        if (!used)
            return false;
    }
    return true;
}

/* --- capture ----------------------------------------------------------- */

static void begin(struct cli *cli, const char *name, const struct words *w)
{
    struct captures_entry *e = captures_new();

    if (!e) {
        cli_printf(cli, STR_CAPTURE_MANY "\n", CAPTURES_MAX);
    } else if (!captures_buffer(e, w->buffer, (uint16_t)w->length,
                                w->circular)) {
        cli_printf(cli, STR_CAPTURE_MEMORY "\n", (unsigned)w->buffer);
    } else {
        format(e->name, sizeof e->name, "%s", name);
        memcpy(e->list, w->e.list, sizeof e->list);
        e->ethernet_type = w->e.ethernet_type;
        e->interfaces = w->e.interfaces;
    }
}

/* Again with the same name: on more interfaces, by another list. */
static void capture(struct cli *cli, int argc, char **argv)
{
    struct captures_entry *e = captures_find(argv[0]);
    struct words w;

    if (strlen(argv[0]) > CAPTURES_NAME_MAX) {
        cli_printf(cli, STR_CAPTURE_NAME "\n", CAPTURES_NAME_MAX);
        return;
    }
    if (!get_words(cli, argc - 1, argv + 1, &w))
        return;
    if (!e) {
        begin(cli, argv[0], &w);
    } else if (w.given) {
        cli_printf(cli, STR_CAPTURE_RUNNING "\n", e->name);
    } else {
        e->interfaces |= w.e.interfaces;
        if (w.e.list[0])
            memcpy(e->list, w.e.list, sizeof e->list);
        if (w.e.ethernet_type)
            e->ethernet_type = w.e.ethernet_type;
    }
    captures_apply();
}

/* One that may be changed; what is wrong is said. */
static struct captures_entry *find(struct cli *cli, const char *name)
{
    struct captures_entry *e = captures_find(name);

    if (!e)
        cli_printf(cli, STR_CAPTURE_NONE "\n", name);
    else if (e->held)
        cli_printf(cli, STR_CAPTURE_COPIED "\n", e->name);
    return e && e->held ? NULL : e;
}

/* "NAME": all of it; "NAME interface IF", "NAME access-list [ID]": these. */
static void no_capture(struct cli *cli, int argc, char **argv)
{
    struct captures_entry *e = find(cli, argv[0]);
    unsigned interface;

    if (!e)
        return;
    if (argc == 1) {
        captures_free(e);
        return;
    }
    for (int i = 1; i < argc; i++) {
        if (cli_abbreviates(argv[i], "interface") && i + 1 < argc) {
            if (!config_get_interface(cli, argv[++i], &interface))
                return;
            e->interfaces &= ~(1u << interface);
        } else if (cli_abbreviates(argv[i], "access-list")) {
            i += i + 1 < argc && !cli_abbreviates(argv[i + 1], "interface");
            memset(e->list, 0, sizeof e->list);
        } else {
            rulework_bad_word(cli, argv[i]);
            return;
        }
    }
    captures_apply();
}

static void clear_capture(struct cli *cli, int argc, char **argv)
{
    struct captures_entry *e = find(cli, argv[0]);

    (void)argc;
    if (e)
        capture_clear(&e->capture);
}

/* --- show capture ------------------------------------------------------ */

static void show_entry(struct cli *cli, const struct captures_entry *e)
{
    const struct config_state *s = &cli->unit->config->state;
    struct config_text to = config_to_user(cli);

    config_printf(&to, "capture %s", e->name);
    if (e->list[0])
        config_printf(&to, " access-list %s", e->list);
    if (e->buffer != CAPTURES_BUFFER)
        config_printf(&to, " buffer %u", (unsigned)e->buffer);
    if (e->ethernet_type)
        config_printf(&to, " ethernet-type 0x%x", e->ethernet_type);
    if (e->capture.length != CAPTURES_LENGTH)
        config_printf(&to, " packet-length %u", e->capture.length);
    if (e->capture.circular)
        config_printf(&to, " circular-buffer");
    for (unsigned i = 0; i < s->interfaces; i++) {
        if (e->interfaces & 1u << i)
            config_printf(&to, " interface %s", s->interface[i].name);
    }
    config_printf(&to, "\n");
}

static void stamp(const struct capture_frame *f, char to[STAMP])
{
    uint32_t s = f->seconds % 86400;

    format(to, STAMP, "%02u:%02u:%02u.%06u ", (unsigned)(s / 3600),
           (unsigned)(s / 60 % 60), (unsigned)(s % 60),
           (unsigned)f->microseconds);
}

static void put_cli(void *far, char c)
{
    cli_put(far, c);
}

struct view {
    bool detail, dump;
    int list; /* -1: all frames */
    uint32_t most;
};

static bool get_view(struct cli *cli, int argc, char **argv, struct view *v)
{
    *v = (struct view){.list = -1, .most = UINT32_MAX};
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;

        if (cli_abbreviates(argv[i], "detail")) {
            v->detail = true;
        } else if (cli_abbreviates(argv[i], "dump")) {
            v->dump = true;
        } else if (more && cli_abbreviates(argv[i], "count")) {
            if (!config_get_number(cli, argv[++i], 1, UINT32_MAX, &v->most))
                return false;
        } else if (more && cli_abbreviates(argv[i], "access-list")) {
            v->list = rulework_list(cli->unit->config, argv[++i]);
            if (v->list < 0) {
                cli_printf(cli, STR_CONFIG_NO_LIST "\n", argv[i]);
                return false;
            }
        } else {
            rulework_bad_word(cli, argv[i]);
            return false;
        }
    }
    return true;
}

static void show_frames(struct cli *cli, const struct capture *c,
                        const struct view *v)
{
    const struct decode_text to = {put_cli, cli};
    struct capture_frame f;
    uint32_t shown = 0;
    uint64_t at = 0;
    char text[STAMP];

    cli_printf(cli, "%u packets captured\n", (unsigned)c->frames);
    while (shown < v->most && !cli_stopped(cli) && capture_next(c, &at, &f)) {
        if (v->list >= 0 && !captures_permit(v->list, f.bytes, f.n))
            continue;
        stamp(&f, text);
        cli_printf(cli, "%s", text);
        decode_line(&to, f.bytes, f.n, f.whole_n, v->detail);
        cli_printf(cli, "\n");
        if (v->dump)
            decode_dump(&to, f.bytes, f.n);
        shown++;
    }
    cli_printf(cli, "%u packets shown\n", (unsigned)shown);
}

static void show_capture(struct cli *cli, int argc, char **argv)
{
    struct captures_entry *e;
    struct view v;

    for (unsigned i = 0; argc == 0 && (e = captures_at(i)); i++) {
        if (e->name[0])
            show_entry(cli, e);
    }
    if (argc == 0)
        return;
    e = captures_find(argv[0]);
    if (!e)
        cli_printf(cli, STR_CAPTURE_NONE "\n", argv[0]);
    else if (get_view(cli, argc, argv, &v))
        show_frames(cli, &e->capture, &v);
}

/* --- copy capture ------------------------------------------------------ */

/* What is under way to a server. */
struct way {
    const struct capture *capture;
    uint64_t at; /* in its file, or its frames */
    char line[LINE]; /* of the text; what is left of it */
    unsigned n, used;
};

static size_t fetch_file(void *far, uint8_t *to, size_t room)
{
    struct way *w = far;
    size_t n = capture_file(w->capture, (uint32_t)w->at, to, room);

    w->at += n;
    return n;
}

static void put_line(void *far, char c)
{
    struct way *w = far;

    if (w->n < LINE)
        w->line[w->n++] = c;
}

static bool next_line(struct way *w)
{
    const struct decode_text to = {put_line, w};
    struct capture_frame f;

    if (!capture_next(w->capture, &w->at, &f))
        return false;
    stamp(&f, w->line);
    w->n = (unsigned)strlen(w->line);
    w->used = 0;
    decode_line(&to, f.bytes, f.n, f.whole_n, false);
    put_line(w, '\n');
    return true;
}

static size_t fetch_text(void *far, uint8_t *to, size_t room)
{
    struct way *w = far;
    size_t done = 0;

    while (done < room && (w->used < w->n || next_line(w)))
        to[done++] = (uint8_t)w->line[w->used++];
    return done;
}

bool capture_is_source(const char *text)
{
    return unit.release >= RELEASE(6, 2, 0) &&
           strncasecmp(text, "capture:", 8) == 0;
}

static void send(struct cli *cli, struct captures_entry *e,
                 const struct source *to, bool pcap)
{
    struct way way = {.capture = &e->capture};
    char text[SOURCE_TEXT];
    const char *why;

    e->held = true;
    cli_printf(cli, "copying capture to %s\n", source_text(to, text));
    why = transfer_tftp_put(cli, to->ip, to->name,
                            pcap ? fetch_file : fetch_text, &way);
    transfer_end(cli);
    e->held = false;
    cli_printf(cli, "%s\n", why ? why : "[OK]");
}

/* "capture:NAME tftp:[[//location][/pathname]] [pcap]" */
void capture_copy(struct cli *cli, int argc, char **argv)
{
    struct source to = {0};
    struct captures_entry *e;

    if (strncasecmp(argv[1], "tftp:", 5) != 0 ||
        (argc == 3 && !cli_abbreviates(argv[2], "pcap"))) {
        cli_usage(cli, "copy", 4);
        return;
    }
    /* First what may wait for a name server. */
    e = source_tftp(cli, argv[1] + 5, &to) ? find(cli, argv[0] + 8) : NULL;
    if (e)
        send(cli, e, &to, argc == 3);
}

#define SINCE RELEASE(6, 2, 0)
#define WORDS "<name> [access-list <id>] [buffer <bytes>] "             \
    "[ethernet-type <type>] [interface <interface>] "                   \
    "[packet-length <bytes>] [circular-buffer]"

const struct command capture_commands[] = {
    {"capture", WORDS, "Keep frames to look at", CLI_PRIVILEGED,
     .since = SINCE, .min_args = 1, .max_args = 12, .run = capture},
    {"clear capture", "<name>", "Forget what was captured", CLI_PRIVILEGED,
     .since = SINCE, .min_args = 1, .max_args = 1, .run = clear_capture},
    {"no capture", "<name> [access-list [<id>]] [interface <interface>]",
     "End a capture", CLI_PRIVILEGED, .since = SINCE, .min_args = 1,
     .max_args = 5, .run = no_capture},
    {"show capture",
     "[<name> [access-list <id>] [count <number>] [detail] [dump]]",
     "Frames that were captured", CLI_PRIVILEGED, .since = SINCE,
     .max_args = 7, .run = show_capture},
    {0},
};
