/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cmdline.c - the command line, by GLib's parser, over the rows of
 * optionrows.c.
 *
 * What is said there is kept as words first: a unit file is read before it,
 * so that the command line has the last word.
 */
#include "host/cmdline.h"

#include <string.h>

#include "host/report.h"
#include "host/unitfile.h"
#include "host/values.h"

/* An option as it was given. */
struct word {
    const struct option_row *row;
    char *value; /* NULL: takes none */
};

struct cmdline {
    struct options *options;
    GArray *words;    /* struct word, in order */
    GPtrArray *files; /* unit files; not ours */
    const char *flash;
};

static void word_clear(void *data)
{
    g_free(((struct word *)data)->value);
}

/* --- GLib's parser ------------------------------------------------------- */

static const struct option_row *row_of(const char *name)
{
    /* GLib hands over "--model" or "-M". */
    for (const struct option_row *row = option_rows; row->name; row++)
        if (name[1] == '-' ? !strcmp(row->name, name + 2)
                           : row->letter == name[1])
            return row;
    return NULL;
}

static gboolean on_option(const char *name, const char *value, gpointer data,
                          GError **err)
{
    struct cmdline *c = data;
    struct word word = {row_of(name), NULL};

    (void)err;
    if (!word.row)
        return FALSE;
    word.value = g_strdup(value);
    g_array_append_val(c->words, word);
    return TRUE;
}

static GOptionContext *context_new(struct cmdline *c)
{
    GArray *entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
    GOptionContext *context = g_option_context_new("[FLASH | UNIT.ini...]");
    GOptionGroup *group =
        g_option_group_new("pixemu", "Options:", "", c, NULL);

    for (const struct option_row *row = option_rows; row->name; row++) {
        GOptionEntry entry = {
            .long_name = row->name,
            .short_name = row->letter,
            /* Bytes as they were typed: most values hold file names. */
            .flags = row->metavar ? G_OPTION_FLAG_FILENAME
                                  : G_OPTION_FLAG_NO_ARG,
            .arg = G_OPTION_ARG_CALLBACK,
            .arg_data = (gpointer)on_option,
            .description = row->help,
            .arg_description = row->metavar,
        };

        if (!(row->is & OPTION_KEY))
            g_array_append_val(entries, entry);
    }
    g_option_group_add_entries(group, (GOptionEntry *)entries->data);
    g_array_free(entries, TRUE);
    g_option_context_set_main_group(context, group);
    g_option_context_set_help_enabled(context, FALSE); /* it would exit() */
    g_option_context_set_ignore_unknown_options(context, TRUE);
    g_option_context_set_summary(
        context, "Runs a PIX firewall whose flash chips are the file FLASH, "
                 "which is created\nblank when there is none; without FLASH "
                 "the flash is blank and forgotten.\nA UNIT.ini holds options "
                 "under [unit]; several of them are several units.");
    return context;
}

static char *help_text(void)
{
    GOptionContext *context = context_new(NULL);
    char *text = g_option_context_get_help(context, TRUE, NULL);

    g_option_context_free(context);
    return text;
}

static bool unknown_option(const char *arg, GError **err)
{
    GPtrArray *names = g_ptr_array_new();
    const char *near = NULL;

    for (const struct option_row *row = option_rows; row->name; row++)
        if (!(row->is & OPTION_KEY))
            g_ptr_array_add(names, (gpointer)row->name);
    g_ptr_array_add(names, NULL);
    if (arg[1] == '-') {
        char *name = g_strndup(arg + 2, strcspn(arg + 2, "="));

        near = value_nearest(name, (const char *const *)names->pdata);
        g_free(name);
    }
    g_ptr_array_free(names, TRUE);
    if (near)
        return refuse(err, "there is no option %s; did you mean --%s?", arg,
                      near);
    return refuse(err, "there is no option %s; pixemu --help lists them", arg);
}

/* GLib would drop the value of --paused=no without a word. */
static bool values_fit(int argc, char **argv, GError **err)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
        for (const struct option_row *r = option_rows; r->name; r++) {
            size_t n = strlen(r->name);

            if (!r->metavar && !strncmp(argv[i], "--", 2) &&
                !strncmp(argv[i] + 2, r->name, n) && argv[i][2 + n] == '=')
                return refuse(err, "%s: --%s takes no value", argv[i],
                              r->name);
        }
    return true;
}

