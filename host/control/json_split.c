/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_split.c - where one JSON value ends and the next one begins. */
#include "host/control/json_split.h"

void json_split_init(struct json_split *s)
{
    *s = (struct json_split){.text = g_string_new(NULL)};
}

void json_split_clear(struct json_split *s)
{
    g_string_free(s->text, TRUE);
    s->text = NULL;
}

static enum json_split_result bad(struct json_split *s, char c,
                                  const char *why)
{
    s->depth = 0;
    s->quote = 0;
    s->escaped = false;
    s->skipping = c != '\n';
    g_string_assign(s->text, why);
    return JSON_SPLIT_BAD;
}

static void in_string(struct json_split *s, char c)
{
    if (s->escaped)
        s->escaped = false;
    else if (c == '\\')
        s->escaped = true;
    else if (c == s->quote)
        s->quote = 0;
}

/* What begins with this can't become an object or an array. */
static const char *no_value(char c)
{
    if (g_ascii_isdigit(c) || c == '-' || c == '"' || c == '\'')
        return "QMP input must be a JSON object";
    return "JSON parse error, expecting value";
}

enum json_split_result json_split_byte(struct json_split *s, char c)
{
    if (s->skipping) {
        s->skipping = c != '\n';
        return JSON_SPLIT_MORE;
    }
    if (s->depth == 0) {
        if (g_ascii_isspace(c))
            return JSON_SPLIT_MORE;
        if (c != '{' && c != '[')
            return bad(s, c, no_value(c));
        g_string_truncate(s->text, 0);
    }
    /* Also how a client that lost its place starts over: with a byte that
     * no JSON contains. */
    if ((guchar)c == 0xff || ((guchar)c < ' ' && !g_ascii_isspace(c)) ||
        (s->quote && (guchar)c < ' '))
        return bad(s, c, "JSON parse error, stray control character");
    if (s->text->len >= JSON_SPLIT_BYTES)
        return bad(s, c, "JSON message size limit exceeded");
    g_string_append_c(s->text, c);
    if (s->quote) {
        in_string(s, c);
        return JSON_SPLIT_MORE;
    }
    if (c == '"' || c == '\'')
        s->quote = c;
    if ((c == '{' || c == '[') && ++s->depth > JSON_SPLIT_DEPTH)
        return bad(s, c, "JSON nesting depth limit exceeded");
    if ((c == '}' || c == ']') && --s->depth == 0)
        return JSON_SPLIT_VALUE;
    return JSON_SPLIT_MORE;
}
