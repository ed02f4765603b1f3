/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer_http.c - files from HTTP servers, with or without TLS. */
#include "guest/cli/cli.h"
#include "guest/crypto/tlsclient.h"
#include "guest/lib/string.h"
#include "guest/net/httpget.h"
#include "guest/runtime/files/transfer_int.h"
#include "guest/runtime/files/trust.h"
#include "guest/runtime/unit/entropy.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/wire/stream.h"

enum { PATIENCE_S = 30, PIECE = 1460 };

static struct stream stream;
static struct httpget get;

/* httpget keeps to the room there is. */
static void store(void *far, const uint8_t *data, size_t n)
{
    transfer_store(far, data, n);
}

static bool stop(void *far)
{
    return cli_interrupted(far);
}

/* --- TLS --------------------------------------------------------------- */

static int wire_read(void *far, uint8_t *to, size_t n)
{
    size_t got = stream_read(far, to, n);

    return got ? (int)got : -1;
}

static int wire_write(void *far, const uint8_t *from, size_t n)
{
    return stream_write(far, from, n) ? (int)n : -1;
}

static void begin_tls(struct certcheck *check)
{
    static const struct tlswire wire = {wire_read, wire_write, &stream};
    uint8_t seed[POOL_TAKE];

    entropy_take(seed);
    tlsclient_begin(&wire, check, seed);
    memset(seed, 0, sizeof seed);
}

/* --- one request ------------------------------------------------------- */

/* Why what was wanted of the connection cannot be had. */
static const char *why(const struct url *u)
{
    const char *tls = u->tls && !stream.why ? tlsclient_why() : NULL;

    if (stream.why)
        return stream.why;
    return tls ? tls : STR_COPY_BROKEN;
}

static bool send_request(const struct url *u)
{
    static char request[HTTPGET_REQUEST_MAX];
    size_t n = httpget_request(u, request);
    bool sent = u->tls ? tlsclient_write(request, n)
                       : stream_write(&stream, request, n);

    memset(request, 0, sizeof request);
    return sent;
}

/* As tlsclient_read(). */
static int receive(const struct url *u, uint8_t *to, size_t n)
{
    if (u->tls)
        return tlsclient_read(to, n);
    n = stream_read(&stream, to, n);
    return n || !stream.why ? (int)n : -1;
}

/* Why it failed; NULL: it did not. */
static const char *fetch(const struct url *u)
{
    static uint8_t piece[PIECE];

    if (!send_request(u))
        return why(u);
    while (get.state == HTTPGET_GOING) {
        int n = receive(u, piece, sizeof piece);

        if (n < 0)
            return why(u);
        if (n > 0)
            httpget_take(&get, piece, (size_t)n);
        else
            httpget_end(&get);
    }
    return get.state == HTTPGET_FAILED ? get.error : NULL;
}

static const char *connect_and_fetch(struct cli *cli, uint32_t ip,
                                     const struct url *u, uint32_t room,
                                     struct certcheck *check)
{
    const char *failed;

    stream = (struct stream){.patience_s = PATIENCE_S, .stop = stop,
                             .far = cli};
    httpget_begin(&get, room, store, cli);
    if (u->tls)
        begin_tls(check);
    failed = stream_open(&stream, ip, u->port) ? fetch(u) : stream.why;
    stream_close(&stream);
    return failed;
}

bool transfer_http(struct cli *cli, struct transfer *to, uint32_t ip,
                   const struct url *u, uint32_t room)
{
    struct certcheck *check;
    const char *failed;

    if (!transfer_begin(cli, &room))
        return false;
    check = u->tls ? trust_check(u->host, u->port) : NULL;
    failed = connect_and_fetch(cli, ip, u, room, check);
    if (failed && check && check->verdict == CERTCHECK_UNKNOWN) {
        cli_printf(cli, "%s\n", failed);
        if (!trust_ask(cli, u->host, u->port, check->print)) {
            failed = STR_COPY_STOPPED;
        } else {
            check = trust_check(u->host, u->port);
            failed = connect_and_fetch(cli, ip, u, room, check);
        }
    }
    return transfer_result(cli, failed, to);
}
