/* SPDX-License-Identifier: GPL-2.0-or-later */
/* record.c - see record.h. */
#include "guest/cli/record.h"

#include "guest/cli/secret.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/log/log.h"

/* Arguments of these may be secret. */
static const char *const secrets[] = {
    "aaa-server", "enable password", "failover lan", "isakmp", "passwd",
    "password", "snmp-server", "username", "vpdn", "vpngroup", NULL,
};

static bool is_secret(const char *words)
{
    for (unsigned i = 0; secrets[i]; i++) {
        if (!strncmp(words, secrets[i], strlen(secrets[i])))
            return true;
    }
    return false;
}

void record_text(const struct command *row, int argc, char **argv,
                 char to[RECORD_TEXT])
{
    int n = format(to, RECORD_TEXT, "%s", row->words);
    bool secret = is_secret(row->words);

    for (int i = 0; i < argc && n < RECORD_TEXT; i++)
        n += format(to + n, (size_t)(RECORD_TEXT - n), " %s",
                    secret ? "*" : argv[i]);
    secret_hide(to);
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