/* "-SM525" in pieces; *more: the last one finds its value in the next word. */
static bool take_apart(GPtrArray *to, const char *arg, bool *more,
                       GError **err)
{
    for (const char *letter = arg + 1; *letter; letter++) {
        const char name[] = {'-', *letter, 0};
        const struct option_row *row = row_of(name);

        if (!row)
            return unknown_option(arg, err);
        g_ptr_array_add(to, g_strdup(name));
        *more = row->metavar && !letter[1];
        if (row->metavar && letter[1])
            g_ptr_array_add(to, g_strdup(letter + 1));
        if (row->metavar)
            break;
    }
    return true;
}

/* GLib knows -S -M 525 alone, and would take -M525 for nonsense. */
static bool spread(GPtrArray *to, char **argv, GError **err)
{
    bool is_value = true, only_names = false;

    for (; *argv; argv++) {
        const char *arg = *argv;
        const struct option_row *row = NULL;

        if (!is_value && !only_names && arg[0] == '-' && arg[1] &&
            arg[1] != '-') {
            if (!take_apart(to, arg, &is_value, err))
                return false;
            continue;
        }
        if (!is_value && g_str_has_prefix(arg, "--"))
            row = row_of(arg);
        only_names |= !is_value && !strcmp(arg, "--");
        is_value = row && row->metavar;
        g_ptr_array_add(to, g_strdup(arg));
    }
    g_ptr_array_add(to, NULL);
    return true;
}

/* GLib's own messages don't say what to do. */
static void restyle(GError **err)
{
    GError *glib = *err;

    if (glib->domain != G_OPTION_ERROR)
        return;
    *err = NULL;
    glib->message[0] = g_ascii_tolower(glib->message[0]);
    refuse(err, "%s; pixemu --help explains the options", glib->message);
    g_error_free(glib);
}

/* --- files --------------------------------------------------------------- */

static bool take_file(struct cmdline *c, const char *name, GError **err)
{
    bool is_unit = unitfile_is_name(name);

    if (!*name)
        return refuse(err, "the name of the flash file is empty");
    if (is_unit ? c->flash != NULL : c->files->len > 0)
        return refuse(err, "%s and %s: name a flash file or unit files; in a "
                           "unit file, write flash=FILE",
                      is_unit ? c->flash : (char *)c->files->pdata[0], name);
    if (c->flash)
        return refuse(err, "%s is one file too many after %s; a unit has one "
                           "flash file", name, c->flash);
    if (is_unit)
        g_ptr_array_add(c->files, (gpointer)name);
    else
        c->flash = name;
    return true;
}

/* What GLib left over: files, and options it doesn't know. */
static bool take_rest(struct cmdline *c, int argc, char **argv, GError **err)
{
    bool only_names = false;

    for (int i = 1; i < argc; i++) {
        if (!only_names && argv[i][0] == '-' && argv[i][1]) {
            if (strcmp(argv[i], "--"))
                return unknown_option(argv[i], err);
            only_names = true;
        } else if (!take_file(c, argv[i], err)) {
            return false;
        }
    }
    return true;
}

/* --- units --------------------------------------------------------------- */

static bool apply(struct cmdline *c, struct unit_options *u, GError **err)
{
    for (guint i = 0; i < c->words->len; i++) {
        const struct word *w = &g_array_index(c->words, struct word, i);

        if (!w->row->set(c->options, u, w->value, err))
            return false;
        if (c->options->help && !c->options->answer)
            c->options->answer = help_text();
    }
    return c->options->answer || options_check(c->options, u, err);
}

/* Whether the command line has it, for this number. */
static bool said(const void *far, const struct option_row *row, unsigned n)
{
    const struct cmdline *c = far;

    for (guint i = 0; i < c->words->len; i++) {
        const struct word *w = &g_array_index(c->words, struct word, i);
        unsigned mine = n;

        if (w->row != row)
            continue;
        if (!(row->is & OPTION_NUMBERED) ||
            (options_number(w->value, &mine) && mine == n))
            return true;
    }
    return false;
}

static bool is_for_one(const struct cmdline *c, GError **err)
{
    for (guint i = 0; i < c->words->len; i++) {
        const struct word *w = &g_array_index(c->words, struct word, i);

        if (w->row->is & OPTION_SINGLE)
            return refuse(err, "--%s is for one unit, and there are %u; write "
                               "it into their files", w->row->name,
                          c->files->len);
    }
    return true;
}

static char *stem_of(const char *path)
{
    char *stem = g_path_get_basename(path), *dot = strrchr(stem, '.'), *valid;

    if (dot && dot > stem)
        *dot = 0;
    valid = g_utf8_make_valid(stem, -1);
    g_free(stem);
    return valid;
}

