/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pem.c - see pem.h. */
#include "guest/crypto/pem.h"

#include "guest/lib/base64.h"
#include "guest/lib/string.h"

void pem_begin(struct pem *p)
{
    memset(p, 0, sizeof *p);
}

static void take(struct pem *p, char c)
{
    int value = base64_value(c);

    if (c == '=') {
        p->ended = 1;
        return;
    }
    if (value < 0 || p->ended || p->n == PEM_DER_MAX) {
        p->state = PEM_BAD;
        return;
    }
    p->bits = p->bits << 6 | (uint32_t)value;
    p->bits_n += 6;
    if (p->bits_n >= 8) {
        p->bits_n -= 8;
        p->der[p->n++] = (uint8_t)(p->bits >> p->bits_n);
    }
}

void pem_line(struct pem *p, const char *line)
{
    while (*line == ' ')
        line++;
    if (strncmp(line, "-----BEGIN CERTIFICATE-----", 27) == 0) {
        p->inside = 1;
        return;
    }
    if (strncmp(line, "-----END CERTIFICATE-----", 25) == 0)
        p->state = p->inside && p->n ? PEM_DONE : PEM_BAD;
    else if (*line == '\0' || strcmp(line, "quit") == 0)
        p->state = PEM_BAD;
    for (; p->inside && *line && p->state == PEM_GOING; line++) {
        if (*line != ' ' && *line != '\r')
            take(p, *line);
    }
}
