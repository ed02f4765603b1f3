/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * url.h - http[s]://[user:password@]location[:port]/pathname, taken apart.
 *
 * In user and password %XX stands for a character (RFC 3986, 2.1): an @, a :
 * and a / have to be written so.  What a path may not contain is escaped when
 * it is sent.
 */
#ifndef GUEST_NET_URL_H
#define GUEST_NET_URL_H

#include <stdbool.h>
#include <stdint.h>

enum {
    URL_USER_MAX = 63,
    URL_PASSWORD_MAX = 127,
    URL_HOST_MAX = 63,
    URL_PATH_MAX = 400,
    URL_PORT_HTTP = 80,
    URL_PORT_HTTPS = 443,
};

struct url {
    bool tls;
    bool has_user, has_password;
    uint16_t port;
    char user[URL_USER_MAX + 1], password[URL_PASSWORD_MAX + 1];
    char host[URL_HOST_MAX + 1];
    char path[URL_PATH_MAX + 1]; /* from its '/' on */
};

/* NULL: good; else a phrase that says what is wrong. */
const char *url_parse(struct url *, const char *text);

/* Does it begin as one of these? */
bool url_is_one(const char *text);

/* "http://host[:port]/path", without user and password; returns to. */
enum { URL_TEXT = 512 };
const char *url_text(const struct url *, char to[URL_TEXT]);

#endif
