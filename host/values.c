/* SPDX-License-Identifier: GPL-2.0-or-later */
/* values.c - reading what people write: numbers, names, addresses, dates. */
#include "host/values.h"

#include <glib.h>
#include <string.h>

bool value_number(const char *text, uint64_t min, uint64_t max,
                  uint64_t *number)
{
    bool hex = text[0] == '0' && (text[1] | 0x20) == 'x';
    GError *err = NULL;
    guint64 n;

    /* GLib's parser accepts neither signs, blanks nor a tail. */
    if (!g_ascii_string_to_unsigned(hex ? text + 2 : text, hex ? 16 : 10, min,
                                    max, &n, &err)) {
        g_error_free(err);
        return false;
    }
    *number = n;
    return true;
}

bool value_mac(const char *text, uint8_t mac[6])
{
    static const uint8_t nobody[6];
    uint8_t out[6] = {0};
    unsigned digits = 0;
    /* Two digits a group, or four as the PIX itself prints them. */
    unsigned group = strchr(text, '.') ? 4 : 2;
    char sep = group == 4 ? '.' : strchr(text, '-') ? '-' : ':';

    for (const char *p = text; *p; p++) {
        if (digits && digits % group == 0 && *p == sep && p[-1] != sep)
            continue;
        if (!g_ascii_isxdigit(*p) || digits == 12 ||
            (digits && digits % group == 0 && p[-1] != sep))
            return false;
        out[digits / 2] = out[digits / 2] << 4 | g_ascii_xdigit_value(*p);
        digits++;
    }
    if (digits != 12 || text[strlen(text) - 1] == sep || out[0] & 1 ||
        !memcmp(out, nobody, 6))
        return false;
    memcpy(mac, out, 6);
    return true;
}

bool value_calendar(const char *text, int64_t *seconds)
{
    bool local = !strcmp(text, "localtime");
    GTimeZone *utc = g_time_zone_new_utc();
    GDateTime *when;

    if (local)
        when = g_date_time_new_now_local();
    else if (!strcmp(text, "utc"))
        when = g_date_time_new_now_utc();
    else
        when = g_date_time_new_from_iso8601(text, utc);
    g_time_zone_unref(utc);
    if (!when)
        return false;
    *seconds = g_date_time_to_unix(when);
    if (local)
        *seconds += g_date_time_get_utc_offset(when) / G_USEC_PER_SEC;
    g_date_time_unref(when);
    return true;
}

bool value_escape(const char *text, int *byte)
{
    char letter;

    if (!strcmp(text, "none")) {
        *byte = -1;
        return true;
    }
    if (text[0] == '^' && text[1] && !text[2])
        letter = text[1];
    else if (!g_ascii_strncasecmp(text, "ctrl-", 5) && text[5] && !text[6])
        letter = text[5];
    else
        return false;
    letter = g_ascii_toupper(letter);
    if (letter < 'A' || letter > '_') /* ^@ can't be told from a break */
        return false;
    *byte = letter & 0x1f;
    return true;
}

int value_name(const char *text, const char *const *names)
{
    for (int i = 0; names[i]; i++)
        if (!strcmp(text, names[i]))
            return i;
    return -1;
}

/* Levenshtein's distance; words longer than a name ever is are far away. */
static unsigned distance(const char *a, const char *b)
{
    enum { LONGEST = 31, FAR = 1000 };
    unsigned row[LONGEST + 1];
    size_t na = strlen(a), nb = strlen(b);

    if (na > LONGEST || nb > LONGEST)
        return FAR;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        unsigned corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            unsigned change = corner + (a[i - 1] != b[j - 1]);

            corner = row[j];
            row[j] = MIN(change, MIN(row[j], row[j - 1]) + 1);
        }
    }
    return row[nb];
}

const char *value_nearest(const char *text, const char *const *names)
{
    const char *best = NULL;
    unsigned least = 3;

    for (; *names; names++) {
        unsigned d = distance(text, *names);

        if (strlen(text) >= 3 && g_str_has_prefix(*names, text))
            d = 1;
        if (d < least && d < strlen(*names)) {
            least = d;
            best = *names;
        }
    }
    return best;
}

char *value_hint(const char *text, const char *const *names)
{
    const char *near = value_nearest(text, names);
    char *all, *hint;

    if (near)
        return g_strdup_printf("; did you mean %s?", near);
    all = g_strjoinv(", ", (char **)names);
    hint = g_strdup_printf("; it is one of %s", all);
    g_free(all);
    return hint;
}
