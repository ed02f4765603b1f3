/* SPDX-License-Identifier: GPL-2.0-or-later */
/* typist.c - see typist.h. */
#include "tests/unit/guest/typist.h"

#include "guest/loader/ask.h"
#include "guest/stage/console.h"

const char *const *typist_answers;
GString *typist_said;

void typist_begin(const char *const *answers)
{
    if (!typist_said)
        typist_said = g_string_new(NULL);
    g_string_truncate(typist_said, 0);
    typist_answers = answers;
}

void print(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    g_string_append_vprintf(typist_said, fmt, ap);
    va_end(ap);
}

void ask_line(const char *prompt, char *to, size_t n)
{
    g_string_append(typist_said, prompt);
    g_assert_nonnull(*typist_answers);
    g_strlcpy(to, *typist_answers, n);
    g_string_append_printf(typist_said, "%s\n", *typist_answers++);
}

bool ask_yes(const char *question)
{
    char answer[8];

    ask_line(question, answer, sizeof answer);
    return answer[0] == 'y';
}
