/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * port.h - the kinds of PORT and how one is written.
 *
 *   PORT = KIND[:ARGUMENT][,OPTION=VALUE]...
 *
 * A comma inside an argument or value is doubled.  One kind is one row and
 * lives in one file; port_kinds[] lists them.
 */
#ifndef PIXEMU_HOST_NET_PORT_H
#define PIXEMU_HOST_NET_PORT_H

#include <stdbool.h>
#include <stddef.h>

#include "host/net/line.h"
#include "host/net/segment.h"
#include "host/net/shared.h"
#include "machine/loop.h"

struct port_option {
    const char *name;
    const char *value; /* how it is written, for people */
    const char *help;
    /* False with *why (g_free it): a phrase that ends in the remedy. */
    bool (*set)(void *settings, const char *value, char **why);
};

/* Where a port is opened.  All of it outlives the port. */
struct port_place {
    struct loop *loop;
    struct segment *segment;
    struct shared *shared;            /* NULL: there are no others */
    const struct line_settings *line; /* for segment_plug() */
};

struct port_kind {
    const char *name;
    const char *argument; /* "PATH", for people; NULL: takes none */
    const char *help;
    const struct port_option *options; /* ends with a NULL name; or NULL */
    /* The bytes that `argument` and the options are read into, zeroed. */
    size_t settings_size;
    void (*defaults)(void *settings);
    bool (*set)(void *settings, const char *argument, char **why);
    /* What only can be judged when all is read. */
    bool (*check)(void *settings, char **why);
    void (*clear)(void *settings);
    /* NULL with *why when it can't be had; settings outlive the port.  A kind
     * without open() is nothing plugged in. */
    void *(*open)(const void *settings, const struct port_place *, char **why);
    /* Nothing can be refused any more; may be NULL. */
    void (*start)(void *port);
    void (*close)(void *port);
};

extern const struct port_kind port_kind_user;
extern const struct port_kind port_kind_listen;
extern const struct port_kind port_kind_connect;
extern const struct port_kind port_kind_udp;
extern const struct port_kind port_kind_tap;
extern const struct port_kind port_kind_segment;
extern const struct port_kind port_kind_pcap;
extern const struct port_kind port_kind_none;

extern const struct port_kind *const port_kinds[]; /* ends with NULL */

/* A PORT that was understood. */
struct port_spec {
    const struct port_kind *kind;
    void *settings;
    struct line_settings line;
};

/* NULL with *why (g_free it) when it isn't understood. */
struct port_spec *port_parse(const char *text, char **why);
void port_spec_free(struct port_spec *);
char *port_help(void);

/* For kinds whose argument is a path of a Unix socket; keeps a copy. */
bool port_set_socket_path(char **path, const char *argument, char **why);

#endif
