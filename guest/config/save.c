/* SPDX-License-Identifier: GPL-2.0-or-later */
/* save.c - see save.h. */
#include "guest/config/save.h"

#include "guest/cli/cli.h"
#include "guest/config/frame.h"
#include "guest/config/secrets.h"
#include "guest/config/strings.h"
#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

/* --- checksums --------------------------------------------------------- */

const char *save_checksum_text(const uint8_t digest[MD5_BYTES],
                               char to[SAVE_CHECKSUM_TEXT])
{
    format(to, SAVE_CHECKSUM_TEXT, "%08x %08x %08x %08x",
           (unsigned)get_be32(digest), (unsigned)get_be32(digest + 4),
           (unsigned)get_be32(digest + 8), (unsigned)get_be32(digest + 12));
    return to;
}

bool save_is_needed(const struct config *c)
{
    uint8_t now[MD5_BYTES];

    config_digest(c, now);
    return memcmp(now, c->known, sizeof now) != 0;
}

/* --- one user of the text at a time ------------------------------------ */

static bool take(struct cli *cli, bool only_read)
{
    struct config *c = cli->unit->config;

    if (c->user && (only_read || !c->only_read)) {
        cli_printf(cli, "%s\n", STR_CONFIG_BUSY);
        return false;
    }
    c->user = cli;
    c->only_read = only_read;
    return true;
}

static bool lock(struct cli *cli)
{
    return take(cli, false);
}

static void unlock(struct cli *cli)
{
    cli->unit->config->user = NULL;
}

/* A line, or as much of it as there is room for; its length. */
static size_t copy_line(const char *from, char to[CLI_TEXT])
{
    size_t n = 0;

    while (n < CLI_TEXT - 1 && from[n]) {
        to[n] = from[n];
        if (to[n++] == '\n')
            break;
    }
    to[n] = '\0';
    return n;
}

/* Shows the text and gives it back.  Who reads may sit before a full screen
 * for ever: nobody waits for that, and the rest is not there any more.  False:
 * so it was. */
static bool show_text(struct cli *cli, bool to_others)
{
    const struct config *c = cli->unit->config;
    const char *at = c->text;
    char line[CLI_TEXT], hidden[CLI_TEXT + SECRETS_MORE];

    while (*at && !cli_stopped(cli)) {
        at += copy_line(at, line);
        if (to_others)
            secrets_hide(line, hidden, sizeof hidden);
        cli_printf(cli, "%s", to_others ? hidden : line);
        if (c->user != cli) {
            cli_printf(cli, "%s\n", STR_CONFIG_TAKEN);
            return false;
        }
    }
    unlock(cli);
    return true;
}

/* --- executing --------------------------------------------------------- */

void save_execute(struct cli *cli, char *text)
{
    enum cli_mode mode = cli->mode;
    bool leaving = cli->leaving, scripted = cli->scripted;
    unsigned lines = cli->pager.lines, level = cli->level;

    cli->scripted = true;
    cli->pager.lines = 0;
    config_hold(cli->unit->config);
    while (*text) {
        char *end = strchr(text, '\n');

        if (end)
            *end = '\0';
        if (end && end > text && end[-1] == '\r')
            end[-1] = '\0';
        cli->mode = CLI_CONFIG;
        if (!frame_is(text))
            cli_execute(cli, text);
        if (!end)
            break;
        text = end + 1;
    }
    config_release(cli->unit->config);
    cli_set_level(cli, level);
    cli->mode = mode;
    cli->leaving = leaving;
    cli->scripted = scripted;
    cli->pager.lines = lines;
}

void save_execute_copy(struct cli *cli, const void *text, uint32_t n)
{
    struct config *c = cli->unit->config;

    if (n > c->text_room) {
        cli_printf(cli, "%s\n", STR_CONFIG_TOO_LONG);
        return;
    }
    if (!lock(cli))
        return;
    memcpy(c->text, text, n);
    c->text[n] = '\0';
    save_execute(cli, c->text);
    unlock(cli);
}

