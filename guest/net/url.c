/* SPDX-License-Identifier: GPL-2.0-or-later */
/* url.c - see url.h. */
#include "guest/net/url.h"

#include <stddef.h>

#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/net/strings.h"

static bool begins(const char *text, const char *scheme)
{
    return strncasecmp(text, scheme, strlen(scheme)) == 0;
}

bool url_is_one(const char *text)
{
    return begins(text, "http://") || begins(text, "https://");
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* n characters with %XX among them; false: too long, or a bad escape. */
static bool unescape(const char *from, size_t n, char *to, size_t room)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        char c = from[i];

        if (c == '%') {
            if (n - i < 3 || hex(from[i + 1]) < 0 || hex(from[i + 2]) < 0)
                return false;
            c = (char)(hex(from[i + 1]) << 4 | hex(from[i + 2]));
            i += 2;
        }
        if (at + 1 >= room || c == '\0')
            return false;
        to[at++] = c;
    }
    to[at] = '\0';
    return true;
}

/* The last one before `end`; NULL: none. */
static const char *find_last(const char *from, const char *end, char c)
{
    while (end > from) {
        if (*--end == c)
            return end;
    }
    return NULL;
}

/* "user[:password]" */
static const char *take_user(struct url *u, const char *from, const char *end)
{
    const char *colon = memchr(from, ':', (size_t)(end - from));
    const char *user_end = colon ? colon : end;

    u->has_user = true;
    if (!unescape(from, (size_t)(user_end - from), u->user, sizeof u->user) ||
        strchr(u->user, ':'))
        return STR_URL_USER;
    if (!colon)
        return NULL;
    u->has_password = true;
    return unescape(colon + 1, (size_t)(end - colon - 1), u->password,
                    sizeof u->password) ? NULL : STR_URL_USER;
}

/* "location[:port]" */
static const char *take_place(struct url *u, const char *from,
                              const char *end)
{
    const char *colon = memchr(from, ':', (size_t)(end - from));
    const char *host_end = colon ? colon : end;
    size_t n = (size_t)(host_end - from);
    uint32_t port = u->tls ? URL_PORT_HTTPS : URL_PORT_HTTP;
    char digits[6];

    if (n == 0 || n > URL_HOST_MAX)
        return STR_URL_HOST;
    memcpy(u->host, from, n);
    u->host[n] = '\0';
    if (colon) {
        n = (size_t)(end - colon - 1);
        if (n == 0 || n >= sizeof digits)
            return STR_URL_PORT;
        memcpy(digits, colon + 1, n);
        digits[n] = '\0';
        if (!parse_u32(digits, &port) || port == 0 || port > 0xffff)
            return STR_URL_PORT;
    }
    u->port = (uint16_t)port;
    return NULL;
}

static bool printable(const char *text)
{
    while (*text > ' ' && *text <= '~')
        text++;
    return *text == '\0';
}

const char *url_parse(struct url *u, const char *text)
{
    const char *slash, *at, *wrong = NULL;

    memset(u, 0, sizeof *u);
    if (!url_is_one(text) || !printable(text))
        return STR_URL_FORM;
    u->tls = begins(text, "https");
    text = strchr(text, ':') + 3;
    slash = strchr(text, '/');
    if (!slash)
        return STR_URL_FORM;
    if (strlen(slash) > URL_PATH_MAX)
        return STR_URL_PATH;
    memcpy(u->path, slash, strlen(slash) + 1);
    at = find_last(text, slash, '@');
    if (at)
        wrong = take_user(u, text, at);
    return wrong ? wrong : take_place(u, at ? at + 1 : text, slash);
}

const char *url_text(const struct url *u, char to[URL_TEXT])
{
    char port[8] = "";

    if (u->port != (u->tls ? URL_PORT_HTTPS : URL_PORT_HTTP))
        format(port, sizeof port, ":%u", (unsigned)u->port);
    format(to, URL_TEXT, "%s://%s%s%s", u->tls ? "https" : "http", u->host,
           port, u->path);
    return to;
}
