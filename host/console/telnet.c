/* SPDX-License-Identifier: GPL-2.0-or-later */
/* telnet.c - the server's side of Telnet; see telnet.h. */
#include "host/console/telnet.h"

#include <string.h>

/* RFC 854, "Telnet command structure". */
enum {
    SE = 240, BREAK = 243, INTERRUPT = 244, ARE_YOU_THERE = 246,
    ERASE_CHARACTER = 247, ERASE_LINE = 248, SB = 250,
    WILL = 251, WONT = 252, DO = 253, DONT = 254, IAC = 255,
};

static void say(GByteArray *to, uint8_t verb, uint8_t option)
{
    const uint8_t bytes[] = {IAC, verb, option};

    g_byte_array_append(to, bytes, sizeof bytes);
}

void telnet_start(struct telnet *t, GByteArray *reply)
{
    t->state = TELNET_DATA;
    t->cr_sent = false;
    memset(t->ours, 0, sizeof t->ours);
    memset(t->theirs, 0, sizeof t->theirs);
    /* We echo, or rather the unit does, and nobody waits for a turn. */
    t->ours[TELNET_ECHO] = t->ours[TELNET_GO_AHEAD] = true;
    say(reply, WILL, TELNET_ECHO);
    say(reply, WILL, TELNET_GO_AHEAD);
    say(reply, DO, TELNET_GO_AHEAD);
}

/* --- options ------------------------------------------------------------- */

static bool we_can(uint8_t option)
{
    return option == TELNET_BINARY || option == TELNET_ECHO ||
           option == TELNET_GO_AHEAD;
}

static bool they_may(uint8_t option)
{
    return option == TELNET_BINARY || option == TELNET_GO_AHEAD;
}

/* WILL and DO of what is agreed on already need no answer, nor does a refusal
 * of what was never on; everything else gets one, so that nothing loops. */
static void negotiate(struct telnet *t, uint8_t option, GByteArray *reply)
{
    bool asks_us = t->verb == DO || t->verb == DONT;
    bool on = t->verb == DO || t->verb == WILL;
    bool able = asks_us ? we_can(option) : they_may(option);
    bool *side = asks_us ? t->ours : t->theirs;

    if (!able) {
        if (on)
            say(reply, asks_us ? WONT : DONT, option);
        return;
    }
    if (side[option] == on)
        return;
    side[option] = on;
    /* What answers our own DO of the start. */
    if (!asks_us && on && option == TELNET_GO_AHEAD)
        return;
    if (asks_us)
        say(reply, on ? WILL : WONT, option);
    else
        say(reply, on ? DO : DONT, option);
}

/* --- commands ------------------------------------------------------------ */

static void command(struct telnet *t, uint8_t byte, GByteArray *reply)
{
    static const char here[] = "\r\n[pixemu: yes]\r\n";
    enum { CTRL_C = 3, BACKSPACE = 8, CTRL_U = 21 };

    t->state = TELNET_DATA;
    switch (byte) {
    case IAC:
        t->typed(t->far, IAC);
        break;
    case BREAK:
        t->brk(t->far);
        break;
    case INTERRUPT:
        t->typed(t->far, CTRL_C);
        break;
    case ERASE_CHARACTER:
        t->typed(t->far, BACKSPACE);
        break;
    case ERASE_LINE:
        t->typed(t->far, CTRL_U);
        break;
    case ARE_YOU_THERE:
        g_byte_array_append(reply, (const guint8 *)here, sizeof here - 1);
        break;
    case SB:
        t->state = TELNET_SUB;
        break;
    case WILL:
    case WONT:
    case DO:
    case DONT:
        t->verb = byte;
        t->state = TELNET_OPTION;
        break;
    default: /* NOP, data mark, go-ahead, abort output: nothing to do */
        break;
    }
}

/* --- in ------------------------------------------------------------------ */

static void data(struct telnet *t, uint8_t byte)
{
    if (byte == IAC) {
        t->state = TELNET_COMMAND;
        return;
    }
    /* RFC 854: a bare carriage return comes as CR NUL, a new line as CR LF;
     * both are what the Enter key of a serial terminal sends. */
    if (byte == '\r' && !t->theirs[TELNET_BINARY])
        t->state = TELNET_CR;
    t->typed(t->far, byte);
}

static void receive(struct telnet *t, uint8_t byte, GByteArray *reply)
{
    switch (t->state) {
    case TELNET_CR:
        t->state = TELNET_DATA;
        if (byte != 0 && byte != '\n')
            data(t, byte);
        break;
    case TELNET_DATA:
        data(t, byte);
        break;
    case TELNET_COMMAND:
        command(t, byte, reply);
        break;
    case TELNET_OPTION:
        t->state = TELNET_DATA;
        negotiate(t, byte, reply);
        break;
    case TELNET_SUB:
        if (byte == IAC)
            t->state = TELNET_SUB_COMMAND;
        break;
    case TELNET_SUB_COMMAND: /* a doubled IAC is one within it */
        t->state = TELNET_SUB;
        if (byte == SE)
            t->state = TELNET_DATA;
        else if (byte != IAC) /* its end got lost */
            command(t, byte, reply);
        break;
    }
}

void telnet_receive(struct telnet *t, const uint8_t *bytes, size_t n,
                    GByteArray *reply)
{
    for (size_t i = 0; i < n; i++)
        receive(t, bytes[i], reply);
}

/* --- out ----------------------------------------------------------------- */

static void put(GByteArray *wire, uint8_t byte)
{
    g_byte_array_append(wire, &byte, 1);
}

/* A carriage return that no line feed follows is followed by NUL, which is
 * told from what the unit sends next. */
static void after_cr(struct telnet *t, uint8_t next, GByteArray *wire)
{
    if (t->cr_sent && next != '\n')
        put(wire, 0);
    t->cr_sent = next == '\r' && !t->ours[TELNET_BINARY];
}

void telnet_encode(struct telnet *t, const uint8_t *bytes, size_t n,
                   GByteArray *wire)
{
    for (size_t i = 0; i < n; i++) {
        after_cr(t, bytes[i], wire);
        if (bytes[i] == IAC)
            put(wire, IAC);
        put(wire, bytes[i]);
    }
}

void telnet_encode_break(struct telnet *t, GByteArray *wire)
{
    after_cr(t, 0, wire);
    put(wire, IAC);
    put(wire, BREAK);
}
