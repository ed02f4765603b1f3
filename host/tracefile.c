/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tracefile.c - --trace: lines into a file; see tracefile.h. */
#include "host/tracefile.h"

#include <errno.h>
#include <glib-unix.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "host/console/terminal.h"
#include "host/disk/outfile.h"
#include "host/report.h"
#include "host/values.h"

/* So much may wait for the file to be opened or written. */
enum { FLUSH_BYTES = 64 * 1024 };

struct tracefile {
    struct loop *loop;
    struct trace trace;
    struct outfile file; /* path NULL: standard error */
    bool begun;          /* lines may go out */
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
           t->file.path ? t->file.path : "standard error",
           g_strerror(errno));
}

static void write_out(struct tracefile *t)
{
    int fd = t->file.path ? t->file.fd : STDERR_FILENO;
    const char *p = t->waiting->str;
    size_t left = t->waiting->len;

    while (left && !t->gave_up) {
        ssize_t n = write(fd, p, left);

        if (n >= 0) {
            p += n;
            left -= (size_t)n;
        } else if (errno == EAGAIN) { /* whoever shares it made it so */
            poll(&(struct pollfd){fd, POLLOUT, 0}, 1, -1);
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

    bool raw = !t->file.path && terminal_is_raw();

    if (t->gave_up)
        return;
    if (raw) /* beside a raw terminal's text */
        g_string_append_c(t->waiting, '\r');
    g_string_append(t->waiting, text);
    g_string_append(t->waiting, raw ? "\r\n" : "\n");
    if (!t->begun)
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
    t->file.fd = -1;
    t->waiting = g_string_new(NULL);
    loop_set_trace(loop, &t->trace);
    return t;
}

bool tracefile_open(struct tracefile *t, const char *path, GError **err)
{
    const char *why;

    if (!path || outfile_open(&t->file, path, OUTFILE_ANEW, &why))
        return true;
    return refuse(err, "--trace-file=%s: %s; name another file", path, why);
}

void tracefile_start(struct tracefile *t)
{
    if (t->file.path) {
        /* Whoever reads a FIFO slowly misses nothing. */
        g_unix_set_fd_nonblocking(t->file.fd, FALSE, NULL);
        if (!outfile_begin(&t->file))
            give_up(t);
    }
    t->begun = true;
    write_out(t);
}

void tracefile_free(struct tracefile *t)
{
    if (!t)
        return;
    loop_set_trace(t->loop, NULL);
    if (t->flush)
        g_source_remove(t->flush);
    if (t->begun)
        write_out(t);
    outfile_close(&t->file);
    g_string_free(t->waiting, TRUE);
    g_free(t);
}
