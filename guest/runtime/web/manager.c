/* SPDX-License-Identifier: GPL-2.0-or-later */
/* manager.c - see manager.h. */
#include "guest/runtime/web/manager.h"

#include "guest/config/config.h"
#include "guest/config/users.h"
#include "guest/crypto/tlsserver.h"
#include "guest/i386/cpu.h"
#include "guest/lib/string.h"
#include "guest/net/httpd.h"
#include "guest/runtime/unit/clock.h"
#include "guest/runtime/unit/entropy.h"
#include "guest/runtime/unit/memory.h"
#include "guest/runtime/unit/private.h"
#include "guest/runtime/unit/strings.h"
#include "guest/runtime/unit/unit.h"
#include "guest/runtime/web/page.h"
#include "guest/runtime/wire/interfaces.h"
#include "guest/runtime/wire/stream.h"
#include "guest/threads/thread.h"

enum {
    PORT = 443,
    QUEUE = 4, /* browsers come several at a time */
    PATIENCE_S = 15, /* with a client that says nothing */
    REQUEST_S = 60,  /* until he has said all of it: others wait */
    LAST_S = 2,      /* and what he said beyond it, once he is answered */
    STACK_BYTES = 16384,
    PAGE_MAX = 32768,
    OUT_BYTES = 1024,
};

static struct {
    struct thread thread;
    struct event event;
    struct conn *queue[QUEUE];
    unsigned queued;
    struct stream stream;
    uint64_t until; /* the request is waited for */
    struct httpd request;
    struct selfsigned own;
    char *page; /* PAGE_MAX */
    uint8_t out[OUT_BYTES];
    unsigned out_n;
    bool broken; /* the client is gone */
} server;

/* --- who this unit is -------------------------------------------------- */

/* The key lies in flash; without flash it is one for this start. */
static void find_key(void)
{
    static bool known;
    struct private_record r;
    uint8_t seed[POOL_TAKE];

    if (known)
        return;
    known = true;
    if (private_get(PRIVATE_OWN, 0, &r) && r.n == SELFSIGNED_KEY) {
        memcpy(server.own.key, r.at, SELFSIGNED_KEY);
        return;
    }
    entropy_take(seed);
    selfsigned_key(server.own.key, seed);
    memset(seed, 0, sizeof seed);
    private_add(PRIVATE_OWN, server.own.key, SELFSIGNED_KEY, NULL, 0);
}

/* As it is called and reached now. */
static bool certify(void)
{
    const struct config_state *s = &unit.config.state;
    uint32_t ips[CONFIG_INTERFACES_MAX];
    unsigned n = 0;

    for (unsigned i = 0; i < s->interfaces; i++) {
        if (s->interface[i].ip)
            ips[n++] = s->interface[i].ip;
    }
    find_key();
    return selfsigned_make(&server.own, s->cli.hostname, ips, n);
}

/* --- the page in flash ------------------------------------------------- */

static bool read_flash(void *far, uint32_t offset, void *to, size_t n)
{
    const struct flashfs_info *at = far;

    return unit.fs.flash->read(unit.fs.flash, at->origin + offset, to, n);
}

/* With flash in use. */
static bool read_header(struct image *im, struct flashfs_info *at)
{
    uint8_t header[IMAGE_HEADER_BYTES];

    return flashfs_look(&unit.fs, FLASHFS_PDM, at) == FLASHFS_GOOD &&
           read_flash(at, 0, header, sizeof header) &&
           image_parse(im, header, sizeof header) == IMAGE_GOOD &&
           im->kind == IMAGE_DEVICE_MANAGER;
}

bool manager_there(struct image *im)
{
    struct flashfs_info at;
    bool there;

    if (!unit.has_card || !unit.fs.place)
        return false;
    unit_flash_begin();
    there = read_header(im, &at);
    unit_flash_end();
    return there;
}

static bool read_page(struct image *im)
{
    struct flashfs_info at;
    bool there;

    if (!unit.has_card || !unit.fs.place)
        return false;
    unit_flash_begin();
    there = read_header(im, &at) && im->runtime.bytes <= PAGE_MAX &&
            image_verify_by(im, read_flash, &at, NULL) == IMAGE_GOOD &&
            read_flash(&at, im->runtime.offset, server.page,
                       im->runtime.bytes);
    unit_flash_end();
    return there;
}

/* --- a request --------------------------------------------------------- */

static int wire_read(void *far, uint8_t *to, size_t n)
{
    size_t got = clock_coarse() < server.until ? stream_read(far, to, n) : 0;

    return got ? (int)got : -1;
}

static int wire_write(void *far, const uint8_t *from, size_t n)
{
    return stream_write(far, from, n) ? (int)n : -1;
}

static void flush(void)
{
    server.broken = server.broken ||
                    !tlsserver_write(server.out, server.out_n);
    server.out_n = 0;
}

