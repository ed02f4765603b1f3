/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.c - finding the row that abbreviated words mean. */
#include "guest/cli/command.h"

#include <stdbool.h>

#include "guest/lib/string.h"

static bool visible(const struct command_scope *scope,
                    const struct command *row)
{
    return (row->modes & scope->mode) && row->since <= scope->release;
}

/* Do the row's words begin with these, taken as whole words? */
static bool below(const struct command *row, const char *words,
                  unsigned length)
{
    char next;

    if (length == 0)
        return true;
    if (row->words[0] != words[0]) /* most of hundreds, for each word typed */
        return false;
    if (strncmp(row->words, words, length) != 0)
        return false;
    next = row->words[length];
    return next == '\0' || next == ' ';
}

/* The table that a row stands in: the one that begins last before it. */
static unsigned table_of(const struct command_scope *scope,
                         const struct command *row)
{
    uintptr_t best = 0;
    unsigned found = 0;

    for (unsigned t = 0; scope->tables[t]; t++) {
        uintptr_t begin = (uintptr_t)scope->tables[t];

        if (begin <= (uintptr_t)row && begin >= best) {
            best = begin;
            found = t;
        }
    }
    return found;
}

const struct command *command_next(const struct command_scope *scope,
                                   const char *words, unsigned length,
                                   const struct command *after)
{
    const struct command *row = after ? after + 1 : scope->tables[0];
    unsigned t = 0;

    while (row) {
        for (; row->words; row++) {
            if (below(row, words, length) && visible(scope, row))
                return row;
        }
        if (after) {
            t = table_of(scope, after);
            after = NULL;
        }
        row = scope->tables[++t];
    }
    return NULL;
}

/* The word of a row that follows its first `length` characters. */
static const char *word_after(const struct command *row, unsigned length,
                              unsigned *n)
{
    const char *word = row->words + length;

    while (*word == ' ')
        word++;
    for (*n = 0; word[*n] && word[*n] != ' '; ++*n)
        ;
    return word;
}

/* Abbreviations that are older than the second word they fit: `sh` and `sh lo`
 * are what everybody types, and the manuals print; `shun` and `show local-host`
 * have come since. */
static const struct {
    const char *behind, *typed, *word;
} habits[] = {{"", "sh", "show"}, {"show", "lo", "logging"}};

static const char *meant(const struct command_match *m, const char *typed)
{
    for (unsigned i = 0; i < sizeof(habits) / sizeof(habits[0]); i++) {
        if (strlen(habits[i].behind) == m->length &&
            strncmp(habits[i].behind, m->words, m->length) == 0 &&
            strcasecmp(typed, habits[i].typed) == 0)
            return habits[i].word;
    }
    return typed;
}

/* Chooses the word that `typed` abbreviates among those that follow.  An
 * exact word wins over longer ones that begin with it. */
static enum command_verdict choose(const struct command_scope *scope,
                                   const char *typed,
                                   struct command_match *match)
{
    const struct command *row = NULL, *best = NULL;
    const char *best_word = NULL;
    size_t typed_length = strlen(typed);
    unsigned best_n = 0;
    bool ambiguous = false;

    while ((row = command_next(scope, match->words, match->length, row))) {
        unsigned n;
        const char *word = word_after(row, match->length, &n);

        if (n < typed_length || strncasecmp(word, typed, typed_length) != 0)
            continue;
        if (n == typed_length) {
            best = row;
            best_word = word;
            best_n = n;
            ambiguous = false;
            break;
        }
        if (best && (n != best_n || strncmp(word, best_word, n) != 0))
            ambiguous = true;
        best = row;
        best_word = word;
        best_n = n;
    }
    if (ambiguous)
        return COMMAND_AMBIGUOUS;
    if (!best)
        return COMMAND_UNKNOWN;
    match->words = best->words;
    match->length = (unsigned)(best_word + best_n - best->words);
    return COMMAND_FOUND;
}

enum command_verdict command_find(const struct command_scope *scope, int argc,
                                  char **argv, struct command_match *match)
{
    const struct command *row = NULL;
    enum command_verdict verdict = COMMAND_UNKNOWN;

    *match = (struct command_match){.words = ""};
    for (int i = 0; i < argc; i++) {
        verdict = choose(scope, meant(match, argv[i]), match);
        if (verdict == COMMAND_AMBIGUOUS)
            return verdict;
        if (verdict != COMMAND_FOUND)
            break;
        match->used = i + 1;
    }
    if (match->used == 0)
        return COMMAND_UNKNOWN;
    while ((row = command_next(scope, match->words, match->length, row))) {
        if (row->words[match->length] != '\0' || (match->row && !row->run))
            continue;
        match->row = row; /* one that runs wins over a heading */
        if (row->run)
            break;
    }
    return COMMAND_FOUND;
}
