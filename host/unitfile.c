/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unitfile.c - UNIT.ini; see unitfile.h.
 *
 * GLib reads the values.  Which line is wrong it doesn't say, so we look at
 * the lines ourselves first.
 */
#include "host/unitfile.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "host/report.h"
#include "host/values.h"

#define GROUP "unit"
#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* as Windows' editors begin a file */

enum { FILE_MAX = 1024 * 1024, NUMBER_MAX = 99 };

struct reader {
    const char *path;
    unsigned line;
    GKeyFile *file;
    GHashTable *seen; /* key -> the line it stood on */
    struct options *options;
    struct unit_options *unit;
    unitfile_skip *skip;
    const void *far;
};

bool unitfile_is_name(const char *path)
{
    return g_str_has_suffix(path, ".ini");
}

/* Puts file and line in front of the message. */
static bool located(const struct reader *r, GError **err)
{
    if (err && *err)
        g_prefix_error(err, "%s:%u: ", r->path, r->line);
    return false;
}

/* --- keys ---------------------------------------------------------------- */

/* Where the digits at the end of a key begin. */
static size_t stem_length(const char *key)
{
    size_t n = strlen(key);

    while (n && g_ascii_isdigit(key[n - 1]))
        n--;
    return n;
}

static const struct option_row *find_row(const char *key, unsigned *number)
{
    size_t stem = stem_length(key);
    uint64_t n = 0;

    for (const struct option_row *row = option_rows; row->name; row++) {
        if (!(row->is & OPTION_NUMBERED) && !strcmp(key, row->name))
            return row;
        if ((row->is & OPTION_NUMBERED) && stem == strlen(row->name) &&
            !strncmp(key, row->name, stem) &&
            value_number(key + stem, 0, NUMBER_MAX, &n)) {
            *number = (unsigned)n;
            return row;
        }
    }
    return NULL;
}

static const struct option_row *row_named(const char *name)
{
    const struct option_row *row = option_rows;

    while (row->name && strcmp(row->name, name))
        row++;
    return row;
}

static bool unknown_key(const char *key, GError **err)
{
    const char *names[64], *near;
    char *stem = g_strndup(key, stem_length(key));
    const char *digits = key + strlen(stem);
    size_t n = 0;

    for (const struct option_row *row = option_rows; row->name; row++)
        if (!(row->is & OPTION_PROCESS) && n < G_N_ELEMENTS(names) - 1)
            names[n++] = row->name;
    names[n] = NULL;
    near = value_nearest(stem, names);
    if (!near)
        refuse(err, "there is no key %s; pixemu --help lists the options, "
                    "whose long names are the keys", key);
    else if (!(row_named(near)->is & OPTION_NUMBERED))
        refuse(err, "there is no key %s; did you mean %s?", key, near);
    else
        refuse(err, "there is no key %s; did you mean %s%s?", key, near,
               *digits ? digits : "0");
    g_free(stem);
    return false;
}

/* --- values -------------------------------------------------------------- */

static bool set_flag(struct reader *r, const struct option_row *row,
                     GError **err)
{
    GError *why = NULL;
    bool on = g_key_file_get_boolean(r->file, GROUP, row->name, &why);

    if (why) {
        g_error_free(why);
        return refuse(err, "%s is true or false", row->name);
    }
    return !on || row->set(r->options, r->unit, NULL, err);
}

/* GLib may hand over a value and an error as well. */
static bool readable(const char *key, GError *why, GError **err)
{
    if (!why)
        return true;
    g_error_free(why);
    return refuse(err, "%s has a backslash that means nothing; write \\\\ for "
                       "one", key);
}

static bool set_numbered(struct reader *r, const struct option_row *row,
                         const char *key, unsigned number, GError **err)
{
    GError *why = NULL;
    char **values =
        g_key_file_get_string_list(r->file, GROUP, key, NULL, &why);
    bool ok = readable(key, why, err);

    for (char **v = values; ok && v && *v; v++) {
        char *value = g_strdup_printf("%u:%s", number, g_strstrip(*v));

        ok = row->set(r->options, r->unit, value, err);
        g_free(value);
    }
    g_strfreev(values);
    return ok;
}

static bool set_plain(struct reader *r, const struct option_row *row,
                      GError **err)
{
    GError *why = NULL;
    char *value = g_key_file_get_string(r->file, GROUP, row->name, &why);
    bool ok = readable(row->name, why, err) &&
              row->set(r->options, r->unit, value, err);

    g_free(value);
    return ok;
}

static bool set_key(struct reader *r, const char *key, GError **err)
{
    unsigned number = 0;
    const struct option_row *row = find_row(key, &number);
    char *raw;
    bool empty, quoted;

    if (!row)
        return unknown_key(key, err);
    if (row->is & OPTION_PROCESS)
        return refuse(err, "%s belongs to the process, not to a unit; give "
                           "--%s on the command line", key, row->name);
    raw = g_key_file_get_value(r->file, GROUP, key, NULL);
    empty = !raw || !*raw;
    quoted = !empty && raw[0] == '"' && raw[strlen(raw) - 1] == '"';
    g_free(raw);
    if (empty)
        return refuse(err, "%s has no value; leave the line out", key);
    if (quoted)
        return refuse(err, "%s: a value stands without quotes", key);
    if (r->skip(r->far, row, number))
        return true;
    if (!row->metavar)
        return set_flag(r, row, err);
    return row->is & OPTION_NUMBERED ? set_numbered(r, row, key, number, err)
                                     : set_plain(r, row, err);
}

