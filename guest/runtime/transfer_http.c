/* SPDX-License-Identifier: GPL-2.0-or-later */
/* transfer_http.c - files from HTTP servers. */
#include "guest/cli/cli.h"
#include "guest/lib/string.h"
#include "guest/net/httpget.h"
#include "guest/runtime/stream.h"
#include "guest/runtime/transfer_int.h"

enum { PATIENCE_S = 30, PIECE = 1460 };

/* httpget keeps to the room there is. */
static void store(void *far, const uint8_t *data, size_t n)
{
    transfer_store(far, data, n);
}

static bool stop(void *far)
{
    return cli_interrupted(far);
}

/* Why it failed; NULL: it did not. */
static const char *fetch(struct stream *s, struct httpget *h,
                         const struct url *u)
{
    static char request[HTTPGET_REQUEST_MAX];
    static uint8_t piece[PIECE];
    size_t n = httpget_request(u, request);
    bool sent = stream_write(s, request, n);

    memset(request, 0, sizeof request);
    while (sent && h->state == HTTPGET_GOING) {
        n = stream_read(s, piece, sizeof piece);
        if (n)
            httpget_take(h, piece, n);
        else if (s->why)
            break;
        else
            httpget_end(h);
    }
    if (s->why)
        return s->why;
    return h->state == HTTPGET_FAILED ? h->error : NULL;
}

bool transfer_http(struct cli *cli, struct transfer *to, uint32_t ip,
                   const struct url *u, uint32_t room)
{
    static struct stream s;
    static struct httpget h;
    const char *why;

    if (!transfer_begin(cli, room))
        return false;
    s = (struct stream){.patience_s = PATIENCE_S, .stop = stop, .far = cli};
    httpget_begin(&h, room, store, cli);
    why = stream_open(&s, ip, u->port) ? fetch(&s, &h, u) : s.why;
    stream_close(&s);
    return transfer_result(cli, why, to);
}
