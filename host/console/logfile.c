/* SPDX-License-Identifier: GPL-2.0-or-later */
/* logfile.c - what the unit sends, kept in a file (--console=...,log=). */
#include "host/console/logfile.h"

#include <errno.h>
#include <unistd.h>

#include "host/disk/outfile.h"
#include "host/report.h"

struct logfile {
    struct outfile file;
    bool gave_up;
    GByteArray *waiting;
};

struct logfile *logfile_open(const char *path, GError **err)
{
    struct logfile *l = g_new0(struct logfile, 1);
    const char *why;

    l->waiting = g_byte_array_new();
    if (outfile_open(&l->file, path, OUTFILE_APPEND, &why))
        return l;
    refuse(err, "--console=...,log=%s: %s; name another file", path, why);
    logfile_close(l);
    return NULL;
}

void logfile_start(struct logfile *l)
{
    outfile_begin(&l->file);
}

void logfile_add(struct logfile *l, uint8_t byte)
{
    if (!l->gave_up)
        g_byte_array_append(l->waiting, &byte, 1);
}

static void give_up(struct logfile *l)
{
    report("%s gets no more of the console: %s", l->file.path,
           g_strerror(errno));
    l->gave_up = true;
}

void logfile_flush(struct logfile *l)
{
    const guint8 *p = l->waiting->data;
    size_t left = l->waiting->len;

    while (left && !l->gave_up) {
        ssize_t n = write(l->file.fd, p, left);

        if (n > 0) {
            p += n;
            left -= (size_t)n;
        } else if (n == 0 || errno == EAGAIN) {
            break; /* a FIFO whose reader is slow misses that much */
        } else if (errno != EINTR) {
            give_up(l);
        }
    }
    g_byte_array_set_size(l->waiting, 0);
}

void logfile_close(struct logfile *l)
{
    if (!l)
        return;
    logfile_flush(l);
    outfile_close(&l->file);
    g_byte_array_free(l->waiting, TRUE);
    g_free(l);
}
