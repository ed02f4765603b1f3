/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source.c - see source.h. */
#include "guest/runtime/files/source.h"

#include <stddef.h>

#include "guest/cli/cli.h"
#include "guest/cli/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/runtime/files/location.h"
#include "guest/runtime/files/transfer.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"

enum { PLACE_MAX = 63 };

/* --- TFTP -------------------------------------------------------------- */

static bool set_name(struct source *s, const char *name)
{
    size_t n = strlen(name);

    if (n == 0 || n > CONFIG_PATH_MAX)
        return false;
    memcpy(s->name, name, n + 1);
    return true;
}

/* What is not given is the tftp-server command's. */
static void defaults(struct source *s)
{
    const struct config_state *st = &unit.config.state;

    s->ip = st->tftp_server;
    memcpy(s->name, st->tftp_path, sizeof s->name);
}

bool source_tftp(struct cli *cli, const char *text, struct source *s)
{
    char place[PLACE_MAX + 1];
    size_t n = 0;

    defaults(s);
    if (text[0] == '/' && text[1] == '/') {
        text += 2;
        while (text[n] && text[n] != '/' && n < PLACE_MAX) {
            place[n] = text[n];
            n++;
        }
        place[n] = '\0';
        if (n && !location_get_ip(cli, place, &s->ip))
            return false;
        text += n;
    }
    if (text[0] == '/' && text[1] && !set_name(s, text + 1))
        return false;
    if (s->ip && s->name[0])
        return true;
    cli_printf(cli, "%s\n", STR_COPY_NO_SOURCE);
    return false;
}

bool source_net(struct cli *cli, const char *text, struct source *s)
{
    const char *colon = strchr(text, ':');
    size_t n = colon ? (size_t)(colon - text) : 0;
    char place[PLACE_MAX + 1];

    defaults(s);
    if (*text && (!colon || n > PLACE_MAX)) {
        cli_usage(cli, "configure net", 13);
        return false;
    }
    memcpy(place, text, n);
    place[n] = '\0';
    if (n && !location_get_ip(cli, place, &s->ip))
        return false;
    if (colon && colon[1] && !set_name(s, colon + 1))
        return false;
    if (s->ip && s->name[0])
        return true;
    cli_printf(cli, "%s\n", STR_COPY_NO_SOURCE);
    return false;
}

static bool ask_source(struct cli *cli, struct source *s)
{
    char prompt[EDITOR_PROMPT_MAX + 1], typed[CONFIG_PATH_MAX + 1];
    char text[CONFIG_IP_TEXT];

    defaults(s);
    format(prompt, sizeof prompt, "Address or name of remote host [%s]? ",
           s->ip ? config_ip(&unit.config, s->ip, text) : "127.0.0.1");
    if (!cli_ask(cli, prompt, typed, sizeof typed) ||
        (typed[0] && !location_get_ip(cli, typed, &s->ip)))
        return false;
    format(prompt, sizeof prompt, "Source file name [%.40s]? ",
           s->name[0] ? s->name : "cdisk");
    if (!cli_ask(cli, prompt, typed, sizeof typed))
        return false;
    if (!s->ip)
        s->ip = 0x7f000001;
    return set_name(s, typed[0] ? typed : s->name[0] ? s->name : "cdisk");
}

/* yes, no, or the questions again. */
bool source_ask(struct cli *cli, struct source *s, const char *target)
{
    char text[SOURCE_TEXT], typed[16];

    for (;;) {
        if (!ask_source(cli, s))
            return false;
        cli_printf(cli, "copying %s to %s\n", source_text(s, text), target);
        if (!cli_ask(cli, "[yes|no|again]? ", typed, sizeof typed))
            return false;
        if (cli_abbreviates(typed, "yes"))
            return true;
        if (!cli_abbreviates(typed, "again"))
            return false;
    }
}

/* --- HTTP -------------------------------------------------------------- */

bool source_is_http(const char *text)
{
    return unit.release >= RELEASE(6, 2, 0) && url_is_one(text);
}

bool source_http(struct cli *cli, const char *text, struct source *s)
{
    const char *wrong = url_parse(&s->url, text);

    s->http = true;
    if (wrong) {
        cli_printf(cli, "%s\n", wrong);
        return false;
    }
    if (s->url.tls && !unit.licence.des && !unit.licence.triple_des) {
        cli_printf(cli, "%s\n", STR_COPY_NOT_LICENSED);
        return false;
    }
    if (!location_get_ip(cli, s->url.host, &s->ip))
        return false;
    if (!s->url.has_user || s->url.has_password)
        return true;
    return cli_ask_secret(cli, STR_PASSWORD, s->url.password,
                          sizeof s->url.password);
}

/* --- both -------------------------------------------------------------- */

const char *source_text(const struct source *s, char to[SOURCE_TEXT])
{
    char ip[CONFIG_IP_TEXT];

    _Static_assert((int)SOURCE_TEXT >= (int)URL_TEXT, "room for either");
    if (s->http)
        return url_text(&s->url, to);
    format(to, SOURCE_TEXT, "tftp://%s/%s",
           config_ip(&unit.config, s->ip, ip), s->name);
    return to;
}

bool source_fetch(struct cli *cli, struct source *s, struct transfer *to,
                  uint32_t room)
{
    bool done;

    if (!s->http)
        return transfer_tftp(cli, to, s->ip, s->name, room);
    done = transfer_http(cli, to, s->ip, &s->url, room);
    memset(&s->url, 0, sizeof s->url);
    return done;
}
