/* SPDX-License-Identifier: GPL-2.0-or-later */
/* resolver.h - addresses of host names, asked of name servers (RFC 1035).
 * Nothing waits; answers are kept as long as their server allows. */
#ifndef GUEST_NET_RESOLVER_H
#define GUEST_NET_RESOLVER_H

#include <stdbool.h>
#include <stdint.h>

enum { RESOLVER_SERVERS = 2 };

enum resolver_state {
    RESOLVER_ASKING,
    RESOLVER_FOUND,
    RESOLVER_NONE,  /* a server knows no address of it */
    RESOLVER_SILENT /* no server answered, for seven seconds each */
};

struct resolver {
    struct resolver *next;
    uint32_t id;
    enum resolver_state state;
    uint32_t ip; /* when found */
    void (*wake)(void *far);
    void *far;
};

/* In place of the earlier ones; asked one after the other.  0: no server. */
void resolver_set_servers(const uint32_t ip[RESOLVER_SERVERS]);

/* wake() as in conn.h: it is known how it ended, which may be at once.  False:
 * there is no server, or no room. */
bool resolver_begin(struct resolver *, const char *name,
                    void (*wake)(void *far), void *far);
void resolver_end(struct resolver *);

#endif
