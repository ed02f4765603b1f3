/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * port.c - reads a PORT after the rows of its kind.
 */
#include "host/net/port.h"

#include <glib.h>
#include <string.h>
#include <sys/un.h>

const struct port_kind port_kind_none = {
    .name = "none",
    .help = "nothing plugged in: no link",
};

const struct port_kind *const port_kinds[] = {
    &port_kind_user, &port_kind_listen,  &port_kind_connect, &port_kind_udp,
    &port_kind_tap,  &port_kind_segment, &port_kind_pcap,    &port_kind_none,
    NULL,
};

/* --- options every kind takes ----------------------------------------- */

static bool set_loss(void *settings, const char *value, char **why)
{
    return line_set_loss(settings, value, why);
}

static bool set_delay(void *settings, const char *value, char **why)
{
    return line_set_delay(settings, value, why);
}

static const struct port_option line_options[] = {
    {"loss", "5%", "loses that share of the frames, each way", set_loss},
    {"delay", "20ms", "makes every frame late, each way", set_delay},
    {NULL, NULL, NULL, NULL},
};

/* --- reading ---------------------------------------------------------- */

/* The words between single commas; a doubled one stands for itself. */
static GPtrArray *split(const char *text)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    GString *word = g_string_new(NULL);

    for (const char *p = text; *p; p++) {
        if (*p == ',' && p[1] != ',') {
            g_ptr_array_add(words, g_string_free(word, FALSE));
            word = g_string_new(NULL);
            continue;
        }
        p += *p == ',';
        g_string_append_c(word, *p);
    }
    g_ptr_array_add(words, g_string_free(word, FALSE));
    return words;
}

static const struct port_kind *find_kind(const char *word, size_t n)
{
    for (size_t i = 0; port_kinds[i]; i++)
        if (strlen(port_kinds[i]->name) == n &&
            memcmp(port_kinds[i]->name, word, n) == 0)
            return port_kinds[i];
    return NULL;
}

static void append_kind(GString *s, const struct port_kind *kind)
{
    g_string_append(s, kind->name);
    if (kind->argument)
        g_string_append_printf(s, ":%s", kind->argument);
}

static char *no_such_kind(void)
{
    GString *s = g_string_new("no such port; it is one of ");

    for (size_t i = 0; port_kinds[i]; i++) {
        if (i > 0)
            g_string_append(s, port_kinds[i + 1] ? ", " : " or ");
        append_kind(s, port_kinds[i]);
    }
    return g_string_free(s, FALSE);
}

static const struct port_option *find_option(const struct port_option *rows,
                                             const char *word, size_t n)
{
    for (; rows && rows->name; rows++)
        if (strlen(rows->name) == n && memcmp(rows->name, word, n) == 0)
            return rows;
    return NULL;
}

static void append_options(GString *s, const struct port_option *rows)
{
    for (; rows && rows->name; rows++)
        g_string_append_printf(s, "%s%s=%s", s->len ? ", " : "", rows->name,
                               rows->value);
}

static char *no_such_option(const struct port_kind *kind, const char *word,
                            size_t n)
{
    GString *takes = g_string_new(NULL);
    char *why;

    append_options(takes, kind->options);
    append_options(takes, line_options);
    why = g_strdup_printf("%s has no option '%.*s'; it takes %s",
                          kind->name, (int)n, word, takes->str);
    g_string_free(takes, TRUE);
    return why;
}

static bool read_option(struct port_spec *spec, const char *word, char **why)
{
    const char *eq = strchr(word, '=');
    size_t n = eq ? (size_t)(eq - word) : strlen(word);
    const struct port_option *row = find_option(spec->kind->options, word, n);
    void *settings = spec->settings;

    if (!row) {
        row = find_option(line_options, word, n);
        settings = &spec->line;
    }
    if (!row) {
        *why = no_such_option(spec->kind, word, n);
        return false;
    }
    if (!eq || !eq[1]) {
        *why = g_strdup_printf("'%s' needs a value: %s=%s", row->name,
                               row->name, row->value);
        return false;
    }
    return row->set(settings, eq + 1, why);
}

static bool read_kind(struct port_spec *spec, const char *word, char **why)
{
    const char *colon = strchr(word, ':');
    size_t n = colon ? (size_t)(colon - word) : strlen(word);
    const struct port_kind *kind = find_kind(word, n);

    if (!kind) {
        *why = no_such_kind();
        return false;
    }
    if (!kind->argument != !colon || (colon && !colon[1])) {
        *why = g_strdup_printf("this port is written %s%s%s", kind->name,
                               kind->argument ? ":" : "",
                               kind->argument ? kind->argument : "");
        return false;
    }
    spec->kind = kind;
    spec->settings = g_malloc0(MAX(kind->settings_size, 1));
    if (kind->defaults)
        kind->defaults(spec->settings);
    return !colon || kind->set(spec->settings, colon + 1, why);
}

static bool read_words(struct port_spec *spec, GPtrArray *words, char **why)
{
    if (!read_kind(spec, words->pdata[0], why))
        return false;
    for (guint i = 1; i < words->len; i++)
        if (!read_option(spec, words->pdata[i], why))
            return false;
    return !spec->kind->check || spec->kind->check(spec->settings, why);
}

struct port_spec *port_parse(const char *text, char **why)
{
    struct port_spec *spec = g_new0(struct port_spec, 1);
    GPtrArray *words = split(text);

    if (!read_words(spec, words, why)) {
        port_spec_free(spec);
        spec = NULL;
    }
    g_ptr_array_free(words, TRUE);
    return spec;
}

void port_spec_free(struct port_spec *spec)
{
    if (!spec)
        return;
    if (spec->kind && spec->kind->clear)
        spec->kind->clear(spec->settings);
    g_free(spec->settings);
    g_free(spec);
}

bool port_set_socket_path(char **path, const char *argument, char **why)
{
    size_t max = sizeof((struct sockaddr_un *)0)->sun_path - 1;

    if (strlen(argument) > max) {
        *why = g_strdup_printf("a socket's path has at most %zu characters; "
                               "name a shorter one",
                               max);
        return false;
    }
    *path = g_strdup(argument);
    return true;
}

/* --- --net=help ------------------------------------------------------- */

enum { HELP_COLUMN = 26 };

static void help_row(GString *s, const char *written, const char *help)
{
    g_string_append(s, written);
    if (strlen(written) > HELP_COLUMN - 2)
        g_string_append_printf(s, "\n%*s%s\n", HELP_COLUMN, "", help);
    else
        g_string_append_printf(s, "%*s%s\n",
                               HELP_COLUMN - (int)strlen(written), "", help);
}

static void help_options(GString *s, const struct port_option *rows)
{
    for (; rows && rows->name; rows++) {
        char *written = g_strdup_printf("    ,%s=%s", rows->name, rows->value);

        help_row(s, written, rows->help);
        g_free(written);
    }
}

char *port_help(void)
{
    GString *s = g_string_new(
        "--net=N:PORT plugs PORT into the segment of interface N.  Repeat it "
        "to put\nseveral ports on one segment.  An interface without any has "
        "no link.\n\nPORT is one of\n");

    for (size_t i = 0; port_kinds[i]; i++) {
        GString *written = g_string_new("  ");

        append_kind(written, port_kinds[i]);
        help_row(s, written->str, port_kinds[i]->help);
        g_string_free(written, TRUE);
        help_options(s, port_kinds[i]->options);
    }
    g_string_append(s, "Every port takes\n");
    help_options(s, line_options);
    g_string_append(s, "A comma inside a name is written twice.\n");
    return g_string_free(s, FALSE);
}