static void put(void *far, char c)
{
    (void)far;
    server.out[server.out_n++] = (uint8_t)c;
    if (server.out_n == OUT_BYTES)
        flush();
}

static void put_text(const char *text, size_t n)
{
    while (n--)
        put(NULL, *text++);
}

static void answer(unsigned status, const char *realm, const char *text)
{
    char head[HTTPD_ANSWER_MAX];

    put_text(head, httpd_answer(head, status, "text/plain", realm));
    if (!server.request.head)
        put_text(text, strlen(text));
}

static void answer_page(void)
{
    char head[HTTPD_ANSWER_MAX];
    struct image im;
    struct page page = {.put = put, .manager = im.release};

    if (!read_page(&im)) {
        answer(404, NULL, STR_MANAGER_NONE);
        return;
    }
    put_text(head, httpd_answer(head, 200, "text/html; charset=utf-8", NULL));
    if (!server.request.head)
        page_render(&page, server.page, im.runtime.bytes);
}

/* Somebody who may do everything, or anybody with the enable password. */
static bool is_right(const struct httpd *h)
{
    unsigned level = 0;

    if (!users_asked(&unit.config, "http"))
        return password_matches(unit.config.state.cli.enable_hash,
                                h->password);
    return users_known(&unit.config, h->user, h->password, &level) &&
           level == CLI_LEVEL_MAX;
}

/* Whoever guesses has to wait. */
static bool knows_password(struct httpd *h)
{
    bool right = h->has_password && is_right(h);

    if (h->has_password && !right)
        clock_rest(1000000);
    memset(h->password, 0, sizeof h->password);
    return right;
}

static void reply(void)
{
    struct httpd *h = &server.request;

    if (h->wrong)
        answer(h->wrong, NULL, STR_MANAGER_BAD);
    else if (!knows_password(h))
        answer(401, STR_MANAGER_REALM, STR_MANAGER_PASSWORD);
    else if (strcmp(h->path, "/") == 0)
        answer_page();
    else
        answer(404, NULL, STR_MANAGER_NO_PAGE);
    flush();
}

/* Whoever has not said all yet, of a body that nobody wants, would lose the
 * answer at a close in one step (RFC 9112, 9.6). */
static void hear_out(void)
{
    uint8_t piece[256];

    server.until = clock_coarse() + CLOCK_SECONDS(LAST_S);
    server.stream.patience_s = LAST_S;
    conn_finish(server.stream.conn);
    interfaces_kick();
    while (wire_read(&server.stream, piece, sizeof piece) > 0)
        continue;
    server.stream.why = NULL; /* he is silent, which is no failure */
}

static void serve(struct conn *conn)
{
    static const struct tlswire wire = {wire_read, wire_write,
                                        &server.stream};
    uint8_t piece[256], seed[POOL_TAKE];
    size_t n = 1;

    server.stream = (struct stream){.patience_s = PATIENCE_S};
    stream_take(&server.stream, conn);
    server.until = clock_coarse() + CLOCK_SECONDS(REQUEST_S);
    server.out_n = 0;
    server.broken = false;
    httpd_begin(&server.request);
    if (certify()) {
        entropy_take(seed);
        tlsserver_begin(&wire, &server.own, seed);
        while (n && !server.request.done) {
            n = tlsserver_read(piece, sizeof piece);
            httpd_take(&server.request, piece, n);
        }
        if (server.request.done) {
            reply();
            tlsserver_end();
            if (!server.stream.why)
                hear_out();
        }
    }
    stream_close(&server.stream);
}

static void run(void *far)
{
    (void)far;
    for (;;) {
        uint32_t flags = cpu_save();
        struct conn *conn;

        while (!server.queued)
            thread_wait(&server.event, THREAD_FOREVER);
        cpu_restore(flags);
        conn = server.queue[0];
        memmove(server.queue, server.queue + 1,
                --server.queued * sizeof server.queue[0]);
        serve(conn);
    }
}

/* --- who may come ------------------------------------------------------ */

static bool permits(unsigned interface, uint32_t ip)
{
    const struct config_state *s = &unit.config.state;

    return s->http_server &&
           config_permits(s->http, s->https, interface, ip);
}

static bool accepted(void *far, struct conn *c)
{
    (void)far;
    if (server.queued == QUEUE)
        return false;
    server.queue[server.queued++] = c;
    thread_signal(&server.event);
    return true;
}

void manager_start(void)
{
    void *stack;

    if (unit.release < RELEASE(6, 0, 0))
        return;
    stack = memory_take(STACK_BYTES);
    server.page = memory_take(PAGE_MAX);
    if (!stack || !server.page)
        return;
    thread_start(&server.thread, "pix/https", run, NULL, stack, STACK_BYTES);
    conn_listen(PORT, permits, accepted, NULL);
}
