/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * strings.h - what the console says in words nobody can check.
 *
 * Lines that a published session shows stand where they are printed.  These
 * here are remembered or our own; whoever learns better changes this file
 * and nothing else.
 */
#ifndef GUEST_CLI_STRINGS_H
#define GUEST_CLI_STRINGS_H

/* --- the command language ---------------------------------------------- */

#define STR_NO_SUCH_COMMAND "Type help or '?' for a list of available commands."
#define STR_NOT_ENOUGH "Not enough arguments."
#define STR_USAGE "Usage:  "
#define STR_USAGE_NEXT "        "
#define STR_USAGE_MORE "            "
#define STR_HELP_USAGE "USAGE:"
#define STR_HELP_DESCRIPTION "DESCRIPTION:"
#define STR_PASSWORD "Password: "
#define STR_NO_LEVEL "ERROR: level %u has no password (enable password)"
#define STR_BAD_PASSWORD "Invalid password"
#define STR_DENIED "Access denied."
#define STR_NOT_AUTHORIZED "Command authorization failed"
#define STR_LOGOFF "Logoff"
#define STR_MORE "<--- More --->"
#define STR_FILTER_USAGE \
    "Usage:  <command> | {include|exclude|begin|grep [-v]} <text>"

#endif
