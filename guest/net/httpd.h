/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * httpd.h - the server's end of HTTP/1.1, as much as a few pages need: one
 * request a connection, GET and HEAD, no body; no network and no clock.
 */
#ifndef GUEST_NET_HTTPD_H
#define GUEST_NET_HTTPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HTTPD_LINE_MAX = 511,
    HTTPD_HEAD_MAX = 16384, /* bytes of a request */
    HTTPD_PATH_MAX = 127,
    HTTPD_USER_MAX = 31,
    HTTPD_PASSWORD_MAX = 127,
};

struct httpd {
    bool done;       /* the request is whole, or hopeless */
    unsigned wrong;  /* a status to answer with; 0: none */
    bool head;       /* only the answer's head is wanted */
    bool has_password;
    char path[HTTPD_PATH_MAX + 1]; /* without what follows a '?' */
    char user[HTTPD_USER_MAX + 1]; /* "": none, or a longer one */
    char password[HTTPD_PASSWORD_MAX + 1];

    uint32_t bytes;
    unsigned line_n;
    bool first, line_long;
    char line[HTTPD_LINE_MAX + 1];
};

void httpd_begin(struct httpd *);
void httpd_take(struct httpd *, const uint8_t *data, size_t n);

/* The answer's head: status, type, what a browser may do with it.  realm, if
 * not NULL, is what a password is asked for.  Returns its length. */
enum { HTTPD_ANSWER_MAX = 768 };
size_t httpd_answer(char to[HTTPD_ANSWER_MAX], unsigned status,
                    const char *type, const char *realm);

#endif
