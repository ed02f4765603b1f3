/* SPDX-License-Identifier: GPL-2.0-or-later */
/* typist.h - the loader's console with somebody at it who knows beforehand
 * what he will answer. */
#ifndef PIXEMU_TESTS_TYPIST_H
#define PIXEMU_TESTS_TYPIST_H

#include <glib.h>

extern const char *const *typist_answers; /* what is left of them; NULL ends */
extern GString *typist_said;              /* questions and answers, too */

/* Before the first use, and to begin anew. */
void typist_begin(const char *const *answers);

#endif
