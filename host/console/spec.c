/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spec.c - reads --console=KIND[:ADDRESS][,OPTION...], and explains it. */
#include <string.h>

#include "host/console/class.h"
#include "host/report.h"
#include "host/values.h"

const struct console_class *const console_classes[] = {
    &console_stdio,  &console_pty,    &console_unix, &console_tcp,
    &console_telnet, &console_serial, &console_none, NULL};

enum { BAUD_MIN = 50, BAUD_MAX = 115200 };

void console_spec_init(struct console_spec *spec)
{
    *spec = (struct console_spec){.cls = &console_stdio, .escape = 'A' & 0x1f};
}

void console_spec_clear(struct console_spec *spec)
{
    g_clear_pointer(&spec->address, g_free);
    g_clear_pointer(&spec->log, g_free);
}

bool console_spec_is_stdio(const struct console_spec *spec)
{
    return spec->cls == &console_stdio;
}

/* --- what stands behind a comma ------------------------------------------ */

static bool set_wait(struct console_spec *spec, const char *value,
                     GError **err)
{
    if (spec->cls == &console_none)
        return refuse(err, "--console=none,wait: nobody would ever come; name "
                           "another kind, or leave wait out");
    (void)value;
    spec->wait = true;
    return true;
}

static bool set_log(struct console_spec *spec, const char *value, GError **err)
{
    (void)err;
    g_free(spec->log);
    spec->log = g_strdup(value);
    return true;
}

static bool set_baud(struct console_spec *spec, const char *value,
                     GError **err)
{
    uint64_t n;

    if (!value_number(value, BAUD_MIN, BAUD_MAX, &n))
        return refuse(err, "--console=...,baud=%s is no speed; it is %d to %d",
                      value, BAUD_MIN, BAUD_MAX);
    spec->baud = (unsigned)n;
    return true;
}

static const struct {
    const char *name, *metavar, *help;
    bool (*set)(struct console_spec *, const char *value, GError **);
} options[] = {
    {"wait", NULL, "power on when the first client is there", set_wait},
    {"log", "FILE", "append to FILE what the unit sends", set_log},
    {"baud", "N", "the terminal's speed; another than the unit's garbles "
                  "both\n                     ways under --timing=authentic",
     set_baud},
};

static bool read_option(struct console_spec *spec, const char *word,
                        GError **err)
{
    const char *names[G_N_ELEMENTS(options) + 1];
    const char *eq = strchr(word, '=');
    char *name = eq ? g_strndup(word, eq - word) : g_strdup(word), *hint;
    bool ok = false;
    int at;

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        names[i] = options[i].name;
    names[G_N_ELEMENTS(options)] = NULL;
    at = value_name(name, names);
    if (at < 0) {
        hint = value_hint(name, names);
        refuse(err, "--console has no option '%s'%s", name, hint);
        g_free(hint);
    } else if (options[at].metavar && (!eq || !eq[1])) {
        refuse(err, "--console: write it like %s=%s", name,
               options[at].metavar);
    } else if (!options[at].metavar && eq) {
        refuse(err, "--console: %s takes no value", name);
    } else {
        ok = options[at].set(spec, eq ? eq + 1 : NULL, err);
    }
    g_free(name);
    return ok;
}

/* --- the kind ------------------------------------------------------------ */

static const struct console_class *find(const char *name)
{
    for (size_t i = 0; console_classes[i]; i++)
        if (!strcmp(name, console_classes[i]->name))
            return console_classes[i];
    return NULL;
}

static bool unknown_kind(const char *name, GError **err)
{
    const char *names[16];
    size_t n = 0;
    char *hint;

    for (; console_classes[n]; n++)
        names[n] = console_classes[n]->name;
    names[n] = NULL;
    hint = value_hint(name, names);
    refuse(err, "--console=%s is not known%s", name, hint);
    g_free(hint);
    return false;
}

static bool read_kind(struct console_spec *spec, const char *word,
                      GError **err)
{
    const char *colon = strchr(word, ':');
    char *name = colon ? g_strndup(word, colon - word) : g_strdup(word);
    const struct console_class *cls = find(name);
    char *why = NULL;

    if (!cls) {
        unknown_kind(name, err);
        g_free(name);
        return false;
    }
    g_free(name);
    if (!cls->argument && colon)
        return refuse(err, "--console=%s: %s stands alone", word, cls->name);
    if (cls->argument && (!colon || !colon[1]))
        return refuse(err, "--console=%s: write it like --console=%s:%s", word,
                      cls->name, cls->argument);
    if (colon && cls->check)
        why = cls->check(colon + 1);
    if (why) {
        refuse(err, "--console=%s: %s", word, why);
        g_free(why);
        return false;
    }
    spec->cls = cls;
    spec->address = colon ? g_strdup(colon + 1) : NULL;
    return true;
}

/* The word up to the next single comma; a doubled one stands for itself. */
static char *next_word(const char **text)
{
    GString *word = g_string_new(NULL);
    const char *p = *text;

    for (; *p && (*p != ',' || p[1] == ','); p++) {
        p += *p == ',';
        g_string_append_c(word, *p);
    }
    *text = *p ? p + 1 : NULL;
    return g_string_free(word, FALSE);
}

bool console_spec_parse(struct console_spec *spec, const char *text,
                        GError **err)
{
    char *word = next_word(&text);
    bool ok;

    console_spec_clear(spec);
    spec->wait = false;
    spec->baud = 0;
    ok = read_kind(spec, word, err);
    g_free(word);
    while (ok && text) {
        word = next_word(&text);
        ok = read_option(spec, word, err);
        g_free(word);
    }
    return ok;
}

/* --- --console=help ------------------------------------------------------ */

static void help_row(GString *s, char *written, const char *help)
{
    g_string_append_printf(s, "  %-19s%s\n", written, help);
    g_free(written);
}

char *console_help(void)
{
    GString *s = g_string_new("--console=SPEC says where the console goes.\n\n"
                              "SPEC is one of\n");

    for (size_t i = 0; console_classes[i]; i++) {
        const struct console_class *c = console_classes[i];

        help_row(s, g_strconcat(c->name, c->argument ? ":" : "", c->argument,
                                NULL),
                 c->help);
    }
    g_string_append(s, "followed by any of\n");
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        help_row(s, g_strconcat("  ,", options[i].name,
                                options[i].metavar ? "=" : "",
                                options[i].metavar, NULL),
                 options[i].help);
    g_string_append(s, "A comma inside a name is written twice.\n");
    return g_string_free(s, FALSE);
}
