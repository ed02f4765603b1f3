/* SPDX-License-Identifier: GPL-2.0-or-later */
/* httpd.c - see httpd.h.  RFC 9112; RFC 7617 for the password. */
#include "guest/net/httpd.h"

#include "guest/lib/base64.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { BAD = 400, NO_SUCH_METHOD = 405, TOO_LONG = 431 };

void httpd_begin(struct httpd *h)
{
    memset(h, 0, sizeof *h);
    h->first = true;
}

/* The rest of the request is read all the same. */
static void refuse(struct httpd *h, unsigned status)
{
    if (!h->wrong)
        h->wrong = status;
}

/* "GET /path?query HTTP/1.1" */
static void take_request(struct httpd *h)
{
    char *path = strchr(h->line, ' '), *end;
    size_t n;

    if (!path || !(end = strchr(path + 1, ' ')) ||
        strncmp(end, " HTTP/1.", 8) != 0 || path[1] != '/') {
        refuse(h, BAD);
        return;
    }
    *path++ = '\0';
    *end = '\0';
    if (strchr(path, '?'))
        *strchr(path, '?') = '\0';
    n = strlen(path);
    h->head = strcmp(h->line, "HEAD") == 0;
    if (!h->head && strcmp(h->line, "GET") != 0)
        refuse(h, NO_SUCH_METHOD);
    else if (n > HTTPD_PATH_MAX)
        refuse(h, TOO_LONG);
    else
        memcpy(h->path, path, n + 1);
}

/* base64 of "user:password". */
static void take_basic(struct httpd *h, const char *code)
{
    uint32_t bits = 0;
    unsigned have = 0, n = 0, user_n = 0;
    bool behind = false;

    for (; base64_value(*code) >= 0; code++) {
        char c;

        bits = bits << 6 | (uint32_t)base64_value(*code);
        have += 6;
        if (have < 8)
            continue;
        have -= 8;
        c = (char)(bits >> have);
        if (!behind) {
            behind = c == ':';
            if (!behind && user_n < HTTPD_USER_MAX)
                h->user[user_n] = c;
            user_n += !behind;
        } else if (n < HTTPD_PASSWORD_MAX && c) {
            h->password[n++] = c;
        } else { /* longer than any is */
            behind = false;
            n = 0;
            break;
        }
    }
    if (user_n > HTTPD_USER_MAX)
        user_n = 0;
    memset(h->user + user_n, 0, sizeof h->user - user_n);
    memset(h->password + n, 0, sizeof h->password - n);
    h->has_password = behind;
}

static const char *skip_blanks(const char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    return s;
}

static void take_header(struct httpd *h)
{
    static const char name[] = "Authorization:", basic[] = "Basic ";
    const char *v = h->line + sizeof name - 1;

    if (strncasecmp(h->line, name, sizeof name - 1) != 0)
        return;
    v = skip_blanks(v);
    if (strncasecmp(v, basic, sizeof basic - 1) == 0)
        take_basic(h, skip_blanks(v + sizeof basic - 1));
}

static void take_line(struct httpd *h)
{
    if (h->line_n && h->line[h->line_n - 1] == '\r')
        h->line_n--;
    h->line[h->line_n] = '\0';
    if (h->first && h->line_long)
        refuse(h, TOO_LONG);
    else if (h->first && h->line_n)
        take_request(h);
    else if (!h->first && h->line_n == 0)
        h->done = true;
    else if (!h->line_long)
        take_header(h);
    h->first = h->first && h->line_n == 0;
    h->line_n = 0;
    h->line_long = false;
    memset(h->line, 0, sizeof h->line);
}

void httpd_take(struct httpd *h, const uint8_t *data, size_t n)
{
    for (; n && !h->done; n--, data++) {
        if (++h->bytes > HTTPD_HEAD_MAX) {
            refuse(h, TOO_LONG);
            h->done = true;
        } else if (*data == '\n') {
            take_line(h);
        } else if (h->line_n == HTTPD_LINE_MAX) {
            h->line_long = true;
        } else {
            h->line[h->line_n++] = *data ? (char)*data : ' ';
        }
    }
}

static const char *reason(unsigned status)
{
    switch (status) {
    case 200:
        return "OK";
    case 401:
        return "Unauthorized";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 431:
        return "Request Header Fields Too Large";
    default:
        return "Bad Request";
    }
}

size_t httpd_answer(char to[HTTPD_ANSWER_MAX], unsigned status,
                    const char *type, const char *realm)
{
    char ask[160] = "";

    if (realm)
        format(ask, sizeof ask,
               "WWW-Authenticate: Basic realm=\"%s\", charset=\"UTF-8\"\r\n",
               realm);
    return (size_t)format(
        to, HTTPD_ANSWER_MAX,
        "HTTP/1.1 %u %s\r\nContent-Type: %s\r\n%sCache-Control: no-store\r\n"
        "Content-Security-Policy: default-src 'none'; style-src "
        "'unsafe-inline'; img-src data:\r\nX-Frame-Options: DENY\r\n"
        "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
        "Connection: close\r\n\r\n",
        status, reason(status), type, ask);
}