/* --- lines --------------------------------------------------------------- */

/* The key of a line, for g_free(); NULL when it is none. */
static char *key_of(const char *line)
{
    const char *eq = strchr(line, '=');

    return eq && eq > line ? g_strchomp(g_strndup(line, eq - line)) : NULL;
}

static bool check_key(struct reader *r, const char *line, GError **err)
{
    char *key = key_of(line);
    unsigned before;

    if (!key)
        return refuse(err, "'%s' is no KEY=VALUE; a comment begins with #",
                      line);
    before = GPOINTER_TO_UINT(g_hash_table_lookup(r->seen, key));
    if (before) {
        refuse(err, "%s stands in line %u already%s", key, before,
               stem_length(key) < strlen(key)
                   ? "; separate several with semicolons" : "");
        g_free(key);
        return false;
    }
    g_hash_table_insert(r->seen, key, GUINT_TO_POINTER(r->line));
    return true;
}

/* What GLib would refuse, or take without a word. */
static bool check_line(struct reader *r, const char *line, bool *in_group,
                       GError **err)
{
    if (!*line || *line == '#')
        return true;
    if (*line != '[')
        return *in_group ? check_key(r, line, err)
                         : refuse(err, "a unit file begins with [" GROUP "]");
    if (strcmp(line, "[" GROUP "]"))
        return refuse(err, "there is no group %s; the only one is [" GROUP "]",
                      line);
    *in_group = true;
    return true;
}

static bool check_lines(struct reader *r, char **lines, GError **err)
{
    bool in_group = false;

    for (r->line = 1; lines[r->line - 1]; r->line++)
        if (!check_line(r, g_strstrip(lines[r->line - 1]), &in_group, err))
            return located(r, err);
    r->line = 1;
    if (in_group)
        return true;
    refuse(err, "a unit file begins with [" GROUP "]");
    return located(r, err);
}

static bool set_line(struct reader *r, const char *line, GError **err)
{
    char *key = key_of(line);
    char *where = g_strdup_printf("%s:%u: ", r->path, r->line);
    bool ok;

    r->options->where = where;
    ok = set_key(r, key, err);
    r->options->where = "";
    g_free(where);
    g_free(key);
    return ok;
}

static bool set_lines(struct reader *r, char **lines, GError **err)
{
    for (r->line = 1; lines[r->line - 1]; r->line++) {
        const char *line = lines[r->line - 1];

        if (*line && *line != '#' && *line != '[' && !set_line(r, line, err))
            return located(r, err);
    }
    return true;
}

static bool read_text(struct reader *r, const char *text, GError **err)
{
    char **lines = g_strsplit(text, "\n", -1);
    g_autoptr(GError) why = NULL;
    char *clean = NULL;
    bool ok = check_lines(r, lines, err);

    if (ok) {
        clean = g_strjoinv("\n", lines); /* without blanks at their ends */
        ok = g_key_file_load_from_data(r->file, clean, (gsize)-1,
                                       G_KEY_FILE_NONE, &why) ||
             refuse(err, "%s: %s", r->path, why->message);
    }
    ok = ok && set_lines(r, lines, err);
    g_free(clean);
    g_strfreev(lines);
    return ok;
}

static char *contents(const char *path, GError **err)
{
    GError *why = NULL;
    struct stat st;
    char *text = NULL;
    gsize n;

    if (stat(path, &st))
        refuse(err, "%s can't be read: %s", path, g_strerror(errno));
    else if (!S_ISREG(st.st_mode) || st.st_size > FILE_MAX)
        refuse(err, "%s is no unit file; name a text file", path);
    else if (!g_file_get_contents(path, &text, &n, &why))
        refuse(err, "%s", why->message);
    else if (!g_utf8_validate(text, (gssize)n, NULL)) {
        refuse(err, "%s is no text in UTF-8", path);
        g_clear_pointer(&text, g_free);
    }
    g_clear_error(&why);
    return text;
}

bool unitfile_read(const char *path, struct options *o, struct unit_options *u,
                   unitfile_skip *skip, const void *far, GError **err)
{
    struct reader r = {
        .path = path,
        .options = o,
        .unit = u,
        .skip = skip,
        .far = far,
    };
    char *text = contents(path, err);
    bool ok;

    if (!text)
        return false;
    if (g_str_has_prefix(text, BYTE_ORDER_MARK))
        memset(text, ' ', strlen(BYTE_ORDER_MARK));
    r.file = g_key_file_new();
    r.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    ok = read_text(&r, text, err);
    g_hash_table_destroy(r.seen);
    g_key_file_free(r.file);
    g_free(text);
    return ok;
}
