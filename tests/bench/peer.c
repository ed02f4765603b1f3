/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * peer.c - the other end of the wire in the frame rows.
 *
 *   peer SOCKET
 *
 * listens for one machine (each frame behind its length as 4 bytes
 * big-endian), then takes lines `in|out|echo SIZE COUNT` on standard input and
 * answers each with the seconds it took.  Never more than WINDOW frames are on
 * the way: no machine has to drop any, so that every frame counted arrived.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    OP = 14, COUNT = 15, SIZE = 19,
    FRAME_MAX = 1514, FRAME_MIN = 60,
    WINDOW = 16, ACK_EVERY = 8, PORTION = 500,
};

static int wire;
static uint8_t out[4 + FRAME_MAX];
static uint8_t in[65536];
static size_t in_at, in_end;

static void die(const char *what)
{
    fprintf(stderr, "peer: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void put32(uint8_t *p, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> 8 * i);
}

static void send_frame(char op, size_t size, uint32_t count, uint16_t wanted)
{
    uint8_t *frame = out + 4;

    out[0] = out[1] = 0;
    out[2] = (uint8_t)(size >> 8);
    out[3] = (uint8_t)size;
    memset(frame, 0xff, 6); /* broadcast: whatever address it has */
    memcpy(frame + 6, "\x02\0\0\0\0\1\x88\xb5", 8);
    frame[OP] = (uint8_t)op;
    put32(frame + COUNT, count);
    frame[SIZE] = (uint8_t)wanted;
    frame[SIZE + 1] = (uint8_t)(wanted >> 8);
    for (size_t done = 0; done < 4 + size;) {
        ssize_t n = write(wire, out + done, 4 + size - done);
        if (n < 0)
            die("write");
        done += (size_t)n;
    }
}

/* Makes n bytes from in_at on be there. */
static void need(size_t n)
{
    if (in_at + n > sizeof(in)) {
        memmove(in, in + in_at, in_end - in_at);
        in_end -= in_at;
        in_at = 0;
    }
    while (in_end - in_at < n) {
        ssize_t more = read(wire, in + in_end, sizeof(in) - in_end);
        if (more <= 0)
            die("read");
        in_end += (size_t)more;
    }
}

/* Reads until a frame with this operation came; the others are dropped. */
static void await(char op)
{
    uint8_t got;

    do {
        need(4);
        size_t n = (size_t)(in[in_at + 2] << 8 | in[in_at + 3]);
        if (n < FRAME_MIN || n > FRAME_MAX)
            exit(1);
        need(4 + n);
        got = in[in_at + 4 + OP];
        in_at += 4 + n;
    } while (got != (uint8_t)op);
}

/* The machine acknowledges every eighth frame. */
static void run_in(size_t size, unsigned count)
{
    unsigned on_the_way = 0;

    for (unsigned i = 0; i < count; i++) {
        if (on_the_way == WINDOW) {
            await('a');
            on_the_way -= ACK_EVERY;
        }
        send_frame('s', size, i, 0);
        on_the_way++;
    }
    for (; on_the_way >= ACK_EVERY; on_the_way -= ACK_EVERY)
        await('a');
}

static void run_echo(size_t size, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (i >= WINDOW)
            await('e');
        send_frame('e', size, i, 0);
    }
    for (unsigned i = 0; i < WINDOW; i++)
        await('e');
}

/* In portions: a switch drops what its queue has no room for. */
static void run_out(size_t size, unsigned count)
{
    while (count) {
        unsigned n = count < PORTION ? count : PORTION;
        send_frame('O', FRAME_MIN, n, (uint16_t)size);
        for (unsigned i = 0; i < n; i++)
            await('o');
        count -= n;
    }
}

static void accept_one(const char *name)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(at.sun_path, sizeof(at.sun_path), "%s", name);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, sizeof(at)) ||
        listen(listener, 1))
        die(name);
    wire = accept(listener, NULL, NULL);
    if (wire < 0)
        die(name);
    close(listener);
}

int main(int argc, char **argv)
{
    char line[80], what[8];
    unsigned size, count;

    if (argc != 2)
        return 1;
    accept_one(argv[1]);
    while (fgets(line, sizeof(line), stdin)) {
        if (sscanf(line, "%7s %u %u", what, &size, &count) != 3 ||
            size < FRAME_MIN || size > FRAME_MAX || count < WINDOW)
            return 1;
        send_frame('z', FRAME_MIN, 0, 0);
        await('a');
        double began = now();
        if (!strcmp(what, "in"))
            run_in(size, count);
        else if (!strcmp(what, "echo"))
            run_echo(size, count);
        else
            run_out(size, count);
        printf("%.6f\n", now() - began);
        fflush(stdout);
    }
    return 0;
}