static bool read_unit_file(struct cmdline *c, const char *path, GError **err)
{
    struct unit_options *u = options_add_unit(c->options);

    u->file = g_strdup(path);
    if (c->files->len > 1)
        console_spec_parse(&u->console, "none", NULL);
    if (!unitfile_read(path, c->options, u, said, c, err) ||
        !apply(c, u, err))
        return false;
    if (!u->name)
        u->name = stem_of(path);
    return true;
}

/* A file that is there already would be found locked, one that is not would
 * be made twice. */
static bool flash_is_free(const struct cmdline *c, GError **err)
{
    const GPtrArray *units = c->options->units;
    const struct unit_options *u = units->pdata[units->len - 1];
    g_autofree char *mine =
        u->flash ? g_canonicalize_filename(u->flash, NULL) : NULL;

    for (guint i = 0; mine && i + 1 < units->len; i++) {
        const struct unit_options *other = units->pdata[i];
        g_autofree char *path =
            other->flash ? g_canonicalize_filename(other->flash, NULL) : NULL;

        if (path && !strcmp(path, mine))
            return refuse(err, "%s and %s: both have flash=%s; each unit has "
                               "its own", other->file, u->file, u->flash);
    }
    return true;
}

static bool read_unit_files(struct cmdline *c, GError **err)
{
    const char *typist = NULL;

    if (c->files->len > 1 && !is_for_one(c, err))
        return false;
    g_ptr_array_set_size(c->options->units, 0);
    for (guint i = 0; i < c->files->len; i++) {
        const char *path = c->files->pdata[i];
        struct unit_options *u;

        if (!read_unit_file(c, path, err) || !flash_is_free(c, err))
            return false;
        u = g_ptr_array_index(c->options->units, i);
        if (!console_spec_is_stdio(&u->console))
            continue;
        if (typist)
            return refuse(err, "%s and %s: only one unit can have "
                               "console=stdio", typist, path);
        typist = path;
    }
    return true;
}

static bool is_for_hub(const struct cmdline *c, GError **err)
{
    if (c->flash || c->files->len)
        return refuse(err, "%s is for a unit, and --hub has none",
                      c->flash ? c->flash : (char *)c->files->pdata[0]);
    for (guint i = 0; i < c->words->len; i++) {
        const struct word *w = &g_array_index(c->words, struct word, i);

        if (!(w->row->is & (OPTION_PROCESS | OPTION_HUB)))
            return refuse(err, "--%s is for a unit, and --hub has none",
                          w->row->name);
    }
    return true;
}

/* The one unit that the command line describes.  With unit files, too: what
 * is wrong with the options is said before any file is looked at. */
static bool read_words(struct cmdline *c, GError **err)
{
    struct unit_options *u = options_add_unit(c->options);

    if (!apply(c, u, err))
        return false;
    if (c->options->hub && !c->options->answer && !is_for_hub(c, err))
        return false;
    u->flash = g_strdup(c->flash);
    if (!u->name)
        u->name = c->flash ? stem_of(c->flash) : g_strdup("pixemu");
    return c->options->answer || !c->files->len || read_unit_files(c, err);
}

/* Takes the words apart; sees which are options, and which are files. */
static bool read_args(struct cmdline *c, GPtrArray *args, GError **err)
{
    GOptionContext *context = context_new(c);
    /* GLib reorders the vector and frees nothing of it. */
    char **left = g_memdup2(args->pdata, args->len * sizeof *left);
    char **mine = left;
    int n = (int)args->len - 1;
    bool ok = g_option_context_parse(context, &n, &left, err);

    if (!ok)
        restyle(err);
    ok = ok && take_rest(c, n, left, err);
    g_option_context_free(context);
    g_free(mine);
    return ok;
}

bool cmdline_parse(struct options *o, int argc, char **argv, GError **err)
{
    GPtrArray *args = g_ptr_array_new_with_free_func(g_free);
    struct cmdline c = {
        .options = o,
        .words = g_array_new(FALSE, FALSE, sizeof(struct word)),
        .files = g_ptr_array_new(),
    };
    bool ok;

    options_init(o);
    g_array_set_clear_func(c.words, word_clear);
    ok = values_fit(argc, argv, err) && spread(args, argv, err) &&
         read_args(&c, args, err) && read_words(&c, err);
    g_array_free(c.words, TRUE);
    g_ptr_array_free(c.files, TRUE);
    g_ptr_array_free(args, TRUE);
    return ok;
}
