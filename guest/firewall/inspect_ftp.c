/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * inspect_ftp.c - FTP's control connection (RFC 959, 2428): the address that
 * PORT, EPRT, and the answers 227 and 229 announce.
 *
 * Only a line's beginning announces, not what a server repeats of its client's
 * words; where lines begin is known of what comes in its order, and what comes
 * before its turn has to be sent again.
 */
#include "guest/firewall/inspect.h"

#include "guest/lib/format.h"
#include "guest/lib/string.h"

enum { TEXT = 40 };

/* The line's text as far as it is looked at, with an end. */
static void copy_line(const struct inspected *in, size_t at,
                      char to[INSPECT_LINE + 1])
{
    size_t n = inspect_next_line(in, at) - at;

    if (n > INSPECT_LINE)
        n = INSPECT_LINE;
    memcpy(to, in->data + at, n);
    to[n] = '\0';
}

static bool number(const char **at, uint32_t max, uint32_t *to)
{
    uint32_t n = 0;
    const char *begin = *at;

    while (**at >= '0' && **at <= '9' && n <= max)
        n = n * 10 + (uint32_t)(*(*at)++ - '0');
    *to = n;
    return *at != begin && n <= max;
}

/* "10,1,1,5,4,1"; how many characters, 0: something else. */
static size_t parse_commas(const char *text, uint32_t *ip, uint16_t *port)
{
    const char *at = text;
    uint32_t part[6];

    for (unsigned i = 0; i < 6; i++) {
        if (!number(&at, 255, &part[i]) || (i < 5 && *at++ != ','))
            return 0;
    }
    *ip = part[0] << 24 | part[1] << 16 | part[2] << 8 | part[3];
    *port = (uint16_t)(part[4] << 8 | part[5]);
    return (size_t)(at - text);
}

static int put_commas(char to[TEXT], uint32_t ip, uint16_t port)
{
    return format(to, TEXT, "%u,%u,%u,%u,%u,%u", (unsigned)(ip >> 24),
                  (unsigned)(ip >> 16 & 255), (unsigned)(ip >> 8 & 255),
                  (unsigned)(ip & 255), (unsigned)(port >> 8),
                  (unsigned)(port & 255));
}

/* "10,1,1,5,4,1" at `at` of the line, which is at `base` of the data. */
static bool announce(struct inspected *in, size_t base, const char *line,
                     size_t at)
{
    const struct end *me = &in->c->end[in->from];
    uint32_t ip, seen;
    uint16_t port, seen_port;
    size_t n = parse_commas(line + at, &ip, &port);
    char new[TEXT];
    int length;

    if (!n)
        return true;
    /* Somebody else's address would let anybody reach anything. */
    if (ip != me->ip)
        in->k->limit = ip;
    if (ip != me->ip || port < 1 ||
        !expect(in, in->from, IP_TCP, port, &seen, &seen_port))
        return false;
    if (seen == ip && seen_port == port)
        return true;
    length = put_commas(new, seen, seen_port);
    return inspect_replace(in, base + at, n, new, (size_t)length);
}

/* "|1|10.1.1.5|1025|" */
static bool extended_port(struct inspected *in, size_t base, const char *line,
                          size_t at)
{
    const struct end *me = &in->c->end[in->from];
    char mark = line[at], host[TEXT], new[TEXT + 8];
    const char *p = line + at + 3, *end;
    uint32_t ip, port, seen;
    uint16_t seen_port;
    int length;

    if (!mark || line[at + 1] != '1' || line[at + 2] != mark ||
        !(end = strchr(p, mark)) || end - p >= TEXT)
        return true;
    memcpy(host, p, (size_t)(end - p));
    host[end - p] = '\0';
    p = end + 1;
    if (!parse_ipv4(host, &ip) || !number(&p, 65535, &port) || *p != mark)
        return true;
    if (ip != me->ip)
        in->k->limit = ip;
    if (ip != me->ip || !port ||
        !expect(in, in->from, IP_TCP, (uint16_t)port, &seen, &seen_port))
        return false;
    length = format(new, sizeof new, "%c1%c%u.%u.%u.%u%c%u%c", mark, mark,
                    (unsigned)(seen >> 24), (unsigned)(seen >> 16 & 255),
                    (unsigned)(seen >> 8 & 255), (unsigned)(seen & 255), mark,
                    seen_port, mark);
    return inspect_replace(in, base + at, (size_t)(p + 1 - line) - at, new,
                           (size_t)length);
}

/* "(|||1025|)" */
static bool extended_passive(struct inspected *in, size_t base,
                             const char *line)
{
    const char *p = strchr(line, '('), *begin;
    uint32_t port, seen;
    uint16_t seen_port;
    char new[TEXT];
    int length;

    if (!p || strlen(p) < 5 || p[1] != p[2] || p[2] != p[3])
        return true;
    begin = p + 4;
    p = begin;
    if (!number(&p, 65535, &port) || !port)
        return true;
    if (!expect(in, in->from, IP_TCP, (uint16_t)port, &seen, &seen_port))
        return false;
    length = format(new, sizeof new, "%u", seen_port);
    return inspect_replace(in, base + (size_t)(begin - line),
                           (size_t)(p - begin), new, (size_t)length);
}

