/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * unixpath.h - stream sockets that have a path.
 */
#ifndef PIXEMU_HOST_NET_UNIXPATH_H
#define PIXEMU_HOST_NET_UNIXPATH_H

struct unixpath {
    char *path;
    int fd; /* listening */
};

/* A listening socket at the path, for its owner alone.  A file nobody answers
 * on is taken over.  -1 with *why (g_free it): in use, no socket, no
 * permission. */
int unixpath_listen(struct unixpath *, const char *path, char **why);
/* -1 with errno.  Both are non-blocking, closed on exec. */
int unixpath_connect(const char *path);
/* Listens no more, and removes the file unless somebody else has taken the
 * path over and answers there. */
void unixpath_close(struct unixpath *);

#endif
