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

    for (unsigned i = 0; in->from == 0 && i < 4; i++) {
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

/* The end of this line, behind its LF. */
static size_t next_line(const struct inspected *in, size_t at)
{
    while (at < in->n && in->data[at] != '\n')
        at++;
    return at < in->n ? at + 1 : at;
}

/* What is no command of these becomes X, which servers refuse. */
static void guard_command(struct inspected *in, size_t at, size_t end)
{
    bool other = false;

    if (harmless(in, at))
        return;
    for (size_t i = at; i < end && in->data[i] > ' '; i++)
        other |= in->data[i] != 'X';
    if (!other)
        return;
    report_mail(in->f, in->c, (const char *)in->data + at,
                (unsigned)(end - at));
    for (; at < end && in->data[at] > ' '; at++)
        in->data[at] = 'X';
    packet_seal(in->k);
}

/* From the dot on a line of its own, commands again. */
static void guard_client(struct inspected *in)
{
    size_t at = 0, end;

    for (; at < in->n; at = end) {
        end = next_line(in, at);
        if (!in->c->mail_text)
            guard_command(in, at, end);
        else if (in->data[at] == '.' && end - at <= 3)
            in->c->mail_text = false;
    }
}

/* The greeting says nothing of who greets. */
static void guard_server(struct inspected *in)
{
    if (begins(in, 0, "354"))
        in->c->mail_text = true;
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