static size_t after_words(const char *line, const char *word)
{
    size_t n = strlen(word);

    if (strncasecmp(line, word, n) != 0)
        return 0;
    while (line[n] == ' ')
        n++;
    return n;
}

/* Could more make a line of it that announces something? */
static bool may_announce(const char *line)
{
    static const char *const begins[] = {"PORT ", "EPRT ", "227 ", "229 "};

    for (unsigned i = 0; i < 4; i++) {
        size_t n = strlen(line), all = strlen(begins[i]);

        if (n && strncasecmp(line, begins[i], n < all ? n : all) == 0)
            return true;
    }
    return false;
}

/* Who fetches or leaves what. */
static void tell_file(const struct inspected *in, const char *line)
{
    size_t at = after_words(line, "RETR "), n = 0;
    bool stored = !at;

    if (stored)
        at = after_words(line, "STOR ");
    while (at && line[at + n] && line[at + n] != '\r' && line[at + n] != '\n')
        n++;
    if (n)
        report_file(in->f, in->c, stored, line + at, (unsigned)n);
}

/* "227 Entering passive mode (10,1,1,5,4,1)" */
static bool passive(struct inspected *in, size_t base, const char *line)
{
    size_t at = 4;

    while (line[at] && !(line[at] >= '0' && line[at] <= '9'))
        at++;
    return announce(in, base, line, at);
}

/* Does this line announce something?  *good: it may pass. */
static bool announces(struct inspected *in, size_t base, const char *line,
                      bool *good)
{
    size_t at;

    if (in->from == 0 && (at = after_words(line, "PORT ")))
        *good = announce(in, base, line, at);
    else if (in->from == 0 && (at = after_words(line, "EPRT ")))
        *good = extended_port(in, base, line, at);
    else if (in->from == 1 && !strncmp(line, "227 ", 4))
        *good = passive(in, base, line);
    else if (in->from == 1 && !strncmp(line, "229 ", 4))
        *good = extended_passive(in, base, line);
    else
        return false;
    return true;
}

/* Is the first byte the first of a line? */
static bool begins_line(const struct inspected *in)
{
    const struct conn *c = in->c;

    if (!c->heard[in->from])
        return true;
    if (in->seq == c->told[in->from])
        return !(c->line & 1u << in->from);
    return in->seq == c->mark; /* it did, and is sent again */
}

static bool is_before_its_turn(const struct inspected *in)
{
    const struct conn *c = in->c;

    return c->heard[in->from] &&
           (int32_t)(in->seq - c->told[in->from]) > 0;
}

/* Whether the last line goes on. */
static void note_line(const struct inspected *in, bool goes_on)
{
    uint8_t bit = (uint8_t)(1u << in->from);

    if (goes_on)
        in->c->line |= bit;
    else
        in->c->line &= (uint8_t)~bit;
}

/* Where one ends that may announce something; false: it has not come yet. */
static bool is_whole(const struct inspected *in, const char *line)
{
    return !may_announce(line) || in->n >= INSPECT_LINE ||
           strchr(line, '\n') || (in->k->flags & TCP_FIN);
}

bool inspect_ftp(struct inspected *in)
{
    bool newest = inspect_is_new(in, in->n - 1);
    bool goes_on = in->data[in->n - 1] != '\n', good;
    char line[INSPECT_LINE + 1];
    size_t at;

    if (is_before_its_turn(in))
        return false;
    at = begins_line(in) ? 0 : inspect_next_line(in, 0);
    for (; at < in->n; at = inspect_next_line(in, at)) {
        copy_line(in, at, line);
        if (!is_whole(in, line)) {
            in->hold = true;
            return true;
        }
        if (announces(in, at, line, &good)) {
            if (!good)
                return false;
            if (at == 0)
                in->c->mark = in->seq;
            break;
        }
        if (in->from == 0 && inspect_is_new(in, at))
            tell_file(in, line);
    }
    if (newest)
        note_line(in, goes_on);
    return true;
}

/* --- rsh --------------------------------------------------------------- */

/* The first the client sends is the port on which he waits for errors; it may
 * be sent again. */
bool inspect_rsh(struct inspected *in)
{
    char line[INSPECT_LINE + 1], new[TEXT];
    struct conn *c = in->c;
    uint32_t end = in->seq + (uint32_t)in->n, port, seen;
    const char *p = line;
    uint16_t seen_port;
    int length;

    copy_line(in, 0, line);
    if (in->from != 0 || (c->data[0] && !(c->heard[0] && end == c->mark)) ||
        !number(&p, 65535, &port) || *p != '\0' || !port)
        return true;
    c->mark = end;
    if (!expect(in, 0, IP_TCP, (uint16_t)port, &seen, &seen_port))
        return false;
    length = format(new, sizeof new, "%u", seen_port);
    return inspect_replace(in, 0, (size_t)(p - line), new, (size_t)length);
}
