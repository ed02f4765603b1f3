/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * source.h - where a file comes from, as people type it.
 *
 * Each of these says what is wrong and returns false.  What is not given of a
 * TFTP source is the tftp-server command's.
 */
#ifndef GUEST_RUNTIME_FILES_SOURCE_H
#define GUEST_RUNTIME_FILES_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "guest/config/config.h"
#include "guest/net/url.h"

struct transfer;

struct source {
    bool http;
    uint32_t ip;
    char name[CONFIG_PATH_MAX + 1]; /* TFTP */
    struct url url;                 /* HTTP; gone when it was fetched */
};

/* "[[//location][/pathname]]", which never asks. */
bool source_tftp(struct cli *, const char *text, struct source *);

/* "[[location]:[pathname]]" */
bool source_net(struct cli *, const char *text, struct source *);

/* Asks for everything. */
bool source_ask(struct cli *, struct source *, const char *target);

/* Does this release know it? */
bool source_is_http(const char *text);

/* Asks for the password when only a user is given. */
bool source_http(struct cli *, const char *text, struct source *);

/* "tftp://10.0.0.1/pix621.bin"; never with a password; returns to. */
enum { SOURCE_TEXT = URL_TEXT };
const char *source_text(const struct source *, char to[SOURCE_TEXT]);

/* As transfer_tftp(); followed by transfer_end(). */
bool source_fetch(struct cli *, struct source *, struct transfer *,
                  uint32_t room);

#endif
