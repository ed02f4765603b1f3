/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pcap.c - pcap:FILE, records what passes on the segment.
 *
 * Format: draft-ietf-opsawg-pcap, nanosecond stamps, DLT_EN10MB, this
 * computer's byte order (readers know by the magic).  Stamps are virtual time,
 * so that two runs of one transcript give the same bytes.  The format is 40
 * bytes of header; writing them here makes each record one write(), which on a
 * FIFO is whole or not at all.  No name resolution, comments or interfaces
 * (that would be pcapng).
 */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "host/disk/outfile.h"
#include "host/net/port.h"

struct file_header {
    uint32_t magic;
    uint16_t major, minor;
    uint32_t reserved[2];
    uint32_t snap_length;
    uint32_t link_type;
};

struct record_header {
    uint32_t seconds, nanoseconds;
    uint32_t kept, length; /* bytes */
};

static const struct file_header file_header = {
    .magic = 0xa1b23c4d,
    .major = 2,
    .minor = 4,
    .snap_length = SEGMENT_FRAME_MAX,
    .link_type = 1,
};

struct settings {
    char *path;
};

struct pcap {
    struct loop *loop;
    struct plug *plug;
    bool fifo;
    struct outfile file; /* of a FIFO the path alone */
    int fd; /* -1: a FIFO nobody reads at present, or a full disk */
};

static bool set_path(void *settings, const char *argument, char **why)
{
    (void)why;
    ((struct settings *)settings)->path = g_strdup(argument);
    return true;
}

static void clear(void *settings)
{
    g_free(((struct settings *)settings)->path);
}

static bool put_header(const struct pcap *p)
{
    return write(p->fd, &file_header, sizeof file_header) ==
           sizeof file_header;
}

/* A FIFO can only be opened while somebody reads it; each new reader gets a
 * header of its own. */
static bool find_reader(struct pcap *p)
{
    if (p->fd >= 0)
        return true;
    if (!p->fifo)
        return false;
    p->fd = open(p->file.path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (p->fd < 0)
        return false;
    if (put_header(p))
        return true;
    close(p->fd);
    p->fd = -1;
    return false;
}

/* errno: why. */
static void give_up(struct pcap *p)
{
    g_printerr("%s: %s; it records no more\n", p->file.path,
               g_strerror(errno));
    p->fd = -1;
}

/* A reader that went is forgotten.  A full FIFO loses this frame; a file that
 * took part of a record gets it cut off again, and a full disk ends it. */
static void write_failed(struct pcap *p, ssize_t written)
{
    if (p->fifo && written < 0 && errno == EAGAIN)
        return;
    if (p->fifo) {
        close(p->fd);
        p->fd = -1;
        return;
    }
    if (written >= 0) {
        off_t end = lseek(p->fd, -written, SEEK_CUR);

        errno = end < 0 || ftruncate(p->fd, end) < 0 ? EIO : ENOSPC;
    }
    give_up(p);
}

static void deliver(void *far, const uint8_t *frame, size_t n)
{
    struct pcap *p = far;
    uint64_t now_ns = clock_now(loop_clock(p->loop));
    size_t room = p->fifo ? PIPE_BUF - sizeof(struct record_header) : n;
    struct record_header head = {
        .seconds = (uint32_t)(now_ns / 1000000000),
        .nanoseconds = (uint32_t)(now_ns % 1000000000),
        .kept = (uint32_t)MIN(n, room),
        .length = (uint32_t)n,
    };
    struct iovec record[] = {
        {&head, sizeof head},
        {(void *)frame, head.kept},
    };
    ssize_t written;

    if (!find_reader(p))
        return;
    written = writev(p->fd, record, G_N_ELEMENTS(record));
    if (written != (ssize_t)(sizeof head + head.kept))
        write_failed(p, written);
}

/* What was recorded before stays until nothing can be refused any more. */
static bool open_file(struct pcap *p, const char *path, char **why)
{
    const char *reason = NULL;
    struct stat st;

    p->fd = -1;
    p->fifo = stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
    if (p->fifo) {
        p->file = (struct outfile){.path = g_strdup(path), .fd = -1};
        find_reader(p);
        return true;
    }
    if (outfile_open(&p->file, path, OUTFILE_ANEW, &reason)) {
        p->fd = p->file.fd;
        if (!p->file.empty || put_header(p))
            return true;
        reason = g_strerror(errno);
    }
    *why = g_strdup_printf("%s can't be written: %s; name another file", path,
                           reason);
    return false;
}

static void *pcap_open(const void *settings, const struct port_place *place,
                       char **why)
{
    const struct settings *s = settings;
    struct pcap *p = g_new0(struct pcap, 1);
    const struct plug_far far = {
        .far = p, .deliver = deliver, .prompt = true};

    p->loop = place->loop;
    if (!open_file(p, s->path, why)) {
        outfile_close(&p->file);
        g_free(p);
        return NULL;
    }
    p->plug = segment_plug(place->segment, PLUG_MONITOR, &far, NULL);
    return p;
}

static void pcap_start(void *port)
{
    struct pcap *p = port;

    if (p->fifo)
        return;
    if (!outfile_begin(&p->file) || (!p->file.empty && !put_header(p)))
        give_up(p);
}

static void pcap_close(void *port)
{
    struct pcap *p = port;

    segment_unplug(p->plug);
    if (p->fifo && p->fd >= 0)
        close(p->fd);
    outfile_close(&p->file);
    g_free(p);
}

const struct port_kind port_kind_pcap = {
    .name = "pcap",
    .argument = "FILE",
    .help = "records what passes (a FIFO works); makes no link",
    .settings_size = sizeof(struct settings),
    .set = set_path,
    .clear = clear,
    .open = pcap_open,
    .start = pcap_start,
    .close = pcap_close,
};
