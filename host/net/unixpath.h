/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unixpath.h - stream sockets that have a path.
 */
#ifndef PIXEMU_HOST_NET_UNIXPATH_H
#define PIXEMU_HOST_NET_UNIXPATH_H

#include <sys/types.h>

struct unixpath {
    char *path;
    int fd; /* listening */
};

/* A listening socket at the path, with the permissions of `mode`.  A file
 * nobody answers on is taken over.  -1 with *why (g_free it): in use, no
 * socket, no permission.  Both non-blocking, closed on exec. */
int unixpath_listen(struct unixpath *, const char *path, mode_t mode,
                    char **why);
/* -1 with errno. */
int unixpath_connect(const char *path);
/* Listens no more, and removes the file unless somebody else has taken the
 * path over and answers there. */
void unixpath_close(struct unixpath *);

#endif
