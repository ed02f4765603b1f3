/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.c - see record.h. */
#include "guest/cli/record.h"

#include "guest/cli/secret.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

/* Lines that may have a secret in them, all or those with that argument. */
static const struct {
    const char *words, *argument;
} secrets[] = {
    {"aaa-server", NULL}, {"ca enroll", NULL}, {"crypto", "session-key"},
    {"enable password", NULL}, {"failover lan", NULL}, {"isakmp", NULL},
    {"ntp", "authentication-key"}, {"passwd", NULL}, {"password", NULL},
    {"rip", "authentication"}, {"snmp-server", NULL}, {"username", NULL},
    {"vpdn", NULL}, {"vpnclient", NULL}, {"vpngroup", NULL},
};

enum { SECRETS = sizeof secrets / sizeof secrets[0] };

static bool has(const char *argument, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (cli_abbreviates(argv[i], argument))
            return true;
    }
    return false;
}

static bool is_secret(const char *words, int argc, char **argv)
{
    if (!strncmp(words, "no ", 3))
        words += 3;
    for (unsigned i = 0; i < SECRETS; i++) {
        if (!strncmp(words, secrets[i].words, strlen(secrets[i].words)))
            return !secrets[i].argument || has(secrets[i].argument, argc, argv);
    }
    return false;
}

/* Cut to its length last: half a password is none to be shown either. */
void record_text(const struct command *row, int argc, char **argv,
                 char to[RECORD_TEXT])
{
    char whole[2 * CLI_TEXT];
    int n = format(whole, sizeof whole, "%s", row->words);
    bool secret = is_secret(row->words, argc, argv);

    for (int i = 0; i < argc && n < (int)sizeof whole; i++)
        n += format(whole + n, sizeof whole - (size_t)n, " %s",
                    secret ? "*" : argv[i]);
    secret_hide(whole);
    format(to, RECORD_TEXT, "%s", whole);
}

void record_obeyed(const struct cli *cli, enum cli_mode before,
                   const char *text)
{
    char who[CLI_WHO];

    if (cli->scripted || before == CLI_USER ||
        cli->unit->release < RELEASE(6, 2, 0))
        return;
    if (!strncmp(text, "show ", 5))
        log_message(111009, cli_who(cli, who), text);
    else
        log_message(111008, cli_who(cli, who), text);
}
