/* SPDX-License-Identifier: GPL-2.0-or-later */
/* readfile.c - a file that an option names, as a whole. */
#include "host/readfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/report.h"

static bool fits(const char *option, const char *path, const char *wanted,
                 const struct stat *st, gsize most, GError **err)
{
    if (!S_ISREG(st->st_mode))
        return refuse(err, "--%s=%s is no file; name %s", option, path,
                      wanted);
    if ((guint64)st->st_size > most)
        return refuse(err, "--%s=%s has %lld bytes; %s has at most %zu",
                      option, path, (long long)st->st_size, wanted, most);
    return true;
}

static GBytes *read_all(const char *option, const char *path, int fd,
                        size_t size, GError **err)
{
    uint8_t *bytes = g_malloc(size);
    size_t at = 0;
    ssize_t n;

    while (at < size && (n = read(fd, bytes + at, size - at)) != 0) {
        if (n < 0 && errno != EINTR) {
            refuse(err, "--%s=%s can't be read: %s", option, path,
                   g_strerror(errno));
            g_free(bytes);
            return NULL;
        }
        at += n > 0 ? (size_t)n : 0;
    }
    if (at == size)
        return g_bytes_new_take(bytes, size);
    refuse(err, "--%s=%s shrank while it was read; try again", option, path);
    g_free(bytes);
    return NULL;
}

GBytes *readfile(const char *option, const char *path, const char *wanted,
                 gsize most, GError **err)
{
    GBytes *bytes = NULL;
    struct stat st;
    /* Non-blocking: a FIFO is refused and not waited for. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0 || fstat(fd, &st))
        refuse(err, "--%s=%s can't be read: %s", option, path,
               g_strerror(errno));
    else if (fits(option, path, wanted, &st, most, err))
        bytes = read_all(option, path, fd, (size_t)st.st_size, err);
    if (fd >= 0)
        close(fd);
    return bytes;
}
