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
    char *path;
    bool fifo;
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

/* A FIFO can only be opened while somebody reads it; each new reader gets a
 * header of its own. */
static bool find_reader(struct pcap *p)
{
    if (p->fd >= 0)
        return true;
    if (!p->fifo)
        return false;
    p->fd = open(p->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (p->fd < 0)
        return false;
    if (write(p->fd, &file_header, sizeof file_header) ==
        sizeof file_header)
        return true;
    close(p->fd);
    p->fd = -1;
    return false;
}

/* A reader that went is forgotten.  A full FIFO loses this frame; a file that
 * took part of a record gets it cut off again, and a full disk ends it. */
static void write_failed(struct pcap *p, ssize_t written)
{
    if (p->fifo && written < 0 && errno == EAGAIN)
        return;
    if (!p->fifo && written > 0) {
        off_t end = lseek(p->fd, -written, SEEK_CUR);

        if (end < 0 || ftruncate(p->fd, end) < 0)
            errno = EIO;
    }
    if (!p->fifo)
        g_printerr("pixemu: %s: %s; it records no more\n", p->path,
                   g_strerror(written < 0 ? errno : ENOSPC));
    close(p->fd);
    p->fd = -1;
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

static bool start_file(struct pcap *p, char **why)
{
    struct stat st;

    if (stat(p->path, &st) == 0 && S_ISFIFO(st.st_mode)) {
        p->fifo = true;
        find_reader(p);
        return true;
    }
    p->fd = open(p->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (p->fd >= 0 && write(p->fd, &file_header, sizeof file_header) ==
                          sizeof file_header)
        return true;
    *why = g_strdup_printf("%s can't be written: %s; name another file",
                           p->path, g_strerror(errno));
    if (p->fd >= 0)
        close(p->fd);
    return false;
}

static void *pcap_open(const void *settings, const struct port_place *place,
                       char **why)
{
    struct pcap *p = g_new0(struct pcap, 1);
    const struct plug_far far = {
        .far = p, .deliver = deliver, .prompt = true};

    p->loop = place->loop;
    p->path = g_strdup(((const struct settings *)settings)->path);
    p->fd = -1;
    if (!start_file(p, why)) {
        g_free(p->path);
        g_free(p);
        return NULL;
    }
    p->plug = segment_plug(place->segment, PLUG_MONITOR, &far, NULL);
    return p;
}

static void pcap_close(void *port)
{
    struct pcap *p = port;

    segment_unplug(p->plug);
    if (p->fd >= 0)
        close(p->fd);
    g_free(p->path);
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
    .close = pcap_close,
    .overwrites = true,
};
