/* SPDX-License-Identifier: GPL-2.0-or-later */
/* httpget.c - see httpget.h.  Section numbers are RFC 9112's. */
#include "guest/net/httpget.h"

#include "guest/lib/base64.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/net/strings.h"

enum place {
    STATUS,     /* its line */
    HEADERS,
    BODY,       /* as long as was said, or until the end */
    CHUNK_SIZE, /* its line */
    CHUNK,
    CHUNK_END,  /* the empty line behind it */
    TRAILERS,
};

/* --- the request ------------------------------------------------------- */

struct text {
    char *to;
    size_t n;
};

static void add(struct text *t, const char *s)
{
    size_t n = strlen(s);

    if (n < HTTPGET_REQUEST_MAX - t->n) {
        memcpy(t->to + t->n, s, n + 1);
        t->n += n;
    }
}

/* What RFC 3986 leaves out of a path and a query. */
static void add_path(struct text *t, const char *path)
{
    for (; *path; path++) {
        char c[4] = {*path};

        if (strchr("\"#<>\\^`{|}", *path))
            format(c, sizeof c, "%%%02X", (unsigned)(uint8_t)*path);
        add(t, c);
    }
}

static void add_base64(struct text *t, const char *from, size_t n)
{
    for (size_t i = 0; i < n; i += 3) {
        uint32_t bits = 0;
        char c[5] = "====";

        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (i + k < n ? (uint8_t)from[i + k] : 0);
        for (size_t k = 0; k < 4 && i + k <= n; k++)
            c[k] = base64_digit(bits >> (18 - 6 * k));
        add(t, c);
    }
}

/* RFC 7617, 2. */
static void add_basic(struct text *t, const struct url *u)
{
    char both[URL_USER_MAX + URL_PASSWORD_MAX + 2];
    int n = format(both, sizeof both, "%s:%s", u->user, u->password);

    add(t, "Authorization: Basic ");
    add_base64(t, both, (size_t)n);
    add(t, "\r\n");
    memset(both, 0, sizeof both);
}

size_t httpget_request(const struct url *u, char to[HTTPGET_REQUEST_MAX])
{
    struct text t = {to, 0};
    char port[8] = "";

    if (u->port != (u->tls ? URL_PORT_HTTPS : URL_PORT_HTTP))
        format(port, sizeof port, ":%u", (unsigned)u->port);
    add(&t, "GET ");
    add_path(&t, u->path);
    add(&t, " HTTP/1.1\r\nHost: ");
    add(&t, u->host);
    add(&t, port);
    add(&t, "\r\nUser-Agent: pixemu\r\nAccept: */*\r\n"
            "Accept-Encoding: identity\r\nConnection: close\r\n");
    if (u->has_user)
        add_basic(&t, u);
    add(&t, "\r\n");
    return t.n;
}

/* --- lines ------------------------------------------------------------- */

static void fail(struct httpget *h, const char *why)
{
    h->state = HTTPGET_FAILED;
    format(h->error, sizeof h->error, "%s", why);
}

/* What a server says, made fit for a console. */
static void copy_printable(char *to, size_t room, const char *from)
{
    size_t n = 0;

    for (; *from && n + 1 < room; from++)
        to[n++] = *from >= ' ' && *from <= '~' ? *from : '.';
    to[n] = '\0';
}

/* 4: "HTTP/1.1 200 OK" */
static void take_status(struct httpget *h)
{
    const char *s = h->line;

    h->status = 0;
    if (strncmp(s, "HTTP/1.", 7) == 0 && s[7] && s[8] == ' ') {
        for (s += 9; *s >= '0' && *s <= '9' && h->status < 1000; s++)
            h->status = h->status * 10 + (unsigned)(*s - '0');
    }
    if (h->status < 100 || h->status > 599) {
        fail(h, STR_HTTP_NONE);
        return;
    }
    copy_printable(h->reason, sizeof h->reason, *s == ' ' ? s + 1 : s);
    h->place = HEADERS;
}

/* The value of a header with this name, blanks around it cut off; NULL: it
 * is another. */
static char *value(struct httpget *h, const char *name)
{
    size_t n = strlen(name), end = h->line_n;

    if (strncasecmp(h->line, name, n) != 0 || h->line[n] != ':')
        return NULL;
    for (n++; h->line[n] == ' ' || h->line[n] == '\t'; n++)
        ;
    while (end > n && (h->line[end - 1] == ' ' || h->line[end - 1] == '\t'))
        h->line[--end] = '\0';
    return h->line + n;
}

/* Decimal or hexadecimal digits at the beginning; *n: how many.  More than
 * fit into 64 bits give the largest number there is. */
