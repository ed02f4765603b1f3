/* SPDX-License-Identifier: GPL-2.0-or-later */
/* licence.c - kinds of licences, and which release knows which key. */
#include "guest/licence/licence.h"

#include "guest/lib/string.h"

void licence_default(struct licence *l)
{
    memset(l, 0, sizeof *l);
    l->format = 1;
    l->type = LICENCE_RESTRICTED;
    l->cut_through = true;
    l->guards = true;
    l->websense = true;
    l->interfaces = 2;
}

void licence_of_type(struct licence *l, enum licence_type type)
{
    licence_default(l);
    l->format = LICENCE_FORMAT_NEWEST;
    l->type = (uint8_t)type;
    l->failover = type != LICENCE_RESTRICTED;
    l->interfaces = 0;
}

const char *licence_type_name(unsigned type)
{
    static const char *const name[] = {"R", "UR", "FO"};

    return type < sizeof name / sizeof name[0] ? name[type] : "?";
}

/* The first release of each format, newest first. */
static const struct {
    uint8_t major, minor, format;
} formats[] = {
    {6, 2, 3},
    {5, 2, 2},
    {4, 0, 1},
};

unsigned licence_format_of_release(unsigned major, unsigned minor)
{
    for (unsigned i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (major > formats[i].major ||
            (major == formats[i].major && minor >= formats[i].minor))
            return formats[i].format;
    return 0;
}
