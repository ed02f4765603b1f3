/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tftpget.c - see tftpget.h. */
#include "guest/net/tftpget.h"

#include "guest/lib/bytes.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"
#include "guest/net/strings.h"

enum { RRQ = 1, WRQ = 2, DATA = 3, ACK = 4, ERROR = 5, NO_ROOM = 3 };

static void fail(struct tftpget *t, const char *why)
{
    t->state = TFTPGET_FAILED;
    format(t->error, sizeof t->error, "%s", why);
}

static size_t put_word(uint8_t *to, const char *word)
{
    size_t n = strlen(word) + 1;

    memcpy(to, word, n);
    return n;
}

static bool request(struct tftpget *t, uint16_t what, const char *name)
{
    size_t n = 2;

    memset(t, 0, sizeof *t);
    if (strlen(name) > TFTPGET_NAME_MAX)
        return false;
    put_be16(t->packet, what);
    n += put_word(t->packet + n, name);
    n += put_word(t->packet + n, "octet");
    t->packet_n = (unsigned)n;
    return true;
}

bool tftpget_begin(struct tftpget *t, const char *name,
                   bool (*store)(void *far, const uint8_t *data, size_t n),
                   void *far)
{
    bool begun = request(t, RRQ, name);

    t->store = store;
    t->far = far;
    return begun;
}

bool tftpget_begin_put(struct tftpget *t, const char *name,
                       size_t (*fetch)(void *far, uint8_t *to, size_t room),
                       void *far)
{
    bool begun = request(t, WRQ, name);

    t->fetch = fetch;
    t->far = far;
    return begun;
}

/* What a server says about itself, made fit for a console. */
static void server_error(struct tftpget *t, const uint8_t *packet, size_t n)
{
    size_t to = 0;

    t->state = TFTPGET_FAILED;
    for (size_t i = 4; i < n && packet[i] && to < sizeof t->error - 1; i++) {
        bool printable = packet[i] >= ' ' && packet[i] <= '~';

        t->error[to++] = printable ? (char)packet[i] : '.';
    }
    t->error[to] = '\0';
    if (to == 0)
        format(t->error, sizeof t->error, STR_TFTP_ERROR,
               (unsigned)get_be16(packet + 2));
}

static void acknowledge(struct tftpget *t, uint16_t block)
{
    put_be16(t->packet, ACK);
    put_be16(t->packet + 2, block);
    t->packet_n = 4;
}

static bool take_data(struct tftpget *t, const uint8_t *packet, size_t n)
{
    uint16_t block = get_be16(packet + 2);

    if (n > TFTPGET_BLOCK + 4u)
        return false;
    /* One again: our answer was lost; that of long ago is not answered. */
    if (block != (uint16_t)(t->blocks + 1))
        return t->blocks && block == (uint16_t)t->blocks;
    if (!t->store(t->far, packet + 4, n - 4)) {
        fail(t, STR_TFTP_TOO_LONG);
        put_be16(t->packet, ERROR);
        put_be16(t->packet + 2, NO_ROOM);
        t->packet[4] = '\0';
        t->packet_n = 5;
        return true;
    }
    t->blocks++;
    acknowledge(t, block);
    if (n < TFTPGET_BLOCK + 4u)
        t->state = TFTPGET_DONE;
    return true;
}

/* A block that is not full was the last. */
static bool take_ack(struct tftpget *t, uint16_t block)
{
    size_t n;

    if (block != (uint16_t)t->blocks)
        return false;
    if (t->blocks && t->packet_n < TFTPGET_PACKET_MAX) {
        t->state = TFTPGET_DONE;
        t->packet_n = 0;
        return true;
    }
    put_be16(t->packet, DATA);
    put_be16(t->packet + 2, (uint16_t)++t->blocks);
    n = t->fetch(t->far, t->packet + 4, TFTPGET_BLOCK);
    t->packet_n = (unsigned)n + 4;
    return true;
}

bool tftpget_take(struct tftpget *t, uint16_t port, const uint8_t *packet,
                  size_t n)
{
    uint16_t code;

    if (t->state != TFTPGET_GOING || n < 4 || (t->port && port != t->port))
        return false;
    code = get_be16(packet);
    if (code == ERROR) {
        server_error(t, packet, n);
        return true;
    }
    if (t->fetch) {
        if (code != ACK)
            return false;
        t->port = port;
        return take_ack(t, get_be16(packet + 2));
    }
    if (code != DATA || (t->blocks == 0 && get_be16(packet + 2) != 1))
        return false;
    t->port = port;
    return take_data(t, packet, n);
}
