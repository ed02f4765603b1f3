/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unixpath.c - stream sockets that have a path.
 */
#include "host/net/unixpath.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int new_socket(void)
{
    return socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

static int set_address(struct sockaddr_un *a, const char *path)
{
    if (strlen(path) >= sizeof a->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(a, 0, sizeof *a);
    a->sun_family = AF_UNIX;
    strcpy(a->sun_path, path);
    return 0;
}

int unixpath_connect(const char *path)
{
    struct sockaddr_un a;
    int fd, saved;

    if (set_address(&a, path) < 0)
        return -1;
    fd = new_socket();
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) == 0)
        return fd;
    saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* Of two processes that find the same stale file, the slower one would take
 * away what the faster has just made.  The folder is locked meanwhile; where
 * that isn't possible, or takes a second, go on without. */
static int lock_folder(const char *path)
{
    char *folder = g_path_get_dirname(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    g_free(folder);
    for (int i = 0; fd >= 0 && i < 100; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
            break;
        g_usleep(10 * 1000);
    }
    return fd;
}

static bool is_socket(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISSOCK(st.st_mode);
}

/* False with errno: somebody is there (0), or there is no telling.  A datagram
 * socket is refused by a stream socket's owner without his noticing: a call
 * would be a client. */
static bool is_dead(const char *path)
{
    struct sockaddr_un a;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), saved = 0;

    if (fd < 0 || set_address(&a, path) < 0 ||
        connect(fd, (struct sockaddr *)&a, sizeof a) < 0)
        saved = errno;
    if (fd >= 0)
        close(fd);
    errno = saved == EPROTOTYPE ? 0 : saved;
    return saved == ECONNREFUSED;
}

/* A file is in the way.  True: it was a dead socket and is gone. */
static bool clear_way(const char *path, char **why)
{
    if (!is_socket(path))
        *why = g_strdup_printf("%s exists and is no socket; name another path",
                               path);
    else if (is_dead(path) && unlink(path) == 0)
        return true;
    else if (errno == 0)
        *why = g_strdup_printf("%s is in use by another process; end it or "
                               "name another path",
                               path);
    else
        *why = g_strdup_printf("%s: %s; remove it or name another path", path,
                               g_strerror(errno));
    return false;
}

/* For its owner alone, and no wider for a moment either. */
static int try_bind(int fd, const char *path)
{
    struct sockaddr_un a;
    mode_t before;
    int rc;

    if (set_address(&a, path) < 0)
        return -1;
    before = umask(0177);
    rc = bind(fd, (struct sockaddr *)&a, sizeof a);
    umask(before);
    return rc;
}

static bool bind_path(int fd, const char *path, char **why)
{
    int rc = try_bind(fd, path);

    if (rc < 0 && errno == EADDRINUSE) {
        if (!clear_way(path, why))
            return false;
        rc = try_bind(fd, path);
    }
    if (rc < 0) {
        *why = g_strdup_printf("%s: %s; name another path", path,
                               g_strerror(errno));
        return false;
    }
    if (listen(fd, 64) == 0)
        return true;
    *why = g_strdup_printf("%s: %s; name another path", path,
                           g_strerror(errno));
    unlink(path);
    return false;
}

int unixpath_listen(struct unixpath *u, const char *path, char **why)
{
    int folder = lock_folder(path);

    u->fd = new_socket();
    if (u->fd < 0) {
        *why = g_strdup_printf("%s: %s", path, g_strerror(errno));
    } else if (!bind_path(u->fd, path, why)) {
        close(u->fd);
        u->fd = -1;
    } else {
        u->path = g_strdup(path);
    }
    if (folder >= 0)
        close(folder);
    return u->fd;
}

void unixpath_close(struct unixpath *u)
{
    int folder = lock_folder(u->path);

    close(u->fd);
    if (is_socket(u->path) && is_dead(u->path))
        unlink(u->path);
    g_free(u->path);
    if (folder >= 0)
        close(folder);
}
