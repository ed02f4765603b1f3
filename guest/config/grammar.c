/* SPDX-License-Identifier: GPL-2.0-or-later */
/* grammar.c - see grammar.h. */
#include "guest/config/grammar.h"

#include "guest/config/config.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

struct match {
    const struct cli *cli;
    int argc;
    char **argv;
    struct grammar_line *line;
};

/* --- words ------------------------------------------------------------- */

static void take(struct match *m, int i, const char *word, size_t n)
{
    m->line->word[i] = word;
    m->line->length[i] = (uint16_t)n;
}

static bool is(const char *token, size_t n, const char *what)
{
    return strlen(what) == n && strncmp(token, what, n) == 0;
}

/* Which of "a|b|c" is meant, by its name or by the beginning of just one;
 * NULL: none.  Its length is *length. */
static const char *choose(const char *token, size_t n, const char *typed,
                          size_t *length)
{
    size_t typed_n = strlen(typed);
    const char *found = NULL;
    bool ambiguous = false;

    for (size_t at = 0; at < n;) {
        size_t end = at;

        while (end < n && token[end] != '|')
            end++;
        if (typed_n <= end - at &&
            strncasecmp(typed, token + at, typed_n) == 0) {
            ambiguous = found != NULL;
            found = token + at;
            *length = end - at;
            if (typed_n == end - at)
                return found;
        }
        at = end + 1;
    }
    return ambiguous ? NULL : found;
}

static bool keyword(struct match *m, int i, const char *token, size_t n)
{
    size_t length;
    const char *word = choose(token, n, m->argv[i], &length);

    if (word)
        take(m, i, word, length);
    return word != NULL;
}

/* "<1-20>" */
static bool number(struct match *m, int i, const char *token)
{
    uint32_t value, bound[2] = {0, 0};
    unsigned at = 0;

    for (token++; *token != '>'; token++) {
        if (*token == '-')
            at = 1;
        else
            bound[at] = bound[at] * 10 + (uint32_t)(*token - '0');
    }
    return parse_u32(m->argv[i], &value) && value >= bound[0] &&
           value <= bound[1];
}

static bool address(struct match *m, int i, bool is_mask)
{
    const struct config *c = m->cli->unit->config;
    const char *typed = m->argv[i];
    uint32_t ip;

    if (!strcmp(typed, "0")) {
        take(m, i, "0.0.0.0", 7);
        return true;
    }
    if (parse_ipv4(typed, &ip))
        return !is_mask || config_is_mask(ip);
    return !is_mask && (m->cli->scripted || config_find_label(c, typed, &ip));
}

/* "inside" or "(inside)"; the latter is kept as it was typed. */
static bool interface(struct match *m, int i, bool parentheses)
{
    const struct config *c = m->cli->unit->config;
    const char *typed = m->argv[i];
    size_t n = strlen(typed);
    char name[CONFIG_NAME_MAX + 1];
    unsigned number;
    uint32_t ip;

    if (parentheses) {
        if (n < 3 || n - 2 > CONFIG_NAME_MAX || typed[0] != '(' ||
            typed[n - 1] != ')')
            return false;
        format(name, sizeof name, "%.*s", (int)n - 2, typed + 1);
        return m->cli->scripted || config_find_name(c, name, &number);
    }
    if (m->cli->scripted)
        return !parse_ipv4(typed, &ip);
    if (!config_find_interface(c, typed, &number))
        return false;
    typed = c->state.interface[number].name;
    take(m, i, typed, strlen(typed));
    return true;
}

static bool word(struct match *m, int i, const char *token, size_t n)
{
    take(m, i, m->argv[i], strlen(m->argv[i]));
    if (token[0] != '<')
        return keyword(m, i, token, n);
    if (token[1] >= '0' && token[1] <= '9')
        return number(m, i, token);
    if (is(token, n, "<ip>") || is(token, n, "<mask>"))
        return address(m, i, token[1] == 'm');
    if (is(token, n, "<if>") || is(token, n, "<(if)>"))
        return interface(m, i, token[1] == '(');
    return true;
}

/* --- patterns ---------------------------------------------------------- */

static const char *skip_blanks(const char *p)
{
    while (*p == ' ')
        p++;
    return p;
}

static size_t token_length(const char *p)
{
    size_t n = 0;

    while (p[n] && p[n] != ' ')
        n++;
    return n;
}

/* Behind the bracket that closes one that was just opened. */
static const char *behind_group(const char *p)
{
    for (unsigned depth = 1; depth; p++) {
        if (*p == '[')
            depth++;
        else if (*p == ']')
            depth--;
    }
    return p;
}

static void take_rest(struct match *m, int i)
{
    for (; i < m->argc; i++)
        take(m, i, m->argv[i], strlen(m->argv[i]));
}

/* From the i-th word on; what is in brackets is there if it can be. */
static bool match_from(struct match *m, const char *p, int i)
{
    for (;;) {
        size_t n = token_length(p = skip_blanks(p));

        if (n == 0)
            return i == m->argc;
        if (*p == '[') {
            if (match_from(m, p + 1, i))
                return true;
            p = behind_group(p + 1);
        } else if (*p == ']') {
            p++;
        } else if (*p == '=') {
            m->line->keys = i;
            p++;
        } else if (*p == '.') {
            take_rest(m, i);
            return true;
        } else {
            if (i == m->argc || !word(m, i, p, n))
                return false;
            i++;
            p += n;
        }
    }
}

bool grammar_match(const struct cli *cli, const char *pattern, int argc,
                   char **argv, struct grammar_line *to)
{
    struct match m = {cli, argc, argv, to};

    to->keys = GRAMMAR_WHOLE;
    return match_from(&m, pattern, 0);
}

bool grammar_begins(const char *pattern, const char *typed)
{
    size_t n;

    return choose(pattern, token_length(pattern), typed, &n) != NULL;
}

/* A word that is being put together. */
struct printed {
    char text[192]; /* the longest choice in brackets is shorter */
    size_t n;
};

static void append(struct printed *w, const char *text, size_t n)
{
    if (n > sizeof w->text - w->n)
        n = sizeof w->text - w->n;
    memcpy(w->text + w->n, text, n);
    w->n += n;
}

void grammar_print(struct form *form, const char *pattern)
{
    struct printed word = {.n = 0};
    bool opened = false;

    for (const char *p = skip_blanks(pattern); *p;) {
        size_t n = token_length(p);

        if (word.n && !opened && *p != ']') {
            form_word(form, word.text, word.n);
            word.n = 0;
        }
        opened = *p == '[';
        if (*p != '=')
            append(&word, p, n);
        p = skip_blanks(p + n);
    }
    if (word.n)
        form_word(form, word.text, word.n);
}
