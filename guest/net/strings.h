/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strings.h - what the network says in words of our own (see
 * guest/cli/strings.h). */
#ifndef GUEST_NET_STRINGS_H
#define GUEST_NET_STRINGS_H

#define STR_TFTP_ERROR "The server refuses (code %u)."
#define STR_TFTP_TOO_LONG "The file is too long."

#define STR_URL_FORM \
    "ERROR: it is http[s]://[user:password@]location[:port]/pathname"
#define STR_URL_USER "ERROR: user or password is too long, or a % in it is none"
#define STR_URL_HOST "ERROR: the location is missing or too long"
#define STR_URL_PORT "ERROR: a port is a number from 1 to 65535"
#define STR_URL_PATH "ERROR: the pathname is too long"
#define STR_HTTP_NONE "The server does not speak HTTP."
#define STR_HTTP_STATUS "The server answers: %u %s"
#define STR_HTTP_REDIRECT "The server redirects, which is not followed, to %s"
#define STR_HTTP_CODING "The server sends the file in a form that is not known."
#define STR_HTTP_HEAD "The server's answer begins with too many lines."
#define STR_HTTP_CUT \
    "The server ended the connection before the file was whole."
#define STR_HTTP_TOO_LONG STR_TFTP_TOO_LONG
#define STR_HTTP_TOO_LONG_BY "The file is too long: %llu bytes."

#endif
