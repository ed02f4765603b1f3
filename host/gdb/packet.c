/* SPDX-License-Identifier: GPL-2.0-or-later */
/* packet.c - the frame of gdb's remote protocol; see packet.h. */
#include "host/gdb/packet.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum state {
    BETWEEN,
    TEXT,
    TOO_LONG, /* up to its '#' */
    SUM_1,
    SUM_2,
};

enum { INTERRUPT = 3 };

struct packets {
    struct packet_far far;
    enum state state;
    bool acks;
    char text[PACKET_MAX + 1];
    size_t n;
    uint8_t sum;
    int high; /* the first digit of the checksum that came */
    char *last; /* what is sent again when asked for */
};

struct packets *packet_new(const struct packet_far *far)
{
    struct packets *p = g_new0(struct packets, 1);

    p->far = *far;
    p->acks = true;
    return p;
}

void packet_free(struct packets *p)
{
    g_free(p->last);
    g_free(p);
}

static void write_text(struct packets *p, const char *text)
{
    p->far.write(p->far.far, text, strlen(text));
}

void packet_send(struct packets *p, const char *text)
{
    uint8_t sum = 0;

    for (const char *c = text; *c; c++)
        sum = (uint8_t)(sum + (uint8_t)*c);
    g_free(p->last);
    p->last = g_strdup_printf("$%s#%02x", text, sum);
    write_text(p, p->last);
}

void packet_stop_acks(struct packets *p)
{
    p->acks = false;
}

static void complete(struct packets *p, char low)
{
    int low_value = g_ascii_xdigit_value(low);
    bool good = p->high >= 0 && low_value >= 0 &&
                (p->high << 4 | low_value) == p->sum;

    p->state = BETWEEN;
    if (p->acks)
        write_text(p, good ? "+" : "-");
    if (!good && p->acks)
        return;
    p->text[p->n] = 0;
    p->far.command(p->far.far, p->text, p->n);
}

static void between(struct packets *p, char c)
{
    if (c == '$') {
        p->state = TEXT;
        p->n = 0;
        p->sum = 0;
    } else if (c == INTERRUPT) {
        p->far.interrupt(p->far.far);
    } else if (c == '-' && p->acks && p->last) {
        write_text(p, p->last);
    }
}

static void text(struct packets *p, char c)
{
    if (c == '#') {
        p->state = SUM_1;
    } else if (c == '$') { /* the rest of the one before was lost */
        between(p, c);
    } else if (p->n == PACKET_MAX) {
        p->state = TOO_LONG;
    } else {
        p->text[p->n++] = c;
        p->sum = (uint8_t)(p->sum + (uint8_t)c);
    }
}

static void take(struct packets *p, char c)
{
    switch (p->state) {
    case BETWEEN:
        between(p, c);
        break;
    case TEXT:
        text(p, c);
        break;
    case TOO_LONG: /* gdb knows the limit, and so does nobody wait */
        if (c == '#')
            p->state = BETWEEN;
        break;
    case SUM_1:
        p->high = g_ascii_xdigit_value(c);
        p->state = SUM_2;
        break;
    case SUM_2:
        complete(p, c);
        break;
    }
}

void packet_receive(struct packets *p, const void *bytes, size_t n)
{
    const char *c = bytes;

    while (n-- > 0)
        take(p, *c++);
}