static void warn_of_newer(struct cli *cli, const char *text)
{
    struct config *c = cli->unit->config;
    char wrote[FRAME_RELEASE];

    if (frame_release(text, wrote) > c->release)
        cli_printf(cli, "Configuration Compatibility Warning:\n"
                   "The config is from version %s.\n"
                   "but the image is version %s.\n", wrote, c->release_text);
}

/* The text in flash; 0: none, or it cannot be read, which is said. */
static int fetch(struct cli *cli)
{
    struct config *c = cli->unit->config;
    int n = c->store ? c->store->read(c->store->far, c->text, c->text_room)
                     : 0;

    if (n < 0)
        cli_printf(cli, "%s\n", STR_CONFIG_UNREADABLE);
    c->text[n > 0 ? n : 0] = '\0';
    return n > 0 ? n : 0;
}

static void note_saved(struct config *c)
{
    size_t n;
    const char *lines = frame_lines(c->text, &n);

    frame_digest(lines, n, c->checksum);
}

bool save_start(struct cli *cli)
{
    struct config *c = cli->unit->config;
    bool there;

    if (!lock(cli))
        return false;
    there = fetch(cli) != 0;
    note_saved(c);
    if (there) {
        warn_of_newer(cli, c->text);
        save_execute(cli, c->text);
    }
    config_digest(c, c->known);
    unlock(cli);
    return there;
}

/* --- writing ----------------------------------------------------------- */

struct sink {
    char *to;
    uint32_t room;
    uint32_t n; /* what there would be with room for it */
};

static void put_sink(void *far, char c)
{
    struct sink *s = far;

    if (s->n < s->room)
        s->to[s->n] = c;
    s->n++;
}

/* ": Saved" to ": end", into text[]; false: longer than flash has room. */
static bool compose(struct config *c, bool saving)
{
    struct sink sink = {c->text, c->text_room, 0};
    struct config_text to = {put_sink, &sink};
    uint8_t digest[MD5_BYTES];
    char stamp[64] = "", tail[FRAME_TAIL];
    uint32_t lines;

    config_printf(&to, ": Saved\n");
    if (saving && c->release >= RELEASE(6, 2, 0) && c->store &&
        c->store->stamp)
        c->store->stamp(c->store->far, stamp, sizeof stamp);
    config_printf(&to, stamp[0] ? ": Written %s\n" : ":%s\n", stamp);
    config_printf(&to, FRAME_VERSION "%s\n", c->release_text);
    lines = sink.n;
    config_generate(c, &to);
    if (sink.n > c->text_room)
        return false;
    frame_digest(c->text + lines, sink.n - lines, digest);
    if (!saving)
        memcpy(digest, c->checksum, sizeof digest);
    frame_tail(digest, tail);
    config_printf(&to, "%s", tail);
    if (sink.n > c->text_room)
        return false;
    c->text[sink.n] = '\0';
    return true;
}

static const char *store_text(struct config *c)
{
    if (!c->store)
        return STR_CONFIG_NO_FLASH;
    if (!compose(c, true))
        return STR_CONFIG_TOO_LONG;
    return c->store->write(c->store->far, c->text,
                           (uint32_t)strlen(c->text));
}

static void write_memory(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    char text[SAVE_CHECKSUM_TEXT];
    const char *why;

    (void)argc, (void)argv;
    if (!lock(cli))
        return;
    cli_printf(cli, "Building configuration...\n");
    log_message(111001, cli->from, "memory");
    why = store_text(c);
    log_message(111004, cli->from, why ? "FAILED" : "OK");
    if (why) {
        cli_printf(cli, "%s\n" STR_CONFIG_FAILED "\n", why);
    } else {
        note_saved(c);
        config_digest(c, c->known);
        cli_printf(cli, "Cryptochecksum: %s\n[OK]\n",
                   save_checksum_text(c->checksum, text));
    }
    unlock(cli);
}