static uint64_t digits(const char *s, unsigned base, unsigned *n)
{
    uint64_t total = 0;

    for (*n = 0;; ++*n) {
        char c = s[*n];
        unsigned digit = 99;

        if (c >= '0' && c <= '9')
            digit = (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = (unsigned)((c | 0x20) - 'a' + 10);
        if (digit >= base)
            return total;
        total = total >> 59 ? UINT64_MAX : total * base + digit;
    }
}

/* 6.2, 6.1 */
static void take_header(struct httpget *h)
{
    const char *v;
    unsigned n;

    if ((v = value(h, "Content-Length"))) {
        uint64_t length = digits(v, 10, &n);

        if (n == 0 || v[n] || (h->has_length && h->left != length))
            h->two_lengths = true;
        h->has_length = true;
        h->left = length;
    } else if ((v = value(h, "Transfer-Encoding"))) {
        h->chunked = !h->chunked && strcasecmp(v, "chunked") == 0;
        h->odd_coding = h->odd_coding || !h->chunked;
    } else if ((v = value(h, "Content-Encoding"))) {
        h->odd_coding = h->odd_coding || strcasecmp(v, "identity") != 0;
    } else if ((v = value(h, "Location"))) {
        copy_printable(h->location, sizeof h->location, v);
    }
}

static void too_long(struct httpget *h)
{
    h->state = HTTPGET_FAILED;
    format(h->error, sizeof h->error, STR_HTTP_TOO_LONG_BY,
           (unsigned long long)h->left);
}

/* Not 200. */
static void refused(struct httpget *h)
{
    h->state = HTTPGET_FAILED;
    if (h->status / 100 == 3 && h->location[0])
        format(h->error, sizeof h->error, STR_HTTP_REDIRECT, h->location);
    else
        format(h->error, sizeof h->error, STR_HTTP_STATUS, h->status,
               h->reason);
}

static void head_done(struct httpget *h)
{
    if (h->status < 200) { /* an interim answer */
        h->place = STATUS;
        h->chunked = h->odd_coding = h->has_length = h->two_lengths = false;
        h->location[0] = '\0';
    } else if (h->status != 200) {
        refused(h);
    } else if (h->odd_coding || (h->two_lengths && !h->chunked)) {
        fail(h, STR_HTTP_CODING);
    } else if (h->chunked) { /* a length beside it does not count */
        h->left = 0;
        h->place = CHUNK_SIZE;
    } else {
        h->place = BODY;
        if (h->has_length && h->left > h->room)
            too_long(h);
        else if (h->has_length && h->left == 0)
            h->state = HTTPGET_DONE;
    }
}

/* 7.1 */
static void take_chunk_size(struct httpget *h)
{
    unsigned n;
    uint64_t size = digits(h->line, 16, &n);
    char next = h->line[n];

    if (n == 0 || (next && next != ';' && next != ' ' && next != '\t')) {
        fail(h, STR_HTTP_CODING);
        return;
    }
    h->left = size;
    h->place = size ? CHUNK : TRAILERS;
    if (size > h->room - h->stored)
        fail(h, STR_HTTP_TOO_LONG);
}

static void take_line(struct httpget *h)
{
    bool empty = h->line_n == 0;

    switch ((enum place)h->place) {
    case STATUS:
        if (!empty) /* 2.2: some servers send one in front */
            take_status(h);
        break;
    case HEADERS:
        if (empty)
            head_done(h);
        else
            take_header(h);
        break;
    case CHUNK_SIZE:
        take_chunk_size(h);
        break;
    case CHUNK_END:
        h->place = CHUNK_SIZE;
        if (!empty)
            fail(h, STR_HTTP_CODING);
        break;
    case TRAILERS:
        if (empty)
            h->state = HTTPGET_DONE;
        break;
    default:
        break;
    }
}

static void take_line_byte(struct httpget *h, char c)
{
    if (++h->head > HTTPGET_HEAD_MAX + h->stored) {
        fail(h, STR_HTTP_HEAD);
    } else if (c == '\n') {
        if (h->line_n && h->line[h->line_n - 1] == '\r')
            h->line_n--;
        h->line[h->line_n] = '\0';
        take_line(h);
        h->line_n = 0;
    } else if (h->line_n < HTTPGET_LINE_MAX) {
        /* A zero would end the line for whoever looks at it. */
        h->line[h->line_n++] = c ? c : '.';
    }
}

/* --- the answer -------------------------------------------------------- */

void httpget_begin(struct httpget *h, uint32_t room,
                   void (*store)(void *far, const uint8_t *data, size_t n),
                   void *far)
{
    memset(h, 0, sizeof *h);
    h->room = room;
    h->store = store;
    h->far = far;
}

/* As much of the file as there is of it; how much that was. */
static size_t take_file(struct httpget *h, const uint8_t *data, size_t n)
{
    bool counted = h->place == CHUNK || h->has_length;

    if (counted && n > h->left)
        n = (size_t)h->left;
    if (n > h->room - h->stored) {
        fail(h, STR_HTTP_TOO_LONG);
        return n;
    }
    h->store(h->far, data, n);
    h->stored += (uint32_t)n;
    if (!counted)
        return n;
    h->left -= n;
    if (h->left == 0 && h->place == CHUNK)
        h->place = CHUNK_END;
    else if (h->left == 0)
        h->state = HTTPGET_DONE;
    return n;
}

void httpget_take(struct httpget *h, const uint8_t *data, size_t n)
{
    while (n && h->state == HTTPGET_GOING) {
        size_t taken = 1;

        if (h->place == BODY || h->place == CHUNK)
            taken = take_file(h, data, n);
        else
            take_line_byte(h, (char)*data);
        data += taken;
        n -= taken;
    }
}

void httpget_end(struct httpget *h)
{
    if (h->state != HTTPGET_GOING)
        return;
    if (h->place == BODY && !h->has_length)
        h->state = HTTPGET_DONE;
    else
        fail(h, STR_HTTP_CUT);
}
