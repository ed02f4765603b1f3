/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * conn.h - TCP connections as streams of bytes.
 *
 * Nothing here waits.  wake() is called, from inside stack_input() or
 * stack_poll(), whenever reading, writing or the state may have changed; it
 * must only note that, and the owner looks again from its own thread.
 */
#ifndef GUEST_NET_CONN_H
#define GUEST_NET_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONNS_MAX = 224 };

enum conn_state {
    CONN_OPENING,
    CONN_OPEN,
    CONN_ENDED,  /* the other end sends nothing more; what came can be read */
    CONN_FAILED, /* refused, reset or given up */
};

struct conn {
    void *pcb; /* lwIP's; NULL: gone */
    void *in;  /* what came and was not read yet */
    enum conn_state state;
    bool used;
    bool reset; /* why it failed: by the far end, or nobody answered */
    uint32_t remote_ip;
    uint16_t remote_port;
    unsigned interface; /* it came in by */
    void (*wake)(void *far);
    void *far;
};

/* Would a call to this port be taken, from there? */
bool conn_takes(uint16_t port, unsigned interface, uint32_t ip);

/* Calls accepted() for each connection to a port; false from it, or no room,
 * refuses that one.  permits() says who may come at all; NULL: everybody.
 * False: the port is taken. */
bool conn_listen(uint16_t port,
                 bool (*permits)(unsigned interface, uint32_t ip),
                 bool (*accepted)(void *far, struct conn *), void *far);

/* NULL: no way there, or no room. */
struct conn *conn_open(uint32_t ip, uint16_t port, void (*wake)(void *far),
                       void *far);
void conn_on_change(struct conn *, void (*wake)(void *far), void *far);

/* Bytes read; 0: nothing yet; -1: there will be nothing more. */
int conn_read(struct conn *, void *to, size_t n);

/* How many were taken; 0: no room now, or it has failed. */
size_t conn_write(struct conn *, const void *from, size_t n);

/* All that was written has been acknowledged. */
bool conn_sent_all(const struct conn *);

/* Nothing more will be written: the other end is told behind what was.  What it
 * sends can still be read. */
void conn_finish(struct conn *);

/* Ends it in order, or at once; it is not the caller's any more.  Where
 * something was not read, in order is at once, too, whatever was written. */
void conn_close(struct conn *);
void conn_abort(struct conn *);

#endif