void save_elsewhere(struct cli *cli,
                    const char *(*put)(void *far, const char *text,
                                       uint32_t n),
                    void *far)
{
    struct config *c = cli->unit->config;
    const char *why = STR_CONFIG_TOO_LONG;

    if (!lock(cli))
        return;
    cli_printf(cli, "Building configuration...\n");
    if (compose(c, true))
        why = put(far, c->text, (uint32_t)strlen(c->text));
    if (why)
        cli_printf(cli, "%s\n" STR_CONFIG_FAILED "\n", why);
    else
        cli_printf(cli, "[OK]\n");
    unlock(cli);
}

static void write_erase(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;
    const char *why;

    (void)argc, (void)argv;
    if (!cli_confirm(cli, "Erase PIX configuration in flash memory? "
                          "[confirm]") ||
        !lock(cli))
        return;
    why = c->store ? c->store->erase(c->store->far) : STR_CONFIG_NO_FLASH;
    if (why) {
        cli_printf(cli, "%s\n" STR_CONFIG_FAILED "\n", why);
    } else {
        log_message(111003, cli->from);
        frame_digest("", 0, c->checksum);
        memset(c->known, 0, sizeof c->known);
    }
    unlock(cli);
}

static bool show_running_text(struct cli *cli, bool to_others)
{
    if (!take(cli, true))
        return false;
    if (compose(cli->unit->config, false))
        return show_text(cli, to_others);
    unlock(cli);
    cli_printf(cli, "%s\n", STR_CONFIG_TOO_LONG);
    return false;
}

static void write_terminal(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    cli_printf(cli, "Building configuration...\n");
    if (show_running_text(cli, false))
        cli_printf(cli, "[OK]\n");
}

/* --- showing ----------------------------------------------------------- */

static void show_running(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    show_running_text(cli, false);
}

void save_show_to_others(struct cli *cli)
{
    show_running_text(cli, true);
}

static void show_saved(struct cli *cli, int argc, char **argv)
{
    struct config *c = cli->unit->config;

    (void)argc, (void)argv;
    if (!take(cli, true))
        return;
    c->only_read = false; /* yet: flash may make it wait */
    if (!fetch(cli))
        cli_printf(cli, "%s\n", STR_CONFIG_NONE);
    c->only_read = true;
    show_text(cli, false);
}

static void show_checksum(struct cli *cli, int argc, char **argv)
{
    char text[SAVE_CHECKSUM_TEXT];

    (void)argc, (void)argv;
    cli_printf(cli, "Cryptochecksum: %s\n",
               save_checksum_text(cli->unit->config->checksum, text));
}

static void configure_memory(struct cli *cli, int argc, char **argv)
{
    (void)argc, (void)argv;
    if (!lock(cli))
        return;
    if (fetch(cli)) {
        log_message(111007, cli->from, "memory");
        save_execute(cli, cli->unit->config->text);
        log_message(111005, cli->from);
    } else {
        cli_printf(cli, "%s\n", STR_CONFIG_NONE);
    }
    unlock(cli);
}

const struct command config_save_commands[] = {
    {"configure memory", "", "Add what is saved in flash", CLI_PRIVILEGED,
     .run = configure_memory},
    {"show checksum", "", "Digest of the saved configuration", CLI_ANY,
     .run = show_checksum},
    {"show configure", "", "The saved configuration", CLI_PRIVILEGED,
     .run = show_saved},
    {"show running-config", "", "The present configuration", CLI_PRIVILEGED,
     .since = RELEASE(6, 2, 0), .run = show_running},
    {"show startup-config", "", "The saved configuration", CLI_PRIVILEGED,
     .since = RELEASE(6, 2, 0), .run = show_saved},
    {"write", "", "Save, show or erase the configuration", CLI_PRIVILEGED,
     .run = NULL},
    {"write erase", "", "Erase the saved configuration", CLI_PRIVILEGED,
     .run = write_erase},
    {"write memory", "", "Save the configuration", CLI_PRIVILEGED,
     .run = write_memory},
    {"write terminal", "", "Show the present configuration", CLI_PRIVILEGED,
     .run = write_terminal},
    {0},
};
