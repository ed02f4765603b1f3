/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inspect_text.c - HTTP's requests are told; SMTP keeps to the commands that
 * RFC 821 demands of everybody; TFTP's server may answer from another port. */
#include "guest/firewall/inspect.h"

#include "guest/lib/bytes.h"
#include "guest/lib/string.h"

/* --- http -------------------------------------------------------------- */

static bool begins(const struct inspected *in, size_t at, const char *word)
{
    size_t n = strlen(word);

    return in->n >= at + n &&
           strncasecmp((const char *)in->data + at, word, n) == 0;
}

bool inspect_http(struct inspected *in)
{
    static const char *const methods[] = {"GET ", "POST ", "HEAD ", "PUT "};

    if (in->from != 0 || !inspect_is_new(in, 0))
        return true;
    for (unsigned i = 0; i < 4; i++) {
        size_t at = strlen(methods[i]), end = at;

        if (!begins(in, 0, methods[i]))
            continue;
        while (end < in->n && in->data[end] > ' ')
            end++;
        report_url(in->f, in->c, (const char *)in->data + at,
                   (unsigned)(end - at));
    }
    return true;
}

/* --- smtp -------------------------------------------------------------- */

enum { COMMAND = 4 };

static bool harmless(const struct inspected *in, size_t at)
{
    static const char *const commands[] = {"HELO", "MAIL", "RCPT", "DATA",
                                           "RSET", "NOOP", "QUIT"};

    for (unsigned i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (begins(in, at, commands[i]) &&
            (at + COMMAND == in->n || in->data[at + COMMAND] <= ' '))
            return true;
    }
    return false;
}

/* What is no command of these becomes X, which servers refuse. */
static void guard_command(struct inspected *in, size_t at, size_t end)
{
    bool other = false;

    if (harmless(in, at)) {
        in->c->mail_wanted |= begins(in, at, "DATA");
        return;
    }
    for (size_t i = at; i < end && in->data[i] > ' '; i++)
        other |= in->data[i] != 'X';
    if (!other)
        return;
    if (inspect_is_new(in, at))
        report_mail(in->f, in->c, (const char *)in->data + at,
                    (unsigned)(end - at));
    for (; at < end && in->data[at] > ' '; at++)
        in->data[at] = 'X';
    packet_seal(in->k);
}

/* A line may come in pieces: what its end is the first of the next one. */
enum { LINE_BEGINS, LINE_DOT, LINE_DOT_CR, LINE_GOES_ON };

static uint8_t line_after(uint8_t line, uint8_t byte, bool *dot_alone)
{
    *dot_alone = byte == '\n' && (line == LINE_DOT || line == LINE_DOT_CR);
    if (byte == '\n')
        return LINE_BEGINS;
    if (byte == '.' && line == LINE_BEGINS)
        return LINE_DOT;
    return byte == '\r' && line == LINE_DOT ? LINE_DOT_CR : LINE_GOES_ON;
}

/* To the dot on a line of its own: behind it are commands again. */
static size_t read_letter(struct inspected *in, size_t at)
{
    struct conn *c = in->c;
    bool over = false;

    while (at < in->n && !over)
        c->line = line_after(c->line, in->data[at++], &over);
    if (over) {
        c->mail_text = c->mail_wanted = false;
        c->mark = in->seq + (uint32_t)at;
    }
    return at;
}

/* Servers skip what is blank in front of a command. */
static size_t skip_blanks(const struct inspected *in, size_t at, size_t end)
{
    while (at < end && in->data[at] <= ' ' && in->data[at] != '\n')
        at++;
    return at;
}

static size_t read_command(struct inspected *in, size_t at)
{
    struct conn *c = in->c;
    bool goes_on = in->seq + (uint32_t)at == c->told[0] &&
                   c->line != LINE_BEGINS;
    size_t end = inspect_next_line(in, at);
    size_t word = goes_on ? at : skip_blanks(in, at, end);

    if (!goes_on)
        guard_command(in, word, end);
    if (inspect_is_new(in, end - 1))
        c->line = in->data[end - 1] == '\n' || word == end ? LINE_BEGINS
                                                           : LINE_GOES_ON;
    return end;
}

/* So many of the bytes are before number `to`. */
static size_t before(const struct inspected *in, uint32_t to)
{
    int32_t n = (int32_t)(to - in->seq);

    return n <= 0 ? 0 : (size_t)n < in->n ? (size_t)n : in->n;
}

/* What is sent again of a letter is none of the commands behind it; what comes
 * before its turn is taken for the beginning of a line. */
static void guard_client(struct inspected *in)
{
    struct conn *c = in->c;
    size_t at;

    if (!c->heard[0]) {
        c->told[0] = c->mark = in->seq;
        c->heard[0] = true;
    }
    if ((int32_t)(in->seq - c->told[0]) > 0)
        c->line = LINE_BEGINS;
    at = before(in, c->mail_text ? c->told[0] : c->mark);
    while (at < in->n)
        at = c->mail_text ? read_letter(in, at) : read_command(in, at);
}

/* The greeting says nothing of who greets. */
static void guard_server(struct inspected *in)
{
    for (size_t at = 0; at < in->n; at = inspect_next_line(in, at))
        in->c->mail_text |= in->c->mail_wanted && begins(in, at, "354");
    if (!begins(in, 0, "220") || in->c->data[0])
        return;
    for (size_t i = 3; i < in->n; i++) {
        uint8_t c = in->data[i];

        if (c > ' ' && c != '0' && c != '2' && c != '-')
            in->data[i] = '*';
    }
    packet_seal(in->k);
}

bool inspect_smtp(struct inspected *in)
{
    if (!in->f->place->guards)
        return true;
    if (in->from == 0)
        guard_client(in);
    else
        guard_server(in);
    return true;
}

/* --- tftp -------------------------------------------------------------- */

bool inspect_tftp(struct inspected *in)
{
    uint32_t seen;
    uint16_t seen_port, word = in->n >= 2 ? get_be16(in->data) : 0;

    if (in->from == 0 && (word == 1 || word == 2))
        return expect(in, 0, IP_UDP, in->c->end[0].port, &seen, &seen_port);
    return true;
}
