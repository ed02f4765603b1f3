/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tracefile.c - --trace: lines into a file; see tracefile.h. */
#include "host/tracefile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/console/terminal.h"
#include "host/report.h"
#include "host/values.h"

/* So much may wait for the file to be opened or written. */
enum { FLUSH_BYTES = 64 * 1024 };

struct tracefile {
    struct loop *loop;
    struct trace trace;
    char *path; /* NULL: standard error */
    int fd;     /* -1: not open */
    bool gave_up;
    GString *waiting;
    guint flush; /* source: when nothing else is to be done; 0: none */
};

/* --- the list ------------------------------------------------------------ */

static bool add_kind(const char *name, unsigned *kinds, GError **err)
{
    const char *names[TRACE_KINDS + 2];
    char *hint;
    int at;

    for (unsigned i = 0; i < TRACE_KINDS; i++)
        names[i] = trace_rows[i].name;
    names[TRACE_KINDS] = "all";
    names[TRACE_KINDS + 1] = NULL;
    at = value_name(name, names);
    if (at >= 0) {
        *kinds |= at == TRACE_KINDS ? (1u << TRACE_KINDS) - 1 : 1u << at;
        return true;
    }
    hint = value_hint(name, names);
    refuse(err, "--trace=%s is not known%s", name, hint);
    g_free(hint);
    return false;
}

bool tracefile_kinds(const char *list, unsigned *kinds, GError **err)
{
    g_auto(GStrv) names = g_strsplit(list, ",", -1);

    if (!names[0])
        return refuse(err, "--trace needs a list; --trace=help has its words");
    for (unsigned i = 0; names[i]; i++)
        if (!add_kind(names[i], kinds, err))
            return false;
    return true;
}

char *tracefile_help(void)
{
    GString *s = g_string_new("--trace=LIST, of these words with commas "
                              "between, or all:\n\n");

    for (unsigned i = 0; i < TRACE_KINDS; i++)
        g_string_append_printf(s, "  %-8s %s\n", trace_rows[i].name,
                               trace_rows[i].help);
    return g_string_free(s, FALSE);
}

/* --- lines --------------------------------------------------------------- */

static void give_up(struct tracefile *t)
{
    t->gave_up = true;
    report("%s gets no more of the trace: %s",
           t->path ? t->path : "standard error", g_strerror(errno));
}

static void write_out(struct tracefile *t)
{
    const char *p = t->waiting->str;
    size_t left = t->waiting->len;

    while (left && !t->gave_up) {
        ssize_t n = write(t->fd, p, left);

        if (n >= 0) {
            p += n;
            left -= (size_t)n;
        } else if (errno != EINTR) {
            give_up(t);
        }
    }
    g_string_truncate(t->waiting, 0);
}

static gboolean on_idle(gpointer far)
{
    struct tracefile *t = far;

    t->flush = 0;
    write_out(t);
    return G_SOURCE_REMOVE;
}

static void add_line(void *far, const char *text)
{
    struct tracefile *t = far;

    if (t->gave_up)
        return;
    /* Beside a raw terminal's text. */
    if (!t->path && terminal_is_raw())
        g_string_append_c(t->waiting, '\r');
    g_string_append(t->waiting, text);
    g_string_append(t->waiting,
                    !t->path && terminal_is_raw() ? "\r\n" : "\n");
    if (t->fd < 0)
        return;
    if (t->waiting->len >= FLUSH_BYTES)
        write_out(t);
    else if (!t->flush)
        t->flush = g_idle_add_full(G_PRIORITY_LOW, on_idle, t, NULL);
}

/* --- the file ------------------------------------------------------------ */

struct tracefile *tracefile_new(struct loop *loop, unsigned kinds)
{
    struct tracefile *t = g_new0(struct tracefile, 1);

    t->loop = loop;
    t->trace = (struct trace){kinds, add_line, t};
    t->fd = -1;
    t->waiting = g_string_new(NULL);
    loop_set_trace(loop, &t->trace);
    return t;
}

/* -1: *err.  Nothing was written yet. */
static int open_file(const char *path, GError **err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
    struct stat st;

    /* A flash file, say, is locked by whoever runs it. */
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK) {
        refuse(err, "--trace-file=%s: in use; name another file", path);
    } else if (fd < 0 || (!fstat(fd, &st) && S_ISREG(st.st_mode) &&
                          ftruncate(fd, 0))) {
        refuse(err, "--trace-file=%s: %s; name another file", path,
               g_strerror(errno));
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

bool tracefile_open(struct tracefile *t, const char *path, GError **err)
{
    int fd = path ? open_file(path, err) : STDERR_FILENO;

    if (fd < 0)
        return false;
    t->fd = fd;
    t->path = g_strdup(path);
    write_out(t);
    return true;
}

void tracefile_free(struct tracefile *t)
{
    if (!t)
        return;
    loop_set_trace(t->loop, NULL);
    if (t->flush)
        g_source_remove(t->flush);
    if (t->fd >= 0)
        write_out(t);
    if (t->path && t->fd >= 0)
        close(t->fd);
    g_string_free(t->waiting, TRUE);
    g_free(t->path);
    g_free(t);
}
